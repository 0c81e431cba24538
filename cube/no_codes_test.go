package cube_test

import (
	"errors"
	"os"
	"regexp"
	"testing"

	"doorstroommonitor/cube"
)

// TestARegisterWithoutPrimarySchools: who holds no primary education has no
// school to count pupils by, and is told which column lacks codes.
func TestARegisterWithoutPrimarySchools(t *testing.T) {
	s, reg := loadSpec(t, os.DirFS("../specs/2026")), changedRegister(t, "aanbod", "94AA,00,PO,PO,2000,\n", "", "aanbod", "94BB,00,PO,PO,2000,\n", "")
	_, err := cube.NewModel(s, s.Populations["PO"], reg, 2020, cube.Observed{Last: 2021}, nil)
	none := (*cube.NoCodes)(nil)
	if !errors.As(err, &none) || none.Population != "PO" || none.Column != "school" {
		t.Errorf("PO: %v", err)
	}
	if _, err := cube.NewModel(s, s.Populations["VO"], reg, 2020, cube.Observed{Last: 2021}, nil); err != nil {
		t.Errorf("VO: %v", err)
	}
}

// TestPublishedCodesAreIdentifiers of every dimension: what the register says in
// words, such as the name of a province, is made a code.
func TestPublishedCodesAreIdentifiers(t *testing.T) {
	s := loadSpec(t, os.DirFS("../specs/2026"))
	code := regexp.MustCompile(`^[A-Z0-9_]{1,40}$`)
	provinces := 0
	for _, id := range s.PopulationIDs() {
		m, err := cube.NewModel(s, s.Populations[id], polderRegister(t), 2019, cube.Observed{Last: 2030}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range cube.Describe(s, []*cube.Model{m}, "public").Codelists {
			for _, x := range list.Codes {
				if !code.MatchString(x.ID) {
					t.Errorf("%s, %s: code %q", id, list.ID, x.ID)
				}
				if x.ID == "FLEVOLAND" && x.Label.NL == "Flevoland" {
					provinces++
				}
			}
		}
	}
	if provinces == 0 {
		t.Error("no dimension has the province")
	}
}
