package indicator

import (
	"fmt"

	"doorstroommonitor/sdmx"
)

// settlePerturbed computes a share of perturbed counts: the value from the
// counts that are published, between the bounds that follow from theirs.
func (v *Value) settlePerturbed() error {
	v.ConfStatus = sdmx.ConfFree
	if v.Den.Value == 0 {
		v.ObsStatus = ObsNotPossible
		return nil
	}
	if v.Num.Value > v.Den.Value {
		return fmt.Errorf("the numerator is larger than the denominator: %w", ErrInconsistent)
	}
	lower, upper, ok := bounds(v.Num, v.Den, v.Rest)
	if !ok {
		return fmt.Errorf("no counts fit the bounds of the numerator, the denominator and the rest: %w", ErrInconsistent)
	}
	v.ObsStatus, v.PerMille = sdmx.ObsEstimated, roundHalfEven(v.Num.Value, v.Den.Value)
	v.Lower, v.Upper = min(lower, v.PerMille), max(upper, v.PerMille)
	return nil
}
