package cube_test

import (
	"errors"
	"os"
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
