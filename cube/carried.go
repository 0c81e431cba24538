package cube

import (
	"cmp"
	"slices"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// carried lists whose figures a code of a dimension carries, besides its own:
// the institutions that merged into it, or the programmes that were reformed
// into one of its field and were of another field themselves.
func (m *Model) carried(d *spec.Dimension, code string) []sdmx.Predecessor {
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
	sectors := m.sectorsOf(column)
	for p := range m.reg.Programmes() {
		if today := m.reg.ActualField(p.Code); identifier(mapped(m.Population, column, today)) == field && p.Field != today && slices.Contains(sectors, p.Sector) {
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

// sectorsOf lists the sectors whose fields a column holds, according to the
// domains of the population.
func (m *Model) sectorsOf(column string) []string {
	var out []string
	for _, d := range m.Population.Domains {
		if d.Columns[column] == "onderdeel" {
			out = append(out, d.Offered["sector"]...)
		}
	}
	return out
}
