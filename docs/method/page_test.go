package method_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"doorstroommonitor/sdc"
)

// onPage fails unless the page shows the output, as one block of text.
func onPage(t *testing.T, page, output string) {
	t.Helper()
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), "```text\n"+output+"```\n") {
		t.Errorf("%s does not show what the program says:\n%s", page, output)
	}
}

// peerFile reads an example of another program: one map a row, by header.
func peerFile(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open("../../protect/testdata/peers/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, fields := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = fields[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// square is a table of rows by columns with totals; cell (r, c) has number
// r·(columns+1) + c, totals last.
func square(rows, columns int32, inner []int64) *sdc.Problem {
	wide := columns + 1
	p := &sdc.Problem{Structure: sdc.Structure{Group: "EXAMPLE", Cells: int((rows + 1) * wide)}}
	p.Counts = make([]int64, p.Cells)
	for r := range rows {
		for c := range columns {
			n := inner[r*columns+c]
			for _, cell := range []int32{r*wide + c, r*wide + columns, rows*wide + c, rows*wide + columns} {
				p.Counts[cell] += n
			}
		}
	}
	for range p.Counts {
		p.Published = append(p.Published, true)
	}
	for r := range rows + 1 {
		s := sdc.Relation{Parent: r*wide + columns}
		for c := range columns {
			s.Children = append(s.Children, r*wide+c)
		}
		p.Relations = append(p.Relations, s)
	}
	for c := range wide {
		s := sdc.Relation{Parent: rows*wide + c}
		for r := range rows {
			s.Children = append(s.Children, r*wide+c)
		}
		p.Relations = append(p.Relations, s)
	}
	return p
}

// hiding is what an outsider knows when these cells are hidden.
func hiding(p *sdc.Problem, cells ...int32) *sdc.Knowledge {
	var statements []sdc.Statement
	hidden := map[int32]bool{}
	for _, c := range cells {
		hidden[c] = true
	}
	for c := range int32(p.Cells) {
		st := sdc.Statement{Cell: c, Hidden: hidden[c], Upper: sdc.Unbounded}
		if !st.Hidden {
			st.Value = p.Counts[c]
		}
		statements = append(statements, st)
	}
	return p.Outsider(statements, rule)
}
