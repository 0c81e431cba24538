package audit

import (
	"context"
	"math"

	"doorstroommonitor/sdc"
)

// Limits of sharpening: how many unknown cells a system may have, and how many
// suppositions are made for all of them, and for one value.
const (
	sharpCells = 400
	sharpFuel  = 400_000
	valueFuel  = 4_000
)

// sharpen tries the outer bounds of every unknown cell: a value of which all
// suppositions about the other cells lead to a contradiction is none, and the
// bound moves on; a table with that value shows that it is the last. So bounds
// become those of enumeration, sums, shares and whole numbers together, unless
// the fuel runs out: then they stay the outer bounds that they were.
func (w *search) sharpen(ctx context.Context) error {
	if len(w.free) > sharpCells {
		return nil
	}
	for _, c := range w.free {
		if !w.tighten(c, w.lower[c], w.upper[c]) {
			return contradiction(w.structure)
		}
	}
	if !w.propagateWithin(math.MaxInt) {
		return contradiction(w.structure)
	}
	p := &prober{search: w, fuel: sharpFuel}
	for _, c := range w.free {
		for _, up := range []bool{false, true} {
			if err := ctx.Err(); err != nil {
				return err
			}
			if !p.end(c, up) {
				return contradiction(w.structure)
			}
		}
	}
	w.trail = w.trail[:0]
	for _, c := range w.free {
		w.lower[c], w.upper[c] = w.lo[c], w.hi[c]
		in := &w.f.Intervals[c]
		in.Lower, in.Upper = w.lo[c], w.hi[c]
		if in.Lower == in.Upper {
			in.InnerLower, in.InnerUpper = in.Lower, in.Upper
		}
	}
	return nil
}

// prober tries values of cells.
type prober struct {
	*search
	fuel, left int // in all, and for this value
}

// answer to whether some table has a value.
type answer int8

const (
	unsettled answer = iota // out of fuel
	never
	once
)

// end moves one bound of a cell to a value that it has in some table; false
// means that there is no table.
func (p *prober) end(c int32, up bool) bool {
	for p.lo[c] < p.hi[c] {
		v, reached := p.lo[c], p.f.Intervals[c].InnerLower
		if up {
			v, reached = p.hi[c], p.f.Intervals[c].InnerUpper
		}
		if v >= far || reached == v || p.try(c, v) != never {
			return true
		}
		lo, hi := v+1, sdc.Unbounded
		if up {
			lo, hi = 0, v-1
		}
		if !p.tighten(c, lo, hi) || !p.propagateWithin(math.MaxInt) {
			return false
		}
	}
	return true
}

// try asks whether a cell can have a value.
func (p *prober) try(c int32, v int64) answer {
	mark := len(p.trail)
	defer p.undo(mark)
	p.left = min(valueFuel, p.fuel)
	before := p.left
	a := p.suppose(c, v)
	p.fuel -= before - p.left
	return a
}

// suppose gives a cell a value and completes the table, by trying all values
// of the cell with the fewest.
func (p *prober) suppose(c int32, v int64) answer {
	if p.left--; p.left < 0 {
		return unsettled
	}
	limit := len(p.trail) + patience*len(p.lo)
	if !p.tighten(c, v, v) || !p.propagateWithin(limit) {
		if len(p.trail) > limit {
			return unsettled
		}
		return never
	}
	next := p.narrowest()
	if next < 0 {
		if !p.holds(p.lo, p.lower, p.upper) {
			return never
		}
		for _, c := range p.free {
			p.include(c, p.lo[c])
		}
		p.f.Tables++
		return once
	}
	if p.hi[next] >= far {
		return unsettled
	}
	out := never
	mark := len(p.trail)
	for v := p.lo[next]; v <= p.hi[next]; v++ {
		switch p.suppose(next, v) {
		case once:
			return once
		case unsettled:
			out = unsettled
		}
		p.undo(mark)
		if p.left < 0 {
			return unsettled
		}
	}
	return out
}

// narrowest is the unsettled cell with the fewest values, or -1.
func (p *prober) narrowest() int32 {
	best := int32(-1)
	for _, c := range p.free {
		if p.lo[c] < p.hi[c] && (best < 0 || p.hi[c]-p.lo[c] < p.hi[best]-p.lo[best]) {
			best = c
		}
	}
	return best
}
