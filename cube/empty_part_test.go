package cube_test

import (
	"os"
	"testing"

	"doorstroommonitor/cube"
)

// TestAPartInWhichNobodyCanBeHasNoTables: where no school offers what a
// transition is about, it has nothing to publish, and the other transitions of
// the population count as they do.
func TestAPartInWhichNobodyCanBeHasNoTables(t *testing.T) {
	reg := changedRegister(t, "aanbod", "91AA,00,MBO,25003,2000,\n", "") // mbo 4 alone
	s := loadSpec(t, os.DirFS("../specs/2026"))
	m, err := cube.NewModel(s, s.Populations["MBO"], reg, 2019, cube.Observed{Last: 2021}, nil)
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]int{}
	for _, table := range m.Tables {
		tables[table.Cube]++
	}
	if tables["MBO-MBO"] != 0 || tables["MBO-HO"] == 0 {
		t.Errorf("tables by cube: %v; MBO-MBO is about mbo 1 to 3, which no school offers", tables)
	}
	if _, _, err := m.Count(nil, 0); err != nil {
		t.Error(err)
	}
}
