package audit

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
)

// search looks for complete integer tables that agree with the knowledge.
// Each table found is checked against every relation; the values of a cell
// over all tables give its inner bounds. Two tables that differ in a cell by
// the width asked for are the certificate that this width remains.
//
// A dive gives as many cells as possible an extreme value, propagating after
// each, and then fills in the rest. It may fail; failing proves nothing.
type search struct {
	*system
	f     *Findings
	proof *Proof
	width int64
	rng   *rand.Rand
	lower []int64
	upper []int64
	free  []int32 // cells not settled by propagation
	base  []int64 // the last table found; later dives stay close to it
}

func (w *search) run(ctx context.Context, earlier *Proof, dives int) error {
	w.lower, w.upper = slices.Clone(w.lo), slices.Clone(w.hi)
	w.trail = w.trail[:0]
	for i := range w.lo {
		if w.lo[i] < w.hi[i] {
			w.free = append(w.free, int32(i))
		}
	}
	if dives > 0 {
		for range dives {
			w.dive(w.pending())
		}
		return nil
	}
	if earlier != nil {
		w.replay(earlier)
	}
	if w.base == nil && !w.first() {
		return nil
	}
	// One dive with all wishes settles many cells at once; what it leaves is
	// settled cell by cell, by moves from the table at hand.
	targets := w.pending()
	w.rng.Shuffle(len(targets), func(i, j int) { targets[i], targets[j] = targets[j], targets[i] })
	w.dive(targets)
	for range 3 {
		m := newMover(w, w.base)
		for _, c := range w.pending() {
			if err := ctx.Err(); err != nil {
				return err
			}
			m.settle(c)
		}
		if !w.holds(m.x, w.lower, w.upper) {
			return errors.New("audit: a chain of moves left a sum broken") // a mistake in this package
		}
		w.base = m.x
	}
	for n, c := range w.pending() {
		if n >= lastDives {
			break
		}
		w.dive([]int32{c})
	}
	return nil
}

// lastDives is how many cells get a dive of their own when moves failed.
const lastDives = 8

// first finds the first table, near which the later ones are searched.
func (w *search) first() bool {
	for n := range 24 {
		targets := w.pending()
		w.rng.Shuffle(len(targets), func(i, j int) { targets[i], targets[j] = targets[j], targets[i] })
		if n%2 == 1 {
			targets = nil
		}
		if w.dive(targets) {
			return true
		}
	}
	return false
}

// goal is the width worth proving for a cell: what the rule asks for, or all
// that the outer bounds leave.
func (w *search) goal(c int32) int64 { return min(w.width, w.upper[c]-w.lower[c]) }

func (w *search) wanting(c int32) bool {
	return w.f.Intervals[c].Proven() < w.goal(c) || w.f.Intervals[c].InnerLower < 0
}

func (w *search) pending() []int32 {
	var out []int32
	for _, c := range w.free {
		if w.wanting(c) {
			out = append(out, c)
		}
	}
	return out
}

// dive searches one table in which the targets are as extreme as possible.
func (w *search) dive(targets []int32) bool {
	defer w.undo(0)
	for _, c := range targets {
		if w.lo[c] == w.hi[c] {
			continue
		}
		w.try(c, w.wish(c))
	}
	return w.fill() && w.record()
}

// wish is the value that would widen what is known of the cell most.
func (w *search) wish(c int32) int64 {
	lo, hi := w.lo[c], min(w.hi[c], w.lo[c]+4*w.width+64)
	in := w.f.Intervals[c]
	switch {
	case in.InnerLower < 0:
		if w.rng.IntN(2) == 0 {
			return lo
		}
		return hi
	case hi-in.InnerUpper > in.InnerLower-lo:
		return min(hi, in.InnerLower+w.width)
	default:
		return max(lo, in.InnerUpper-w.width)
	}
}

// try gives the cell the value if some table may have it, else leaves it.
func (w *search) try(c int32, v int64) bool {
	mark := len(w.trail)
	if w.fix(c, v) {
		return true
	}
	w.undo(mark)
	return false
}

// fill gives every free cell a value, the narrowest first.
func (w *search) fill() bool {
	order := slices.Clone(w.free)
	key := make([]int64, len(w.lo))
	for _, c := range order {
		key[c] = min(w.hi[c]-w.lo[c], 1<<20)<<20 | int64(w.rng.IntN(1<<20))
	}
	slices.SortFunc(order, func(a, b int32) int {
		return int(min(1, max(-1, key[a]-key[b])))
	})
	fails := 0
	for _, c := range order {
		for w.lo[c] < w.hi[c] {
			lo, hi := w.lo[c], min(w.hi[c], w.lo[c]+4*w.width+64)
			mid := lo + (hi-lo)/2
			if w.base != nil {
				mid = min(max(w.base[c], w.lo[c]), w.hi[c])
			}
			switch {
			case w.try(c, mid):
			case w.exclude(c, mid):
			default:
				return false
			}
			if fails++; fails > 4*len(order)+64 {
				return false
			}
		}
	}
	return true
}

// exclude uses that the cell cannot have value v here: it lies on one side.
func (w *search) exclude(c int32, v int64) bool {
	mark := len(w.trail)
	if v < w.hi[c] && w.tighten(c, v+1, w.hi[c]) && w.propagate() {
		return true
	}
	w.undo(mark)
	return v > w.lo[c] && w.tighten(c, w.lo[c], v-1) && w.propagate()
}

// record checks the table at hand and widens the inner bounds with it.
func (w *search) record() bool {
	if !w.holds(w.lo, w.lower, w.upper) {
		return false
	}
	w.f.Tables++
	w.widen(w.lo)
	w.base = slices.Clone(w.lo)
	w.proof.begin(w.base)
	return true
}

// widen takes a checked table into the inner bounds.
func (w *search) widen(x []int64) {
	for _, c := range w.free {
		in := &w.f.Intervals[c]
		if in.InnerLower < 0 {
			in.InnerLower, in.InnerUpper = x[c], x[c]
			continue
		}
		in.InnerLower, in.InnerUpper = min(in.InnerLower, x[c]), max(in.InnerUpper, x[c])
	}
}
