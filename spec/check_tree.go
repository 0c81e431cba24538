package spec

import (
	"cmp"
	"slices"
	"strings"

	"doorstroommonitor/sdmx"
)

// mostCombinations bounds what the check of a dimension goes through. A larger
// one is left to the build, which goes through what the register allows.
const mostCombinations = 1 << 15

// combination is what one member can have: a code for every column; "" is any
// code of a column that the register lists and nothing names.
type combination map[string]string

// tree is a dimension over every combination that its columns can have,
// whatever the register lists.
type tree struct {
	columns []string // that the dimension reads
	all     []combination
	nodes   []branch // parents before children; 0 is the total
}

// branch is a node with the combinations that it counts: those of its
// condition that its parent counts as well.
type branch struct {
	code, parent string
	counts       []bool
}

// treeOf spells a dimension out; nil where there are too many combinations.
func treeOf(t *Transition, p *Population, d *Dimension) *tree {
	x := &tree{columns: d.Columns(), all: combinations(t, p, d)}
	if x.all == nil {
		return nil
	}
	x.nodes = []branch{{code: sdmx.Total, counts: slices.Repeat([]bool{true}, len(x.all))}}
	for _, n := range d.spelled(p) {
		b := branch{code: cmp.Or(n.Code, n.Each, d.Column), parent: cmp.Or(n.Parent, sdmx.Total), counts: make([]bool, len(x.all))}
		above := x.branch(b.parent)
		if above == nil {
			return nil
		}
		for i, c := range x.all {
			b.counts[i] = above.counts[i] && c.admitted(n.When) && (n.Each == "" || c[n.Each] != NotApplicable)
		}
		x.nodes = append(x.nodes, b)
	}
	return x
}

func (x *tree) branch(code string) *branch {
	i := slices.IndexFunc(x.nodes, func(b branch) bool { return b.code == code })
	if i < 0 {
		return nil
	}
	return &x.nodes[i]
}

// spelled gives the nodes of a dimension. The codes of one column are told
// apart by themselves, so that all of them are one node; those of a column
// with codes of its own leave out whom the column does not apply to.
func (d *Dimension) spelled(p *Population) []Node {
	if d.Column == "" {
		return d.Nodes
	}
	if c, ok := p.Column(d.Column); ok && len(c.Codes) > 0 {
		return []Node{{Each: d.Column}}
	}
	return []Node{{When: map[string][]string{}}}
}

// admitted reports whether every column of a condition has one of its codes.
func (c combination) admitted(when map[string][]string) bool {
	for column, codes := range when {
		if !slices.Contains(codes, c[column]) {
			return false
		}
	}
	return true
}

// combinations lists what a member of the part can have in the columns that a
// dimension reads and in those that guard them. Codes that no condition tells
// apart are one.
func combinations(t *Transition, p *Population, d *Dimension) []combination {
	needed := map[string]bool{}
	for _, id := range slices.Concat(d.Columns(), t.PartColumns()) {
		needed[id] = true
	}
	conditions := []map[string][]string{{}}
	var part map[string][]string
	if t.Part != nil {
		part = t.Part.When
		conditions = append(conditions, part)
	}
	for _, n := range d.Nodes {
		conditions = append(conditions, n.When)
	}
	var columns []*Column
	for i := len(p.Columns) - 1; i >= 0; i-- { // guards stand before what they guard
		if c := &p.Columns[i]; needed[c.ID] {
			columns = append([]*Column{c}, columns...)
			conditions = append(conditions, c.Only)
			for guard := range c.Only {
				needed[guard] = true
			}
		}
	}
	all := []combination{{}}
	for _, c := range columns {
		codes := toldApart(c, d.Nodes, conditions)
		var longer []combination
		for _, before := range all {
			for _, code := range before.possible(c, codes) {
				if len(longer) == mostCombinations {
					return nil
				}
				longer = append(longer, before.with(c.ID, code))
			}
		}
		all = longer
	}
	return slices.DeleteFunc(all, func(c combination) bool { return !c.admitted(part) })
}

func (c combination) possible(column *Column, codes []string) []string {
	if !c.admitted(column.Only) {
		return []string{NotApplicable}
	}
	return codes
}

func (c combination) with(column, code string) combination {
	longer := combination{column: code}
	for k, v := range c {
		longer[k] = v
	}
	return longer
}

// toldApart lists the codes of a column, one of those that no condition tells
// apart. Of a column that the register lists they are those that the nodes
// name; whether these are all is for the build to find. Where no node names
// one, any other is among them.
func toldApart(c *Column, nodes []Node, conditions []map[string][]string) []string {
	codes := c.Codes
	if len(codes) == 0 {
		for _, when := range conditions {
			codes = append(codes, when[c.ID]...)
		}
		if !slices.ContainsFunc(nodes, func(n Node) bool { return n.When[c.ID] != nil }) {
			codes = append(codes, "")
		}
		codes = slices.DeleteFunc(codes, func(code string) bool { return code == NotApplicable })
	}
	seen := map[string]bool{}
	var out []string
	for _, code := range codes {
		var b strings.Builder
		for _, when := range conditions {
			if slices.Contains(when[c.ID], code) {
				b.WriteByte('1')
			} else {
				b.WriteByte('0')
			}
		}
		if !seen[b.String()] {
			seen[b.String()] = true
			out = append(out, code)
		}
	}
	return out
}

// example writes the i-th combination for people, in the columns that the
// dimension reads.
func (x *tree) example(i int) string {
	var out []string
	for _, column := range x.columns {
		if code := x.all[i][column]; code != "" {
			out = append(out, column+" = "+code)
		}
	}
	return strings.Join(out, ", ")
}

// shared checks that the children of every node share it out without rest.
func (c *checker) shared(t *Transition, x *tree, d *Dimension) {
	for _, parent := range x.nodes {
		by := make([]string, len(x.all)) // the child that counts a combination
		children := false
		for _, n := range x.nodes {
			if n.parent != parent.code {
				continue
			}
			children = true
			twice := -1
			for i := range x.all {
				switch {
				case !n.counts[i]:
				case by[i] == "":
					by[i] = n.code
				case twice < 0:
					twice = i
				}
			}
			if twice >= 0 {
				c.fail("transition", t.ID, "dimension %s: node %s: counts persons whom node %s beside it counts as well: those with %s; nodes under one parent exclude each other", d.ID, n.code, by[twice], x.example(twice))
			}
		}
		for i := range x.all {
			if children && parent.counts[i] && by[i] == "" {
				c.rest(t, d, parent.code, x.example(i))
				break
			}
		}
	}
}

func (c *checker) rest(t *Transition, d *Dimension, code, example string) {
	if code == sdmx.Total {
		c.fail("transition", t.ID, "dimension %s: leaves somebody out: those with %s; the nodes share everybody out without rest", d.ID, example)
		return
	}
	c.fail("transition", t.ID, "dimension %s: node %s: its children leave somebody out: those with %s; they share the node out without rest", d.ID, code, example)
}

// within reports whether the denominator of a share counts everybody whom the
// numerator counts. Without a tree nothing is known against it.
func within(i *Indicator, d *Dimension, x *tree) bool {
	switch {
	case i.Denominator == sdmx.Total || i.Denominator == i.Numerator:
		return true
	case len(d.Nodes) == 0: // codes of one column exclude each other
		return false
	case x == nil:
		return true
	}
	over, under := x.branch(i.Numerator), x.branch(i.Denominator)
	for k := range x.all {
		if over.counts[k] && !under.counts[k] {
			return false
		}
	}
	return true
}
