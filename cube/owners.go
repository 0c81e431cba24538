package cube

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"doorstroommonitor/sdc"
)

// Owner is an institution, or a board of several, with the cells all of whose
// members are its own: in whichever column it stands.
type Owner struct {
	Code  string
	Cells []int32 // ascending
}

// Owners lists who owns rows by columns that hold institutions, ascending by
// code. Of gives the owner of an institution ("": nobody's but its own).
func (m *Model) Owners(columns []string, of func(brin string) string) []Owner {
	cells := map[string][]int32{}
	for axis, owned := range m.owned(columns, of) {
		for c, key := range m.keys {
			for _, o := range owned(key[axis]) {
				cells[o] = append(cells[o], int32(c))
			}
		}
	}
	var out []Owner
	for _, code := range slices.Sorted(maps.Keys(cells)) {
		own := cells[code]
		slices.Sort(own) // a cell may be owned by two columns
		out = append(out, Owner{code, slices.Compact(own)})
	}
	return out
}

// owned gives, for each axis with one of the columns, who owns a set of the
// axis: the owners of every combination in it.
func (m *Model) owned(columns []string, of func(brin string) string) map[int]func(set int32) []string {
	out := map[int]func(int32) []string{}
	for axis, a := range m.axes {
		var at []int // places of the columns in a tuple
		for k, c := range a.columns {
			if slices.Contains(columns, m.Population.Columns[c].ID) {
				at = append(at, k)
			}
		}
		if len(at) == 0 {
			continue
		}
		owners := a.owners(at, of)
		known := map[int32][]string{}
		out[axis] = func(id int32) []string {
			own, ok := known[id]
			if !ok {
				own = shared(a.sets[id], owners)
				known[id] = own
			}
			return own
		}
	}
	return out
}

// owners lists for each atom who owns every combination in it.
func (a *axis) owners(at []int, of func(brin string) string) [][]string {
	out := make([][]string, a.atoms)
	seen := make([]bool, a.atoms)
	for tuple, atom := range a.tuples {
		codes := strings.Split(tuple, "\x1f")
		var own []string
		for _, k := range at {
			if o := of(codes[k]); o != "" && !slices.Contains(own, o) {
				own = append(own, o)
			}
		}
		if seen[atom] {
			own = slices.DeleteFunc(own, func(o string) bool { return !slices.Contains(out[atom], o) })
		}
		out[atom], seen[atom] = own, true
	}
	return out
}

// shared lists the owners that all atoms of a set have in common.
func shared(s set, owners [][]string) []string {
	var own []string
	first := true
	for atom := range owners {
		if !s.has(atom) {
			continue
		}
		if first {
			own, first = slices.Clone(owners[atom]), false
		} else {
			own = slices.DeleteFunc(own, func(o string) bool { return !slices.Contains(owners[atom], o) })
		}
		if len(own) == 0 {
			return nil
		}
	}
	slices.Sort(own)
	return own
}

// Pair names two owners that put their rows together.
type Pair struct {
	Codes [2]string
	Cells []int32 // of both, ascending
}

// Receivers lists the pairs of institutions of a column that are the two
// largest of some group: of every combination of the other dimensions of a
// table in which three or more have somebody. Counts are true counts.
func (m *Model) Receivers(column string, p *sdc.Problem) []Pair {
	itself := m.Institution
	owned := m.owned([]string{column}, itself)
	chosen := map[[2]string]bool{}
	for _, t := range m.Tables {
		for k, d := range t.dims {
			if own, ok := owned[d.axis]; ok {
				t.largest(k, own, m.axes[d.axis], p.Counts, chosen)
			}
		}
	}
	own := map[string][]int32{}
	for _, o := range m.Owners([]string{column}, itself) {
		own[o.Code] = o.Cells
	}
	var out []Pair
	for pair := range chosen {
		cells := slices.Concat(own[pair[0]], own[pair[1]])
		slices.Sort(cells)
		out = append(out, Pair{pair, slices.Compact(cells)})
	}
	slices.SortFunc(out, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Codes[0], b.Codes[0]), cmp.Compare(a.Codes[1], b.Codes[1]))
	})
	return out
}

// largest adds the two largest owners along dimension k of every group of the
// table.
func (t *Table) largest(k int, owned func(set int32) []string, a *axis, counts []int64, chosen map[[2]string]bool) {
	codes := make([]string, len(t.dims[k].nodes)) // of nodes that are one owner's
	for i, n := range t.dims[k].nodes {
		if own := owned(a.intern(n.atoms)); len(own) == 1 && len(n.children) == 0 {
			codes[i] = own[0]
		}
	}
	type size struct {
		code string
		n    int64
	}
	groups := map[string][]size{}
	at := make([]int, len(t.dims))
	for _, c := range t.cells {
		if c >= 0 && codes[at[k]] != "" && counts[c] > 0 {
			key := fmt.Sprint(at[:k], at[k+1:])
			groups[key] = append(groups[key], size{codes[at[k]], counts[c]})
		}
		next(at, t.dims)
	}
	for _, g := range groups {
		if len(g) < 3 {
			continue
		}
		slices.SortFunc(g, func(x, y size) int { return cmp.Or(cmp.Compare(y.n, x.n), cmp.Compare(x.code, y.code)) })
		chosen[[2]string{min(g[0].code, g[1].code), max(g[0].code, g[1].code)}] = true
	}
}

// Institution is the owner of rows that stand for themselves: the institution,
// if it is one.
func (m *Model) Institution(brin string) string {
	if _, ok := m.reg.Institution(brin); ok {
		return brin
	}
	return ""
}

// Board is the owner of rows of an institution: the board that governs it.
func (m *Model) Board(brin string) string {
	i, _ := m.reg.Institution(brin)
	return i.Board
}

// OwnCells lists the cells all of whose members are of the institutions given,
// or of institutions that the boards given govern, in whichever column of the
// population they stand: what a recipient of own data knows exactly, ascending.
func (m *Model) OwnCells(institutions, boards []string) []int32 {
	const own = "own"
	of := func(code string) string {
		if i, ok := m.reg.Institution(code); ok {
			if slices.Contains(institutions, code) || i.Board != "" && slices.Contains(boards, i.Board) {
				return own
			}
			return ""
		}
		if slices.Contains(boards, code) {
			return own // a column of boards
		}
		return ""
	}
	for _, o := range m.Owners(m.Population.Owned(), of) {
		return o.Cells
	}
	return nil
}
