package indicator

import "fmt"

// settlePerturbed computes a share of perturbed counts: the value from the
// counts that are published, between the bounds that follow from theirs. A part
// that is published larger than its whole, as cell keys can bring about, is all
// of it.
func (v *Value) settlePerturbed() error {
	part := *v.Num
	part.Value = min(part.Value, v.Den.Value)
	stated := Value{Num: &part, Den: v.Den}
	done, err := stated.stated()
	v.ObsStatus, v.ConfStatus, v.PerMille = stated.ObsStatus, stated.ConfStatus, stated.PerMille
	if done || err != nil {
		return err
	}
	lower, upper, ok := bounds(v.Num, v.Den, v.Rest)
	if !ok {
		return fmt.Errorf("no counts fit the bounds of the numerator, the denominator and the rest: %w", ErrInconsistent)
	}
	v.Lower, v.Upper = min(lower, v.PerMille), max(upper, v.PerMille)
	return nil
}
