package spec_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/spec"
)

// TestADefinitionIsWhatIsCounted: words, rules, recipients and the version
// change nothing; whatever moves a person to another cell does.
func TestADefinitionIsWhatIsCounted(t *testing.T) {
	digest := func(old, new string) string {
		t.Helper()
		fsys := small(t)
		for name, f := range fsys {
			fsys[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(f.Data), old, new))}
		}
		s, err := spec.Load(fsys)
		if err != nil {
			t.Fatalf("%s: %v", new, err)
		}
		d, err := s.Definition("HBO-NEXT", "next")
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	same := digest("", "")
	for _, c := range [][2]string{
		{"nl: Daarna", "nl: Daarna dan"}, {"threshold: 5", "threshold: 6"}, {"audiences: [public, vo-raad]", "audiences: [public]"},
		{"until: 2060", "until: 2050"}, {"numerator: THERE", "numerator: SAME"}, {"    cohorts: {from", formal + "    cohorts: {from"}, {"source: test", "source: another"},
	} {
		if digest(c[0], c[1]) != same {
			t.Errorf("%q counts the same", c[1])
		}
	}
	for _, c := range [][2]string{
		{"where: {sector: [HBO]}", "where: {sector: [WO]}"}, {"after: 1", "after: 2"}, {"MOVED, is: {later.sector: [WO]}", "SAME, is: {later.sector: [WO]}"},
		{
			"when: {next: [SAME]}}\n          - {code: MOVED, parent: THERE, label: {nl: Anders, en: Moved}, when: {next: [MOVED]}}",
			"when: {next: [MOVED]}}\n          - {code: MOVED, parent: THERE, label: {nl: Anders, en: Moved}, when: {next: [SAME]}}",
		},
		{"recode: institution", "recode: institution.bestuur"}, {"after: [0]", "after: [-1, 0]"},
	} {
		if digest(c[0], c[1]) == same {
			t.Errorf("%q counts other persons", c[1])
		}
	}
}
