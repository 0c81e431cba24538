package audit

import (
	"context"

	"doorstroommonitor/sdc"
)

// Outer is what follows from bounds alone for somebody who knows what is
// published and no more: whoever holds it computes the same, so that it tells
// nothing and may leave the house. An Attempt may not: what is proven depends
// on the way, and which cells are sensitive on the truth.
type Outer struct {
	// Hidden cells, and Exact among them that have one possible value.
	Hidden, Exact int
	// Narrowest is the smallest distance of the bounds of a hidden cell; -1
	// where none has two.
	Narrowest int64
	// Homogeneous groups are proven to share an outcome, Unanimous ones
	// entirely.
	Homogeneous, Unanimous int
}

// OuterOf computes it.
func OuterOf(ctx context.Context, k *sdc.Knowledge, hidden sdc.Pattern, h *sdc.Homogeneity) (Outer, error) {
	o := Outer{Narrowest: -1}
	f, err := Attack(ctx, k, Options{BoundsOnly: true})
	if err != nil {
		return o, err
	}
	for c, in := range f.Intervals {
		switch {
		case !hidden[c]:
		case in.Lower == in.Upper:
			o.Hidden++
			o.Exact++
		default:
			o.Hidden++
			if in.Upper < far {
				o.Narrowest = least(o.Narrowest, in.Upper-in.Lower)
			}
		}
	}
	if h == nil {
		return o, nil
	}
	for i := range h.Groups {
		if f.Proves(&h.Groups[i], h.Percent) {
			o.Homogeneous++
		}
		if f.Proves(&h.Groups[i], 100) {
			o.Unanimous++
		}
	}
	return o, nil
}
