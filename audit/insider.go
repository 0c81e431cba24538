package audit

import (
	"slices"

	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// Learned is what an attacker gets out of knowing some cells besides all that
// is published.
type Learned struct {
	// Cells are the hidden cells whose interval changes by that knowledge or
	// had to be proven anew; every other cell keeps the certificate that it
	// has, since nothing that it rests on changed.
	Cells     []int32
	Intervals []sdc.Interval // beside Cells
	// Groups are those, by place in the list that was given, of which the
	// knowledge newly proves that they share an outcome, and Unanimous those of
	// which it proves that everybody has it.
	Groups, Unanimous []int32
}

// Insider says what an attacker learns who knows some cells of its own as
// well: an institution that knows its own rows, two that put theirs together,
// the only person in a cell, or, with bounds alone, a person who knows to be
// in a cell. ok is false where the attack cannot be carried out: the first
// attack found no table to start from, or none that agrees with the own
// counts; all that insider might learn is open then.
//
// Only what depends on the own cells is computed: bounds are propagated from
// them, the table at hand is moved to one with the own counts, and the
// certificates that touch what moved are sought again, each of the width that
// is asked of its cell; of cells of which none is asked nothing is said.
func (f *Findings) Insider(own []sdc.Statement, h *sdc.Homogeneity, width func(c int32) int64) (l *Learned, ok bool) {
	w := f.search
	if w == nil || w.plan == nil {
		return nil, false
	}
	i := &insider{search: w, own: map[int32]bool{}, price: map[int32]int32{}, within: f.within()}
	defer i.restore()
	for _, s := range own {
		if !s.Hidden {
			i.own[w.units.Of[s.Cell]] = true
		}
	}
	if !i.bound(own) {
		return nil, false
	}
	l = &Learned{}
	l.Groups, l.Unanimous = i.groups(f, h)
	if !i.rebase(own) {
		return nil, false
	}
	for _, u := range i.affected() {
		goal := int64(0)
		for _, c := range w.cells[u] {
			goal = max(goal, width(c))
		}
		if goal == 0 {
			continue
		}
		in := i.attack(u, goal)
		for _, c := range w.cells[u] {
			l.Cells = append(l.Cells, c)
			l.Intervals = append(l.Intervals, in)
		}
	}
	return l, true
}

// Tried counts the changes that attacks on these findings have tried: what they
// cost, the same on every machine.
func (f *Findings) Tried() int64 {
	if f.search == nil || f.search.plan == nil {
		return 0
	}
	return f.search.plan.Tried
}

// insider is one such attack; everything it changes is put back.
type insider struct {
	*search
	own      map[int32]bool // units
	moved    []moves.Step
	price    map[int32]int32
	narrowed []int32 // cells whose bounds changed
	within   *verifier
}

// within checks certificates under the bounds of an insider. It is made once:
// its notes are as long as the list of relations.
func (f *Findings) within() *verifier {
	if f.narrower == nil {
		f.narrower = f.search.verifier(f.search.plan)
		f.narrower.lower, f.narrower.upper = f.search.lo, f.search.hi
	}
	return f.narrower
}

// bound propagates the own counts.
func (i *insider) bound(own []sdc.Statement) bool {
	i.trail = i.trail[:0]
	for _, s := range own {
		lower, upper := s.Value, s.Value
		if s.Hidden {
			lower, upper = s.Lower, s.Upper
		}
		if !i.tighten(s.Cell, lower, upper) || !i.propagate() {
			return false
		}
	}
	seen := map[int32]bool{}
	for _, ch := range i.trail {
		if !seen[ch.cell] {
			seen[ch.cell] = true
			i.narrowed = append(i.narrowed, ch.cell)
		}
	}
	slices.Sort(i.narrowed)
	return true
}

// rebase moves the table at hand to one that has the own counts and keeps to
// the narrower bounds. These bind a unit from the moment it keeps to them: on
// the way it may pass values that the insider excludes.
func (i *insider) rebase(own []sdc.Statement) bool {
	p := i.plan
	for _, s := range own {
		if u := i.units.Of[s.Cell]; !s.Hidden && p.Price(u) != moves.Fixed {
			if !i.settle(u, s.Value, s.Value) {
				return false
			}
			i.pin(u)
		}
	}
	var away []int32
	for _, c := range i.narrowed {
		if x := p.At(i.units.Of[c]); x < i.lo[c] || x > i.hi[c] {
			away = append(away, c)
		} else {
			i.narrow(c)
		}
	}
	for _, c := range away {
		if !i.settle(i.units.Of[c], i.lo[c], i.hi[c]) {
			return false
		}
		i.narrow(c)
	}
	return true
}

// narrow makes the narrower bounds of a cell hold for what follows.
func (i *insider) narrow(c int32) {
	u := i.units.Of[c]
	lower, upper := i.plan.Bounds(u)
	lower, upper = max(lower, i.lo[c]), min(upper, i.hi[c])
	i.plan.SetBounds(u, lower, upper)
	if lower == upper {
		i.pin(u)
	}
}

// pin keeps a unit as it is.
func (i *insider) pin(u int32) {
	if _, seen := i.price[u]; !seen {
		i.price[u] = i.plan.Price(u)
	}
	i.plan.SetPrice(u, moves.Fixed)
}

// settle moves a unit to the nearest value within bounds: at once, or in
// smaller steps.
func (i *insider) settle(u int32, lower, upper int64) bool {
	p := i.plan
	left := func() int64 { return min(max(p.At(u), lower), upper) - p.At(u) }
	for size := left(); left() != 0; {
		steps, ok := p.Move(u, size, 0)
		one := size == 1 || size == -1
		for p.Retry = 1; !ok && one && p.Retry < retries; p.Retry++ {
			steps, ok = p.Move(u, size, 0)
		}
		p.Retry = 0
		switch {
		case ok:
			i.moved = append(i.moved, steps...)
			if d := left(); size > 0 != (d > 0) || size > 0 && size > d || size < 0 && size < d {
				size = d
			}
		case one:
			return false
		default:
			size /= 2
		}
	}
	return true
}

// affected lists the units whose certificates rest on something that changed,
// and those that never had one.
func (i *insider) affected() []int32 {
	var out []int32
	add := func(u int32) {
		if !i.own[u] {
			out = append(out, u)
		}
	}
	touched := map[int32]bool{}
	for u := range i.own {
		touched[u] = true
	}
	for _, s := range i.moved {
		touched[s.Unit] = true
	}
	for _, c := range i.narrowed {
		touched[i.units.Of[c]] = true
		add(i.units.Of[c])
	}
	for u := range touched {
		for _, q := range i.plan.Users(u) {
			add(q)
		}
	}
	for _, u := range i.bare {
		add(u)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// attack finds the interval of one unit for the insider.
func (i *insider) attack(u int32, goal int64) sdc.Interval {
	x := i.plan.At(u)
	in := sdc.Interval{InnerLower: x, InnerUpper: x}
	in.Lower, in.Upper = i.plan.Bounds(u)
	if goal = min(goal, in.Upper-in.Lower); goal > 0 {
		c := i.plan.Certificate(u) // may hold all the same, from the new table
		if c.Width() < goal || !i.within.certificate(c) {
			c = i.plan.Search(u, goal, 0, true)
		}
		if c.Width() < goal {
			i.plan.Retry++
			c = i.plan.Search(u, goal, 0, true)
			i.plan.Retry = 0
		}
		if i.within.certificate(c) {
			in.InnerLower, in.InnerUpper = x-c.Fall, x+c.Rise
		}
	}
	return in
}

// restore puts everything back as the first attack left it.
func (i *insider) restore() {
	i.plan.Back(i.moved)
	for u, p := range i.price {
		i.plan.SetPrice(u, p)
	}
	i.undo(0)
	for _, c := range i.narrowed {
		u := i.units.Of[c]
		lower, upper := i.lower[c], i.upper[c]
		for _, o := range i.search.cells[u] {
			lower, upper = max(lower, i.lower[o]), min(upper, i.upper[o])
		}
		i.plan.SetBounds(u, lower, upper)
	}
}
