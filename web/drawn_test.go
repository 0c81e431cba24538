package web

import (
	"slices"
	"testing"

	"doorstroommonitor/sdmx"
)

// TestWhatAPageDraws: the main indicator first, none twice for being told by
// profile as well, and on the page of a school those of its tables alone.
func TestWhatAPageDraws(t *testing.T) {
	share := func(id, table, numerator string, main bool) sdmx.Indicator {
		return sdmx.Indicator{ID: id, Table: table, Dimension: "where", Numerator: numerator, Denominator: "_T", Main: main}
	}
	c := &sdmx.Cube{
		Tables: []sdmx.Table{{ID: "school", Dimensions: []string{"school", "where"}}, {ID: "profile", Dimensions: []string{"profile", "where"}}},
		Indicators: []sdmx.Indicator{
			share("out_by_profile", "profile", "OUT", false), share("out", "school", "OUT", false), share("in", "school", "IN", true),
			share("in_by_profile", "profile", "IN", false), share("gone", "absent", "GONE", false),
		},
	}
	for dim, want := range map[string][]string{"": {"in", "out_by_profile"}, "school": {"in", "out"}, "profile": {"out_by_profile", "in_by_profile"}} {
		var got []string
		for _, ind := range drawn(c, dim) {
			got = append(got, ind.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("by %q: %v, want %v", dim, got, want)
		}
	}
}
