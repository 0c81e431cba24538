package protect

import (
	"math/big"

	"doorstroommonitor/internal/lp"
	"doorstroommonitor/sdc"
)

// derivation turns the identity of a program into a cut, where it is one:
//
//	(s - d_c)·z_c = Σ d_i z_i over shown cells,   s != d_c
//
// so that cell c is derived unless one of those with d_i != 0 is hidden too;
// nil where a hidden cell is in it.
func (m *optimalModel) derivation(c int32, o *lp.Optimum, hidden sdc.Pattern) *lp.Row {
	if o.Identity == nil || o.Identity[c] == o.Scale {
		return nil
	}
	var from []int32
	for i, d := range o.Identity {
		if d == 0 || int32(i) == c {
			continue
		}
		if hidden[i] || m.dark[i] {
			return nil
		}
		from = append(from, int32(i))
	}
	return m.company(c, from)
}

// capacity bounds the width of cell c under any pattern. From the identities
// s·z_c = Σ d_i z_i of the most and s'·z_c = Σ d'_i z_i of the least follows
//
//	max z_c - min z_c <= Σ (d_i⁺ UB_i + d_i⁻ LB_i)/s·y_i + Σ (d'_i⁻ UB_i + d'_i⁺ LB_i)/s'·y_i
//
// where y_i = 1 for cells that no pattern shows. The right-hand side must
// reach the level of protection; what a candidate contributes beyond that is
// cut off, so that UB may be unbounded. Nil where nothing follows.
func (m *optimalModel) capacity(c int32, up, down *lp.Optimum) *lp.Row {
	if up.Identity == nil && up.Bound == lp.Infinite {
		return nil
	}
	shares := m.shares(c, up, down)
	rhs := new(big.Int).Mul(big.NewInt(shares.su), big.NewInt(shares.sd))
	rhs.Mul(rhs, big.NewInt(m.need[c]))
	for i := range int32(m.p.Cells) {
		if m.always(i) {
			v := shares.of(i)
			if v == nil {
				return nil
			}
			rhs.Sub(rhs, v)
		}
	}
	if rhs.Sign() <= 0 {
		return nil
	}
	parts := make([]*big.Int, len(m.candidates))
	for k, i := range m.candidates {
		parts[k] = shares.of(i)
		if parts[k] == nil || parts[k].Cmp(rhs) > 0 {
			parts[k] = rhs
		}
	}
	return whole(parts, rhs)
}

// change is the cut that something changes about the reasons for the bounds
// of cell c under a pattern: one of the shown cells in them is hidden. As long
// as none is, no pattern gives the cell more room.
func (m *optimalModel) change(c int32, up, down *lp.Optimum, hidden sdc.Pattern) *lp.Row {
	cut, shares := &lp.Row{RHS: 1}, m.shares(c, up, down)
	for k, i := range m.candidates {
		if v := shares.of(i); !hidden[i] && (v == nil || v.Sign() > 0) {
			cut.Index, cut.Coef = append(cut.Index, k), append(cut.Coef, 1)
		}
	}
	return cut
}

// shares says what each cell, when hidden, contributes to the width of one:
// the terms of capacity, times s·s'.
type shares struct {
	below  []int64 // LB
	u, d   []int64
	su, sd int64
}

// shares takes the identities of both optima; where there is none the cell is
// bounded by its own bound, which is to say by z_c = z_c.
func (m *optimalModel) shares(c int32, up, down *lp.Optimum) *shares {
	s := &shares{below: m.below, u: up.Identity, d: down.Identity, su: up.Scale, sd: down.Scale}
	if s.u == nil {
		s.u, s.su = make([]int64, m.p.Cells), 1
		s.u[c] = 1
	}
	if s.d == nil {
		s.d, s.sd = make([]int64, m.p.Cells), 1
		s.d[c] = 1
	}
	return s
}

// of returns the share of a cell; nil where it is unbounded.
func (s *shares) of(i int32) *big.Int {
	if s.u[i] > 0 || s.d[i] < 0 {
		return nil
	}
	sum := new(big.Int).Mul(big.NewInt(-s.u[i]), big.NewInt(s.sd))
	sum.Add(sum, new(big.Int).Mul(big.NewInt(s.d[i]), big.NewInt(s.su)))
	return sum.Mul(sum, big.NewInt(s.below[i]))
}

// largest is the largest right-hand side of a cut, so that integer programs
// in floating point keep whole numbers apart.
const largest = 1 << 12

// whole divides a cut by what its coefficients, none above the right-hand
// side, have in common, and rounds the right-hand side up; nil where the
// numbers stay large.
func whole(parts []*big.Int, rhs *big.Int) *lp.Row {
	common := new(big.Int)
	for _, v := range parts {
		common.GCD(nil, nil, common, v)
	}
	if common.Sign() == 0 {
		return nil
	}
	least := new(big.Int).Add(rhs, common)
	least.Div(least.Sub(least, big.NewInt(1)), common)
	if !least.IsInt64() || least.Int64() > largest {
		return nil
	}
	cut := &lp.Row{RHS: least.Int64()}
	for k, v := range parts {
		if v.Sign() > 0 {
			cut.Index = append(cut.Index, k)
			cut.Coef = append(cut.Coef, new(big.Int).Div(v, common).Int64())
		}
	}
	return cut
}
