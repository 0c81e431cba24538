package gate

import (
	"context"
	"slices"

	"doorstroommonitor/cube"
	"doorstroommonitor/minimality"
	"doorstroommonitor/sdc"
)

// Minimality measures what the whole of hiding and attacking gives away of a
// group that passed to an attacker who knows it: it is done again on up to so
// many tables that agree with what is published, the true one among them,
// drawn with the seed of the options. Contributors of other tables are not
// known, so that guarding against them is left out of the reruns. Nothing is
// decided by it.
func Minimality(ctx context.Context, r *Result, p *sdc.Problem, audiences []string, tables int, opt Options) (*minimality.Report, error) {
	statements := slices.Clone(p.Said)
	for _, a := range audiences {
		i := 0
		for _, t := range r.Model.Tables {
			if t.For(a) {
				statements = append(statements, possiblyEmpty(r.Coarse, r.Model.Statements(t, r.Datasets[a][i]))...)
				i++
			}
		}
	}
	rule := cube.Rule(r.Model.Population)
	sample := minimality.Sample(p.Outsider(statements, rule), p.Counts, tables, opt.Seed)
	return minimality.Measure(ctx, p, rule, r.Hidden, sample, true, func(ctx context.Context, q *sdc.Problem) (sdc.Pattern, error) {
		q.Persons = p.Persons[:0]
		if slices.Equal(q.Counts, p.Counts) {
			return r.Hidden, nil
		}
		g := newRun(r.Model, q, audiences, opt)
		loop, err := g.protect(ctx, opt.Method, g.guarded)
		if err != nil {
			return nil, err
		}
		return loop.Hidden, nil
	})
}
