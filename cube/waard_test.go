package cube_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"doorstroommonitor/register"
	"doorstroommonitor/spec"
)

// The waard has what the polder lacks: levels 1 and 2 of vocational education,
// masters, and work up to five years after leaving. It is observed on 1 October
// of 2018 to 2024 and has no schools but a vocational one and two universities.
const (
	waard      = "../testdata/waard"
	waardFirst = 2019
	waardLast  = 2024
)

// TestWaardAsCountedByHand counts the second tiny world with both engines and
// compares every cell with what was counted by hand. Where answers.txt has no
// table of a cohort, that has no persons.
func TestWaardAsCountedByHand(t *testing.T) {
	s := loadSpec(t, os.DirFS("../specs/2026"))
	maps.DeleteFunc(s.Transitions, func(_ string, tr *spec.Transition) bool {
		return !slices.Contains([]string{"MBO", "WO-DIPLOMA", "WO-MASTER"}, tr.Population)
	})
	delete(s.Records, "schooladvies") // nobody is advised
	reg, err := register.Load(os.DirFS(waard + "/register"))
	if err != nil {
		t.Fatal(err)
	}
	answers := readAnswers(t, waard)
	for name, tally := range map[string]tallyFunc{"duckdb": tallyDuckDB, "memory": tallyMemory} {
		t.Run(name, func(t *testing.T) {
			groups := countCohorts(t, s, reg, tally(t, s, reg, plansOf(t, s, reg), waard), waardFirst, waardLast)
			if len(groups) != 3*6 {
				t.Fatalf("%d groups, want three populations in six cohorts", len(groups))
			}
			answered := compareAnswers(t, answers, groups)
			for _, g := range groups {
				for _, tab := range g.model.Tables {
					if answered[tableID(g, tab)] {
						continue
					}
					for key, cell := range g.model.Keys(tab) {
						if n := g.problem.Counts[cell]; n != 0 {
							t.Errorf("%s: cell %s: %d, but nobody was counted by hand", tableID(g, tab), key, n)
						}
					}
				}
			}
		})
	}
}
