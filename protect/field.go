package protect

import (
	"math/rand/v2"

	"doorstroommonitor/internal/linear"
)

// Where a prime divides a minor of the publication matrix, dependence modulo
// that prime and dependence are two things, and both ways are wrong: a
// dependence that is none hides too much or, worse, takes a column for implied
// that is not. That depends on the matrix alone, and no matrix was made for
// these primes: the first is quick, the others were drawn at random among those
// of 61 bits.
const (
	firstPrime         = linear.FirstPrime
	secondPrime uint64 = 1783510738371327353
	thirdPrime  uint64 = 1164387281748937541
)

// field adds to arithmetic modulo a prime what elimination here asks of it.
type field struct{ linear.Field }

func modulo(prime uint64) field { return field{linear.Field{P: prime}} }

// smallest is how large the numerator and denominator of a residue may be for
// sign to trust it.
const smallest = 1 << 14

// sign returns the sign of the fraction n/d that a stands for, or 0 where a is
// no fraction with |n|, |d| < 2^14. Two such fractions never share a residue,
// since |n·d' - n'·d| < 2^29 < p. A fraction that is not small is taken for
// one with a chance of about 2^29/p < 2^-30, the share of residues that stand
// for small ones.
//
// It is the extended algorithm of Euclid on p and a, stopped halfway: the
// remainders are n with n ≡ d·a, and one of them is the fraction if any is.
func (f field) sign(a uint64) int {
	n0, n := f.P, a
	var d0, d int64 = 0, 1
	for n >= smallest {
		q := n0 / n
		n0, n = n, n0-q*n
		d0, d = d, d0-int64(q)*d // |q·d| < (2^61/2^14)·2^14
		if d <= -smallest || d >= smallest {
			return 0
		}
	}
	switch {
	case n == 0:
		return 0
	case d < 0:
		return -1
	}
	return 1
}

// entry is a coefficient of a sparse vector that is not 0.
type entry struct {
	row  int32
	coef uint64
}

// vector is sparse, in ascending order of rows.
type vector []entry

// at returns where the row is, or -1.
func (v vector) at(row int32) int {
	i := v.before(row)
	if i < len(v) && v[i].row == row {
		return i
	}
	return -1
}

// before returns how many entries lie in rows before the given one.
func (v vector) before(row int32) int {
	lo, hi := 0, len(v)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); v[mid].row < row {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// proportional reports whether v and w, neither empty, are multiples of each
// other.
func (f field) proportional(v, w vector) bool {
	if len(v) != len(w) {
		return false
	}
	for i := range v {
		if v[i].row != w[i].row || f.Mul(v[i].coef, w[0].coef) != f.Mul(w[i].coef, v[0].coef) {
			return false
		}
	}
	return true
}

// multiples finds, among many vectors that keep changing, those proportional
// to a given one. Each row has two random numbers h_r and h'_r; the
// fingerprints φ = Σ c_r·h_r and φ' = Σ c_r·h'_r of a vector change with it
// linearly, and their ratio is the same for all its multiples. So a vector is
// looked up by its ratio, and what is found is compared in full.
type multiples struct {
	field
	random [2][]uint64 // h and h'
	print  [2][]uint64 // φ and φ' of each vector
	ratio  []uint64
	head   map[uint64]int32 // ratio -> first vector; -1 none
	next   []int32          // vector -> another of the same ratio
	prev   []int32
}

func newMultiples(f field, rows, vectors int) *multiples {
	m := &multiples{field: f, ratio: make([]uint64, vectors), head: map[uint64]int32{},
		next: make([]int32, vectors), prev: make([]int32, vectors)}
	draw := rand.New(rand.NewPCG(1, 2)) // any numbers do, so always the same
	for i := range m.random {
		m.random[i], m.print[i] = make([]uint64, rows), make([]uint64, vectors)
		for r := range m.random[i] {
			m.random[i][r] = draw.Uint64N(f.P)
		}
	}
	return m
}

// fingerprints returns φ and φ' of a vector.
func (m *multiples) fingerprints(v vector) (fp [2]uint64) {
	for i := range fp {
		for _, e := range v {
			fp[i] = m.Add(fp[i], m.Mul(e.coef, m.random[i][e.row]))
		}
	}
	return fp
}

// without changes the fingerprints of vector k for c times another less.
func (m *multiples) without(k int32, c uint64, fp [2]uint64) {
	for i := range fp {
		m.print[i][k] = m.Sub(m.print[i][k], m.Mul(c, fp[i]))
	}
}

// quotient returns φ/φ', or p, which is no element, where φ' is 0.
func (m *multiples) quotient(fp [2]uint64) uint64 {
	if fp[1] == 0 {
		return m.P
	}
	return m.Mul(fp[0], m.Inverse(fp[1]))
}

func (m *multiples) insert(k int32) {
	m.ratio[k] = m.quotient([2]uint64{m.print[0][k], m.print[1][k]})
	h, ok := m.head[m.ratio[k]]
	if !ok {
		h = -1
	}
	m.next[k], m.prev[k] = h, -1
	if h >= 0 {
		m.prev[h] = k
	}
	m.head[m.ratio[k]] = k
}

func (m *multiples) remove(k int32) {
	n, p := m.next[k], m.prev[k]
	if n >= 0 {
		m.prev[n] = p
	}
	switch {
	case p >= 0:
		m.next[p] = n
	case n >= 0:
		m.head[m.ratio[k]] = n
	default:
		delete(m.head, m.ratio[k])
	}
}

// of reports whether any of the vectors is a multiple of v, which is not 0.
func (m *multiples) of(v vector, vectors []vector) bool {
	k, ok := m.head[m.quotient(m.fingerprints(v))]
	for ; ok && k >= 0; k = m.next[k] {
		if m.proportional(v, vectors[k]) {
			return true
		}
	}
	return false
}
