package workbench

import (
	"doorstroommonitor/estimate"
	"doorstroommonitor/scenario"
)

// gate says what the reliability gate lets through of the last cohorts, those
// that have two before them: the figure of the year, that of three years, the
// destination above, or none of the group's own.
func (m Metrics) gate(w *scenario.World, f *scenario.Noisy, rule estimate.Reliability) {
	_, by := w.Places()
	chosen := map[scenario.Kind]*[4]int{scenario.First: {}, scenario.Second: {}}
	for g := range w.Groups {
		group := &w.Groups[g]
		if group.Cohort < 2 {
			continue
		}
		row := by[scenario.Place{Location: group.Location, Level: group.Level}][group.Cohort-2 : group.Cohort+1]
		for n, node := range w.Levels[group.Level].Nodes {
			tally := chosen[node.Kind]
			if tally == nil {
				continue
			}
			var three, coarser *estimate.Share
			if sum, ok := window(f, row, n); ok {
				three = &sum
			}
			if node.Kind == scenario.Second {
				s := f.Share(int32(g), node.Parent)
				coarser = &s
			}
			level, _ := rule.Choose(f.Share(int32(g), n), three, coarser)
			tally[level]++
		}
	}
	for kind, name := range map[scenario.Kind]string{scenario.First: "first", scenario.Second: "second"} {
		total := 0
		for _, n := range chosen[kind] {
			total += n
		}
		for level, word := range []string{"annual", "three", "coarser", "peers"} {
			m["U1."+name+".chosen"+number(100*rule.Half)+"."+word] = share(chosen[kind][level], total)
		}
	}
}

// window pools three years of a place; false where one is missing.
func window(f *scenario.Noisy, row []int32, node int) (sum estimate.Share, ok bool) {
	for _, g := range row {
		if g < 0 {
			return sum, false
		}
		sum = sum.Add(f.Share(g, node))
	}
	return sum, true
}
