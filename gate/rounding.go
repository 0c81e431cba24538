package gate

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/widen"
)

// RoundingOptions of the gate for a group of which every count is changed.
type RoundingOptions struct {
	// Rows and Counts are the finest combinations of the group, see
	// cube.Model.Rows.
	Rows   *sdc.Matrix
	Counts []int64
	// Secret decides between equal choices of the method, or makes the keys of
	// the rows: as secret as the counts.
	Secret uint64
	// Solver, Seed and Own are those of the attack, see Options.
	Solver lp.Solver
	Seed   uint64
	Own    [][]int32
}

// ErrDeviation says that rounding moves some published count further than the
// specification allows.
type ErrDeviation struct{ Group string }

func (e *ErrDeviation) Error() string { return e.In("en") }

// In gives the text in "nl" or "en", with the next step.
func (e *ErrDeviation) In(lang string) string {
	if lang == "nl" {
		return fmt.Sprintf("%s: afronden brengt een aantal verder van het echte dan de specificatie toestaat; er is niets verzegeld. Volgende stap: geef bij publish een grotere deviation", e.Group)
	}
	return fmt.Sprintf("%s: rounding takes a count further from the true one than the specification allows; nothing was sealed. Next: give a larger deviation under publish", e.Group)
}

// roundings is how often other dice are tried to keep within the deviation.
const roundings = 20

// Rounded takes one group through the gate with small count rounding. Every
// published count is a sum of rounded inner counts, so that all tables add up,
// and stands with the interval that follows from the parameters of the method.
// These intervals, and that true counts add up too, are what is attacked: a
// sensitive count has to keep the width of its rule. There is nothing to widen;
// a group that fails is refused.
func Rounded(ctx context.Context, m *cube.Model, p *sdc.Problem, audiences []string, opt RoundingOptions) (*Result, error) {
	g := perturbing(m, p, audiences, opt)
	rounded, err := g.round(opt)
	if err != nil {
		return nil, err
	}
	return g.bounded(ctx, rounded, nil)
}

func perturbing(m *cube.Model, p *sdc.Problem, audiences []string, opt RoundingOptions) *run {
	g := &run{m: m, p: p, audiences: audiences, rule: cube.Rule(m.Population), opt: Options{Solver: opt.Solver, Seed: opt.Seed, Own: opt.Own}}
	// A zero may stand for a small count, so that nobody knows a least one.
	g.rule.ZerosHidden = true
	return g
}

// bounded publishes counts with their intervals, attacks these and judges;
// beyond, where it is not nil, attacks what passed with more than intervals.
func (g *run) bounded(ctx context.Context, published []int64, beyond func(found *audit.Findings, secret sdc.Pattern) (audit.Attempt, error)) (*Result, error) {
	all := g.perturbed(published)
	var err error
	if g.known, err = g.reread(all); err != nil {
		return nil, err
	}
	secret, shown := make(sdc.Pattern, g.p.Cells), make(sdc.Pattern, g.p.Cells)
	for c := range secret {
		shown[c] = g.p.Published[c]
		secret[c] = g.p.Published[c] && g.p.Sensitive(int32(c), g.rule)
	}
	found, verdict, err := g.settled(ctx, secret)
	if err != nil {
		return nil, err
	}
	loop := &widen.Result{Hidden: secret, Findings: found, Verdict: verdict}
	var more []audit.Attempt
	if verdict.Passed() {
		if _, err := g.others(ctx, loop); err != nil {
			return nil, err
		}
		if beyond != nil {
			a, err := beyond(found, secret)
			if err != nil {
				return nil, err
			}
			more = append(more, a)
		}
	}
	attempts := append(g.attempted(loop), more...)
	if err := unsafe(g.m.Group(), verdict.Failing, attempts); err != nil {
		return nil, err
	}
	verdict.Hidden = 0 // what is protected has a value
	r := &Result{Model: g.m, Hidden: make(sdc.Pattern, g.p.Cells), Verdict: verdict, Rounds: 1, Findings: found, Datasets: g.datasets}
	if r.Outer, err = g.outer(ctx, shown); err != nil {
		return nil, err
	}
	r.Report, err = audit.NewReport(g.m.Group(), all, []*audit.Verdict{verdict}, attempts)
	return r, err
}

// dice is how often what is merely not proven is sought again with other dice:
// there is nothing to widen that would settle it.
const dice = 6

// settled attacks what is known until every cell passes or one fails for
// certain.
func (g *run) settled(ctx context.Context, secret sdc.Pattern) (found *audit.Findings, verdict *audit.Verdict, err error) {
	var proof *audit.Proof
	for try := range uint64(dice) {
		found, err = audit.Attack(ctx, g.known, audit.Options{Width: g.p.Widest(g.rule), Seed: g.opt.Seed + try, Solver: g.opt.Solver, Earlier: proof})
		if err != nil {
			return nil, nil, err
		}
		if verdict, err = audit.Judge(g.p, secret, found, g.rule, Outsider); err != nil {
			return nil, nil, err
		}
		certain := func(f audit.Failure) bool { return f.Reason != audit.Open }
		if verdict.Passed() || slices.ContainsFunc(verdict.Failing, certain) {
			break
		}
		proof = found.Proof
	}
	return found, verdict, nil
}

// round rounds the finest counts and returns the published cells, all of them
// within the deviation.
func (g *run) round(opt RoundingOptions) ([]int64, error) {
	publish := g.m.Population.Publish
	for try := range uint64(roundings) {
		y, err := protect.RoundSmallCounts(opt.Rows, opt.Counts, g.p.Published, protect.RoundingOptions{Base: publish.Base, Seed: opt.Secret + try})
		if err != nil {
			return nil, fmt.Errorf("gate %s: %w", g.m.Group(), err)
		}
		f := opt.Rows.Totals(y)
		within := true
		for c, n := range f {
			within = within && (!g.p.Published[c] || max(n-g.p.Counts[c], g.p.Counts[c]-n) <= publish.Deviation)
		}
		if within {
			return f, nil
		}
	}
	return nil, &ErrDeviation{g.m.Group()}
}

// perturbed writes the datasets: a table has one, whoever receives it.
func (g *run) perturbed(rounded []int64) []*sdmx.Dataset {
	how := cube.Perturbation(g.m.Population)
	g.datasets = map[string][]*sdmx.Dataset{}
	var all []*sdmx.Dataset
	for _, t := range g.m.Tables {
		d := g.m.Estimates(t, func(c int32) sdmx.Observation {
			lower, upper := how.Bounds(rounded[c])
			return sdmx.Observation{Perturbed: true, Value: rounded[c], Lower: lower, Upper: upper}
		})
		if how.Method != sdmx.Rounding {
			d.Method = how.Method
		}
		all = append(all, d)
		for _, a := range g.audiences {
			if t.For(a) {
				g.datasets[a] = append(g.datasets[a], d)
			}
		}
	}
	return all
}

// reread is what follows from the datasets, whoever holds them all.
func (g *run) reread(all []*sdmx.Dataset) (*sdc.Knowledge, error) {
	if len(g.p.Said) > 0 {
		return nil, errors.New("exact figures about these persons are out, and rounded ones beside them tell the difference")
	}
	var statements []sdc.Statement
	for i, t := range g.m.Tables {
		statements = append(statements, g.m.Statements(t, all[i])...)
	}
	return g.p.Outsider(statements, g.rule), nil
}
