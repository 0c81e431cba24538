package audit

import (
	"math/rand/v2"
	"slices"
	"testing"

	"doorstroommonitor/sdc"
)

// TestUndoRestoresExactly fixes random cells to random values, possible or
// not, one upon another, and takes them back in steps: bounds, trail and
// queue are then what they were.
func TestUndoRestoresExactly(t *testing.T) {
	changed, refused := 0, 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 6))
		s := randomSystem(rng)
		if !s.propagateAll() {
			continue
		}
		type moment struct {
			lo, hi []int64
			mark   int
		}
		var kept []moment
		for range 6 {
			kept = append(kept, moment{slices.Clone(s.lo), slices.Clone(s.hi), len(s.trail)})
			c := int32(rng.IntN(len(s.lo)))
			if !s.fix(c, int64(rng.IntN(12))) {
				refused++
				break
			}
		}
		for len(kept) > 0 {
			at := rng.IntN(len(kept))
			m := kept[at]
			kept = kept[:at]
			if len(s.trail) > m.mark {
				changed++
			}
			s.undo(m.mark)
			if !slices.Equal(s.lo, m.lo) || !slices.Equal(s.hi, m.hi) || len(s.trail) != m.mark {
				t.Fatalf("seed %d: undo to %d did not restore the bounds", seed, m.mark)
			}
			if len(s.queue) > 0 || slices.Contains(s.queued, true) {
				t.Fatalf("seed %d: relations stay queued after undo", seed)
			}
		}
	}
	if changed < 200 || refused < 50 {
		t.Errorf("only %d restorations of changes, %d refusals", changed, refused)
	}
}

// randomSystem is a table of 3 x 4 with totals, some of the totals known.
func randomSystem(rng *rand.Rand) *system {
	const a, b = 3, 4
	st := &sdc.Structure{Group: "undo", Cells: (a + 1) * (b + 1)}
	at := func(r, c int) int32 { return int32(r*(b+1) + c) }
	for r := range a + 1 {
		rel := sdc.Relation{Parent: at(r, b)}
		for c := range b {
			rel.Children = append(rel.Children, at(r, c))
		}
		st.Relations = append(st.Relations, rel)
	}
	for c := range b + 1 {
		rel := sdc.Relation{Parent: at(a, c)}
		for r := range a {
			rel.Children = append(rel.Children, at(r, c))
		}
		st.Relations = append(st.Relations, rel)
	}
	var known []sdc.Statement
	for r := range a {
		if rng.IntN(4) > 0 {
			known = append(known, sdc.Statement{Cell: at(r, b), Value: int64(8 + rng.IntN(8))})
		}
	}
	return newSystem(st.Outsider(known, sdc.Rule{}))
}
