package cube_test

import (
	"os"
	"reflect"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/spec"
)

// TestCoarseByHand: two tables about the same persons. In the first the group 0
// of 30 has parts 1 and 2, and 3 below 2; the group 4 of 8 has part 5, and 6
// below it. In the second cell 6 is a part of the group 7 of 40.
func TestCoarseByHand(t *testing.T) {
	groups := cube.Groups{
		{Size: 0, Parts: []cube.Part{{Cell: 0}, {Cell: 1, Depth: 1}, {Cell: 2, Depth: 1}, {Cell: 3, Depth: 2}}},
		{Size: 4, Parts: []cube.Part{{Cell: 4}, {Cell: 5, Depth: 1}, {Cell: 6, Depth: 2}}},
		{Size: 7, Parts: []cube.Part{{Cell: 7}, {Cell: 6, Depth: 2}}},
	}
	counts := []int64{30, 10, 20, 20, 8, 8, 8, 40}
	for _, c := range []struct {
		name   string
		below  int64
		groups cube.Groups
		hidden int32
		want   []int
	}{
		{"a small one", 25, groups[:2], -1, []int{6}},
		{"none below the step", 8, groups[:2], -1, nil},
		{"a large one whose size is hidden", 25, groups[:2], 0, []int{3, 6}},
		{"another table shows it of a large one", 25, groups, -1, nil},
		{"and of one whose size is hidden", 25, groups, 7, []int{6}},
	} {
		var got []int
		for cell, too := range c.groups.Coarse([]spec.Coarsen{{Below: c.below, Level: 1}}, counts, func(x int32) bool { return x == c.hidden }) {
			if too {
				got = append(got, cell)
			}
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, by hand %v", c.name, got, c.want)
		}
	}
}

// TestGroupsOfTheHandCountedWorld: every group has its own size as a part of
// depth 0, its parts at depth 1 add up to it, once for each way in which
// outcomes divide it, and every cell of every table is in some group.
func TestGroupsOfTheHandCountedWorld(t *testing.T) {
	deep := 0
	for _, g := range countPolder(t, loadSpec(t, os.DirFS("../specs/2026")), tallyMemory) {
		in := map[int32]bool{}
		for _, x := range g.model.Groups() {
			var sum int64
			own := false
			for _, p := range x.Parts {
				in[p.Cell] = true
				own = own || p.Depth == 0 && p.Cell == x.Size
				if p.Depth == 1 {
					sum += g.problem.Counts[p.Cell]
				}
				if p.Depth > 1 {
					deep++
				}
			}
			if n := g.problem.Counts[x.Size]; !own || n == 0 && sum != 0 || n > 0 && sum%n != 0 {
				t.Errorf("%s: a group of %d, its own %v, with parts that add up to %d", g.model.Group(), n, own, sum)
			}
		}
		for _, tab := range g.model.Tables {
			for _, c := range tab.Cells() {
				if !in[c] {
					t.Errorf("%s: cell %d of %s is in no group", g.model.Group(), c, tab.Spec.ID)
				}
			}
		}
	}
	if deep == 0 {
		t.Error("no outcome has a second level")
	}
}
