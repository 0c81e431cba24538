// Package forms publishes the specification for programs: as an SDMX 3.0
// structure message, as data contracts (ODCS), as a catalogue (DCAT-AP-NL), and
// as JSON Schema, Table Schema (Frictionless) and CSV on the Web schema of
// every table.
//
// What belongs here: one file per form, each a pure function of the
// specification. What does not: the report for people (package document),
// descriptions of the files of one release (products/meta), and any figure.
package forms

import (
	"cmp"
	"slices"
	"strings"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Axis is a dimension with its codes spelled out, the total first and parents
// before children. Open says that codes of the public register come with
// them, which a specification does not list.
type Axis struct {
	ID                string
	Label, Definition sdmx.Text
	Role              string
	Codes             []sdmx.Code
	Open              bool
	Expands           []string // columns of which the register lists the codes, where Open
	// When holds for each code the columns that count somebody under it.
	When map[string]map[string][]string
}

// openPattern is the form of a code of an open axis.
const openPattern = `^[A-Z0-9_]{1,40}$`

// Axes spells out all dimensions of a transition.
func Axes(s *spec.Specification, t *spec.Transition) []Axis {
	var out []Axis
	for i := range t.Dimensions {
		out = append(out, axis(s, t, &t.Dimensions[i]))
	}
	return out
}

func axis(s *spec.Specification, t *spec.Transition, d *spec.Dimension) Axis {
	a := Axis{ID: d.ID, Label: d.Label, Definition: d.Definition, Role: d.Role, When: map[string]map[string][]string{}}
	a.Codes = []sdmx.Code{{ID: sdmx.Total, Label: sdmx.Text{NL: "Totaal", EN: "Total"}}}
	if d.Column != "" {
		list := d.Codelist
		if d.Register != "" {
			list = "register:" + d.Register
		}
		a.expand(s, t, d.Column, list, sdmx.Total, "")
		return a
	}
	for _, n := range d.Nodes {
		parent := cmp.Or(n.Parent, sdmx.Total)
		if n.Each != "" {
			a.expand(s, t, n.Each, n.Codelist, parent, n.Prefix)
			continue
		}
		a.Codes = append(a.Codes, sdmx.Code{ID: n.Code, Label: n.Label, Parent: parent})
		a.When[n.Code] = n.When
	}
	a.Codes = depthFirst(a.Codes)
	return a
}

// expand adds the codes of a column under parent.
func (a *Axis) expand(s *spec.Specification, t *spec.Transition, column, list, parent, prefix string) {
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

// axesOf picks the axes of a table.
func axesOf(axes []Axis, t *spec.Table) []Axis {
	var out []Axis
	for _, id := range t.Dimensions {
		for _, a := range axes {
			if a.ID == id {
				out = append(out, a)
			}
		}
	}
	return out
}

// ids lists the codes of an axis.
func (a *Axis) ids() []string {
	var out []string
	for _, c := range a.Codes {
		out = append(out, c.ID)
	}
	return out
}

// both gives a text in two languages as one, for forms that know one.
func both(t sdmx.Text) string { return t.In("nl") + " / " + t.In("en") }
