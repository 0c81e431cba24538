package cube

import (
	"slices"

	"doorstroommonitor/spec"
)

// Groups are the groups of a table that may be shown coarser than its outcomes
// are: one combination of the codes of the dimensions that are no outcome.
type Groups []Group

// Group is the cell that counts all of a group, and the cells that tell its
// outcomes apart.
type Group struct {
	Size  int32
	Parts []Part
}

// Part is one cell of a group and how deep in the tree of outcomes it is: 1 is
// right below the total.
type Part struct {
	Cell  int32
	Depth int
}

// Groups lists those of all tables. Tables that share a group share its cell,
// and each is about its own parts.
func (m *Model) Groups() Groups {
	var out Groups
	for _, t := range m.Tables {
		at := map[int32]int{}
		t.eachOutcome(func(size int32, p Part) {
			i, ok := at[size]
			if !ok {
				i = len(out)
				at[size], out = i, append(out, Group{Size: size})
			}
			out[i].Parts = append(out[i].Parts, p)
		})
	}
	return out
}

// Coarse says of every cell whether it is too fine for all groups that it is a
// part of: whose count is below one of the steps, or which is hidden, since how
// fine a hidden group is shown must not depend on its size.
func (g Groups) Coarse(steps []spec.Coarsen, counts []int64, hidden func(cell int32) bool) []bool {
	coarse, shown := make([]bool, len(counts)), make([]bool, len(counts))
	for _, x := range g {
		level := spec.Level(steps, counts[x.Size])
		if hidden(x.Size) {
			level = steps[0].Level
		}
		for _, p := range x.Parts {
			if p.Depth > level {
				coarse[p.Cell] = true
			} else {
				shown[p.Cell] = true
			}
		}
	}
	for c := range coarse {
		coarse[c] = coarse[c] && !shown[c]
	}
	return coarse
}

// eachOutcome visits the cells of a table with the cell of their group, each
// group being a part of itself of depth 0.
func (t *Table) eachOutcome(visit func(size int32, p Part)) {
	strides := make([]int, len(t.dims))
	stride := 1
	for k, d := range slices.Backward(t.dims) {
		strides[k] = stride
		stride *= len(d.nodes)
	}
	at := make([]int, len(t.dims))
	for i, c := range t.cells {
		if c >= 0 {
			size, depth := i, 0
			for k, d := range t.dims {
				if d.spec.Role == spec.RoleOutcome {
					size -= at[k] * strides[k]
					depth = max(depth, d.depth(at[k]))
				}
			}
			visit(t.cells[size], Part{c, depth})
		}
		next(at, t.dims)
	}
}

// depth is how far a node is below the total.
func (d *dim) depth(node int) (n int) {
	for ; d.nodes[node].parent >= 0; node = d.nodes[node].parent {
		n++
	}
	return n
}
