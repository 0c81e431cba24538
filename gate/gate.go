// Package gate carries a protection group from true counts to datasets that
// may leave: protect, attack what would be published, add the bounds that any
// outsider can compute anyway, attack that very dataset again, judge.
//
// What belongs here: the loop between maker and judge, and whatever reruns a
// method. What does not: methods (protect), attacks (audit), files and
// signatures (seal). Everything in a Result except Datasets and Report stays
// inside.
package gate

import (
	"context"
	"fmt"
	"slices"

	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
)

// Options of the gate.
type Options struct {
	// Method hides cells. Required.
	Method protect.Method
	// Solver settles what search leaves open; nil: such cells count as unsafe.
	Solver lp.Solver
	// Seed steers the auditor's search.
	Seed uint64
	// Rounds limits how often failing cells are widened. Defaults to 60.
	Rounds int
}

// Outsider is the attacker of every group: reads all deliveries to all
// audiences and earlier releases, knows the rule, and that hidden counts are
// at least 1 where zeros are shown.
const Outsider = "outsider"

// Result of one group.
type Result struct {
	Model   *cube.Model
	Hidden  sdc.Pattern
	Verdict *audit.Verdict
	Rounds  int
	// Tables, ByElimination and ByLP say how the final attack settled cells.
	Findings *audit.Findings
	// Datasets are what each audience may receive.
	Datasets map[string][]*sdmx.Dataset
	Report   *audit.Report
}

// ErrUnsafe says that a group could not be made safe: nothing of it leaves.
type ErrUnsafe struct {
	Group   string
	Failing map[audit.Reason]int
}

func (e *ErrUnsafe) Error() string { return e.In("en") }

// In gives the refusal in "nl" or "en", with the next step.
func (e *ErrUnsafe) In(lang string) string {
	why := ""
	for _, r := range []audit.Reason{audit.Shown, audit.Derived, audit.Narrow, audit.Open} {
		if n := e.Failing[r]; n > 0 {
			why += fmt.Sprintf(", %d %s", n, reasons[r].In(lang))
		}
	}
	if lang == "nl" {
		return fmt.Sprintf("de poort weigert %s: %s; er is niets verzegeld. Volgende stap: kies een andere methode, of haal detail uit de tabellen van deze groep", e.Group, why[2:])
	}
	return fmt.Sprintf("the gate refuses %s: %s; nothing was sealed. Next: choose another method, or take detail out of this group's tables", e.Group, why[2:])
}

var reasons = map[audit.Reason]sdmx.Text{
	audit.Shown:   {NL: "kleine aantallen worden getoond", EN: "small counts are shown"},
	audit.Derived: {NL: "verborgen cellen zijn exact af te leiden", EN: "hidden cells can be derived exactly"},
	audit.Narrow:  {NL: "cellen zijn te nauw begrensd", EN: "cells are bounded too narrowly"},
	audit.Open:    {NL: "cellen zijn niet bewezen veilig", EN: "cells are not proven safe"},
}

// Run takes one group through the gate.
func Run(ctx context.Context, m *cube.Model, p *sdc.Problem, audiences []string, opt Options) (*Result, error) {
	if opt.Rounds == 0 {
		opt.Rounds = 60
	}
	g := &run{m: m, p: p, audiences: audiences, opt: opt, rule: sdc.Rule{Threshold: m.Population.Rule.Threshold, Width: m.Population.Rule.Width}}
	r := &Result{Model: m, Hidden: opt.Method.Apply(p, g.rule)}
	if err := g.widenByBounds(ctx, r.Hidden); err != nil {
		return nil, err
	}
	if err := g.slim(r.Hidden); err != nil {
		return nil, err
	}
	for ; ; r.Rounds++ {
		if err := g.widenByBounds(ctx, r.Hidden); err != nil {
			return nil, err
		}
		if err := g.attackOpen(ctx, r); err != nil {
			return nil, err
		}
		if r.Verdict.Passed() {
			break
		}
		if r.Rounds >= opt.Rounds || opt.Method.Widen(p, g.rule, r.Hidden, cells(r.Verdict.Failing), r.Findings.Intervals) == 0 {
			return nil, unsafe(m.Group(), r.Verdict.Failing)
		}
	}
	var all []*sdmx.Dataset
	for _, a := range audiences {
		all = append(all, r.Datasets[a]...)
	}
	var err error
	r.Report, err = audit.NewReport(m.Group(), all, []*audit.Verdict{r.Verdict})
	return r, err
}

// attackOpen publishes and attacks, and searches again as long as that settles
// cells which were merely open: more search costs less than more hiding.
func (g *run) attackOpen(ctx context.Context, r *Result) error {
	left := -1
	for try := uint64(0); try < 6; try++ {
		g.seed = g.opt.Seed + try
		if err := g.publish(ctx, r); err != nil {
			return err
		}
		failing := r.Verdict.Failing
		settled := slices.ContainsFunc(failing, func(f audit.Failure) bool { return f.Reason != audit.Open })
		if len(failing) == 0 || settled || len(failing) == left {
			return nil
		}
		left = len(failing)
	}
	return nil
}

type run struct {
	m         *cube.Model
	p         *sdc.Problem
	audiences []string
	rule      sdc.Rule
	opt       Options
	seed      uint64
	proof     *audit.Proof // of the last attack
}

func (g *run) zerosShown() bool { return g.m.Population.Rule.Zeros == "published" }

// widenByBounds repeats the cheap attack until its bounds fail nowhere, so
// that the search for tables starts from a pattern that may pass.
func (g *run) widenByBounds(ctx context.Context, hidden sdc.Pattern) error {
	for range g.opt.Rounds {
		k := g.knowledge(hidden, nil)
		f, err := audit.Attack(ctx, k, audit.Options{Width: g.rule.Width, BoundsOnly: true})
		if err != nil {
			return err
		}
		failing := cells(audit.Suspects(g.p, hidden, f, g.rule))
		if len(failing) == 0 || g.opt.Method.Widen(g.p, g.rule, hidden, failing, f.Intervals) == 0 {
			return nil
		}
	}
	return nil
}

// publish writes the datasets with bounds for each audience, reads them back,
// attacks what all audiences hold together, and judges.
func (g *run) publish(ctx context.Context, r *Result) error {
	r.Datasets = map[string][]*sdmx.Dataset{}
	var statements []sdc.Statement
	for _, a := range g.audiences {
		f, err := audit.Attack(ctx, g.knowledge(r.Hidden, func(t *cube.Table) bool { return t.For(a) }), audit.Options{BoundsOnly: true})
		if err != nil {
			return err
		}
		for _, t := range g.m.Tables {
			if t.For(a) {
				d := g.m.Dataset(t, g.p.Counts, r.Hidden, f.Intervals)
				r.Datasets[a] = append(r.Datasets[a], d)
				statements = append(statements, g.m.Statements(t, d)...)
			}
		}
	}
	var err error
	k := g.p.Outsider(statements, g.zerosShown())
	r.Findings, err = audit.Attack(ctx, k, audit.Options{Width: g.rule.Width, Seed: g.seed, Solver: g.opt.Solver, Earlier: g.proof})
	if err != nil {
		return err
	}
	g.proof = r.Findings.Proof
	r.Verdict, err = audit.Judge(g.p, r.Hidden, r.Findings, g.rule, Outsider)
	return err
}

// knowledge is what follows from the tables that see admits (nil: all), with
// bounds unstated.
func (g *run) knowledge(hidden sdc.Pattern, see func(*cube.Table) bool) *sdc.Knowledge {
	var statements []sdc.Statement
	for _, t := range g.m.Tables {
		if see != nil && !see(t) {
			continue
		}
		for _, c := range t.Cells() {
			st := sdc.Statement{Cell: c, Hidden: hidden[c], Upper: sdc.Unbounded}
			if !hidden[c] {
				st.Value = g.p.Counts[c]
			}
			statements = append(statements, st)
		}
	}
	return g.p.Outsider(statements, g.zerosShown())
}

func cells(failing []audit.Failure) []int32 {
	out := make([]int32, len(failing))
	for i, f := range failing {
		out[i] = f.Cell
	}
	slices.Sort(out)
	return out
}

func unsafe(group string, failing []audit.Failure) error {
	e := &ErrUnsafe{Group: group, Failing: map[audit.Reason]int{}}
	for _, f := range failing {
		e.Failing[f.Reason]++
	}
	return e
}
