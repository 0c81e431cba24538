// Package linear computes which linear forms follow from others, exactly and
// sparsely.
//
// What belongs here: arithmetic modulo primes and the space of linear forms
// that published sums leave. What does not: cells, hiding, judging. Both the
// maker and the judge use it; each draws its own conclusions.
package linear

import "math/bits"

// The primes that computations are done with. Modulo one prime a form may seem
// to vanish that does not: that two primes chosen beforehand err on the same
// form is what the second computation rules out in practice.
const (
	FirstPrime  uint64 = 1<<61 - 1
	SecondPrime uint64 = 1<<61 - 31
)

// field is arithmetic modulo a prime of 61 bits.
type field struct{ p uint64 }

func (f field) mul(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	if f.p != FirstPrime {
		return bits.Rem64(hi, lo, f.p)
	}
	r := (lo & FirstPrime) + (lo>>61 | hi<<3)
	if r >= FirstPrime {
		r -= FirstPrime
	}
	if r >= FirstPrime {
		r -= FirstPrime
	}
	return r
}

func (f field) add(a, b uint64) uint64 {
	if r := a + b; r < f.p {
		return r
	}
	return a + b - f.p
}

func (f field) sub(a, b uint64) uint64 {
	if a >= b {
		return a - b
	}
	return a + f.p - b
}

func (f field) inverse(a uint64) uint64 {
	r := uint64(1)
	for e := f.p - 2; e > 0; e >>= 1 {
		if e&1 == 1 {
			r = f.mul(r, a)
		}
		a = f.mul(a, a)
	}
	return r
}
