package audit

import (
	"math"

	"doorstroommonitor/sdc"
)

// system is a set of sums over integer cells with bounds, and propagates
// bounds through the sums to a fixpoint:
//
//	parent in [Σ lo(child), Σ hi(child)],   child in [lo(parent) - Σ hi(other), hi(parent) - Σ lo(other)]
//
// Every step keeps all integer solutions, so the bounds are outer bounds.
// Changes are kept on a trail, so that a search can take them back.
type system struct {
	structure *sdc.Structure
	rel       []sdc.Relation
	ratios    []sdc.Ratio
	shares    map[int32][]int32 // cell -> ratios it is in
	of        [][]int32         // cell -> relations it is in
	portions  map[int32]*portion
	lo, hi    []int64
	trail     []change
	queue     []int32
	queued    []bool
}

type change struct {
	cell   int32
	lo, hi int64
}

// far separates real bounds from Unbounded and sums of it.
const far = sdc.Unbounded / 2

func newSystem(k *sdc.Knowledge) *system {
	s := &system{structure: k.Structure, rel: k.Relations, ratios: k.Ratios, of: make([][]int32, k.Cells), queued: make([]bool, len(k.Relations))}
	s.lo = append(s.lo, k.Lower...)
	s.hi = append(s.hi, k.Upper...)
	degree := make([]int32, k.Cells)
	for _, r := range k.Relations {
		degree[r.Parent]++
		for _, c := range r.Children {
			degree[c]++
		}
	}
	for i, d := range degree {
		s.of[i] = make([]int32, 0, d)
	}
	for i, r := range k.Relations {
		s.of[r.Parent] = append(s.of[r.Parent], int32(i))
		for _, c := range r.Children {
			s.of[c] = append(s.of[c], int32(i))
		}
	}
	if len(k.Ratios) > 0 {
		s.shares = map[int32][]int32{}
		for i, r := range k.Ratios {
			s.shares[r.Part] = append(s.shares[r.Part], int32(i))
			s.shares[r.Whole] = append(s.shares[r.Whole], int32(i))
		}
		s.portions = portionsOf(k)
	}
	return s
}

func (s *system) push(cell int32) {
	for _, r := range s.of[cell] {
		if !s.queued[r] {
			s.queued[r] = true
			s.queue = append(s.queue, r)
		}
	}
}

// tighten narrows the bounds of a cell; false means that no value is left.
func (s *system) tighten(cell int32, lo, hi int64) bool {
	oldLo, oldHi := s.lo[cell], s.hi[cell]
	if hi > far {
		hi = oldHi // not a bound
	}
	lo, hi = max(lo, oldLo), min(hi, oldHi)
	if lo == oldLo && hi == oldHi {
		return true
	}
	if lo > hi {
		return false
	}
	s.trail = append(s.trail, change{cell, oldLo, oldHi})
	s.lo[cell], s.hi[cell] = lo, hi
	s.push(cell)
	for _, i := range s.shares[cell] {
		if !s.share(&s.ratios[i]) {
			return false
		}
	}
	return true
}

// undo takes back all changes after mark and empties the queue.
func (s *system) undo(mark int) {
	for i := len(s.trail) - 1; i >= mark; i-- {
		c := s.trail[i]
		s.lo[c.cell], s.hi[c.cell] = c.lo, c.hi
	}
	s.trail = s.trail[:mark]
	for _, r := range s.queue {
		s.queued[r] = false
	}
	s.queue = s.queue[:0]
}

// propagateAll applies every relation; false means a contradiction, also
// within what is said of a single cell.
func (s *system) propagateAll() bool {
	for i := range s.lo {
		if s.lo[i] > s.hi[i] {
			return false
		}
	}
	for i := range s.rel {
		s.queued[i] = true
		s.queue = append(s.queue, int32(i))
	}
	for i := range s.ratios {
		if !s.share(&s.ratios[i]) {
			return false
		}
	}
	return s.propagateWithin(math.MaxInt)
}

// patience is how many changes per cell one supposition may cause. A value
// that no table has can push bounds along a cycle of sums, one by one, and
// where nothing bounds them from above that would go on for ages.
const patience = 64

// propagate works off the queue after a supposition; false means that it
// leads to a contradiction or to no end. Neither proves anything to a search.
func (s *system) propagate() bool { return s.propagateWithin(len(s.trail) + patience*len(s.lo)) }

// propagateWithin works off the queue until the trail is longer than limit.
func (s *system) propagateWithin(limit int) bool {
	for head := 0; head < len(s.queue); head++ {
		r := s.queue[head]
		s.queued[r] = false
		if len(s.trail) > limit || !s.filter(&s.rel[r]) || !s.portion(r) {
			for _, q := range s.queue[head:] {
				s.queued[q] = false
			}
			s.queue = s.queue[:0]
			return false
		}
	}
	s.queue = s.queue[:0]
	return true
}

// filter applies one relation.
func (s *system) filter(r *sdc.Relation) bool {
	var sumLo, sumHi int64
	widest := int64(0)
	for _, c := range r.Children {
		sumLo += s.lo[c]
		sumHi += s.hi[c]
		widest = max(widest, s.hi[c]-s.lo[c])
	}
	if !s.tighten(r.Parent, sumLo, sumHi) {
		return false
	}
	plo, phi := s.lo[r.Parent], s.hi[r.Parent]
	if phi-sumLo >= widest && sumHi-plo >= widest {
		return true // no child can be narrowed
	}
	for _, c := range r.Children {
		lo, hi := s.lo[c], s.hi[c]
		if lo == hi {
			continue
		}
		// The sums are those before this loop narrowed anything: still
		// valid, and the queue brings the relation back.
		if !s.tighten(c, plo-(sumHi-hi), phi-(sumLo-lo)) {
			return false
		}
	}
	return true
}

// fix gives a cell one value and propagates; false means that no table has
// it. The caller takes back the changes.
func (s *system) fix(cell int32, v int64) bool {
	return s.tighten(cell, v, v) && s.propagate()
}

// holds checks a complete table against every relation and the bounds.
func (s *system) holds(x []int64, lower, upper []int64) bool {
	for i, v := range x {
		if v < lower[i] || v > upper[i] {
			return false
		}
	}
	for i := range s.rel {
		sum := int64(0)
		for _, c := range s.rel[i].Children {
			sum += x[c]
		}
		if sum != x[s.rel[i].Parent] {
			return false
		}
	}
	for _, r := range s.ratios {
		if !r.Holds(x[r.Part], x[r.Whole]) {
			return false
		}
	}
	return true
}
