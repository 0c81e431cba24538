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
	// Start is a pattern to go on from; nil: the method applies itself.
	Start sdc.Pattern
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

// Result is where the loop ended. The pattern is safe if Verdict.Passed().
type Result struct {
	Hidden   sdc.Pattern
	Findings *audit.Findings
	Verdict  *audit.Verdict
	Rounds   int
}

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
	r := &Result{Hidden: opt.Start}
	if r.Hidden == nil {
		r.Hidden = opt.Method.Apply(p, opt.Rule)
	}
	for {
		if err := r.attack(ctx, p, opt); err != nil {
			return nil, err
		}
		if opt.Progress != nil {
			opt.Progress(r.Rounds, len(r.Verdict.Failing))
		}
		if r.Verdict.Passed() || r.Rounds >= opt.Rounds {
			return r, nil
		}
		r.Rounds++
		if opt.Method.Widen(p, opt.Rule, r.Hidden, r.Verdict.Cells(), r.Findings.Intervals) == 0 {
			return r, nil
		}
	}
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
		r.Findings, err = audit.Attack(ctx, k, audit.Options{Width: opt.Rule.Width, Seed: opt.Seed + try, Solver: opt.Solver, Earlier: proof})
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
