package cube_test

import (
	"fmt"
	"maps"
	"os"
	"reflect"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/engine"
	"doorstroommonitor/engine/memory"
	"doorstroommonitor/register"
	"doorstroommonitor/spec"
)

// TestEverybodyCountsOnceInAWindow: by hand. In 2020 to 2022, A takes a diploma
// at X in 2020; B at X in 2020 and at Y in 2022; C at X in 2021 and in 2023,
// which is in the next window; D leaves Y without one in 2020 and X in 2022; E
// leaves X without in 2021 and takes one at Y in 2022; F takes one at X in 2020
// and 2021, and stays at Y until 2022 without leaving.
func TestEverybodyCountsOnceInAWindow(t *testing.T) {
	diplomas := "A 2020 X|B 2020 X|B 2022 Y|C 2021 X|C 2023 X|E 2022 Y|F 2020 X|F 2021 X"
	enrolled := "D 2019 Y|D 2021 X|E 2020 X|F 2021 Y|F 2022 Y"
	s := &spec.Specification{Records: map[string]*spec.Record{"diploma": {ID: "diploma", Year: "jaar"}, "inschrijving": {ID: "inschrijving", Year: "jaar"}}}
	p := &spec.Population{
		ID: "P", Kind: "DIPLOMA", Record: "diploma",
		Also:    &spec.Also{Record: "inschrijving", After: -1, Absent: []string{"still"}},
		Publish: &spec.Publish{Scenario: spec.ScenarioSuppression, Pool: &spec.Pool{Cohorts: 3, First: 2020}},
		Lookups: []spec.Lookup{{ID: "still", Record: "inschrijving"}},
		Columns: []spec.Column{{ID: "place", Of: "cohort", Field: "place"}},
	}
	eng := &memory.Engine{Rows: map[string][]memory.Row{"diploma": rowsOf(t, diplomas), "inschrijving": rowsOf(t, enrolled)}}
	all := engine.Files{Columns: []string{engine.Person, engine.Year, "place"}}
	src := engine.Source{Records: map[string]engine.Files{"diploma": all, "inschrijving": all}}
	reg, err := register.Load(os.DirFS(polder + "/register"))
	if err != nil {
		t.Fatal(err)
	}
	plans, err := cube.Plans(s, p, reg)
	if err != nil {
		t.Fatal(err)
	}
	inner, err := cube.Tally(t.Context(), eng, []engine.Source{src}, plans, nil)
	if err != nil {
		t.Fatal(err)
	}
	// 2020 to 2022: A, C and F at X, D at X; B and E at Y.
	if got, want := inner[0].Window(2020, 2022), map[string]int64{"X": 4, "Y": 2}; !maps.Equal(got, want) {
		t.Errorf("2020 to 2022: %v, by hand %v", got, want)
	}
	if n := inner[1].MembersOnce(2020, 2022); n != 6 {
		t.Errorf("2020 to 2022: %d persons, 6 by hand", n)
	}
	if got, want := inner[0].Window(2023, 2025), map[string]int64{"X": 1, "Y": 1}; !maps.Equal(got, want) {
		t.Errorf("2023 to 2025: %v, by hand C at X and F who leaves Y: %v", got, want)
	}
}

func rowsOf(t *testing.T, text string) []memory.Row {
	t.Helper()
	var out []memory.Row
	for _, r := range strings.Split(text, "|") {
		var person, year, place string
		if _, err := fmt.Sscan(r, &person, &year, &place); err != nil {
			t.Fatal(err)
		}
		out = append(out, memory.Row{engine.Person: person, engine.Year: year, "place": place})
	}
	return out
}

// TestAWindowOfTheHandCountedWorld: both engines count the same in it, every
// cell has at most what its cohorts have together, and every person is in one
// outcome, which Count demands.
func TestAWindowOfTheHandCountedWorld(t *testing.T) {
	s, reg := loadSpec(t, os.DirFS("../specs/2026")), polderRegister(t)
	single := tallyMemory(t, s, reg, plansOf(t, s, reg), polder)
	pooled := loadSpec(t, os.DirFS("../specs/2026"))
	for _, p := range pooled.Populations {
		p.Publish = &spec.Publish{Scenario: spec.ScenarioSuppression, Pool: &spec.Pool{Cohorts: 2, First: firstCohort}}
	}
	plans := plansOf(t, pooled, reg)
	inner := tallyMemory(t, pooled, reg, plans, polder)
	other := tallyDuckDB(t, pooled, reg, plans, polder)
	const last = firstCohort + 1
	cells, twice := 0, int64(0)
	for i, id := range s.PopulationIDs() {
		if a, b := inner[2*i].Window(firstCohort, last), other[2*i].Window(firstCohort, last); !reflect.DeepEqual(a, b) {
			t.Errorf("%s: engines count %v and %v", id, a, b)
		}
		annual := map[string]map[string]int64{} // table -> key
		for cohort := firstCohort; cohort <= last; cohort++ {
			m, err := cube.NewModel(s, s.Populations[id], reg, cohort, cube.Observed{Last: lastCohort}, nil)
			if err != nil {
				t.Fatal(err)
			}
			q, _, err := m.Count(single[2*i][cohort], single[2*i+1].Members(cohort))
			if err != nil {
				t.Fatal(err)
			}
			twice += single[2*i+1].Members(cohort)
			for _, tab := range m.Tables {
				table := spec.TableID(tab.Cube, tab.Spec.ID)
				if annual[table] == nil {
					annual[table] = map[string]int64{}
				}
				for key, c := range m.Keys(tab) {
					annual[table][key] += q.Counts[c]
				}
			}
		}
		m, err := cube.NewModel(pooled, pooled.Populations[id], reg, last, cube.Observed{Last: lastCohort}, nil)
		if err != nil {
			t.Fatal(err)
		}
		q, b, err := m.Count(inner[2*i].Window(firstCohort, last), inner[2*i+1].MembersOnce(firstCohort, last))
		if err != nil {
			t.Fatal(err)
		}
		twice -= b.Members
		for _, tab := range m.Tables {
			sums := annual[spec.TableID(tab.Cube, tab.Spec.ID)]
			for key, c := range m.Keys(tab) {
				cells++
				if n, ok := sums[key]; !ok || q.Counts[c] > n {
					t.Errorf("%s %s %s: %d, the cohorts have %d together", m.Group(), tab.Spec.ID, key, q.Counts[c], n)
				}
				delete(sums, key)
			}
			for key := range sums {
				t.Errorf("%s %s: no cell for %s of one of the cohorts", m.Group(), tab.Spec.ID, key)
			}
		}
	}
	if cells == 0 || twice < 0 {
		t.Errorf("%d cells compared, %d persons in two cohorts", cells, twice)
	}
	t.Logf("%d persons are in both cohorts of a population", twice)
}
