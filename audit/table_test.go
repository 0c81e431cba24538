package audit_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/sdc"
)

// A case is one file of testdata: tables with the truth and what is hidden of
// it, and scenarios that say what an attacker reads and what must be found.
//
//	rule threshold 5 width 3        counts 1..4 must keep 4 possible values
//	zeros shown                     a hidden count is at least 1 (or: zeros not shown)
//	table region                    named; cells are region.row/column
//	         mbo  hbo  total        a last column "total" is the sum of its row
//	  north  31   3*   34           3* hidden, 3*[2..4] hidden with published bounds
//	  total  ...                    (3) not published, . no such cell
//	same a.x/y = b.x/y              one cell in two tables, the earlier one first
//	sum a.x/y = b.x/y + b.z/y       a sum across tables
//	scenario who attacks
//	reads region, faith             default: every table
//	says region.north/hbo = 4       a statement that is not the truth
//	expect passes                   or any of:
//	expect derived region.north/hbo, ...      (shown, derived, narrow, open)
//	expect interval region.north/hbo 1..7
//	expect eliminated 4             cells found by linear algebra alone
//	expect contradiction            no table agrees with the statements
//	expect truth excluded           the statements are wrong, the judge says so
type tableCase struct {
	rule       sdc.Rule
	zerosShown bool
	tables     []*figures
	same, sum  [][]string
	scenarios  []*scenario
}

type figures struct {
	name string
	rows [][]figure // rows[0] is the first row of figures
	row  []string
	col  []string
}

type figure struct {
	absent, hidden, unpublished bool
	value                       int64
	lower, upper                int64
}

type scenario struct {
	name   string
	reads  []string
	says   map[string]int64
	expect []string
}

func parseTable(path string) (*tableCase, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c := &tableCase{zerosShown: true}
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		line, _, _ := strings.Cut(in.Text(), "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := c.line(line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", filepath.Base(path), n, err)
		}
	}
	return c, in.Err()
}

func (c *tableCase) line(line string) error {
	words := strings.Fields(line)
	rest := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), words[0]))
	if line[0] == ' ' || line[0] == '\t' {
		return c.row(words)
	}
	var at *scenario
	if len(c.scenarios) > 0 {
		at = c.scenarios[len(c.scenarios)-1]
	}
	switch words[0] {
	case "rule":
		_, err := fmt.Sscanf(rest, "threshold %d width %d", &c.rule.Threshold, &c.rule.Width)
		return err
	case "zeros":
		c.zerosShown = rest == "shown"
		if !c.zerosShown && rest != "not shown" {
			return fmt.Errorf("zeros are shown or not shown, not %q", rest)
		}
	case "table":
		c.tables = append(c.tables, &figures{name: rest})
	case "same":
		c.same = append(c.same, split(rest, "="))
	case "sum":
		parent, children, _ := strings.Cut(rest, "=")
		c.sum = append(c.sum, append([]string{strings.TrimSpace(parent)}, split(children, "+")...))
	case "scenario":
		c.scenarios = append(c.scenarios, &scenario{name: rest, says: map[string]int64{}})
	case "reads", "says", "expect":
		if at == nil {
			return fmt.Errorf("%q comes after a scenario", words[0])
		}
		return at.line(words[0], rest)
	default:
		return fmt.Errorf("unknown word %q", words[0])
	}
	return nil
}

func (s *scenario) line(word, rest string) error {
	switch word {
	case "reads":
		s.reads = split(rest, ",")
	case "expect":
		s.expect = append(s.expect, rest)
	case "says":
		cell, value, _ := strings.Cut(rest, "=")
		v, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
		s.says[strings.TrimSpace(cell)] = v
		return err
	}
	return nil
}

func split(s, by string) []string {
	var out []string
	for _, p := range strings.Split(s, by) {
		out = append(out, strings.TrimSpace(p))
	}
	return out
}

// row reads the indented lines of a table: the column names, then the rows.
func (c *tableCase) row(words []string) error {
	if len(c.tables) == 0 {
		return fmt.Errorf("figures come after a table")
	}
	t := c.tables[len(c.tables)-1]
	if t.col == nil {
		t.col = words
		return nil
	}
	if len(words) != len(t.col)+1 {
		return fmt.Errorf("row %s has %d figures for %d columns", words[0], len(words)-1, len(t.col))
	}
	var row []figure
	for _, w := range words[1:] {
		f, err := parseFigure(w)
		if err != nil {
			return err
		}
		row = append(row, f)
	}
	t.row, t.rows = append(t.row, words[0]), append(t.rows, row)
	return nil
}

func parseFigure(w string) (figure, error) {
	f := figure{upper: sdc.Unbounded}
	if w == "." {
		f.absent = true
		return f, nil
	}
	number, bounds, hidden := strings.Cut(w, "*")
	if f.hidden = hidden; bounds != "" {
		if _, err := fmt.Sscanf(bounds, "[%d..%d]", &f.lower, &f.upper); err != nil {
			return f, fmt.Errorf("bounds %q: %w", bounds, err)
		}
	}
	if strings.HasPrefix(number, "(") && strings.HasSuffix(number, ")") {
		f.unpublished, number = true, number[1:len(number)-1]
	}
	var err error
	f.value, err = strconv.ParseInt(number, 10, 64)
	return f, err
}

// built is a case as a structure: every name leads to a cell.
type built struct {
	c     *tableCase
	cell  map[string]int32
	names []string
	p     *sdc.Problem
}

// build numbers the cells, one number for cells that are the same, and checks
// that the truth adds up: a slip in a file is no finding.
func (c *tableCase) build(t *testing.T, group string) *built {
	t.Helper()
	b := &built{c: c, cell: map[string]int32{}, p: &sdc.Problem{Structure: sdc.Structure{Group: group}}}
	alias := map[string]string{}
	for _, s := range c.same {
		alias[s[1]] = s[0]
	}
	for _, tab := range c.tables {
		tab.each(func(name string, f figure) { b.number(t, name, alias, f.value) })
	}
	for _, tab := range c.tables {
		b.margins(tab)
	}
	for _, s := range c.sum {
		r := sdc.Relation{Parent: b.at(t, s[0])}
		for _, child := range s[1:] {
			r.Children = append(r.Children, b.at(t, child))
		}
		b.p.Relations = append(b.p.Relations, r)
	}
	b.p.Cells = len(b.p.Counts)
	for _, r := range b.p.Relations {
		sum := int64(0)
		for _, ch := range r.Children {
			sum += b.p.Counts[ch]
		}
		if sum != b.p.Counts[r.Parent] {
			t.Fatalf("the file does not add up: %s is %d, its parts are %d", b.names[r.Parent], b.p.Counts[r.Parent], sum)
		}
	}
	return b
}

func (t *figures) each(visit func(name string, f figure)) {
	for i, row := range t.rows {
		for j, f := range row {
			if !f.absent {
				visit(t.name+"."+t.row[i]+"/"+t.col[j], f)
			}
		}
	}
}

func (b *built) number(t *testing.T, name string, alias map[string]string, value int64) {
	t.Helper()
	if earlier, ok := alias[name]; ok {
		at := b.at(t, earlier)
		if b.p.Counts[at] != value {
			t.Fatalf("%s is %d, but the same cell %s is %d", name, value, earlier, b.p.Counts[at])
		}
		b.cell[name] = at
		return
	}
	b.cell[name] = int32(len(b.names))
	b.names, b.p.Counts = append(b.names, name), append(b.p.Counts, value)
}

func (b *built) at(t *testing.T, name string) int32 {
	t.Helper()
	at, ok := b.cell[name]
	if !ok {
		t.Fatalf("no cell %q", name)
	}
	return at
}

// margins adds the sums that a last column and a last row "total" mean.
func (b *built) margins(t *figures) {
	add := func(parent string, children []string) {
		p, ok := b.cell[parent]
		r := sdc.Relation{Parent: p}
		for _, c := range children {
			if at, ok := b.cell[c]; ok {
				r.Children = append(r.Children, at)
			}
		}
		if ok && len(r.Children) > 0 {
			b.p.Relations = append(b.p.Relations, r)
		}
	}
	name := func(i, j int) string { return t.name + "." + t.row[i] + "/" + t.col[j] }
	lastRow, lastCol := len(t.row)-1, len(t.col)-1
	if t.col[lastCol] == "total" {
		for i := range t.row {
			var children []string
			for j := range lastCol {
				children = append(children, name(i, j))
			}
			add(name(i, lastCol), children)
		}
	}
	if t.row[lastRow] == "total" {
		for j := range t.col {
			var children []string
			for i := range lastRow {
				children = append(children, name(i, j))
			}
			add(name(lastRow, j), children)
		}
	}
}
