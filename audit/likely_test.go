package audit

import (
	"math"
	"math/rand/v2"
	"testing"

	"doorstroommonitor/sdc"
)

// TestLikelyAgainstAllTables: on trees, where noise is independent, the chances
// are those that follow from all tables enumerated, each with the product of
// its chances and of how common the counts of its smallest cells are.
func TestLikelyAgainstAllTables(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		// 0 = 1 + 2 + 3 and 1 = 4 + 5.
		s := &sdc.Structure{Cells: 6, Relations: []sdc.Relation{{Parent: 0, Children: []int32{1, 2, 3}}, {Parent: 1, Children: []int32{4, 5}}}}
		chance := make([][]float64, 6) // of what is published, by true count
		bounds := make([]sdc.Interval, 6)
		for c := range chance {
			bounds[c] = sdc.Interval{Upper: 3}
			if c < 2 {
				bounds[c].Upper = 6
			}
			for range bounds[c].Upper + 1 {
				chance[c] = append(chance[c], 0.05+rng.Float64())
			}
		}
		x := newLikely(s, bounds, func(c int32, n int64) float64 { return chance[c][n] })
		x.run()
		got := x.belief
		want, total := make([][]float64, 6), 0.0
		for c := range want {
			want[c] = make([]float64, bounds[c].Upper+1)
		}
		for a := range int64(4) {
			for b := range int64(4) {
				for p := range int64(4) {
					for q := range int64(4) {
						n := []int64{a + b + p + q, p + q, a, b, p, q}
						if n[0] > 6 || n[1] > 6 {
							continue
						}
						w := 1.0
						for c, v := range n {
							w *= chance[c][v]
							if c >= 2 {
								w *= x.common[v]
							}
						}
						total += w
						for c, v := range n {
							want[c][v] += w
						}
					}
				}
			}
		}
		for c := range want {
			for v, w := range want[c] {
				if p := got[c].P[int64(v)-got[c].Low]; math.Abs(p-w/total) > 0.001 {
					t.Errorf("cell %d is %d with chance %.4f, over all tables %.4f", c, v, p, w/total)
				}
			}
		}
	}
}

// TestLikelyByHand: a total of 2 is known, and one part is published as 0, which
// with the noise at hand is 1 in three of four cases; the other part is
// published as 2, which is 1 or 3 as often. Then both are 1.
func TestLikelyByHand(t *testing.T) {
	s := &sdc.Structure{Cells: 3, Relations: []sdc.Relation{{Parent: 0, Children: []int32{1, 2}}}}
	got := Likely(s, []sdc.Interval{{Lower: 2, Upper: 2}, {Upper: 2}, {Upper: 3}}, func(c int32, n int64) float64 {
		return map[int32][]float64{0: {0, 0, 1}, 1: {.25, .75, 0}, 2: {0, .5, 0, .5}}[c][n]
	})
	for c, want := range []int64{2, 1, 1} {
		if best, chance := got[c].Best(); best != want || chance < 0.99 {
			t.Errorf("cell %d: %d with chance %.3f, by hand %d", c, best, chance, want)
		}
	}
	c := Chances{Low: 1, P: []float64{.1, .2, .7}}
	if best, _ := c.Among(0, 2).Best(); best != 2 {
		t.Errorf("of 1 and 2 the likelier is %d", best)
	}
	if best, chance := c.Among(4, 9).Best(); best != 0 || chance != 0 {
		t.Errorf("beyond the chances: %d, %f", best, chance)
	}
}
