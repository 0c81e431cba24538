package protect

import (
	"slices"

	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// blur sees to it that of no guarded group who share an outcome this follows:
// it looks for a chain of changes that leads from the true table to another
// possible one in which fewer of the group share it, and hides what the
// cheapest chain that is found needs. It comes last, so that nothing that a
// group needs is shown again. It returns the groups for which there is none.
func (w *wide) blur(todo []sdc.Group) []sdc.Group {
	for _, wallet := range wallets {
		var left []sdc.Group
		for i := range todo {
			if !w.settleGroup(&todo[i], wallet) {
				left = append(left, todo[i])
			}
		}
		todo = left
	}
	return todo
}

// alike lists the guarded groups that share an outcome.
func (u *units) alike() []sdc.Group {
	h := u.p.Homogeneity
	if h == nil || !h.Guard {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(h.Groups), func(g sdc.Group) bool { return !h.Holds(&g, u.p.Counts) })
}

// settleGroup hides what one group needs, for at most the price.
func (w *wide) settleGroup(g *sdc.Group, wallet int32) bool {
	part, percent := w.Of[g.Part], w.p.Homogeneity.Percent
	count, rest := w.count[part], w.count[w.Of[g.Whole]]-w.count[part]
	// So many have to go over to another outcome.
	enough := ((100-percent)*count-percent*rest)/100 + 1
	if w.leave(g, part, -enough, wallet) {
		return true
	}
	for _, c := range g.Rest {
		if w.leave(g, w.Of[c], enough, wallet) {
			return true
		}
	}
	return false
}

// leave changes a unit and hides what the chain needs, if the group does not
// share its outcome any more at its end.
func (w *wide) leave(g *sdc.Group, u int32, d int64, wallet int32) bool {
	steps, ok := w.plan.Move(u, d, wallet)
	if !ok {
		return false
	}
	steps = slices.Clone(steps)
	part := w.plan.At(w.Of[g.Part])
	ok = !sdc.Shares(part, w.plan.At(w.Of[g.Whole])-part, w.p.Homogeneity.Percent)
	w.plan.Back(steps)
	if ok {
		w.buy(steps)
	}
	return ok
}

// buy hides the units that a chain changes.
func (w *wide) buy(steps []moves.Step) {
	for _, s := range steps {
		if !w.unknown(s.Unit) {
			w.hide(s.Unit)
			w.plan.SetPrice(s.Unit, 0)
		}
	}
}

// blurMore is for groups of which the auditor, who does not know the true
// table, found no such table: it hides the part and one more cell of the rest,
// as the group needs them first.
func (w *wide) blurMore(failing []int32) {
	for _, g := range w.alike() {
		if !slices.Contains(failing, g.Part) {
			continue
		}
		before := w.added
		w.blur([]sdc.Group{g})
		if w.added > before {
			continue
		}
		for _, c := range append([]int32{g.Part}, g.Rest...) {
			if k := w.Of[c]; w.candidate(k) {
				w.hide(k)
				w.plan.SetPrice(k, 0)
				w.width[k] = max(w.width[k], 1)
				w.certify([]int32{k})
				if c != g.Part {
					break
				}
			}
		}
	}
}
