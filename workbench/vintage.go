package workbench

import (
	"context"

	"doorstroommonitor/attack"
	"doorstroommonitor/noise"
	"doorstroommonitor/scenario"
)

// revised is one in how many groups a later delivery counts a pupil more of,
// and looked one in how many groups is published twice for it.
const (
	revised = 10
	looked  = 5
)

// vintages is the second part of U8: of the groups in which a later delivery
// counts the same pupils, the share of published figures that stay what they
// were. Noise that is bound to all counts of its table is drawn anew for
// everybody once one count is another.
func vintages(ctx context.Context, w *scenario.World, s *scenario.Scenario, seed uint64) (Metrics, error) {
	var groups, later []scenario.Group
	var same []int
	after, _ := attack.Plant(w, seed)
	for g := 0; g < len(w.Groups); g += looked {
		groups = append(groups, w.Groups[g])
		if len(groups)%revised == 0 {
			later = append(later, after.Groups[g])
			continue
		}
		same = append(same, len(groups)-1)
		later = append(later, w.Groups[g])
	}
	a, err := s.Release(ctx, w.With(groups), noise.SyntheticKey(seed))
	if err != nil {
		return nil, err
	}
	b, err := s.Release(ctx, w.With(later), noise.SyntheticKey(seed))
	if err != nil {
		return nil, err
	}
	kept, all := 0, 0
	for _, g := range same {
		for n, x := range a.Counts[g] {
			all++
			if b.Counts[g][n] == x {
				kept++
			}
		}
	}
	return Metrics{"U8.vintages": share(kept, all)}, nil
}
