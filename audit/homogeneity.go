package audit

import (
	"slices"

	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// Sharing says what an attack found about a group and one outcome.
type Sharing uint8

const (
	// Undecided: neither of the two below; counts as unsafe.
	Undecided Sharing = iota
	// Shared: in every possible table the part is at least so much of the
	// group.
	Shared
	// Unshared: a possible table was found in which it is less.
	Unshared
)

// Sharing decides whether the attacker can tell that percent or more of a
// group share an outcome. By bounds it follows from
//
//	(100 - p)·least part >= p·most rest
//
// where the rest is at most what its cells add up to, and at most what the
// whole leaves beside the least part. That it does not follow is shown by a
// table: the one at hand, or one that chains lead to from there.
func (f *Findings) Sharing(g *sdc.Group, percent int64) Sharing {
	if f.Proves(g, percent) {
		return Shared
	}
	if f.known(g.Part) && f.known(g.Whole) { // in every table as in this one
		return Unshared
	}
	if w := f.search; w != nil && w.plan != nil && w.unshare(g, percent) {
		return Unshared
	}
	return Undecided
}

func (f *Findings) known(c int32) bool { return f.Intervals[c].Lower == f.Intervals[c].Upper }

// Proves reports whether the bounds of the attack prove that a group shares
// the outcome.
func (f *Findings) Proves(g *sdc.Group, percent int64) bool {
	return shared(g, percent, func(c int32) (int64, int64) { return f.Intervals[c].Lower, f.Intervals[c].Upper })
}

func shared(g *sdc.Group, percent int64, bounds func(c int32) (lower, upper int64)) bool {
	least, _ := bounds(g.Part)
	_, most := bounds(g.Whole)
	most -= least
	sum := int64(0)
	for _, c := range g.Rest {
		_, upper := bounds(c)
		sum += upper
	}
	most = min(most, sum)
	return most < far && sdc.Shares(least, most, percent)
}

// unshare looks for a table in which the group does not share the outcome.
func (w *search) unshare(g *sdc.Group, percent int64) bool {
	part, whole := w.units.Of[g.Part], w.units.Of[g.Whole]
	if !w.sharing(part, whole, percent) {
		return true
	}
	steps, ok := w.lessen(g, percent)
	w.plan.Back(steps)
	return ok && w.checker().leads(steps)
}

func (w *search) sharing(part, whole int32, percent int64) bool {
	p := w.plan.At(part)
	return sdc.Shares(p, w.plan.At(whole)-p, percent)
}

// lessen moves members of the group over to other outcomes until fewer than
// percent share it, in a few rounds over its parts: as many as it takes at
// once, else one by one.
func (w *search) lessen(g *sdc.Group, percent int64) (steps []moves.Step, ok bool) {
	part, whole := w.units.Of[g.Part], w.units.Of[g.Whole]
	move := func(u int32, sign int64) {
		p := w.plan.At(part)
		enough := ((100-percent)*p-percent*(w.plan.At(whole)-p))/100 + 1
		for _, d := range []int64{enough, 1} {
			if s, ok := w.plan.Move(u, sign*d, 0); ok {
				steps = append(steps, s...)
				return
			}
		}
	}
	for range lessenRounds {
		for _, c := range g.Rest {
			move(w.units.Of[c], 1)
			if !w.sharing(part, whole, percent) {
				return steps, true
			}
		}
		move(part, -1)
		if !w.sharing(part, whole, percent) {
			return steps, true
		}
	}
	return steps, false
}

const lessenRounds = 4

// groups lists the groups, other than the insider's own, of which the narrower
// bounds prove that they share the outcome, or that everybody has it, and
// those of everybody do not.
func (i *insider) groups(f *Findings, h *sdc.Homogeneity) (alike, unanimous []int32) {
	if h == nil {
		return nil, nil
	}
	bounds := func(c int32) (int64, int64) { return i.lo[c], i.hi[c] }
	newly := func(g *sdc.Group, percent int64) bool { return !f.Proves(g, percent) && shared(g, percent, bounds) }
	for _, n := range i.touched(f, h) {
		g := &h.Groups[n]
		if i.own[i.units.Of[g.Part]] {
			continue
		}
		if newly(g, h.Percent) {
			alike = append(alike, n)
		}
		if newly(g, 100) {
			unanimous = append(unanimous, n)
		}
	}
	return alike, unanimous
}

// touched lists the groups with a cell that was narrowed, ascending.
func (i *insider) touched(f *Findings, h *sdc.Homogeneity) []int32 {
	if f.groupsOf == nil {
		f.groupsOf = map[int32][]int32{}
		for n, g := range h.Groups {
			for _, c := range append([]int32{g.Part, g.Whole}, g.Rest...) {
				f.groupsOf[c] = append(f.groupsOf[c], int32(n))
			}
		}
	}
	var out []int32
	for _, c := range i.narrowed {
		out = append(out, f.groupsOf[c]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
