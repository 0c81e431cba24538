// Package attackers tries those who know more than what is published: insiders
// who know some cells, and holders of shares.
//
// What belongs here: going through all attackers of a kind, adding up what
// they achieve, and naming the cells that should be hidden better. What does
// not: the attacks themselves (audit), and who knows what: that comes from the
// caller, who knows what the cells mean (gate, table).
package attackers

import (
	"context"
	"math/bits"
	"slices"

	"doorstroommonitor/audit"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

// Kind is a kind of attacker.
type Kind struct {
	Name string
	// Mode is audit.Guarded or audit.Reported; empty where nobody decides.
	Mode string
	// Own lists, for every attacker of the kind, the cells that it knows.
	Own [][]int32
	// Member says that an attacker knows of the own cells only that they count
	// somebody, and that nobody else is counted where that is so.
	Member bool
	// Shares are published ones; a kind with shares is one attacker.
	Shares []sdc.Ratio
}

// Against is what is attacked: a pattern, and what an outsider made of it.
type Against struct {
	Problem   *sdc.Problem
	Rule      sdc.Rule
	Hidden    sdc.Pattern
	Knowledge *sdc.Knowledge // of the outsider
	Findings  *audit.Findings
	Solver    lp.Solver
	Seed      uint64
}

// Outcome is what attackers of all kinds achieved.
type Outcome struct {
	Attempts []audit.Attempt // one a kind, in order
	// Failing are the cells of others that somebody of a guarded kind knows
	// exactly, or of which the attack cannot show the contrary, with what that
	// one knows: sensitive ones where it is an insider, any hidden ones where
	// it is a reader.
	Failing []protect.Need
}

// Limit is how many attackers of one kind are tried, and ReportLimit how many
// of a kind that is only measured; of more, an even selection is, and the
// attempt says how many were skipped. A kind that is only measured ends as
// well when its attackers have tried so many changes in all.
const (
	Limit       = 4000
	ReportLimit = 50
	reportFuel  = 250_000
)

// fallbacks is how often within a kind an insider that cannot be attacked from
// the outsider's table is attacked from the start, and reportFallbacks the same
// for a kind that is only measured. Others count as unproven.
const (
	fallbacks       = 25
	reportFallbacks = 2
)

// Try tries every attacker of every kind.
func Try(ctx context.Context, a Against, kinds []Kind) (*Outcome, error) {
	o := &Outcome{}
	for _, k := range kinds {
		t := &trial{Against: a, kind: k, attempt: audit.NewAttempt(k.Name, k.Mode), alike: map[int32]bool{}, unanimous: map[int32]bool{}}
		var err error
		if k.Shares != nil {
			err = t.shares(ctx)
		} else {
			err = t.insiders(ctx)
		}
		if err != nil {
			return nil, err
		}
		t.attempt.Homogeneous, t.attempt.Unanimous = len(t.alike), len(t.unanimous)
		o.Attempts = append(o.Attempts, t.attempt)
		o.Failing = append(o.Failing, t.failing...)
	}
	return o, nil
}

// trial is one kind being tried.
type trial struct {
	Against
	kind    Kind
	attempt audit.Attempt
	failing []protect.Need
	// Groups that some attacker proves to share an outcome, and those in which
	// everybody has it.
	alike, unanimous map[int32]bool
	afreshes         int // attacks from the start
}

func (t *trial) insiders(ctx context.Context) error {
	all := t.kind.Own
	limit := Limit
	if t.kind.Mode == audit.Reported {
		limit = ReportLimit
	}
	fuel := t.Findings.Tried() + reportFuel
	for _, i := range selection(len(all), limit) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if t.kind.Mode == audit.Reported && t.Findings.Tried() > fuel {
			break
		}
		t.attempt.Tried++
		if err := t.insider(ctx, all[i]); err != nil {
			return err
		}
	}
	t.attempt.Skipped = len(all) - t.attempt.Tried
	return nil
}

// selection chooses up to limit of n evenly, in an order of which every
// beginning is spread evenly too: numbers by their reversed bits (van der
// Corput's sequence).
func selection(n, limit int) []int {
	step := max(1, (n+limit-1)/limit)
	var out []int
	digits := bits.Len(uint(n / step))
	for i := range 1 << digits {
		if at := int(bits.Reverse64(uint64(i))>>(64-digits)) * step; at < n {
			out = append(out, at)
		}
	}
	return out
}

func (t *trial) insider(ctx context.Context, cells []int32) error {
	own := t.news(cells)
	if len(own) == 0 {
		return nil // knows nothing that is not published
	}
	got, ok := t.Findings.Insider(own, t.Problem.Homogeneity, t.width)
	if !ok {
		var err error
		if got, err = t.afresh(ctx, own); err != nil {
			return err
		}
	}
	if got == nil {
		t.attempt.Unproven++
		t.attempt.Failing++
		return nil
	}
	for i, c := range got.Cells {
		t.take(c, got.Intervals[i], own)
	}
	t.takeGroups(got)
	return nil
}

// news is what an attacker knows of its own cells and not everybody does.
func (t *trial) news(own []int32) []sdc.Statement {
	var out []sdc.Statement
	for _, c := range own {
		in, n := t.Findings.Intervals[c], t.Problem.Counts[c]
		switch {
		case in.Lower == in.Upper:
		case !t.kind.Member || n == 1:
			out = append(out, sdc.Statement{Cell: c, Value: n})
		case in.Lower < 1:
			out = append(out, sdc.Statement{Cell: c, Hidden: true, Lower: 1, Upper: sdc.Unbounded})
		}
	}
	return out
}

// width is what is worth proving of a cell to an insider. What is hidden for
// the sake of others counts too many persons to be a secret by itself.
func (t *trial) width(c int32) int64 {
	if rule := t.Problem.RuleOf(c, t.Rule); rule.Sensitive(t.Problem.Counts[c]) {
		return rule.Width
	}
	return 0
}

// take counts one cell that an attacker looked at.
func (t *trial) take(c int32, in sdc.Interval, own []sdc.Statement) {
	rule := t.Problem.RuleOf(c, t.Rule)
	sensitive := rule.Sensitive(t.Problem.Counts[c])
	if insider := t.kind.Shares == nil; !sensitive && (insider || !t.Hidden[c]) {
		return
	}
	t.attempt.Add(in, sensitive, rule.Width)
	if in.Proven() == 0 {
		t.attempt.Failing++
		if t.kind.Mode == audit.Guarded {
			need := protect.Need{Cell: c}
			for _, s := range own {
				if !s.Hidden {
					need.Own = append(need.Own, s.Cell)
				}
			}
			t.failing = append(t.failing, need)
		}
	}
}

func (t *trial) takeGroups(l *audit.Learned) {
	for _, g := range l.Groups {
		t.alike[g] = true
	}
	for _, g := range l.Unanimous {
		t.unanimous[g] = true
	}
}

// afresh attacks from the start with the own cells known; nil where that was
// done too often. Where no table is found either, cells are without width.
func (t *trial) afresh(ctx context.Context, own []sdc.Statement) (*audit.Learned, error) {
	limit := fallbacks
	if t.kind.Mode == audit.Reported {
		limit = reportFallbacks
	}
	if t.afreshes == limit {
		return nil, nil
	}
	t.afreshes++
	k := *t.Knowledge
	k.Lower, k.Upper = slices.Clone(k.Lower), slices.Clone(k.Upper)
	known := map[int32]bool{}
	for _, s := range own {
		lower, upper := s.Value, s.Value
		if s.Hidden {
			lower, upper = s.Lower, s.Upper
		} else {
			known[s.Cell] = true
		}
		k.Lower[s.Cell], k.Upper[s.Cell] = max(k.Lower[s.Cell], lower), min(k.Upper[s.Cell], upper)
	}
	f, err := audit.Attack(ctx, &k, audit.Options{Width: t.Problem.Widest(t.Rule), Seed: t.Seed, Solver: t.Solver})
	if err != nil {
		return nil, err
	}
	l := &audit.Learned{}
	for c, in := range f.Intervals {
		if was := t.Findings.Intervals[c]; !known[int32(c)] && was.Lower < was.Upper && (in.Lower > was.Lower || in.Upper < was.Upper || in.Proven() < was.Proven()) {
			l.Cells = append(l.Cells, int32(c))
			l.Intervals = append(l.Intervals, in)
		}
	}
	t.proven(f, l, known)
	return l, nil
}

// shares attacks with published shares besides all else.
func (t *trial) shares(ctx context.Context) error {
	t.attempt.Tried = 1
	k := *t.Knowledge
	k.Ratios = slices.Concat(k.Ratios, t.kind.Shares)
	f, err := audit.Attack(ctx, &k, audit.Options{Width: t.Problem.Widest(t.Rule), Seed: t.Seed, Solver: t.Solver, Earlier: t.Findings.Proof})
	if err != nil {
		return err
	}
	for c, in := range f.Intervals {
		if was := t.Findings.Intervals[c]; was.Lower < was.Upper {
			t.take(int32(c), in, nil)
		}
	}
	l := &audit.Learned{}
	t.proven(f, l, nil)
	t.takeGroups(l)
	return nil
}

// proven adds the groups that an attack proves to share an outcome and the
// outsider's does not, but for an attacker's own.
func (t *trial) proven(f *audit.Findings, l *audit.Learned, own map[int32]bool) {
	h := t.Problem.Homogeneity
	if h == nil {
		return
	}
	for n := range h.Groups {
		g := &h.Groups[n]
		newly := func(percent int64) bool { return f.Proves(g, percent) && !t.Findings.Proves(g, percent) }
		if own[g.Part] {
			continue
		}
		if newly(h.Percent) {
			l.Groups = append(l.Groups, int32(n))
		}
		if newly(100) {
			l.Unanimous = append(l.Unanimous, int32(n))
		}
	}
}
