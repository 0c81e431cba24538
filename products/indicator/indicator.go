// Package indicator computes shares from published counts: for each indicator
// of a cube the cell it counts (numerator) over the cell it is part of
// (denominator), once per remaining key.
//
// What belongs here: exact arithmetic on observations that are already
// published, and the canonical CSV of the result. What does not: labels and
// number formats for people (web, xlsx), and any knowledge of a hidden count.
// The package sees what every outsider sees, so that what it computes can
// never tell more than the release itself.
//
// # Rules
//
// A share is shown only where both counts are shown, rounded half to even to
// one decimal of a percent. Otherwise the bounds of the counts, and of the
// other outcomes beside them, give bounds of the share, rounded outward. The numerator counts some of the persons of the
// denominator, so a share never exceeds 100 percent. A denominator of zero,
// or a numerator that cannot exist according to the public register, gives
// "not possible" (observation status M), never zero. A share of noisy counts
// has a band (status E), see settleEstimated; one of perturbed counts has bounds
// (status E too), see settlePerturbed.
package indicator

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"doorstroommonitor/sdmx"
)

// ObsNotPossible is the SDMX observation status of a share that has no
// meaning: its denominator is zero or its numerator cannot exist.
const ObsNotPossible = "M"

// Unit is what every number of this package measures.
const Unit = "percent"

// ErrInconsistent reports a partition that contradicts itself, so that no
// share of it can be trusted.
var ErrInconsistent = errors.New("the partition contradicts itself")

// Value is one share. PerMille, Lower and Upper are tenths of a percent in
// 0..1000.
type Value struct {
	// Key holds one code per remaining dimension, in the order of
	// Series.Dimensions.
	Key []string
	// Num and Den are the observations the share is made of. Num is nil where
	// the numerator cannot exist.
	Num, Den *sdmx.Observation
	// Rest are the observations of the denominator that the numerator does not
	// count, where the indicator lists them; they sharpen the bounds.
	Rest []*sdmx.Observation
	// ObsStatus is sdmx.ObsNormal (shown), sdmx.ObsEstimated (with noise, and a
	// band), sdmx.ObsSuppressed (bounds only) or ObsNotPossible (nothing).
	ObsStatus string
	// ConfStatus is sdmx.ConfFree or sdmx.ConfConfidential.
	ConfStatus string
	// PerMille is the share rounded half to even; it means something only
	// where ObsStatus is sdmx.ObsNormal.
	PerMille int64
	// Lower and Upper enclose the share where ObsStatus is
	// sdmx.ObsSuppressed: every pair of counts within the published bounds
	// gives a share between them. For a shown share both equal PerMille, as
	// they do for a shown count.
	Lower, Upper int64
	// Modelled says that Model is an estimate of a hidden share, in tenths of a
	// percent between Lower and Upper: what a model makes of the published
	// figures, no observation.
	Modelled bool
	Model    int64
}

// Shown says that the share itself is published.
func (v *Value) Shown() bool { return v.ObsStatus == sdmx.ObsNormal }

// Estimated says that the share is one of noisy or perturbed counts: PerMille is
// read with the band, or the bounds, Lower..Upper.
func (v *Value) Estimated() bool { return v.ObsStatus == sdmx.ObsEstimated }

// Bounded says that the share is hidden and enclosed by Lower and Upper.
func (v *Value) Bounded() bool { return v.ObsStatus == sdmx.ObsSuppressed }

// Series is an indicator computed for one partition.
type Series struct {
	Cube      string
	Cohort    int
	Indicator sdmx.Indicator
	// Dimensions are those of the table without the indicator's own.
	Dimensions []string
	// Modelled says that hidden shares have a modelled estimate.
	Modelled bool
	// Values are in the order of the partition's observations.
	Values []Value
}

// Compute returns the indicator for every key of the partition. The partition
// must be one of the indicator's table. An error says that the two do not fit
// or, as ErrInconsistent, that the partition contradicts itself; it names the
// cell and no count.
func Compute(d *sdmx.Dataset, ind sdmx.Indicator) (*Series, error) {
	if d.Table != ind.Table {
		return nil, fmt.Errorf("indicator %s is about table %s, not %s", ind.ID, ind.Table, d.Table)
	}
	axis := slices.Index(d.Dimensions, ind.Dimension)
	if axis < 0 {
		return nil, fmt.Errorf("indicator %s: table %s has no dimension %s", ind.ID, d.Table, ind.Dimension)
	}
	s := &Series{Cube: d.Cube, Cohort: d.Cohort, Indicator: ind, Dimensions: without(d.Dimensions, axis), Modelled: d.Modelled}
	cells := d.Lookup()
	numerators := 0
	for i := range d.Observations {
		den := &d.Observations[i]
		if len(den.Key) != len(d.Dimensions) {
			return nil, fmt.Errorf("indicator %s: observation %d has %d codes for %d dimensions", ind.ID, i+1, len(den.Key), len(d.Dimensions))
		}
		if den.Key[axis] == ind.Numerator {
			numerators++
		}
		if den.Key[axis] != ind.Denominator {
			continue
		}
		v := Value{Key: without(den.Key, axis), Num: cells[keyWith(den.Key, axis, ind.Numerator)], Den: den}
		for _, code := range ind.Rest {
			if o, ok := cells[keyWith(den.Key, axis, code)]; ok { // else nobody can be there
				v.Rest = append(v.Rest, o)
			}
		}
		if err := v.settle(d.Summed); err != nil {
			return nil, fmt.Errorf("%s %s %d, indicator %s, cell %s: %w", d.Cube, d.Table, d.Cohort, ind.ID, strings.Join(den.Key, "."), err)
		}
		v.model()
		if v.Num != nil {
			numerators--
		}
		s.Values = append(s.Values, v)
	}
	if numerators != 0 {
		return nil, fmt.Errorf("%s %s %d, indicator %s: a cell %s=%s stands without its whole %s: %w",
			d.Cube, d.Table, d.Cohort, ind.ID, ind.Dimension, ind.Numerator, ind.Denominator, ErrInconsistent)
	}
	return s, nil
}

func keyWith(key []string, axis int, code string) string {
	k := slices.Clone(key)
	k[axis] = code
	return sdmx.JoinKey(k...)
}

func without(list []string, i int) []string {
	return append(append(make([]string, 0, len(list)-1), list[:i]...), list[i+1:]...)
}

// settle decides what of the share is published and computes it.
func (v *Value) settle(summed bool) error {
	switch {
	case v.Num != nil && v.Num.Perturbed && v.Den.Perturbed:
		return v.settlePerturbed()
	case v.Num != nil && (v.Num.Estimated || v.Den.Estimated):
		return v.settleEstimated(summed)
	}
	du, bounded := upper(v.Den)
	if v.Num != nil && bounded && lower(v.Num) > du {
		return fmt.Errorf("the numerator is larger than the denominator: %w", ErrInconsistent)
	}
	if v.Num == nil || bounded && du == 0 {
		v.ObsStatus, v.ConfStatus = ObsNotPossible, sdmx.ConfFree
		return nil
	}
	if !v.Num.Hidden && !v.Den.Hidden {
		v.ObsStatus, v.ConfStatus = sdmx.ObsNormal, sdmx.ConfFree
		v.PerMille = roundHalfEven(v.Num.Value, v.Den.Value)
		v.Lower, v.Upper = v.PerMille, v.PerMille
		return nil
	}
	v.ObsStatus, v.ConfStatus = sdmx.ObsSuppressed, sdmx.ConfConfidential
	ok := false
	if v.Lower, v.Upper, ok = bounds(v.Num, v.Den, v.Rest); !ok {
		return fmt.Errorf("no counts fit the bounds of the numerator, the denominator and the rest: %w", ErrInconsistent)
	}
	return nil
}
