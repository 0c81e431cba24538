package indicator

import (
	"fmt"
	"math"
	"slices"

	"doorstroommonitor/estimate"
	"doorstroommonitor/sdmx"
)

// settleEstimated computes a share of noisy counts: the value from the whole
// numbers that are shown, the band from the estimates and their errors, rounded
// outward. Errors of cells that share no persons are those of independent
// noise (see docs/method/formal-privacy.md), so that with x counted by the
// numerator and r by the rest
//
//	N = x + r,  variance of N = that of x + that of r,  covariance = that of x
//
// Where the rest is not known, its error is at most those of both counts
// together. Of sums the value is that of the estimates too.
func (v *Value) settleEstimated(summed bool) error {
	if !v.Num.Estimated || !v.Den.Estimated {
		return fmt.Errorf("an estimated and another count: %w", ErrInconsistent)
	}
	if summed {
		v.ObsStatus, v.ConfStatus = sdmx.ObsEstimated, sdmx.ConfFree
		if v.Den.Estimate <= 0 {
			v.ObsStatus = ObsNotPossible
			return nil
		}
		v.PerMille = roundHalfEven(min(max(v.Num.Estimate, 0), v.Den.Estimate), v.Den.Estimate)
	} else if done, err := v.stated(); done || err != nil {
		return err
	}
	band := v.share().Band(estimate.Z95)
	v.Lower = min(v.PerMille, int64(math.Floor(whole*band.Low)))
	v.Upper = max(v.PerMille, int64(math.Ceil(whole*band.High)))
	return nil
}

// stated gives the share of two counts that are published and not exact; done
// where there is nothing to share.
func (v *Value) stated() (done bool, err error) {
	v.ConfStatus = sdmx.ConfFree
	if v.Den.Value == 0 {
		v.ObsStatus = ObsNotPossible
		return true, nil
	}
	if v.Num.Value > v.Den.Value {
		return false, fmt.Errorf("the numerator is larger than the denominator: %w", ErrInconsistent)
	}
	v.ObsStatus, v.PerMille = sdmx.ObsEstimated, roundHalfEven(v.Num.Value, v.Den.Value)
	return false, nil
}

func (v *Value) share() estimate.Share {
	x, own := persons(v.Num.Estimate), square(v.Num.Error)
	rest := math.Pow(persons(v.Num.Error)+persons(v.Den.Error), 2)
	if len(v.Rest) > 0 {
		rest = 0
		for _, o := range v.Rest {
			rest += square(o.Error)
		}
	}
	return estimate.Share{X: x, N: persons(v.Den.Estimate), VX: own, VN: own + rest, C: own}
}

// persons turns hundredths into persons.
func persons(n int64) float64 { return float64(n) / 100 }

func square(n int64) float64 { return persons(n) * persons(n) }

// Add adds up estimated cells whose noise is independent, such as those of one
// table over several cohorts, or those of institutions that share no persons.
// Variances add up, and with them a band of the sum is made. The key is that of
// the first cell.
func Add(cells ...*sdmx.Observation) sdmx.Observation {
	sum, variance := sdmx.Observation{Key: slices.Clone(cells[0].Key), Estimated: true}, 0.0
	for _, o := range cells {
		sum.Value, sum.Estimate, variance = sum.Value+o.Value, sum.Estimate+o.Estimate, variance+square(o.Error)
	}
	deviation := math.Sqrt(variance)
	sum.Error = int64(math.Ceil(100 * deviation))
	sum.Lower = min(sum.Value, max(0, int64(math.Floor(persons(sum.Estimate)-estimate.Z95*deviation))))
	sum.Upper = max(sum.Value, int64(math.Ceil(persons(sum.Estimate)+estimate.Z95*deviation)))
	return sum
}

// Pool adds up partitions of estimated cells, of one table over several
// cohorts. Cells that one of them lacks are left out. The cohort is that of the
// last.
func Pool(parts ...*sdmx.Dataset) *sdmx.Dataset {
	last := parts[len(parts)-1]
	out := &sdmx.Dataset{Cube: last.Cube, Table: last.Table, Cohort: last.Cohort, Dimensions: last.Dimensions, Summed: true}
	lookups := make([]map[string]*sdmx.Observation, len(parts))
	for i, d := range parts {
		lookups[i] = d.Lookup()
	}
	for i := range last.Observations {
		key := sdmx.JoinKey(last.Observations[i].Key...)
		var cells []*sdmx.Observation
		for _, c := range lookups {
			if o := c[key]; o != nil {
				cells = append(cells, o)
			}
		}
		if len(cells) == len(parts) {
			out.Observations = append(out.Observations, Add(cells...))
		}
	}
	return out
}

// Reliable reports whether the band of a share of noisy counts reaches at most so
// many percentage points from the share that is shown, to either side.
func (v *Value) Reliable(points int) bool {
	return v.ObsStatus == sdmx.ObsEstimated && Within(points, v.PerMille, v.Lower, v.Upper)
}

// Within reports whether a band (per mille) reaches no further than so many
// percentage points from a value in it. Half its width would let pass a value
// that stands at an end, from which the truth may be twice as far.
func Within(points int, value, lower, upper int64) bool {
	return max(upper-value, value-lower) <= 10*int64(points)
}
