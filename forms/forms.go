// Package forms publishes the specification for programs: as an SDMX 3.0
// structure message, as data contracts (ODCS), as a catalogue (DCAT-AP-NL), and
// as schemas of every table (columns).
//
// What belongs here: one file per form, each a pure function of the
// specification. What does not: the report for people (package document),
// descriptions of the files of one release (products/meta), and any figure.
package forms

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"doorstroommonitor/forms/columns"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Axis is a dimension with its codes spelled out. Open says that codes of the
// public register come with them, which a specification does not list.
type Axis = columns.Axis

// Axes spells out all dimensions of a transition.
func Axes(s *spec.Specification, t *spec.Transition) []Axis {
	var out []Axis
	for i := range t.Dimensions {
		out = append(out, spellOut(s, t, &t.Dimensions[i]))
	}
	return out
}

func spellOut(s *spec.Specification, t *spec.Transition, d *spec.Dimension) Axis {
	a := Axis{ID: d.ID, Label: d.Label, Definition: d.Definition, Role: d.Role, When: map[string]map[string][]string{}}
	a.Codes = []sdmx.Code{{ID: sdmx.Total, Label: sdmx.Text{NL: "Totaal", EN: "Total"}}}
	if d.Column != "" {
		list := d.Codelist
		if d.Register != "" {
			list = "register:" + d.Register
		}
		expand(&a, s, t, d.Column, list, sdmx.Total, "")
		return a
	}
	for _, n := range d.Nodes {
		parent := cmp.Or(n.Parent, sdmx.Total)
		if n.Each != "" {
			expand(&a, s, t, n.Each, n.Codelist, parent, n.Prefix)
			continue
		}
		a.Codes = append(a.Codes, sdmx.Code{ID: n.Code, Label: n.Label, Parent: parent})
		a.When[n.Code] = n.When
	}
	a.Codes = depthFirst(a.Codes)
	return a
}

// expand adds the codes of a column to an axis, under parent.
func expand(a *Axis, s *spec.Specification, t *spec.Transition, column, list, parent, prefix string) {
	if strings.HasPrefix(list, "register:") {
		a.Open, a.Expands = true, append(a.Expands, column)
		return
	}
	l := s.Codelists[list]
	if l == nil {
		a.Open, a.Expands = true, append(a.Expands, column)
		return
	}
	only := possible(s.Populations[t.Population], t.Part, column)
	for _, c := range l.Codes {
		if len(only) == 0 || slices.Contains(only, c.Code) {
			a.Codes = append(a.Codes, sdmx.Code{ID: prefix + c.Code, Label: c.Label, Parent: parent})
			a.When[prefix+c.Code] = map[string][]string{column: {c.Code}}
		}
	}
}

// possible lists the codes that a column can have; nil for all of its list. A
// field of the cohort itself has those that the population asks for.
func possible(p *spec.Population, part *spec.Part, column string) []string {
	if part != nil && len(part.When[column]) > 0 {
		return part.When[column]
	}
	c, ok := p.Column(column)
	switch {
	case !ok:
		return nil
	case len(c.Codes) == 0 && c.Of == "cohort" && c.Recode == "" && len(c.Map) == 0:
		return p.Where[c.Field]
	}
	return c.Codes
}

// depthFirst puts every code directly behind its parent and what stands under
// that already.
func depthFirst(codes []sdmx.Code) []sdmx.Code {
	var out []sdmx.Code
	var walk func(parent string)
	walk = func(parent string) {
		for _, c := range codes {
			if c.Parent == parent {
				out = append(out, c)
				walk(c.ID)
			}
		}
	}
	walk("")
	return out
}

// Table describes the file of a table.
func Table(s *spec.Specification, t *spec.Transition, table *spec.Table) *columns.Table {
	return described(s, t, table, Axes(s, t))
}

func described(s *spec.Specification, t *spec.Transition, table *spec.Table, axes []Axis) *columns.Table {
	cohorts := s.Populations[t.Population].Cohorts
	out := &columns.Table{
		Name: urn(s, "schema:"+t.ID+":"+table.ID), Cube: t.ID, ID: table.ID, Label: table.Label, Definition: t.Definition,
		Form: form(s, t), Together: together(s, t), From: cohorts.From, Until: cohorts.Until,
	}
	for _, id := range table.Dimensions {
		for _, a := range axes {
			if a.ID == id {
				out.Axes = append(out.Axes, a)
			}
		}
	}
	return out
}

// together is over how many cohorts the figures of a transition are.
func together(s *spec.Specification, t *spec.Transition) int {
	if p := s.Populations[t.Population]; p.Pooled() {
		return p.Publish.Pool.Cohorts
	}
	return 1
}

// form says which columns the files of a transition have.
func form(s *spec.Specification, t *spec.Transition) sdmx.Form {
	switch {
	case noisy(s, t):
		return sdmx.FormEstimated
	case s.Populations[t.Population].Modelled():
		return sdmx.FormModelled
	case s.Populations[t.Population].Perturbed():
		return sdmx.FormPerturbed
	}
	return sdmx.FormExact
}

// noisy reports whether every count of a transition has noise.
func noisy(s *spec.Specification, t *spec.Transition) bool {
	return s.Populations[t.Population].Formal()
}

// urn names something in the specification for good: the version is part of
// it.
func urn(s *spec.Specification, what string) string {
	return "urn:doorstroommonitor:" + s.About.Version + ":" + what
}

// object is a mapping whose members go out in alphabetical order.
type object = map[string]any

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// both gives a text in two languages as one, for forms that know one.
func both(t sdmx.Text) string { return t.In("nl") + " / " + t.In("en") }
