package estimate

// Peer is what the shares of peers, the groups of one level and destination,
// have in common: the share of all, and how much the underlying share differs
// between groups and, within a group, between years, as variances.
type Peer struct {
	Mean            float64
	Between, Yearly float64
	Groups          int
}

// Fit estimates it from released shares alone: history[g] are the years of
// group g, in order, each with noise independent of all others. Moments are
// those of counts, so that no small total is divided by:
//
//	p̂       = ΣX / ΣN
//	r       = X - p̂N,  E r² = n p(1-p) + n(n-1)(between + yearly) + noise
//	r_s·r_t,           E    = n_s·n_t·between            (s ≠ t)
//
// The second line has the sampling variance of counts in it, the third has no
// noise at all. Negative estimates become 0.
func Fit(history [][]Share) Peer {
	var x, n float64
	for _, years := range history {
		for _, s := range years {
			x, n = x+s.X, n+s.N
		}
	}
	p := Peer{Groups: len(history)}
	if n <= 0 {
		p.Mean, p.Between = 0.5, 0.25
		return p
	}
	p.Mean = clamp(x / n)
	var own, ownWeight, cross, crossWeight float64
	for _, years := range history {
		for i, s := range years {
			r, noise := s.Off(p.Mean)
			own += r*r - noise - s.N*p.Mean*(1-p.Mean)
			ownWeight += s.N*s.N - s.VN - s.N
			for _, t := range years[:i] {
				q, _ := t.Off(p.Mean)
				cross += r * q
				crossWeight += s.N * t.N
			}
		}
	}
	whole := 0.0
	if ownWeight > 0 {
		whole = max(0, own/ownWeight)
	}
	p.Between = whole
	if crossWeight > 0 {
		p.Between = min(whole, max(0, cross/crossWeight))
	}
	p.Yearly = whole - p.Between
	return p
}

// Prior is what is expected of one group before its own figure is seen: the
// underlying share, with its variance.
type Prior struct{ Mean, Variance float64 }

// Expect narrows what the peers say by the group's own earlier years, all of
// them released before: the best linear prediction of the underlying share.
func (p Peer) Expect(earlier []Share) Prior {
	precision, weighted := 0.0, 0.0
	for _, s := range earlier {
		if s.N < 1 {
			continue
		}
		r, noise := s.Off(p.Mean)
		// Variance of r/n around the group's share.
		v := p.Yearly + p.Mean*(1-p.Mean)/s.N + noise/(s.N*s.N)
		precision += 1 / v
		weighted += r / s.N / v
	}
	if p.Between <= 0 {
		return Prior{p.Mean, p.Yearly}
	}
	precision += 1 / p.Between
	return Prior{p.Mean + weighted/precision, 1/precision + p.Yearly}
}

// Shrink combines a share with what was expected of it: the posterior mean of
// the share that the persons of this very group had, not of an underlying
// propensity. years is over how many years the share is pooled.
//
//	r = X - mN,  prior variance of r: n m(1-m) + n²·variance,  noise W_x - 2mC + m²W_n
func (q Prior) Shrink(s Share) float64 {
	n := max(1, s.N)
	r, noise := s.Off(q.Mean)
	prior := n*q.Mean*(1-q.Mean) + n*n*q.Variance
	if prior+noise <= 0 {
		return clamp(q.Mean)
	}
	return clamp(q.Mean + prior/(prior+noise)*r/n)
}

// Limit is the smoothed estimate kept inside the band of the share alone
// (limited translation, Efron & Morris 1972): peers may pull a school as far as
// its own figure allows, and no further.
func (q Prior) Limit(s Share, band Band) float64 { return band.Clip(q.Shrink(s)) }

// Normal quantiles of two-sided bands: in how many standard errors the truth
// lies with a chance of 95 and of 99 %.
const (
	Z95 = 1.959963984540054
	Z99 = 2.5758293035489004
)
