package table_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"doorstroommonitor/table"
)

// TestFaultsInPublishedTablesNameTheCell gives one fault at a time.
func TestFaultsInPublishedTablesNameTheCell(t *testing.T) {
	swap := func(pairs ...string) world {
		return world{"table.csv": strings.NewReplacer(pairs...).Replace(foreign["table.csv"])}
	}
	yaml := func(more string) world { return world{"table.yaml": foreign["table.yaml"] + more} }
	both := func(a, b world) world { return a.with(b) }
	tests := []struct {
		name  string
		files world
		rule  string
		words []string
	}{
		{"no table named", world{"table.yaml": "data: table.csv\ndimensions: [{column: school}]\n"}, "F-PUBLISHED", []string{"--published"}},
		{"no table there", world{"table.csv": ""}, "F-OPEN", []string{"table.csv"}},
		{"no rows", world{"table.csv": "school,dest,n\n"}, "P-EMPTY", nil},
		{"no column with values", yaml("").with(world{"table.yaml": "published: table.csv\ndimensions: [{column: school}, {column: dest}]\n"}), "P-HEADER", []string{"field value"}},
		{"an unknown symbol", swap("A,MBO,x", "A,MBO,c"), "P-VALUE", []string{"table.csv, line 8, field n", `"c"`, `hidden: {"c": {lower: 1, upper: 4}}`}},
		{"a fraction", swap("A,MBO,x", "A,MBO,3.5"), "P-VALUE", []string{`"3.5"`}},
		{"a negative value", swap("A,MBO,x", "A,MBO,-3"), "P-VALUE", []string{`"-3"`}},
		{"x where only a dot is declared", yaml("hidden: {'.': {}}\n"), "P-VALUE", []string{`"x"`}},
		{"less than one where hidden is at least one", swap("A,MBO,x", "A,MBO,<1"), "P-VALUE", []string{`"<1"`}},
		{"two rows for one cell", swap("B,NONE,x", "A,NONE,x"), "P-TWICE", []string{"line 13", "cell school=A, dest=NONE", "line 9"}},
		{"parts that are more than the whole", swap("A,HBO,31", "A,HBO,51"), "P-SUM", []string{"(school=A, dest=Total) 40 <> (school=A, dest=HBO) 51 + (school=A, dest=MBO) >=1"}},
		{"shown parts that do not add up", swap("Total,HBO,55", "Total,HBO,56"), "P-SUM", []string{"(school=Total, dest=HBO) 56 <> (school=A, dest=HBO) 31 + (school=B, dest=HBO) 24"}},
		{"a row of no table", both(yaml("tables: [[school], [dest]]\n"), nil), "P-OUTSIDE", []string{"cell school=A, dest=HBO"}},
		{"a whole without parts", both(yaml("absent: zero\n"), swap("A,HBO,31\n", "", "A,MBO,x\n", "", "A,NONE,x\n", "")), "P-SUM", []string{"cell school=A, dest=Total is not zero, but none of its parts by dest"}},
		{"a percentage that is none", both(yaml("percentages: [{column: pct, decimals: 1, of: dest}]\n"), world{"table.csv": shares(map[string]string{"A,MBO,": "many"})}), "P-PERCENTAGE", []string{"line 8, field pct", `"many"`}},
		{"more decimals than declared", both(yaml("percentages: [{column: pct, decimals: 1, of: dest}]\n"), world{"table.csv": shares(map[string]string{"A,MBO,": "7.55"})}), "P-PERCENTAGE", []string{"at most 1 decimals"}},
		{"more than all", both(yaml("percentages: [{column: pct, decimals: 1, of: dest}]\n"), world{"table.csv": shares(map[string]string{"A,MBO,": "107.5"})}), "P-PERCENTAGE", nil},
		{"a percentage beside its count", both(yaml("percentages: [{column: pct, decimals: 1, of: dest}]\n"), world{"table.csv": shares(map[string]string{"A,HBO,": "\"50,0\""})}), "P-RATIO", []string{"cell school=A, dest=HBO", "part 31, whole 40"}},
		{"a sum over an unknown code", yaml("relations: [{parent: {school: C}, children: [{school: A}]}]\n"), "F-RELATION", []string{"with C"}},
		{"a sum over an unknown column", yaml("relations: [{parent: {skool: A}, children: [{school: A}]}]\n"), "F-RELATION", []string{"with skool"}},
		{"a role that is none", both(yaml("relations_file: sums.csv\n"), world{"sums.csv": "relation,role,school\n1,whole,A\n"}), "S-ROLE", []string{"sums.csv, line 2, field role"}},
		{"a sum with two wholes", both(yaml("relations_file: sums.csv\n"), world{"sums.csv": "relation,role,school\n1,parent,A\n1,parent,B\n"}), "S-ROLE", []string{"line 3"}},
		{"half a sum", both(yaml("relations_file: sums.csv\n"), world{"sums.csv": "relation,role,school\n1,parent,A\n"}), "S-HALF", []string{`sum "1"`}},
		{"a sum over no cell", both(yaml("relations_file: sums.csv\n"), world{"sums.csv": "relation,role,school\n1,parent,C\n"}), "S-CELL", []string{"with C"}},
		{"a table below a total", world{"table.yaml": "published: table.csv\nvalue: n\ndimensions: [{columns: [school, dest]}]\n"}, "P-NESTED", []string{"below a total"}},
		{"a table that contradicts itself over more sums", world{
			"table.yaml": "published: table.csv\nvalue: n\ndimensions: [{column: a}, {column: b}]\n",
			"table.csv":  "a,b,n\nTotal,Total,20\nTotal,1,4\nTotal,2,16\nX,Total,8\nY,Total,12\nX,1,x\nX,2,<5\nY,1,x\nY,2,x\n",
		}, "P-CONTRADICTION", []string{"more than one sum"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, out, err := foreign.with(tt.files).audit(t)
			refused(t, err, out, tt.rule, tt.words...)
		})
	}
}

// TestAbsentRows: a school with no row for a destination. Declared zero, C,HBO
// is all of C; else it could be less.
func TestAbsentRows(t *testing.T) {
	w := foreign.with(world{"table.csv": "school,dest,n\nTotal,Total,30\nA,Total,20\nC,Total,10\nA,HBO,8\nA,MBO,12\nC,HBO,x\n"})
	rep, out, err := w.audit(t)
	if err != nil {
		t.Fatal(err)
	}
	if got := hiddenIn(t, out); got["C,HBO"] != "1..10 no" || rep.Absent != 3 || rep.AbsentExact != 0 || rep.Cells != 6 {
		t.Errorf("unknown: %v %+v", got, rep)
	}
	w["table.yaml"] += "absent: zero\n"
	if rep, out, err = w.audit(t); err != nil {
		t.Fatal(err)
	}
	// The totals of HBO and MBO are not shown, and so not zero.
	if got := hiddenIn(t, out); got["C,HBO"] != "10..10 yes" || rep.Absent != 2 || rep.AbsentExact != 2 {
		t.Errorf("zero: %v %+v", got, rep)
	}
}

// TestLinkedPublishedTables has two tables without a common crossing, in which
// every person is in one inner cell: the tables lean on each other there.
func TestLinkedPublishedTables(t *testing.T) {
	for _, absent := range []string{"unknown", "zero"} {
		t.Run(absent, func(t *testing.T) {
			w := world{
				"table.yaml": "published: table.csv\nvalue: n\ndimensions: [{column: a}, {column: b}, {column: c}]\ntables: [[a, b], [b, c]]\nabsent: " + absent + "\n",
				"table.csv":  "a,b,c,n\nTotal,Total,Total,20\nX,1,Total,x\nX,2,Total,3\nX,Total,Total,8\nY,1,Total,5\nY,2,Total,7\nTotal,1,Total,x\nTotal,2,Total,10\nTotal,1,p,4\nTotal,1,q,x\nTotal,2,p,10\n",
			}
			rep, out, err := w.audit(t)
			if err != nil {
				t.Fatal(err)
			}
			got := hiddenIn(t, out)
			if got["X,1,Total"] != "5..5 yes" || got["Total,1,Total"] != "10..10 yes" || got["Total,1,q"] != "6..6 yes" || rep.Hidden != 3 {
				t.Errorf("%v\n%+v", got, rep)
			}
		})
	}
}

// TestNestedColumnsOfAPublishedTable reads codes of every level, and a name
// that two levels share.
func TestNestedColumnsOfAPublishedTable(t *testing.T) {
	w := world{
		"table.yaml": "published: table.csv\ndimensions: [{columns: [province, town], total: All}]\n",
		"table.csv":  "province,town,value\nAll,All,60\nUtrecht,All,40\nUtrecht,Utrecht,x\nUtrecht,Zeist,15\nDrenthe,All,x\nDrenthe,Assen,x\n",
	}
	_, out, err := w.audit(t)
	if err != nil {
		t.Fatal(err)
	}
	wants(t, read(t, out, "audit.csv"), `
		province,town,value,status,lower,upper,exact
		All,All,60,published,60,60,
		Drenthe,All,,hidden,20,20,yes
		Drenthe,Assen,,hidden,20,20,yes
		Utrecht,All,40,published,40,40,
		Utrecht,Utrecht,,hidden,25,25,yes
		Utrecht,Zeist,15,published,15,15,`)
}

// TestWhatWeProtectHoldsWhenAuditedFromTheOutside audits cells.csv with the
// table file that made it.
func TestWhatWeProtectHoldsWhenAuditedFromTheOutside(t *testing.T) {
	for name, w := range map[string]world{
		"tiny":            tiny,
		"zeros protected": tiny.with(world{"table.yaml": strings.Replace(tiny["table.yaml"], "threshold: 5", "threshold: 3, zeros: protected", 1), "data.csv": "school,dest,n\nA,MBO,13\nA,HBO,31\nA,NONE,16\nB,MBO,19\nB,HBO,24\nC,NONE,11\nC,MBO,18\nC,HBO,21\n"}),
		"linked":          linked.with(world{"table.yaml": strings.NewReplacer("method: primary", "", "threshold: 2", "threshold: 5").Replace(linked["table.yaml"])}),
		"empty cells":     tiny.with(world{"data.csv": tiny["data.csv"] + "A,WO,8\n"}),
	} {
		t.Run(name, func(t *testing.T) {
			f, dir, err := w.load(t)
			if err != nil {
				t.Fatal(err)
			}
			out := filepath.Join(dir, "out")
			rep, err := f.ProtectFile(context.Background(), table.Run{Out: out, Widen: true})
			if err != nil {
				t.Fatal(err)
			}
			f.Publish(filepath.Join(out, "cells.csv"))
			got, err := f.AuditFile(context.Background(), table.Run{Out: filepath.Join(dir, "audit")})
			if err != nil {
				t.Fatal(err)
			}
			if got.Cells != rep.Cells || got.Hidden != rep.Hidden || got.ExactReveals != 0 || rep.Hidden == 0 {
				t.Errorf("protected %+v\naudited %+v", rep, got)
			}
			_, err = f.AuditFile(context.Background(), table.Run{Out: out})
			refused(t, err, "", "R-FOLDER", "another folder")
		})
	}
}
