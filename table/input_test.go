package table_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"doorstroommonitor/table"
)

// plain is a world without faults: two regions of two schools each.
var plain = world{
	"table.yaml": `
data: data.csv
count: n
dimensions:
  - column: school
    hierarchy: schools.csv
  - column: dest
rule: {threshold: 3}
`,
	"schools.csv": "code,parent,level\nNL,,0\nA,NL,1\nA1,A,2\nA2,A,2\nB,NL,1\nB1,B,2\nB2,B,2\n",
	"data.csv":    "school,dest,n\nA1,HBO,10\nA2,HBO,20\nB1,HBO,30\nB2,HBO,40\nA1,MBO,12\nA2,MBO,14\nB1,MBO,16\nB2,MBO,18\n",
}

// TestFaultsInFilesNameFileLineFieldAndRule gives one faulty file at a time.
func TestFaultsInFilesNameFileLineFieldAndRule(t *testing.T) {
	tests := []struct {
		name  string
		files world
		rule  string
		words []string
	}{
		{"no file", world{"data.csv": ""}, "F-OPEN", []string{"data.csv", "no such file"}},
		{"no hierarchy", world{"schools.csv": ""}, "F-OPEN", []string{"schools.csv"}},
		{"an empty hierarchy", world{"schools.csv": "code,parent,level\n"}, "H-EMPTY", nil},
		{"a hierarchy without parents", world{"schools.csv": "code,level\nNL,0\n"}, "H-HEADER", []string{"line 1, field parent", "it has: code, level"}},
		{"a loop", world{"schools.csv": "code,parent,level\nNL,,0\nA,C,1\nB,A,2\nC,B,3\nA1,NL,1\n"}, "H-LOOP", []string{"schools.csv, line 3, field parent", "A -> C -> B -> A"}},
		{"a code above itself", world{"schools.csv": "code,parent,level\nNL,NL,0\n"}, "H-LOOP", []string{"NL -> NL"}},
		{"a parent that is no code", world{"schools.csv": "code,parent,level\nNL,,0\nA1,X,1\n"}, "H-PARENT", []string{"line 3, field parent", "parent X of code A1"}},
		{"two roots", world{"schools.csv": "code,parent,level\nNL,,0\nBE,,0\n"}, "H-ROOT", []string{"line 3", "code BE has no parent, nor has code NL on line 2"}},
		{"a code twice", world{"schools.csv": "code,parent,level\nNL,,0\nA,NL,1\nA,NL,1\n"}, "H-DUPLICATE", []string{"line 4, field code", "line 3"}},
		{"a code without a name", world{"schools.csv": "code,parent,level\nNL,,0\n,NL,1\n"}, "H-CODE", []string{"line 3", "missing"}},
		{"a level that is none", world{"schools.csv": "code,parent,level\nNL,,top\n"}, "H-LEVEL", []string{`"top"`}},
		{"a level above its parent", world{"schools.csv": "code,parent,level\nNL,,1\nA,NL,1\n"}, "H-LEVEL", []string{"line 3, field level"}},
		{"a line too short", world{"schools.csv": "code,parent,level\nNL,\n"}, "H-CSV", []string{"line 2", "wrong number of fields"}},

		{"a code outside the hierarchy", world{"data.csv": "school,dest,n\nA1,HBO,1\nX9,HBO,1\n"}, "D-UNKNOWN", []string{"data.csv, line 3, field school", "code X9", "schools.csv"}},
		{"codes of two levels", world{"data.csv": "school,dest,n\nA1,HBO,1\nB,HBO,1\n"}, "D-LEVEL", []string{"line 3, field school", "code B has parts"}},
		{"a missing code", world{"data.csv": "school,dest,n\nA1,,1\n"}, "D-CODE", []string{"line 2, field dest", "missing"}},
		{"a code with spaces", world{"data.csv": "school,dest,n\nA1, HBO,1\n"}, "D-CODE", []string{"spaces"}},
		{"a code that is no text", world{"data.csv": "school,dest,n\nA1,\xff,1\n"}, "D-CODE", []string{"UTF-8"}},
		{"a total in the data", world{"data.csv": "school,dest,n\nA1,Total,1\n"}, "D-TOTAL", []string{"line 2, field dest"}},
		{"a negative count", world{"data.csv": "school,dest,n\nA1,HBO,-1\n"}, "D-COUNT", []string{"line 2, field n"}},
		{"a fraction of a person", world{"data.csv": "school,dest,n\nA1,HBO,1.5\n"}, "D-COUNT", []string{"line 2, field n"}},
		{"no count", world{"data.csv": "school,dest,n\nA1,HBO,\n"}, "D-COUNT", []string{"line 2, field n"}},
		{"more persons than there are", world{"data.csv": "school,dest,n\nA1,HBO,999999999999999\n"}, "D-COUNT", []string{"more than"}},
		{"two rows for one cell", world{"data.csv": "school,dest,n\nA1,HBO,1\nA2,HBO,1\nA1,HBO,0\n"}, "D-TWICE", []string{"line 4", "line 2 has the same codes", "two rows for one cell"}},
		{"no column with counts", world{"data.csv": "school,dest\nA1,HBO\n"}, "D-HEADER", []string{"field n", "it has: school, dest"}},
		{"a column twice", world{"data.csv": "school,dest,n,dest\nA1,HBO,1,MBO\n"}, "D-HEADER", []string{"field dest", "twice"}},
		{"semicolons", world{"data.csv": "school;dest;n\nA1;HBO;1\n"}, "D-HEADER", []string{`separator: ";"`}},
		{"no rows", world{"data.csv": "school,dest,n\n"}, "D-EMPTY", nil},
		{"no header", world{"data.csv": "\n"}, "D-EMPTY", nil},
		{"a quote that does not end", world{"data.csv": "school,dest,n\nA1,\"HBO,1\n"}, "D-CSV", []string{"data.csv"}},
		{"nobody counted", world{"data.csv": "school,dest,n\nA1,HBO,0\n"}, "R-NOBODY", nil},
		{"fewer persons than the threshold", world{"data.csv": "school,dest,n\nA1,HBO,2\n"}, "R-TOTAL", []string{"threshold of 3", "nothing was written"}},
		{"no threshold", world{"table.yaml": "data: data.csv\ndimensions: [{column: dest}]\n"}, "F-RULE", []string{"threshold"}},
		{"no data", world{"table.yaml": "published: data.csv\ndimensions: [{column: dest}]\n"}, "F-DATA", []string{"table audit"}},
		{"an unknown method", world{"table.yaml": "data: data.csv\ndimensions: [{column: dest}]\nrule: {threshold: 5}\nmethod: hide\n"}, "F-METHOD", []string{`"hide"`, "suppress"}},
		{"a filter that keeps nobody", world{"table.yaml": "data: data.csv\ncount: n\nwhere: {school: [C1]}\ndimensions: [{column: dest}]\nrule: {threshold: 5}\n"}, "D-EMPTY", []string{"none of the 8 rows"}},
		{"a filter on a column that is not there", world{"table.yaml": "data: data.csv\nwhere: {year: [1]}\ndimensions: [{column: dest}]\nrule: {threshold: 5}\n"}, "D-HEADER", []string{"field year"}},
		{
			"one code below two parents", world{
				"table.yaml": "data: data.csv\ndimensions: [{columns: [region, town]}]\nrule: {threshold: 2}\n",
				"data.csv":   "region,town\nNH,Alkmaar\nNH,Bergen\nLI,Bergen\n",
			}, "D-PARENT", []string{"line 4, field town", "code Bergen belongs to LI here and to NH before"},
		},
		{
			"hierarchies over other codes", world{
				"table.yaml": "data: data.csv\ncount: n\ndimensions: [{column: school, hierarchies: [schools.csv, boards.csv]}, {column: dest}]\nrule: {threshold: 3}\n",
				"boards.csv": "code,parent,level\nNL,,0\nX,NL,1\nA1,X,2\nA2,X,2\nB1,X,2\n",
				"data.csv":   "school,dest,n\nA1,HBO,10\n",
			}, "H-FINEST", []string{"boards.csv", "code B2"},
		},
		{
			"one name for two things", world{
				"table.yaml": "data: data.csv\ncount: n\ndimensions: [{column: school, hierarchies: [schools.csv, boards.csv]}, {column: dest}]\nrule: {threshold: 3}\n",
				"boards.csv": "code,parent,level\nNL,,0\nA,NL,1\nX,NL,1\nA1,A,2\nA2,X,2\nB1,A,2\nB2,X,2\n",
			}, "H-MEANING", []string{"boards.csv, line 3", "code A means something else"},
		},
		{
			"two codes above each other", world{
				"table.yaml":  "data: data.csv\ncount: n\ndimensions: [{column: school, hierarchies: [schools.csv, boards.csv]}, {column: dest}]\nrule: {threshold: 3}\n",
				"schools.csv": "code,parent,level\nNL,,0\nA,NL,1\nB,A,2\nS,B,3\n",
				"boards.csv":  "code,parent,level\nNL,,0\nB,NL,1\nA,B,2\nS,A,3\n",
				"data.csv":    "school,dest,n\nS,HBO,10\n",
			}, "H-LOOP", []string{"boards.csv"},
		},
		{
			"too many combinations", world{
				"table.yaml": "data: data.csv\ndimensions: [{column: a}, {column: b}, {column: c}]\nrule: {threshold: 3, zeros: protected}\n",
				"data.csv":   cross(200),
			}, "R-SIZE", []string{"combinations"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, out, err := plain.with(tt.files).protect(t, table.Run{Widen: true})
			refused(t, err, out, tt.rule, tt.words...)
		})
	}
}

// cross is data with so many codes in each of the columns a, b and c.
func cross(n int) string {
	var b bytes.Buffer
	b.WriteString("a,b,c\n")
	for i := range n {
		for range 3 {
			b.WriteString("k" + string(rune('a'+i/26)) + string(rune('a'+i%26)) + ",")
		}
		b.Truncate(b.Len() - 1)
		b.WriteString("\n")
	}
	return b.String()
}

func TestPlainWorldHasNoFault(t *testing.T) {
	rep, out, err := plain.protect(t, table.Run{Widen: true})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Cells != 21 || rep.Primary != 0 || rep.Hidden != 0 || rep.MinWidth != -1 || !rep.Safe {
		t.Errorf("%+v", rep)
	}
	if _, err := os.Stat(filepath.Join(out, "report.json")); err != nil {
		t.Error(err)
	}
}

// TestOtherFormsOfTheSameData gives the data in every form that is allowed: it
// must not change a byte of what comes out.
func TestOtherFormsOfTheSameData(t *testing.T) {
	_, out, err := plain.protect(t, table.Run{Widen: true})
	if err != nil {
		t.Fatal(err)
	}
	want := read(t, out, "cells.csv")
	persons := "person,school,dest\n"
	for i, r := range []struct {
		row string
		n   int
	}{{"A1,HBO", 10}, {"A2,HBO", 20}, {"B1,HBO", 30}, {"B2,HBO", 40}, {"A1,MBO", 12}, {"A2,MBO", 14}, {"B1,MBO", 16}, {"B2,MBO", 18}} {
		for range r.n {
			persons += string(rune('a'+i)) + "," + r.row + "\n"
		}
	}
	yaml := "dimensions: [{column: school, hierarchy: schools.csv}, {column: dest}]\nrule: {threshold: 3}\n"
	tests := []struct {
		name  string
		files world
	}{
		{"other order of rows and columns", world{"data.csv": "n,dest,school\n18,MBO,B2\n16,MBO,B1\n14,MBO,A2\n12,MBO,A1\n40,HBO,B2\n30,HBO,B1\n20,HBO,A2\n10,HBO,A1\n"}},
		{"a row a person", world{"data.csv": persons, "table.yaml": "data: data.csv\n" + yaml}},
		{"a byte order mark and Windows lines", world{"data.csv": "\ufeffschool,dest,n\r\nA1,HBO,10\r\nA2,HBO,20\r\nB1,HBO,30\r\nB2,HBO,40\r\nA1,MBO,12\r\nA2,MBO,14\r\nB1,MBO,16\r\nB2,MBO,18\r\n"}},
		{"rows of zero", world{"data.csv": plain["data.csv"] + "A1,WO,0\n"}},
		{"a filter", world{
			"data.csv":   "year,school,dest,n\n1,A1,HBO,10\n1,A2,HBO,20\n1,B1,HBO,30\n1,B2,HBO,40\n1,A1,MBO,12\n1,A2,MBO,14\n1,B1,MBO,16\n1,B2,MBO,18\n2,X9,LOST,7\n",
			"table.yaml": "data: data.csv\ncount: n\nwhere: {year: [1]}\n" + yaml,
		}},
		{"a hierarchy that goes deeper", world{"schools.csv": plain["schools.csv"] + "A1x,A1,3\nA1y,A1,3\nB2z,B2,3\n"}},
		{"a hierarchy without levels", world{"schools.csv": "parent,code\n,NL\nNL,A\nA,A1\nA,A2\nNL,B\nB,B1\nB,B2\n"}},
		{"flat by name", world{"table.yaml": "data: data.csv\ncount: n\ndimensions: [{column: school, hierarchy: schools.csv}, {column: dest, hierarchy: flat}]\nrule: {threshold: 3}\n"}},
		{"lists under the plain keys", world{"table.yaml": "data: data.csv\ncount: n\ndimensions: [{column: [school], hierarchy: [schools.csv]}, {column: [dest]}]\nrule: {threshold: 3}\n"}},
		{"compressed", world{"data.csv.gz": zipped(t, plain["data.csv"]), "data.csv": "", "table.yaml": "data: data.csv.gz\ncount: n\n" + yaml}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, out, err := plain.with(tt.files).protect(t, table.Run{Widen: true})
			if err != nil {
				t.Fatal(err)
			}
			got := read(t, out, "cells.csv")
			if len(got) != len(want) {
				t.Fatalf("%d rows, want %d: %q", len(got), len(want), got)
			}
			for i := range got {
				if got[i] != want[i] {
					t.Errorf("row %d: %s, want %s", i, got[i], want[i])
				}
			}
		})
	}
}

func zipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestATruncatedArchiveIsRefused(t *testing.T) {
	z := zipped(t, plain["data.csv"])
	yaml := "data: data.csv.gz\ncount: n\ndimensions: [{column: school}, {column: dest}]\nrule: {threshold: 3}\n"
	_, out, err := world{"table.yaml": yaml, "data.csv.gz": z[:len(z)-12]}.protect(t, table.Run{Widen: true})
	refused(t, err, out, "D-CSV", "data.csv.gz")
	_, out, err = world{"table.yaml": yaml, "data.csv.gz": "school,dest,n\n"}.protect(t, table.Run{Widen: true})
	refused(t, err, out, "F-GZIP", "no gzip")
}
