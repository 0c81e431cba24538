package cube_test

import (
	"os"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/spec"
)

// TestAWindowIsTheSumOfItsCohorts, cell by cell, on the polder, which was
// counted by hand; the rule asks for as much more as one person can be counted
// more often.
func TestAWindowIsTheSumOfItsCohorts(t *testing.T) {
	s, reg := loadSpec(t, os.DirFS("../specs/2026")), polderRegister(t)
	inner := tallyMemory(t, s, reg, plansOf(t, s, reg), polder)
	cells := 0
	for i, id := range s.PopulationIDs() {
		p := s.Populations[id]
		annual := map[string]map[string]int64{} // table -> key
		members := int64(0)
		for cohort := firstCohort; cohort < lastCohort; cohort++ {
			m, err := cube.NewModel(s, p, reg, cohort, cube.Observed{Last: lastCohort}, nil)
			if err != nil {
				t.Fatal(err)
			}
			q, _, err := m.Count(inner[2*i][cohort], inner[2*i+1].Members(cohort))
			if err != nil {
				t.Fatal(err)
			}
			for _, tab := range m.Tables {
				id := spec.TableID(tab.Cube, tab.Spec.ID)
				if annual[id] == nil {
					annual[id] = map[string]int64{}
				}
				for key, c := range m.Keys(tab) {
					annual[id][key] += q.Counts[c]
				}
			}
			members += inner[2*i+1].Members(cohort)
		}
		pooled := *p
		pooled.Publish = &spec.Publish{Scenario: spec.ScenarioSuppression, Pool: &spec.Pool{Cohorts: lastCohort - firstCohort, First: firstCohort}}
		m, err := cube.NewModel(s, &pooled, reg, lastCohort-1, cube.Observed{Last: lastCohort}, nil)
		if err != nil {
			t.Fatal(err)
		}
		q, b, err := m.Count(inner[2*i].Window(firstCohort, lastCohort-1), members)
		if err != nil {
			t.Fatal(err)
		}
		if b.Members != members {
			t.Errorf("%s: %d members, %d in the cohorts", m.Group(), b.Members, members)
		}
		k := int64(lastCohort - firstCohort)
		if r := cube.Rule(&pooled); r.Threshold != (p.Rule.Threshold-1)*k+1 || r.Width < p.Rule.Width*k {
			t.Errorf("%s: rule %+v", m.Group(), r)
		}
		for _, tab := range m.Tables {
			sums := annual[spec.TableID(tab.Cube, tab.Spec.ID)]
			for key, c := range m.Keys(tab) {
				cells++
				if n := sums[key]; n != q.Counts[c] {
					t.Errorf("%s %s %s: %d, the cohorts add up to %d", m.Group(), tab.Spec.ID, key, q.Counts[c], n)
				}
				delete(sums, key)
			}
			for key := range sums {
				t.Errorf("%s %s: no cell for %s of one of the cohorts", m.Group(), tab.Spec.ID, key)
			}
		}
	}
	if cells == 0 {
		t.Error("nothing was compared")
	}
}
