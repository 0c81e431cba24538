package cube

import "slices"

// Tables of one group are about the same persons, also where they use
// different dimensions. A table by destination and a table by flow both say
// who entered higher education; a table of institutions entered adds up to
// the sectors of another. An attacker combines them, so the model must.
//
// For every two tables and every axis on which each has dimensions that the
// other lacks, bridge compares the two finest partitions at every combination
// of the dimensions they share:
//
//   - blocks of the meet (the finest partition that both refine) are cells
//     that both tables add up to;
//   - if inside some block not every part of one can occur with every part of
//     the other, the margins restrict each other beyond the blocks, and the
//     cells of the common refinement are added as well.
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
	var common []*dim
	for _, d := range s.dims {
		if slices.Contains(t.dims, d) {
			common = append(common, d)
		}
	}
	for axis := range m.axes {
		a, b := leftOver(s.dims, common, axis), leftOver(t.dims, common, axis)
		if len(a) == 0 || len(b) == 0 {
			continue
		}
		at := make([]int, len(common))
		for range combinations(common) {
			m.bridgeAt(common, at, axis, a, b)
			next(at, common)
		}
	}
}

func leftOver(dims, common []*dim, axis int) []*dim {
	var out []*dim
	for _, d := range dims {
		if d.axis == axis && !slices.Contains(common, d) {
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

// bridgeAt works at one combination of the shared dimensions.
func (m *Model) bridgeAt(common []*dim, at []int, axis int, a, b []*dim) {
	context := m.wholes()
	for k, d := range common {
		context[d.axis] = context[d.axis].and(d.nodes[at[k]].atoms)
	}
	for _, s := range context {
		if s.empty() {
			return
		}
	}
	p, q := parts(context[axis], a), parts(context[axis], b)
	cell := func(s set) int32 {
		sets := slices.Clone(context)
		sets[axis] = s
		return m.cellOf(sets)
	}
	for _, block := range meet(p, q) {
		union := newSet(m.axes[axis].atoms)
		var pc, qc []int32
		for _, x := range block.p {
			union = union.or(p[x])
			pc = append(pc, cell(p[x]))
		}
		for _, y := range block.q {
			qc = append(qc, cell(q[y]))
		}
		whole := cell(union)
		m.relate(whole, pc)
		m.relate(whole, qc)
		if !block.free {
			m.refine(p, q, block, cell)
		}
	}
}

// refine adds the cells of the common refinement of one block.
func (m *Model) refine(p, q []set, b block, cell func(set) int32) {
	for _, x := range b.p {
		var fine []int32
		for _, y := range b.q {
			if s := p[x].and(q[y]); !s.empty() {
				fine = append(fine, cell(s))
			}
		}
		m.relate(cell(p[x]), fine)
	}
	for _, y := range b.q {
		var fine []int32
		for _, x := range b.p {
			if s := p[x].and(q[y]); !s.empty() {
				fine = append(fine, cell(s))
			}
		}
		m.relate(cell(q[y]), fine)
	}
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
// and whether every part of one can occur with every part of the other.
type block struct {
	p, q []int
	free bool
}

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
		blocks = append(blocks, b)
	}
	return blocks
}
