package scenario

import (
	"context"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"doorstroommonitor/estimate"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
	"doorstroommonitor/widen"
)

// primary hides counts below the threshold and nothing else.
func primary(w *World, rule sdc.Rule) *Release {
	r := newRelease(w)
	r.Statements = make([][]sdc.Statement, len(w.Groups))
	for g := range w.Groups {
		p := w.Problem(g)
		r.hide(w, g, p, protect.Primary{}.Apply(p, rule), 1)
	}
	return r
}

// suppress hides until the auditor, who knows the rule, proves the width for
// every sensitive cell of the group. With estimates, it adds the interval that
// any reader can compute and a point in it.
func suppress(ctx context.Context, w *World, rule sdc.Rule, estimates bool) (*Release, error) {
	hidden, err := w.suppressed(ctx, rule)
	if err != nil {
		return nil, err
	}
	r := newRelease(w)
	r.Statements = make([][]sdc.Statement, len(w.Groups))
	for g := range w.Groups {
		r.hide(w, g, w.Problem(g), hidden[g].pattern, 1)
		if estimates {
			r.fill(w, g, hidden[g].intervals)
		}
	}
	return r, nil
}

// suppression is what is hidden of a group, and what its readers can compute.
type suppression struct {
	pattern   sdc.Pattern
	intervals []sdc.Interval
}

// suppressed protects every group by a rule, once: scenarios that differ in
// what they print beside the same pattern share it.
func (w *World) suppressed(ctx context.Context, rule sdc.Rule) ([]suppression, error) {
	w.protecting.Lock()
	defer w.protecting.Unlock()
	if done := w.protections[rule]; done != nil {
		return done, nil
	}
	out := make([]suppression, len(w.Groups))
	eg, ctx := errgroup.WithContext(ctx)
	eg.SetLimit(runtime.GOMAXPROCS(0))
	for g := range w.Groups {
		eg.Go(func() (err error) {
			out[g], err = w.protect(ctx, g, rule)
			return err
		})
	}
	if err := eg.Wait(); err != nil {
		return nil, err
	}
	if w.protections == nil {
		w.protections = map[sdc.Rule][]suppression{}
	}
	w.protections[rule] = out
	return out, nil
}

func (w *World) protect(ctx context.Context, g int, rule sdc.Rule) (suppression, error) {
	p := w.Problem(g)
	loop, err := widen.Loop(ctx, p, widen.Options{
		Method: protect.Suppress{ExactOnly: rule.Width <= 1}, Rule: rule, Attacker: "outsider", Seed: uint64(g),
		Publish: func(hidden sdc.Pattern) (*sdc.Knowledge, error) {
			return p.Outsider(statements(p, hidden, 1), rule), nil
		},
	})
	if err != nil {
		return suppression{}, err
	}
	if !loop.Verdict.Passed() {
		return suppression{}, fmt.Errorf("group %d of %s could not be made safe: %d cells fail", g, p.Group, len(loop.Verdict.Failing))
	}
	return suppression{loop.Hidden, loop.Findings.Intervals}, nil
}

// statements is what a pattern says; hidden cells are known to be at least
// least.
func statements(p *sdc.Problem, pattern sdc.Pattern, least int64) []sdc.Statement {
	var out []sdc.Statement
	for c := range int32(p.Cells) {
		if !p.Published[c] {
			continue
		}
		if pattern[c] {
			out = append(out, sdc.Statement{Cell: c, Hidden: true, Lower: least, Upper: sdc.Unbounded})
		} else {
			out = append(out, sdc.Statement{Cell: c, Value: p.Counts[c]})
		}
	}
	return out
}

// hide publishes a group with a pattern.
func (r *Release) hide(w *World, g int, p *sdc.Problem, pattern sdc.Pattern, least int64) {
	r.Statements[g] = statements(p, pattern, least)
	counts := make([]int64, p.Cells)
	for n := range counts {
		counts[n] = p.Counts[n]
		if pattern[n] || !p.Published[n] {
			counts[n] = -1
		}
	}
	r.stateCounts(w, g, counts)
}

// fill gives the hidden figures of a group their interval and an estimate in
// it, from published values alone: what a parent has left is divided by the
// shares of the country and kept within bounds.
func (r *Release) fill(w *World, g int, bounds []sdc.Interval) {
	l, counts := w.Levels[w.Groups[g].Level], r.Counts[g]
	national := r.National[w.Groups[g].Level]
	if counts[0] < 0 {
		r.unknownTotal(l, g, bounds, national)
		return
	}
	total := float64(counts[0])
	cells := make([]estimate.Possible, len(counts))
	for n := range cells {
		cells[n] = estimate.Possible{Lower: float64(bounds[n].Lower), Upper: float64(bounds[n].Upper), Prior: total * national[n]}
		if counts[n] >= 0 {
			cells[n].Lower, cells[n].Upper = float64(counts[n]), float64(counts[n])
		}
	}
	guess := estimate.Inside(cells, l.sums())
	for n := range l.Nodes {
		f := &r.Figures[g][n]
		if !l.indicator(n) || f.Shown() || total == 0 {
			continue
		}
		f.Low, f.High = float64(bounds[n].Lower)/total, min(1, float64(bounds[n].Upper)/total)
		f.Estimate = min(max(guess[n]/total, f.Low), f.High)
	}
}

// unknownTotal handles groups whose total is hidden: nothing is known but what
// the country has.
func (r *Release) unknownTotal(l *Level, g int, bounds []sdc.Interval, national []float64) {
	for n := range l.Nodes {
		if l.indicator(n) {
			f := &r.Figures[g][n]
			f.Low, f.High, f.Estimate = 0, 1, national[n]
			if bounds[n].Lower == 0 && bounds[n].Upper == 0 {
				f.High, f.Estimate = 0, 0
			}
		}
	}
}

// sums are those of a level, parents first.
func (l *Level) sums() []estimate.Sum {
	out := make([]estimate.Sum, len(l.split))
	for i, s := range l.split {
		out[i] = estimate.Sum(s)
	}
	return out
}
