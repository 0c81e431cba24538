package cube_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/cube"
)

// TestACodeIsACellInItsYearsOnly: what a codelist does not have in the year of
// the record is no cell of the cohort; nobody can be in it, so that a published
// 0 would say something about nobody.
func TestACodeIsACellInItsYearsOnly(t *testing.T) {
	for _, c := range []struct {
		name, list, code string
		from, until      int
		population       string
		cohort           int
		table            string
		want             bool
	}{
		{"a class of marks in its last year", "cijfer", "VANAF_75", 0, 2019, "VO", 2019, "VO-HO/cijfer", true},
		{"and after it", "cijfer", "VANAF_75", 0, 2018, "VO", 2019, "VO-HO/cijfer", false},
		{"in its first year", "cijfer", "VANAF_75", 2019, 0, "VO", 2019, "VO-HO/cijfer", true},
		{"and before it", "cijfer", "VANAF_75", 2020, 0, "VO", 2019, "VO-HO/cijfer", false},
		{"a route of the enrolment of the year before, in its last year", "leerweg", "BBL", 0, 2018, "MBO", 2019, "MBO-MBO/leerweg", true},
		{"and after it", "leerweg", "BBL", 0, 2017, "MBO", 2019, "MBO-MBO/leerweg", false},
		{"an advice in its last year", "schooladvies", "VWO", 0, 2019, "PO", 2019, "PO-VO/positie", true},
		{"and after it", "schooladvies", "VWO", 0, 2018, "PO", 2019, "PO-VO/positie", false},
	} {
		s := loadSpec(t, os.DirFS("../specs/2026"))
		codes := s.Codelists[c.list].Codes
		for i := range codes {
			if codes[i].Code == c.code {
				codes[i].From, codes[i].Until = c.from, c.until
			}
		}
		m, err := cube.NewModel(s, s.Populations[c.population], polderRegister(t), c.cohort, cube.Observed{Last: 2030}, nil)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		tables, found := 0, false
		for _, table := range m.Tables {
			if table.Cube+"/"+table.Spec.ID != c.table {
				continue
			}
			tables++
			for key := range m.Keys(table) {
				found = found || slices.Contains(strings.Fields(key), c.code)
			}
		}
		if tables != 1 || found != c.want {
			t.Errorf("%s: %d tables, a cell of %s %v, want %v", c.name, tables, c.code, found, c.want)
		}
	}
}
