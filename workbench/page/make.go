package page

import (
	"context"
	"fmt"

	"doorstroommonitor/estimate"
	"doorstroommonitor/noise"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/workbench"
)

// Make releases a world once more under every annual scenario and
// takes a small, a middle and a large school out of it: those whose number of
// pupils is nearest to 8, 30 and 120 in the last cohort of the second-last
// level, or of the first that has a group there.
func Make(ctx context.Context, w *scenario.World, list []*scenario.Scenario, results []*workbench.Result, seeds int, world sdmx.Text) (*Page, error) {
	p := &Page{World: world, Seeds: seeds, Results: results}
	level := exampleLevel(w)
	var groups []int
	for _, c := range []struct {
		label sdmx.Text
		n     int64
	}{{sdmx.Text{NL: "Klein", EN: "Small"}, 8}, {sdmx.Text{NL: "Middelgroot", EN: "Middle"}, 30}, {sdmx.Text{NL: "Groot", EN: "Large"}, 120}} {
		g := nearest(w, level, c.n)
		if g < 0 {
			return nil, fmt.Errorf("page of scenarios: the world has no group of level %d", level)
		}
		group := &w.Groups[g]
		p.Schools = append(p.Schools, School{
			Label: c.label, N: group.N(), True: 100 * float64(group.Counts[w.Levels[level].Main]) / float64(group.N()),
			Seen: make([]Seen, len(list)),
		})
		groups = append(groups, g)
	}
	for i, s := range list {
		if s.Years > 1 {
			continue
		}
		r, err := s.Release(ctx, w, noise.SyntheticKey(1))
		if err != nil {
			return nil, fmt.Errorf("scenario %s: %w", s.ID, err)
		}
		for k, g := range groups {
			f := r.Figures[g][w.Levels[level].Main]
			p.Schools[k].Seen[i] = Seen{Value: f.Value, Low: f.Low, High: f.High, Estimate: f.Estimate, Blurred: f.Level == estimate.PeerOnly, Peers: r.National[level][w.Levels[level].Main]}
		}
	}
	return p, nil
}

func exampleLevel(w *scenario.World) int {
	level := max(0, len(w.Levels)-2)
	for l := 0; nearest(w, level, 0) < 0 && l < len(w.Levels); l++ {
		level = l
	}
	return level
}

func nearest(w *scenario.World, level int, n int64) int {
	best, at := int64(-1), -1
	for g := range w.Groups {
		if group := &w.Groups[g]; group.Level == level && group.Cohort == w.Cohorts-1 {
			if d := max(group.N()-n, n-group.N()); at < 0 || d < best {
				best, at = d, g
			}
		}
	}
	return at
}
