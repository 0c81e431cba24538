package indicator

import (
	"math/bits"

	"doorstroommonitor/sdmx"
)

// whole is 100 percent in tenths of a percent.
const whole = 1000

// bounds returns the narrowest interval in tenths of a percent, rounded
// outward, that holds num/den for all counts within the published bounds with
// num <= den and den > 0:
//
//	lower = floor(num.Lower / den.Upper)          0 where den has no upper bound
//	upper = ceil(min(1, num.Upper / den.Lower))   1 where num has no upper bound
//
// The condition num <= den adds nothing but the 1: if it cuts the interval of
// a count, the share 1 lies within reach and the minimum is 1 already.
func bounds(num, den *sdmx.Observation) (lo, hi int64) {
	if du, ok := upper(den); ok && du > 0 {
		lo, _ = perMille(lower(num), du)
	}
	hi = whole
	nu, ok := upper(num)
	switch dl := lower(den); {
	case ok && nu == 0:
		hi = 0
	case ok && nu < dl:
		q, rest := perMille(nu, dl)
		if rest > 0 {
			q++
		}
		hi = q
	}
	return lo, hi
}

// lower returns the smallest possible count.
func lower(o *sdmx.Observation) int64 {
	if o.Hidden {
		return o.Lower
	}
	return o.Value
}

// upper returns the largest possible count; false means there is none.
func upper(o *sdmx.Observation) (int64, bool) {
	if !o.Hidden {
		return o.Value, true
	}
	return o.Upper, o.Upper >= 0
}

// roundHalfEven returns a/b in tenths of a percent, for 0 <= a <= b, b > 0.
func roundHalfEven(a, b int64) int64 {
	q, rest := perMille(a, b)
	// rest < b, so comparing with what is missing avoids doubling it.
	switch missing := b - rest; {
	case rest > missing, rest == missing && q%2 == 1:
		return q + 1
	}
	return q
}

// perMille returns the quotient and the remainder of 1000*a/b, exactly, for
// 0 <= a <= b and b > 0 over the whole range of int64.
func perMille(a, b int64) (q, rest int64) {
	hi, lo := bits.Mul64(whole, uint64(a))
	// hi < b: hi > 0 needs a > 2^54, and b is at least a.
	uq, ur := bits.Div64(hi, lo, uint64(b))
	return int64(uq), int64(ur)
}
