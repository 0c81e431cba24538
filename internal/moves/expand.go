package moves

import (
	"math/rand/v2"
	"slices"
)

// Expand writes the equations over inner units, those that are no sum of
// others: every other unit is the sum of the inner units below it, whatever
// lies between. A chain then changes inner units, and sums that are unknown
// anyway follow by themselves, where in the equations as they stand each of
// them is a change of its own: in five dimensions two inner units that swap
// persons take 2 changes for 32.
//
// A sum of which every member is known is left out, since those of its members
// imply it. Nil is returned where a sum holds an inner unit twice, and where
// two sums give a unit different inner units (tables with different dimensions
// about the same persons): a change then still passes from one table to the
// other sum by sum, and over longer equations finds less.
func (y *System) Expand(known []bool) *System {
	x := newExpansion(y)
	out := &System{Of: y.Of, Units: y.Units, start: make([]int32, 1)}
	for _, u := range x.order {
		if x.linked(u, known) {
			return nil
		}
		if e := x.sums[u][0]; !x.implied(u, known) {
			from := len(out.member)
			out.member = append(out.member, u)
			for _, c := range y.Members(e)[1:] {
				out.member = append(out.member, x.below[c]...)
			}
			inner := out.member[from+1:]
			slices.Sort(inner)
			if len(slices.Compact(slices.Clone(inner))) < len(inner) {
				return nil
			}
			out.start = append(out.start, int32(len(out.member)))
		}
	}
	out.index()
	return out
}

// linked reports whether sums that are not all known give the unit different
// inner units.
func (x *expansion) linked(u int32, known []bool) bool {
	return slices.ContainsFunc(x.sums[u], func(e int32) bool { return x.hash(e) != x.mark[u] && !x.allKnown(e, known) })
}

// implied reports whether one of the unit's sums over the same inner units is
// known throughout.
func (x *expansion) implied(u int32, known []bool) bool {
	return slices.ContainsFunc(x.sums[u], func(e int32) bool { return x.hash(e) == x.mark[u] && x.allKnown(e, known) })
}

func (x *expansion) allKnown(e int32, known []bool) bool {
	for _, u := range x.Members(e) {
		if !known[u] {
			return false
		}
	}
	return true
}

// expansion lists for each unit the inner units below it.
type expansion struct {
	*System
	sums  map[int32][]int32 // unit -> equations that it is the parent of
	order []int32           // parents, each after those below it
	below [][]int32
	mark  []uint64 // sum of random marks of the inner units below
}

func newExpansion(y *System) *expansion {
	x := &expansion{System: y, sums: map[int32][]int32{}, below: make([][]int32, y.Units), mark: make([]uint64, y.Units)}
	for e := range int32(y.Equations()) {
		p := y.Members(e)[0]
		x.sums[p] = append(x.sums[p], e)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for u := range int32(y.Units) {
		if len(x.sums[u]) == 0 {
			x.below[u], x.mark[u] = []int32{u}, rng.Uint64()
		}
	}
	for u := range int32(y.Units) {
		x.visit(u)
	}
	return x
}

// visit finds what is below a unit by the first of its equations.
func (x *expansion) visit(u int32) {
	if x.below[u] != nil {
		return
	}
	members := x.Members(x.sums[u][0])[1:]
	for _, c := range members {
		x.visit(c)
		x.below[u] = append(x.below[u], x.below[c]...)
	}
	x.mark[u] = x.hash(x.sums[u][0])
	x.order = append(x.order, u)
}

// hash is the same for equations over the same inner units.
func (x *expansion) hash(e int32) (h uint64) {
	for _, c := range x.Members(e)[1:] {
		h += x.mark[c]
	}
	return h
}
