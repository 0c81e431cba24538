package products

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"doorstroommonitor/products/internal/fixture"
	"doorstroommonitor/sdmx"
)

// modelled is the fixture with estimates of what VO-HO hides: of school 91BB,
// with bounds 11 to 50, 10 to 39 and 1 to 10, and of 92CC.
func modelled() (*sdmx.Structure, []*sdmx.Dataset) {
	s, parts := fixture.Structure(), fixture.Partitions()
	s.Cubes[0].Modelled = true
	estimates := map[string]int64{"91BB._T": 3025, "91BB.HO": 2375, "91BB.GEEN": 650, "92CC._T": 2075, "92CC.HO": 1625, "92CC.GEEN": 450}
	for _, d := range parts {
		if d.Cube != "VO-HO" {
			continue
		}
		d.Modelled = true
		for i := range d.Observations {
			if o := &d.Observations[i]; o.Hidden {
				o.Modelled, o.Estimate = true, estimates[strings.Join(o.Key, ".")]
			}
		}
	}
	return s, parts
}

// TestEstimatesAreMarkedInEveryFile: CSV, Parquet, workbook, indicators and
// descriptions of a cube with modelled estimates; the value stays empty in all.
func TestEstimatesAreMarkedInEveryFile(t *testing.T) {
	s, parts := modelled()
	content := written(t, s, parts)
	for path, want := range map[string]string{
		"data/VO-HO/school_doel/2023.csv": "2023,91BB,HO,,10,39,Q,C,23.75\n",
		"data/VO-HO/school_doel/2022.csv": "2022,90AA,HO,61,61,61,A,F,\n", // nothing hidden: the column all the same
		// 23.75 / 30.25 is 78.5 %, within what the bounds say
		"indicators/VO-HO/2023.csv": "VO-HO,direct,2023,91BB,,,,,20.0,100.0,Q,C,percent,78.5\n",
		"README.txt":                "SCHATTINGEN: VO-HO",
		"datapackage.json":          `"modelled"`,
		"csv-metadata.json":         "Schatting (model)",
		"structure.json":            `"modelled": true`,
	} {
		if !strings.Contains(string(content[path]), want) {
			t.Errorf("%s has no %q:\n%s", path, want, content[path])
		}
	}
	if strings.Contains(string(content["data/MBO-HO/doel/2023.csv"]), "modelled") {
		t.Error("a cube without estimates has their column")
	}
	rows, columns := parquetRows(t, content["data/VO-HO/school_doel/2023.parquet"])
	if columns[len(columns)-1] != "modelled" {
		t.Errorf("parquet columns %s", columns)
	}
	lines, err := csv.NewReader(bytes.NewReader(content["data/VO-HO/school_doel/2023.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		want := strings.TrimRight(strings.TrimRight(lines[i+1][len(columns)-1], "0"), ".")
		if want == "" {
			want = "<null>"
		}
		if got := r[len(r)-1]; got != want {
			t.Errorf("parquet line %d has %s, the CSV %s", i+1, got, want)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(content["products/VO-HO.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet, err := f.GetRows("school_doel")
	if err != nil {
		t.Fatal(err)
	}
	if head := sheet[0]; head[len(head)-1] != "Schatting (model) / Estimate (modelled)" {
		t.Errorf("heading %s", head)
	}
	for _, r := range sheet[1:] {
		if r[2] == "91BB" && r[4] == "HO" && r[0] == "2023" {
			if got := strings.Join(r[5:], "|"); got != "|afgeschermd|10|39|Q|C|23.75" {
				t.Errorf("workbook %s", got)
			}
		}
	}
}

// TestEstimatesAreThoseOfTheStructure: estimates that nobody announced, and an
// estimate outside its bounds, are refused without a number.
func TestEstimatesAreThoseOfTheStructure(t *testing.T) {
	s, parts := modelled()
	s.Cubes[0].Modelled = false
	if _, err := Files(s, parts, fixture.Info()); err == nil {
		t.Error("estimates in a cube without are taken")
	}
	s, parts = modelled()
	parts[1].Observations[7].Estimate = 4000
	_, err := Files(s, parts, fixture.Info())
	if err == nil || !strings.Contains(err.Error(), "91BB.HO: the modelled estimate is missing") || strings.Contains(err.Error(), "40") {
		t.Errorf("an estimate outside its bounds: %v", err)
	}
}
