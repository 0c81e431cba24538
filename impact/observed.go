package impact

import (
	"slices"

	"doorstroommonitor/cube"
	"doorstroommonitor/sdmx"
)

// observed says what was known in the round, from the release alone. Which
// record types were supplied of which years nobody outside knows; but where a
// table is not there yet though its last year has come, some were not, and
// those are not that another table was made of.
func (w *work) observed(last int) cube.Observed {
	out := cube.Observed{Last: last, Missing: map[string]map[int]bool{}}
	there := map[cube.Need]bool{}
	w.needs(func(t *sdmx.Table) []int { return t.Cohorts }, func(needs []cube.Need) {
		for _, n := range needs {
			there[n] = true
		}
	})
	w.needs(func(t *sdmx.Table) []int { return t.NotYetObservable }, func(needs []cube.Need) {
		if slices.ContainsFunc(needs, func(n cube.Need) bool { return n.Year > last }) {
			return // that is why
		}
		for _, n := range needs {
			if !n.Given && !there[n] {
				if out.Missing[n.Record] == nil {
					out.Missing[n.Record] = map[int]bool{}
				}
				out.Missing[n.Record][n.Year] = true
			}
		}
	})
	return out
}

// needs gives what each table of the release needs for some of its cohorts.
func (w *work) needs(cohorts func(t *sdmx.Table) []int, give func([]cube.Need)) {
	for _, c := range w.round.Structure.Cubes {
		t, ok := w.old.Transitions[c.ID]
		if !ok {
			continue
		}
		p := w.old.Populations[t.Population]
		for i := range c.Tables {
			tab, ok := t.TableByID(c.Tables[i].ID)
			if !ok {
				continue
			}
			columns := slices.Clone(t.PartColumns())
			for _, id := range tab.Dimensions {
				if d, ok := t.DimensionByID(id); ok {
					columns = append(columns, d.Columns()...)
				}
			}
			for _, cohort := range cohorts(&c.Tables[i]) {
				first, ok := p.Window(cohort)
				if !ok {
					continue
				}
				var needs []cube.Need
				for year := first; year <= cohort; year++ {
					for _, column := range columns {
						needs = append(needs, cube.Needs(w.old, p, column, year)...)
					}
				}
				give(needs)
			}
		}
	}
}
