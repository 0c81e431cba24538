// Package gate carries a protection group from true counts to datasets that
// may leave: protect, attack what would be published, add the bounds that any
// outsider can compute anyway, attack that very dataset again, judge.
//
// What belongs here: the loop between maker and judge, and whatever reruns a
// method. What does not: methods (protect), attacks (audit), files and
// signatures (seal). Everything in a Result except Datasets, Report and
// Outer stays inside.
package gate

import (
	"context"
	"fmt"
	"slices"

	"doorstroommonitor/audit"
	"doorstroommonitor/budget"
	"doorstroommonitor/cube"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/minimality"
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
	// Rounds limits how often failing cells are widened; see widen.Options.
	Rounds int
	// Own lists for each recipient of own data the cells that it knows exactly,
	// see cube.Model.OwnCells. All are guarded against, whatever the rule says.
	Own [][]int32
}

// Result of one group.
type Result struct {
	Model  *cube.Model
	Hidden sdc.Pattern
	// Coarse are the cells that no table shows since their group is too small
	// for them; they are not among Hidden. nil: there are none.
	Coarse  []bool
	Verdict *audit.Verdict
	Rounds  int
	// Tables, ByElimination and ByLP say how the final attack settled cells.
	Findings *audit.Findings
	// Datasets are what each audience may receive.
	Datasets map[string][]*sdmx.Dataset
	Report   *audit.Report
	// Outer is what those achieve who know what is published and no more, by
	// attacker: all of it follows from the datasets.
	Outer map[string]audit.Outer
	// Minimality is what the method itself gives away, where that was measured.
	Minimality *minimality.Report
	// Receipt is the evidence of a group under formal privacy, which has no
	// verdict, findings or report; Measured are the noisy counts behind its
	// datasets, by audience.
	Receipt  *budget.Receipt
	Measured map[string][]*sdmx.Measured
}

// ErrUnsafe says that a group could not be made safe: nothing of it leaves.
// Failing is what the outsider achieves, Attackers are the others who are
// guarded against and were not stopped.
type ErrUnsafe struct {
	Group     string
	Failing   map[audit.Reason]int
	Attackers []audit.Attempt
}

func (e *ErrUnsafe) Error() string { return e.In("en") }

// In gives the refusal in "nl" or "en", with the next step.
func (e *ErrUnsafe) In(lang string) string {
	why := ""
	for _, r := range []audit.Reason{audit.Shown, audit.Derived, audit.Narrow, audit.Open, audit.Alike} {
		if n := e.Failing[r]; n > 0 {
			why += fmt.Sprintf(", %d %s", n, reasons[r].In(lang))
		}
	}
	for _, a := range e.Attackers {
		why += fmt.Sprintf(", %d %s (%s)", a.Failing, learned.In(lang), AttackerName(a.Attacker).In(lang))
	}
	own := slices.ContainsFunc(e.Attackers, func(a audit.Attempt) bool { return a.Attacker == OwnData })
	if lang == "nl" {
		next := "kies een andere methode, of haal detail uit de tabellen van deze groep"
		if own {
			next += ", of beëindig de overeenkomst over eigen gegevens voordat er iets onder is verstrekt"
		}
		return fmt.Sprintf("de poort weigert %s: %s; er is niets verzegeld. Volgende stap: %s", e.Group, why[2:], next)
	}
	next := "choose another method, or take detail out of this group's tables"
	if own {
		next += ", or end the agreement on own data before anything is provided under it"
	}
	return fmt.Sprintf("the gate refuses %s: %s; nothing was sealed. Next: %s", e.Group, why[2:], next)
}

var reasons = map[audit.Reason]sdmx.Text{
	audit.Shown:   {NL: "kleine aantallen worden getoond", EN: "small counts are shown"},
	audit.Derived: {NL: "verborgen cellen zijn exact af te leiden", EN: "hidden cells can be derived exactly"},
	audit.Narrow:  {NL: "cellen zijn te nauw begrensd", EN: "cells are bounded too narrowly"},
	audit.Open:    {NL: "cellen zijn niet bewezen veilig", EN: "cells are not proven safe"},
	audit.Alike:   {NL: "groepen delen zichtbaar een uitkomst", EN: "groups are seen to share an outcome"},
}

var learned = sdmx.Text{NL: "cellen kent een ander exact, of het tegendeel is niet bewezen", EN: "cells are known exactly to another, or the contrary is not proven"}

// Run takes one group through the gate.
func Run(ctx context.Context, m *cube.Model, p *sdc.Problem, audiences []string, opt Options) (*Result, error) {
	g := newRun(m, p, audiences, opt)
	loop, err := g.protect(ctx, opt.Method, g.others)
	if err != nil {
		return nil, err
	}
	attempts := g.attempted(loop)
	if err := unsafe(m.Group(), loop.Verdict.Failing, attempts); err != nil {
		return nil, err
	}
	r := &Result{Model: m, Hidden: loop.Hidden, Coarse: g.tooFine(), Verdict: loop.Verdict, Rounds: loop.Rounds, Findings: loop.Findings, Datasets: g.datasets}
	if r.Outer, err = g.outer(ctx, loop.Hidden); err != nil {
		return nil, err
	}
	if m.Population.Modelled() {
		g.model()
	}
	var all []*sdmx.Dataset
	for _, a := range audiences {
		all = append(all, r.Datasets[a]...)
	}
	r.Report, err = audit.NewReport(m.Group(), all, []*audit.Verdict{r.Verdict}, attempts)
	return r, err
}

type run struct {
	m         *cube.Model
	p         *sdc.Problem
	audiences []string
	rule      sdc.Rule
	opt       Options
	datasets  map[string][]*sdmx.Dataset // as last published
	known     *sdc.Knowledge             // what follows from them
	attempts  []audit.Attempt            // of the others, on what was last published
	coarse    *coarse                    // nil: all groups show outcomes as fine as they are
}

func newRun(m *cube.Model, p *sdc.Problem, audiences []string, opt Options) *run {
	g := &run{m: m, p: p, audiences: audiences, rule: cube.Rule(m.Population), opt: opt}
	g.coarsen()
	return g
}

// publish writes the datasets with bounds for each audience and reads them
// back: what all audiences hold together is what is attacked.
func (g *run) publish(ctx context.Context, hidden sdc.Pattern) (*sdc.Knowledge, error) {
	g.datasets, g.attempts = map[string][]*sdmx.Dataset{}, nil
	statements := slices.Clone(g.p.Said)
	for _, a := range g.audiences {
		f, err := audit.Attack(ctx, g.knowledge(hidden, a), audit.Options{BoundsOnly: true})
		if err != nil {
			return nil, err
		}
		for _, t := range g.m.Tables {
			if t.For(a) {
				d := g.m.Dataset(t, g.p.Counts, g.unshown(hidden, f.Intervals), f.Intervals)
				g.datasets[a] = append(g.datasets[a], d)
				statements = append(statements, possiblyEmpty(g.tooFine(), g.m.Statements(t, d))...)
			}
		}
	}
	g.known = g.p.Outsider(statements, g.rule)
	return g.known, nil
}

// model adds estimates to the datasets that passed, audience by audience. They
// were attacked without: what follows from datasets tells nothing that the
// datasets do not tell.
func (g *run) model() {
	for _, a := range g.audiences {
		tables := slices.DeleteFunc(slices.Clone(g.m.Tables), func(t *cube.Table) bool { return !t.For(a) })
		Estimates(g.m, tables, g.datasets[a])
	}
}

// knowledge is what follows from the tables of one audience, with bounds
// unstated.
func (g *run) knowledge(hidden sdc.Pattern, audience string) *sdc.Knowledge {
	var statements []sdc.Statement
	for _, t := range g.m.Tables {
		if !t.For(audience) {
			continue
		}
		for _, c := range t.Cells() {
			if g.coarse != nil && g.coarse.cells[c] {
				continue // no table says anything of it
			}
			st := sdc.Statement{Cell: c, Hidden: hidden[c], Upper: sdc.Unbounded}
			if !hidden[c] {
				st.Value = g.p.Counts[c]
			}
			statements = append(statements, st)
		}
	}
	return g.p.Outsider(statements, g.rule)
}

// unsafe is nil where nobody who is guarded against got through.
func unsafe(group string, failing []audit.Failure, attempts []audit.Attempt) error {
	e := &ErrUnsafe{Group: group, Failing: map[audit.Reason]int{}}
	for _, f := range failing {
		e.Failing[f.Reason]++
	}
	for _, a := range attempts {
		if !a.Passed() && a.Attacker != Outsider && a.Attacker != Earlier {
			e.Attackers = append(e.Attackers, a)
		}
	}
	if len(e.Failing)+len(e.Attackers) == 0 {
		return nil
	}
	return e
}
