package products

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"doorstroommonitor/products/internal/fixture"
	"doorstroommonitor/sdmx"
)

// rounded is the fixture with the cube MBO-HO published with rounding: of 30
// persons 12 in higher education and 18 in none, each at most 10 off.
func rounded() (*sdmx.Structure, []*sdmx.Dataset) {
	s, parts := fixture.Structure(), fixture.Partitions()
	how := &sdmx.Perturbation{Method: sdmx.Rounding, Base: 6, Deviation: 10}
	s.Cubes[1].Perturbation = how
	s.Cubes[1].Indicators = []sdmx.Indicator{{ID: "ho", Label: sdmx.Text{NL: "Hoger", EN: "Higher"}, Table: "doel", Dimension: "doel", Numerator: "HO", Denominator: sdmx.Total, Rest: []string{"GEEN"}}}
	for _, d := range parts {
		if d.Cube != "MBO-HO" {
			continue
		}
		for i, v := range []int64{30, 12, 18} {
			lower, upper := how.Bounds(v)
			d.Observations[i] = sdmx.Observation{Key: d.Observations[i].Key, Estimated: true, Perturbed: true, Value: v, Lower: lower, Upper: upper}
		}
	}
	return s, parts
}

// TestRoundedFiguresHaveTheirBoundsInEveryFile: CSV, Parquet, workbook,
// indicators and descriptions of a cube published with rounding.
func TestRoundedFiguresHaveTheirBoundsInEveryFile(t *testing.T) {
	s, parts := rounded()
	content := written(t, s, parts)
	for path, want := range map[string]string{
		"data/MBO-HO/doel/2023.csv": "2023,HO,12,2,22,E,F,small_count_rounding\n",
		// 2 of 2 + 28 to 22 of 22 + 8; 12 of 30 as published
		"indicators/MBO-HO/2023.csv":     "MBO-HO,ho,2023,,,40.0,6.6,73.4,E,F,percent\n",
		"README.txt":                     "AFGERONDE CIJFERS: MBO-HO",
		"schemas/MBO-HO/doel.table.json": `"small_count_rounding"`,
		"csv-metadata.json":              "Het echte aantal is zeker niet kleiner.",
		"structure.json":                 `"deviation": 10`,
	} {
		if !strings.Contains(string(content[path]), want) {
			t.Errorf("%s has no %q:\n%s", path, want, content[path])
		}
	}
	rows, columns := parquetRows(t, content["data/MBO-HO/doel/2023.parquet"])
	if got := strings.Join(columns[len(columns)-6:], " "); got != "value lower upper obs_status conf_status method" {
		t.Errorf("parquet columns %s", got)
	}
	if got := strings.Join(rows[1][len(rows[1])-6:], " "); got != "12 2 22 E F small_count_rounding" {
		t.Errorf("parquet row %s", got)
	}
	f, err := excelize.OpenReader(bytes.NewReader(content["products/MBO-HO.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet, err := f.GetRows("doel")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(sheet[2][3:], "|"); got != "12|afgerond|2|22|E|F|small_count_rounding" {
		t.Errorf("workbook %s", got)
	}
	s.Cubes[1].Perturbation = nil
	if _, err := Files(s, parts, fixture.Info()); err == nil {
		t.Error("rounded figures in a cube without rounding are taken")
	}
}
