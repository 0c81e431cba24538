package lp

import (
	"math"
	"math/big"
)

// integral returns the point where every value lies within 1e-6 of an integer
// and those integers satisfy every bound and row exactly, else nil.
func (m *matrix) integral(x []float64) []int64 { return m.multiple(x, 1) }

// multiple returns den·x where every value lies within 1e-6·den of an integer
// and those integers over den satisfy every bound and row exactly, else nil.
func (m *matrix) multiple(x []float64, den int64) []int64 {
	out := make([]int64, len(m.p.Lower))
	for j := range out {
		f := math.RoundToEven(x[j] * float64(den))
		if !(math.Abs(x[j]*float64(den)-f) <= 1e-6*float64(den) && math.Abs(f) < 1<<53) {
			return nil
		}
		out[j] = int64(f)
		if !m.within(j, out[j], den) {
			return nil
		}
	}
	sum, term := new(big.Int), new(big.Int)
	for _, r := range m.p.Rows {
		sum.SetInt64(0)
		for k, j := range r.Index {
			if out[j] != 0 {
				sum.Add(sum, term.Mul(big.NewInt(out[j]), big.NewInt(r.Coef[k])))
			}
		}
		if sum.Cmp(term.Mul(big.NewInt(r.RHS), big.NewInt(den))) != 0 {
			return nil
		}
	}
	return out
}

// within reports whether n/den lies within the bounds of variable j.
func (m *matrix) within(j int, n, den int64) bool {
	lo, hi := m.p.Lower[j], m.p.Upper[j]
	floor, ceiling := n/den, n/den // division rounds towards zero
	switch {
	case n%den > 0:
		ceiling++
	case n%den < 0:
		floor--
	}
	return floor >= lo && ceiling <= hi
}
