package cube_test

import (
	"os"
	"slices"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/engine"
	"doorstroommonitor/engine/memory"
	"doorstroommonitor/sdmx"
)

// TestAReformedProgrammeIsCountedInTheFieldOfItsSuccessor, also in cohorts
// before the reform, and the release says so. Bedrijfskunde (34002, of economics)
// became 34005 in 2020, the only programme of the field GEDRAG.
func TestAReformedProgrammeIsCountedInTheFieldOfItsSuccessor(t *testing.T) {
	reg := changedRegister(t,
		"opleiding", "34002,HBO,Bedrijfskunde,BA,ECONOMIE,4,,", "34002,HBO,Bedrijfskunde,BA,ECONOMIE,4,2020,34005\n34005,HBO,Mens en bedrijf,BA,GEDRAG,4,,",
		"aanbod", "92AA,00,HBO,34002,2000,", "92AA,00,HBO,34002,2000,2019\n92AA,00,HBO,34005,2020,")
	enrolled := func(year, programme string) memory.Row {
		return memory.Row{engine.Person: "1", engine.Year: year, "sector": "HBO", "brin": "92AA", "opleiding": programme, "niveau": "BA",
			"begin": year + "-09-01", "eind": year + "-12-31", "bekostigd": "J", "soort": "S", "hoofd": "J"}
	}
	m, counted := count(t, reg, "VO", 2019, map[string][]memory.Row{
		"persoon":      {{engine.Person: "1", "geslacht": "V"}},
		"diploma":      {{engine.Person: "1", engine.Year: "2019", "sector": "VO", "brin": "90AA", "opleiding": "HAVO", "niveau": "HAVO", "datum": "2019-06-13"}},
		"inschrijving": {enrolled("2019", "34002"), enrolled("2020", "34005")},
	})
	for cell, want := range map[string]int64{
		"VO-HO/onderdeel HAVO V GEDRAG": 1, "VO-HO/onderdeel HAVO V ECONOMIE": 0,
		"VO-HO/status 90AA HAVO ZELFDE": 1,
	} {
		if got, ok := counted[cell]; !ok || got != want {
			t.Errorf("%s counts %d (%v), want %d", cell, got, ok, want)
		}
	}
	described := cube.Describe(loadSpec(t, os.DirFS("../specs/2026")), []*cube.Model{m}, "public")
	want := []sdmx.Predecessor{{ID: "34002", Label: sdmx.Text{NL: "Bedrijfskunde", EN: "Bedrijfskunde"}, Since: 2020, From: "ECONOMIE"}}
	for _, list := range described.Codelists {
		if list.ID != "VO-HO.onderdeel" {
			continue
		}
		for _, c := range list.Codes {
			if marked := slices.Equal(c.Predecessors, want); marked != (c.ID == "GEDRAG") || !marked && c.Predecessors != nil {
				t.Errorf("%s carries %v", c.ID, c.Predecessors)
			}
		}
	}
}

// TestAProgrammeOfAnotherLevelIsNotMarked: MBO-HO is about level 4, MBO-MBO
// about 1 to 3. A programme of level 3 that moved is marked in the second.
func TestAProgrammeOfAnotherLevelIsNotMarked(t *testing.T) {
	reg := changedRegister(t,
		"opleiding", "25003,MBO,Assistent zorg,MBO3,ZORG,3,,", "25003,MBO,Assistent zorg,MBO3,ZORG,3,2021,25004\n25004,MBO,Helpen,MBO3,ECONOMIE,3,,")
	s := loadSpec(t, os.DirFS("../specs/2026"))
	m, err := cube.NewModel(s, s.Populations["MBO"], reg, 2019, cube.Observed{Last: 2030}, nil)
	if err != nil {
		t.Fatal(err)
	}
	marked := map[string]int{}
	for _, list := range cube.Describe(s, []*cube.Model{m}, "public").Codelists {
		for _, c := range list.Codes {
			if len(c.Predecessors) > 0 && c.Predecessors[0].From != "" {
				marked[list.ID+" "+c.ID]++
			}
		}
	}
	if len(marked) != 1 || marked["MBO-MBO.domein ECONOMIE"] != 1 {
		t.Errorf("marked are %v, want MBO-MBO.domein ECONOMIE alone", marked)
	}
}
