package method_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

// TestGaussOnTheExampleOfItsAuthor computes the three patterns, compares them
// with those of the author's program, and these with the page.
func TestGaussOnTheExampleOfItsAuthor(t *testing.T) {
	file := peerFile(t, "expected_gauss_langsrud_doc_example.csv")
	var inner []map[string]string
	var single []bool
	for _, r := range file {
		if r["var1"] != "Total" && r["var2"] != "Total" {
			inner = append(inner, r)
			single = append(single, r["values"] == "1")
		}
	}
	var columns [][]int32
	var given, zerosFirst []int32
	primary := make([]bool, len(file))
	for j, cell := range file {
		var rows []int32
		for i, r := range inner {
			if (cell["var1"] == "Total" || cell["var1"] == r["var1"]) && (cell["var2"] == "Total" || cell["var2"] == r["var2"]) {
				rows = append(rows, int32(i))
			}
		}
		columns = append(columns, rows)
		n, err := strconv.Atoi(cell["values"])
		if err != nil {
			t.Fatal(err)
		}
		primary[j] = 1 <= n && n < 5
		given = append(given, int32(j))
		if n == 0 {
			zerosFirst = append(zerosFirst, int32(j))
		}
	}
	m, err := sdc.NewMatrix(len(inner), columns)
	if err != nil {
		t.Fatal(err)
	}
	zerosFirst = append(zerosFirst, given...)
	var out strings.Builder
	for _, c := range []struct {
		name, sentence string
		e              protect.Elimination
	}{
		{"A", "in the order of the file", protect.Elimination{Order: given}},
		{"B", "zeros first", protect.Elimination{Order: zerosFirst}},
		{"C", "zeros first, singletons by AnySum", protect.Elimination{Order: zerosFirst, Singleton: single, Rule: protect.AnySum}},
	} {
		c.e.Matrix, c.e.Primary = m, primary
		secondary, unsafe := protect.Eliminate(c.e)
		if len(unsafe) > 0 {
			t.Errorf("%s: unsafe %v", c.name, unsafe)
		}
		fmt.Fprintf(&out, "%s: %s\n", c.name, c.sentence)
		for j, cell := range file {
			if (cell[c.name] == "TRUE") != secondary[j] {
				t.Errorf("%s: %v is hidden: %v", c.name, cell, secondary[j])
			}
			if cell["var1"] == "Total" {
				continue
			}
			if cell["var2"] == "Total" {
				continue
			}
			if cell["var2"] == "A" {
				fmt.Fprintf(&out, "  %s ", cell["var1"])
			}
			mark := " "
			if primary[j] {
				mark = "p"
			} else if secondary[j] {
				mark = "s"
			}
			fmt.Fprintf(&out, " %s %s%s", cell["var2"], cell["values"], mark)
			if cell["var2"] == "E" {
				out.WriteString("\n")
			}
		}
	}
	onPage(t, "gauss.md", strings.ReplaceAll(out.String(), " \n", "\n"))
}
