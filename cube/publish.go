package cube

import (
	"iter"
	"slices"
	"strings"

	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// For reports whether the table goes to the audience.
func (t *Table) For(audience string) bool { return slices.Contains(t.Audiences, audience) }

// Dataset writes a table as published statements. A cell that is hidden
// carries only the bounds given for it.
func (m *Model) Dataset(t *Table, counts []int64, hidden sdc.Pattern, bounds []sdc.Interval) *sdmx.Dataset {
	d := &sdmx.Dataset{Cube: t.Cube, Table: t.Spec.ID, Cohort: m.Cohort, Dimensions: t.Spec.Dimensions}
	at := make([]int, len(t.dims))
	for _, c := range t.cells {
		if c >= 0 {
			o := sdmx.Observation{Key: make([]string, len(at))}
			for k, dim := range t.dims {
				o.Key[k] = dim.nodes[at[k]].code
			}
			if hidden[c] {
				o.Hidden, o.Lower, o.Upper = true, bounds[c].Lower, bounds[c].Upper
				if o.Upper >= sdc.Unbounded/2 {
					o.Upper = -1
				}
			} else {
				o.Value, o.Lower, o.Upper = counts[c], counts[c], counts[c]
			}
			d.Observations = append(d.Observations, o)
		}
		next(at, t.dims)
	}
	return d
}

// Statements reads a dataset back as statements about the cells of its table.
// It is how the auditor sees a dataset: from what is written in it alone.
func (m *Model) Statements(t *Table, d *sdmx.Dataset) []sdc.Statement {
	index := d.Lookup()
	var out []sdc.Statement
	at := make([]int, len(t.dims))
	for _, c := range t.cells {
		if c >= 0 {
			key := make([]string, len(at))
			for k, dim := range t.dims {
				key[k] = dim.nodes[at[k]].code
			}
			if o, ok := index[sdmx.JoinKey(key...)]; ok {
				st := sdc.Statement{Cell: c, Hidden: o.Hidden || o.Perturbed, Value: o.Value, Lower: o.Lower, Upper: o.Upper}
				if st.Upper < 0 {
					st.Upper = sdc.Unbounded
				}
				out = append(out, st)
			}
		}
		next(at, t.dims)
	}
	return out
}

// Perturbation says how the counts of a population are changed that is published
// with rounding or with cell keys.
func Perturbation(p *spec.Population) *sdmx.Perturbation {
	if p.CellKeyed() {
		return &sdmx.Perturbation{Method: sdmx.CellKey, Deviation: p.Publish.Deviation}
	}
	return &sdmx.Perturbation{Method: sdmx.Rounding, Base: p.Publish.Base, Deviation: p.Publish.Deviation}
}

// Describe gives the structure of everything the audience receives, from the
// models of all groups.
func Describe(s *spec.Specification, models []*Model, audience string) *sdmx.Structure {
	out := &sdmx.Structure{Specification: s.About.Version}
	for _, id := range s.TransitionIDs() {
		t := s.Transitions[id]
		c := sdmx.Cube{ID: t.ID, Label: t.Label, Definition: s.Described(t)}
		c.Population, c.Members = s.Members(t)
		p := s.Populations[t.Population]
		switch {
		case p.Formal():
			c.Noise = &sdmx.Noise{Bands: sdmx.Bands, Reliability: p.Publish.Reliability}
		case p.Perturbed():
			c.Perturbation = Perturbation(p)
		case p.Publish != nil:
			if p.Pooled() {
				c.Together = p.Publish.Pool.Cohorts
			}
			for _, s := range p.Publish.Coarsen {
				c.Coarser = append(c.Coarser, sdmx.Coarser{Below: s.Below, Level: s.Level})
			}
		}
		used := map[string]bool{}
		for i := range t.Tables {
			tab := describeTable(t, &t.Tables[i], models, audience)
			if len(tab.Cohorts)+len(tab.NotYetObservable) == 0 {
				continue
			}
			tab.Exceptions = s.Exceptions(t, &t.Tables[i])
			c.Tables = append(c.Tables, tab)
			for _, d := range tab.Dimensions {
				used[d] = true
			}
		}
		if len(c.Tables) == 0 {
			continue
		}
		for i := range t.Dimensions {
			d := &t.Dimensions[i]
			if !used[d.ID] {
				continue
			}
			list := codelist(t.ID, d, models)
			out.Codelists = append(out.Codelists, list)
			c.Dimensions = append(c.Dimensions, sdmx.Dimension{ID: d.ID, Label: d.Label, Definition: d.Definition, Codelist: list.ID, Role: d.Role})
		}
		for _, i := range t.Indicators {
			if _, ok := c.Table(i.Table); ok {
				c.Indicators = append(c.Indicators, describeIndicator(t, &i, models))
			}
		}
		c.Modelled = p.Modelled()
		c.Comparisons = comparisons(t, &c, out, models)
		out.Cubes = append(out.Cubes, c)
	}
	return out
}

func describeIndicator(t *spec.Transition, i *spec.Indicator, models []*Model) sdmx.Indicator {
	out := sdmx.Indicator{
		ID: i.ID, Label: i.Label, Definition: i.Definition, Table: i.Table, Dimension: i.Dimension,
		Numerator: i.Numerator, Denominator: i.Denominator, Main: i.Main, Coverage: i.Coverage,
	}
	if d, ok := t.DimensionByID(i.Dimension); ok {
		list := codelist(t.ID, d, models)
		out.Rest, _ = list.Beside(i.Numerator, i.Denominator)
	}
	return out
}

func describeTable(t *spec.Transition, tab *spec.Table, models []*Model, audience string) sdmx.Table {
	out := sdmx.Table{ID: tab.ID, Label: tab.Label, Dimensions: tab.Dimensions, Cohorts: []int{}}
	for _, m := range models {
		if m.Population.ID != t.Population {
			continue
		}
		for _, x := range m.Tables {
			if x.Cube == t.ID && x.Spec.ID == tab.ID && x.For(audience) {
				out.Cohorts = append(out.Cohorts, m.Cohort)
			}
		}
		for _, o := range m.Open {
			if o.Cube == t.ID && o.Table == tab.ID && slices.Contains(o.Audiences, audience) {
				out.NotYetObservable = append(out.NotYetObservable, m.Cohort)
			}
		}
	}
	slices.Sort(out.Cohorts)
	slices.Sort(out.NotYetObservable)
	return out
}

// codelist unites the codes of a dimension over all cohorts, each parent
// directly followed by its children. The total is always there.
func codelist(cube string, d *spec.Dimension, models []*Model) sdmx.Codelist {
	list := sdmx.Codelist{ID: cube + "." + d.ID, Label: d.Label}
	type ranked struct {
		sdmx.Code
		rank [2]int
	}
	children := map[string][]ranked{}
	seen := map[string]bool{}
	for _, m := range slices.Backward(models) {
		dim, ok := m.dims[cube+"/"+d.ID]
		if !ok {
			continue
		}
		for _, n := range dim.nodes {
			if seen[n.code] {
				continue
			}
			seen[n.code] = true
			c := ranked{sdmx.Code{ID: n.code, Label: n.label}, n.rank}
			if n.parent >= 0 {
				c.Parent = dim.nodes[n.parent].code
			}
			c.Predecessors = m.carried(cube, d, n.code)
			children[c.Parent] = append(children[c.Parent], c)
		}
	}
	var walk func(parent string)
	walk = func(parent string) {
		slices.SortStableFunc(children[parent], func(a, b ranked) int { return compareRank(a.rank, b.rank, a.ID, b.ID) })
		for _, c := range children[parent] {
			list.Codes = append(list.Codes, c.Code)
			walk(c.ID)
		}
	}
	walk("")
	if len(list.Codes) == 0 { // of tables that no cohort has yet
		list.Codes = []sdmx.Code{{ID: sdmx.Total, Label: totalLabel()}}
	}
	return list
}

func totalLabel() sdmx.Text { return sdmx.Text{NL: "Totaal", EN: "Total"} }

// Keys goes through the cells of a table in order, with their codes joined by
// a space.
func (m *Model) Keys(t *Table) iter.Seq2[string, int32] {
	return func(yield func(string, int32) bool) {
		at := make([]int, len(t.dims))
		for _, c := range t.cells {
			if c >= 0 {
				key := make([]string, len(at))
				for k, dim := range t.dims {
					key[k] = dim.nodes[at[k]].code
				}
				if !yield(strings.Join(key, " "), c) {
					return
				}
			}
			next(at, t.dims)
		}
	}
}

// Roles are those of the dimensions of a table, in their order.
func (m *Model) Roles(t *Table) []string {
	out := make([]string, len(t.dims))
	for i, d := range t.dims {
		out[i] = d.spec.Role
	}
	return out
}

// Index gives the cell of every key of a table; keys are joined by
// sdmx.JoinKey.
func (m *Model) Index(t *Table) map[string]int32 {
	out := map[string]int32{}
	for key, c := range m.Keys(t) {
		out[sdmx.JoinKey(strings.Split(key, " ")...)] = c
	}
	return out
}

// Indicators lists the indicators of a table.
func (m *Model) Indicators(t *Table) []sdmx.Indicator {
	var out []sdmx.Indicator
	transition := m.spec.Transitions[t.Cube]
	for _, i := range transition.Indicators {
		if i.Table == t.Spec.ID {
			out = append(out, describeIndicator(transition, &i, []*Model{m}))
		}
	}
	return out
}
