package attack

import (
	"math"

	"doorstroommonitor/estimate"
	"doorstroommonitor/protect"
	"doorstroommonitor/scenario"
)

// Guess is what a Bayesian attacker makes of small counts: how often the most
// likely value of a count of 1 or 2 is the true one, and how often it would be
// without seeing anything.
type Guess struct {
	Seen, Blind Rate
}

// likelihood is the chance of a published value for each true count from 0.
type likelihood func(published int64, count int) float64

// bayes guesses every second destination by itself from one published value,
// with the counts of all others of its level and node as prior.
func bayes(w *scenario.World, published func(g, node int) int64, chance likelihood) Guess {
	var out Guess
	priorOf := priors(w)
	for l, level := range w.Levels {
		for n, node := range level.Nodes {
			if node.Kind != scenario.Second {
				continue
			}
			prior := priorOf[l][n]
			blind := mode(prior, func(int) float64 { return 1 })
			for g := range w.Groups {
				if w.Groups[g].Level != l {
					continue
				}
				x := int(w.Groups[g].Counts[n])
				if x < 1 || x > 2 {
					continue
				}
				y := published(g, n)
				out.Seen.add(mode(prior, func(k int) float64 { return chance(y, k) }) == x)
				out.Blind.add(blind == x)
			}
		}
	}
	return out
}

// most is the count from which on counts are taken together in a prior.
const most = 400

// priors counts how often each count occurs, by level and node; right for
// second destinations, up to the largest count that any has.
func priors(w *scenario.World) [][][]float64 {
	out := make([][][]float64, len(w.Levels))
	for l, level := range w.Levels {
		out[l] = make([][]float64, len(level.Nodes))
		for n := range out[l] {
			out[l][n] = make([]float64, most+1)
		}
	}
	largest := int64(0)
	for g := range w.Groups {
		for n, x := range w.Groups[g].Counts {
			out[w.Groups[g].Level][n][min(most, x)]++
			if w.Levels[w.Groups[g].Level].Nodes[n].Kind == scenario.Second {
				largest = max(largest, min(most, x))
			}
		}
	}
	for l := range out {
		for n := range out[l] {
			out[l][n] = out[l][n][:largest+1]
		}
	}
	return out
}

func mode(prior []float64, chance func(count int) float64) int {
	best, at := -1.0, 0
	for k, p := range prior {
		if p > 0 {
			if q := p * chance(k); q > best {
				best, at = q, k
			}
		}
	}
	return at
}

// BayesFormal guesses from the noisy counts of the second destinations.
func BayesFormal(w *scenario.World, f *scenario.Noisy) Guess {
	values, variance := f.Measured(scenario.TableSecond)
	return bayes(w, func(g, n int) int64 { return values[g][n] }, func(y int64, k int) float64 {
		z := float64(y - int64(k))
		return math.Exp(-z * z / (2 * variance))
	})
}

// BayesCellKey guesses from counts with cell key noise, knowing the table of
// perturbations.
func BayesCellKey(w *scenario.World, r *scenario.Release, t *protect.PerturbationTable) Guess {
	return bayes(w, func(g, n int) int64 { return r.Counts[g][n] }, func(y int64, k int) float64 {
		for _, e := range t.Row(int64(k)) {
			if int64(k)+int64(e.V) == y {
				return e.P
			}
		}
		return 0
	})
}

// Beside is how many small counts of second destinations are right from noisy
// figures alone, and with an exact cube of the first level beside them.
type Beside struct {
	Noisy, WithExact Rate
}

// ExactBeside attacks two regimes about the same pupils: the exact first level
// takes noise off the second.
func ExactBeside(w *scenario.World, f *scenario.Noisy) (Beside, error) {
	var out Beside
	values, variance := f.Measured(scenario.TableSecond)
	for g := range w.Groups {
		l, counts := w.Levels[w.Groups[g].Level], w.Groups[g].Counts
		solve := func(exact bool) (*estimate.Solution, error) {
			y, v := make([]float64, len(counts)), make([]float64, len(counts))
			for n, node := range l.Nodes {
				v[n] = math.Inf(1)
				switch {
				case node.Kind == scenario.Second:
					y[n], v[n] = float64(values[g][n]), variance
				case exact && (node.Kind == scenario.First || node.Kind == scenario.Total || node.Kind == scenario.Rest):
					y[n], v[n] = float64(counts[n]), 0
				}
			}
			return l.Shape().Solve(y, v, nil)
		}
		noisy, err := solve(false)
		if err != nil {
			return out, err
		}
		both, err := solve(true)
		if err != nil {
			return out, err
		}
		a, b := l.Shape().Project(noisy.X, nil), l.Shape().Project(both.X, nil)
		for n, node := range l.Nodes {
			if node.Kind == scenario.Second && counts[n] >= 1 && counts[n] < 5 {
				out.Noisy.add(a[n] == counts[n])
				out.WithExact.add(b[n] == counts[n])
			}
		}
	}
	return out, nil
}

// Difference attacks two releases of the same cells, the second after a
// correction: how many changes of counts follow exactly from the difference.
func Difference(before, after, trueBefore, trueAfter []int64) Rate {
	var rate Rate
	for i := range before {
		if d := trueAfter[i] - trueBefore[i]; d != 0 {
			rate.add(after[i]-before[i] == d)
		}
	}
	return rate
}
