package protect

import (
	"fmt"
	"testing"

	"doorstroommonitor/internal/lp"
	"doorstroommonitor/sdc"
)

// six is a model by hand: cell 0 needs a width of 5, cells 1 to 4 may be
// hidden, no table shows cell 5.
func six() *optimalModel {
	return &optimalModel{
		p:          &sdc.Problem{Structure: sdc.Structure{Cells: 6}},
		must:       []bool{true, false, false, false, false, false},
		dark:       []bool{false, false, false, false, false, true},
		need:       []int64{5, 0, 0, 0, 0, 0},
		below:      []int64{1, 3, 9, 0, 2, 1},
		candidates: []int32{1, 2, 3, 4},
		number:     []int32{-1, 0, 1, 2, 3, -1},
		weight:     []int64{1, 1, 1, 1},
	}
}

func text(cut *lp.Row) string {
	if cut == nil {
		return "nothing"
	}
	out := ""
	for k, i := range cut.Index {
		out += fmt.Sprintf("%d·y%d ", cut.Coef[k], i)
	}
	return fmt.Sprintf("%s>= %d", out, cut.RHS)
}

func TestDerivationsByHand(t *testing.T) {
	hidden := sdc.Pattern{true, false, true, false, false, false}
	for _, c := range []struct {
		sentence string
		o        *lp.Optimum
		want     string
	}{
		{"2·z0 = 4·z1 - z3: one of the two", &lp.Optimum{Scale: 2, Identity: []int64{0, 4, 0, -1, 0, 0}}, "1·y0 1·y2 >= 1"},
		{"2·z0 = -z0 + z4 comes to the same as 3·z0 = z4", &lp.Optimum{Scale: 2, Identity: []int64{-1, 0, 0, 0, 1, 0}}, "1·y3 >= 1"},
		{"2·z0 = 2·z0 says nothing", &lp.Optimum{Scale: 2, Identity: []int64{2, 0, 0, 0, 0, 0}}, "nothing"},
		{"a hidden cell in it derives nothing", &lp.Optimum{Scale: 1, Identity: []int64{0, 1, 1, 0, 0, 0}}, "nothing"},
		{"nor does a cell that no table shows", &lp.Optimum{Scale: 1, Identity: []int64{0, 1, 0, 0, 0, 1}}, "nothing"},
		{"no identity", &lp.Optimum{}, "nothing"},
	} {
		if got := text(six().derivation(0, c.o, hidden)); got != c.want {
			t.Errorf("%s: %s, want %s", c.sentence, got, c.want)
		}
	}
	// A secondary cell: y2 is worth hiding only with one of the others.
	o := &lp.Optimum{Scale: 1, Identity: []int64{0, 1, 0, 1, 0, 0}}
	if got := text(six().derivation(2, o, hidden)); got != "1·y0 1·y2 -1·y1 >= 0" {
		t.Errorf("of a secondary cell: %s", got)
	}
}

func TestCapacitiesByHand(t *testing.T) {
	own := []int64{1, 0, 0, 0, 0, 0} // z0 = z0: its own lower bound, 1 below
	for _, c := range []struct {
		sentence     string
		up, down     *lp.Optimum
		cut, changed string
	}{
		{
			"up by z0 = -z1, at most 3; down by 1: z1 gives 3 of the 4 that are wanted",
			&lp.Optimum{Scale: 1, Identity: []int64{0, -1, 0, 0, 0, 0}}, &lp.Optimum{Scale: 1, Identity: own},
			"1·y0 >= 2", "1·y0 >= 1",
		},
		{
			"z0 = z1 - z4: z1 has no upper bound, z4 gives 2",
			&lp.Optimum{Scale: 1, Identity: []int64{0, 1, 0, 0, -1, 0}}, &lp.Optimum{Scale: 1, Identity: own},
			"2·y0 1·y3 >= 2", "1·y0 1·y3 >= 1",
		},
		{
			"2·z0 = -z1 - z4 up and 3·z0 = z2 down: 9·y1 + 6·y4 + 18·y2 >= 30",
			&lp.Optimum{Scale: 2, Identity: []int64{0, -1, 0, 0, -1, 0}}, &lp.Optimum{Scale: 3, Identity: []int64{0, 0, 1, 0, 0, 0}},
			"3·y0 6·y1 2·y3 >= 10", "1·y0 1·y3 >= 1",
		},
		{
			"a cell with nothing below it gives nothing: z0 = -z3",
			&lp.Optimum{Scale: 1, Identity: []int64{0, 0, 0, -1, 0, 0}}, &lp.Optimum{Scale: 1, Identity: own},
			"nothing", ">= 1",
		},
		{
			"what no table shows gives its 1 for nothing: z0 = -z4 - z5",
			&lp.Optimum{Scale: 1, Identity: []int64{0, 0, 0, 0, -1, -1}}, &lp.Optimum{Scale: 1, Identity: own},
			"1·y3 >= 2", "1·y3 >= 1",
		},
		{
			"upwards it has no bound: z0 = z5 says nothing",
			&lp.Optimum{Scale: 1, Identity: []int64{0, 0, 0, 0, 0, 1}}, &lp.Optimum{Scale: 1, Identity: own},
			"nothing", ">= 1",
		},
		{"nothing bounds the cell", &lp.Optimum{Bound: lp.Infinite}, &lp.Optimum{Scale: 1, Identity: own}, "nothing", ""},
	} {
		m := six()
		if got := text(m.capacity(0, c.up, c.down)); got != c.cut {
			t.Errorf("%s: %s, want %s", c.sentence, got, c.cut)
		}
		if c.changed == "" {
			continue
		}
		hidden := sdc.Pattern{true, false, true, false, false, false}
		if got := text(m.change(0, c.up, c.down, hidden)); got != c.changed {
			t.Errorf("%s: a change is %s, want %s", c.sentence, got, c.changed)
		}
	}
}

// TestAPatternIsRepairedCheaply: cell 2 meets both cuts for a cost of 3, cells
// 1 and 4 one each for 1.
func TestAPatternIsRepairedCheaply(t *testing.T) {
	m := six()
	m.weight[1] = 3
	pool := &cutPool{m: m, seen: map[string]bool{}}
	pool.add(&lp.Row{Index: []int{0, 1}, Coef: []int64{1, 1}, RHS: 1})
	pool.add(&lp.Row{Index: []int{1, 3}, Coef: []int64{1, 1}, RHS: 1})
	if pool.add(&lp.Row{Index: []int{0, 1}, Coef: []int64{1, 1}, RHS: 1}) {
		t.Error("a cut was taken twice")
	}
	hidden := pool.satisfy(m.pattern(func(int32) bool { return false }))
	if fmt.Sprint(hidden) != "[true true false false true false]" {
		t.Error(hidden)
	}
}
