package audit

import (
	"maps"
	"math/bits"
	"slices"
)

// prime is 2^61 - 1. A cell found to be determined modulo one prime is
// checked by substitution afterwards: its value must lie within its bounds.
// A wrong "determined" would only hide more; a missed one cannot open the
// gate, since a cell without two tables is open and counts as unsafe.
const prime = 1<<61 - 1

func mulmod(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	r := (lo & prime) + (lo>>61 | hi<<3)
	if r >= prime {
		r -= prime
	}
	if r >= prime {
		r -= prime
	}
	return r
}

func submod(a, b uint64) uint64 {
	if a >= b {
		return a - b
	}
	return a + prime - b
}

func inverse(a uint64) uint64 {
	r, e := uint64(1), uint64(prime-2)
	for ; e > 0; e >>= 1 {
		if e&1 == 1 {
			r = mulmod(r, a)
		}
		a = mulmod(a, a)
	}
	return r
}

// eliminationLimit bounds the unknowns of a component that is eliminated; a
// larger one stays open.
const eliminationLimit = 4000

// row is one equation: unknown -> coefficient, and the constant.
type row struct {
	coef map[int32]uint64
	rhs  uint64
}

// eliminate returns the cells among open that linear algebra alone
// determines, with their values.
func (w *search) eliminate(open []int32) map[int32]int64 {
	found := map[int32]int64{}
	done := map[int32]bool{}
	for _, c := range open {
		if done[c] {
			continue
		}
		cells, rels := w.component(c)
		for cell := range cells {
			done[cell] = true
		}
		if len(cells) > eliminationLimit {
			continue
		}
		maps.Copy(found, w.reduce(cells, rels, open))
	}
	return found
}

// component returns the unknown cells and relations reachable from c.
func (w *search) component(c int32) (map[int32]bool, []int32) {
	cells, seen := map[int32]bool{c: true}, map[int32]bool{}
	var rels []int32
	for stack := []int32{c}; len(stack) > 0; {
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, r := range w.of[c] {
			if seen[r] {
				continue
			}
			seen[r] = true
			rels = append(rels, r)
			for _, m := range append([]int32{w.rel[r].Parent}, w.rel[r].Children...) {
				if w.lower[m] < w.upper[m] && !cells[m] {
					cells[m] = true
					stack = append(stack, m)
				}
			}
		}
	}
	slices.Sort(rels)
	return cells, rels
}

// reduce brings the equations of a component to reduced echelon form; a row
// with one unknown left determines it.
func (w *search) reduce(cells map[int32]bool, rels []int32, open []int32) map[int32]int64 {
	pivots := map[int32]*row{}
	for _, r := range rels {
		eq := w.equation(r, cells)
		for _, c := range slices.Sorted(maps.Keys(eq.coef)) {
			if p, ok := pivots[c]; ok {
				eq.subtract(p, eq.coef[c])
			}
		}
		if len(eq.coef) == 0 {
			continue
		}
		c := slices.Min(slices.Collect(maps.Keys(eq.coef)))
		eq.scale(inverse(eq.coef[c]))
		for _, p := range pivots {
			if f, ok := p.coef[c]; ok {
				p.subtract(eq, f)
			}
		}
		pivots[c] = eq
	}
	found := map[int32]int64{}
	for _, c := range open {
		p, ok := pivots[c]
		if !ok || len(p.coef) != 1 {
			continue
		}
		if v := int64(p.rhs); v >= w.lower[c] && v <= w.upper[c] {
			found[c] = v
		}
	}
	return found
}

func (w *search) equation(r int32, cells map[int32]bool) *row {
	eq := &row{coef: map[int32]uint64{}}
	add := func(c int32, coef uint64) {
		if cells[c] {
			eq.coef[c] = coef
			return
		}
		eq.rhs = submod(eq.rhs, mulmod(coef, uint64(w.lower[c])))
	}
	for _, c := range w.rel[r].Children {
		add(c, 1)
	}
	add(w.rel[r].Parent, prime-1)
	return eq
}

func (r *row) subtract(p *row, f uint64) {
	for c, v := range p.coef {
		n := submod(r.coef[c], mulmod(f, v))
		if n == 0 {
			delete(r.coef, c)
		} else {
			r.coef[c] = n
		}
	}
	r.rhs = submod(r.rhs, mulmod(f, p.rhs))
}

func (r *row) scale(f uint64) {
	for c, v := range r.coef {
		r.coef[c] = mulmod(v, f)
	}
	r.rhs = mulmod(r.rhs, f)
}
