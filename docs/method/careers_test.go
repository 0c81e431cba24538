package method_test

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/engine"
	"doorstroommonitor/engine/memory"
	"doorstroommonitor/register"
	"doorstroommonitor/spec"
	"doorstroommonitor/specs"
)

// The careers are looked at on 1 October of these years.
const firstSeen, lastSeen = 2017, 2025

// TestEveryCareerLandsInTheCellsOfThePage counts each career of careers.md
// alone, with the built-in specification: the cells with one person are those
// of the page, and the page has no others.
func TestEveryCareerLandsInTheCellsOfThePage(t *testing.T) {
	s, reg := builtIn(t), tinyRegister(t)
	told := map[string]bool{}
	for _, c := range readCareers(t, reg) {
		told[c.transition] = true
		t.Run(c.transition, func(t *testing.T) {
			found := c.count(t, s, reg)
			for _, cell := range slices.Sorted(maps.Keys(found)) {
				if !c.cells[cell] {
					t.Errorf("careers.md:%d: the person is counted in %s, which the page does not say", c.line, cell)
				}
			}
			for _, cell := range slices.Sorted(maps.Keys(c.cells)) {
				if !found[cell] {
					t.Errorf("careers.md:%d: the person is not counted in %s, as the page says", c.line, cell)
				}
			}
			if !slices.ContainsFunc(slices.Collect(maps.Keys(found)), func(cell string) bool { return strings.Contains(cell, " "+c.transition+"/") }) {
				t.Errorf("careers.md:%d: the person is in no table of %s", c.line, c.transition)
			}
		})
	}
	for _, id := range s.TransitionIDs() {
		if !told[id] {
			t.Errorf("careers.md tells no career for %s", id)
		}
	}
}

// count returns the groups that the person is a member of, as "VO/2020", and
// the cells that hold one person, as "VO/2020 VO-HO/bestemming 90AA HAVO HBO".
func (c *career) count(t *testing.T, s *spec.Specification, reg *register.Register) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	src := engine.Source{Records: map[string]engine.Files{}}
	for id, r := range s.Records {
		var f engine.Files
		for _, field := range r.Fields {
			f.Columns = append(f.Columns, field.ID)
		}
		src.Records[id] = f
	}
	for _, id := range s.PopulationIDs() {
		plans, err := cube.Plans(s, s.Populations[id], reg)
		if err != nil {
			t.Fatal(err)
		}
		inner, err := cube.Tally(context.Background(), &memory.Engine{Rows: c.rows}, []engine.Source{src}, plans, nil)
		if err != nil {
			t.Fatal(err)
		}
		for cohort := firstSeen + 1; cohort <= lastSeen; cohort++ {
			if inner[1].Members(cohort) == 0 {
				continue
			}
			m, err := cube.NewModel(s, s.Populations[id], reg, cohort, cube.Observed{Last: lastSeen}, nil)
			if err != nil {
				t.Fatal(err)
			}
			p, b, err := m.Count(inner[0][cohort], inner[1].Members(cohort))
			if err != nil {
				t.Fatal(err)
			}
			found[b.Group] = true
			for _, tab := range m.Tables {
				for key, cell := range m.Keys(tab) {
					if p.Counts[cell] > 0 {
						found[b.Group+" "+tab.Cube+"/"+tab.Spec.ID+" "+key] = true
					}
				}
			}
		}
	}
	return found
}

func builtIn(t *testing.T) *spec.Specification {
	t.Helper()
	tree, err := fs.Sub(specs.FS, specs.Current)
	if err != nil {
		t.Fatal(err)
	}
	s, err := spec.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// tinyRegister is the register of the world that is counted by hand.
func tinyRegister(t *testing.T) *register.Register {
	t.Helper()
	reg, err := register.Load(os.DirFS("../../testdata/polder/register"))
	if err != nil {
		t.Fatal(err)
	}
	return reg
}
