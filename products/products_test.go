package products

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"doorstroommonitor/products/internal/fixture"
	"doorstroommonitor/products/internal/golden"
	"doorstroommonitor/sdmx"
)

var (
	update = flag.Bool("update", false, "rewrite the golden files")
	out    = flag.String("out", "", "also write the files of the fixture release to this folder, for test/thirdparty/run.sh")
)

func files(t *testing.T, parts []*sdmx.Dataset) map[string][]byte {
	t.Helper()
	return written(t, fixture.Structure(), parts)
}

// written are the files of a release, by path.
func written(t *testing.T, s *sdmx.Structure, parts []*sdmx.Dataset, measured ...*sdmx.Measured) map[string][]byte {
	t.Helper()
	list, err := Files(s, parts, fixture.Info(), measured...)
	if err != nil {
		t.Fatal(err)
	}
	content := map[string][]byte{}
	for _, f := range list {
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		content[f.Path] = b.Bytes()
	}
	return content
}

func TestFilesOfARelease(t *testing.T) {
	list, err := Files(fixture.Structure(), fixture.Partitions(), fixture.Info())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range list {
		if f.Size != 0 || f.SHA256 != "" {
			t.Errorf("%s: size or digest is filled before the file is written", f.Path)
		}
		record, err := json.Marshal([]any{f.Path, f.Kind, f.Cube, f.Table, f.Cohort})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(record))
	}
	want := []string{
		`["README.txt","metadata","","",0]`,
		`["csv-metadata.json","metadata","","",0]`,
		`["data/MBO-HO/doel/2023.csv","partition","MBO-HO","doel",2023]`,
		`["data/MBO-HO/doel/2023.parquet","product","MBO-HO","doel",2023]`,
		`["data/VO-HO/geslacht_doel/2023.csv","partition","VO-HO","geslacht_doel",2023]`,
		`["data/VO-HO/geslacht_doel/2023.parquet","product","VO-HO","geslacht_doel",2023]`,
		`["data/VO-HO/school_doel/2022.csv","partition","VO-HO","school_doel",2022]`,
		`["data/VO-HO/school_doel/2022.parquet","product","VO-HO","school_doel",2022]`,
		`["data/VO-HO/school_doel/2023.csv","partition","VO-HO","school_doel",2023]`,
		`["data/VO-HO/school_doel/2023.parquet","product","VO-HO","school_doel",2023]`,
		`["datapackage.json","metadata","","",0]`,
		`["indicators/VO-HO/2022.csv","product","VO-HO","",2022]`,
		`["indicators/VO-HO/2023.csv","product","VO-HO","",2023]`,
		`["products/MBO-HO.xlsx","product","MBO-HO","",0]`,
		`["products/VO-HO.xlsx","product","VO-HO","",0]`,
		`["schemas/MBO-HO/doel.schema.json","metadata","","",0]`,
		`["schemas/MBO-HO/doel.table.json","metadata","","",0]`,
		`["schemas/VO-HO/geslacht_doel.schema.json","metadata","","",0]`,
		`["schemas/VO-HO/geslacht_doel.table.json","metadata","","",0]`,
		`["schemas/VO-HO/school_doel.schema.json","metadata","","",0]`,
		`["schemas/VO-HO/school_doel.table.json","metadata","","",0]`,
		`["structure.json","structure","","",0]`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheOrderOfPartitionsLeavesNoTrace(t *testing.T) {
	parts := fixture.Partitions()
	slices.Reverse(parts)
	a, b := files(t, fixture.Partitions()), files(t, parts)
	for path := range a {
		if !bytes.Equal(a[path], b[path]) {
			t.Errorf("%s differs", path)
		}
	}
}

func TestPartitionsAndStructureReadBack(t *testing.T) {
	content := files(t, fixture.Partitions())
	d, err := sdmx.ReadCSV(bytes.NewReader(content["data/VO-HO/school_doel/2023.csv"]))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fixture.Partitions()[1], d); diff != "" {
		t.Error(diff)
	}
	var s sdmx.Structure
	if err := json.Unmarshal(content["structure.json"], &s); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*fixture.Structure(), s); diff != "" {
		t.Error(diff)
	}
}

// The golden file was checked by hand: 64/84 = 76.19, 104/135 = 77.04 and
// 10/50 percent.
func TestGoldenIndicators(t *testing.T) {
	content := files(t, fixture.Partitions())
	golden.Compare(t, *update, "vo-ho.2023.indicators.csv", content["indicators/VO-HO/2023.csv"])
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	type world struct {
		s     *sdmx.Structure
		parts []*sdmx.Dataset
		info  Info
	}
	for _, c := range []struct {
		name, want string
		change     func(*world)
	}{
		{"a missing partition", "VO-HO school_doel 2022: the structure announces the partition", func(w *world) { w.parts = w.parts[1:] }},
		{"a partition that nobody announced", "VO-HO school_doel 2024: the structure does not announce", func(w *world) {
			d := *w.parts[0]
			d.Cohort = 2024
			w.parts = append(w.parts, &d)
		}},
		{"a partition given twice", "VO-HO school_doel 2022: the partition is given twice", func(w *world) { w.parts = append(w.parts, w.parts[0]) }},
		{"another specification", `of specification "2025.9", its structure of "2026.1"`, func(w *world) { w.info.Specification = "2025.9" }},
		{"other dimensions", "dimensions doel school, the structure says school doel", func(w *world) { w.parts[0].Dimensions = []string{"doel", "school"} }},
		{"an id that leaves the folder", `id "../VO" is not made of letters`, func(w *world) { w.s.Cubes[0].ID = "../VO" }},
		{"a codelist that is not there", "dimension school: the structure has no codelist x", func(w *world) { w.s.Cubes[0].Dimensions[0].Codelist = "x" }},
		{"an indicator without a table", "indicator direct: the cube has no table x", func(w *world) { w.s.Cubes[0].Indicators[0].Table = "x" }},
		{"an unknown code", `cell 00XX._T: dimension school has no code "00XX"`, func(w *world) { w.parts[0].Observations[3].Key = []string{"00XX", "_T"} }},
		{"a short key", "cell _T has 1 codes for 2 dimensions", func(w *world) { w.parts[0].Observations[0].Key = []string{"_T"} }},
		{"a double cell", "cell _T._T is double or out of the order", func(w *world) { w.parts[0].Observations[1].Key = []string{"_T", "_T"} }},
		{"a value behind a hidden cell", "cell 91BB._T: a hidden cell carries a value", func(w *world) { w.parts[1].Observations[6].Value = 37 }},
		{"bounds that are no interval", "cell 91BB._T: the bounds of a hidden cell", func(w *world) { w.parts[1].Observations[6].Upper = 3 }},
		{"bounds beside a shown value", "cell _T._T: a shown cell is negative or its bounds", func(w *world) { w.parts[1].Observations[0].Lower = 3 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &world{fixture.Structure(), fixture.Partitions(), fixture.Info()}
			c.change(w)
			_, err := Files(w.s, w.parts, w.info)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error %v does not say %q", err, c.want)
			}
			if strings.Contains(err.Error(), "37") {
				t.Errorf("the error tells the hidden value: %v", err)
			}
		})
	}
}

// A share that contradicts itself shows up when its file is written.
func TestAContradictionStopsTheIndicatorFile(t *testing.T) {
	parts := fixture.Partitions()
	o := &parts[0].Observations[1]
	o.Value, o.Lower, o.Upper = 121, 121, 121
	list, err := Files(fixture.Structure(), parts, fixture.Info())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if err := f.Write(io.Discard); (err != nil) != (f.Path == "indicators/VO-HO/2022.csv" || f.Path == "products/VO-HO.xlsx") {
			t.Errorf("%s: error %v", f.Path, err)
		}
	}
}

func TestWriteFixtureRelease(t *testing.T) {
	if *out == "" {
		t.Skip("no folder named with -out")
	}
	for path, content := range files(t, fixture.Partitions()) {
		path = filepath.Join(*out, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNoisyFiguresHaveTheirBandInEveryFile: CSV, Parquet, workbook, indicators
// and descriptions of a cube of which every count has noise.
func TestNoisyFiguresHaveTheirBandInEveryFile(t *testing.T) {
	s := fixture.Structure()
	s.Cubes[1].Noise = &sdmx.Noise{Bands: sdmx.Bands, Reliability: 5}
	parts := fixture.Partitions()
	var measured []*sdmx.Measured
	for _, d := range parts {
		if d.Cube != "MBO-HO" {
			continue
		}
		m := &sdmx.Measured{Cube: d.Cube, Table: d.Table, Cohort: d.Cohort, Dimensions: d.Dimensions, Variance: "5/3"}
		for i := range d.Observations {
			o := &d.Observations[i]
			*o = sdmx.Observation{Key: o.Key, Estimated: true, Value: 37, Lower: 31, Upper: 44, Estimate: 3712, Error: 318}
			m.Keys, m.Values = append(m.Keys, o.Key), append(m.Values, -2)
		}
		measured = append(measured, m)
	}
	content := written(t, s, parts, measured...)
	for path, want := range map[string]string{
		"data/MBO-HO/doel/2023.csv":         ",37,31,44,E,F,37.12,3.18\n",
		"measurements/MBO-HO/doel/2023.csv": ",-2,5/3\n",
		"README.txt":                        "CIJFERS MET RUIS: MBO-HO",
		"datapackage.json":                  `"measurements/MBO-HO/doel/2023.csv"`,
		"csv-metadata.json":                 `"standard_error"`,
		"structure.json":                    `"reliability": 5`,
	} {
		if !strings.Contains(string(content[path]), want) {
			t.Errorf("%s has no %q", path, want)
		}
	}
	for i, line := range strings.Split(strings.TrimSpace(string(content["data/MBO-HO/doel/2023.csv"])), "\n") {
		if i > 0 && !strings.Contains(line, ",31,44,E,F,") {
			t.Errorf("line %d has no band: %s", i+1, line)
		}
	}
	rows, columns := parquetRows(t, content["data/MBO-HO/doel/2023.parquet"])
	if got := strings.Join(columns[len(columns)-7:], " "); got != "value lower upper obs_status conf_status estimate standard_error" {
		t.Errorf("parquet columns %s", got)
	}
	for _, r := range rows {
		if got := strings.Join(r[len(r)-7:], " "); got != "37 31 44 E F 37.12 3.18" {
			t.Fatalf("parquet row %s", got)
		}
	}
	// A structure that knows nothing of noise refuses the same figures.
	s.Cubes[1].Noise = nil
	if _, err := Files(s, parts, fixture.Info()); err == nil {
		t.Error("noisy figures in a cube without noise are taken")
	}
}

// parquetRows reads the columns and the values of a file as text.
func parquetRows(t *testing.T, b []byte) (rows [][]string, columns []string) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range f.Schema().Columns() {
		columns = append(columns, c[0])
	}
	for _, g := range f.RowGroups() {
		r := g.Rows()
		buffer := make([]parquet.Row, 16)
		for {
			n, err := r.ReadRows(buffer)
			for _, row := range buffer[:n] {
				var cells []string
				for _, v := range row {
					cells = append(cells, v.String())
				}
				rows = append(rows, cells)
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return rows, columns
}
