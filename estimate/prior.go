package estimate

// Peer is what the shares of peers, the groups of one level and destination,
// have in common: the share of all in each year, and how much the underlying
// share differs between regions, between groups of a region and, within a
// group, between years, as variances.
type Peer struct {
	Mean                     []float64 // by year
	Region                   []float64 // what a region differs from the mean
	Regions, Between, Yearly float64
	within                   float64 // variance that is left of a region's difference
}

// Fit estimates it from released shares alone: history[g][year] of group g,
// each with noise independent of all others, the zero Share where there is
// none; region[g] from 0, -1: not known, nil: no regions. Moments are those of
// counts, so that no small total is divided by:
//
//	p̂       = ΣX / ΣN, of each year
//	r       = X - p̂N,  E r² = n p(1-p) + n(n-1)(regions + between + yearly) + noise
//	r_s·r_t            E    = n_s·n_t·(regions + between), two years of a group
//	r_g·r_h            E    = n_g·n_h·regions, two groups of a region
//
// The second line has the sampling variance of counts in it; products have no
// noise at all. Negative estimates become 0.
func Fit(history [][]Share, region []int32) *Peer {
	p := &Peer{}
	p.means(history)
	var own, ownN, cross, crossN float64
	byRegion := map[int32]*regional{}
	for g, years := range history {
		var sum, n float64
		for i, s := range years {
			if s.absent() {
				continue
			}
			m := p.Mean[i]
			r, noise := s.Off(m)
			own += r*r - noise - s.N*m*(1-m)
			ownN += s.N*s.N - s.VN - s.N
			cross += sum * r
			crossN += n * s.N
			sum, n = sum+r, n+s.N
		}
		if region != nil && region[g] >= 0 {
			if byRegion[region[g]] == nil {
				byRegion[region[g]] = &regional{}
			}
			byRegion[region[g]].add(sum, n)
		}
	}
	whole := positive(own, ownN)
	steady := min(whole, positive(cross, crossN))
	if crossN <= 0 {
		steady = whole
	}
	p.Yearly = whole - steady
	p.fitRegions(byRegion, steady)
	p.Between = steady - p.Regions
	return p
}

func (s Share) absent() bool { return s == Share{} }

func positive(sum, weight float64) float64 {
	if weight <= 0 {
		return 0
	}
	return max(0, sum/weight)
}

func (p *Peer) means(history [][]Share) {
	var x, n []float64
	for _, years := range history {
		for i, s := range years {
			if i == len(x) {
				x, n = append(x, 0), append(n, 0)
			}
			x[i], n[i] = x[i]+s.X, n[i]+s.N
		}
	}
	for i := range x {
		if n[i] <= 0 {
			x[i], n[i] = 1, 2
		}
		p.Mean = append(p.Mean, clamp(x[i]/n[i]))
	}
}

// regional sums the groups of a region: their offsets, sizes, and squares.
type regional struct{ r, n, rr, nn float64 }

func (t *regional) add(r, n float64) { t.r, t.n, t.rr, t.nn = t.r+r, t.n+n, t.rr+r*r, t.nn+n*n }

func (p *Peer) fitRegions(by map[int32]*regional, steady float64) {
	var cross, crossN float64
	last := int32(-1)
	for k := range by {
		last = max(last, k)
	}
	p.Region = make([]float64, last+1)
	for k := range last + 1 {
		if t := by[k]; t != nil {
			cross += t.r*t.r - t.rr
			crossN += t.n*t.n - t.nn
		}
	}
	p.Regions = min(steady, positive(cross, crossN))
	for k, t := range by {
		if t.n <= 0 || p.Regions == 0 {
			continue
		}
		// Variance of the region's mean offset around its own difference.
		v := t.rr / (t.n * t.n)
		p.Region[k] = p.Regions / (p.Regions + v) * t.r / t.n
		p.within = max(p.within, p.Regions*v/(p.Regions+v))
	}
}

// Prior is what is expected of one group before its own figure is seen: the
// underlying share, with its variance.
type Prior struct{ Mean, Variance float64 }

// Expect narrows what the peers say of a group of a region (-1: none) by its
// own earlier years, which were released before: the best linear prediction of
// the underlying share in year at. earlier[i] is year i.
func (p *Peer) Expect(region int32, earlier []Share, at int) Prior {
	start, between := 0.0, p.Regions+p.Between
	if region >= 0 && int(region) < len(p.Region) {
		start, between = p.Region[region], p.Between+p.within
	}
	if between <= 0 {
		return Prior{clamp(p.Mean[at] + start), p.Yearly}
	}
	precision, weighted := 1/between, start/between
	for i, s := range earlier {
		if s.N < 1 {
			continue
		}
		m := p.Mean[i]
		r, noise := s.Off(m)
		// Variance of r/n around the group's difference.
		v := p.Yearly + m*(1-m)/s.N + noise/(s.N*s.N)
		if v <= 0 {
			continue
		}
		precision += 1 / v
		weighted += r / s.N / v
	}
	return Prior{clamp(p.Mean[at] + weighted/precision), 1/precision + p.Yearly}
}

// Shrink combines a share with what was expected of it: the posterior mean of
// the share that the persons of this very group had, not of an underlying
// propensity, and its variance.
//
//	r = X - mN,  prior variance of r: n m(1-m) + n²·variance,  noise W_x - 2mC + m²W_n
func (q Prior) Shrink(s Share) (share, variance float64) {
	n := max(1, s.N)
	r, noise := s.Off(q.Mean)
	prior := n*q.Mean*(1-q.Mean) + n*n*q.Variance
	if prior+noise <= 0 {
		return clamp(q.Mean), 0
	}
	return clamp(q.Mean + prior/(prior+noise)*r/n), prior * noise / (prior + noise) / (n * n)
}

// Normal quantiles of two-sided bands: in how many standard errors the truth
// lies with a chance of 95 and of 99 %.
const (
	Z95 = 1.959963984540054
	Z99 = 2.5758293035489004
)
