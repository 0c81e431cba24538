package diff_test

import (
	"slices"
	"testing"

	"doorstroommonitor/spec"
	"doorstroommonitor/spec/diff"
)

// TestAPartAndMembersByAnotherRecord: other words are a correction, other
// persons another figure.
func TestAPartAndMembersByAnotherRecord(t *testing.T) {
	const vo, cube = "population/VO/also", "transition/VO-HO/part"
	for _, c := range []struct {
		name   string
		change func(p *spec.Population, part *spec.Part)
		want   []string
	}{
		{"nothing", func(*spec.Population, *spec.Part) {}, nil},
		{"the name of the part", func(_ *spec.Population, x *spec.Part) { x.Label.NL += "!" }, []string{"patch changed " + cube + "/label"}},
		{"its description", func(_ *spec.Population, x *spec.Part) { x.Definition.EN += "!" }, []string{"patch changed " + cube + "/definition"}},
		{"who is in it", func(_ *spec.Population, x *spec.Part) {
			x.When = map[string][]string{"diploma": {"J"}, "soort": {"VWO"}}
		}, []string{"major changed " + cube + "/when"}},
		{"both", func(_ *spec.Population, x *spec.Part) {
			x.Label.NL += "!"
			x.When = map[string][]string{"diploma": {"J"}, "soort": {"VWO"}}
		}, []string{"major changed " + cube + "/when", "patch changed " + cube + "/label"}},
		{"the record of other members", func(p *spec.Population, _ *spec.Part) { p.Also.Record = "diploma" }, []string{"major changed " + vo + "/record"}},
		{"their year", func(p *spec.Population, _ *spec.Part) { p.Also.After = 0 }, []string{"major changed " + vo + "/after"}},
		{"which of them count", func(p *spec.Population, _ *spec.Part) { p.Also.Where = nil }, []string{"major changed " + vo + "/where"}},
		{"which of their records counts", func(p *spec.Population, _ *spec.Part) { p.Also.Prefer = nil }, []string{"major changed " + vo + "/prefer"}},
		{"what must not be found of them", func(p *spec.Population, _ *spec.Part) { p.Also.Absent = nil }, []string{"major changed " + vo + "/absent"}},
		{"no other members", func(p *spec.Population, _ *spec.Part) { p.Also = nil }, []string{"major removed " + vo}},
	} {
		before, after := load(t, "../../specs/2026"), load(t, "../../specs/2026")
		c.change(after.Populations["VO"], after.Transitions["VO-HO"].Part)
		if got := graded(before, after); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	whole, part := load(t, "../../specs/2026"), load(t, "../../specs/2026")
	whole.Transitions["VO-HO"].Part = nil
	if got := graded(whole, part); !slices.Equal(got, []string{"major added " + cube}) {
		t.Errorf("a part where there was none: %q", got)
	}
}

func graded(a, b *spec.Specification) []string {
	var out []string
	for _, x := range diff.Compare(a, b).Changes {
		out = append(out, x.Grade.String()+" "+x.Kind+" "+x.Path)
	}
	return out
}
