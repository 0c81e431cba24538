package table_test

import (
	"strings"
	"testing"
)

// foreign is the tiny table as somebody else might publish it: the two hidden
// cells of each school are all that is missing, so that they lean on each
// other along both sums.
//
//	       HBO MBO NONE Total
//	A       31   3    6    40
//	B       24   9    2    35
//	Total   55  12    8    75
var foreign = world{
	"table.yaml": "published: table.csv\nvalue: n\ndimensions: [{column: school}, {column: dest}]\n",
	"table.csv":  "school,dest,n\nTotal,Total,75\nTotal,HBO,55\nTotal,MBO,12\nTotal,NONE,8\nA,Total,40\nA,HBO,31\nA,MBO,x\nA,NONE,x\nB,Total,35\nB,HBO,24\nB,MBO,x\nB,NONE,x\n",
}

// hiddenIn gives lower..upper of the hidden cells of audit.csv.
func hiddenIn(t *testing.T, out string) map[string]string {
	t.Helper()
	got := map[string]string{}
	for _, row := range read(t, out, "audit.csv")[1:] {
		f := strings.Split(row, ",")
		n := len(f)
		if f[n-4] == "hidden" {
			got[strings.Join(f[:n-5], ",")] = f[n-3] + ".." + f[n-2] + " " + f[n-1]
		}
	}
	return got
}

// TestWhatFollowsFromAPublishedTable: every case by hand. A,MBO is m; then
// A,NONE is 9-m, B,MBO is 12-m and B,NONE is m-1.
func TestWhatFollowsFromAPublishedTable(t *testing.T) {
	tests := []struct {
		name  string
		files world
		want  map[string]string
		exact int
		width int64
	}{
		{
			"hidden counts are at least 1: m is 2 to 8", nil,
			map[string]string{"A,MBO": "2..8 no", "A,NONE": "1..7 no", "B,MBO": "4..10 no", "B,NONE": "1..7 no"}, 0, 6,
		},
		{
			"hidden counts can be 0: m is 1 to 9", world{"table.yaml": foreign["table.yaml"] + "rule: {zeros: protected}\n"},
			map[string]string{"A,MBO": "1..9 no", "A,NONE": "0..8 no", "B,MBO": "3..11 no", "B,NONE": "0..8 no"}, 0, 8,
		},
		{
			"a symbol with a bound: m is 2 to 4", world{"table.csv": strings.Replace(foreign["table.csv"], "A,MBO,x", "A,MBO,<5", 1)},
			map[string]string{"A,MBO": "2..4 no", "A,NONE": "5..7 no", "B,MBO": "8..10 no", "B,NONE": "1..3 no"}, 0, 2,
		},
		{
			"declared symbols: m is 3", world{
				"table.yaml": foreign["table.yaml"] + "hidden: {x: {}, few: {lower: 1, upper: 3}, more: {lower: 6, upper: 20}}\n",
				"table.csv":  strings.NewReplacer("A,MBO,x", "A,MBO,few", "A,NONE,x", "A,NONE,more").Replace(foreign["table.csv"]),
			},
			map[string]string{"A,MBO": "2..3 no", "A,NONE": "6..7 no", "B,MBO": "9..10 no", "B,NONE": "1..2 no"}, 0, 1,
		},
		{
			"one hidden cell in a sum", world{"table.csv": strings.NewReplacer("A,MBO,x", "A,MBO,3", "A,NONE,x", "A,NONE,").Replace(foreign["table.csv"])},
			map[string]string{"A,NONE": "6..6 yes", "B,MBO": "9..9 yes", "B,NONE": "2..2 yes"}, 3, 0,
		},
		{
			"a row left out is not a cell, and its count can still follow", world{"table.csv": strings.NewReplacer("A,MBO,x\n", "", "A,NONE,x", "A,NONE,6").Replace(foreign["table.csv"])},
			map[string]string{"B,MBO": "9..9 yes", "B,NONE": "2..2 yes"}, 2, 0,
		},
		{
			"a sum that no hierarchy has: B,MBO is A,NONE and A,MBO, so 12-m is 9", world{"table.yaml": foreign["table.yaml"] + `
relations:
  - parent: {school: B, dest: MBO}
    children: [{school: A, dest: NONE}, {school: A, dest: MBO}]
`},
			map[string]string{"A,MBO": "3..3 yes", "A,NONE": "6..6 yes", "B,MBO": "9..9 yes", "B,NONE": "2..2 yes"}, 4, 0,
		},
		{
			"the same sum from a file", world{
				"table.yaml": foreign["table.yaml"] + "relations_file: sums.csv\n",
				"sums.csv":   "relation,role,school,dest\n1,parent,B,MBO\n1,child,A,NONE\n1,child,A,MBO\n",
			},
			map[string]string{"A,MBO": "3..3 yes", "A,NONE": "6..6 yes", "B,MBO": "9..9 yes", "B,NONE": "2..2 yes"}, 4, 0,
		},
		{
			"percentages with one decimal: 7.5 % of 40 is 3", world{
				"table.yaml": foreign["table.yaml"] + "percentages: [{column: pct, decimals: 1, of: dest}]\n",
				"table.csv":  shares(map[string]string{"A,MBO,": "7.5"}),
			},
			map[string]string{"A,MBO": "3..3 yes", "A,NONE": "6..6 yes", "B,MBO": "9..9 yes", "B,NONE": "2..2 yes"}, 4, 0,
		},
		{
			"whole percentages of the parent: 8 % of 40 is 3.0 to 3.4", world{
				"table.yaml": foreign["table.yaml"] + "percentages: [{column: pct, decimals: 0, of: dest, base: parent}]\n",
				"table.csv":  shares(map[string]string{"A,MBO,": "8%", "B,MBO,": "x"}),
			},
			map[string]string{"A,MBO": "3..3 yes", "A,NONE": "6..6 yes", "B,MBO": "9..9 yes", "B,NONE": "2..2 yes"}, 4, 0,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rep, out, err := foreign.with(tt.files).audit(t)
			if err != nil {
				t.Fatal(err)
			}
			got := hiddenIn(t, out)
			for cell, want := range tt.want {
				if got[cell] != want {
					t.Errorf("%s: %s, want %s", cell, got[cell], want)
				}
			}
			if len(got) != len(tt.want) || rep.Hidden != len(tt.want) || rep.ExactReveals != tt.exact || rep.MinWidth != tt.width {
				t.Errorf("%v\n%+v", got, rep)
			}
		})
	}
}

// shares adds a column pct to the foreign table.
func shares(of map[string]string) string {
	var b strings.Builder
	for i, row := range strings.Split(strings.TrimSpace(foreign["table.csv"]), "\n") {
		pct := ""
		for prefix, p := range of {
			if strings.HasPrefix(row, prefix) {
				pct = p
			}
		}
		if i == 0 {
			pct = "pct"
		}
		b.WriteString(row + "," + pct + "\n")
	}
	return b.String()
}
