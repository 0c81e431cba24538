package protect

import (
	"slices"

	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// Need says that somebody who knows the own cells should not know the cell.
type Need struct {
	Cell int32
	Own  []int32 // empty: somebody who knows no cell, but more than an outsider
}

// Guard is a method that can protect cells from those who know others.
type Guard interface {
	// Guard hides more, so that each cell can vary while the own cells of
	// those who should not know it stay as they are. It returns the number of
	// cells added; 0 means that it finds nothing more to hide.
	Guard(p *sdc.Problem, rule sdc.Rule, hidden sdc.Pattern, needs []Need) int
}

// Guard implements Guard: it buys for each cell the cheapest chain of changes
// that is found in which no own cell takes part. Where there is one for nothing
// and the auditor, who does not know the true table, did not find it, it makes
// more room around the cell.
func (m Suppress) Guard(p *sdc.Problem, rule sdc.Rule, hidden sdc.Pattern, needs []Need) int {
	u := m.units(p, rule)
	g := newGrower(u, u.read(hidden))
	w := newWide(g)
	for _, n := range needs {
		if k := u.Of[n.Cell]; g.unknown(k) {
			w.without(n.Own, func() {
				if before := g.added; w.vary(k) && g.added == before {
					w.room(k)
				}
			})
		}
	}
	copy(hidden, g.pattern(g.hidden))
	return g.added
}

// without does something while no unit of the cells may change.
func (w *wide) without(own []int32, do func()) {
	was := map[int32]int32{}
	for _, c := range own {
		u := w.Of[c]
		if _, seen := was[u]; !seen {
			was[u] = w.plan.Price(u)
			w.plan.SetPrice(u, moves.Fixed)
		}
	}
	do()
	for u, p := range was {
		w.plan.SetPrice(u, p)
	}
}

// vary hides what unit k needs to have a second value.
func (w *wide) vary(k int32) bool {
	for _, wallet := range wallets {
		if c := w.plan.Search(k, 1, wallet, true); c.Width() > 0 {
			w.buy(slices.Concat(c.Up, c.Down))
			return true
		}
	}
	return false
}
