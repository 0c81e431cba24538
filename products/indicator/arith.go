package indicator

import (
	"math/bits"

	"doorstroommonitor/sdmx"
)

// whole is 100 percent in tenths of a percent.
const whole = 1000

// bounds returns the narrowest interval in tenths of a percent, rounded
// outward, that holds num/den for all counts within the published bounds with
// num + rest = den and den > 0, where rest are the cells of den that are not
// num; without any of them it is only known not to be negative. Num cannot be
// less than den leaves beside most of the rest, nor more than beside the least:
//
//	num' in [max(num.Lower, den.Lower - rest.Upper), min(num.Upper, den.Upper - rest.Lower)]
//	lower = floor(num'.Lower / (num'.Lower + min(rest.Upper, den.Upper - num'.Lower)))
//	upper = ceil(num'.Upper / (num'.Upper + max(rest.Lower, den.Lower - num'.Upper)))
//
// since the share grows with num and falls with rest. False means that no
// counts fit.
func bounds(num, den *sdmx.Observation, rest []*sdmx.Observation) (lo, hi int64, ok bool) {
	n, d, r := rangeOf(num), rangeOf(den), span{0, boundless}
	if len(rest) > 0 {
		r = span{}
		for _, o := range rest {
			s := rangeOf(o)
			r.lower, r.upper = r.lower+s.lower, min(r.upper+s.upper, boundless)
		}
	}
	n.lower, n.upper = max(n.lower, d.lower-r.upper), min(n.upper, d.upper-r.lower)
	if n.lower > n.upper {
		return 0, 0, false
	}
	if most := max(min(r.upper, d.upper-n.lower), r.lower); n.lower > 0 && n.lower+most < boundless {
		lo, _ = perMille(n.lower, n.lower+most)
	}
	hi = whole
	switch least := max(r.lower, d.lower-n.upper); {
	case n.upper == 0:
		hi = 0
	case n.upper < boundless && n.upper+least < boundless:
		q, left := perMille(n.upper, n.upper+least)
		if left > 0 {
			q++
		}
		hi = q
	}
	return lo, hi, true
}

// boundless is above every count, and small enough to add up.
const boundless = 1 << 58

// span are the possible values of a count.
type span struct{ lower, upper int64 }

func rangeOf(o *sdmx.Observation) span {
	s := span{lower(o), boundless}
	if u, ok := upper(o); ok {
		s.upper = u
	}
	return s
}

// lower returns the smallest possible count.
func lower(o *sdmx.Observation) int64 {
	if o.Hidden || o.Perturbed {
		return o.Lower
	}
	return o.Value
}

// upper returns the largest possible count; false means there is none.
func upper(o *sdmx.Observation) (int64, bool) {
	if !o.Hidden && !o.Perturbed {
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
