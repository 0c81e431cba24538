package cube_test

import (
	"fmt"
	"math/rand/v2"
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
	for i, dir := range []string{"../specs/2026", specWith(t, "testdata/vo-vervolg.yaml")} {
		s, reg := loadSpec(t, os.DirFS(dir)), polderRegister(t)
		for _, id := range s.PopulationIDs() {
			if i > 0 && id != "VO" {
				continue // nothing is added to the others
			}
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
				got, u := rank(sums), someUnits(m)
				for n := 1; n <= 8 && rank(u.counts)+got < st.Cells; n++ {
					u.draw(n * st.Cells)
				}
				want := st.Cells - rank(u.counts)
				least := 10
				if id == "WO-MASTER" {
					least = 4 // one university with one field: positions alone tell its masters apart
				}
				if got != want || len(u.counts) < least {
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

// drawnUnits are kinds of person that the model tells apart, as the cells that hold
// them, without repetition. A draw is enough: whatever the persons, the cells
// cannot be less dependent than the sums of the model say, so where those drawn
// are no more dependent all of them are not.
type drawnUnits struct {
	m      *cube.Model
	rng    *rand.Rand
	tried  map[string]bool // persons
	seen   map[string]bool // cells
	last   []string        // the person before: few that differ in everything can exist
	counts [][]int64
}

func someUnits(m *cube.Model) *drawnUnits {
	return &drawnUnits{m: m, rng: rand.New(rand.NewPCG(uint64(m.Cohort), 13)), tried: map[string]bool{}, seen: map[string]bool{}}
}

// draw goes on until there are n, or too few are left to be found.
func (u *drawnUnits) draw(n int) {
	for range 40 * n {
		if len(u.counts) >= n {
			return
		}
		codes := map[string]string{}
		var row []string
		for i := range u.m.Population.Columns {
			c := &u.m.Population.Columns[i]
			all := candidates(c, codes)
			if c.ID == "school" {
				all = schools[u.m.Population.ID]
			}
			code := all[u.rng.IntN(len(all))]
			if u.last != nil && u.rng.IntN(6) > 0 && slices.Contains(all, u.last[i]) {
				code = u.last[i]
			}
			codes[c.ID], row = code, append(row, code)
		}
		key := strings.Join(row, "\x1f")
		if u.tried[key] {
			continue
		}
		u.tried[key] = true
		p, _, err := u.m.Count(map[string]int64{key: 1}, 1)
		if err != nil {
			continue // cannot exist
		}
		u.last = row
		if k := fmt.Sprint(p.Counts); !u.seen[k] {
			u.seen[k] = true
			u.counts = append(u.counts, p.Counts)
		}
	}
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
	case c.Recode == spec.RecodeBoard:
		return []string{"B9001", "B9002", "B9006"}
	case c.Recode == spec.RecodeProvince:
		return []string{"Flevoland"}
	case c.Recode == spec.RecodeInstitution:
		return []string{"91AA", "92AA", "92CC", "93AA"}
	case c.Recode == spec.RecodeLevel:
		return []string{"VMBO_T", "HAVO", "VWO", "MBO3", "MBO4"}
	}
	return []string{"ZORG", "ECONOMIE", "GEZONDHEID", "RECHT", "NATUUR", "GEDRAG"}
}
