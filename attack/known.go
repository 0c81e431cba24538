package attack

import (
	"context"
	"math"

	"doorstroommonitor/minimality"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdc"
)

// Alike counts the groups of at least the threshold that went one way, all of
// them to one destination of the first level, and for how many of these the
// figures prove it: then everybody's destination is known, however many they
// are.
func Alike(w *scenario.World, r *scenario.Release, threshold int64) Rate {
	var rate Rate
	for g := range w.Groups {
		group := &w.Groups[g]
		if group.N() < threshold {
			continue
		}
		for n, node := range w.Levels[group.Level].Nodes {
			if node.Kind == scenario.First && group.Counts[n] == group.N() {
				low := r.Figures[g][n].Low
				rate.add(!math.IsNaN(low) && low >= 1)
			}
		}
	}
	return rate
}

// minimalGroups is of how many groups that hide something the method is rerun,
// and minimalTables on how many tables of each.
const (
	minimalGroups = 60
	minimalTables = 40
)

// Minimal attacks with the method itself: of the hidden small counts of sampled
// groups that can have more than one value, those that have one left once
// tables are dropped for which the method would have hidden other cells. As it
// samples tables, the rate is an upper bound of what the method gives away.
func Minimal(ctx context.Context, w *scenario.World, r *scenario.Release, rule sdc.Rule, seed uint64, rerun minimality.Rerun) (Rate, error) {
	var rate Rate
	groups := 0
	for g := range w.Groups {
		p := w.Problem(g)
		hidden := make(sdc.Pattern, p.Cells)
		any := false
		for _, s := range r.Statements[g] {
			hidden[s.Cell] = s.Hidden
			any = any || s.Hidden
		}
		if !any {
			continue
		}
		if groups++; groups > minimalGroups {
			break
		}
		tables := minimality.Sample(p.Outsider(r.Statements[g], rule), p.Counts, minimalTables, seed)
		found, err := minimality.Measure(ctx, p, rule, hidden, tables, true, rerun)
		if err != nil {
			return rate, err
		}
		rate.Tries += found.Judged
		rate.Right += found.Exact
	}
	return rate, nil
}
