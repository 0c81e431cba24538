package table

import (
	"slices"
	"strings"
	"testing"
)

// FuzzParse wants an error or a table file whose tables are lists of its
// dimensions.
func FuzzParse(f *testing.F) {
	for _, e := range Examples() {
		f.Add([]byte(e.YAML))
	}
	f.Add([]byte("dimensions: [{columns: [a, b]}]\nrelations: [{parent: {a: x}, children: [{b: y}]}]\nwhere: {c: [1]}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse("table.yaml", data)
		if err != nil {
			return
		}
		for _, dims := range file.crossings {
			if len(dims) == 0 || !slices.IsSorted(dims) || dims[len(dims)-1] >= len(file.Dimensions) {
				t.Fatalf("tables %v of %d dimensions", dims, len(file.Dimensions))
			}
		}
	})
}

// FuzzHierarchy wants an error or a tree that reaches every code once from the
// root, each below its parent.
func FuzzHierarchy(f *testing.F) {
	for _, s := range []string{
		"code,parent,level\nNL,,0\nA,NL,1\nA1,A,2\n", "code,parent\nA,B\nB,A\n", "parent,code\n,x\n", "code;parent;level\nNL;;0\n",
		"code,parent,level\nNL,,0\n\"A\nB\",NL,1\n", "code,parent,level\n", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, err := parseHierarchy("h.csv", "", strings.NewReader(text))
		if err != nil {
			return
		}
		order := h.order(nil)
		if len(order) != len(h.codes) || order[0] != h.root {
			t.Fatalf("%d of %d codes are reached", len(order), len(h.codes))
		}
		seen := make([]bool, len(h.codes))
		for _, c := range order {
			if p := h.up[c]; seen[c] || p >= 0 && (!seen[p] || h.level[c] <= h.level[p]) {
				t.Fatalf("code %q is reached twice, or before or above its parent", h.codes[c])
			}
			seen[c] = true
		}
	})
}

// FuzzData wants an error or rows in order, whose counts add up to the total.
func FuzzData(f *testing.F) {
	f.Add("a,b,n\nx,y,1\nx,z,2\n", true)
	f.Add("a,b,n\nx,y,1\nx,y,2\n", false)
	f.Add("a,b,n\nx,z,2\nx,y,1\n", true)
	f.Add("n,b,a\n0,Total,x\n", true)
	f.Add("a,b,n\nx,y,-1\n", true)
	f.Add("\ufeffa,b,n\r\nx,\"y\",3\r\n", true)
	f.Fuzz(func(t *testing.T, text string, counted bool) {
		for _, yaml := range []string{"dimensions: [{column: a}, {column: b}]\n", "dimensions: [{columns: [a, b]}]\n"} {
			if counted {
				yaml += "count: n\n"
			}
			file, err := Parse("table.yaml", []byte(yaml))
			if err != nil {
				t.Fatal(err)
			}
			d, err := file.parseData("data.csv", strings.NewReader(text))
			if err != nil {
				continue
			}
			sum, n := int64(0), len(d.axes)
			for r, y := range d.rows.Counts {
				if sum += y; y <= 0 || r > 0 && slices.Compare(d.rows.Codes[(r-1)*n:r*n], d.rows.Codes[r*n:(r+1)*n]) >= 0 {
					t.Fatalf("row %d is empty or out of order", r)
				}
			}
			if sum != d.total {
				t.Fatalf("rows of %d persons, total %d", sum, d.total)
			}
			if c, err := file.cellsOf(d); err == nil && c.Problem.Counts[c.At(make([]int32, n))] != sum {
				t.Fatalf("the grand total is not %d", sum)
			}
		}
	})
}

// FuzzPublished wants an error or cells of which shown ones keep their value.
func FuzzPublished(f *testing.F) {
	f.Add("a,b,value,p\nTotal,Total,9,100\nx,Total,4,\nx,y,x,44.4\n", "")
	f.Add("a,b,value,p\nx,y,<5,\n", "absent: zero\n")
	f.Add("a,b,value,p\nx,y,.,12\nx,z,3,\n", "rule: {zeros: protected}\n")
	f.Add("a,b,value,p\nx,Total,1,\n", "tables: [[a], [b]]\n")
	f.Fuzz(func(t *testing.T, text, more string) {
		file, err := Parse("table.yaml", []byte("dimensions: [{column: a}, {column: b}]\npercentages: [{column: p, decimals: 1, of: b}]\n"+more))
		if err != nil || len(file.Dimensions) != 2 || file.RelationsFile != "" || len(text) > 1000 {
			return
		}
		for i := range file.Dimensions {
			if len(file.Dimensions[i].files()) > 0 {
				return
			}
		}
		p, err := file.parsePublished("table.csv", strings.NewReader(text))
		if err != nil {
			return
		}
		a, err := file.attackable(p)
		if err != nil {
			return
		}
		for c, i := range a.of {
			if i >= 0 && !a.lines[i].hidden && (a.know.Lower[c] != a.lines[i].lower || a.know.Upper[c] > a.lines[i].lower) {
				t.Fatalf("cell %d is shown as %d and known as %d..%d", c, a.lines[i].lower, a.know.Lower[c], a.know.Upper[c])
			}
		}
	})
}
