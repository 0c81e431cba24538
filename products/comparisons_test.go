package products

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"doorstroommonitor/products/internal/fixture"
	"doorstroommonitor/sdmx"
)

// TestComparisonsAreInTheRelease: added up by hand from the fixture. In 2022
// all is shown: 61 + 29 of 80 + 40. In 2023 91BB is hidden: 64 and 10 to 39 of
// 84 and 11 to 50. A group of one has no line.
func TestComparisonsAreInTheRelease(t *testing.T) {
	s := fixture.Structure()
	s.Cubes[0].Comparisons = []sdmx.Comparison{{Dimension: "school", By: "provincie", Groups: []sdmx.Group{
		{ID: "Drenthe", Members: []string{"92CC"}}, {ID: "Utrecht", Members: []string{"90AA", "91BB"}},
	}}}
	content := written(t, s, fixture.Partitions())
	const head = "cube,indicator,cohort,by,group,doel,institutions,hidden_institutions,numerator,denominator,value,lower,upper,obs_status,conf_status,unit\n"
	for path, want := range map[string]string{
		"comparisons/VO-HO/2022.csv": head + "VO-HO,direct,2022,provincie,Utrecht,,2,0,90,120,75.0,75.0,75.0,A,F,percent\n",
		"comparisons/VO-HO/2023.csv": head + "VO-HO,direct,2023,provincie,Utrecht,,2,1,,,,55.2,100.0,Q,C,percent\n",
	} {
		if got := string(content[path]); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", path, got, want)
		}
		for _, description := range []string{"datapackage.json", "csv-metadata.json"} {
			if !strings.Contains(string(content[description]), path) {
				t.Errorf("%s does not describe %s", description, path)
			}
		}
	}
	if !strings.Contains(string(content["README.txt"]), "comparisons/KUBUS/JAAR.csv") {
		t.Error("README.txt does not name the file")
	}
	for path := range files(t, fixture.Partitions()) {
		if strings.HasPrefix(path, "comparisons/") {
			t.Errorf("%s without a comparison", path)
		}
	}
}

// TestComparisonsAreInTheWorkbook: the same figures on a sheet of their own, a
// share between bounds shaded and empty.
func TestComparisonsAreInTheWorkbook(t *testing.T) {
	s := fixture.Structure()
	s.Cubes[0].Comparisons = []sdmx.Comparison{{Dimension: "school", By: "provincie", Label: sdmx.Text{NL: "Provincie", EN: "Province"}, Groups: []sdmx.Group{
		{ID: "UT", Label: sdmx.Text{NL: "Utrecht", EN: "Utrecht"}, Members: []string{"90AA", "91BB"}},
	}}}
	f, err := excelize.OpenReader(bytes.NewReader(written(t, s, fixture.Partitions())["products/VO-HO.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := strings.Join(f.GetSheetList(), " "); got != "Toelichting school_doel geslacht_doel Indicatoren Vergelijking Codes" {
		t.Errorf("sheets %s", got)
	}
	rows, err := f.GetRows("Vergelijking")
	if err != nil {
		t.Fatal(err)
	}
	const who = "Directe doorstroom naar hoger onderwijs|direct|Provincie|provincie|Utrecht|UT|"
	want := []string{
		"Cohort|Indicator|indicator|Gegroepeerd naar / Grouped by|by|Groep / Group|group|Bestemming / Destination|doel|Instellingen / Institutions|Met afgeschermd aantal / With a hidden number|" +
			"Teller / Numerator|Noemer / Denominator|Aandeel (%) / Share (%)|Status|Ondergrens (%) / Lower (%)|Bovengrens (%) / Upper (%)|obs_status|conf_status",
		"2022|" + who + "||2|0|90|120|75.0|getoond|75.0|75.0|A|F",
		"2023|" + who + "||2|1||||afgeschermd|55.2|100.0|Q|C",
	}
	for i, row := range rows {
		if i >= len(want) || strings.Join(row, "|") != want[i] {
			t.Errorf("line %d: %s", i+1, strings.Join(row, "|"))
		}
	}
	if len(rows) != len(want) {
		t.Errorf("%d lines, want %d", len(rows), len(want))
	}
}
