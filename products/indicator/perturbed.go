package indicator

import "fmt"

// settlePerturbed computes a share of perturbed counts: the value from the
// counts that are published, between the bounds that follow from theirs.
func (v *Value) settlePerturbed() error {
	if done, err := v.stated(); done || err != nil {
		return err
	}
	lower, upper, ok := bounds(v.Num, v.Den, v.Rest)
	if !ok {
		return fmt.Errorf("no counts fit the bounds of the numerator, the denominator and the rest: %w", ErrInconsistent)
	}
	v.Lower, v.Upper = min(lower, v.PerMille), max(upper, v.PerMille)
	return nil
}
