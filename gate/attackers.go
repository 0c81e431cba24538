package gate

import (
	"context"

	"doorstroommonitor/attackers"
	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/products/indicator"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
	"doorstroommonitor/widen"
)

// The attackers of every group, besides those of the specification.
const (
	// Outsider reads all deliveries to all audiences and earlier releases,
	// knows the rule, and that hidden counts are at least 1 where zeros are
	// shown.
	Outsider = "outsider"
	// Earlier is the outsider where there are earlier releases about the same
	// persons.
	Earlier = "earlier"
	// OwnData are the recipients of own data, where there are any: each knows
	// its own cells exactly, by law, and is guarded against.
	OwnData = "own-data"
)

var attackerNames = map[string]sdmx.Text{
	Outsider:         {NL: "buitenstaander met alle leveringen", EN: "outsider with all deliveries"},
	Earlier:          {NL: "met eerdere uitgaven over dezelfde mensen", EN: "with earlier releases about the same persons"},
	OwnData:          {NL: "ontvanger van eigen gegevens", EN: "recipient of own data"},
	Guesser:          {NL: "wie kansen over alle tabellen optelt", EN: "who adds up chances over all tables"},
	spec.Contributor: {NL: "leerling of student in de groep", EN: "pupil or student in the group"},
	spec.Institution: {NL: "instelling met al haar eigen rijen", EN: "institution with all its own rows"},
	spec.Board:       {NL: "bestuur met de rijen van zijn instellingen", EN: "board with the rows of its institutions"},
	spec.Receivers:   {NL: "de twee grootste ontvangers samen", EN: "the two largest receivers together"},
	spec.Shares:      {NL: "met de percentages van deze uitgave", EN: "with the percentages of this release"},
	spec.Elsewhere:   {NL: "met percentages uit een andere bron", EN: "with percentages from another source"},
}

// AttackerName names an attacker for people; one that is not known keeps its
// id.
func AttackerName(id string) sdmx.Text {
	if t, ok := attackerNames[id]; ok {
		return t
	}
	return sdmx.Text{NL: id, EN: id}
}

// others lets the attackers of the specification try a pattern that passed;
// those who are merely reported only when the others have been stopped.
func (g *run) others(ctx context.Context, r *widen.Result) ([]protect.Need, error) {
	g.attempts = nil
	needs, err := g.guarded(ctx, r)
	if err != nil || len(needs) > 0 {
		return needs, err
	}
	_, err = g.try(ctx, r, audit.Reported)
	return nil, err
}

// guarded lets those try who are guarded against.
func (g *run) guarded(ctx context.Context, r *widen.Result) ([]protect.Need, error) {
	return g.try(ctx, r, audit.Guarded)
}

// try lets the attackers of one mode try a pattern, and notes what they
// achieve.
func (g *run) try(ctx context.Context, r *widen.Result, mode string) ([]protect.Need, error) {
	kinds, err := g.kinds()
	if err != nil {
		return nil, err
	}
	if g.attempts == nil {
		g.attempts = make([]audit.Attempt, len(kinds))
	}
	var some []attackers.Kind
	var at []int
	for i, k := range kinds {
		if k.Mode == mode {
			some, at = append(some, k), append(at, i)
		}
	}
	out, err := attackers.Try(ctx, attackers.Against{
		Problem: g.p, Rule: g.rule, Hidden: r.Hidden, Knowledge: g.known, Findings: r.Findings, Solver: g.opt.Solver, Seed: g.opt.Seed,
	}, some)
	if err != nil {
		return nil, err
	}
	for i, a := range out.Attempts {
		g.attempts[at[i]] = a
	}
	return out.Failing, nil
}

// attempted adds the outsider, and that there were earlier releases.
func (g *run) attempted(r *widen.Result) []audit.Attempt {
	first := audit.Summary(Outsider, g.p, r.Hidden, r.Findings, g.rule)
	first.Mode, first.Failing = audit.Guarded, len(r.Verdict.Failing)
	all := []audit.Attempt{first}
	if len(g.p.Said) > 0 {
		first.Attacker = Earlier
		all = append(all, first)
	}
	return append(all, g.attempts...)
}

// outer computes what may be told of attackers who know no cell of their own.
func (g *run) outer(ctx context.Context, hidden sdc.Pattern) (map[string]audit.Outer, error) {
	out := map[string]audit.Outer{}
	add := func(name string, k *sdc.Knowledge) (err error) {
		out[name], err = audit.OuterOf(ctx, k, hidden, g.p.Homogeneity)
		return err
	}
	if err := add(Outsider, g.known); err != nil {
		return nil, err
	}
	if len(g.p.Said) > 0 {
		out[Earlier] = out[Outsider]
	}
	for _, a := range g.m.Population.Rule.Attackers {
		if a.Kind == spec.Shares {
			k := *g.known
			var err error
			if k.Ratios, err = g.shares(published); err != nil {
				return nil, err
			}
			if err := add(spec.Shares, &k); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// kinds says who knows what, by the specification and by agreements on own data.
func (g *run) kinds() ([]attackers.Kind, error) {
	var out []attackers.Kind
	for _, a := range g.m.Population.Rule.Attackers {
		k := attackers.Kind{Name: a.Kind, Mode: a.Mode}
		var err error
		switch a.Kind {
		case spec.Contributor:
			k.Own, k.Member = g.p.Persons, true
		case spec.Institution:
			k.Own = cells(g.m.Owners(a.Columns, g.m.Institution))
		case spec.Board:
			k.Own = cells(g.m.Owners(a.Columns, g.m.Board))
		case spec.Receivers:
			for _, pair := range g.m.Receivers(a.Columns[0], g.p) {
				k.Own = append(k.Own, pair.Cells)
			}
		case spec.Shares:
			k.Shares, err = g.shares(published)
		case spec.Elsewhere:
			k.Shares, err = g.shares(func(v *indicator.Value, part, whole int64) (sdc.Ratio, bool) { return rounded(part, whole, a.Decimals) })
		}
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	if len(g.opt.Own) > 0 {
		out = append(out, attackers.Kind{Name: OwnData, Mode: audit.Guarded, Own: g.opt.Own})
	}
	return out, nil
}

func cells(owners []cube.Owner) [][]int32 {
	var out [][]int32
	for _, o := range owners {
		out = append(out, o.Cells)
	}
	return out
}

// shares lists what a reader knows of the indicators of all audiences where a
// count of them is hidden.
func (g *run) shares(known func(v *indicator.Value, part, whole int64) (sdc.Ratio, bool)) ([]sdc.Ratio, error) {
	out := []sdc.Ratio{}
	seen := map[sdc.Ratio]bool{}
	for _, a := range g.audiences {
		i := 0
		for _, t := range g.m.Tables {
			if !t.For(a) {
				continue
			}
			d := g.datasets[a][i]
			i++
			index := g.m.Index(t)
			for _, ind := range g.m.Indicators(t) {
				s, err := indicator.Compute(d, ind)
				if err != nil {
					return nil, err
				}
				for j := range s.Values {
					v := &s.Values[j]
					if !v.Bounded() && !v.Estimated() {
						continue
					}
					part, whole := index[sdmx.JoinKey(v.Num.Key...)], index[sdmx.JoinKey(v.Den.Key...)]
					r, ok := known(v, g.p.Counts[part], g.p.Counts[whole])
					r.Part, r.Whole = part, whole
					if ok && !seen[r] {
						seen[r] = true
						out = append(out, r)
					}
				}
			}
		}
	}
	return out, nil
}

// published is the interval that the release gives for a hidden share. That of
// a share of perturbed counts is computed from these, and tells nothing more.
func published(v *indicator.Value, _, _ int64) (sdc.Ratio, bool) {
	return sdc.Ratio{Low: v.Lower, High: v.Upper, Scale: 1000}, v.Bounded()
}

// rounded is a true share rounded to decimals of a percent, as another source
// may have published it.
func rounded(part, whole int64, decimals int) (sdc.Ratio, bool) {
	if whole == 0 {
		return sdc.Ratio{}, false
	}
	scale := int64(100)
	for range decimals {
		scale *= 10
	}
	p := (2*scale*part + whole) / (2 * whole)
	return sdc.Ratio{Low: 2*p - 1, High: 2*p + 1, Scale: 2 * scale}, true
}
