package diff_test

import (
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/spec"
	"doorstroommonitor/spec/diff"
)

// TestACodeThatIsReadIsGradedByWhatReadsIt: rows with a code that is not
// admitted are refused, so whoever they are about counts elsewhere or not at
// all. Which codes a figure reads was looked up by hand in specs/2026.
func TestACodeThatIsReadIsGradedByWhatReadsIt(t *testing.T) {
	code := func(s *spec.Specification, list, id string) *spec.Code {
		l := s.Codelists[list]
		return &l.Codes[slices.IndexFunc(l.Codes, func(c spec.Code) bool { return c.Code == id })]
	}
	until := func(list, id string) func(*spec.Specification) {
		return func(s *spec.Specification) { code(s, list, id).Until = 2020 }
	}
	gone := func(list, id string) func(*spec.Specification) {
		return func(s *spec.Specification) {
			l := s.Codelists[list]
			l.Codes = slices.DeleteFunc(l.Codes, func(c spec.Code) bool { return c.Code == id })
		}
	}
	come := func(list string) func(*spec.Specification) {
		return func(s *spec.Specification) {
			s.Codelists[list].Codes = append(s.Codelists[list].Codes, spec.Code{Code: "NIEUW"})
		}
	}
	const reads, refuses, admits, nothing = "a figure reads the code", "other rows are refused", "rows that were refused count", "nothing that leaves depends on it"
	for _, c := range []struct {
		name    string
		change  func(*spec.Specification)
		want    string
		because string
	}{
		{"a condition of a case", until("profiel", "EM"), "major changed codelist/profiel/code/EM/until", reads},
		{"another", until("leerweg", "BBL"), "major changed codelist/leerweg/code/BBL/until", reads},
		{"a column that shows the field", until("geslacht", "V"), "major changed codelist/geslacht/code/V/until", reads},
		{"a population", until("sector", "HBO"), "major changed codelist/sector/code/HBO/until", reads},
		{"a lookup", until("ja_nee", "J"), "major changed codelist/ja_nee/code/J/until", reads},
		{"an order", until("ja_nee", "N"), "major changed codelist/ja_nee/code/N/until", reads},
		{"a map", gone("sector", "SBO"), "major removed codelist/sector/code/SBO", reads},
		{"a case, and the code goes", gone("profiel", "EM"), "major removed codelist/profiel/code/EM", reads},
		{"a case, and the words are others", func(s *spec.Specification) {
			code(s, "profiel", "EM").Definition.EN = "Something"
			code(s, "profiel", "EM").Definition.NL = "Iets"
		}, "patch changed codelist/profiel/code/EM/definition", "where there was none"},
		{"no condition names it", gone("inschrijvingsvorm", "A"), "minor removed codelist/inschrijvingsvorm/code/A", refuses},
		{"what falls among the rest", until("profiel", "ONB"), "minor changed codelist/profiel/code/ONB/until", refuses},
		{"a code comes", come("profiel"), "minor added codelist/profiel/code/NIEUW", admits},
	} {
		before, after := load(t, "../../specs/2026"), load(t, "../../specs/2026")
		c.change(after)
		changes := diff.Compare(before, after).Changes
		if got := graded(before, after); !slices.Equal(got, []string{c.want}) || !strings.Contains(changes[0].Reason.EN, c.because) {
			t.Errorf("%s: %q, want %q because %q; changes %+v", c.name, got, c.want, c.because, changes)
		}
	}
	// The other way round: rows that were refused count.
	before, after := load(t, "../../specs/2026"), load(t, "../../specs/2026")
	until("profiel", "EM")(before)
	if x := diff.Compare(before, after).Changes; len(x) != 1 || x[0].Grade.String() != "minor" || !strings.Contains(x[0].Reason.EN, admits) {
		t.Errorf("a code of more years: %+v", x)
	}
	// A list that no record and no figure uses.
	for _, s := range []*spec.Specification{before, after} {
		s.Codelists["los"] = &spec.Codelist{ID: "los", Codes: []spec.Code{{Code: "X"}}}
	}
	code(before, "profiel", "EM").Until = 0
	gone("los", "X")(after)
	if x := diff.Compare(before, after).Changes; len(x) != 1 || x[0].Grade.String() != "patch" || !strings.Contains(x[0].Reason.EN, nothing) {
		t.Errorf("a list that nobody uses: %+v", x)
	}
}

// TestNamesThatChangePlaces: whoever reads a name reads it at another code.
func TestNamesThatChangePlaces(t *testing.T) {
	swap := func(s *spec.Specification) {
		l := s.Codelists["geslacht"].Codes
		l[0].Label, l[1].Label = l[1].Label, l[0].Label
	}
	before, after := load(t, "../../specs/2026"), load(t, "../../specs/2026")
	swap(after)
	want := []string{"major changed codelist/geslacht/code/M/label", "major changed codelist/geslacht/code/V/label"}
	if got := graded(before, after); !slices.Equal(got, want) {
		t.Errorf("labels of a list: %q, want %q", got, want)
	}
	after = load(t, "../../specs/2026")
	d, _ := after.Transitions["VO-HO"].DimensionByID("geslacht")
	d.Nodes[0].Label, d.Nodes[1].Label = d.Nodes[1].Label, d.Nodes[0].Label
	want = []string{"major changed transition/VO-HO/dimension/geslacht/node/MO/label", "major changed transition/VO-HO/dimension/geslacht/node/V/label"}
	if got := graded(before, after); !slices.Equal(got, want) {
		t.Errorf("labels of a dimension: %q, want %q", got, want)
	}
	after = load(t, "../../specs/2026")
	after.Codelists["geslacht"].Codes[0].Label.NL = "Mannen"
	if got := graded(before, after); !slices.Equal(got, []string{"patch changed codelist/geslacht/code/M/label"}) {
		t.Errorf("another word: %q", got)
	}
}

// TestWhoKeepsItAndFromWhen: descriptions for programs name who keeps it. Every
// version has a day of its own, a correction too.
func TestWhoKeepsItAndFromWhen(t *testing.T) {
	before, after := load(t, "../../specs/2026"), load(t, "../../specs/2026")
	after.About.Agency, after.About.Since = "ANDER", "2027-01-01"
	want := []string{"minor changed specification/agency", "patch changed specification/since"}
	if got := graded(before, after); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
