package audit_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/sdc"
)

// percent is the published share of two counts in whole percents, halves to
// even, as bounds on a scale of 200.
func percent(part, whole int32, x []int64) sdc.Ratio {
	p := int64(math.RoundToEven(100 * float64(x[part]) / float64(x[whole])))
	return sdc.Ratio{Part: part, Whole: whole, Low: 2*p - 1, High: 2*p + 1, Scale: 200}
}

// TestSharpBoundsAreThoseOfAllTables compares with brute force: every bound is
// the value of some table, with sums alone and with shares besides.
func TestSharpBoundsAreThoseOfAllTables(t *testing.T) {
	exact, blunt, shared := 0, 0, 0
	for seed := range uint64(240) {
		rng := rand.New(rand.NewPCG(seed, 8))
		g := newGrid(2+rng.IntN(2), 2+rng.IntN(2))
		truth := g.truth(rng, 3)
		total := g.at(g.a, g.b)
		var st []sdc.Statement
		for c, v := range truth {
			st = append(st, sdc.Statement{Cell: int32(c), Hidden: int32(c) != total && rng.IntN(100) < 60, Value: v, Upper: sdc.Unbounded})
		}
		k := g.s.Outsider(st, sdc.Rule{ZerosProtected: true})
		for r := range g.a {
			for c := range g.b {
				if whole := g.at(r, g.b); seed%2 == 0 && rng.IntN(3) == 0 && truth[whole] > 0 {
					k.Ratios = append(k.Ratios, percent(g.at(r, c), whole, truth))
					shared++
				}
			}
		}
		f, err := audit.Attack(context.Background(), k, audit.Options{Width: 3, Seed: seed, Sharp: true})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		plain, err := audit.Attack(context.Background(), k, audit.Options{Width: 3, Seed: seed})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		lo, hi := make([]int64, g.s.Cells), make([]int64, g.s.Cells)
		for c := range lo {
			lo[c] = math.MaxInt64
		}
		g.enumerate(k, truth[total], func(x []int64) {
			for _, r := range k.Ratios {
				if !r.Holds(x[r.Part], x[r.Whole]) {
					return
				}
			}
			for c, v := range x {
				lo[c], hi[c] = min(lo[c], v), max(hi[c], v)
			}
		})
		for c, in := range f.Intervals {
			if in.Lower != lo[c] || in.Upper != hi[c] {
				t.Fatalf("seed %d cell %d: [%d,%d], all tables give [%d,%d]", seed, c, in.Lower, in.Upper, lo[c], hi[c])
			}
			if (in.Lower == in.Upper) != (in.Proven() == 0) {
				t.Fatalf("seed %d cell %d: %v is neither exact nor shown to have two values", seed, c, in)
			}
			if k.Lower[c] < k.Upper[c] && in.Lower == in.Upper {
				exact++
			}
			if p := plain.Intervals[c]; p.Lower != in.Lower || p.Upper != in.Upper {
				blunt++
			}
		}
	}
	if exact < 150 || blunt < 8 || shared < 100 {
		t.Errorf("%d exact, %d that are sharper, %d shares: the draws test little", exact, blunt, shared)
	}
}

// TestSharesOfAnUnknownWhole: nothing bounds the hidden total but that 14 are
// what 30 % leave: 6 of 20, by hand. With two shares, 30 % and 20 % of a whole of
// which 10 are the rest, half: 19.6 to 20.4 in all, so 20, 6 and 4.
func TestSharesOfAnUnknownWhole(t *testing.T) {
	for name, c := range map[string]struct {
		parts []int64 // -1: hidden
		share []int64 // percents; 0: none
		want  []int64 // the parts, then the whole
	}{
		"one share":  {[]int64{14, -1}, []int64{0, 30}, []int64{14, 6, 20}},
		"two shares": {[]int64{10, -1, -1}, []int64{0, 30, 20}, []int64{10, 6, 4, 20}},
		"all of it":  {[]int64{0, -1, 7}, []int64{0, 0, 100}, []int64{0, 0, 7, 7}},
	} {
		whole := int32(len(c.parts))
		s := sdc.Structure{Group: name, Cells: len(c.parts) + 1, Relations: []sdc.Relation{{Parent: whole}}}
		st := []sdc.Statement{{Cell: whole, Hidden: true, Upper: sdc.Unbounded}}
		var ratios []sdc.Ratio
		for i, n := range c.parts {
			s.Relations[0].Children = append(s.Relations[0].Children, int32(i))
			st = append(st, sdc.Statement{Cell: int32(i), Hidden: n < 0, Value: max(n, 0), Upper: sdc.Unbounded})
			if p := c.share[i]; p > 0 {
				ratios = append(ratios, sdc.Ratio{Part: int32(i), Whole: whole, Low: 2*p - 1, High: 2*p + 1, Scale: 200})
			}
		}
		k := s.Outsider(st, sdc.Rule{ZerosProtected: true})
		k.Ratios = ratios
		f, err := audit.Attack(context.Background(), k, audit.Options{Width: 5, Sharp: true})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i, want := range c.want {
			if in := f.Intervals[i]; in.Lower != want || in.Upper != want {
				t.Errorf("%s: cell %d is [%d,%d], by hand %d", name, i, in.Lower, in.Upper, want)
			}
		}
	}
}

// TestSharpBoundsFindAContradiction: of three cells each two add up to 1, which
// halves do and no whole numbers. Sums one by one find nothing wrong.
func TestSharpBoundsFindAContradiction(t *testing.T) {
	s := sdc.Structure{Group: "halves", Cells: 6, Relations: []sdc.Relation{{Parent: 3, Children: []int32{0, 1}}, {Parent: 4, Children: []int32{1, 2}}, {Parent: 5, Children: []int32{0, 2}}}}
	var st []sdc.Statement
	for c := range int32(6) {
		st = append(st, sdc.Statement{Cell: c, Hidden: c < 3, Value: int64(c / 3), Upper: sdc.Unbounded})
	}
	k := s.Outsider(st, sdc.Rule{ZerosProtected: true})
	if _, err := audit.Attack(context.Background(), k, audit.Options{Width: 1}); err != nil {
		t.Fatalf("propagation alone: %v", err)
	}
	if f, err := audit.Attack(context.Background(), k, audit.Options{Width: 1, Sharp: true}); err == nil {
		t.Errorf("no table agrees, and %v was found", f.Intervals)
	}
}
