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
	return newSystem(st.Outsider(known, true))
}

// TestRevealTakesBackWhatIsRefused: a cell tried out and refused leaves the
// kept bounds as they were; one that is taken leaves those that follow.
func TestRevealTakesBackWhatIsRefused(t *testing.T) {
	s := &sdc.Structure{Group: "reveal", Cells: 4, Relations: []sdc.Relation{{Parent: 3, Children: []int32{0, 1, 2}}}}
	b, err := NewBounds(s.Outsider([]sdc.Statement{
		{Cell: 0, Hidden: true, Upper: sdc.Unbounded}, {Cell: 1, Hidden: true, Upper: sdc.Unbounded},
		{Cell: 2, Value: 5}, {Cell: 3, Value: 15}}, true))
	if err != nil {
		t.Fatal(err)
	}
	want := func(sentence string, cell int32, lower, upper int64) {
		t.Helper()
		if lo, hi := b.Of(cell); lo != lower || hi != upper {
			t.Errorf("%s: cell %d lies in [%d,%d], want [%d,%d]", sentence, cell, lo, hi, lower, upper)
		}
	}
	want("at first", 1, 1, 9)
	if b.Reveal(0, 4, func(cell int32) bool { return cell != 1 }) {
		t.Error("a refused cell was taken")
	}
	want("after a refusal", 0, 1, 9)
	want("after a refusal", 1, 1, 9)
	if b.Reveal(0, 20, func(int32) bool { return true }) {
		t.Error("an impossible value was taken")
	}
	want("after an impossible value", 1, 1, 9)
	if !b.Reveal(0, 4, func(int32) bool { return true }) {
		t.Error("a possible value was not taken")
	}
	want("once taken", 1, 6, 6)
}

// TestRevealTakesBackAContradiction: in the odd cycle x+y=9, y+z=8, z+x=7 the
// value x=3 lies within the bounds, and only its consequences contradict.
func TestRevealTakesBackAContradiction(t *testing.T) {
	s := &sdc.Structure{Group: "cycle", Cells: 6, Relations: []sdc.Relation{
		{Parent: 3, Children: []int32{0, 1}}, {Parent: 4, Children: []int32{1, 2}}, {Parent: 5, Children: []int32{2, 0}}}}
	b, err := NewBounds(s.Outsider([]sdc.Statement{{Cell: 3, Value: 9}, {Cell: 4, Value: 8}, {Cell: 5, Value: 7}}, false))
	if err != nil {
		t.Fatal(err)
	}
	type pair struct{ lo, hi int64 }
	of := func() (out [3]pair) {
		for c := range out {
			out[c].lo, out[c].hi = b.Of(int32(c))
		}
		return out
	}
	before := of()
	if before[0].lo > 3 || before[0].hi < 3 {
		t.Fatalf("x lies in %v already", before[0])
	}
	if b.Reveal(0, 3, func(int32) bool { return true }) {
		t.Error("a value that no table has was taken")
	}
	if after := of(); after != before {
		t.Errorf("bounds %v became %v", before, after)
	}
}
