package forms

import (
	"maps"
	"slices"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Narrow leaves of a specification what a release is about: transitions, tables
// of which it has figures, and their dimensions. Its forms then say nothing of
// what the audience does not receive. The specification itself stays as it is.
func Narrow(s *spec.Specification, r *sdmx.Structure) *spec.Specification {
	out := *s
	out.Transitions = maps.Clone(s.Transitions)
	for id, t := range s.Transitions {
		c, ok := r.Cube(id)
		n := *t
		n.Tables = slices.DeleteFunc(slices.Clone(t.Tables), func(x spec.Table) bool {
			table, ok := c.Table(x.ID)
			return !ok || len(table.Cohorts) == 0
		})
		n.Dimensions = slices.DeleteFunc(slices.Clone(t.Dimensions), func(d spec.Dimension) bool {
			return !slices.ContainsFunc(n.Tables, func(x spec.Table) bool { return slices.Contains(x.Dimensions, d.ID) })
		})
		if out.Transitions[id] = &n; !ok || len(n.Tables) == 0 {
			delete(out.Transitions, id)
		}
	}
	return &out
}
