package cube_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"doorstroommonitor/cli"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// TestPolderThroughTheRoute runs the program on the tiny world, from extracts
// to verified deliveries. Everything shown is what was counted by hand, no
// count of 1 to 4 is shown, and hidden counts lie within their bounds.
func TestPolderThroughTheRoute(t *testing.T) {
	house := filepath.Join(t.TempDir(), "house")
	said := doorstroom(t, "init", "--dir", house, "--now", "2026-09-01T00:00:00Z")
	said += doorstroom(t, "run", "--dir", house, "--extracts", polder, "--agreements", "../agreements", "--lang", "en")
	for _, want := range []string{"rows in 365 = accepted 365 + rejected 0", "18 groups counted", "every member in exactly one outcome", "delivered to VO-raad"} {
		if !strings.Contains(said, want) {
			t.Errorf("the run does not say %q", want)
		}
	}
	pub := filepath.Join(house, "public", "seal.pub")
	answers := map[string]*answer{}
	for _, a := range readAnswers(t, polder) {
		if !a.open {
			answers[a.id()] = a
		}
	}
	shown, hidden := map[string]bool{}, 0
	for _, dir := range folders(t, filepath.Join(house, "public", "releases")) {
		doorstroom(t, "verify", "--key", pub, dir)
		for _, d := range partitions(t, dir, pub) {
			a := answers[(&answer{cube: d.Cube, table: d.Table, cohort: d.Cohort}).id()]
			if a == nil {
				t.Fatalf("%s %s %d was not counted by hand", d.Cube, d.Table, d.Cohort)
			}
			shown[a.id()] = true
			hidden += checkDataset(t, filepath.Base(dir), d, a)
		}
	}
	if len(shown) != len(answers) {
		t.Errorf("%d tables were released, %d counted by hand", len(shown), len(answers))
	}
	if hidden == 0 {
		t.Error("nothing is hidden in a world of 74 persons")
	}
	deliveries := folders(t, filepath.Join(house, "public", "deliveries"))
	if len(deliveries) != 5 {
		t.Errorf("%d recipients received something, want 5", len(deliveries))
	}
	for _, of := range deliveries {
		for _, dir := range folders(t, of) {
			doorstroom(t, "verify", "--key", pub, dir)
		}
	}
	doorstroom(t, "ledger", "verify", "--dir", house)
}

// checkDataset compares one published partition with the hand count and
// returns how many of its cells are hidden.
func checkDataset(t *testing.T, id string, d *sdmx.Dataset, a *answer) int {
	t.Helper()
	hidden := 0
	for i := range d.Observations {
		o := &d.Observations[i]
		want := a.counts[strings.Join(o.Key, " ")]
		switch {
		case !o.Hidden && o.Value != want:
			t.Errorf("%s: %s %v: %d is shown, %d by hand", id, a.id(), o.Key, o.Value, want)
		case !o.Hidden && want >= 1 && want <= 4:
			t.Errorf("%s: %s %v: a count below five is shown", id, a.id(), o.Key)
		case o.Hidden && want == 0:
			t.Errorf("%s: %s %v: a zero is hidden", id, a.id(), o.Key)
		case o.Hidden && (want < o.Lower || o.Upper >= 0 && want > o.Upper):
			t.Errorf("%s: %s %v: the bounds %d to %d exclude the hand count", id, a.id(), o.Key, o.Lower, o.Upper)
		}
		if o.Hidden {
			hidden++
		}
	}
	return hidden
}

// doorstroom runs the program, wants exit code 0 and returns what it said.
func doorstroom(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := cli.Main(args, strings.NewReader(""), &stdout, &stderr); code != 0 {
		t.Fatalf("doorstroom %s: exit code %d: %s", strings.Join(args, " "), code, stderr.String())
	}
	return stdout.String() + stderr.String()
}

func folders(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out
}

func partitions(t *testing.T, dir, key string) []*sdmx.Dataset {
	t.Helper()
	b, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	pub, err := release.ParsePublicKey(b)
	if err != nil {
		t.Fatal(err)
	}
	r, err := release.Open(dir, pub)
	if err != nil {
		t.Fatal(err)
	}
	var out []*sdmx.Dataset
	for _, f := range r.Manifest().Files {
		if f.Kind == release.KindPartition && strings.HasSuffix(f.Path, ".csv") {
			d, err := r.Partition(f.Cube, f.Table, f.Cohort)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, d)
		}
	}
	return out
}
