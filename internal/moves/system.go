// Package moves changes tables: it finds, from one table that satisfies all
// sums, others that differ in few cells.
//
// What belongs here: the sums of a structure as equations over units, and the
// search for chains of changes that leave every equation true. What does not:
// which cells are hidden and why (protect), and what a found table proves
// (audit, which checks every table again by itself).
package moves

import (
	"slices"

	"doorstroommonitor/sdc"
)

// System is a structure as equations, parent = Σ children, over units. Cells
// that hold the same persons in every table (a parent and its only child) are
// one unit.
type System struct {
	// Of gives the unit of each cell; Units is their number.
	Of    []int32
	Units int

	member []int32 // equation e: member[start[e]:start[e+1]], the parent first
	start  []int32
	in     []int32 // equations of unit u: in[at[u]:at[u+1]]
	at     []int32
}

// NewSystem reads a structure.
func NewSystem(s *sdc.Structure) *System {
	y := &System{Of: make([]int32, s.Cells)}
	y.unite(s)
	y.start = make([]int32, 1, len(s.Relations)+1)
	for _, r := range s.Relations {
		if len(r.Children) < 2 {
			continue
		}
		y.member = append(y.member, y.Of[r.Parent])
		for _, c := range r.Children {
			y.member = append(y.member, y.Of[c])
		}
		y.start = append(y.start, int32(len(y.member)))
	}
	y.index()
	return y
}

// index lists the equations of each unit.
func (y *System) index() {
	y.at = make([]int32, y.Units+1)
	for _, u := range y.member {
		y.at[u+1]++
	}
	for u := range y.Units {
		y.at[u+1] += y.at[u]
	}
	y.in = make([]int32, len(y.member))
	next := slices.Clone(y.at)
	for e := range int32(y.Equations()) {
		for _, u := range y.Members(e) {
			y.in[next[u]] = e
			next[u]++
		}
	}
}

// unite numbers the units in the order of their first cell.
func (y *System) unite(s *sdc.Structure) {
	root := make([]int32, s.Cells)
	for i := range root {
		root[i] = int32(i)
	}
	find := func(c int32) int32 {
		for root[c] != c {
			root[c] = root[root[c]]
			c = root[c]
		}
		return c
	}
	for _, r := range s.Relations {
		if len(r.Children) == 1 {
			a, b := find(r.Parent), find(r.Children[0])
			root[max(a, b)] = min(a, b)
		}
	}
	for c := range root {
		if f := find(int32(c)); f == int32(c) {
			y.Of[c] = int32(y.Units)
			y.Units++
		} else {
			y.Of[c] = y.Of[f]
		}
	}
}

// Equations returns the number of equations.
func (y *System) Equations() int { return len(y.start) - 1 }

// Members returns the units of equation e, the parent first.
func (y *System) Members(e int32) []int32 { return y.member[y.start[e]:y.start[e+1]] }

// In returns the equations of unit u.
func (y *System) In(u int32) []int32 { return y.in[y.at[u]:y.at[u+1]] }

// Residue is Σ children - parent of equation e in table x.
func (y *System) Residue(e int32, x []int64) int64 {
	m := y.Members(e)
	r := -x[m[0]]
	for _, u := range m[1:] {
		r += x[u]
	}
	return r
}
