package cube

import (
	"cmp"
	"slices"

	"doorstroommonitor/register"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// carried lists whose figures a code of a dimension carries, besides its own:
// the institutions that merged into it, or the programmes that were reformed
// into one of its field and were of another field themselves.
func (m *Model) carried(cube string, d *spec.Dimension, code string) []sdmx.Predecessor {
	var out []sdmx.Predecessor
	if _, ok := m.reg.Institution(code); ok {
		for _, p := range m.reg.Predecessors(code) {
			old, _ := m.reg.Institution(p.Code)
			out = append(out, sdmx.Predecessor{ID: p.Code, Label: sdmx.Text{NL: old.Name, EN: old.Name}, Since: p.Since})
		}
		return out
	}
	column, field := m.fieldOf(d, code)
	field = identifier(field)
	if column == "" {
		return nil
	}
	for p := range m.reg.Programmes() {
		today := m.reg.ActualField(p.Code)
		if p.Field != today && identifier(mapped(m.Population, column, today)) == field && m.isAbout(cube, column, p) {
			out = append(out, sdmx.Predecessor{ID: p.Code, Label: sdmx.Text{NL: p.Name, EN: p.Name}, Since: p.Expired, From: p.Field})
		}
	}
	slices.SortStableFunc(out, func(a, b sdmx.Predecessor) int { return cmp.Compare(a.Since, b.Since) })
	return out
}

// fieldOf finds the column that holds fields of study and the field that a
// code of the dimension stands for; none where it stands for something else or
// for several.
func (m *Model) fieldOf(d *spec.Dimension, code string) (column, field string) {
	isField := func(id string) bool {
		c, ok := m.Population.Column(id)
		return ok && c.Recode == spec.RecodeField
	}
	if d.Column != "" && isField(d.Column) {
		return d.Column, code
	}
	for _, n := range d.Nodes {
		switch {
		case n.Each != "" && isField(n.Each) && len(code) > len(n.Prefix) && code[:len(n.Prefix)] == n.Prefix:
			return n.Each, code[len(n.Prefix):]
		case n.Code == code:
			for id, values := range n.When {
				if len(values) == 1 && isField(id) {
					return id, values[0]
				}
			}
		}
	}
	return "", ""
}

// isAbout reports whether programmes like p can be in a column with fields of
// study: by the domains of the population, and of what the cube is about by
// the levels of its part.
func (m *Model) isAbout(cube, column string, p register.Programme) bool {
	asks := func(d spec.Domain, key, value string) bool {
		values, ok := d.Offered[key]
		return !ok || slices.Contains(values, value)
	}
	if !slices.ContainsFunc(m.Population.Domains, func(d spec.Domain) bool {
		return d.Columns[column] == "onderdeel" && asks(d, "sector", p.Sector) && asks(d, "niveau", p.Level)
	}) {
		return false
	}
	field, _ := m.Population.Column(column)
	part := m.spec.Transitions[cube].Part
	if part == nil {
		return true
	}
	for id, levels := range part.When {
		c, ok := m.Population.Column(id)
		if ok && c.Recode == spec.RecodeLevel && c.Of == field.Of && !slices.Contains(levels, mapped(m.Population, id, p.Level)) {
			return false
		}
	}
	return true
}
