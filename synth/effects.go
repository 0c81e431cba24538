package synth

import (
	"math"
	"math/rand/v2"
)

// way is what a graduate does next.
type way uint8

const (
	toSchool  way = iota // a higher level of secondary education
	toMBO                // directly
	toHBO                // directly
	toWO                 // directly
	toGapMBO             // after one year
	toGapHBO             // after one year
	toGapWO              // after one year
	toLongHBO            // to hbo after two years
	toNothing            // no education, perhaps much later
	ways
)

// afterExam is the national share of each way per level of the diploma,
// after the published shares of direct progression (see report.go).
var afterExam = [levelVWO + 1][ways]float64{
	levelVMBOB: {toSchool: .020, toMBO: .860, toGapMBO: .050, toNothing: .070},
	levelVMBOK: {toSchool: .015, toMBO: .920, toGapMBO: .030, toNothing: .035},
	levelVMBOG: {toSchool: .075, toMBO: .870, toGapMBO: .022, toNothing: .033},
	levelVMBOT: {toSchool: .142, toMBO: .800, toGapMBO: .025, toNothing: .033},
	levelHAVO:  {toSchool: .050, toMBO: .055, toHBO: .742, toWO: .008, toGapMBO: .005, toGapHBO: .080, toLongHBO: .020, toNothing: .040},
	levelVWO:   {toMBO: .005, toHBO: .085, toWO: .747, toGapHBO: .020, toGapWO: .095, toLongHBO: .010, toNothing: .038},
}

// afterMBO is the same for a diploma of vocational education at level 4.
var afterMBO = [ways]float64{toMBO: .030, toHBO: .387, toGapHBO: .050, toLongHBO: .030, toNothing: .503}

const (
	// schoolSpread is the concentration of the shares of schools around the
	// national ones: at a share of one half a standard deviation of 6.4
	// points.
	schoolSpread = 60
	// cohortSpread is that of the years of one school around its own shares:
	// 2.5 points.
	cohortSpread = 400
	// loyalty is the probability of choosing within the own province.
	loyalty = .85
)

// effects are the differences between institutions and their years.
type effects struct {
	w *world
	// school holds, by institution and level, the shares of the school.
	school map[effectKey]*[ways]float64
	// cohort holds the same by year, cumulated; made when first needed.
	cohort map[cohortKey]*[ways]float64
	// dropout multiplies the risk of stopping and switching in the first
	// year, by institution of higher education; weighted mean 1.
	dropout []float64
	src     *source
}

type effectKey struct {
	institution int
	level       level
}

type cohortKey struct {
	effectKey
	year int
}

func newEffects(w *world) *effects {
	e := &effects{w: w, school: map[effectKey]*[ways]float64{}, cohort: map[cohortKey]*[ways]float64{}, src: newSource()}
	for v := levelVMBOB; v <= levelVWO; v++ {
		e.spread(v, afterExam[v][:], e.clientele(&w.secondary[v], func(l int32) int { return w.locations[l].institution }))
	}
	mass := make([]float64, len(w.institutions))
	for d := range domains {
		for i, m := range e.clientele(&w.vocational[levelMBO4][d], w.institutionOf) {
			mass[i] += m * domainWeights[d]
		}
	}
	e.spread(levelMBO4, afterMBO[:], mass)
	e.dropout = make([]float64, len(w.institutions))
	e.risks(sectorHBO)
	e.risks(sectorWO)
	return e
}

// institutionOf is the institution of an offer at the start.
func (w *world) institutionOf(o int32) int { return w.locations[w.offers[o].location].institution }

// clientele is the expected share of the persons on a market that each
// institution attracts.
func (e *effects) clientele(m *market, of func(int32) int) []float64 {
	mass := make([]float64, len(e.w.institutions))
	m.odds(e.w.people[:], loyalty, func(item int32, p float64) { mass[of(item)] += p })
	return mass
}

// spread draws the shares of every institution around base, and rakes them so
// that their mean, weighted with mass, is base: the nation is where it was
// published, the schools differ.
func (e *effects) spread(v level, base, mass []float64) {
	var own []*[ways]float64
	var weight []float64
	for i, m := range mass {
		if m > 0 {
			p := new([ways]float64)
			dirichlet(e.src.seat(e.w.seed, streamEffect, uint64(i), uint64(v)), schoolSpread, base, p[:])
			e.school[effectKey{i, v}] = p
			own, weight = append(own, p), append(weight, m)
		}
	}
	for range 50 {
		rake(own, weight, base)
	}
}

// rake moves the weighted mean of shares towards base, keeping each sum 1.
func rake(shares []*[ways]float64, weight, base []float64) {
	var mean [ways]float64
	total := 0.0
	for i, p := range shares {
		total += weight[i]
		for k, x := range p {
			mean[k] += weight[i] * x
		}
	}
	for _, p := range shares {
		sum := 0.0
		for k := range p {
			if mean[k] > 0 {
				p[k] *= base[k] * total / mean[k]
			}
			sum += p[k]
		}
		for k := range p {
			p[k] /= sum
		}
	}
}

// risks draws the first-year factors of the institutions of a sector.
func (e *effects) risks(s sector) {
	mean, total := 0.0, 0.0
	for f := range fields {
		m := e.w.higher[study{s, levelBA, f}]
		if m == nil {
			continue
		}
		for i, x := range e.clientele(m, e.w.institutionOf) {
			if x == 0 {
				continue
			}
			if e.dropout[i] == 0 {
				e.dropout[i] = math.Exp(.2 * e.src.seat(e.w.seed, streamEffect, uint64(i), 99).NormFloat64())
			}
			share := x * (fieldWeights(s, f) + .001)
			mean, total = mean+share*e.dropout[i], total+share
		}
	}
	for i := range e.dropout {
		if e.w.institutions[i].sector == s {
			e.dropout[i] *= total / mean
			if e.dropout[i] == 0 {
				e.dropout[i] = 1
			}
		}
	}
}

// next draws the way of a graduate of a level at an institution in a year.
func (e *effects) next(r *rand.Rand, institution int, v level, year int) way {
	key := cohortKey{effectKey{institution, v}, year}
	p := e.cohort[key]
	if p == nil {
		p = new([ways]float64)
		src := e.src.seat(e.w.seed, streamEffect, uint64(institution), uint64(year)<<8|uint64(v))
		dirichlet(src, cohortSpread, e.school[key.effectKey][:], p[:])
		e.cohort[key] = p
	}
	return way(choose(r, p[:]))
}
