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
	plan := cohort(s, p)
	plan.Name = p.ID + " repeats"
	askLater(&plan, later)
	if later == 0 {
		plan.Columns = []engine.Column{{ID: "later", Case: []engine.Case{{Code: "N"}}}}
	}
	return plan
}

// askLater adds to a plan a column for each of so many later years: whether
// the member is one again. No name of the specification has a dot.
func askLater(plan *engine.Plan, later int) {
	for k := 1; k <= later; k++ {
		id := fmt.Sprintf("later.%d", k)
		plan.Lookups = append(plan.Lookups, engine.Lookup{ID: id, After: k, Selection: plan.Cohort})
		cases := []engine.Case{{Code: again, Exists: []string{id}}}
		if a := plan.Also; a != nil {
			c := engine.Case{Code: again, Exists: []string{id + ".also"}}
			plan.Lookups = append(plan.Lookups, engine.Lookup{ID: id + ".also", After: k + a.After, Selection: a.Selection})
			for _, l := range a.Absent {
				l.After += k
				l.ID = id + "." + l.ID
				plan.Lookups, c.Absent = append(plan.Lookups, l), append(c.Absent, l.ID)
			}
			cases = append(cases, c)
		}
		plan.Columns = append(plan.Columns, engine.Column{ID: id, Case: append(cases, engine.Case{Code: "N"})})
	}
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
