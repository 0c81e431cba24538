package scenario

import (
	"slices"

	"doorstroommonitor/sdc"
)

// coarsen shows the finest cut of each group's tree in which small children
// are together at least the threshold, and two or more. What is left out of a
// split goes by "other", whose count is what the parent has left.
func coarsen(w *World, threshold int64) *Release {
	r := newRelease(w)
	r.Statements = make([][]sdc.Statement, len(w.Groups))
	for g := range w.Groups {
		c := cut{counts: w.Groups[g].Counts, split: w.Levels[w.Groups[g].Level].split, threshold: threshold}
		c.shown, c.least = make([]bool, len(c.counts)), make([]int64, len(c.counts))
		if c.counts[0] >= threshold {
			c.shown[0] = true
			c.below(0)
		} else {
			c.least[0] = 1
		}
		p := w.Problem(g)
		pattern := make(sdc.Pattern, p.Cells)
		for n := range pattern {
			pattern[n] = p.Published[n] && !c.shown[n]
		}
		r.hide(w, g, p, pattern, 0)
		for i := range r.Statements[g] {
			if s := &r.Statements[g][i]; s.Hidden {
				s.Lower = c.least[s.Cell]
			}
		}
	}
	return r
}

type cut struct {
	counts    []int64
	split     []sdc.Relation
	threshold int64
	shown     []bool
	least     []int64 // what a reader knows of a hidden one
}

// below splits a shown node as far as it goes.
func (c *cut) below(parent int32) {
	for _, s := range c.split {
		if s.Parent != parent {
			continue
		}
		other, ok := c.other(s.Children)
		if !ok {
			continue
		}
		for _, k := range s.Children {
			if slices.Contains(other, k) {
				c.least[k] = 1
				continue
			}
			c.shown[k] = true
			if c.counts[k] > 0 {
				c.below(k)
			}
		}
	}
}

// other returns the children that go together; false where nothing can be
// split off.
func (c *cut) other(children []int32) ([]int32, bool) {
	var other, rest []int32
	sum := int64(0)
	for _, k := range children {
		switch n := c.counts[k]; {
		case n >= 1 && n < c.threshold:
			other = append(other, k)
			sum += n
		case n > 0:
			rest = append(rest, k)
		}
	}
	slices.SortStableFunc(rest, func(a, b int32) int { return int(c.counts[a] - c.counts[b]) })
	for len(other) > 0 && (sum < c.threshold || len(other) < 2) && len(rest) > 0 {
		other, sum, rest = append(other, rest[0]), sum+c.counts[rest[0]], rest[1:]
	}
	return other, len(other) == 0 || len(rest) > 0
}
