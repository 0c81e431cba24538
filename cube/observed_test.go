package cube_test

import (
	"os"
	"slices"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/register"
	"doorstroommonitor/spec"
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
		{"all that there is", cube.Observed{Last: 2020}, []string{"landelijk_2", "rendement"}},
		{"rows of both years", cube.Observed{Last: 2020, Rows: enrolled(2019, 2020)}, []string{"landelijk_0", "landelijk_2", "status", "rendement"}}, // which ask for work or diplomas, too,
		{"a year that is to come", cube.Observed{Last: 2019}, []string{"landelijk_2", "stroom", "status", "rendement"}},
		{"no rows of the year after", cube.Observed{Last: 2020, Rows: enrolled(2019)}, []string{"landelijk_0", "landelijk_2", "stroom", "status", "rendement"}},
		{"no rows of the year itself", cube.Observed{Last: 2020, Rows: enrolled(2020)}, []string{"bestemming", "landelijk_0", "landelijk_2", "bestemming", "stroom", "onderdeel", "herkomst", "status", "rendement"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if open := openTables(t, s, reg, "WO-DIPLOMA", c.observed); !slices.Equal(open, c.open) {
				t.Errorf("open are %v, want %v", open, c.open)
			}
		})
	}
}

// TestLaterYearsOfTheRecordOfMembersCount: members are found by diplomas of
// 2019; whether they have one of a later year is known where such a year was
// supplied.
func TestLaterYearsOfTheRecordOfMembersCount(t *testing.T) {
	s, reg := loadSpec(t, os.DirFS("../specs/2026")), polderRegister(t)
	years := func(last int) map[int]bool {
		out := map[int]bool{}
		for y := 2015; y <= last; y++ {
			out[y] = true
		}
		return out
	}
	rows := func(enrolled, diplomas int) cube.Observed {
		return cube.Observed{Last: 2025, Rows: map[string]map[int]bool{"inschrijving": years(enrolled), "diploma": years(diplomas), "arbeid": years(2025)}}
	}
	for _, c := range []struct {
		name, population string
		observed         cube.Observed
		open             []string
	}{
		{"all", "HBO-DIPLOMA", rows(2025, 2025), nil},
		{"diplomas of two years after", "HBO-DIPLOMA", rows(2025, 2021), []string{"rendement"}},
		{"diplomas of the year itself", "HBO-DIPLOMA", rows(2025, 2019), []string{"rendement", "status"}},
		{"enrolments of the year itself", "VO", rows(2019, 2025), []string{"cijfer", "status", "status", "status", "stroom", "stroom", "stroom"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			open := openTables(t, s, reg, c.population, c.observed)
			if slices.Sort(open); !slices.Equal(open, c.open) {
				t.Errorf("open are %v, want %v", open, c.open)
			}
		})
	}
}

// openTables lists the tables of cohort 2019 that cannot be counted yet.
func openTables(t *testing.T, s *spec.Specification, reg *register.Register, population string, o cube.Observed) []string {
	t.Helper()
	m, err := cube.NewModel(s, s.Populations[population], reg, 2019, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	var open []string
	for _, o := range m.Open {
		open = append(open, o.Table)
	}
	return open
}
