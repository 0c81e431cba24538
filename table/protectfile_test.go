package table_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/table"
)

// tiny is two schools by three destinations: 75 persons, the worked example of
// docs/method. Sensitive are 3 (A, MBO) and 2 (B, NONE).
var tiny = world{
	"table.yaml": "data: data.csv\ncount: n\ndimensions: [{column: school}, {column: dest}]\nrule: {threshold: 5}\n",
	"data.csv":   "school,dest,n\nA,MBO,3\nA,HBO,31\nA,NONE,6\nB,MBO,9\nB,HBO,24\nB,NONE,2\n",
}

// TestTinyTableAsCountedByHand hides the sensitive cells and nothing else: what
// is written is known without any method.
func TestTinyTableAsCountedByHand(t *testing.T) {
	w := tiny.with(world{"table.yaml": tiny["table.yaml"] + "method: primary\n"})
	rep, out, err := w.protect(t, table.Run{Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	wants(t, read(t, out, "cells.csv"), `
		school,dest,value,status,lower,upper
		Total,Total,75,published,75,75
		Total,HBO,55,published,55,55
		Total,MBO,12,published,12,12
		Total,NONE,8,published,8,8
		A,Total,40,published,40,40
		A,HBO,31,published,31,31
		A,MBO,,hidden,3,3
		A,NONE,6,published,6,6
		B,Total,35,published,35,35
		B,HBO,24,published,24,24
		B,MBO,9,published,9,9
		B,NONE,,hidden,2,2`)
	risk := read(t, out, "risk.csv")
	for i, want := range map[int]string{0: "school,dest,value,status,lower,upper,count,reason", 1: "Total,Total,75,published,75,75,75,", 7: "A,MBO,,hidden,3,3,3,primary", 12: "B,NONE,,hidden,2,2,2,primary"} {
		if risk[i] != want {
			t.Errorf("risk.csv, row %d: %s, want %s", i, risk[i], want)
		}
	}
	if rep.Cells != 12 || rep.Rows != 12 || rep.Primary != 2 || rep.Secondary != 0 || rep.ExactReveals != 2 || rep.MinWidth != 0 || rep.Narrow != 2 || rep.Safe {
		t.Errorf("%+v", rep)
	}
	if st, err := os.Stat(filepath.Join(out, "risk.csv")); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("risk.csv: %v %v", st.Mode(), err)
	}
}

// TestSuppressionMakesTheTinyTableSafe holds for whatever pattern is found.
func TestSuppressionMakesTheTinyTableSafe(t *testing.T) {
	rep, out, err := tiny.protect(t, table.Run{Widen: true})
	if err != nil {
		t.Fatal(err)
	}
	if !rep.Safe || rep.ExactReveals != 0 || rep.Narrow != 0 || rep.MinWidth < 5 || rep.Primary != 2 || rep.Secondary == 0 || rep.Hidden != rep.Primary+rep.Secondary {
		t.Errorf("%+v", rep)
	}
	for _, row := range read(t, out, "cells.csv")[1:] {
		f := strings.Split(row, ",")
		if hidden := f[3] == "hidden"; hidden != (f[2] == "") || !hidden && (f[2] != f[4] || f[2] != f[5]) {
			t.Errorf("row %s", row)
		}
	}
}

// TestReportHasItsKeysAndNoCount reads report.json as any program would. The
// grand total, which is hidden from no reader of cells.csv, must not be there
// either: no count of persons is.
func TestReportHasItsKeysAndNoCount(t *testing.T) {
	_, out, err := tiny.protect(t, table.Run{Widen: true, Measure: func() (float64, float64) { return 1.5, 64 }})
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var rep map[string]any
	if err := json.Unmarshal(b, &rep); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"cells", "primary", "secondary", "exact_reveals", "min_width", "seconds", "peak_mb"} {
		if _, ok := rep[key].(float64); !ok {
			t.Errorf("%s is %v", key, rep[key])
		}
	}
	if rep["seconds"] != 1.5 || rep["peak_mb"] != 64.0 || rep["empty_cells"] != "published as zero, not listed" {
		t.Errorf("%s", b)
	}
	if strings.Contains(string(b), "75") {
		t.Errorf("the report holds the total: %s", b)
	}
}

// TestUnsafeResults says when an unsafe table is written, and as what.
func TestUnsafeResults(t *testing.T) {
	primary := tiny.with(world{"table.yaml": tiny["table.yaml"] + "method: primary\n"})
	t.Run("the negative control is written, is not safe and is an error", func(t *testing.T) {
		rep, out, err := primary.protect(t, table.Run{Widen: true})
		refused(t, err, "", "R-CONTROL", "exactly derivable: 2")
		if rep == nil || rep.Safe {
			t.Fatalf("%+v", rep)
		}
		read(t, out, "cells.csv")
	})
	t.Run("without widening a table is written and not called safe", func(t *testing.T) {
		rep, out, err := tiny.protect(t, table.Run{})
		if err != nil || rep.Safe || rep.Widen || rep.ExactReveals != 0 {
			t.Fatalf("%+v, %v", rep, err)
		}
		read(t, out, "cells.csv")
	})
	t.Run("a table of which nothing is left is refused", func(t *testing.T) {
		w := tiny.with(world{"table.yaml": strings.Replace(tiny["table.yaml"], "threshold: 5", "threshold: 5, width: 1000", 1), "data.csv": "school,dest,n\nA,MBO,3\nA,HBO,4\n"})
		_, out, err := w.protect(t, table.Run{Widen: true})
		refused(t, err, out, "R-NOTHING", "all 6 cells", "nothing was written")
	})
}

// linked is one set of persons in two tables that share the dimension school,
// and two hierarchies of schools that cross.
var linked = world{
	"table.yaml": `
data: data.csv
count: n
dimensions:
  - column: school
    hierarchies: [regions.csv, boards.csv]
  - column: sex
    total: Alle
  - columns: [sector, level]
tables:
  - [school, sex]
  - [school, level]
rule: {threshold: 2}
method: primary
`,
	"regions.csv": "code,parent,level\nNL,,0\nN,NL,1\nS,NL,1\nN1,N,2\nN2,N,2\nS1,S,2\nS2,S,2\n",
	// P has no schools; the level of locations is dropped.
	"boards.csv": "code,parent,level\nALL,,0\nP,ALL,1\nQ,ALL,1\nR,ALL,1\nN1,Q,2\nS1,Q,2\nN2,R,2\nS2,R,2\nS2x,S2,3\n",
	"data.csv": `school,sex,sector,level,n
N1,M,MBO,2,4
N1,V,MBO,3,5
N1,M,HO,AD,6
N2,V,HO,BA,7
S1,M,MBO,2,8
S1,V,HO,AD,9
S2,M,HO,BA,10
S2,V,MBO,3,11
`,
}

// TestLinkedTablesAsCountedByHand: 60 persons, of whom cells of both tables at
// the total of the other dimension are written once.
func TestLinkedTablesAsCountedByHand(t *testing.T) {
	rep, out, err := linked.protect(t, table.Run{})
	if err != nil {
		t.Fatal(err)
	}
	rows := read(t, out, "cells.csv")
	if rows[0] != "school,sex,sector,level,value,status,lower,upper" {
		t.Errorf("header %s", rows[0])
	}
	// 9 schools, regions, boards and the country by 3 sexes, less the empty
	// ones; then by 2 sectors and 4 levels.
	for _, want := range []string{
		"NL,Alle,Total,Total,60,published,60,60",
		"N,Alle,Total,Total,22,published,22,22",
		"Q,Alle,Total,Total,32,published,32,32",
		"R,V,Total,Total,18,published,18,18",
		"NL,Alle,MBO,Total,28,published,28,28",
		"Q,Alle,HO,AD,15,published,15,15",
		"S2,Alle,MBO,3,11,published,11,11",
	} {
		if !slices.Contains(rows, want) {
			t.Errorf("%s is missing in:\n%s", want, strings.Join(rows, "\n"))
		}
	}
	if slices.ContainsFunc(rows, func(r string) bool {
		return strings.HasPrefix(r, "P,") || strings.HasPrefix(r, "S2x,") || strings.HasPrefix(r, "ALL,")
	}) {
		t.Error("a code without schools, below the data or of a second root is written")
	}
	seen := map[string]bool{}
	for _, r := range rows {
		key := strings.Join(strings.Split(r, ",")[:4], ",")
		if seen[key] {
			t.Errorf("cell %s is written twice", key)
		}
		seen[key] = true
	}
	if rep.Cells != len(rows)-1 || !slices.EqualFunc(rep.Tables, [][]string{{"school", "sex"}, {"school", "level"}}, slices.Equal) {
		t.Errorf("%+v for %d rows", rep, len(rows))
	}
}

// TestCrossingHierarchiesShareTheirSums hides one school in a table in which
// its region and its board are shown: both sums give it away, and together
// with the school beside it.
func TestCrossingHierarchiesShareTheirSums(t *testing.T) {
	w := linked.with(world{"data.csv": strings.Replace(linked["data.csv"], "N2,V,HO,BA,7", "N2,V,HO,BA,1", 1)})
	rep, _, err := w.protect(t, table.Run{})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Primary == 0 || rep.ExactReveals == 0 {
		t.Errorf("%+v", rep)
	}
	safe := w.with(world{"table.yaml": strings.Replace(w["table.yaml"], "primary", "suppress", 1)})
	if rep, _, err = safe.protect(t, table.Run{Widen: true}); err != nil || rep.ExactReveals != 0 || !rep.Safe {
		t.Errorf("%+v, %v", rep, err)
	}
}

// TestProtectedZerosAreCells: where zeros may be hidden every combination is a
// cell, and an empty one is sensitive.
func TestProtectedZerosAreCells(t *testing.T) {
	w := tiny.with(world{
		"table.yaml": "data: data.csv\ncount: n\ndimensions: [{column: school}, {column: dest}]\nrule: {threshold: 3, zeros: protected}\n",
		"data.csv":   "school,dest,n\nA,MBO,13\nA,HBO,31\nA,NONE,16\nB,MBO,19\nB,HBO,24\nC,NONE,11\nC,MBO,18\nC,HBO,21\n",
	})
	rep, out, err := w.protect(t, table.Run{Widen: true})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Cells != 16 || rep.Primary != 1 || rep.ExactReveals != 0 || !rep.Safe || rep.EmptyCells != "protected, listed" {
		t.Errorf("%+v", rep)
	}
	risk := read(t, out, "risk.csv")
	at := slices.IndexFunc(risk, func(r string) bool { return strings.HasPrefix(r, "B,NONE,") })
	if at < 0 || !strings.HasPrefix(risk[at], "B,NONE,,hidden,0,") || !strings.HasSuffix(risk[at], ",0,primary") {
		t.Errorf("risk.csv:\n%s", strings.Join(risk, "\n"))
	}
}

// TestEmptyCellsAreListedOnRequest adds a destination that only A has.
func TestEmptyCellsAreListedOnRequest(t *testing.T) {
	w := tiny.with(world{"table.yaml": tiny["table.yaml"] + "method: primary\nlist_zeros: true\n", "data.csv": tiny["data.csv"] + "A,WO,8\n"})
	rep, out, err := w.protect(t, table.Run{})
	if err != nil {
		t.Fatal(err)
	}
	rows := read(t, out, "cells.csv")
	if rep.Cells != 14 || rep.Rows != 15 || len(rows) != 16 || rows[15] != "B,WO,0,published,0,0" || rep.EmptyCells != "published as zero, listed" {
		t.Errorf("%+v\n%s", rep, strings.Join(rows, "\n"))
	}
}

// TestEmptyCellsOfLinkedTablesAreListedOnce: 9 codes of schools by 3 of sex,
// and by 7 of level, less the 9 that are the same cells.
func TestEmptyCellsOfLinkedTablesAreListedOnce(t *testing.T) {
	w := linked.with(world{"table.yaml": linked["table.yaml"] + "list_zeros: true\n"})
	rep, out, err := w.protect(t, table.Run{})
	if err != nil {
		t.Fatal(err)
	}
	rows := read(t, out, "cells.csv")
	slices.Sort(rows)
	if n := len(slices.Compact(rows)); n != 1+9*3+9*7-9 || rep.Rows != n-1 {
		t.Errorf("%d different rows of %d", n, rep.Rows+1)
	}
}

// TestBytesDoNotDependOnTheOrderOfRows turns the data around.
func TestBytesDoNotDependOnTheOrderOfRows(t *testing.T) {
	for name, w := range map[string]world{"tiny": tiny, "linked": linked.with(world{"table.yaml": strings.Replace(linked["table.yaml"], "method: primary", "", 1)})} {
		t.Run(name, func(t *testing.T) {
			lines := strings.Split(strings.TrimSpace(w["data.csv"]), "\n")
			slices.Reverse(lines[1:])
			other := w.with(world{"data.csv": strings.Join(lines, "\n") + "\n"})
			_, a, err := w.protect(t, table.Run{Widen: true})
			if err != nil {
				t.Fatal(err)
			}
			_, b, err := other.protect(t, table.Run{Widen: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range []string{"cells.csv", "risk.csv", "report.json"} {
				one, err1 := os.ReadFile(filepath.Join(a, file))
				two, err2 := os.ReadFile(filepath.Join(b, file))
				if err1 != nil || err2 != nil || string(one) != string(two) {
					t.Errorf("%s differs (%v, %v)", file, err1, err2)
				}
			}
		})
	}
}

// TestInsidersAreReported asks for every kind of attacker.
func TestInsidersAreReported(t *testing.T) {
	w := tiny.with(world{"table.yaml": tiny["table.yaml"] + "insiders: {contributor: true, owners: [school], receivers: [dest]}\n"})
	rep, _, err := w.protect(t, table.Run{Widen: true})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range rep.Attackers {
		names = append(names, a.Attacker)
	}
	if !slices.Equal(names, []string{"outsider", "contributor", "owner:school", "receivers:dest"}) {
		t.Errorf("attackers %q", names)
	}
	w["table.yaml"] = tiny["table.yaml"] + "insiders: {owners: [n]}\n"
	_, out, err := w.protect(t, table.Run{Widen: true})
	refused(t, err, out, "F-INSIDERS", "n is no dimension")
}

// TestMethods protects the tiny table by every method that hides cells.
func TestMethods(t *testing.T) {
	for _, method := range []string{"suppress", "gauss"} {
		t.Run(method, func(t *testing.T) {
			w := tiny.with(world{"table.yaml": tiny["table.yaml"] + "method: " + method + "\n"})
			rep, _, err := w.protect(t, table.Run{Widen: true})
			if err != nil || !rep.Safe || rep.Method != method || rep.ExactReveals != 0 {
				t.Errorf("%+v, %v", rep, err)
			}
		})
	}
}

// TestNoSumOfHiddenCellsIsSmall: with a width far below the threshold two
// hidden cells of 2 and 4 would add up to 6 of 10 in plain sight.
func TestNoSumOfHiddenCellsIsSmall(t *testing.T) {
	w := world{
		"data.csv":   "A,B,n\na,x,2\na,y,4\na,z,40\nb,x,4\nb,y,2\nb,z,50\nc,x,30\nc,y,30\nc,z,30\n",
		"table.yaml": "data: data.csv\ncount: n\ndimensions: [{column: A}, {column: B}]\nrule: {threshold: 10, width: 3, zeros: published}\n",
	}
	rep, out, err := w.protect(t, table.Run{Widen: true})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Rule.Width != 9 || rep.MinWidth < 9 {
		t.Errorf("width %d, smallest %d; it takes 9 for sums of 10", rep.Rule.Width, rep.MinWidth)
	}
	hidden := map[string]int{} // by row and by column, counts that are hidden
	known := map[string]bool{} // the total is shown
	for _, row := range read(t, out, "risk.csv")[1:] {
		f := strings.Split(row, ",")
		n, err := strconv.Atoi(f[6])
		switch {
		case err != nil:
			t.Fatal(err)
		case f[0] == "Total" || f[1] == "Total":
			known["row "+f[0]] = known["row "+f[0]] || f[1] == "Total" && f[3] == "published"
			known["column "+f[1]] = known["column "+f[1]] || f[0] == "Total" && f[3] == "published"
		case f[3] == "hidden":
			hidden["row "+f[0]] += n
			hidden["column "+f[1]] += n
		}
	}
	if len(hidden) < 4 {
		t.Fatalf("hidden: %v", hidden)
	}
	for at, n := range hidden {
		if n < 10 && known[at] {
			t.Errorf("%s: %d are hidden, and their sum is known", at, n)
		}
	}
}

// TestZerosShareWhatIsLeft is the worked example of docs/method/suppression.md:
// beside two hidden zeros a count of 8 is hidden, for exact disclosure alone.
func TestZerosShareWhatIsLeft(t *testing.T) {
	w := world{
		"data.csv":   "A,B,n\na,x,72\na,y,0\na,z,10\nb,x,10\nb,y,0\nb,z,107\nc,x,8\nc,y,43\nc,z,35\nd,x,13\nd,y,8\nd,z,13\n",
		"table.yaml": "data: data.csv\ncount: n\ndimensions: [{column: A}, {column: B}]\nrule: {threshold: 5, zeros: protected}\n",
	}
	rep, out, err := w.protect(t, table.Run{Widen: false})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range rep.Attackers {
		if a.ExactReveals > 0 {
			t.Errorf("%+v", a)
		}
	}
	zeros := 0
	for _, row := range read(t, out, "cells.csv") {
		if strings.HasPrefix(row, "a,y,") || strings.HasPrefix(row, "b,y,") {
			if zeros++; !strings.HasSuffix(row, ",,hidden,0,8") {
				t.Errorf("%s: hidden between 0 and 8 by hand", row)
			}
		}
	}
	if zeros != 2 {
		t.Errorf("%d zeros", zeros)
	}
}
