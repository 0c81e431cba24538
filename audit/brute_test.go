package audit_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/sdc"
)

// grid is a table of a x b inner cells with row, column and grand totals.
// Cells are numbered row by row, totals last in each row and in the last row.
type grid struct {
	a, b int
	s    sdc.Structure
}

func newGrid(a, b int) grid {
	g := grid{a: a, b: b, s: sdc.Structure{Group: "grid/1", Cells: (a + 1) * (b + 1)}}
	for r := range a + 1 {
		rel := sdc.Relation{Parent: g.at(r, b)}
		for c := range b {
			rel.Children = append(rel.Children, g.at(r, c))
		}
		g.s.Relations = append(g.s.Relations, rel)
	}
	for c := range b + 1 {
		rel := sdc.Relation{Parent: g.at(a, c)}
		for r := range a {
			rel.Children = append(rel.Children, g.at(r, c))
		}
		g.s.Relations = append(g.s.Relations, rel)
	}
	return g
}

func (g grid) at(r, c int) int32 { return int32(r*(g.b+1) + c) }

// truth draws inner cells and adds up the totals.
func (g grid) truth(rng *rand.Rand, most int) []int64 {
	x := make([]int64, g.s.Cells)
	for r := range g.a {
		for c := range g.b {
			v := int64(rng.IntN(most + 1))
			for _, at := range []int32{g.at(r, c), g.at(r, g.b), g.at(g.a, c), g.at(g.a, g.b)} {
				x[at] += v
			}
		}
	}
	return x
}

// enumerate visits every table that agrees with the knowledge: an exhaustive
// search over inner cells that shares nothing with the auditor.
func (g grid) enumerate(k *sdc.Knowledge, most int64, visit func(x []int64)) {
	x := make([]int64, g.s.Cells)
	over := func() bool { // partial sums already beyond a known total
		g.totals(x)
		for c, v := range x {
			if v > k.Upper[c] {
				return true
			}
		}
		return x[g.at(g.a, g.b)] > most
	}
	var step func(i int)
	step = func(i int) {
		if i == g.a*g.b {
			g.totals(x)
			for c, v := range x {
				if v < k.Lower[c] || v > k.Upper[c] {
					return
				}
			}
			visit(x)
			return
		}
		at := g.at(i/g.b, i%g.b)
		for v := k.Lower[at]; v <= min(k.Upper[at], most); v++ {
			if x[at] = v; over() {
				break
			}
			step(i + 1)
		}
		x[at] = 0
	}
	step(0)
}

func (g grid) totals(x []int64) {
	for r := range g.a + 1 {
		x[g.at(r, g.b)] = 0
	}
	for c := range g.b + 1 {
		x[g.at(g.a, c)] = 0
	}
	for r := range g.a {
		for c := range g.b {
			v := x[g.at(r, c)]
			x[g.at(r, g.b)] += v
			x[g.at(g.a, c)] += v
			x[g.at(g.a, g.b)] += v
		}
	}
}

// TestAttackAgainstAllTables compares the auditor with brute force: the outer
// bounds never exclude a possible value, every inner bound is a possible
// value, and a cell that is called exact has one possible value.
func TestAttackAgainstAllTables(t *testing.T) {
	exactFound, tight, unknown := 0, 0, 0
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 3))
		g := newGrid(2+rng.IntN(2), 2+rng.IntN(2))
		truth := g.truth(rng, 3)
		var st []sdc.Statement
		for c, v := range truth {
			hidden := v > 0 && rng.IntN(100) < 55
			if int32(c) == g.at(g.a, g.b) {
				hidden = false
			}
			st = append(st, sdc.Statement{Cell: int32(c), Hidden: hidden, Value: v, Upper: sdc.Unbounded})
		}
		k := g.s.Outsider(st, sdc.Rule{})
		f, err := audit.Attack(context.Background(), k, audit.Options{Width: 3, Seed: seed})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		lo, hi := make([]int64, g.s.Cells), make([]int64, g.s.Cells)
		possible := map[string]bool{}
		first := true
		g.enumerate(k, truth[g.at(g.a, g.b)], func(x []int64) {
			for c, v := range x {
				if first || v < lo[c] {
					lo[c] = v
				}
				if first || v > hi[c] {
					hi[c] = v
				}
				possible[fmt.Sprint(c, v)] = true
			}
			first = false
		})
		for c, in := range f.Intervals {
			if in.Lower > lo[c] || in.Upper < hi[c] {
				t.Fatalf("seed %d cell %d: outer bounds [%d,%d] exclude a possible value of [%d,%d]", seed, c, in.Lower, in.Upper, lo[c], hi[c])
			}
			if in.InnerLower >= 0 && (!possible[fmt.Sprint(c, in.InnerLower)] || !possible[fmt.Sprint(c, in.InnerUpper)]) {
				t.Fatalf("seed %d cell %d: inner bounds [%d,%d] are not possible values", seed, c, in.InnerLower, in.InnerUpper)
			}
			if in.Lower == in.Upper && lo[c] != hi[c] {
				t.Fatalf("seed %d cell %d: called exact, but has values %d..%d", seed, c, lo[c], hi[c])
			}
			if k.Lower[c] != k.Upper[c] {
				unknown++
				if in.Lower == in.Upper {
					exactFound++
				}
				if min(hi[c]-lo[c], 3) == min(in.Proven(), 3) {
					tight++
				}
			}
		}
	}
	t.Logf("%d unknown cells, %d exact, width settled as by brute force in %d", unknown, exactFound, tight)
	if exactFound == 0 || tight*100 < unknown*97 {
		t.Errorf("the attack is too weak: %d exact, %d of %d settled", exactFound, tight, unknown)
	}
}
