package cube

import "slices"

// Tables of one group are about the same persons, also where they use
// different dimensions. A table by destination and a table by flow both say
// who entered higher education; a table of institutions entered adds up to
// the sectors of another. An attacker combines them, so the model must.
//
// For every two tables and every axis on which each has dimensions that the
// other lacks (and for all these axes together, where there are several),
// bridge compares the two finest partitions at every combination of the
// dimensions they share:
//
//   - blocks of the meet (the finest partition that both refine) are cells
//     that both tables add up to;
//   - if inside some block not every part of one can occur with every part of
//     the other, the margins restrict each other beyond the blocks, and the
//     cells of the common refinement are added as well.
//
// Tables about different parts of the population share what both are about.
// There the axis of parts always takes part, and a cell that reaches beyond the
// other table is split in what that table is about and what not.
//
// Pairs are not everything: three or more tables that all cross one another
// may hold a joint sum that no two of them show. The specification in use has
// none (TestSpecificationHasNoHiddenSum).
//
// Cells that no table publishes are thereby part of the problem: the auditor
// must leave them room, too, since a derived sum may itself be a small group.
func (m *Model) bridge() {
	for j := range m.Tables {
		for i := range j {
			m.bridgePair(m.Tables[i], m.Tables[j])
		}
	}
}

func (m *Model) bridgePair(s, t *Table) {
	p := &pair{m: m, s: s, t: t}
	p.common, p.a = split(s.dims, t.dims)
	_, p.b = split(t.dims, s.dims)
	var always, both []int
	for axis := range m.axes {
		switch u, v := s.whole[axis], t.whole[axis]; {
		case u.and(v).empty():
			return // about different persons
		case !slices.Equal(u, v): // at most the axis of parts
			always = append(always, axis)
		case len(on(p.a, axis)) > 0 && len(on(p.b, axis)) > 0:
			both = append(both, axis)
		}
	}
	p.along(always)
	for _, axis := range both {
		p.along(append(slices.Clip(always), axis))
	}
	// Tables that differ on several axes also share the sums that run over
	// all of these at once.
	if len(both) > 1 {
		p.along(append(slices.Clip(always), both...))
	}
}

// pair is two tables, the dimensions that they share and those that the other
// lacks.
type pair struct {
	m            *Model
	s, t         *Table
	common, a, b []*dim
}

// split parts the dimensions that another table has, too, from those it
// lacks. A dimension that another cube spells out anew is the same one.
func split(dims, other []*dim) (common, lacking []*dim) {
	for _, d := range dims {
		if slices.ContainsFunc(other, d.same) {
			common = append(common, d)
		} else {
			lacking = append(lacking, d)
		}
	}
	return common, lacking
}

// same reports whether two dimensions have the same nodes, whatever these are
// called.
func (d *dim) same(o *dim) bool {
	return d == o || d.axis == o.axis && slices.Equal(d.nodeKeys(), o.nodeKeys())
}

func (d *dim) nodeKeys() []string {
	keys := make([]string, len(d.nodes))
	for i := range d.nodes {
		keys[i] = d.nodes[i].atoms.key()
	}
	slices.Sort(keys)
	return keys
}

func on(dims []*dim, axis int) []*dim {
	var out []*dim
	for _, d := range dims {
		if d.axis == axis {
			out = append(out, d)
		}
	}
	return out
}

func combinations(dims []*dim) int {
	n := 1
	for _, d := range dims {
		n *= len(d.nodes)
	}
	return n
}

// along links the tables along some axes, at every combination of the shared
// dimensions.
func (p *pair) along(axes []int) {
	if len(axes) == 0 {
		return
	}
	at := make([]int, len(p.common))
	for range combinations(p.common) {
		one, two := slices.Clone(p.s.whole), slices.Clone(p.t.whole)
		for k, d := range p.common {
			one[d.axis], two[d.axis] = one[d.axis].and(d.nodes[at[k]].atoms), two[d.axis].and(d.nodes[at[k]].atoms)
		}
		if !slices.ContainsFunc(one, set.empty) {
			g := &bridge{m: p.m, context: one}
			for _, axis := range axes {
				x, y := parts(one[axis], on(p.a, axis)), parts(two[axis], on(p.b, axis))
				g.along = append(g.along, pieces{axis, x, y, meet(x, y)})
			}
			g.blocks(nil)
		}
		next(at, p.common)
	}
}

// pieces are the finest parts that either table makes of one axis.
type pieces struct {
	axis int
	p, q []set
	meet []block
}

// bridge links two tables along some axes, the others being at context.
type bridge struct {
	m       *Model
	context []set
	along   []pieces
}

// blocks goes through the combinations of one block an axis: the blocks of
// the meet of what the tables make of all these axes together.
func (g *bridge) blocks(chosen []block) {
	if k := len(chosen); k < len(g.along) {
		for _, b := range g.along[k].meet {
			g.blocks(append(slices.Clip(chosen), b))
		}
		return
	}
	pick := func(from func(k int) []set) [][]set {
		out := make([][]set, len(g.along))
		for k := range out {
			out[k] = from(k)
		}
		return out
	}
	p := pick(func(k int) []set { return of(g.along[k].p, chosen[k].p) })
	q := pick(func(k int) []set { return of(g.along[k].q, chosen[k].q) })
	if !slices.ContainsFunc(chosen, func(b block) bool { return b.open }) {
		whole := g.cells(pick(func(k int) []set { return []set{union(p[k])} }))[0]
		g.m.relate(whole, g.cells(p))
		g.m.relate(whole, g.cells(q))
	}
	if slices.ContainsFunc(chosen, func(b block) bool { return b.open || !b.free }) {
		for k, b := range chosen {
			if b.settled() {
				p, q = g.collapse(p, k), g.collapse(q, k)
			}
		}
		g.refine(p, q)
		g.refine(q, p)
	}
}

// collapse sums the cells of p along one axis where the tables divide the
// block freely of each other: whatever persons make the sums, each can be given
// a part of either table as its margins ask, since every part of one occurs
// with every part of the other. So the other axes need no refinement below it.
func (g *bridge) collapse(p [][]set, k int) [][]set {
	if len(p[k]) == 1 {
		return p
	}
	coarse := slices.Clone(p)
	coarse[k] = []set{union(p[k])}
	product(coarse, func(x []set) {
		fine := make([][]set, len(x))
		for i := range x {
			fine[i] = []set{x[i]}
		}
		fine[k] = p[k]
		g.m.relate(g.cell(x), g.cells(fine))
	})
	return coarse
}

// refine adds the cells of the common refinement of one block, as parts of
// the cells of p. A cell that reaches beyond what the other table is about is
// split there first.
func (g *bridge) refine(p, q [][]set) {
	product(p, func(x []set) {
		whole, inside := g.cell(x), slices.Clone(x)
		fine := make([][]set, len(x))
		for k := range x {
			both := x[k].and(union(q[k]))
			if beyond := x[k].without(both); !beyond.empty() { // at most on the axis of parts
				outside := slices.Clone(x)
				outside[k], inside[k] = beyond, both
				g.m.relate(whole, []int32{g.cell(inside), g.cell(outside)})
			}
			for _, y := range q[k] {
				if s := x[k].and(y); !s.empty() {
					fine[k] = append(fine[k], s)
				}
			}
		}
		g.m.relate(g.cell(inside), g.cells(fine))
	})
}

// cell is the cell with one set for each axis of the bridge.
func (g *bridge) cell(x []set) int32 {
	sets := slices.Clone(g.context)
	for k, s := range x {
		sets[g.along[k].axis] = s
	}
	return g.m.cellOf(sets)
}

func (g *bridge) cells(lists [][]set) []int32 {
	var out []int32
	product(lists, func(x []set) { out = append(out, g.cell(x)) })
	return out
}

// product visits every choice of one set from each list.
func product(lists [][]set, visit func([]set)) {
	x := make([]set, len(lists))
	var step func(k int)
	step = func(k int) {
		if k == len(lists) {
			visit(x)
			return
		}
		for _, s := range lists[k] {
			x[k] = s
			step(k + 1)
		}
	}
	step(0)
}

func of(sets []set, at []int) []set {
	out := make([]set, len(at))
	for i, k := range at {
		out[i] = sets[k]
	}
	return out
}

func union(sets []set) set {
	out := make(set, len(sets[0]))
	for _, s := range sets {
		out = out.or(s)
	}
	return out
}

// parts lists the finest non-empty sets that the dimensions make of s.
func parts(s set, dims []*dim) []set {
	out := []set{s}
	for _, d := range dims {
		var finer []set
		for _, o := range out {
			for _, n := range d.nodes {
				if len(n.children) == 0 {
					if x := o.and(n.atoms); !x.empty() {
						finer = append(finer, x)
					}
				}
			}
		}
		out = finer
	}
	return out
}

// block is one block of the meet: the parts of both partitions that it holds,
// whether every part of one can occur with every part of the other (free), and
// whether the two do not cover the same (open).
type block struct {
	p, q []int
	free bool
	open bool
}

// settled reports whether the two tables cover the block and divide it freely
// of each other, as they do where one of them does not divide it at all.
func (b block) settled() bool { return !b.open && b.free }

func meet(p, q []set) []block {
	var blocks []block
	usedP := make([]bool, len(p))
	usedQ := make([]bool, len(q))
	for start := range p {
		if usedP[start] {
			continue
		}
		usedP[start] = true
		b := block{p: []int{start}}
		for pi, qi := 0, 0; pi < len(b.p) || qi < len(b.q); {
			if pi < len(b.p) {
				for y := range q {
					if !usedQ[y] && !p[b.p[pi]].and(q[y]).empty() {
						usedQ[y] = true
						b.q = append(b.q, y)
					}
				}
				pi++
				continue
			}
			for x := range p {
				if !usedP[x] && !p[x].and(q[b.q[qi]]).empty() {
					usedP[x] = true
					b.p = append(b.p, x)
				}
			}
			qi++
		}
		b.free = true
		for _, x := range b.p {
			for _, y := range b.q {
				b.free = b.free && !p[x].and(q[y]).empty()
			}
		}
		slices.Sort(b.p)
		slices.Sort(b.q)
		if len(b.q) == 0 {
			continue // the other table is not about these
		}
		b.open = !slices.Equal(union(of(p, b.p)), union(of(q, b.q)))
		blocks = append(blocks, b)
	}
	return blocks
}
