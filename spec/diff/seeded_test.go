package diff_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/spec"
	"doorstroommonitor/spec/diff"
)

func load(t testing.TB, dir string) *spec.Specification {
	t.Helper()
	s, err := spec.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// seeded lists every difference between testdata/2026 and testdata/2027 as
// the author of 2027 made them, graded by hand from the side of a recipient.
var seeded = []struct{ path, kind, grade, because string }{
	// Who receives, and who decides.
	{"specification/party/po-raad", "added", "minor", "may receive from now on"},
	{"specification/since", "changed", "patch", "in force from another day"},
	{"specification/governance", "changed", "patch", "no figure changes"},
	// Codelists: what a published dimension shows, and what none shows.
	{"codelist/niveau/code/EXEC", "added", "minor", "a code comes along"},
	{"codelist/niveau/code/OVERIG/definition", "changed", "major", "means something else"},
	{"codelist/onderdeel/code/SECTOROVERSTIJGEND", "removed", "major", "the code goes"},
	{"codelist/onderdeel/code/TAAL/label", "changed", "patch", "only words change"},
	// No figure reads a profile, but a diploma with one that is not admitted is
	// refused as a whole, and with it somebody who counted.
	{"codelist/profiel/code/ONB", "removed", "minor", "other rows are refused"},
	{"record/diploma/field/profiel/required", "changed", "minor", "other rows are refused"},
	// Who is counted, how they are protected, when they are looked for.
	{"population/VO-DIPLOMA/label", "changed", "patch", "only words change"},
	{"population/VO-DIPLOMA/where", "changed", "major", "other persons count"},
	{"population/VO-DIPLOMA/rule/threshold", "changed", "major", "other cells are hidden"},
	{"population/VO-DIPLOMA/cohorts/until", "changed", "minor", "years come along"},
	{"population/HBO-DIPLOMA/cohorts/from", "changed", "major", "years that were there go"},
	{"population/VO-DIPLOMA/lookup/okt1/after", "changed", "major", "at another time"},
	{"population/VO-DIPLOMA/column/status_1/case", "changed", "major", "counts other persons"},
	{"population/VO-DIPLOMA/column/onderdeel_0/codes", "changed", "major", "a code goes"},
	{"population/VO-DIPLOMA/domains", "changed", "major", "what can exist changes"},
	// VO-HO.
	{"transition/VO-HO/recipients", "changed", "minor", "a recipient comes along"},
	{"transition/VO-HO/dimension/geslacht/node/MO/when", "changed", "major", "counts other persons"},
	{"transition/VO-HO/dimension/geslacht/node/V/when", "changed", "major", "counts other persons"},
	{"transition/VO-HO/dimension/bestemming/node/MBO/label", "changed", "patch", "only words change"},
	{"transition/VO-HO/dimension/status/node/SWITCH", "removed", "major", "the code goes"},
	{"transition/VO-HO/dimension/status/node/GEWISSELD", "added", "minor", "a code comes along"},
	{"transition/VO-HO/table/herkomst", "removed", "major", "the table goes"},
	{"transition/VO-HO/table/stroom/audiences", "changed", "major", "does not get the table any more"},
	{"transition/VO-HO/indicator/switch_1/numerator", "changed", "major", "another share"},
	{"transition/VO-HO/indicator/switch_1/denominator", "changed", "major", "the denominator is another"},
	{"transition/VO-HO/indicator/uitval_1/label", "changed", "patch", "only words change"},
	// HBO-WO.
	{"transition/HBO-WO/source", "changed", "patch", "where it is laid down"},
	{"transition/HBO-WO/dimension/universiteit/role", "changed", "patch", "how it is shown"},
	{"transition/HBO-WO/dimension/bestemming/node/MASTER/when", "changed", "major", "counts other persons"},
	{"transition/HBO-WO/dimension/bestemming/node/SCHAKEL", "removed", "major", "the code goes"},
	{"transition/HBO-WO/dimension/bestemming/node/ANDERS", "removed", "major", "the code goes"},
	{"transition/HBO-WO/dimension/bestemming/node/MBO_OF_GEEN", "added", "minor", "a code comes along"},
	{"transition/HBO-WO/table/stroom/dimensions", "changed", "major", "the cells of the table are others"},
	{"transition/HBO-WO/table/stroom/audiences", "changed", "minor", "an audience comes along"},
	{"transition/HBO-WO/table/geslacht", "added", "minor", "a table comes along"},
	{"transition/HBO-WO/indicator/direct_master", "added", "minor", "an indicator comes along"},
}

// TestSeededChangesAreGradedAsByHand: each of them, with the reason, and
// nothing else.
func TestSeededChangesAreGradedAsByHand(t *testing.T) {
	r := diff.Compare(load(t, "testdata/2026"), load(t, "testdata/2027"))
	got := map[string]diff.Change{}
	for _, c := range r.Changes {
		if _, twice := got[c.Path]; twice {
			t.Errorf("%s is reported twice", c.Path)
		}
		got[c.Path] = c
	}
	for _, want := range seeded {
		c, ok := got[want.path]
		switch {
		case !ok:
			t.Errorf("%s is not found", want.path)
		case c.Kind != want.kind || c.Grade.String() != want.grade || !strings.Contains(c.Reason.EN, want.because):
			t.Errorf("%s: %s, %s, because %q; want %s, %s, because %q", want.path, c.Kind, c.Grade, c.Reason.EN, want.kind, want.grade, want.because)
		case c.Reason.NL == "":
			t.Errorf("%s has no reason in Dutch", want.path)
		}
		delete(got, want.path)
	}
	for path, c := range got {
		t.Errorf("%s: %s, %s -> %s was not seeded", path, c.Kind, c.Old, c.New)
	}
	if r.Grade.String() != "major" || r.Next != "2027.1" || r.Fits {
		t.Errorf("grade %s, next %s, fits %v; want major, 2027.1 and a version 2026.2 that is too low", r.Grade, r.Next, r.Fits)
	}
	if !slices.IsSortedFunc(r.Changes, func(a, b diff.Change) int { return int(b.Grade) - int(a.Grade) }) {
		t.Error("the gravest changes do not come first")
	}
}

// TestMappingsOfTheSeededChanges: by condition, by what the authors laid
// down, and none.
func TestMappingsOfTheSeededChanges(t *testing.T) {
	r := diff.Compare(load(t, "testdata/2026"), load(t, "testdata/2027"))
	var got []string
	for _, m := range r.Mappings {
		got = append(got, fmt.Sprintf("%s %s -> %s: %s (%s)", m.In, m.From, m.To, m.State, m.Why.EN))
	}
	want := []string{
		"HBO-WO/bestemming ANDERS -> : automatic, none (no new code has the same condition or label)",
		"HBO-WO/bestemming SCHAKEL -> MASTER: manual (laid down in the change)",
		"VO-HO/status SWITCH -> GEWISSELD: automatic (same condition)",
		"onderdeel SECTOROVERSTIJGEND -> : automatic, none (no new code has the same condition or label)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("mappings\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestNoDifferenceIsNoChange: a version compared with itself.
func TestNoDifferenceIsNoChange(t *testing.T) {
	r := diff.Compare(load(t, "testdata/2027"), load(t, "testdata/2027"))
	if len(r.Changes) != 0 || r.Grade.String() != "none" || !r.Fits || r.Next != "2026.2" {
		t.Errorf("%+v", r)
	}
}

// TestAColumnThatGuardsIsPublished: nobody reads sector_0 by itself, and what
// it lets through is published.
func TestAColumnThatGuardsIsPublished(t *testing.T) {
	a, b := load(t, "testdata/2026"), load(t, "testdata/2026")
	for _, s := range []*spec.Specification{a, b} {
		vo := s.Transitions["VO-HO"]
		vo.Dimensions = []spec.Dimension{{ID: "d", Nodes: []spec.Node{{Each: "onderdeel_0"}}}}
		vo.Tables, vo.Indicators = nil, nil
	}
	c, _ := b.Populations["VO-DIPLOMA"].Column("sector_0")
	c.None = "NIEMAND"
	unread, _ := b.Populations["VO-DIPLOMA"].Column("status_1")
	unread.Only = nil
	var got []string
	for _, x := range diff.Compare(a, b).Changes {
		got = append(got, x.Grade.String()+" "+x.Path)
	}
	want := []string{"major population/VO-DIPLOMA/column/sector_0/none", "patch population/VO-DIPLOMA/column/status_1/only"}
	if !slices.Equal(got, want) {
		t.Errorf("changes %q, want %q", got, want)
	}
}

// TestTwoCodesThatFitAreNone: a person has to choose.
func TestTwoCodesThatFitAreNone(t *testing.T) {
	a, b := load(t, "testdata/2026"), load(t, "testdata/2026")
	d, _ := b.Transitions["VO-HO"].DimensionByID("bestemming")
	old := d.Nodes[len(d.Nodes)-1]
	one, two := old, old
	one.Code, two.Code = "GEEN_1", "GEEN_2"
	d.Nodes = append(d.Nodes[:len(d.Nodes)-1], one, two)
	if m := diff.Compare(a, b).Mappings; len(m) != 1 || m[0].From != "GEEN" || m[0].To != "" || m[0].State != diff.AutoNone {
		t.Errorf("mappings %+v", m)
	}
}
