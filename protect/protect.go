// Package protect decides which cells of a protection group are hidden:
// the sensitive ones (primary suppression) and as many others as it takes to
// keep them from being derived (secondary suppression).
//
// What belongs here: methods, one file each, that see true counts and give a
// pattern. What does not: judging a pattern. A method may be wrong or clumsy;
// the gate publishes nothing that the auditor could not prove safe.
package protect

import "doorstroommonitor/sdc"

// Method hides cells of a problem.
type Method interface {
	// Apply returns a pattern that hides every sensitive published cell.
	Apply(p *sdc.Problem, rule sdc.Rule) sdc.Pattern
	// Widen hides more, so that each of the failing cells gets more room,
	// given the outer bounds of an attack. It returns the number of cells
	// added; 0 means that it has no more to offer.
	Widen(p *sdc.Problem, rule sdc.Rule, hidden sdc.Pattern, failing []int32, bounds []sdc.Interval) int
}

// Primary hides the sensitive published cells and those that an earlier
// release has hidden, and nothing else. It is the first step of every method
// and, alone, a negative control: a total gives the hidden cells away.
type Primary struct{}

// Apply implements Method.
func (Primary) Apply(p *sdc.Problem, rule sdc.Rule) sdc.Pattern {
	hidden := make(sdc.Pattern, p.Cells)
	for i := range p.Counts {
		if p.Published[i] && !fixed(p, int32(i)) && (p.Sensitive(int32(i), rule) || kept(p, int32(i))) {
			hidden[i] = true
		}
	}
	return hidden
}

// Widen implements Method; it never adds a cell.
func (Primary) Widen(*sdc.Problem, sdc.Rule, sdc.Pattern, []int32, []sdc.Interval) int { return 0 }

func fixed(p *sdc.Problem, c int32) bool { return p.Fixed != nil && p.Fixed[c] }
func kept(p *sdc.Problem, c int32) bool  { return p.Kept != nil && p.Kept[c] }
