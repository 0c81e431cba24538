package cube_test

import (
	"os"
	"slices"
	"testing"

	"doorstroommonitor/cube"
)

// TestWhatNobodySuppliedIsNotObserved: a table that looks up records of a year
// without any is left open, as one of a year that is to come; it does not count
// everybody as one who has none.
func TestWhatNobodySuppliedIsNotObserved(t *testing.T) {
	s, reg := loadSpec(t, os.DirFS("../specs/2026")), polderRegister(t)
	enrolled := func(years ...int) map[string]map[int]bool {
		out := map[string]map[int]bool{"inschrijving": {}}
		for _, y := range years {
			out["inschrijving"][y] = true
		}
		return out
	}
	for _, c := range []struct {
		name     string
		observed cube.Observed
		open     []string
	}{
		{"all that there is", cube.Observed{Last: 2020}, nil},
		{"rows of both years", cube.Observed{Last: 2020, Rows: enrolled(2019, 2020)}, nil},
		{"a year that is to come", cube.Observed{Last: 2019}, []string{"stroom"}},
		{"no rows of the year after", cube.Observed{Last: 2020, Rows: enrolled(2019)}, []string{"stroom"}},
		{"no rows of the year itself", cube.Observed{Last: 2020, Rows: enrolled(2020)}, []string{"bestemming", "stroom", "onderdeel", "herkomst"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := cube.NewModel(s, s.Populations["WO-DIPLOMA"], reg, 2019, c.observed, nil)
			if err != nil {
				t.Fatal(err)
			}
			var open []string
			for _, o := range m.Open {
				open = append(open, o.Table)
			}
			if !slices.Equal(open, c.open) {
				t.Errorf("open are %v, want %v", open, c.open)
			}
		})
	}
}
