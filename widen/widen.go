// Package widen lets maker and judge take turns on one problem: a method hides
// cells, the auditor attacks what would be published, and cells that fail go
// back to the method, until nothing fails or the method has no more to offer.
//
// What belongs here: that loop. What does not: methods (protect), attacks
// (audit), and what is published (the caller).
package widen

import (
	"context"
	"slices"

	"doorstroommonitor/audit"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

// Options of the loop.
type Options struct {
	// Method hides cells. Required.
	Method protect.Method
	// Rule of the problem. Required.
	Rule sdc.Rule
	// Publish says what an attacker knows when these cells are hidden.
	// Required.
	Publish func(hidden sdc.Pattern) (*sdc.Knowledge, error)
	// Attacker names the attacker in the verdict.
	Attacker string
	// Others, when not nil, lets other attackers try a pattern that passed. It
	// returns the cells that they should not know, for the method to hide
	// better.
	Others func(ctx context.Context, r *Result) (failing []protect.Need, err error)
	// Solver settles what search leaves open; nil: such cells count as unsafe.
	Solver lp.Solver
	// Seed steers the auditor's search.
	Seed uint64
	// Rounds limits how often failing cells are widened. Defaults to 60.
	Rounds int
	// Progress, when not nil, hears of every attack: the round, and how many
	// cells failed in it.
	Progress func(round, failing int)
}

// Result is where the loop ended. The pattern is safe against the outsider if
// Verdict.Passed(); what others know they have told.
type Result struct {
	Hidden   sdc.Pattern
	Findings *audit.Findings
	Verdict  *audit.Verdict
	Rounds   int
	// OtherRounds are those among them that others asked for.
	OtherRounds int
}

// otherRounds limits these: what insiders know, hiding more does not always
// take away from them.
const otherRounds = 12

// tries is how often a verdict that is merely open is sought again with other
// dice: more search costs less than more hiding.
const (
	tries = 6
	few   = 50 // so many cells are worth all tries
)

// Loop runs it. An error is a fault of the input or the program; a pattern
// that could not be made safe is a result with a verdict that did not pass.
func Loop(ctx context.Context, p *sdc.Problem, opt Options) (*Result, error) {
	if opt.Rounds == 0 {
		opt.Rounds = 60
	}
	r := &Result{Hidden: opt.Method.Apply(p, opt.Rule)}
	for {
		if err := r.attack(ctx, p, opt); err != nil {
			return nil, err
		}
		if opt.Progress != nil {
			opt.Progress(r.Rounds, len(r.Verdict.Failing))
		}
		var needs []protect.Need
		if r.Verdict.Passed() && opt.Others != nil {
			var err error
			if needs, err = opt.Others(ctx, r); err != nil {
				return nil, err
			}
			if r.OtherRounds++; r.OtherRounds > otherRounds {
				return r, nil
			}
		}
		if r.Verdict.Passed() && len(needs) == 0 || r.Rounds >= opt.Rounds {
			return r, nil
		}
		r.Rounds++
		if r.hide(p, opt, needs) == 0 {
			return r, nil
		}
	}
}

// hide lets the method hide more, for the outsider or for others. A cell that
// everybody can derive is shown instead where it may be: that tells nobody
// anything.
func (r *Result) hide(p *sdc.Problem, opt Options, needs []protect.Need) int {
	shown, failing := 0, []int32(nil)
	for _, f := range r.Verdict.Failing {
		if f.Reason == audit.Derived && mayShow(p, opt.Rule, f.Cell) {
			r.Hidden[f.Cell] = false
			shown++
		} else {
			failing = append(failing, f.Cell)
		}
	}
	if len(failing)+len(needs) == 0 {
		return shown
	}
	for _, n := range needs {
		failing = append(failing, n.Cell)
	}
	if g, ok := opt.Method.(protect.Guard); ok && len(needs) > 0 {
		if n := g.Guard(p, opt.Rule, r.Hidden, needs); n > 0 {
			return n
		}
	}
	slices.Sort(failing)
	return opt.Method.Widen(p, opt.Rule, r.Hidden, slices.Compact(failing), r.Findings.Intervals)
}

// attack publishes, attacks and judges.
func (r *Result) attack(ctx context.Context, p *sdc.Problem, opt Options) error {
	k, err := opt.Publish(r.Hidden)
	if err != nil {
		return err
	}
	var proof *audit.Proof
	if r.Findings != nil {
		proof = r.Findings.Proof
	}
	left := -1
	for try := range uint64(tries) {
		r.Findings, err = audit.Attack(ctx, k, audit.Options{Width: p.Widest(opt.Rule), Seed: opt.Seed + try, Solver: opt.Solver, Earlier: proof})
		if err != nil {
			return err
		}
		if r.Verdict, err = audit.Judge(p, r.Hidden, r.Findings, opt.Rule, opt.Attacker); err != nil {
			return err
		}
		failing := r.Verdict.Failing
		settled := slices.ContainsFunc(failing, func(f audit.Failure) bool { return f.Reason != audit.Open })
		if len(failing) == 0 || settled || len(failing) == left && len(failing) > few {
			return nil
		}
		left, proof = len(failing), r.Findings.Proof
	}
	return nil
}

// mayShow reports whether neither the rule nor an earlier release hides the
// cell.
func mayShow(p *sdc.Problem, rule sdc.Rule, c int32) bool {
	return !p.Sensitive(c, rule) && (p.Kept == nil || !p.Kept[c])
}
