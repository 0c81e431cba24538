//go:build clp

package protect

import (
	"math/big"
	"slices"

	"doorstroommonitor/sdc"
)

// margins is a table of any number of dimensions with all its totals. Cells
// are numbered with the first dimension fastest; the last code is the total.
type margins struct {
	sizes []int
	sdc.Problem
}

func newMargins(sizes []int, draw func() int64) *margins {
	g := &margins{sizes: sizes}
	g.Group, g.Cells = "margins/1", 1
	for _, s := range sizes {
		g.Cells *= s + 1
	}
	g.Counts, g.Published, g.Fixed = make([]int64, g.Cells), make([]bool, g.Cells), make([]bool, g.Cells)
	for c := range int32(g.Cells) {
		g.Published[c] = true
		step := int32(1)
		for d, s := range sizes {
			if g.code(c, d) == s {
				r := sdc.Relation{Parent: c}
				for k := range int32(s) {
					r.Children = append(r.Children, c+(k-int32(s))*step)
				}
				g.Relations = append(g.Relations, r)
			}
			step *= int32(s) + 1
		}
	}
	inner := g.inner()
	y := make([]int64, len(inner))
	for i := range y {
		y[i] = draw()
	}
	g.Counts = g.totals(y)
	return g
}

func (g *margins) code(c int32, d int) int {
	for _, s := range g.sizes[:d] {
		c /= int32(s) + 1
	}
	return int(c) % (g.sizes[d] + 1)
}

// inner lists the cells without a total.
func (g *margins) inner() []int32 {
	var out []int32
	for c := range int32(g.Cells) {
		if !slices.ContainsFunc(g.dims(), func(d int) bool { return g.code(c, d) == g.sizes[d] }) {
			out = append(out, c)
		}
	}
	return out
}

func (g *margins) dims() []int {
	out := make([]int, len(g.sizes))
	for d := range out {
		out[d] = d
	}
	return out
}

// holds reports whether cell c adds up inner cell i.
func (g *margins) holds(c, i int32) bool {
	for d, s := range g.sizes {
		if k := g.code(c, d); k != s && k != g.code(i, d) {
			return false
		}
	}
	return true
}

// totals computes all cells from the inner ones.
func (g *margins) totals(y []int64) []int64 {
	f, inner := make([]int64, g.Cells), g.inner()
	for c := range f {
		for r, i := range inner {
			if g.holds(int32(c), i) {
				f[c] += y[r]
			}
		}
	}
	return f
}

// spans reports whether linear algebra derives cell p from the cells in from:
// elimination on the publication matrix, over the rationals. It shares
// nothing with Optimal, which eliminates from sums.
func (g *margins) spans(from []int32, p int32) bool {
	inner := g.inner()
	column := func(c int32) []*big.Rat {
		out := make([]*big.Rat, len(inner))
		for r, i := range inner {
			out[r] = new(big.Rat)
			if g.holds(c, i) {
				out[r].SetInt64(1)
			}
		}
		return out
	}
	var basis [][]*big.Rat
	var at []int
	rest := func(v []*big.Rat) int {
		for k, b := range basis {
			f := new(big.Rat).Quo(v[at[k]], b[at[k]])
			for r := range v {
				v[r].Sub(v[r], new(big.Rat).Mul(f, b[r]))
			}
		}
		return slices.IndexFunc(v, func(x *big.Rat) bool { return x.Sign() != 0 })
	}
	for _, c := range from {
		v := column(c)
		if r := rest(v); r >= 0 {
			basis, at = append(basis, v), append(at, r)
		}
	}
	return rest(column(p)) < 0
}

// exactlySafe reports whether no cell that needs protection is derived.
func (g *margins) exactlySafe(hidden sdc.Pattern, rule sdc.Rule) bool {
	var from, needy []int32
	for c := range int32(g.Cells) {
		if g.Published[c] && !hidden[c] {
			from = append(from, c)
		} else if g.Sensitive(c, rule) || g.Kept != nil && g.Kept[c] {
			needy = append(needy, c)
		}
	}
	return !slices.ContainsFunc(needy, func(p int32) bool { return g.spans(from, p) })
}

// cheapestPattern tries every pattern; nil where none is safe.
func (g *margins) cheapestPattern(rule sdc.Rule, safe func(sdc.Pattern) bool) sdc.Pattern {
	must := Primary{}.Apply(&g.Problem, rule)
	var may []int32
	for c := range int32(g.Cells) {
		if g.Published[c] && !g.Fixed[c] && !must[c] && g.Counts[c] >= rule.Least() {
			may = append(may, c)
		}
	}
	var best sdc.Pattern
	for set := range 1 << len(may) {
		hidden := slices.Clone(must)
		for k, c := range may {
			hidden[c] = hidden[c] || set>>k&1 == 1
		}
		if (best == nil || size(hidden) < size(best)) && safe(hidden) {
			best = hidden
		}
	}
	return best
}

func size(hidden sdc.Pattern) (n int) {
	for _, h := range hidden {
		if h {
			n++
		}
	}
	return n
}

// views are the tables that differ from the truth in the same cells and are 0
// in the same cells, with the range of each cell over them.
type views struct {
	differ, zero uint32
	lo, hi       []int64
}

// everyTable groups all tables with inner cells up to most.
func (g *margins) everyTable(most int64) []*views {
	inner := g.inner()
	groups := map[[2]uint32]*views{}
	y := make([]int64, len(inner))
	var step func(i int)
	step = func(i int) {
		if i < len(y) {
			for y[i] = range most + 1 {
				step(i + 1)
			}
			return
		}
		x, key := g.totals(y), [2]uint32{}
		for c, v := range x {
			if v != g.Counts[c] {
				key[0] |= 1 << c
			}
			if v == 0 {
				key[1] |= 1 << c
			}
		}
		w := groups[key]
		if w == nil {
			w = &views{key[0], key[1], slices.Clone(x), slices.Clone(x)}
			groups[key] = w
		}
		for c, v := range x {
			w.lo[c], w.hi[c] = min(w.lo[c], v), max(w.hi[c], v)
		}
	}
	step(0)
	out := make([]*views, 0, len(groups))
	for _, w := range groups {
		out = append(out, w)
	}
	return out
}

// wide reports whether every sensitive cell has the width over all tables
// that agree with a pattern and with the rule that shows zeros.
func (g *margins) wide(tables []*views, hidden sdc.Pattern, rule sdc.Rule) bool {
	var mask uint32
	for c, h := range hidden {
		if h {
			mask |= 1 << c
		}
	}
	lo, hi := slices.Clone(g.Counts), slices.Clone(g.Counts)
	for _, w := range tables {
		if w.differ&^mask == 0 && w.zero&mask == 0 {
			for c := range lo {
				lo[c], hi[c] = min(lo[c], w.lo[c]), max(hi[c], w.hi[c])
			}
		}
	}
	for c := range int32(g.Cells) {
		if g.Sensitive(c, rule) && hi[c]-lo[c] < rule.Width {
			return false
		}
	}
	return true
}
