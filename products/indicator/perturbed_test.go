package indicator_test

import (
	"testing"

	"doorstroommonitor/products/indicator"
	"doorstroommonitor/sdmx"
)

// TestAPartShownLargerThanItsWhole, as cell keys bring about, is all of it; the
// bounds are those of the true counts, by hand: 4 or more of
// them beside at most 5 others are 44.4 % at least.
func TestAPartShownLargerThanItsWhole(t *testing.T) {
	cell := func(code string, value, lower, upper int64) sdmx.Observation {
		return sdmx.Observation{Key: []string{code}, Estimated: true, Perturbed: true, Value: value, Lower: lower, Upper: upper}
	}
	d := &sdmx.Dataset{Cube: "C", Table: "t", Cohort: 2024, Dimensions: []string{"doel"}, Method: sdmx.CellKey, Observations: []sdmx.Observation{
		cell("_T", 5, 1, 10), cell("HO", 9, 4, 14), cell("GEEN", 0, 0, 5),
	}}
	s, err := indicator.Compute(d, sdmx.Indicator{ID: "i", Table: "t", Dimension: "doel", Numerator: "HO", Denominator: "_T", Rest: []string{"GEEN"}})
	if err != nil {
		t.Fatal(err)
	}
	if v := s.Values[0]; !v.Estimated() || v.PerMille != 1000 || v.Lower != 444 || v.Upper != 1000 {
		t.Errorf("got %+v", v)
	}
	d.Observations[0] = cell("_T", 0, 0, 5)
	if s, err = indicator.Compute(d, s.Indicator); err != nil || s.Values[0].Estimated() {
		t.Errorf("of a whole that is shown as 0: %+v, %v", s, err)
	}
}
