package estimate

import "math"

// Share is a noisy count X, the noisy total N that it is part of, and the
// variances and covariance of their noise.
type Share struct {
	X, N      float64
	VX, VN, C float64
}

// Of returns the share of a node in the root of a solution.
func (o *Solution) Of(node int) Share {
	return Share{X: o.X[node], N: o.X[0], VX: o.W[node], VN: o.W[0], C: o.C[node]}
}

// Add pools shares with independent noise, such as those of several years.
func (s Share) Add(t Share) Share {
	return Share{X: s.X + t.X, N: s.N + t.N, VX: s.VX + t.VX, VN: s.VN + t.VN, C: s.C + t.C}
}

// Off returns X - p·N, which is 0 on average where p is the true share, and
// the variance of its noise, W_x - 2pC + p²W_n: of that all bands are made.
func (s Share) Off(p float64) (value, variance float64) {
	return s.X - p*s.N, max(0, s.VX-2*p*s.C+p*p*s.VN)
}

// Value returns X/N, cut to [0, 1]; false where the total is not above 0.
func (s Share) Value() (float64, bool) {
	if s.N <= 0 {
		return 0, false
	}
	return clamp(s.X / s.N), true
}

// Band is an interval of shares.
type Band struct{ Low, High float64 }

// Half returns half the width.
func (b Band) Half() float64 { return (b.High - b.Low) / 2 }

// Clip moves a value into the band.
func (b Band) Clip(p float64) float64 { return min(max(p, b.Low), b.High) }

// Band returns all shares that the measurements do not contradict at z
// standard errors (z = 1.96: 95 %):
//
//	|X - pN| <= z·√(W_x - 2pC + p²W_n),   0 <= p <= 1
//
// after Fieller (1954). Whatever the true share, it is in the band as often as
// z says, for small totals too, because the noise does not depend on the data.
// The set is an interval, or in [0, 1] what two half-lines leave: then the
// interval around both is taken, which is wider. Where the measurements
// contradict every share, which happens to small totals with much noise, the
// band is [0, 1].
func (s Share) Band(z float64) Band {
	// f(p) = (X - pN)² - z²(W_x - 2pC + p²W_n) = a·p² - 2b·p + c <= 0
	a := s.N*s.N - z*z*s.VN
	b := s.X*s.N - z*z*s.C
	c := s.X*s.X - z*z*s.VX
	inside := func(p float64) bool { return (a*p-2*b)*p+c <= 0 }
	edges := []float64{0, 1}
	if d := b*b - a*c; d >= 0 && a != 0 {
		edges = append(edges, (b-math.Sqrt(d))/a, (b+math.Sqrt(d))/a)
	}
	low, high := math.Inf(1), math.Inf(-1)
	for i, e := range edges {
		if e >= 0 && e <= 1 && (i >= 2 || inside(e)) {
			low, high = min(low, e), max(high, e)
		}
	}
	if low > high {
		return Band{0, 1}
	}
	return Band{low, high}
}

// CountBand is the interval of a count, from below 0 cut off.
func (o *Solution) CountBand(node int, z float64) (low, high float64) {
	half := z * math.Sqrt(o.W[node])
	return max(0, o.X[node]-half), max(0, o.X[node]+half)
}

func clamp(p float64) float64 { return min(max(p, 0), 1) }
