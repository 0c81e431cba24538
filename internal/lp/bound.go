package lp

import (
	"fmt"
	"math"
	"math/big"
	"slices"
)

// Limits of what is accepted, so that sums fit in int64 where they must.
const (
	maxCoefficient = 1 << 20
	maxDual        = 1 << 40
	exactLimit     = 1 << 62
)

// scales are the denominators to which dual values are rounded. Most duals of
// tables are simple fractions, which 2520 (divisible by 1 to 10) keeps as they
// are; 2^20 serves the rest. Any rounding gives a valid bound, the tightest is
// taken.
var scales = []int64{2520, 1 << 20}

// matrix is a checked problem by column.
type matrix struct {
	p     *Problem
	start []int32 // of column j in row and coef; one more than columns
	row   []int32
	coef  []int64
	heavy int64 // largest Σ|coef| of a column
	open  []int // columns without an upper bound
}

// newMatrix checks a problem and orders it by column. A variable may occur
// once in a row.
func newMatrix(p *Problem) (*matrix, error) {
	n := len(p.Lower)
	if len(p.Upper) != n || n > math.MaxInt32 || len(p.Rows) > math.MaxInt32 {
		return nil, fmt.Errorf("linear program: %d lower and %d upper bounds", n, len(p.Upper))
	}
	m := &matrix{p: p, start: make([]int32, n+1)}
	for j := range n {
		if p.Lower[j] > p.Upper[j] {
			return nil, fmt.Errorf("linear program: the bounds of variable %d leave no value", j)
		}
		if p.Upper[j] == Infinite {
			m.open = append(m.open, j)
		}
	}
	columns := make([]map[int32]int64, n)
	for i, r := range p.Rows {
		if len(r.Index) != len(r.Coef) {
			return nil, fmt.Errorf("linear program: row %d has %d variables and %d coefficients", i, len(r.Index), len(r.Coef))
		}
		for k, j := range r.Index {
			if j < 0 || j >= n || r.Coef[k] > maxCoefficient || r.Coef[k] < -maxCoefficient {
				return nil, fmt.Errorf("linear program: row %d has variable %d with coefficient %d; known are %d variables and coefficients up to 2^20", i, j, r.Coef[k], n)
			}
			if columns[j] == nil {
				columns[j] = map[int32]int64{}
			}
			if _, twice := columns[j][int32(i)]; twice {
				return nil, fmt.Errorf("linear program: row %d has variable %d twice", i, j)
			}
			columns[j][int32(i)] = r.Coef[k]
		}
	}
	for j, c := range columns {
		m.add(c)
		m.start[j+1] = int32(len(m.row))
	}
	return m, nil
}

// add appends a column, its rows ascending.
func (m *matrix) add(c map[int32]int64) {
	var weight int64
	from := len(m.row)
	for i, v := range c {
		if v != 0 {
			m.row = append(m.row, i)
			weight += max(v, -v)
		}
	}
	slices.Sort(m.row[from:])
	for _, i := range m.row[from:] {
		m.coef = append(m.coef, c[i])
	}
	m.heavy = max(m.heavy, weight)
}

// bound returns a proven lower bound of sign·x[v], rounded up to an integer,
// from any dual values; false where they prove nothing.
func (m *matrix) bound(v int, sign int64, dual []float64) (int64, bool) {
	if best := m.prove(v, sign, dual); best != nil {
		return best.bound, true
	}
	return 0, false
}

// proof is a lower bound of sign·x[v] and the reduced costs that prove it:
// scale·sign·x[v] = constant + Σ d_j x_j wherever the rows hold.
type proof struct {
	bound, scale int64
	d            []int64
}

// prove turns dual values into a proof; nil where they prove nothing. For all
// y and every x that satisfies the rows,
//
//	c·x = yᵀb + Σ (c_j - yᵀA_j) x_j >= yᵀb + Σ min over [lo_j, hi_j] of (c_j - yᵀA_j) x_j
//
// so a wrong y makes the bound wider, never false. All arithmetic is exact.
func (m *matrix) prove(v int, sign int64, dual []float64) *proof {
	var best *proof
	for _, scale := range scales {
		y, ok := m.round(dual, scale)
		if !ok {
			continue
		}
		d := m.reduced(y, v, sign*scale)
		if !m.repair(y, d) {
			continue
		}
		if b := ceil(m.value(y, d), scale); b.IsInt64() && (best == nil || b.Int64() > best.bound) {
			best = &proof{bound: b.Int64(), scale: scale, d: d}
		}
	}
	return best
}

// round returns the duals in multiples of 1/scale; false where they are too
// large for exact reduced costs.
func (m *matrix) round(dual []float64, scale int64) ([]int64, bool) {
	y := make([]int64, len(m.p.Rows))
	limit := float64(min(maxDual, (exactLimit-int64(maxCoefficient))/max(1, m.heavy)))
	for i := range y {
		f := math.RoundToEven(dual[i] * float64(scale))
		if !(math.Abs(f) < limit) { // also not a number
			return nil, false
		}
		y[i] = int64(f)
	}
	return y, true
}

// reduced returns c - yᵀA, where c is the given coefficient for v alone.
func (m *matrix) reduced(y []int64, v int, c int64) []int64 {
	d := make([]int64, len(m.p.Lower))
	d[v] = c
	for j := range d {
		for k := m.start[j]; k < m.start[j+1]; k++ {
			d[j] -= y[m.row[k]] * m.coef[k]
		}
	}
	return d
}

// repair moves duals until no variable without an upper bound has a negative
// reduced cost, which would make the bound useless; false where a few steps
// do not do it. It changes y and d together.
func (m *matrix) repair(y, d []int64) bool {
	for range 2*len(m.open) + 1 {
		bad := -1
		for _, j := range m.open {
			if d[j] < 0 {
				bad = j
				break
			}
		}
		if bad < 0 {
			return true
		}
		if !m.lift(bad, y, d) {
			return false
		}
	}
	return false
}

// lift moves one dual so that column j reaches a reduced cost of at least 0
// and no other column without an upper bound falls below it.
func (m *matrix) lift(j int, y, d []int64) bool {
	for k := m.start[j]; k < m.start[j+1]; k++ {
		i, a := m.row[k], m.coef[k]
		step := (-d[j] + max(a, -a) - 1) / max(a, -a)
		if a > 0 {
			step = -step
		}
		if moved := y[i] + step; moved > maxDual || moved < -maxDual || !m.harmless(i, step, d) {
			continue
		}
		y[i] += step
		r := m.p.Rows[i]
		for n, c := range r.Index {
			d[c] -= step * r.Coef[n]
		}
		return true
	}
	return false
}

// harmless reports whether moving the dual of row i keeps the other reduced
// costs that must not be negative, and all of them within exact range.
func (m *matrix) harmless(i int32, step int64, d []int64) bool {
	r := m.p.Rows[i]
	for n, c := range r.Index {
		if step > maxDual || step < -maxDual {
			return false
		}
		after := d[c] - step*r.Coef[n]
		if after > exactLimit-1 || after < -exactLimit || m.p.Upper[c] == Infinite && d[c] >= 0 && after < 0 {
			return false
		}
	}
	return true
}

// value is yᵀb + Σ min(d_j lo_j, d_j hi_j).
func (m *matrix) value(y, d []int64) *big.Int {
	sum, term := new(big.Int), new(big.Int)
	add := func(a, b int64) {
		if a != 0 && b != 0 {
			sum.Add(sum, term.Mul(big.NewInt(a), big.NewInt(b)))
		}
	}
	for i, r := range m.p.Rows {
		add(y[i], r.RHS)
	}
	for j, v := range d {
		if v > 0 {
			add(v, m.p.Lower[j])
		} else {
			add(v, m.p.Upper[j])
		}
	}
	return sum
}

// ceil is the smallest integer not below a/b, for positive b.
func ceil(a *big.Int, b int64) *big.Int {
	q := new(big.Int).Neg(a)
	q.Div(q, big.NewInt(b)) // rounds down for positive b
	return q.Neg(q)
}
