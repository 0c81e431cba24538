package audit

import (
	"cmp"
	"fmt"
	"slices"

	"doorstroommonitor/sdc"
)

// Verdict is the judge's view of one attack on one protection group. It knows
// the truth and stays inside the gate, apart from the counts in Summary.
type Verdict struct {
	Attacker string
	Group    string
	// Failing are the cells that do not meet the rule, ascending.
	Failing []Failure
	// Sensitive is the number of cells that the rule protects.
	Sensitive int
	// Hidden is the number of published cells that are hidden.
	Hidden int
	// ExactReveals counts hidden or sensitive cells that the attacker knows
	// exactly.
	ExactReveals int
	// Narrowest is the smallest proven width over the sensitive cells; -1
	// where there are none.
	Narrowest int64
	// Homogeneous counts groups that the attacker knows to share one outcome,
	// and Unanimous those among them in which everybody has it.
	Homogeneous, Unanimous int
}

// Reason says why a cell fails.
type Reason string

// Reasons.
const (
	Shown   Reason = "shown"   // a sensitive count is published as it is
	Derived Reason = "derived" // a hidden count follows exactly
	Narrow  Reason = "narrow"  // the outer bounds leave too few values
	Open    Reason = "open"    // the width could not be proven
	Alike   Reason = "alike"   // a group is known to share the outcome of the cell, or may be
)

// Failure is one cell that does not meet the rule.
type Failure struct {
	Cell   int32
	Reason Reason
}

// Passed reports whether the group may be sealed.
func (v *Verdict) Passed() bool { return len(v.Failing) == 0 }

// Cells lists the failing cells, ascending.
func (v *Verdict) Cells() []int32 {
	out := make([]int32, len(v.Failing))
	for i, f := range v.Failing {
		out[i] = f.Cell
	}
	return slices.Compact(out)
}

// Judge compares what an attack found with the truth and the rule. It judges
// every cell, not only those that a method marked: a sensitive count that
// nobody hid fails as "shown". It also checks the attack itself: bounds that
// exclude the truth are an error, never a pass.
func Judge(p *sdc.Problem, hidden sdc.Pattern, f *Findings, rule sdc.Rule, attacker string) (*Verdict, error) {
	v := &Verdict{Attacker: attacker, Group: p.Group, Narrowest: -1}
	for i, in := range f.Intervals {
		n := p.Counts[i]
		if n < in.Lower || n > in.Upper {
			return nil, fmt.Errorf("judge %s: an attack excluded the truth of cell %d; the statements are wrong", p.Group, i)
		}
		if hidden[i] {
			v.Hidden++
		}
		own := p.RuleOf(int32(i), rule)
		sensitive := own.Sensitive(n)
		if sensitive {
			v.Sensitive++
			if v.Narrowest < 0 || in.Proven() < v.Narrowest {
				v.Narrowest = in.Proven()
			}
		}
		if r := reason(sensitive, hidden[i], p.Published[i], in, own); r != "" {
			v.Failing = append(v.Failing, Failure{int32(i), r})
			if r == Derived || r == Shown {
				v.ExactReveals++
			}
		}
	}
	return v, v.judgeGroups(p, f)
}

// judgeGroups judges of groups whether it is known that they share an outcome.
// Only those that do can be given away.
func (v *Verdict) judgeGroups(p *sdc.Problem, f *Findings) error {
	h := p.Homogeneity
	if h == nil {
		return nil
	}
	for i := range h.Groups {
		g := &h.Groups[i]
		if !h.Holds(g, p.Counts) {
			if f.Proves(g, h.Percent) {
				return fmt.Errorf("judge %s: an attack proved of group %d what is not so; the statements are wrong", p.Group, i)
			}
			continue
		}
		known := f.Proves(g, h.Percent)
		if known {
			v.Homogeneous++
			if f.Proves(g, 100) {
				v.Unanimous++
			}
		}
		if h.Guard && (known || f.Sharing(g, h.Percent) != Unshared) {
			v.Failing = append(v.Failing, Failure{g.Part, Alike})
		}
	}
	slices.SortStableFunc(v.Failing, func(a, b Failure) int { return cmp.Compare(a.Cell, b.Cell) })
	return nil
}

func reason(sensitive, hidden, published bool, in sdc.Interval, rule sdc.Rule) Reason {
	exact := in.Lower == in.Upper
	switch {
	case sensitive && published && !hidden:
		return Shown
	case exact && (sensitive || hidden):
		return Derived
	case hidden && in.Proven() == 0:
		return Open
	case !sensitive:
		return ""
	case in.Upper-in.Lower < rule.Width:
		return Narrow
	case in.Proven() < rule.Width:
		return Open
	}
	return ""
}
