package cube

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// dim is one dimension over the atoms of an axis.
type dim struct {
	spec  *spec.Dimension
	axis  int
	nodes []node // parents before children; 0 is the total
}

type node struct {
	code     string
	label    sdmx.Text
	rank     [2]int // place in the specification; equal ranks go by code
	parent   int
	children []int
	set      set
	atoms    set // after merging
}

// dimension builds a dimension over the unmerged combinations of its axis and
// proves that the children of every node share it out without rest.
func (m *Model) dimension(cube, id string) (*dim, error) {
	key := cube + "/" + id
	if d, ok := m.dims[key]; ok {
		return d, nil
	}
	sd, _ := m.spec.Transitions[cube].DimensionByID(id)
	d := &dim{spec: sd, axis: m.axisOf(sd.Columns()[0])}
	a := m.axes[d.axis]
	all := m.matching(a, nil)
	if p := m.parts[cube]; p.axis == d.axis {
		all = p.set
	}
	d.nodes = []node{{code: sdmx.Total, label: totalLabel(), parent: -1, set: all}}
	for _, n := range depthFirst(expand(m, sd, a)) {
		parent := slices.IndexFunc(d.nodes, func(x node) bool { return x.code == n.parentCode })
		if n.set = m.matching(a, n.when).and(all); n.set.empty() {
			continue // cannot exist in this cohort, or in this part of the population
		}
		if parent < 0 {
			return nil, fmt.Errorf("dimension %s: node %s: parent %q does not exist or comes later", id, n.code, n.parentCode)
		}
		if n.set = n.set.and(d.nodes[parent].set); n.set.empty() {
			continue
		}
		d.nodes = append(d.nodes, node{code: n.code, label: n.label, rank: n.rank, parent: parent, set: n.set})
		d.nodes[parent].children = append(d.nodes[parent].children, len(d.nodes)-1)
	}
	for _, n := range d.nodes {
		if err := partition(d, &n); err != nil {
			return nil, fmt.Errorf("dimension %s: %w", id, err)
		}
	}
	m.dims[key] = d
	return d, nil
}

// part is the part of a population that a cube is about; the axis is -1 for
// all of it.
type part struct {
	axis int
	node
}

func (m *Model) part(cube string) *part {
	columns := m.spec.Transitions[cube].PartColumns()
	if len(columns) == 0 {
		return &part{axis: -1}
	}
	p := &part{axis: m.axisOf(columns[0])}
	p.set = m.matching(m.axes[p.axis], m.spec.Transitions[cube].Part.When)
	return p
}

func partition(d *dim, n *node) error {
	if len(n.children) == 0 {
		return nil
	}
	union := make(set, len(n.set))
	for _, c := range n.children {
		if !union.and(d.nodes[c].set).empty() {
			return fmt.Errorf("node %s overlaps another child of %s", d.nodes[c].code, n.code)
		}
		union = union.or(d.nodes[c].set)
	}
	if union.key() != n.set.key() {
		return fmt.Errorf("the children of %s do not cover it: somebody would be counted in %s and in none of them", n.code, n.code)
	}
	return nil
}

func (m *Model) axisOf(column string) int {
	for i, a := range m.axes {
		for _, c := range a.columns {
			if m.Population.Columns[c].ID == column {
				return i
			}
		}
	}
	return -1
}

// expanded is a node with its condition.
type expanded struct {
	code, parentCode string
	label            sdmx.Text
	rank             [2]int
	when             map[string][]string
	set              set
}

// depthFirst orders nodes so that every parent is directly followed by its
// children, by rank and code: the order of every cohort is then part of one
// order of all cohorts.
func depthFirst(nodes []expanded) []expanded {
	children := map[string][]expanded{}
	for _, n := range nodes {
		children[n.parentCode] = append(children[n.parentCode], n)
	}
	var out []expanded
	var walk func(parent string)
	walk = func(parent string) {
		c := children[parent]
		delete(children, parent)
		slices.SortStableFunc(c, func(a, b expanded) int { return compareRank(a.rank, b.rank, a.code, b.code) })
		for _, n := range c {
			out = append(out, n)
			walk(n.code)
		}
	}
	walk(sdmx.Total)
	return out
}

func compareRank(a, b [2]int, codeA, codeB string) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(codeA, codeB))
}

// expand spells out flat dimensions and "each" nodes.
func expand(m *Model, d *spec.Dimension, a *axis) []expanded {
	parentOf := func(p string) string {
		if p == "" {
			return sdmx.Total
		}
		return p
	}
	var out []expanded
	if d.Column != "" {
		list := d.Codelist
		if d.Register != "" {
			list = "register:" + d.Register
		}
		for _, code := range m.codesOf(a, d.Column) {
			out = append(out, expanded{code: code, parentCode: sdmx.Total, label: m.label(list, code), rank: [2]int{0, m.place(d.Column, code)}, when: map[string][]string{d.Column: {code}}})
		}
		return out
	}
	for i, n := range d.Nodes {
		if n.Each == "" {
			out = append(out, expanded{code: n.Code, parentCode: parentOf(n.Parent), label: n.Label, rank: [2]int{i, 0}, when: n.When})
			continue
		}
		for _, code := range m.codesOf(a, n.Each) {
			if code != spec.NotApplicable {
				out = append(out, expanded{code: n.Prefix + identifier(code), parentCode: parentOf(n.Parent), label: m.label(n.Codelist, code), rank: [2]int{i, m.place(n.Each, code)}, when: map[string][]string{n.Each: {code}}})
			}
		}
	}
	return out
}

// identifier makes a code of what the register says in words, such as the name
// of a province: published codes are capitals, digits and underscores.
func identifier(value string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			return r
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		}
		return '_'
	}, value)
}

// codesOf lists the codes of a column that occur on its axis, in the order of
// the specification or ascending.
func (m *Model) codesOf(a *axis, column string) []string {
	at := slices.IndexFunc(a.columns, func(c int) bool { return m.Population.Columns[c].ID == column })
	have := map[string]bool{}
	for _, t := range a.list {
		have[t[at]] = true
	}
	order := m.Population.Columns[a.columns[at]].Codes
	if len(order) == 0 {
		for c := range have {
			order = append(order, c)
		}
		slices.Sort(order)
	}
	return slices.DeleteFunc(slices.Clone(order), func(c string) bool { return !have[c] })
}

// place is where the specification lists a code of a column; 0 where the
// register lists it.
func (m *Model) place(column, code string) int {
	c, _ := m.Population.Column(column)
	return max(0, slices.Index(c.Codes, code))
}

func (m *Model) label(list, code string) sdmx.Text {
	if strings.HasPrefix(list, "register:") {
		if i, ok := m.reg.Institution(code); ok {
			return sdmx.Text{NL: i.Name, EN: i.Name}
		}
		if b, ok := m.reg.Board(code); ok {
			return sdmx.Text{NL: b.Name, EN: b.Name}
		}
		return sdmx.Text{NL: code, EN: code}
	}
	if l, ok := m.spec.Codelists[list]; ok {
		for _, c := range l.Codes {
			if c.Code == code {
				return c.Label
			}
		}
	}
	return sdmx.Text{NL: code, EN: code}
}

func (m *Model) matching(a *axis, when map[string][]string) set {
	s := newSet(len(a.list))
	for i, t := range a.list {
		ok := true
		for k, c := range a.columns {
			if values, asked := when[m.Population.Columns[c].ID]; asked && !slices.Contains(values, t[k]) {
				ok = false
				break
			}
		}
		if ok {
			s.add(i)
		}
	}
	return s
}
