package cli

import (
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/release"
)

// TestOtherWindowsOfTheSameCohorts: by hand, of what is out beside what is to
// come out.
func TestOtherWindowsOfTheSameCohorts(t *testing.T) {
	for _, c := range []struct {
		first, last, since, cohort int
		want                       bool
	}{
		{2022, 2024, 2022, 2024, false}, // the same
		{2022, 2024, 2019, 2021, false}, // the ones before
		{2022, 2024, 0, 2021, false},
		{2022, 2024, 0, 2024, true}, // one of them
		{2022, 2024, 0, 2022, true},
		{2022, 2024, 2021, 2023, true},
		{2022, 2024, 2020, 2024, true},
		{2023, 2023, 2022, 2024, true},
		{2023, 2023, 0, 2023, false},
		{2025, 2025, 2022, 2024, false},
	} {
		m, old := &cube.Model{First: c.first, Cohort: c.last}, &release.Group{Since: c.since, Cohort: c.cohort}
		if got := otherWindow(m, old); got != c.want {
			t.Errorf("%d to %d, out are %d to %d: %v", c.first, c.last, c.since, c.cohort, got)
		}
	}
}
