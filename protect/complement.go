package protect

import (
	"math/bits"

	"doorstroommonitor/sdc"
)

// Complement is secondary suppression in relation space: the unknowns are the
// hidden cells, the equations parent = sum of children. Wherever one equation
// alone gives a sensitive cell too little room, the cheapest neighbour in
// that equation is hidden too, until no equation fails. What several
// equations give away together is left to the auditor, whose failing cells
// come back through Widen.
type Complement struct{}

// Apply implements Method.
func (Complement) Apply(p *sdc.Problem, rule sdc.Rule) sdc.Pattern {
	c := newCloser(p, rule, Primary{}.Apply(p, rule))
	for r := range p.Relations {
		c.push(int32(r))
	}
	c.close()
	return c.hidden
}

// Widen implements Method: for each failing cell the equation that binds it
// most gets one more hidden cell, or every equation of the cell where the
// bounds blame none; then the equations are closed again.
func (Complement) Widen(p *sdc.Problem, rule sdc.Rule, hidden sdc.Pattern, failing []int32, bounds []sdc.Interval) int {
	c := newCloser(p, rule, hidden)
	touched := make([]bool, len(p.Relations))
	for _, cell := range failing {
		if in := bounds[cell]; in.Upper-in.Lower >= rule.Width {
			c.everywhere(cell) // no single equation is to blame
			continue
		}
		if r, add := c.binding(cell, bounds, touched); add >= 0 {
			touched[r] = true
			c.hide(add)
		}
	}
	if c.added == 0 {
		for _, cell := range failing {
			if add := c.nearest(cell); add >= 0 {
				c.hide(add)
			}
		}
	}
	c.close()
	return c.added
}

// closer grows a pattern until every single equation is safe.
type closer struct {
	p      *sdc.Problem
	rule   sdc.Rule
	hidden sdc.Pattern
	of     [][]int32
	queue  []int32
	queued []bool
	added  int
}

func newCloser(p *sdc.Problem, rule sdc.Rule, hidden sdc.Pattern) *closer {
	c := &closer{p: p, rule: rule, hidden: hidden, of: make([][]int32, p.Cells), queued: make([]bool, len(p.Relations))}
	for i, r := range p.Relations {
		c.of[r.Parent] = append(c.of[r.Parent], int32(i))
		for _, ch := range r.Children {
			c.of[ch] = append(c.of[ch], int32(i))
		}
	}
	return c
}

func (c *closer) push(r int32) {
	if !c.queued[r] {
		c.queued[r] = true
		c.queue = append(c.queue, r)
	}
}

func (c *closer) hide(cell int32) {
	if c.hidden[cell] {
		return
	}
	c.hidden[cell] = true
	c.added++
	for _, r := range c.of[cell] {
		c.push(r)
	}
}

// unknown reports whether an outsider does not see the cell.
func (c *closer) unknown(cell int32) bool { return c.hidden[cell] || !c.p.Published[cell] }

// candidate reports whether hiding the cell would help: it is shown, may be
// hidden, and is not zero (zeros are always shown).
func (c *closer) candidate(cell int32) bool {
	return !c.unknown(cell) && c.p.Counts[cell] > 0 && !fixed(c.p, cell)
}

func (c *closer) close() {
	for len(c.queue) > 0 {
		r := c.queue[0]
		c.queue = c.queue[1:]
		c.queued[r] = false
		for c.fails(r) {
			add := c.cheapest(r)
			if add < 0 {
				break // left to the auditor
			}
			c.hide(add)
		}
	}
}

// fails reports whether equation r alone derives a hidden cell or leaves a
// sensitive one less than the width.
func (c *closer) fails(r int32) bool {
	rel := &c.p.Relations[r]
	var unknowns, floor, sum int64
	sensitive, hidden := false, false
	see := func(cell int32) {
		unknowns++
		n := c.p.Counts[cell]
		sum += n
		if c.hidden[cell] {
			floor++ // a hidden cell is at least 1
			hidden = true
		}
		sensitive = sensitive || c.rule.Sensitive(n)
	}
	for _, ch := range rel.Children {
		if c.unknown(ch) {
			see(ch)
		}
	}
	if c.unknown(rel.Parent) {
		n := c.p.Counts[rel.Parent]
		if unknowns == 0 {
			return c.hidden[rel.Parent] || c.rule.Sensitive(n)
		}
		return false // without a shown parent one equation bounds no child from above
	}
	if unknowns == 1 {
		return hidden || sensitive
	}
	return sensitive && sum-floor < c.rule.Width
}

// cheapest returns the best cell of equation r to hide, or -1.
func (c *closer) cheapest(r int32) int32 {
	rel := &c.p.Relations[r]
	best, cost := int32(-1), int64(0)
	consider := func(cell int32) {
		if !c.candidate(cell) {
			return
		}
		if k := c.cost(cell, r); best < 0 || k < cost || k == cost && cell < best {
			best, cost = cell, k
		}
	}
	for _, ch := range rel.Children {
		consider(ch)
	}
	consider(rel.Parent)
	return best
}

// cost grows with the count that is lost and with the number of other
// equations in which the cell would be the only unknown.
func (c *closer) cost(cell, r int32) int64 {
	alone := int64(0)
	for _, o := range c.of[cell] {
		if o != r && !c.hasUnknown(o) {
			alone++
		}
	}
	n := c.p.Counts[cell]
	return (int64(bits.Len64(uint64(n)))+alone*6)<<40 - n // equal magnitude: the larger leaves more room
}

func (c *closer) hasUnknown(r int32) bool {
	rel := &c.p.Relations[r]
	if c.unknown(rel.Parent) {
		return true
	}
	for _, ch := range rel.Children {
		if c.unknown(ch) {
			return true
		}
	}
	return false
}

// everywhere hides one more cell in every equation of the cell.
func (c *closer) everywhere(cell int32) {
	for _, r := range c.of[cell] {
		if add := c.cheapest(r); add >= 0 {
			c.hide(add)
		}
	}
}

// binding returns the equation that leaves the cell the least room, among
// those not yet touched that still have a candidate, and that candidate.
func (c *closer) binding(cell int32, bounds []sdc.Interval, touched []bool) (rel, add int32) {
	rel, add = -1, -1
	least := int64(1) << 62
	for _, r := range c.of[cell] {
		if touched[r] {
			continue
		}
		room := c.room(cell, r, bounds)
		if room >= least {
			continue
		}
		if a := c.cheapest(r); a >= 0 {
			rel, add, least = r, a, room
		}
	}
	return rel, add
}

// room is the width that equation r leaves the cell, given the bounds of the
// others.
func (c *closer) room(cell, r int32, bounds []sdc.Interval) int64 {
	rel := &c.p.Relations[r]
	var width int64
	add := func(o int32) {
		if o != cell {
			width += min(bounds[o].Upper, sdc.Unbounded) - bounds[o].Lower
		}
	}
	for _, ch := range rel.Children {
		add(ch)
	}
	add(rel.Parent)
	return width
}

// nearest searches outward from the cell, through equations with unknowns,
// for any candidate.
func (c *closer) nearest(cell int32) int32 {
	seen := map[int32]bool{cell: true}
	frontier := []int32{cell}
	for len(frontier) > 0 {
		var next []int32
		for _, f := range frontier {
			for _, r := range c.of[f] {
				if a := c.cheapest(r); a >= 0 {
					return a
				}
				rel := &c.p.Relations[r]
				for _, o := range append([]int32{rel.Parent}, rel.Children...) {
					if c.unknown(o) && !seen[o] {
						seen[o] = true
						next = append(next, o)
					}
				}
			}
		}
		frontier = next
	}
	return -1
}
