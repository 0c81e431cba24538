package meta

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"doorstroommonitor/forms/columns"
	"doorstroommonitor/products/indicator"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// cube has an indicator along a dimension that another indicator keeps.
func cube() sdmx.Cube {
	return sdmx.Cube{
		ID: "VO-HO", Label: sdmx.Text{NL: "Van vo naar ho", EN: "From vo to ho"},
		Dimensions: []sdmx.Dimension{
			{ID: "school", Label: sdmx.Text{NL: "School", EN: "School"}},
			{ID: "doel", Label: sdmx.Text{NL: "Bestemming", EN: "Destination"}, Definition: sdmx.Text{NL: "Waarheen", EN: "Where to"}},
		},
		Tables: []sdmx.Table{{ID: "school_doel", Label: sdmx.Text{NL: "School naar doel", EN: "School by destination"}, Dimensions: []string{"school", "doel"}, Cohorts: []int{2023}}},
		Indicators: []sdmx.Indicator{
			{ID: "direct", Table: "school_doel", Dimension: "doel", Numerator: "HO", Denominator: "_T"},
			{ID: "groot", Table: "school_doel", Dimension: "school", Numerator: "90AA", Denominator: "_T"},
		},
	}
}

func resources() []Resource {
	c := cube()
	schema := columns.Of(&sdmx.Structure{Cubes: []sdmx.Cube{c}}, &c, &c.Tables[0], "urn:test")
	return []Resource{
		{Path: "data/VO-HO/school_doel/2023.csv", Cube: c, Table: c.Tables[0], Cohort: 2023, Schema: schema},
		{Path: "indicators/VO-HO/2023.csv", Cube: c, Cohort: 2023},
	}
}

// headers are the first lines of the files that resources describes, as the
// packages that own them write them.
func headers(t *testing.T) [][]string {
	t.Helper()
	var table, shares bytes.Buffer
	d := &sdmx.Dataset{Cube: "VO-HO", Table: "school_doel", Cohort: 2023, Dimensions: []string{"school", "doel"}}
	if err := d.WriteCSV(&table); err != nil {
		t.Fatal(err)
	}
	if err := indicator.WriteCSV(&shares, indicator.Dimensions(cube())); err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, r := range []io.Reader{&table, &shares} {
		head, err := csv.NewReader(r).Read()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, head)
	}
	return out
}

func TestDescriptionsNameTheColumnsThatTheFilesHave(t *testing.T) {
	var dp, cw bytes.Buffer
	if err := WriteDataPackage(&dp, testInfo(), resources()); err != nil {
		t.Fatal(err)
	}
	if err := WriteCSVW(&cw, testInfo(), resources()); err != nil {
		t.Fatal(err)
	}
	var p struct {
		Resources []struct {
			Path   string
			Schema json.RawMessage
		}
	}
	var g struct {
		Tables []struct {
			Schema csvwSchema `json:"tableSchema"`
		}
	}
	if err := json.Unmarshal(dp.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(cw.Bytes(), &g); err != nil {
		t.Fatal(err)
	}
	if got := string(p.Resources[0].Schema); got != `"schemas/VO-HO/school_doel.table.json"` {
		t.Errorf("a partition refers to %s", got)
	}
	var shares tableSchema
	if err := json.Unmarshal(p.Resources[1].Schema, &shares); err != nil {
		t.Fatal(err)
	}
	var fields []string
	for _, f := range shares.Fields {
		fields = append(fields, f.Name)
		if f.Title == "" {
			t.Errorf("%s: field %s has no title", p.Resources[1].Path, f.Name)
		}
	}
	var cols [][]string
	for _, tab := range g.Tables {
		var names []string
		for _, c := range tab.Schema.Columns {
			names = append(names, c.Titles["en"][0])
		}
		cols = append(cols, names)
	}
	if diff := cmp.Diff(headers(t)[1], fields); diff != "" {
		t.Error("datapackage.json: " + diff)
	}
	if diff := cmp.Diff(headers(t), cols); diff != "" {
		t.Error("csv-metadata.json: " + diff)
	}
}

func TestAKeyNeverHoldsAColumnWithEmptyCells(t *testing.T) {
	r := resources()[1]
	cols, err := r.columns()
	if err != nil {
		t.Fatal(err)
	}
	if key := r.key(cols); key != nil {
		t.Errorf("one indicator leaves out the school, and the key is %v", key)
	}
	r.Cube.Indicators = r.Cube.Indicators[:1]
	if cols, err = r.columns(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"cube", "indicator", "cohort", "school"}, r.key(cols)); diff != "" {
		t.Error(diff)
	}
}

func TestResourceNamesAreAllowedByTheProfile(t *testing.T) {
	allowed := regexp.MustCompile(`^[-a-z0-9._]+$`)
	for i, want := range []string{"data.vo-ho.school_doel.2023", "indicators.vo-ho.2023"} {
		r := resources()[i]
		if got := r.name(); got != want || !allowed.MatchString(got) {
			t.Errorf("%s is named %q, want %q", r.Path, got, want)
		}
	}
	if got := slug("Één VO_raad.1"); got != "--n-vo_raad.1" {
		t.Errorf("slug gives %q", got)
	}
}

func TestADimensionThatTheCubeLacksIsAnError(t *testing.T) {
	r := resources()
	r[0].Schema, r[0].Measured = nil, true
	r[0].Table.Dimensions = []string{"regio"}
	want := "data/VO-HO/school_doel/2023.csv: cube VO-HO has no dimension regio"
	for name, err := range map[string]error{
		DataPackageName: WriteDataPackage(io.Discard, testInfo(), r),
		CSVWName:        WriteCSVW(io.Discard, testInfo(), r),
	} {
		if err == nil || err.Error() != name+": "+want {
			t.Errorf("error %v, want %s: %s", err, name, want)
		}
	}
}

func TestTheRuleInPlainNumbers(t *testing.T) {
	for _, c := range []struct {
		name string
		rule release.Rule
		want string
	}{
		{"counts below ten, nine apart", release.Rule{Threshold: 10, Width: 9}, "Counts from 1 to 9 are never shown. The smallest and the largest possible value of a protected count are always at least 9 apart."},
		{"only the single person", release.Rule{Threshold: 2}, "The count 1 is never shown."},
		{"no rule, no sentence", release.Rule{}, ""},
	} {
		if got := RuleText(c.rule).EN; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if (RuleText(c.rule).NL == "") != (c.want == "") {
			t.Errorf("%s: one language has a sentence, the other none", c.name)
		}
	}
}

// A primary and a secondary suppression must not be told apart, so there may
// be only one pair of statuses for what is hidden.
func TestHiddenHasOneStatusAndOneWord(t *testing.T) {
	pairs, hidden := map[string]bool{}, 0
	for _, s := range Statuses(true) {
		if pairs[s.Obs+s.Conf] {
			t.Errorf("the pair %s %s stands twice", s.Obs, s.Conf)
		}
		pairs[s.Obs+s.Conf] = true
		if s.Obs == sdmx.ObsSuppressed || s.Conf != sdmx.ConfFree {
			hidden++
		}
	}
	if hidden != 1 {
		t.Errorf("%d statuses for hidden values", hidden)
	}
	if StatusWord("Q", "C").NL != "afgeschermd" || StatusWord("Q", "F").NL != "" {
		t.Error("StatusWord does not follow Statuses")
	}
}

func TestReadmeFitsATerminal(t *testing.T) {
	var b bytes.Buffer
	if err := WriteReadme(&b, testInfo(), &sdmx.Structure{Cubes: []sdmx.Cube{cube()}}); err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(b.String(), "\n") {
		if n := utf8.RuneCountInString(line); n > lineWidth {
			t.Errorf("line %d has %d characters", i+1, n)
		}
		if line != strings.TrimRight(line, " ") {
			t.Errorf("line %d ends in spaces", i+1)
		}
	}
	nl, en, found := strings.Cut(b.String(), strings.Repeat("-", lineWidth))
	if !found {
		t.Fatal("no line between the languages")
	}
	for _, part := range []string{nl, en} {
		for _, want := range []string{verifyCommand, "minisign -Vm manifest.json -p seal.pub", "VO-HO", "2026.1"} {
			if !strings.Contains(part, want) {
				t.Errorf("one language lacks %q", want)
			}
		}
	}
}
