package diff_test

import (
	"slices"
	"testing"

	"doorstroommonitor/layout"
	"doorstroommonitor/spec"
	"doorstroommonitor/spec/diff"
)

// TestWhatIsHandedInIsGradedForRecipients: what a line becomes is what a cell
// means; what is refused is minor; and only the part that changed is shown.
func TestWhatIsHandedInIsGradedForRecipients(t *testing.T) {
	type seen struct{ grade, kind, path, old, now string }
	line := func(s *spec.Specification, tag string) *layout.Record {
		l := s.Layouts["hisbek"]
		return &l.Records[slices.IndexFunc(l.Records, func(r layout.Record) bool { return r.Tag == tag })]
	}
	before := load(t, "../../specs/2026")
	const sector = "layout/hisbek/records/HRD/emit/inschrijving/set/sector/map"
	for _, c := range []struct {
		name   string
		change func(s *spec.Specification)
		want   []seen
	}{
		{"a code becomes another", func(s *spec.Specification) { line(s, "HRD").Emit[0].Set["sector"].Map["HBO-AD"] = "WO" },
			[]seen{{"major", "changed", sector, "HBO-AD: HBO", "HBO-AD: WO"}}},
		{"a code is taken in that was refused", func(s *spec.Specification) { line(s, "HRD").Emit[0].Set["sector"].Map["HBO-X"] = "HBO" },
			[]seen{{"minor", "changed", sector, "", "HBO-X: HBO"}}},
		{"a code goes", func(s *spec.Specification) { delete(line(s, "HRD").Emit[0].Set["sector"].Map, "HBO-AD") },
			[]seen{{"major", "changed", sector, "HBO-AD: HBO", ""}}},
		{"the study year", func(s *spec.Specification) { s.Layouts["hisbek"].StudyYear = "08-01" },
			[]seen{{"major", "changed", "layout/hisbek/study_year", "09-01", "08-01"}}},
		{"which lines count", func(s *spec.Specification) { line(s, "HRR").Emit[0].Filled = nil },
			[]seen{{"major", "changed", "layout/hisbek/records/HRR/emit/diploma/filled", "datumdiploma", ""}}},
		{"the name of a field", func(s *spec.Specification) { line(s, "HRR").Fields[0].Label = "Soort" },
			[]seen{{"patch", "changed", "layout/hisbek/records/HRR/fields/recordsoort/label", "Recordsoort", "Soort"}}},
		{"its width", func(s *spec.Specification) { line(s, "HRR").Fields[1].Width = 8 },
			[]seen{{"minor", "changed", "layout/hisbek/records/HRR/fields/burgerservicenummer/width", "9", "8"}}},
		{"no layout", func(s *spec.Specification) { delete(s.Layouts, "hisbek") },
			[]seen{{"minor", "removed", "layout/hisbek", "", ""}}},
		{"the key of a record", func(s *spec.Specification) { s.Records["inschrijving"].Key = []string{"pgn"} },
			[]seen{{"minor", "changed", "record/inschrijving/key", "pgn, jaar, sector, brin, vest, opleiding, volgnr", "pgn"}}},
		{"offerings that nobody looks up", func(s *spec.Specification) { s.Records["inschrijving"].Offered = nil },
			[]seen{{"minor", "changed", "record/inschrijving/offered", "brin, vest, sector, opleiding", ""}}},
		{"a share of whom nobody knows", func(s *spec.Specification) { coverage(s).Coverage = false },
			[]seen{{"major", "changed", "transition/HBO-ARB/indicator/dekking/coverage", "true", ""}}},
	} {
		after := load(t, "../../specs/2026")
		c.change(after)
		var got []seen
		for _, x := range diff.Compare(before, after).Changes {
			got = append(got, seen{x.Grade.String(), x.Kind, x.Path, x.Old, x.New})
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func coverage(s *spec.Specification) *spec.Indicator {
	list := s.Transitions["HBO-ARB"].Indicators
	return &list[slices.IndexFunc(list, func(i spec.Indicator) bool { return i.Coverage })]
}

// TestComparisonsThatComeAndGo: what stood beside a share and goes is major.
func TestComparisonsThatComeAndGo(t *testing.T) {
	school := func(by string) spec.Comparison { return spec.Comparison{Dimension: "school", By: by} }
	for _, c := range []struct {
		name     string
		old, now []spec.Comparison
		want     string
	}{
		{"one goes", []spec.Comparison{school("provincie"), school("grootte")}, []spec.Comparison{school("grootte")}, "major"},
		{"one for another", []spec.Comparison{school("provincie")}, []spec.Comparison{school("bestuur")}, "major"},
		{"one comes", []spec.Comparison{school("provincie")}, []spec.Comparison{school("provincie"), school("bestuur")}, "minor"},
	} {
		before, after := load(t, "testdata/2026"), load(t, "testdata/2026")
		before.Transitions["VO-HO"].Compare, after.Transitions["VO-HO"].Compare = c.old, c.now
		if got := graded(before, after); !slices.Equal(got, []string{c.want + " changed transition/VO-HO/compare"}) {
			t.Errorf("%s: %q, want %s", c.name, got, c.want)
		}
	}
}
