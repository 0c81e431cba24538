package cube_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/register"
	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// counted is one protection group of the polder.
type counted struct {
	model   *cube.Model
	problem *sdc.Problem
	balance *cube.Balance
}

// countPolder counts every population and cohort with an engine.
func countPolder(t testing.TB, s *spec.Specification, tally tallyFunc) []counted {
	t.Helper()
	reg := polderRegister(t)
	return countCohorts(t, s, reg, tally(t, s, reg, plansOf(t, s, reg), polder), firstCohort, lastCohort)
}

// countCohorts adds up what an engine counted, for every population and
// cohort; last is also the last year that is known.
func countCohorts(t testing.TB, s *spec.Specification, reg *register.Register, inner []cube.Inner, first, last int) []counted {
	t.Helper()
	var out []counted
	for i, id := range s.PopulationIDs() {
		for cohort := first; cohort <= last; cohort++ {
			m, err := cube.NewModel(s, s.Populations[id], reg, cohort, cube.Observed{Last: last}, nil)
			if err != nil {
				t.Fatal(err)
			}
			p, b, err := m.Count(inner[2*i][cohort], inner[2*i+1].Members(cohort))
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, counted{m, p, b})
		}
	}
	return out
}

// TestPolderAsCountedByHand counts the tiny world with both engines and
// compares every cell of every table with what was counted by hand.
func TestPolderAsCountedByHand(t *testing.T) {
	answers := readAnswers(t, polder)
	for name, tally := range map[string]tallyFunc{"duckdb": tallyDuckDB, "memory": tallyMemory} {
		t.Run(name, func(t *testing.T) {
			groups := countPolder(t, loadSpec(t, os.DirFS("../specs/2026")), tally)
			answered := compareAnswers(t, answers, groups)
			for _, g := range groups {
				for _, tab := range g.model.Tables {
					if id := tableID(g, tab); !answered[id] {
						t.Errorf("%s was not counted by hand", id)
					}
				}
			}
		})
	}
}

// compareAnswers compares what was counted by hand with what the program
// counts, and returns the tables and cohorts that were.
func compareAnswers(t *testing.T, answers []*answer, groups []counted) map[string]bool {
	t.Helper()
	answered := map[string]bool{}
	for _, a := range answers {
		answered[a.id()] = true
		g, tab, open := find(groups, a)
		switch {
		case a.open:
			if !open {
				t.Errorf("answers.txt:%d: %s should not be observable yet", a.line, a.id())
			}
		case tab == nil:
			t.Errorf("answers.txt:%d: the program has no %s", a.line, a.id())
		default:
			compareCells(t, a, g, tab)
		}
	}
	return answered
}

func tableID(g counted, tab *cube.Table) string {
	return (&answer{cube: tab.Cube, table: tab.Spec.ID, cohort: g.model.Cohort}).id()
}

func (a *answer) id() string {
	return a.cube + "/" + a.table + "/" + strconv.Itoa(a.cohort)
}

func find(groups []counted, a *answer) (g counted, tab *cube.Table, open bool) {
	for _, g := range groups {
		if g.model.Cohort != a.cohort {
			continue
		}
		for _, tab := range g.model.Tables {
			if tab.Cube == a.cube && tab.Spec.ID == a.table {
				return g, tab, false
			}
		}
		for _, o := range g.model.Open {
			open = open || o.Cube == a.cube && o.Table == a.table
		}
	}
	return g, nil, open
}

func compareCells(t *testing.T, a *answer, g counted, tab *cube.Table) {
	t.Helper()
	if got := strings.Join(tab.Spec.Dimensions, " "); got != strings.Join(a.dimensions, " ") {
		t.Fatalf("answers.txt:%d: %s has dimensions %s", a.line, a.id(), got)
	}
	seen := map[string]bool{}
	for key, c := range g.model.Keys(tab) {
		seen[key] = true
		want, listed := a.counts[key]
		switch {
		case a.impossible[key]:
			t.Errorf("answers.txt:%d: %s: cell %s cannot exist, but the program has it", a.line, a.id(), key)
		case !listed && !a.rest:
			t.Errorf("answers.txt:%d: %s: cell %s was not counted by hand", a.line, a.id(), key)
		case g.problem.Counts[c] != want:
			t.Errorf("answers.txt:%d: %s: cell %s: %d by hand, %d by the program", a.line, a.id(), key, want, g.problem.Counts[c])
		}
	}
	for key := range a.counts {
		if !seen[key] {
			t.Errorf("answers.txt:%d: %s: the program has no cell %s", a.line, a.id(), key)
		}
	}
}
