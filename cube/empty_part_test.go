package cube_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/cube"
	"doorstroommonitor/register"
)

// TestAPartInWhichNobodyCanBeHasNoTables: where no school offers what a
// transition is about, it has nothing to publish, and the other transitions of
// the population count as they do.
func TestAPartInWhichNobodyCanBeHasNoTables(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"bestuur", "instelling", "opleiding", "aanbod"} {
		b, err := os.ReadFile(polder + "/register/" + name + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		text := string(b)
		if name == "aanbod" { // mbo 4 alone
			text = strings.Replace(text, "91AA,00,MBO,25003,2000,\n", "", 1)
		}
		files[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	reg, err := register.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	s := loadSpec(t, os.DirFS("../specs/2026"))
	m, err := cube.NewModel(s, s.Populations["MBO"], reg, 2019, 2021, nil)
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
