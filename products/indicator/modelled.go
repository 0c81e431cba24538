package indicator

import "doorstroommonitor/sdmx"

// model estimates a hidden share from the estimates of its counts, kept within
// the bounds of the share, which know more than the counts one by one.
func (v *Value) model() {
	num, den := likely(v.Num), likely(v.Den)
	v.Model = v.Lower
	if den > 0 {
		v.Model = min(max(roundHalfEven(min(num, den), den), v.Lower), v.Upper)
	}
}

// likely is a count in hundredths: the published one or, where that is hidden,
// its modelled estimate.
func likely(o *sdmx.Observation) int64 {
	if o.Hidden {
		return o.Estimate
	}
	return 100 * o.Value
}
