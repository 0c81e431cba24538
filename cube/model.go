// Package cube counts: it turns a population of the specification into a plan
// for an engine, knows which cells can exist, and adds persons up to cells.
//
// What belongs here: plans, the cells and the sums between them (model.go,
// bridge.go), counting with the mass balance (count.go), and writing cells as
// published tables (publish.go). What does not: SQL (engine), which cells are
// hidden (protect), reading files.
//
// Model is public knowledge: it follows from the specification and the public
// register. Counts are true counts and stay inside the gate.
package cube

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doorstroommonitor/register"
	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// Model is everything that is public about one protection group before any
// person is counted: its axes, its tables, every cell that can exist and
// every sum that holds between cells.
type Model struct {
	Population *spec.Population
	// Cohort is the cohort year, and First the first of those that are counted
	// together with it: the same where the population is not pooled.
	First, Cohort int
	Tables        []*Table
	// Open are tables whose window is still open for this cohort.
	Open []OpenTable

	reg       *register.Register
	spec      *spec.Specification
	axes      []*axis
	dims      map[string]*dim
	parts     map[string]*part // cube -> the part of the population that it is about
	cells     map[string]int32 // key: set numbers per axis
	keys      [][]int32        // cell -> set number per axis
	relations []sdc.Relation
	seen      map[string]bool // relations
}

// OpenTable is a table that cannot be observed yet.
type OpenTable struct {
	Cube, Table string
	Audiences   []string
}

// Audiences says who receives a table of a cohort. Agreements are resolved
// before protection: a table that nobody receives is no part of the problem.
type Audiences func(cube string, table *spec.Table, cohort int) []string

// Table is one published table of the group.
type Table struct {
	Cube      string
	Spec      *spec.Table
	dims      []*dim
	cells     []int32 // by node numbers, last dimension fastest; -1: cannot exist
	whole     []set   // per axis: the part of the population that the cube is about
	Audiences []string
}

// Group returns the id of the protection group, such as "VO/2021".
func (m *Model) Group() string { return m.Population.GroupID(m.Cohort) }

// NewModel builds the model of one population and cohort year, or of the
// window that ends with it, as far as its tables are observed. Without
// audiences (nil) every table goes to whom the specification names.
func NewModel(s *spec.Specification, p *spec.Population, reg *register.Register, cohort int, observed Observed, audiences Audiences) (*Model, error) {
	if audiences == nil {
		audiences = func(_ string, t *spec.Table, _ int) []string { return t.Audiences }
	}
	first, ok := p.Window(cohort)
	if !ok {
		return nil, fmt.Errorf("%s: no window of cohorts ends with %d", p.ID, cohort)
	}
	m := &Model{Population: p, First: first, Cohort: cohort, reg: reg, spec: s, dims: map[string]*dim{}, parts: map[string]*part{}, cells: map[string]int32{}, seen: map[string]bool{}}
	always := func(is func(year int) bool) bool {
		for year := first; year <= cohort; year++ {
			if !is(year) {
				return false
			}
		}
		return true
	}
	observable := func(column string) bool {
		return always(func(year int) bool { return observed.Column(s, p, column, year) })
	}
	var used []*spec.Dimension
	for _, t := range s.Of(p.ID) {
		for i := range t.Tables {
			tab := &t.Tables[i]
			to := audiences(t.ID, tab, cohort)
			if len(to) == 0 || !always(func(year int) bool { return t.InForce(tab, year) }) {
				continue
			}
			var dims []*spec.Dimension
			unknown := func(c string) bool { return !observable(c) }
			open := slices.ContainsFunc(t.PartColumns(), unknown)
			for _, id := range tab.Dimensions {
				d, _ := t.DimensionByID(id)
				dims = append(dims, d)
				open = open || slices.ContainsFunc(d.Columns(), unknown)
			}
			if open {
				m.Open = append(m.Open, OpenTable{t.ID, tab.ID, to})
				continue
			}
			used = append(used, dims...)
			m.Tables = append(m.Tables, &Table{Cube: t.ID, Spec: tab, Audiences: to})
		}
	}
	var together [][]string
	for _, d := range used {
		together = append(together, d.Columns())
	}
	var parts []string // of one axis, so that what is outside a part is one set
	for _, t := range m.Tables {
		parts = append(parts, s.Transitions[t.Cube].PartColumns()...)
	}
	together = append(together, parts)
	var err error
	if m.axes, err = buildAxes(s, p, reg, [2]int{first, cohort}, observable, together); err != nil {
		return nil, err
	}
	for _, t := range m.Tables {
		m.parts[t.Cube] = m.part(t.Cube)
	}
	m.Tables = slices.DeleteFunc(m.Tables, func(t *Table) bool { // nobody can be in that part
		p := m.parts[t.Cube]
		return p.axis >= 0 && p.set.empty()
	})
	for _, t := range m.Tables {
		for _, id := range t.Spec.Dimensions {
			d, err := m.dimension(t.Cube, id)
			if err != nil {
				return nil, fmt.Errorf("%s, cohort %d: %w", p.ID, cohort, err)
			}
			t.dims = append(t.dims, d)
		}
	}
	m.mergeAtoms()
	for _, t := range m.Tables {
		t.whole = m.wholes()
		if p := m.parts[t.Cube]; p.axis >= 0 {
			t.whole[p.axis] = p.atoms
		}
		m.addTable(t)
	}
	m.bridge()
	return m, nil
}

// mergeAtoms makes one atom of all combinations that no dimension tells
// apart, and rewrites every node in atoms.
func (m *Model) mergeAtoms() {
	for ai, a := range m.axes {
		var nodes []*node
		for _, cube := range slices.Sorted(maps.Keys(m.parts)) {
			if p := m.parts[cube]; p.axis == ai {
				nodes = append(nodes, &p.node)
			}
		}
		for _, t := range m.Tables {
			for _, d := range t.dims {
				if d.axis == ai {
					for i := range d.nodes {
						nodes = append(nodes, &d.nodes[i])
					}
				}
			}
		}
		signatures := map[string]int32{}
		a.tuples = map[string]int32{}
		atomOf := make([]int32, len(a.list))
		for i, t := range a.list {
			sig := newSet(len(nodes))
			for k, n := range nodes {
				if n.set.has(i) {
					sig.add(k)
				}
			}
			atom, ok := signatures[sig.key()]
			if !ok {
				atom = int32(len(signatures))
				signatures[sig.key()] = atom
			}
			atomOf[i] = atom
			a.tuples[strings.Join(t, "\x1f")] = atom
		}
		a.atoms = len(signatures)
		for _, n := range nodes {
			n.atoms = newSet(a.atoms)
			for i := range a.list {
				if n.set.has(i) {
					n.atoms.add(int(atomOf[i]))
				}
			}
		}
		full := newSet(a.atoms)
		for i := range a.atoms {
			full.add(i)
		}
		a.ids = map[string]int32{}
		a.intern(full)
		a.list = nil
	}
}

// cell returns the number of the cell that is the given set on each axis.
func (m *Model) cell(sets []int32) int32 {
	b := make([]byte, 0, len(sets)*4)
	for _, s := range sets {
		b = append(b, byte(s), byte(s>>8), byte(s>>16), byte(s>>24))
	}
	if c, ok := m.cells[string(b)]; ok {
		return c
	}
	c := int32(len(m.keys))
	m.cells[string(b)] = c
	m.keys = append(m.keys, slices.Clone(sets))
	return c
}

// relate adds a sum unless it is trivial or known.
func (m *Model) relate(parent int32, children []int32) {
	if len(children) == 1 && children[0] == parent || len(children) == 0 {
		return
	}
	sorted := slices.Sorted(slices.Values(children))
	var sb strings.Builder
	fmt.Fprint(&sb, parent, sorted)
	if m.seen[sb.String()] {
		return
	}
	m.seen[sb.String()] = true
	m.relations = append(m.relations, sdc.Relation{Parent: parent, Children: sorted})
}

// addTable makes the cells of a table and the sums along its dimensions.
func (m *Model) addTable(t *Table) {
	size := 1
	for _, d := range t.dims {
		size *= len(d.nodes)
	}
	t.cells = make([]int32, size)
	at := make([]int, len(t.dims))
	for i := range t.cells {
		t.cells[i] = m.cellAt(t, at)
		next(at, t.dims)
	}
	clear(at)
	for i := range t.cells {
		if t.cells[i] >= 0 {
			stride := 1
			for k := len(t.dims) - 1; k >= 0; k-- {
				d := t.dims[k]
				var children []int32
				for _, c := range d.nodes[at[k]].children {
					if child := t.cells[i+(c-at[k])*stride]; child >= 0 {
						children = append(children, child)
					}
				}
				m.relate(t.cells[i], children)
				stride *= len(d.nodes)
			}
		}
		next(at, t.dims)
	}
}

// next counts at up by one, the last dimension fastest.
func next(at []int, dims []*dim) {
	for k := len(at) - 1; k >= 0; k-- {
		if at[k]++; at[k] < len(dims[k].nodes) {
			return
		}
		at[k] = 0
	}
}

// cellAt returns the cell of a table with one node per dimension, or -1 where
// the nodes exclude each other.
func (m *Model) cellAt(t *Table, at []int) int32 {
	sets := slices.Clone(t.whole)
	for k, d := range t.dims {
		sets[d.axis] = sets[d.axis].and(d.nodes[at[k]].atoms)
	}
	return m.cellOf(sets)
}

func (m *Model) wholes() []set {
	sets := make([]set, len(m.axes))
	for i, a := range m.axes {
		sets[i] = a.sets[0]
	}
	return sets
}

func (m *Model) cellOf(sets []set) int32 {
	ids := make([]int32, len(sets))
	for i, s := range sets {
		if s.empty() {
			return -1
		}
		ids[i] = m.axes[i].intern(s)
	}
	return m.cell(ids)
}

// Structure returns the cells and sums of the group.
func (m *Model) Structure() sdc.Structure {
	return sdc.Structure{Group: m.Group(), Cells: len(m.keys), Relations: m.relations}
}
