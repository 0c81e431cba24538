package release

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/internal/message/messagetest"
)

func TestEveryFaultOfAReleaseIsSaidInDutch(t *testing.T) {
	messagetest.Complete(t, texts)
}

// TestFaultsOfAReleaseInDutch: each of several faults, with what to do next.
func TestFaultsOfAReleaseInDutch(t *testing.T) {
	fsys := fstest.MapFS{"een.csv": {}, "map/twee.csv": {}}
	err := texts.Wrap(errors.Join(OnlyListed(fsys, map[string]bool{})...), "release in %s", "huis")
	want := "uitgave in huis: een.csv: R10: een bestand dat het manifest niet noemt; volgende stap: haal de uitgave opnieuw bij de leverancier en controleer haar voor gebruik\n" +
		"map: R10: een map die het manifest niet noemt; volgende stap: haal de uitgave opnieuw bij de leverancier en controleer haar voor gebruik"
	if got := err.(interface{ In(lang string) string }).In("nl"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !strings.HasPrefix(err.Error(), "release in huis: een.csv: R10: a file that the manifest does not list; next: fetch") {
		t.Errorf("in English: %v", err)
	}
	var f *Fault
	if !errors.As(err, &f) || f.Rule != RuleUnlisted {
		t.Error("the fault is not to be found in the error")
	}
}
