package cube_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/spec"
)

// TestSpecificationHasNoHiddenSum makes sure that the tables of the
// specification in use, together, hold no sum that the model misses. Linking
// works by pairs of tables; where three or more cross one another, a joint sum
// could escape it. This test says so as soon as a specification has such
// tables.
func TestSpecificationHasNoHiddenSum(t *testing.T) {
	for _, dir := range []string{"../specs/2026", specWith(t, "testdata/vo-vervolg.yaml")} {
		s, reg := loadSpec(t, os.DirFS(dir)), polderRegister(t)
		for _, id := range s.PopulationIDs() {
			for _, cohort := range []int{2019, 2021} { // with and without the tables of a year later
				m, err := cube.NewModel(s, s.Populations[id], reg, cohort, cube.Observed{Last: lastCohort}, nil)
				if err != nil {
					t.Fatal(err)
				}
				st := m.Structure()
				var sums [][]int64
				for _, r := range st.Relations {
					v := make([]int64, st.Cells)
					v[r.Parent] = -1
					for _, c := range r.Children {
						v[c]++
					}
					sums = append(sums, v)
				}
				u := allUnits(m)
				least := 10
				if id == "WO-MASTER" {
					least = 4 // one university with one field: positions alone tell its masters apart
				}
				if want, got := st.Cells-rank(u), rank(sums); got != want || len(u) < least {
					t.Errorf("%s: %d of %d dependences between its %d cells follow from the sums of the model", m.Group(), got, want, st.Cells)
				}
			}
		}
	}
}

// schools are those that the members of a population can have left.
var schools = map[string][]string{
	"PO": {"94AA", "94BB"}, "VO": {"90AA", "90CC"}, "MBO": {"91AA"},
	"HBO-DIPLOMA": {"92AA", "92CC"}, "WO-DIPLOMA": {"93AA"}, "WO-MASTER": {"93AA"},
}

// allUnits lists the different kinds of person that the model tells apart, as
// the cells that hold them.
func allUnits(m *cube.Model) [][]int64 {
	var out [][]int64
	seen := map[string]bool{}
	codes := map[string]string{}
	open := make([]bool, len(m.Population.Columns)) // not observed: it tells no two persons apart
	for i := range open {
		open[i] = m.Cohort+m.Population.Horizon(m.Population.Columns[i].ID) > lastCohort
	}
	var row []string
	var step func(i int)
	step = func(i int) {
		if i == len(m.Population.Columns) {
			p, _, err := m.Count(map[string]int64{strings.Join(row, "\x1f"): 1}, 1)
			if err != nil {
				return // cannot exist
			}
			if k := fmt.Sprint(p.Counts); !seen[k] {
				seen[k] = true
				out = append(out, p.Counts)
			}
			return
		}
		c := &m.Population.Columns[i]
		all := candidates(c, codes)
		if c.ID == "school" {
			all = schools[m.Population.ID]
		}
		if open[i] {
			all = all[:1]
		}
		for _, code := range all {
			codes[c.ID], row = code, append(row, code)
			step(i + 1)
			row = row[:i]
		}
		delete(codes, c.ID)
	}
	step(0)
	return out
}

// candidates are codes that a column might have; the model refuses those that
// cannot exist.
func candidates(c *spec.Column, codes map[string]string) []string {
	for guard, admitted := range c.Only {
		if !slices.Contains(admitted, codes[guard]) {
			return []string{spec.NotApplicable}
		}
	}
	switch {
	case len(c.Codes) > 0:
		return c.Codes
	case c.ID == "school_0":
		return []string{"90AA", "90CC"}
	case c.Recode == spec.RecodeInstitution:
		return []string{"91AA", "92AA", "92CC", "93AA"}
	case c.Recode == spec.RecodeLevel:
		return []string{"VMBO_T", "HAVO", "VWO", "MBO3", "MBO4"}
	}
	return []string{"ZORG", "ECONOMIE", "GEZONDHEID", "RECHT", "NATUUR", "GEDRAG"}
}
