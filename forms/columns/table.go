// Package columns describes the columns of the file of one table for programs:
// as JSON Schema, as Table Schema (Frictionless) and as CSV on the Web schema.
//
// What belongs here: which columns such a file has, what may stand in them, and
// those three forms of it, for a specification (forms) and for a release
// (products) alike. What does not: specifications, observations, other files of
// a release (products/meta).
package columns

import (
	"slices"

	"doorstroommonitor/sdmx"
)

// Table is a table whose file is described.
type Table struct {
	// Name identifies the description for good, a URN.
	Name string
	// Cube and ID are the codes in the first two columns.
	Cube, ID string
	// Label is that of the table, Definition that of the cube.
	Label, Definition sdmx.Text
	Axes              []Axis
	Form              sdmx.Form
	// Together is over how many cohorts a figure is.
	Together int
	// From and Until are the first and the last cohort year that there can be.
	From, Until int
}

// Axis is a dimension with its codes spelled out, the total first and parents
// before children. Open says that codes come with them that are not listed.
type Axis struct {
	ID                string
	Label, Definition sdmx.Text
	Role              string
	Codes             []sdmx.Code
	Open              bool
	// Where a specification spells it out: the columns of which the register
	// lists the codes, where Open, and for each code the columns that count
	// somebody under it.
	Expands []string
	When    map[string]map[string][]string
}

// OpenPattern is the form of a code of an open axis.
const OpenPattern = `^[A-Z0-9_]{1,40}$`

// mostCodes is how many codes of a dimension a description of a release lists.
// Longer lists, such as all schools, are in its structure alone: they would
// stand in the description of every table.
const mostCodes = 60

// Of describes a table of a release. Codes are those that the release has.
func Of(s *sdmx.Structure, c *sdmx.Cube, t *sdmx.Table, name string) *Table {
	out := &Table{Name: name, Cube: c.ID, ID: t.ID, Label: t.Label, Definition: c.Definition, Form: c.Form(), Together: max(c.Together, 1)}
	if len(t.Cohorts) > 0 {
		out.From, out.Until = slices.Min(t.Cohorts), slices.Max(t.Cohorts)
	}
	for _, id := range t.Dimensions {
		d, _ := c.Dimension(id)
		a := Axis{ID: id, Label: d.Label, Definition: d.Definition, Role: d.Role, Open: true}
		if list, ok := s.Codelist(d.Codelist); ok && len(list.Codes) <= mostCodes {
			a.Codes, a.Open = list.Codes, false
		}
		out.Axes = append(out.Axes, a)
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
