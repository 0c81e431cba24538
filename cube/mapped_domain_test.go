package cube_test

import (
	"context"
	"os"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/engine"
	"doorstroommonitor/engine/memory"
	"doorstroommonitor/register"
)

// TestACodeThatAColumnMapsCanExist: a master's programme of applied sciences
// counts as a bachelor's. Where an institution offers nothing else in a field,
// the register makes the bachelor's a cell, and who goes there is in it.
func TestACodeThatAColumnMapsCanExist(t *testing.T) {
	reg := changedRegister(t,
		"opleiding", "34001,HBO,", "34004,HBO,Dijkbouw,MA,TECHNIEK,2,,\n34001,HBO,",
		"aanbod", "92AA,00,HBO,34003,2000,", "92AA,00,HBO,34003,2000,\n92AA,00,HBO,34004,2000,")
	_, counted := count(t, reg, "MBO", 2019, map[string][]memory.Row{
		"persoon": {{engine.Person: "1", "geslacht": "V"}},
		"diploma": {{engine.Person: "1", engine.Year: "2019", "sector": "MBO", "brin": "91AA", "opleiding": "25001", "niveau": "MBO4", "datum": "2019-07-01"}},
		"inschrijving": {{engine.Person: "1", engine.Year: "2019", "sector": "HBO", "brin": "92AA", "opleiding": "34004", "niveau": "MA",
			"begin": "2019-09-01", "eind": "2020-08-31", "bekostigd": "J", "soort": "S", "hoofd": "J"}},
	})
	for _, cell := range []string{"MBO-HO/graad BA", "MBO-HO/onderdeel ZORG V TECHNIEK", "MBO-HO/herkomst ZORG 92AA"} {
		if counted[cell] != 1 {
			t.Errorf("%s counts %d, want 1", cell, counted[cell])
		}
	}
}

// count counts one cohort of a population of the specification of 2026, among
// those up to 2022. Cells are by table and codes.
func count(t *testing.T, reg *register.Register, population string, cohort int, rows map[string][]memory.Row) (*cube.Model, map[string]int64) {
	t.Helper()
	s := loadSpec(t, os.DirFS("../specs/2026"))
	p := s.Populations[population]
	plans, err := cube.Plans(s, p, reg)
	if err != nil {
		t.Fatal(err)
	}
	src := engine.Source{Records: map[string]engine.Files{}}
	for id, r := range s.Records {
		src.Records[id] = engine.Files{Columns: columns(r)}
	}
	inner, err := cube.Tally(context.Background(), &memory.Engine{Rows: rows}, []engine.Source{src}, plans, nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := cube.NewModel(s, p, reg, cohort, cube.Observed{Last: 2022}, nil)
	if err != nil {
		t.Fatal(err)
	}
	problem, _, err := m.Count(inner[0][cohort], inner[1].Members(cohort))
	if err != nil {
		t.Fatal(err)
	}
	counted := map[string]int64{}
	for _, table := range m.Tables {
		for key, c := range m.Keys(table) {
			counted[table.Cube+"/"+table.Spec.ID+" "+key] = problem.Counts[c]
		}
	}
	return m, counted
}
