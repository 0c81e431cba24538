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

// Field is the integers modulo the prime P < 2^61; elements are 0..P-1. They
// stand in for fractions, which grow under elimination.
type Field struct{ P uint64 }

// Mul is a·b.
func (f Field) Mul(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	if f.P != FirstPrime {
		return bits.Rem64(hi, lo, f.P)
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

// Add is a + b.
func (f Field) Add(a, b uint64) uint64 {
	if r := a + b; r < f.P {
		return r
	}
	return a + b - f.P
}

// Sub is a - b.
func (f Field) Sub(a, b uint64) uint64 {
	if a >= b {
		return a - b
	}
	return a + f.P - b
}

// Inverse is 1/a by Fermat, and 0 for 0.
func (f Field) Inverse(a uint64) uint64 {
	r := uint64(1)
	for e := f.P - 2; e > 0; e >>= 1 {
		if e&1 == 1 {
			r = f.Mul(r, a)
		}
		a = f.Mul(a, a)
	}
	return r
}
