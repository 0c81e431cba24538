package attack

import (
	"context"
	"fmt"

	"doorstroommonitor/audit"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdc"
)

// Reveals counts the sensitive counts of a world and what an attacker finds of
// them by sums.
type Reveals struct {
	Sensitive int
	Exact     int // one value left
	Narrow    int // fewer than Width values apart
	Width     int64
}

// Sums attacks every group of a release that hides, with all that it states and
// the rule that zeros are shown: bounds by propagation, and what elimination
// and search settle. Percentages of sensitive cells, 1 to threshold - 1.
func Sums(ctx context.Context, w *scenario.World, r *scenario.Release, rule sdc.Rule) (Reveals, error) {
	out := Reveals{Width: rule.Width}
	if r.Statements == nil {
		return out, fmt.Errorf("attack by sums: the release hides nothing")
	}
	// What a reader knows of hidden counts is in the statements already.
	silent := rule
	silent.ZerosProtected = true
	for g := range w.Groups {
		p := w.Problem(g)
		f, err := audit.Attack(ctx, p.Outsider(r.Statements[g], silent), audit.Options{Width: 1, Seed: uint64(g)})
		if err != nil {
			return out, err
		}
		for c, in := range f.Intervals {
			if !p.Published[c] || !rule.Sensitive(p.Counts[c]) {
				continue
			}
			if n := p.Counts[c]; n < in.Lower || n > in.Upper {
				return out, fmt.Errorf("attack by sums: the bounds of a cell exclude the truth")
			}
			out.Sensitive++
			if in.Lower == in.Upper {
				out.Exact++
			}
			if in.Upper-in.Lower < rule.Width {
				out.Narrow++
			}
		}
	}
	return out, nil
}

// Rounded attacks counts that were rounded to a base each by itself: each lies
// within half a base, and sums narrow that.
func Rounded(ctx context.Context, w *scenario.World, r *scenario.Release, base int64, rule sdc.Rule) (Reveals, error) {
	copied := *r
	copied.Statements = make([][]sdc.Statement, len(w.Groups))
	for g := range w.Groups {
		for n, z := range r.Counts[g] {
			if w.Problem(g).Published[n] {
				// z = ⌊(f + b/2)/b⌋·b
				copied.Statements[g] = append(copied.Statements[g], sdc.Statement{Cell: int32(n), Hidden: true, Lower: max(0, z-base/2), Upper: z + base - 1 - base/2})
			}
		}
	}
	return Sums(ctx, w, &copied, rule)
}

// Ranges attacks the habit of stating small counts as a range, "1-4", beside
// totals rounded to a base.
func Ranges(ctx context.Context, w *scenario.World, base int64, rule sdc.Rule) (Reveals, error) {
	r := &scenario.Release{Statements: make([][]sdc.Statement, len(w.Groups))}
	for g := range w.Groups {
		p := w.Problem(g)
		for n, x := range p.Counts {
			if !p.Published[n] {
				continue
			}
			s := sdc.Statement{Cell: int32(n), Value: x}
			switch {
			case n == 0:
				z := (x + base/2) / base * base
				s = sdc.Statement{Cell: 0, Hidden: true, Lower: max(0, z-base/2), Upper: z + base - 1 - base/2}
			case rule.Sensitive(x):
				s = sdc.Statement{Cell: int32(n), Hidden: true, Lower: 1, Upper: rule.Threshold - 1}
			}
			r.Statements[g] = append(r.Statements[g], s)
		}
	}
	return Sums(ctx, w, r, rule)
}

// Percentages attacks rounded counts beside shares from true ones: among the
// pairs that round to what is stated, those whose share, to so many decimals of
// a percent, is the stated one. Right is how many small counts that leaves one
// value for, and it is the true one.
func Percentages(w *scenario.World, base int64, decimals int, rule sdc.Rule) Rate {
	var rate Rate
	scale := int64(100)
	for range decimals {
		scale *= 10
	}
	round := func(n int64) int64 { return (n + base/2) / base * base }
	percent := func(x, n int64) int64 { return (2*scale*x + n) / (2 * n) }
	for g := range w.Groups {
		l, counts := w.Levels[w.Groups[g].Level], w.Groups[g].Counts
		for n, node := range l.Nodes {
			x, total := counts[n], counts[0]
			if node.Kind != scenario.First && node.Kind != scenario.Second || !rule.Sensitive(x) {
				continue
			}
			values := map[int64]bool{}
			for t := max(1, round(total)-base/2); round(t) <= round(total); t++ {
				for y := max(0, round(x)-base/2); round(y) <= round(x) && y <= t; y++ {
					if round(t) == round(total) && round(y) == round(x) && percent(y, t) == percent(x, total) {
						values[y] = true
					}
				}
			}
			rate.add(len(values) == 1 && values[x])
		}
	}
	return rate
}
