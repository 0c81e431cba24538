package synth

import (
	"math"
	"math/rand/v2"
)

// Domains keep the streams of different things apart.
const (
	streamVO uint64 = iota + 1
	streamMBO
	streamHO
	streamPO
	streamProgrammes
	streamEffect
	streamPerson
	streamNewcomer
	streamWork
	streamMark
)

// source is a reusable generator: seat gives it the stream of one thing.
type source struct {
	pcg  rand.PCG
	rand *rand.Rand
}

func newSource() *source {
	s := new(source)
	s.rand = rand.New(&s.pcg)
	return s
}

// seat makes s the stream of thing (a, b) of a domain under seed.
func (s *source) seat(seed, domain, a, b uint64) *rand.Rand {
	s.pcg.Seed(scramble(seed^domain<<56), scramble(scramble(a)+b))
	return s.rand
}

// scramble is the finaliser of SplitMix64: neighbouring numbers get unrelated
// values, so that neighbouring streams do not resemble each other.
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// gamma draws from a gamma distribution with shape a > 0 and scale 1
// (Marsaglia and Tsang 2000; for a < 1 through a+1).
func gamma(r *rand.Rand, a float64) float64 {
	if a < 1 {
		return gamma(r, a+1) * math.Pow(r.Float64(), 1/a)
	}
	d := a - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-r.Float64()) < 0.5*x*x+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// dirichlet fills p with a draw from a Dirichlet distribution with mean base
// and concentration k; where base is 0 so is p.
func dirichlet(r *rand.Rand, k float64, base, p []float64) {
	sum := 0.0
	for i, b := range base {
		p[i] = 0
		if b > 0 {
			p[i] = gamma(r, k*b)
			sum += p[i]
		}
	}
	for i := range p {
		p[i] /= sum
	}
}

// choose draws an index with probability proportional to p.
func choose(r *rand.Rand, p []float64) int {
	sum := 0.0
	for _, x := range p {
		sum += x
	}
	u := r.Float64() * sum
	last := 0
	for i, x := range p {
		if x <= 0 {
			continue
		}
		if u < x {
			return i
		}
		u -= x
		last = i
	}
	return last
}
