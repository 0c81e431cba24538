package scenario

import (
	"math/big"
	"slices"
)

// Fit returns the scenarios as they would be designed for a world. A budget
// spends nothing on a table that no level has, such as sexes: what that table
// had is divided among the others in proportion. What pools more cohorts than
// there are is left out.
func Fit(list []*Scenario, w *World) ([]*Scenario, error) {
	var out []*Scenario
	for _, s := range list {
		if s.Years > w.Cohorts {
			continue
		}
		own := *s
		if s.Budget != nil {
			b := *s.Budget
			b.Weights = nil
			sum := new(big.Rat)
			for _, x := range s.Budget.Weights {
				share, ok := new(big.Rat).SetString(x.Share)
				if !ok {
					return nil, texts.Errorf("scenario %s: weight %q is not a fraction", s.ID, x.Share)
				}
				if slices.ContainsFunc(w.Levels, func(l *Level) bool { return len(l.measured[x.Table]) > 0 }) {
					b.Weights = append(b.Weights, x)
					sum.Add(sum, share)
				}
			}
			if sum.Sign() == 0 {
				return nil, texts.Errorf("scenario %s: the world has none of the tables that its budget is for", s.ID)
			}
			for i, x := range b.Weights {
				share, _ := new(big.Rat).SetString(x.Share)
				b.Weights[i].Share = share.Quo(share, sum).RatString()
			}
			own.Budget = &b
		}
		out = append(out, &own)
	}
	return out, nil
}
