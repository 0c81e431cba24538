package indicator

import (
	"doorstroommonitor/sdmx"
)

// Basis says on what a share of noisy counts rests.
type Basis string

// Bases, in the order in which they are tried.
const (
	OneCohort     Basis = "cohort"        // the band of the cohort itself is narrow enough
	ThreeCohorts  Basis = "three_cohorts" // that of three cohorts together is
	Coarser       Basis = "coarser"       // that of the code above is, for the cohort
	NotDependable Basis = "none"          // none is
)

// pooledCohorts is how many cohorts together stand in for one.
const pooledCohorts = 3

// Dependable is a share as it may be shown as that of its group.
type Dependable struct {
	Value
	Basis Basis
	// Since is the first of the cohorts that the share is of.
	Since int
	// Code is what the share counts: the numerator, or the code above it.
	Code string
}

// Depend computes an indicator for the last of some cohorts, so that each share
// can be shown as that of its group: where the band reaches more than points to
// either side, the share of three cohorts together, else that of the code above
// in the codelist of the dimension, else the own one, marked. It looks at
// released figures alone, so that the choice tells nothing. Shares without
// noise are what they are. parts are of one table, by cohort.
func Depend(parts []*sdmx.Dataset, ind sdmx.Indicator, list *sdmx.Codelist, points int) (*Series, []Dependable, error) {
	last := parts[len(parts)-1]
	s, err := Compute(last, ind)
	if err != nil {
		return nil, nil, err
	}
	out := make([]Dependable, len(s.Values))
	var wide []*Dependable
	for i, v := range s.Values {
		out[i] = Dependable{v, OneCohort, last.Cohort, ind.Numerator}
		if v.Estimated() && !v.Reliable(points) {
			out[i].Basis = NotDependable
			wide = append(wide, &out[i])
		}
	}
	if len(wide) == 0 {
		return s, out, nil
	}
	if first := last.Cohort - pooledCohorts + 1; len(parts) >= pooledCohorts && parts[len(parts)-pooledCohorts].Cohort == first {
		pooled := Pool(parts[len(parts)-pooledCohorts:]...)
		if wide, err = replace(wide, pooled, ind, points, ThreeCohorts, first); err != nil {
			return nil, nil, err
		}
	}
	if above, ok := coarser(ind, list); ok {
		if _, err = replace(wide, last, above, points, Coarser, last.Cohort); err != nil {
			return nil, nil, err
		}
	}
	return s, out, nil
}

// replace puts what another computation says in the place of shares whose band
// is too wide, where its own is not, and returns those that stay.
func replace(wide []*Dependable, d *sdmx.Dataset, ind sdmx.Indicator, points int, basis Basis, since int) ([]*Dependable, error) {
	s, err := Compute(d, ind)
	if err != nil {
		return nil, err
	}
	by := make(map[string]*Value, len(s.Values))
	for i := range s.Values {
		by[sdmx.JoinKey(s.Values[i].Key...)] = &s.Values[i]
	}
	var left []*Dependable
	for _, w := range wide {
		if v := by[sdmx.JoinKey(w.Key...)]; v != nil && v.Reliable(points) {
			*w = Dependable{*v, basis, since, ind.Numerator}
		} else {
			left = append(left, w)
		}
	}
	return left, nil
}

// coarser is the indicator of the code above the numerator, where there is one
// below the denominator.
func coarser(ind sdmx.Indicator, list *sdmx.Codelist) (sdmx.Indicator, bool) {
	code, _ := list.Find(ind.Numerator)
	above, known := list.Find(code.Parent)
	if !known || above.ID == ind.Denominator || above.ID == sdmx.Total {
		return ind, false
	}
	ind.Numerator = above.ID
	ind.Rest, _ = list.Beside(above.ID, ind.Denominator)
	return ind, true
}
