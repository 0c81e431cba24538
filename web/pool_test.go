package web

import (
	"testing"

	"doorstroommonitor/sdmx"
)

// TestAPageFindsTheWindowOfACohort: by hand, of windows that end with 2021 and
// 2024.
func TestAPageFindsTheWindowOfACohort(t *testing.T) {
	tables := []sdmx.Table{{Cohorts: []int{2021, 2024}}}
	c, single := &sdmx.Cube{Together: 3, Tables: tables}, &sdmx.Cube{Tables: tables}
	for cohort, want := range map[int]int{2026: 2024, 2024: 2024, 2022: 2024, 2021: 2021, 2019: 2021, 2018: 2018} {
		if got := windowWith(c, cohort); got != want {
			t.Errorf("%d: window that ends with %d, by hand %d", cohort, got, want)
		}
		if got := windowWith(single, cohort); got != cohort {
			t.Errorf("%d: %d, though cohorts stand by themselves", cohort, got)
		}
	}
	if c.Years(2024) != "2022-2024" || single.Years(2024) != "2024" {
		t.Errorf("%s and %s", c.Years(2024), single.Years(2024))
	}
}
