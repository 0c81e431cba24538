package xlsx

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"doorstroommonitor/products/internal/fixture"
	"doorstroommonitor/products/internal/golden"
	"doorstroommonitor/sdmx"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func voHO() []*sdmx.Dataset {
	return slices.DeleteFunc(fixture.Partitions(), func(d *sdmx.Dataset) bool { return d.Cube != "VO-HO" })
}

func workbookBytes(t *testing.T, maxRows int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, fixture.Structure(), "VO-HO", voHO(), fixture.Info(), maxRows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t *testing.T, b []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// Sheets are kept in a map while the workbook is made, so one pair of writes
// could be equal by chance.
func TestTheSameCubeGivesTheSameBytes(t *testing.T) {
	first := workbookBytes(t, excelize.TotalRows)
	for range 12 {
		if !bytes.Equal(first, workbookBytes(t, excelize.TotalRows)) {
			t.Fatal("two writes differ")
		}
	}
}

func TestNothingInTheArchiveDependsOnTheClock(t *testing.T) {
	b := workbookBytes(t, excelize.TotalRows)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != contentTypes {
		t.Errorf("the first part is %s", z.File[0].Name)
	}
	thisYear := time.Now().Format("2006-01-02T")
	for _, f := range z.File {
		if f.Modified.Year() != 1980 {
			t.Errorf("%s is dated %s", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(thisYear)) {
			t.Errorf("%s holds today's date", f.Name)
		}
		if bytes.Contains(content, []byte("<f>")) {
			t.Errorf("%s holds a formula", f.Name)
		}
	}
}

func TestSheetsComeInTheOrderOfReading(t *testing.T) {
	f := open(t, workbookBytes(t, excelize.TotalRows))
	want := []string{"Toelichting", "school_doel", "geslacht_doel", "Indicatoren", "Codes"}
	if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	if i := f.GetActiveSheetIndex(); i != 0 {
		t.Errorf("sheet %d opens first", i)
	}
}

// A line of each kind, compared with what the fixture says.
func TestLinesOfATableAndOfTheIndicators(t *testing.T) {
	f := open(t, workbookBytes(t, excelize.TotalRows))
	line := func(sheet string, row int) []string {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		return rows[row-1]
	}
	for _, c := range []struct {
		name, sheet string
		row         int
		want        []string
	}{
		{"a shown count", "school_doel", 18, []string{"2023", `Het "Grote" Lyceum, Één & Twee †`, "90AA", "Hoger onderwijs", "HO", "64", "getoond", "64", "64", "A", "F"}},
		{"a true zero", "school_doel", 11, []string{"2022", "<Kleine> school", "92CC", "Alle", "_T", "0", "getoond", "0", "0", "A", "F"}},
		{"a hidden count, and a label that looks like a formula", "school_doel", 22, []string{"2023", "=1+1 College", "91BB", "Geen onderwijs", "GEEN", "", "afgeschermd", "1", "10", "Q", "C"}},
		{"a hidden count without upper bound", "school_doel", 25, []string{"2023", "<Kleine> school", "92CC", "Geen onderwijs", "GEEN", "", "afgeschermd", "1", "", "Q", "C"}},
		// 64/84 = 76.19 percent
		{"a shown share", "Indicatoren", 7, []string{"2023", "Directe doorstroom naar hoger onderwijs", "direct", `Het "Grote" Lyceum, Één & Twee †`, "90AA", "", "", "64", "84", "76.2", "getoond", "76.2", "76.2", "A", "F"}},
		// 10/50 and 39/11
		{"a bounded share", "Indicatoren", 8, []string{"2023", "Directe doorstroom naar hoger onderwijs", "direct", "=1+1 College", "91BB", "", "", "", "", "", "afgeschermd", "20.0", "100.0", "Q", "C"}},
		{"a share of nobody", "Indicatoren", 5, []string{"2022", "Directe doorstroom naar hoger onderwijs", "direct", "<Kleine> school", "92CC", "", "", "0", "0", "", "niet mogelijk", "", "", "M", "F"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, line(c.sheet, c.row)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHiddenCellsAreShadedAndHoldNothing(t *testing.T) {
	f := open(t, workbookBytes(t, excelize.TotalRows))
	fill := func(cell string) int {
		id, err := f.GetCellStyle("school_doel", cell)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return s.Fill.Pattern
	}
	if fill("F22") == 0 {
		t.Error("the hidden cell F22 is not shaded")
	}
	if fill("F18") != 0 {
		t.Error("the shown cell F18 is shaded")
	}
	v, err := f.GetCellValue("school_doel", "F22")
	if err != nil || v != "" {
		t.Errorf("the hidden cell holds %q (%v)", v, err)
	}
}

func TestEveryTableHasAFrozenHeadAndAFilter(t *testing.T) {
	f := open(t, workbookBytes(t, excelize.TotalRows))
	filters := map[string]string{}
	for _, n := range f.GetDefinedName() {
		filters[n.Scope] = n.RefersTo
	}
	for sheet, want := range map[string]string{
		"school_doel": "'school_doel'!$A$1:$K$25", "geslacht_doel": "'geslacht_doel'!$A$1:$K$10",
		"Indicatoren": "'Indicatoren'!$A$1:$O$12", "Codes": "'Codes'!$A$1:$G$11",
	} {
		if filters[sheet] != want {
			t.Errorf("filter of %s: %q, want %q", sheet, filters[sheet], want)
		}
		p, err := f.GetPanes(sheet)
		if err != nil || !p.Freeze || p.YSplit != 1 {
			t.Errorf("%s: the head is not frozen (%+v, %v)", sheet, p, err)
		}
	}
}

func TestATableLongerThanASheetGoesOnInAnother(t *testing.T) {
	f := open(t, workbookBytes(t, 20))
	want := []string{"Toelichting", "school_doel", "school_doel (2)", "geslacht_doel", "Indicatoren", "Codes"}
	if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
		t.Fatal(diff)
	}
	first, _ := f.GetRows("school_doel")
	second, _ := f.GetRows("school_doel (2)")
	if len(first) != 20 || len(second) != 6 {
		t.Errorf("%d and %d lines, want 20 and 6", len(first), len(second))
	}
	if diff := cmp.Diff(first[0], second[0]); diff != "" {
		t.Error("the second sheet has another head: " + diff)
	}
}

func TestSheetNamesAreAllowedAndUnique(t *testing.T) {
	b := &workbook{names: map[string]bool{"codes": true}}
	long := strings.Repeat("é", 40)
	var got []string
	for _, id := range []string{"a/b[c]", "a_b_c_", "codes", "CODES", long, long} {
		got = append(got, b.sheetName(id))
	}
	want := []string{"a_b_c_", "a_b_c_ (2)", "codes (2)", "CODES (3)", strings.Repeat("é", 31), strings.Repeat("é", 27) + " (2)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnUnknownCodeOrCubeStopsTheWorkbook(t *testing.T) {
	parts := voHO()
	parts[0].Observations[3].Key = []string{"00XX", "_T"}
	for _, c := range []struct{ cube, want string }{
		{"VO-HO", `workbook VO-HO: table school_doel: cohort 2022: dimension school: code "00XX" is not in its codelist`},
		{"VO-WO", "workbook VO-WO: the structure has no such cube"},
	} {
		err := Write(io.Discard, fixture.Structure(), c.cube, parts, fixture.Info())
		if err == nil || err.Error() != c.want {
			t.Errorf("error %v, want %s", err, c.want)
		}
	}
}

func TestWholeWorkbookAsText(t *testing.T) {
	f := open(t, workbookBytes(t, excelize.TotalRows))
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "== %s\n", sheet)
		for _, r := range rows {
			b.WriteString(strings.TrimRight(strings.Join(r, " | "), " ") + "\n")
		}
	}
	golden.Compare(t, *update, "vo-ho.public.txt", []byte(b.String()))
}

// TestNoisyCountsStandWithTheirBand: value, status word, band, estimate and
// error in every line; the sheet of indicators has no count without a band.
func TestNoisyCountsStandWithTheirBand(t *testing.T) {
	s := fixture.Structure()
	for i := range s.Cubes {
		s.Cubes[i].Noise = &sdmx.Noise{Bands: sdmx.Bands, Reliability: 5}
	}
	parts := voHO()
	for _, d := range parts {
		for i := range d.Observations {
			d.Observations[i] = sdmx.Observation{Key: d.Observations[i].Key, Estimated: true, Value: 37, Lower: 31, Upper: 44, Estimate: 3712, Error: 318}
		}
	}
	var b bytes.Buffer
	if err := write(&b, s, "VO-HO", parts, fixture.Info(), excelize.TotalRows); err != nil {
		t.Fatal(err)
	}
	f := open(t, b.Bytes())
	rows, err := f.GetRows("school_doel")
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows[1:] {
		if got := strings.Join(r[len(r)-8:], " "); got != "37 met ruis 31 44 E F 37.12 3.18" {
			t.Fatalf("line %d: %s", i+2, got)
		}
	}
	shares, err := f.GetRows(indicatorsSheet)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i, r := range shares[1:] {
		if r[len(r)-2] != "E" {
			continue
		}
		n++
		if value := r[len(r)-6]; !strings.HasPrefix(value, "100") || r[len(r)-4] == "" || r[len(r)-3] == "" || r[len(r)-8] != "" || r[len(r)-7] != "" {
			t.Fatalf("line %d: %q", i+2, r)
		}
	}
	if n == 0 {
		t.Error("no noisy shares")
	}
}
