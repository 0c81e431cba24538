package table

import (
	"context"
	"fmt"

	"doorstroommonitor/attackers"
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
type Attack = audit.Attempt

// The attackers who know no cell but what is published.
const (
	Linear   = "linear"   // adds and subtracts
	Outsider = "outsider" // knows the rule as well
)

// Protect hides cells of a table and attacks the result. Without widening the
// first attacker of the outcome is the linear one, with it the outsider.
func Protect(ctx context.Context, c *Cells, opt Options) (*Outcome, error) {
	defer thrifty()()
	opt.Rule.ZerosProtected = opt.ZerosProtected
	if opt.Progress == nil {
		opt.Progress = func(string) {}
	}
	t := &task{Cells: c, opt: opt, p: c.Problem}
	if !opt.Widen {
		return t.exactly(ctx)
	}
	var others *attackers.Outcome
	r, err := widen.Loop(ctx, t.p, widen.Options{
		Method: opt.Method, Rule: opt.Rule, Publish: func(h sdc.Pattern) (*sdc.Knowledge, error) { return t.knowledge(h, opt.Rule), nil },
		Attacker: Outsider, Solver: lp.New(), Seed: opt.Seed, Progress: t.progress,
		Others: func(ctx context.Context, r *widen.Result) (failing []protect.Need, err error) {
			if others, err = t.try(ctx, r.Hidden, r.Findings); err != nil {
				return nil, err
			}
			opt.Progress(fmt.Sprintf("insiders: %d", len(others.Failing)))
			return others.Failing, nil
		},
	})
	if err != nil {
		return nil, err
	}
	if !r.Verdict.Passed() {
		if others, err = t.try(ctx, r.Hidden, r.Findings); err != nil {
			return nil, err
		}
	}
	out := t.outcome(r.Hidden, r.Findings)
	out.Attackers = append([]Attack{t.summary(Outsider, r.Hidden, r.Findings)}, others.Attempts...)
	return out, nil
}

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
	others, err := t.try(ctx, hidden, rule)
	if err != nil {
		return nil, err
	}
	out.Attackers = append([]Attack{t.summary(Linear, hidden, linear), t.summary(Outsider, hidden, rule)}, others.Attempts...)
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

func (t *task) summary(attacker string, hidden sdc.Pattern, f *audit.Findings) Attack {
	return audit.Summary(attacker, t.p, hidden, f, t.opt.Rule)
}

// Audit attacks a table that somebody protected, from what is published
// alone. Bounds are those of the attack; the narrowest width is proven.
func Audit(ctx context.Context, k *sdc.Knowledge, width int64, seed uint64) (*Outcome, error) {
	f, err := audit.Attack(ctx, k, audit.Options{Width: max(width, 1), Seed: seed, Solver: lp.New(), Sharp: true})
	if err != nil {
		return nil, err
	}
	out := &Outcome{Lower: make([]int64, k.Cells), Upper: make([]int64, k.Cells)}
	a := audit.NewAttempt(Outsider, "")
	a.Tried = 1
	for c, in := range f.Intervals {
		out.Lower[c], out.Upper[c] = in.Lower, in.Upper
		if k.Lower[c] < k.Upper[c] {
			a.Add(in, true, width)
		}
	}
	out.Attackers = []Attack{a}
	return out, nil
}
