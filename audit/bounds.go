package audit

import (
	"fmt"

	"doorstroommonitor/sdc"
)

// Bounds are the outer bounds of a bounds-only attack, kept so that one more
// published cell can be tried out: only what follows from that cell is
// computed, and it can be taken back.
type Bounds struct{ s *system }

// NewBounds propagates k. An error means that k contradicts itself.
func NewBounds(k *sdc.Knowledge) (*Bounds, error) {
	s := newSystem(k)
	if !s.propagateAll() {
		return nil, fmt.Errorf("attack on %s: the statements contradict each other", k.Group)
	}
	s.trail = s.trail[:0]
	return &Bounds{s: s}, nil
}

// Of returns the outer bounds of a cell.
func (b *Bounds) Of(cell int32) (lower, upper int64) { return b.s.lo[cell], b.s.hi[cell] }

// Reveal supposes that the cell is published with the value, and calls visit
// for every cell whose bounds become narrower by that, until visit returns
// false. It reports whether every visit returned true; if not, or if the
// value contradicts what is known, everything is taken back.
func (b *Bounds) Reveal(cell int32, value int64, visit func(cell int32) bool) bool {
	b.s.trail = b.s.trail[:0]
	if !b.s.fix(cell, value) {
		b.s.undo(0)
		return false
	}
	for _, c := range b.s.trail {
		if !visit(c.cell) {
			b.s.undo(0)
			return false
		}
	}
	return true
}
