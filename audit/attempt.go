package audit

import "doorstroommonitor/sdc"

// Modes of an attacker in a report.
const (
	Guarded  = "guard"  // nothing may be derived exactly
	Reported = "report" // what is learned is counted, no more
)

// Attempt says what one kind of attacker achieved on one group. It holds
// numbers of cells and of attackers, no count of persons.
type Attempt struct {
	Attacker string `json:"attacker"`
	// Mode is empty where nobody has to decide.
	Mode string `json:"mode,omitempty"`
	// Tried is how many such attackers there were (every school is one), and
	// Skipped how many more there could have been.
	Tried   int `json:"tried"`
	Skipped int `json:"skipped,omitempty"`
	// Cells attacked: hidden or sensitive ones; for insiders those whose
	// interval their knowledge could change.
	Cells        int `json:"cells"`
	ExactReveals int `json:"exact_reveals"`
	// Narrowest is the smallest width over the sensitive cells; -1 where
	// there is none.
	Narrowest int64 `json:"min_width"`
	// Narrow counts sensitive cells that keep less than the width of the rule.
	Narrow int `json:"narrow"`
	// Unproven counts those among them of which the attack could not tell,
	// and attackers that could not be tried at all.
	Unproven int `json:"unproven"`
	// Homogeneous counts groups that are proven to share one outcome, and
	// Unanimous those among them in which everybody has it.
	Homogeneous int `json:"homogeneity_reveals,omitempty"`
	Unanimous   int `json:"unanimous,omitempty"`
	// Failing counts what keeps a guarded group from being sealed.
	Failing int `json:"failing,omitempty"`
}

// NewAttempt starts without any cell.
func NewAttempt(attacker, mode string) Attempt {
	return Attempt{Attacker: attacker, Mode: mode, Narrowest: -1}
}

// Passed reports whether the group may be sealed as far as this attacker is
// concerned.
func (a *Attempt) Passed() bool { return a.Mode != Guarded || a.Failing == 0 }

// Add counts one attacked cell.
func (a *Attempt) Add(in sdc.Interval, sensitive bool, width int64) {
	a.Cells++
	if in.Lower == in.Upper {
		a.ExactReveals++
	}
	if !sensitive {
		return
	}
	a.Narrowest = least(a.Narrowest, in.Proven())
	if in.Proven() < width {
		a.Narrow++
		if in.Upper-in.Lower >= width {
			a.Unproven++
		}
	}
}

// Merge adds what the same kind of attacker achieved on another group.
func (a *Attempt) Merge(b Attempt) {
	a.Tried += b.Tried
	a.Skipped += b.Skipped
	a.Cells += b.Cells
	a.ExactReveals += b.ExactReveals
	a.Narrowest = least(a.Narrowest, b.Narrowest)
	a.Narrow += b.Narrow
	a.Unproven += b.Unproven
	a.Homogeneous += b.Homogeneous
	a.Unanimous += b.Unanimous
	a.Failing += b.Failing
}

// least is the smaller of two widths, of which -1 is none.
func least(a, b int64) int64 {
	if a < 0 || b >= 0 && b < a {
		return b
	}
	return a
}

// Summary counts what an attacker learned of all hidden or sensitive cells.
func Summary(attacker string, p *sdc.Problem, hidden sdc.Pattern, f *Findings, rule sdc.Rule) Attempt {
	a := NewAttempt(attacker, "")
	a.Tried = 1
	for c, in := range f.Intervals {
		own := p.RuleOf(int32(c), rule)
		if sensitive := own.Sensitive(p.Counts[c]); sensitive || hidden[c] {
			a.Add(in, sensitive, own.Width)
		}
	}
	if h := p.Homogeneity; h != nil {
		for i := range h.Groups {
			if g := &h.Groups[i]; h.Holds(g, p.Counts) && f.Proves(g, h.Percent) {
				a.Homogeneous++
				if f.Proves(g, 100) {
					a.Unanimous++
				}
			}
		}
	}
	return a
}
