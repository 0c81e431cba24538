package noise

import (
	"math/big"
	"math/bits"
)

// fast is the sampler in 64-bit words. Whatever does not fit is handed to the
// exact functions at the very step where it does not, so that the bits consumed
// and the values are the same.
type fast struct {
	fits     bool
	a, tb    uint64
	t, scale uint64
	far      uint64 // |y| up to which (|y|·t·b - a)² fits in 63 bits
	whole    *exact
}

// newFast sets fits where t and the denominator of the acceptance leave room.
func newFast(x *exact) fast {
	tb := new(big.Int).Mul(x.t, x.b)
	if x.scale.BitLen() > 48 || tb.BitLen() > 31 || x.a.BitLen() > 31 {
		return fast{}
	}
	f := fast{fits: true, a: x.a.Uint64(), tb: tb.Uint64(), t: x.t.Uint64(), scale: x.scale.Uint64(), whole: x}
	f.far = (1<<31 - 1) / f.tb
	return f
}

func (f *fast) gauss(s *Stream) int64 {
	for {
		magnitude, negative := f.laplace(s)
		if f.accept(s, magnitude) {
			if negative {
				return -int64(magnitude)
			}
			return int64(magnitude)
		}
	}
}

func (f *fast) accept(s *Stream, magnitude uint64) bool {
	if magnitude > f.far {
		c := new(big.Int).SetUint64(magnitude)
		c.Mul(c, new(big.Int).SetUint64(f.tb)).Sub(c, f.whole.a)
		return bernoulliExp(s, c.Mul(c, c), f.whole.scale)
	}
	c := int64(magnitude*f.tb) - int64(f.a)
	p := uint64(c * c)
	for ; p > f.scale; p -= f.scale {
		if !exp1(s, 1, 1) {
			return false
		}
	}
	return exp1(s, p, f.scale)
}

func (f *fast) laplace(s *Stream) (magnitude uint64, negative bool) {
	for {
		u := below(s, f.t)
		if !exp1(s, u, f.t) {
			continue
		}
		v := uint64(0)
		for exp1(s, 1, 1) {
			v++
		}
		magnitude = u + f.t*v
		negative = s.bits(1) == 1
		if !negative || magnitude != 0 {
			return magnitude, negative
		}
	}
}

// exp1 is bernoulliExp1 in words.
func exp1(s *Stream, p, q uint64) bool {
	for k := uint64(1); ; k++ {
		high, n := bits.Mul64(q, k)
		var u uint64
		if high != 0 {
			wide := new(big.Int).Mul(new(big.Int).SetUint64(q), new(big.Int).SetUint64(k))
			v := uniform(s, wide)
			if !v.IsUint64() {
				return k%2 == 1
			}
			u = v.Uint64()
		} else {
			u = below(s, n)
		}
		if u >= p {
			return k%2 == 1
		}
	}
}

// below is uniform in words, for n >= 1.
func below(s *Stream, n uint64) uint64 {
	width := uint(bits.Len64(n - 1))
	for {
		if u := s.bits(width); u < n {
			return u
		}
	}
}
