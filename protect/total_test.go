package protect_test

import (
	"testing"

	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

// TestTotalsAreShownWhereAPartCanBeHidden: two schools, three destinations.
//
//	      A    B    C | all
//	1     3   36    0 |  39
//	2    50   60   70 | 180
//	all  53   96   70 | 219
//
// The 3 is hidden, and needs company in its row and in its column: a total or
// a part of about the same size. A school's total is what shares are taken of.
func TestTotalsAreShownWhereAPartCanBeHidden(t *testing.T) {
	p := &sdc.Problem{
		Structure: sdc.Structure{Group: "grid", Cells: 12, Relations: []sdc.Relation{
			{Parent: 3, Children: []int32{0, 1, 2}}, {Parent: 7, Children: []int32{4, 5, 6}}, {Parent: 11, Children: []int32{8, 9, 10}},
			{Parent: 8, Children: []int32{0, 4}}, {Parent: 9, Children: []int32{1, 5}}, {Parent: 10, Children: []int32{2, 6}}, {Parent: 11, Children: []int32{3, 7}},
		}},
		Counts: []int64{3, 36, 0, 39, 50, 60, 70, 180, 53, 96, 70, 219},
	}
	for range p.Counts {
		p.Published = append(p.Published, true)
	}
	if hidden := (protect.Suppress{}).Apply(p, rule); !hidden[3] {
		t.Error("the total of school 1 is the larger and goes first without a preference")
	}
	hidden := protect.Suppress{Totals: true}.Apply(p, rule)
	for c, want := range []bool{true, true, false, false, true, true, false, false, false, false, false, false} {
		if hidden[c] != want {
			t.Errorf("the cell of %d: hidden %v", p.Counts[c], hidden[c])
		}
	}
}
