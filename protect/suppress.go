package protect

import (
	"slices"

	"doorstroommonitor/sdc"
)

// Suppress is secondary suppression in relation space: the unknowns are the
// hidden cells, the equations parent = sum of children. It is the method for
// tables of any size; Gauss is the reference for small ones.
type Suppress struct {
	// ExactOnly guards against exact disclosure and no more, as most methods
	// do: widths are not looked at.
	ExactOnly bool
	// Totals hides parts rather than a total of about the same size, since
	// shares are taken of totals, and sums of many, such as national figures,
	// only where nothing else will do. On large tables of three and more dimensions
	// that takes longer and hides more cells besides the sensitive ones; on
	// linked tables by school it costs nothing.
	Totals bool
}

func (m Suppress) units(p *sdc.Problem, rule sdc.Rule) *units {
	u := newUnits(p, rule)
	// Where zeros are protected totals serve no better than their parts.
	if m.Totals || m.ExactOnly && rule.ZerosProtected {
		u.preferTotals()
	}
	return u
}

// Apply implements Method.
func (m Suppress) Apply(p *sdc.Problem, rule sdc.Rule) sdc.Pattern {
	u := m.units(p, rule)
	if m.ExactOnly {
		return u.pattern(cheapestExact(u))
	}
	w := certified(u)
	w.slim()
	w.blur(w.alike())
	return w.pattern(w.hidden)
}

// certified hides units until each protected one has a certificate: broad sums
// only if that fails without them.
func certified(u *units) *wide {
	g := newGrower(u, nil)
	back := u.spareBroad()
	g.closeWide()
	w := newWide(g)
	left := w.certify(w.protected())
	back()
	if len(left) > 0 && slices.Contains(u.broad, true) {
		g.closeWide()
		w = newWide(g)
		w.certify(w.protected())
	}
	return w
}

// Up to so many units exact suppression is done with both ways of breaking
// ties, and the cheaper pattern taken: which that is no simple feature of a
// table tells. Larger tables gain a percent at twice the cost. Where zeros are
// protected a peer takes longer too.
const (
	twiceUnits  = 2_000
	twiceSigned = 5_000
)

// cheapestExact returns the units to hide against exact disclosure.
func cheapestExact(u *units) []bool {
	x := newExact(u, false)
	x.protect()
	if u.Units > twiceUnits && (x.signs == nil || u.Units > twiceSigned) {
		return x.hidden
	}
	y := newExact(u, true)
	y.protect()
	if y.price() < x.price() {
		return y.hidden
	}
	return x.hidden
}

// price is the number of cells that are hidden.
func (g *grower) price() (n int32) {
	for k, h := range g.hidden {
		if h {
			n += g.weight[k]
		}
	}
	return n
}

// Widen implements Method: it buys certificates for the failing cells, and
// where they have one already, hides one more unit in each of their equations,
// with certificates for these: the auditor, who does not know the true table,
// needs more room than the method.
func (m Suppress) Widen(p *sdc.Problem, rule sdc.Rule, hidden sdc.Pattern, failing []int32, _ []sdc.Interval) int {
	u := m.units(p, rule)
	g := newGrower(u, u.read(hidden))
	w := newWide(g)
	for _, c := range failing {
		k := u.Of[c]
		if !g.unknown(k) {
			continue // shown by an earlier release: nothing helps it
		}
		w.width[k] = max(w.width[k], 1)
		before := g.added
		if len(w.certify([]int32{k})) == 0 && g.added > before {
			continue
		}
		w.room(k)
	}
	w.blurMore(failing)
	copy(hidden, g.pattern(g.hidden))
	return g.added
}
