package noise

import "math/big"

var one = big.NewInt(1)

// exact is the sampler in integers of any size, step by step as in the paper.
// It is the definition; fast gives the same values from the same bits.
type exact struct {
	a, b, t *big.Int
	scale   *big.Int // 2·a·b·t²
}

func newExact(a, b *big.Int) exact {
	t := new(big.Int).Quo(a, b)
	t.Sqrt(t).Add(t, one)
	scale := new(big.Int).Mul(a, b)
	scale.Mul(scale, t).Mul(scale, t).Lsh(scale, 1)
	return exact{a: a, b: b, t: t, scale: scale}
}

// gauss accepts a discrete Laplace value y with probability
// exp(-(|y| - σ²/t)²/(2σ²)), which is exp(-(|y|·t·b - a)²/(2·a·b·t²)).
func (x *exact) gauss(s *Stream) *big.Int {
	c := new(big.Int)
	for {
		y := laplace(s, x.t)
		c.Abs(y).Mul(c, x.t).Mul(c, x.b).Sub(c, x.a)
		if bernoulliExp(s, c.Mul(c, c), x.scale) {
			return y
		}
	}
}

// laplace returns y with probability ∝ exp(-|y|/t).
func laplace(s *Stream, t *big.Int) *big.Int {
	for {
		u := uniform(s, t)
		if !bernoulliExp1(s, u, t) {
			continue
		}
		v := int64(0)
		for bernoulliExp1(s, one, one) {
			v++
		}
		y := new(big.Int).Mul(t, big.NewInt(v))
		y.Add(y, u)
		negative := s.bits(1) == 1
		if negative && y.Sign() == 0 {
			continue
		}
		if negative {
			y.Neg(y)
		}
		return y
	}
}

// bernoulliExp is true with probability exp(-p/q), for p >= 0.
func bernoulliExp(s *Stream, p, q *big.Int) bool {
	for p = new(big.Int).Set(p); p.Cmp(q) > 0; p.Sub(p, q) {
		if !bernoulliExp1(s, one, one) {
			return false
		}
	}
	return bernoulliExp1(s, p, q)
}

// bernoulliExp1 is true with probability exp(-p/q), for 0 <= p <= q: the
// number of the first failure in trials p/q, p/2q, p/3q ... is odd.
func bernoulliExp1(s *Stream, p, q *big.Int) bool {
	n := new(big.Int)
	for k := int64(1); ; k++ {
		if uniform(s, n.Mul(q, big.NewInt(k))).Cmp(p) >= 0 {
			return k%2 == 1
		}
	}
}

// uniform returns an integer below n >= 1: as many bits as n-1 has, again
// until they are below n.
func uniform(s *Stream, n *big.Int) *big.Int {
	width := new(big.Int).Sub(n, one).BitLen()
	for {
		u := new(big.Int)
		for at := 0; at < width; at += 64 {
			word := new(big.Int).SetUint64(s.bits(uint(min(64, width-at))))
			u.Or(u, word.Lsh(word, uint(at)))
		}
		if u.Cmp(n) < 0 {
			return u
		}
	}
}
