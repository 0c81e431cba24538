package cube

import (
	"strings"

	"doorstroommonitor/sdmx"
)

// Estimates writes a table whose cells are estimates; of gives that of a cell,
// without its key.
func (m *Model) Estimates(t *Table, of func(cell int32) sdmx.Observation) *sdmx.Dataset {
	d := &sdmx.Dataset{Cube: t.Cube, Table: t.Spec.ID, Cohort: m.Cohort, Dimensions: t.Spec.Dimensions}
	for key, c := range m.Keys(t) {
		o := of(c)
		o.Key, o.Estimated = strings.Split(key, " "), true
		d.Observations = append(d.Observations, o)
	}
	return d
}

// Measured writes the noisy counts of the leaves of a table, in their order.
func (x *Measures) Measured(table int, variance string, values []int64) *sdmx.Measured {
	t := x.m.Tables[table]
	out := &sdmx.Measured{Cube: t.Cube, Table: t.Spec.ID, Cohort: x.m.Cohort, Dimensions: t.Spec.Dimensions, Variance: variance, Values: values}
	from, to := x.Range(table)
	for _, l := range x.leaves[from:to] {
		out.Keys = append(out.Keys, l.key)
	}
	return out
}
