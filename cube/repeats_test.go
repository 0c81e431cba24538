package cube_test

import (
	"fmt"
	"os"
	"reflect"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/engine"
	"doorstroommonitor/engine/memory"
	"doorstroommonitor/spec"
)

// TestMostYearsOfOnePerson: by hand, A in 2020, B in 2020 and 2022, C in 2020
// and 2021 and 2023 with two diplomas in one of these, D of another level.
func TestMostYearsOfOnePerson(t *testing.T) {
	s := &spec.Specification{}
	p := &spec.Population{ID: "P", Kind: "DIPLOMA", Record: "diploma", Where: map[string][]string{"niveau": {"BA"}}}
	var rows []memory.Row
	for _, r := range []string{"A 2020 BA", "B 2020 BA", "B 2022 BA", "C 2020 BA", "C 2021 BA", "C 2021 BA", "C 2023 BA", "D 2020 BA", "D 2021 MA", "D 2022 MA", "D 2023 MA"} {
		var person, year, level string
		if _, err := fmt.Sscan(r, &person, &year, &level); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, memory.Row{engine.Person: person, engine.Year: year, "niveau": level})
	}
	eng := &memory.Engine{Rows: map[string][]memory.Row{"diploma": rows}}
	src := engine.Source{Records: map[string]engine.Files{"diploma": {Columns: []string{engine.Person, engine.Year, "niveau"}}}}
	inner, err := cube.Tally(t.Context(), eng, []engine.Source{src}, []engine.Plan{cube.Repeats(s, p, 3)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ first, last, want int }{{2020, 2023, 3}, {2020, 2022, 2}, {2022, 2023, 1}, {2020, 2020, 1}, {2024, 2025, 0}} {
		if got := inner[0].Most(c.first, c.last); got != c.want {
			t.Errorf("%d to %d: %d years, by hand %d", c.first, c.last, got, c.want)
		}
	}
}

// TestBothEnginesCountRepeats on the polder, for every population.
func TestBothEnginesCountRepeats(t *testing.T) {
	s, reg := loadSpec(t, os.DirFS("../specs/2026")), polderRegister(t)
	var plans []engine.Plan
	for _, id := range s.PopulationIDs() {
		plans = append(plans, cube.Repeats(s, s.Populations[id], lastCohort-firstCohort))
	}
	a, b := tallyMemory(t, s, reg, plans, polder), tallyDuckDB(t, s, reg, plans, polder)
	counted := 0
	for i, id := range s.PopulationIDs() {
		if !reflect.DeepEqual(a[i], b[i]) {
			t.Errorf("%s: %v and %v", id, a[i], b[i])
		}
		if n := a[i].Most(firstCohort, lastCohort); n > 0 {
			counted++
		}
	}
	if counted != 4 { // nobody in the polder takes a bachelor diploma of a university
		t.Errorf("%d populations have persons, 4 by hand", counted)
	}
}
