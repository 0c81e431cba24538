package cube

import (
	"maps"
	"math/bits"
	"slices"
)

// Divide returns whole numbers that are not negative, add up to total and are
// near x.
type Divide func(total int64, x []float64) []int64

// Spread returns a whole number for every leaf, near x, so that all tables of
// the group agree: the numbers are those of a made-up population, told apart
// table after table. It starts with everybody together; each table shares out
// those whom the tables before it do not tell apart, between the leaves that
// are possible for them. Tables come in the given order; before the first of
// them its margin over its largest dimension, so that what is cut off in many
// small cells does not add up in the large ones.
//
// The total is of all members. A table about a part of them leaves the others
// aside: how many these are nobody measures, it is what is left. Where no table
// is about everybody, any total will do that has room for all of them.
//
// Where tables cross one another, early ones narrow what is left for a later
// one, and its numbers may be further from x than they need be: the table that
// matters most comes first, or several orders are tried.
func (x *Measures) Spread(total int64, near []float64, order []int, divide Divide) []int64 {
	out := make([]int64, len(x.leaves))
	all := []class{{x.m.wholes(), total}}
	if m := x.margin(order[0], near); m != nil {
		m.divide, m.out = divide, make([]int64, len(m.leaves))
		all = m.aside(x.outside(order[0])).table(all)
	}
	for _, t := range order {
		from, to := x.Range(t)
		s := &spreading{leaves: x.leaves[from:to], near: near[from:to], divide: divide, out: out[from:to]}
		all = s.aside(x.outside(t)).table(all)
	}
	return out
}

// margin is what a table says without its largest dimension; nil where nothing
// is left.
func (x *Measures) margin(t int, near []float64) *spreading {
	dims := x.m.Tables[t].dims
	largest := 0
	for k, d := range dims {
		if len(d.nodes) > len(dims[largest].nodes) {
			largest = k
		}
	}
	if len(dims) == 1 {
		return nil
	}
	s := &spreading{leaves: x.m.leavesOf(x.m.Tables[t], largest)}
	for _, l := range s.leaves {
		sum := 0.0
		for _, part := range x.Parts(t, l.cell) {
			sum += near[part]
		}
		s.near = append(s.near, sum)
	}
	return s
}

// class is a number of made-up persons who are not told apart.
type class struct {
	sets []set
	n    int64
}

func (c *class) key() string {
	k := ""
	for _, s := range c.sets {
		k += s.key()
	}
	return k
}

// spreading is one table's turn.
type spreading struct {
	leaves []leaf
	near   []float64
	divide Divide
	out    []int64 // of the leaves that are measured: all but the rest
	rest   int     // the leaf of those whom the table is not about, or none
}

// aside adds a leaf for those whom the table is not about.
func (s *spreading) aside(outside []set) *spreading {
	s.rest = none
	if outside != nil {
		s.rest = len(s.leaves)
		s.leaves = append(slices.Clip(s.leaves), leaf{sets: outside})
		s.near = append(slices.Clip(s.near), 0)
	}
	return s
}

func (s *spreading) table(all []class) []class {
	possible := s.possible(all)
	finer := map[string]*class{}
	for _, k := range components(possible, len(s.leaves)) {
		s.component(all, possible, k, func(c *class, leaf int, n int64) {
			sets := make([]set, len(c.sets))
			for a := range sets {
				sets[a] = c.sets[a].and(s.leaves[leaf].sets[a])
			}
			f := &class{sets, n}
			if old := finer[f.key()]; old != nil {
				old.n += n
			} else {
				finer[f.key()] = f
			}
		})
	}
	out := make([]class, 0, len(finer))
	for _, k := range slices.Sorted(maps.Keys(finer)) {
		out = append(out, *finer[k])
	}
	return out
}

// possible lists the leaves that the persons of each class can be in: on every
// axis the two have an atom in common. Few sets recur in many classes, so that
// the leaves that fit a set are found once.
func (s *spreading) possible(all []class) [][]int {
	fits := make([]func(x set) set, len(s.leaves[0].sets))
	for a := range fits {
		fits[a] = s.fitting(a)
	}
	out := make([][]int, len(all))
	for i := range all {
		var can set
		for a, x := range all[i].sets {
			if f := fits[a](x); can == nil {
				can = f
			} else {
				can = can.and(f)
			}
		}
		out[i] = can.list()
	}
	return out
}

// fitting returns a function that gives, as a set of numbers, the leaves that
// have an atom of a set on one axis.
func (s *spreading) fitting(axis int) func(x set) set {
	type kind struct {
		atoms  set
		leaves set
	}
	var kinds []*kind
	at := map[string]*kind{}
	for l := range s.leaves {
		x := s.leaves[l].sets[axis]
		k := at[x.key()]
		if k == nil {
			k = &kind{x, newSet(len(s.leaves))}
			at[x.key()], kinds = k, append(kinds, k)
		}
		k.leaves.add(l)
	}
	known := map[string]set{}
	return func(x set) set {
		key := x.key()
		if f, ok := known[key]; ok {
			return f
		}
		f := newSet(len(s.leaves))
		for _, k := range kinds {
			if !x.and(k.atoms).empty() {
				f = f.or(k.leaves)
			}
		}
		known[key] = f
		return f
	}
}

// list gives the numbers in a set, ascending.
func (s set) list() []int {
	var out []int
	for w, word := range s {
		for ; word != 0; word &= word - 1 {
			out = append(out, 64*w+bits.TrailingZeros64(word))
		}
	}
	return out
}

// component is a set of classes and leaves that no other is possible for.
type component struct{ classes, leaves []int }

func components(possible [][]int, leaves int) []component {
	root := make([]int, leaves)
	for i := range root {
		root[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if root[i] != i {
			root[i] = find(root[i])
		}
		return root[i]
	}
	for _, list := range possible {
		for _, l := range list[1:] {
			root[find(l)] = find(list[0])
		}
	}
	at := map[int]int{}
	var out []component
	for l := range leaves {
		r := find(l)
		if _, ok := at[r]; !ok {
			at[r] = len(out)
			out = append(out, component{})
		}
		out[at[r]].leaves = append(out[at[r]].leaves, l)
	}
	for i, list := range possible {
		k := &out[at[find(list[0])]]
		k.classes = append(k.classes, i)
	}
	return out
}

// component decides how many are in each leaf, and then who: each class in
// proportion to what its leaves still lack, those with least choice first.
func (s *spreading) component(all []class, possible [][]int, k component, put func(c *class, leaf int, n int64)) {
	var total int64
	for _, i := range k.classes {
		total += all[i].n
	}
	if total == 0 {
		return
	}
	near := make([]float64, len(k.leaves))
	left := float64(total)
	for j, l := range k.leaves {
		near[j] = s.near[l]
		left -= s.near[l]
	}
	if j := slices.Index(k.leaves, s.rest); j >= 0 {
		near[j], s.near[s.rest] = left, left
	}
	lack := map[int]int64{}
	for j, n := range s.divide(total, near) {
		lack[k.leaves[j]] = n
	}
	order := slices.Clone(k.classes)
	slices.SortStableFunc(order, func(i, j int) int { return len(possible[i]) - len(possible[j]) })
	for _, i := range order {
		for j, n := range s.share(all[i].n, possible[i], lack) {
			if l := possible[i][j]; n > 0 {
				lack[l] -= n
				if l != s.rest {
					s.out[l] += n
				}
				put(&all[i], l, n)
			}
		}
	}
}

// share puts n persons in leaves, in proportion to what each lacks and not
// beyond it; those who are left over, where too little is lacking, near what
// was estimated.
func (s *spreading) share(n int64, leaves []int, lack map[int]int64) []int64 {
	out := make([]int64, len(leaves))
	var room int64
	for _, l := range leaves {
		room += max(0, lack[l])
	}
	if room <= n {
		near := make([]float64, len(leaves))
		for j, l := range leaves {
			out[j], near[j] = max(0, lack[l]), s.near[l]
		}
		for j, m := range s.divide(n-room, near) {
			out[j] += m
		}
		return out
	}
	// Whole parts of n·lack/room, and then one more by largest remainder.
	left, remainder, order := n, make([]int64, len(leaves)), make([]int, len(leaves))
	for j, l := range leaves {
		m := max(0, lack[l])
		out[j], remainder[j], order[j] = n*m/room, n*m%room, j
		left -= out[j]
	}
	slices.SortStableFunc(order, func(i, j int) int { return int(min(1, max(-1, remainder[j]-remainder[i]))) })
	for _, j := range order[:left] {
		out[j]++
	}
	return out
}
