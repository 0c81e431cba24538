package indicator

import "doorstroommonitor/sdmx"

// model estimates a hidden share where its hidden counts have estimates, from
// these, kept within the bounds of the share, which know more than the counts one by one.
func (v *Value) model() {
	if v.Modelled = v.Bounded() && (!v.Num.Hidden || v.Num.Modelled) && (!v.Den.Hidden || v.Den.Modelled); !v.Modelled {
		return
	}
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
