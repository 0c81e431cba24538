package cube_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/spec"
)

// TestChildrenShareOutTheirParent changes one node of the specification at a
// time: a dimension in which somebody would be counted twice or not at all is
// refused with a sentence that names the place. Reading the specification
// refuses these before; the nodes are changed after that, as the register can
// do it for codes that only the register lists.
func TestChildrenShareOutTheirParent(t *testing.T) {
	isVO := func(n spec.Node) bool { return n.Code == "VO" }
	for _, c := range []struct {
		name   string
		change func(d *spec.Dimension)
		want   string
	}{
		{"a code is left out", func(d *spec.Dimension) { d.Nodes = slices.DeleteFunc(d.Nodes, isVO) },
			"the children of _T do not cover it: somebody would be counted in _T and in none of them"},
		{"two codes overlap", func(d *spec.Dimension) {
			d.Nodes[slices.IndexFunc(d.Nodes, isVO)].When = map[string][]string{"sector_0": {"VO", "MBO"}}
		}, "node VO overlaps another child of _T"},
		{"a parent has more than its children", func(d *spec.Dimension) {
			i := slices.IndexFunc(d.Nodes, func(n spec.Node) bool { return n.Code == "WO" })
			d.Nodes[i].When = map[string][]string{"sector_0": {"WO"}, "status_1": {"ZELFDE"}}
		}, "the children of HO do not cover it: somebody would be counted in HO and in none of them"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := loadSpec(t, os.DirFS("../specs/2026"))
			d, ok := s.Transitions["VO-HO"].DimensionByID("bestemming")
			if !ok {
				t.Fatal("VO-HO has no dimension bestemming")
			}
			c.change(d)
			_, err := cube.NewModel(s, s.Populations["VO"], polderRegister(t), 2019, cube.Observed{Last: 2021}, nil)
			if err == nil {
				t.Fatal("the dimension was accepted")
			}
			for _, want := range []string{"VO, cohort 2019", "dimension bestemming", c.want} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error is %q, want it to contain %q", err, want)
				}
			}
		})
	}
}
