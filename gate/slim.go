package gate

import (
	"cmp"
	"slices"

	"doorstroommonitor/audit"
	"doorstroommonitor/sdc"
)

// slim shows again what need not be hidden: every cell that was hidden only to
// protect others, the largest first, is supposed to be published, and stays so
// when no outer bound becomes too narrow by it. Only what follows from that
// one cell is computed anew, so the pass costs little more than the attack
// itself. The full attack afterwards has the last word.
func (g *run) slim(hidden sdc.Pattern) error {
	b, err := audit.NewBounds(g.knowledge(hidden, nil))
	if err != nil {
		return err
	}
	for _, c := range g.secondary(hidden) {
		hidden[c] = false
		if !b.Reveal(c, g.p.Counts[c], func(cell int32) bool { return g.roomy(b, hidden, cell) }) {
			hidden[c] = true
		}
	}
	return nil
}

// secondary lists the cells that may be shown again, the largest counts first.
func (g *run) secondary(hidden sdc.Pattern) []int32 {
	var out []int32
	for c := range hidden {
		if hidden[c] && !g.rule.Sensitive(g.p.Counts[c]) && (g.p.Kept == nil || !g.p.Kept[c]) {
			out = append(out, int32(c))
		}
	}
	slices.SortStableFunc(out, func(x, y int32) int { return cmp.Compare(g.p.Counts[y], g.p.Counts[x]) })
	return out
}

// roomy reports whether the bounds of a cell still meet the rule.
func (g *run) roomy(b *audit.Bounds, hidden sdc.Pattern, cell int32) bool {
	lo, hi := b.Of(cell)
	if g.rule.Sensitive(g.p.Counts[cell]) {
		return hi-lo >= g.rule.Width
	}
	return !hidden[cell] || hi > lo
}
