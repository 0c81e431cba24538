package table

import (
	"context"
	"fmt"

	"doorstroommonitor/audit"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
	"doorstroommonitor/widen"
)

// Options of Protect.
type Options struct {
	// Rule says which counts are sensitive. Required.
	Rule sdc.Rule
	// ZerosProtected says that empty cells may be hidden and must be
	// protected; else they are shown, and every reader knows it.
	ZerosProtected bool
	// Method hides cells. Required.
	Method protect.Method
	// Widen adds suppressions until every interval reaches its width; without
	// it only exact disclosure is guarded against.
	Widen bool
	// Insiders are attackers who know some cells, see Insiders.
	Insiders Insiders
	// Seed steers the search of the audit.
	Seed uint64
	// Progress, when not nil, hears which step is being done.
	Progress func(step string)
}

// Outcome is a protected table and what an attacker makes of it.
type Outcome struct {
	Hidden sdc.Pattern
	// Lower and Upper are what any reader can compute about each cell; equal
	// for a published one.
	Lower, Upper []int64
	// Attackers are in the order in which they were tried; the first is the
	// one the table was protected against.
	Attackers []Attack
}

// Attack says what one attacker achieved.
type Attack struct {
	Attacker string `json:"attacker"`
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
	// Unproven counts those among them of which the attack could not tell.
	Unproven int `json:"unproven"`
}

// The attackers who know no cell but what is published.
const (
	Linear   = "linear"   // adds and subtracts
	Outsider = "outsider" // knows the rule as well
)

// Protect hides cells of a table and attacks the result. Without widening the
// first attacker of the outcome is the linear one, with it the outsider.
func Protect(ctx context.Context, c *Cells, opt Options) (*Outcome, error) {
	opt.Rule.ZerosProtected = opt.ZerosProtected
	if opt.Progress == nil {
		opt.Progress = func(string) {}
	}
	t := &task{Cells: c, opt: opt, p: c.Problem}
	if !opt.Widen {
		return t.exactly(ctx)
	}
	loop := widen.Options{
		Method: opt.Method, Rule: opt.Rule, Publish: func(h sdc.Pattern) (*sdc.Knowledge, error) { return t.knowledge(h, opt.Rule), nil },
		Attacker: Outsider, Solver: lp.New(), Seed: opt.Seed, Progress: t.progress,
	}
	r, err := widen.Loop(ctx, t.p, loop)
	if err != nil {
		return nil, err
	}
	learned := t.insiders(r.Hidden, r.Findings)
	for round := 0; round < guardRounds && r.Verdict.Passed() && len(learned.failing) > 0; round++ {
		opt.Progress(fmt.Sprintf("insiders: %d", len(learned.failing)))
		if opt.Method.Widen(t.p, opt.Rule, r.Hidden, learned.failing, r.Findings.Intervals) == 0 {
			break
		}
		loop.Start = r.Hidden
		if r, err = widen.Loop(ctx, t.p, loop); err != nil {
			return nil, err
		}
		learned = t.insiders(r.Hidden, r.Findings)
	}
	out := t.outcome(r.Hidden, r.Findings)
	out.Attackers = append([]Attack{t.summary(Outsider, r.Hidden, r.Findings)}, learned.attacks...)
	return out, nil
}

// guardRounds limits how often what insiders learn is widened.
const guardRounds = 12

// task is one table being protected.
type task struct {
	*Cells
	p   *sdc.Problem
	opt Options
}

func (t *task) progress(round, failing int) {
	t.opt.Progress(fmt.Sprintf("audit %d: %d", round+1, failing))
}

// exactly guards against exact disclosure only, and says what that is worth
// against those who know more.
func (t *task) exactly(ctx context.Context) (*Outcome, error) {
	if _, ok := t.opt.Method.(protect.Suppress); ok {
		t.opt.Method = protect.Suppress{ExactOnly: true}
	}
	hidden := t.opt.Method.Apply(t.p, t.opt.Rule)
	attack := func(rule sdc.Rule) (*audit.Findings, error) {
		return audit.Attack(ctx, t.knowledge(hidden, rule), audit.Options{Width: t.opt.Rule.Width, Seed: t.opt.Seed})
	}
	ignorant := t.opt.Rule
	ignorant.ZerosProtected = true // a hidden cell may be 0
	linear, err := attack(ignorant)
	if err != nil {
		return nil, err
	}
	rule, err := attack(t.opt.Rule)
	if err != nil {
		return nil, err
	}
	out := t.outcome(hidden, rule)
	learned := t.insiders(hidden, rule)
	out.Attackers = append([]Attack{t.summary(Linear, hidden, linear), t.summary(Outsider, hidden, rule)}, learned.attacks...)
	return out, nil
}

// knowledge is what a reader has when these cells are hidden.
func (t *task) knowledge(hidden sdc.Pattern, rule sdc.Rule) *sdc.Knowledge {
	k := &sdc.Knowledge{Structure: &t.p.Structure, Lower: make([]int64, t.p.Cells), Upper: make([]int64, t.p.Cells)}
	for c, n := range t.p.Counts {
		switch {
		case hidden[c]:
			k.Lower[c], k.Upper[c] = rule.Least(), sdc.Unbounded
		case !t.p.Published[c]:
			k.Upper[c] = sdc.Unbounded
		default:
			k.Lower[c], k.Upper[c] = n, n
		}
	}
	return k
}

// outcome takes over what any reader can compute.
func (t *task) outcome(hidden sdc.Pattern, f *audit.Findings) *Outcome {
	o := &Outcome{Hidden: hidden, Lower: make([]int64, t.p.Cells), Upper: make([]int64, t.p.Cells)}
	for c, in := range f.Intervals {
		o.Lower[c], o.Upper[c] = in.Lower, in.Upper
	}
	return o
}

// summary counts what an attacker learned of the sensitive and hidden cells.
func (t *task) summary(attacker string, hidden sdc.Pattern, f *audit.Findings) Attack {
	a := Attack{Attacker: attacker, Tried: 1, Narrowest: -1}
	for c, in := range f.Intervals {
		sensitive := t.p.Sensitive(int32(c), t.opt.Rule)
		if sensitive || hidden[c] {
			a.add(in, sensitive, t.p.RuleOf(int32(c), t.opt.Rule).Width)
		}
	}
	return a
}

// add counts one attacked cell.
func (a *Attack) add(in sdc.Interval, sensitive bool, width int64) {
	a.Cells++
	if in.Lower == in.Upper {
		a.ExactReveals++
	}
	if !sensitive {
		return
	}
	if w := in.Proven(); a.Narrowest < 0 || w < a.Narrowest {
		a.Narrowest = w
	}
	if in.Proven() < width {
		a.Narrow++
		if in.Upper-in.Lower >= width {
			a.Unproven++
		}
	}
}

// Audit attacks a table that somebody protected, from what is published
// alone. Bounds are those of the attack; the narrowest width is proven.
func Audit(ctx context.Context, k *sdc.Knowledge, width int64, seed uint64) (*Outcome, error) {
	f, err := audit.Attack(ctx, k, audit.Options{Width: max(width, 1), Seed: seed, Solver: lp.New()})
	if err != nil {
		return nil, err
	}
	out := &Outcome{Lower: make([]int64, k.Cells), Upper: make([]int64, k.Cells)}
	a := Attack{Attacker: Outsider, Tried: 1, Narrowest: -1}
	for c, in := range f.Intervals {
		out.Lower[c], out.Upper[c] = in.Lower, in.Upper
		if k.Lower[c] < k.Upper[c] {
			a.add(in, true, width)
		}
	}
	out.Attackers = []Attack{a}
	return out, nil
}
