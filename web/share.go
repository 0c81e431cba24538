package web

import (
	"doorstroommonitor/products/indicator"
	"doorstroommonitor/sdmx"
)

// share is a part of a whole in per mille. Known says that both counts are
// shown; otherwise Lower and Upper are bounds, rounded outward. Possible is
// false where the share has no meaning (a whole of 0, or no such cell).
type share struct {
	Known, Possible bool
	PerMille        int64
	Percent         int64 // rounded half to even from the exact ratio
	Lower, Upper    int64 // per mille
	Num, Den        sdmx.Observation
}

// fromValue reads what package indicator computed.
func fromValue(v *indicator.Value) share {
	s := share{Known: v.Shown(), Possible: v.Shown() || v.Bounded(), PerMille: v.PerMille, Lower: v.Lower, Upper: v.Upper, Den: *v.Den}
	if v.Num != nil {
		s.Num = *v.Num
	}
	if s.Known {
		s.Percent = halfEven(s.Num.Value*100, s.Den.Value)
	}
	return s
}

// shareOf divides two cells of one column, the first being part of the
// second. It asks package indicator, so that a share on a page and the same
// share in a download cannot differ.
func shareOf(num, den sdmx.Observation) (share, error) {
	num.Key, den.Key = []string{"part"}, []string{sdmx.Total}
	d := &sdmx.Dataset{Dimensions: []string{"x"}, Observations: []sdmx.Observation{den, num}}
	s, err := indicator.Compute(d, sdmx.Indicator{Dimension: "x", Numerator: "part", Denominator: sdmx.Total})
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
	s, err := shareOf(num, den)
	return s, true, err
}
