package web

import (
	"strconv"

	"doorstroommonitor/products/indicator"
	"doorstroommonitor/sdmx"
)

// share is a part of a whole in per mille. Known says that both counts are
// shown; otherwise Lower and Upper are bounds, rounded outward. Possible is
// false where the share has no meaning (a whole of 0, or no such cell).
type share struct {
	Known, Possible bool
	// Estimated says that both counts have noise: PerMille is read with the band
	// Lower..Upper. Unreliable says that the band is too wide for PerMille to be
	// shown as the group's own.
	Estimated, Unreliable bool
	// Perturbed says that both counts are rounded: Lower..Upper are bounds that
	// hold for certain.
	Perturbed    bool
	Since        int                 // the share is that of the cohorts since then
	Instead      string              // the share is that of this coarser code
	Peers        *indicator.Smoothed // where it is not reliable: together with similar institutions
	PerMille     int64
	Percent      int64 // rounded half to even from the exact ratio
	Lower, Upper int64 // per mille
	Modelled     bool  // Model is an estimate between Lower and Upper
	Model        int64 // per mille
	Num, Den     sdmx.Observation
}

// fromValue reads what package indicator computed.
func fromValue(v *indicator.Value) share {
	s := share{Known: v.Shown(), Estimated: v.Estimated(), Possible: v.Shown() || v.Bounded() || v.Estimated(), PerMille: v.PerMille, Lower: v.Lower, Upper: v.Upper, Modelled: v.Modelled, Model: v.Model, Den: *v.Den}
	if v.Num != nil {
		s.Num = *v.Num
		s.Perturbed = v.Num.Perturbed
	}
	if s.Known {
		s.Percent = halfEven(s.Num.Value*100, s.Den.Value)
	}
	return s
}

// shareOf divides two cells of one column, the first being part of the
// second; rest, where it is known, are the other parts. It asks package indicator, so that a share on a page and the same
// share in a download cannot differ.
func shareOf(num, den sdmx.Observation, rest ...sdmx.Observation) (share, error) {
	num.Key, den.Key = []string{"part"}, []string{sdmx.Total}
	d := &sdmx.Dataset{Dimensions: []string{"x"}, Observations: []sdmx.Observation{den, num}}
	ind := sdmx.Indicator{Dimension: "x", Numerator: "part", Denominator: sdmx.Total}
	for i, o := range rest {
		o.Key = []string{"rest" + strconv.Itoa(i)}
		d.Observations, ind.Rest = append(d.Observations, o), append(ind.Rest, o.Key[0])
	}
	s, err := indicator.Compute(d, ind)
	if err != nil {
		return share{}, err
	}
	return fromValue(&s.Values[0]), nil
}

// halfEven is a/b rounded to the nearest integer, ties to even; a >= 0, b > 0.
func halfEven(a, b int64) int64 {
	q, r := a/b, a%b
	if 2*r > b || 2*r == b && q%2 == 1 {
		q++
	}
	return q
}

// share returns an indicator for the codes held fixed in the view; the other
// dimensions are at their total. False means that no such cell can exist.
func (v view) share(ind *sdmx.Indicator) (share, bool, error) {
	den, ok := v.at(ind.Dimension, ind.Denominator)
	if !ok {
		return share{}, false, nil
	}
	num, ok := v.at(ind.Dimension, ind.Numerator)
	if !ok {
		return share{Den: den}, true, nil
	}
	var rest []sdmx.Observation
	for _, code := range ind.Rest {
		if o, ok := v.at(ind.Dimension, code); ok { // else nobody can be there
			rest = append(rest, o)
		}
	}
	s, err := shareOf(num, den, rest...)
	if n := v.cube.Noise; n != nil && s.Estimated {
		s.Unreliable = !indicator.Within(n.Reliability, s.PerMille, s.Lower, s.Upper)
	}
	return s, true, err
}
