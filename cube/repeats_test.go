package cube_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
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

// TestWhoIsAddedRepeatsToo: a population of diplomas, and of who was at school
// the year before and is there no more. By hand: A leaves without a diploma in
// 2020 and 2022, and with one in 2024; B stays all the time; C leaves in 2021
// and has a diploma of that year too, which is one year; D takes a diploma in
// 2020 and 2021 and was never seen at school.
func TestWhoIsAddedRepeatsToo(t *testing.T) {
	s := &spec.Specification{Records: map[string]*spec.Record{"enrolment": {ID: "enrolment", Year: engine.Year}}}
	p := &spec.Population{
		ID: "P", Kind: "DIPLOMA", Record: "diploma", Where: map[string][]string{},
		Also:    &spec.Also{Record: "enrolment", After: -1, Where: map[string][]string{}, Absent: []string{"here"}},
		Lookups: []spec.Lookup{{ID: "here", Record: "enrolment", Where: map[string][]string{}}},
	}
	rows := map[string][]memory.Row{}
	for record, years := range map[string][]string{
		"diploma":   {"A 2024", "C 2021", "D 2020", "D 2021"},
		"enrolment": {"A 2019", "A 2021", "A 2023", "B 2019", "B 2020", "B 2021", "B 2022", "B 2023", "B 2024", "C 2020"},
	} {
		for _, r := range years {
			person, year, _ := strings.Cut(r, " ")
			rows[record] = append(rows[record], memory.Row{engine.Person: person, engine.Year: year})
		}
	}
	columns := engine.Files{Columns: []string{engine.Person, engine.Year}}
	src := engine.Source{Records: map[string]engine.Files{"diploma": columns, "enrolment": columns}}
	inner, err := cube.Tally(t.Context(), &memory.Engine{Rows: rows}, []engine.Source{src}, []engine.Plan{cube.Repeats(s, p, 4)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ first, last, want int }{{2020, 2024, 3}, {2020, 2023, 2}, {2020, 2021, 2}, {2021, 2022, 1}, {2023, 2023, 0}} {
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
	if counted != 5 { // no master of a university in the polder
		t.Errorf("%d populations have persons, 5 by hand", counted)
	}
}
