package cube

import (
	"fmt"
	"strings"

	"doorstroommonitor/engine"
	"doorstroommonitor/spec"
)

const again = "J" // a member of an earlier year is one again

// Repeats asks of every member of a population, whichever record finds them, in
// which of so many later years they are a member once more. A bound on how often
// one person is in it is asserted with the answer, see Most.
func Repeats(s *spec.Specification, p *spec.Population, later int) engine.Plan {
	plan := engine.Plan{Name: p.ID + " repeats", Cohort: selection(s, p.Record, p.Where, p.Prefer), Also: also(s, p)}
	if p.Kind == "PRESENT" {
		plan.Cohort.ActiveOn = ActiveOn
	}
	for k := 1; k <= later; k++ {
		id := fmt.Sprintf("later_%d", k)
		plan.Lookups = append(plan.Lookups, engine.Lookup{ID: id, After: k, Selection: plan.Cohort})
		cases := []engine.Case{{Code: again, Exists: []string{id}}}
		if a := plan.Also; a != nil {
			added := engine.Case{Code: again, Exists: []string{id + "_also"}}
			plan.Lookups = append(plan.Lookups, engine.Lookup{ID: added.Exists[0], After: k + a.After, Selection: a.Selection})
			for _, l := range a.Absent {
				l.ID, l.After = id+"_"+l.ID, k+l.After
				plan.Lookups, added.Absent = append(plan.Lookups, l), append(added.Absent, l.ID)
			}
			cases = append(cases, added)
		}
		plan.Columns = append(plan.Columns, engine.Column{ID: id, Case: append(cases, engine.Case{Code: "N"})})
	}
	if later == 0 {
		plan.Columns = []engine.Column{{ID: "later", Case: []engine.Case{{Code: "N"}}}}
	}
	return plan
}

// Most returns in how many years from first to last the person is a member who
// is most often, from what Repeats counted.
func (in Inner) Most(first, last int) int {
	most := 0
	for year := first; year <= last; year++ {
		for codes, n := range in[year] {
			if n == 0 {
				continue
			}
			times := 1
			for k, code := range strings.Split(codes, "\x1f") {
				if code == again && year+k+1 <= last {
					times++
				}
			}
			most = max(most, times)
		}
	}
	return most
}
