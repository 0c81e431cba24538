package cube

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"

	"doorstroommonitor/spec"
)

// Measures says what formal privacy measures of a group: the finest cells of
// every table. Each member is in exactly one of them in each table, or in none
// where the table is about a part of the population that the member is not in,
// so that noise on all of them covers whatever the tables say. Of a table that
// cells of another make up nothing is measured. It follows from the
// specification and the public register alone.
type Measures struct {
	m      *Model
	leaves []leaf   // all tables one after the other
	start  []int    // table -> its first leaf; one more at the end
	parts  []parted // table -> cells that its leaves add up to
	source []int    // table -> the table whose leaves make up its cells
}

// leaf is one finest cell of a table.
type leaf struct {
	key  []string // codes, by dimension of the table
	cell int32
	sets []set // by axis
}

// parted maps a cell to the leaves of one table that share it out.
type parted map[int32][]int32

// Measures lists what is measured. An error names a table that is to be made up
// of cells of another, and is not.
func (m *Model) Measures() (*Measures, error) {
	out := &Measures{m: m}
	for i, t := range m.Tables {
		first := len(out.leaves)
		out.start = append(out.start, first)
		if !m.derives(t) {
			out.leaves = append(out.leaves, m.leavesOf(t, none)...)
		}
		out.parts = append(out.parts, out.parted(first))
		out.source = append(out.source, i)
	}
	out.start = append(out.start, len(out.leaves))
	for i, t := range m.Tables {
		if !m.derives(t) {
			continue
		}
		if out.source[i] = slices.IndexFunc(out.parts, func(p parted) bool { return p.makesUp(t) }); out.source[i] < 0 {
			id := spec.TableID(t.Cube, t.Spec.ID)
			return nil, fmt.Errorf("%s: weight 0 of table %s: no table that is drawn has cells that make up all of its; next: give it a weight", m.Group(), id)
		}
	}
	return out, nil
}

// derives reports whether a table is to be made up of cells of another.
func (m *Model) derives(t *Table) bool {
	return m.Population.Publish.Derives(spec.TableID(t.Cube, t.Spec.ID))
}

// makesUp reports whether leaves add up to every cell of a table.
func (p parted) makesUp(t *Table) bool {
	return len(p) > 0 && !slices.ContainsFunc(t.cells, func(c int32) bool { return c >= 0 && p[c] == nil })
}

// Source is the table whose leaves make up the cells of a table: itself, unless
// it is not drawn.
func (x *Measures) Source(table int) int { return x.source[table] }

// Drawn lists the tables that are measured.
func (x *Measures) Drawn() []int {
	var out []int
	for t, s := range x.source {
		if t == s {
			out = append(out, t)
		}
	}
	return out
}

// none of the dimensions of a table.
const none = -1

// leavesOf lists the finest cells of a table; those that one of its dimensions
// does not tell apart, where it is given.
func (m *Model) leavesOf(t *Table, whole int) []leaf {
	var out []leaf
	at := make([]int, len(t.dims))
	for _, c := range t.cells {
		finest, key := c >= 0, make([]string, len(t.dims))
		for k, d := range t.dims {
			finest = finest && (k == whole && at[k] == 0 || k != whole && len(d.nodes[at[k]].children) == 0)
			key[k] = d.nodes[at[k]].code
		}
		if finest {
			sets := make([]set, len(m.axes))
			for a, id := range m.keys[c] {
				sets[a] = m.axes[a].sets[id]
			}
			out = append(out, leaf{key, c, sets})
		}
		next(at, t.dims)
	}
	return out
}

// parted finds the cells that the leaves from first on add up to: those that
// hold some of them and nothing else.
func (x *Measures) parted(first int) parted {
	m := x.m
	above := make([]map[int32][]int32, len(m.axes)) // axis, set -> the sets that hold it
	for a := range above {
		above[a] = map[int32][]int32{}
	}
	held, size := parted{}, map[int32]uint64{}
	buf := make([]byte, 4*len(m.axes))
	for n := first; n < len(x.leaves); n++ {
		key := m.keys[x.leaves[n].cell]
		for a, id := range key {
			if above[a][id] == nil {
				above[a][id] = m.axes[a].holders(m.axes[a].sets[id])
			}
		}
		persons := x.leaves[n].size()
		var step func(axis int)
		step = func(axis int) {
			if axis == len(m.axes) {
				if c, ok := m.cells[string(buf)]; ok {
					held[c] = append(held[c], int32(n))
					size[c] += persons
				}
				return
			}
			for _, s := range above[axis][key[axis]] {
				buf[4*axis], buf[4*axis+1], buf[4*axis+2], buf[4*axis+3] = byte(s), byte(s>>8), byte(s>>16), byte(s>>24)
				step(axis + 1)
			}
		}
		step(0)
	}
	for c := range held {
		whole := uint64(1)
		for a, id := range m.keys[c] {
			whole *= uint64(m.axes[a].sets[id].size())
		}
		if size[c] != whole { // it holds persons that no leaf within it does
			delete(held, c)
		}
	}
	return held
}

// size is the number of atoms.
func (s set) size() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// size is how many combinations of atoms the leaf holds.
func (l *leaf) size() uint64 {
	n := uint64(1)
	for _, s := range l.sets {
		n *= uint64(s.size())
	}
	return n
}

// holders lists the sets of the axis that s is part of.
func (a *axis) holders(s set) []int32 {
	var out []int32
	for id, o := range a.sets {
		if within(s, o) {
			out = append(out, int32(id))
		}
	}
	return out
}

// Definition is the digest of all that says what a table counts.
func (m *Model) Definition(t *Table) (string, error) { return m.spec.Definition(t.Cube, t.Spec.ID) }

// Len is the number of leaves of all tables.
func (x *Measures) Len() int { return len(x.leaves) }

// Range is where the leaves of a table are among all.
func (x *Measures) Range(table int) (from, to int) { return x.start[table], x.start[table+1] }

// Whole reports whether the table is about all members.
func (x *Measures) Whole(table int) bool { return x.outside(table) == nil }

// Everybody reports whether each member is in the part of some table.
func (x *Measures) Everybody() bool {
	for a, all := range x.m.wholes() {
		union := make(set, len(all))
		for _, t := range x.Drawn() {
			union = union.or(x.m.Tables[t].whole[a])
		}
		if !slices.Equal(union, all) {
			return false
		}
	}
	return true
}

// SamePart reports whether two tables are about the same members.
func (x *Measures) SamePart(s, t int) bool {
	return slices.EqualFunc(x.m.Tables[s].whole, x.m.Tables[t].whole, func(a, b set) bool { return slices.Equal(a, b) })
}

// outside is who is not in the part of the population that a table is about,
// as sets by axis; nil where the table is about everybody.
func (x *Measures) outside(table int) []set {
	sets := x.m.wholes()
	for a, part := range x.m.Tables[table].whole {
		if rest := sets[a].without(part); !rest.empty() { // on one axis at most
			sets[a] = rest
			return sets
		}
	}
	return nil
}

// Cell is the cell of a leaf.
func (x *Measures) Cell(n int) int32 { return x.leaves[n].cell }

// Parts are the leaves of a table that add up to a cell; nil where none do.
func (x *Measures) Parts(table int, cell int32) []int32 { return x.parts[table][cell] }

// Shared lists what the tables have in common: leaves of one that add up to
// the same cell as leaves of another. Of every two tables it lists the smallest
// such cells, which the larger ones follow from.
func (x *Measures) Shared() [][2][]int32 {
	var out [][2][]int32
	for j := range x.parts {
		for i := range j {
			out = append(out, common(x.parts[i], x.parts[j])...)
		}
	}
	return out
}

func common(a, b parted) [][2][]int32 {
	both := slices.DeleteFunc(slices.Sorted(maps.Keys(a)), func(c int32) bool { return b[c] == nil })
	slices.SortStableFunc(both, func(c, d int32) int { return len(a[c]) + len(b[c]) - len(a[d]) - len(b[d]) })
	block := map[int32]int{} // leaf of a -> its block, from 1
	var size []int
	var out [][2][]int32
	for _, c := range both {
		touched, covered := map[int]bool{}, 0
		for _, n := range a[c] {
			if k := block[n]; k > 0 && !touched[k] {
				touched[k] = true
				covered += size[k-1]
			}
		}
		if covered == len(a[c]) {
			continue // blocks that are listed make it up
		}
		out = append(out, [2][]int32{a[c], b[c]})
		if covered > 0 {
			continue // it crosses a block; what is common is not all blocks
		}
		size = append(size, len(a[c]))
		for _, n := range a[c] {
			block[n] = len(size)
		}
	}
	return out
}
