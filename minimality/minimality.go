// Package minimality measures what the method of protection itself gives away:
// an attacker who knows it reruns it on every table that could be true, and
// drops those for which it would have hidden other cells.
//
// What belongs here: rerunning, and what remains possible. What does not: a
// judgement. The result is reported and opens or closes no gate, since no
// pattern is safe against it in general, and since on all but tiny tables it
// can only be sampled.
package minimality

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// Rerun hides cells of a problem as the method did.
type Rerun func(ctx context.Context, p *sdc.Problem) (sdc.Pattern, error)

// Report is what an attacker who knows the method can still think possible.
// It is computed with the truth among the tables and stays inside.
type Report struct {
	// Tables were tried, the true one included; Reproduced of them give the
	// published pattern.
	Tables     int `json:"tables"`
	Reproduced int `json:"reproduced"`
	// Sampled says that there may be more tables than were tried: then values
	// that were not met are not excluded, and Shrunk and Exact are upper
	// bounds for the cells that were Judged.
	Sampled bool `json:"sampled"`
	// Primaries are the hidden sensitive cells. Of those that have more values
	// over all tables that were tried than the width of the rule, Judged, it
	// can be told what the method takes away: Shrunk of them have no more
	// values than that over the tables that reproduce the pattern, and Exact
	// have one left.
	Primaries int `json:"primaries"`
	Judged    int `json:"judged"`
	Shrunk    int `json:"shrunk"`
	Exact     int `json:"exact"`
}

// values are those met of one cell.
type values map[int64]bool

// Measure reruns the method on tables, each a count for every cell, that agree
// with all that is published. An error of a rerun stops it.
func Measure(ctx context.Context, p *sdc.Problem, rule sdc.Rule, hidden sdc.Pattern, tables [][]int64, sampled bool, rerun Rerun) (*Report, error) {
	r := &Report{Sampled: sampled}
	var primaries []int32
	for c := range int32(p.Cells) {
		if hidden[c] && p.Sensitive(c, rule) {
			primaries = append(primaries, c)
		}
	}
	r.Primaries = len(primaries)
	before, after := make([]values, len(primaries)), make([]values, len(primaries))
	for i, c := range primaries {
		before[i], after[i] = values{p.Counts[c]: true}, values{p.Counts[c]: true}
	}
	for _, x := range tables {
		same, err := reproduces(ctx, p, x, hidden, rerun)
		if err != nil {
			return nil, err
		}
		r.Tables++
		if same {
			r.Reproduced++
		}
		for i, c := range primaries {
			before[i][x[c]] = true
			if same {
				after[i][x[c]] = true
			}
		}
	}
	for i, c := range primaries {
		width := p.RuleOf(c, rule).Width
		if int64(len(before[i])) <= width {
			continue
		}
		r.Judged++
		if n := int64(len(after[i])); n <= width {
			r.Shrunk++
			if n == 1 {
				r.Exact++
			}
		}
	}
	return r, nil
}

// reproduces reports whether the method hides the same cells if x is true.
func reproduces(ctx context.Context, p *sdc.Problem, x []int64, hidden sdc.Pattern, rerun Rerun) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if len(x) != p.Cells {
		return false, fmt.Errorf("minimality of %s: a table of %d cells instead of %d", p.Group, len(x), p.Cells)
	}
	q := *p
	q.Counts = x
	q.Persons = nil
	pattern, err := rerun(ctx, &q)
	if err != nil {
		return false, fmt.Errorf("minimality of %s: %w", p.Group, err)
	}
	return slices.Equal(pattern, hidden), nil
}

// Sample draws up to n different tables that agree with the knowledge, the
// true one among them, by a random walk of chains from a table that was found.
// The same seed gives the same tables. They are not drawn evenly: what is rare
// among them need not be rare among all.
func Sample(k *sdc.Knowledge, truth []int64, n int, seed uint64) [][]int64 {
	y := moves.NewSystem(k.Structure)
	lower, upper := make([]int64, y.Units), make([]int64, y.Units)
	for u := range upper {
		upper[u] = sdc.Unbounded
	}
	for c, u := range y.Of {
		lower[u], upper[u] = max(lower[u], k.Lower[c]), min(upper[u], k.Upper[c])
	}
	var unknown []int32
	for u := range int32(y.Units) {
		if lower[u] < upper[u] {
			unknown = append(unknown, u)
		}
	}
	out := [][]int64{truth}
	m, ok := moves.Find(y, lower, upper, seed)
	if !ok || len(unknown) == 0 {
		return out
	}
	rng := rand.New(rand.NewPCG(seed, 0x5bd1e995))
	for range n * stepsPerTable {
		m.Retry = rng.IntN(1 << 20)
		if _, ok := m.Move(unknown[rng.IntN(len(unknown))], int64(1+rng.IntN(farthest))*int64(1-2*rng.IntN(2)), 0); !ok {
			continue
		}
		x := make([]int64, k.Cells)
		for c, u := range y.Of {
			x[c] = m.At(u)
		}
		if len(out) < n && !slices.ContainsFunc(out, func(o []int64) bool { return slices.Equal(o, x) }) {
			out = append(out, x)
		}
	}
	return out
}

// Limits of the walk: chains tried for each table that is wanted, and the
// largest change of the cell that starts one.
const (
	stepsPerTable = 4
	farthest      = 4
)
