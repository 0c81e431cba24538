package audit_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/sdc"
)

// TestProgramsAgainstAllTables gives the search next to nothing to do, so
// that linear programs must settle what is left, and holds the result against
// every possible table.
func TestProgramsAgainstAllTables(t *testing.T) {
	solver := lp.New()
	if solver == nil {
		t.Skip("built without linear programming; make test-lp has it")
	}
	settled, openWith, openWithout := 0, 0, 0
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 5))
		g := newGrid(2+rng.IntN(2), 2+rng.IntN(2))
		var st []sdc.Statement
		for c, v := range g.truth(rng, 4) {
			st = append(st, sdc.Statement{Cell: int32(c), Hidden: v > 0 && rng.IntN(100) < 55, Value: v, Upper: sdc.Unbounded})
			if st[c].Hidden {
				st[c].Value = 0
			}
		}
		st[g.at(g.a, g.b)].Hidden = true // the grand total too: nothing bounds it from above at once
		k := g.s.Outsider(st, sdc.Rule{})
		without, err := audit.Attack(context.Background(), k, audit.Options{Width: 3, Seed: seed, SkipMoves: true})
		if err != nil {
			t.Fatal(err)
		}
		with, err := audit.Attack(context.Background(), k, audit.Options{Width: 3, Seed: seed, SkipMoves: true, Solver: solver})
		if err != nil {
			t.Fatal(err)
		}
		settled, openWith, openWithout = settled+with.ByLP, openWith+with.Open, openWithout+without.Open
		seen := everyTable(k)
		for c, in := range with.Intervals {
			if w := without.Intervals[c]; in.Lower < w.Lower || in.Upper > w.Upper {
				t.Fatalf("seed %d cell %d: programs widened [%d,%d] to [%d,%d]", seed, c, w.Lower, w.Upper, in.Lower, in.Upper)
			}
			if seen != nil && (in.Lower > seen.lo[c] || in.Upper < seen.hi[c]) {
				t.Fatalf("seed %d cell %d: [%d,%d] excludes a possible value of %d..%d", seed, c, in.Lower, in.Upper, seen.lo[c], seen.hi[c])
			}
			if seen != nil && in.InnerLower >= 0 && (in.InnerLower < seen.lo[c] || in.InnerUpper > seen.hi[c]) {
				t.Fatalf("seed %d cell %d: inner bounds %d..%d are not all possible", seed, c, in.InnerLower, in.InnerUpper)
			}
		}
	}
	t.Logf("%d cells asked, open %d with and %d without programs", settled, openWith, openWithout)
	if settled == 0 || openWith >= openWithout {
		t.Errorf("programs settle nothing: %d asked, open %d with and %d without", settled, openWith, openWithout)
	}
}
