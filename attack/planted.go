package attack

import (
	"math"
	"math/rand/v2"

	"doorstroommonitor/scenario"
)

// Plant returns the world with one record more in every group, and at which
// destination of the first level it is, drawn by the shares of the country.
func Plant(w *scenario.World, seed uint64) (*scenario.World, []int) {
	r := rand.New(rand.NewPCG(seed, 1))
	national := w.National()
	after := w.With(append([]scenario.Group(nil), w.Groups...))
	where := make([]int, len(w.Groups))
	for g := range after.Groups {
		group := &after.Groups[g]
		l := w.Levels[group.Level]
		group.Counts = append([]int64(nil), group.Counts...)
		first := pick(r, l, national[group.Level], scenario.First, 0)
		second := pick(r, l, national[group.Level], scenario.Second, first)
		group.Counts[0]++
		group.Counts[first]++
		group.Counts[second]++
		if sex := pick(r, l, national[group.Level], scenario.Sex, first); sex > 0 { // else the level is a plain one
			group.Counts[sex]++
		}
		if first != l.Main {
			group.Counts[scenario.RestNode]++
		}
		where[g] = first
	}
	return after, where
}

// pick draws a node of a kind below a parent by these weights.
func pick(r *rand.Rand, l *scenario.Level, weight []float64, kind scenario.Kind, parent int) int {
	sum, last := 0.0, 0
	for n, node := range l.Nodes {
		if node.Kind == kind && node.Parent == parent {
			sum, last = sum+weight[n], n
		}
	}
	u := r.Float64() * sum
	for n, node := range l.Nodes {
		if node.Kind == kind && node.Parent == parent {
			if u -= weight[n]; u < 0 {
				return n
			}
		}
	}
	return last
}

// Planted attacks two releases between which one record came to every group:
// where did it go? The attacker takes a stated destination that grew by one;
// failing that the likeliest of those that are hidden. Blind is always the
// main destination.
func Planted(w *scenario.World, before, after *scenario.Release, where []int) Guess {
	var out Guess
	for g := range w.Groups {
		l := w.Levels[w.Groups[g].Level]
		national := before.National[w.Groups[g].Level]
		guess, best, grown := l.Main, -1.0, false
		for n, node := range l.Nodes {
			if node.Kind != scenario.First {
				continue
			}
			a, b := before.Counts[g][n], after.Counts[g][n]
			switch {
			case a >= 0 && b >= 0 && b > a && !grown:
				guess, grown = n, true
			case !grown && (a < 0 || b < 0) && national[n] > best:
				guess, best = n, national[n]
			}
		}
		out.Seen.add(guess == where[g])
		out.Blind.add(l.Main == where[g])
	}
	return out
}

// PlantedFormal does the same with noisy figures, by likelihood: each release
// has noise of its own, so that the difference has the variance of both.
func PlantedFormal(w *scenario.World, before, after *scenario.Noisy, where []int) Guess {
	var out Guess
	national := w.National()
	for g := range w.Groups {
		level := w.Groups[g].Level
		l := w.Levels[level]
		a, variance := before.Consistent(g)
		b, _ := after.Consistent(g)
		guess, best := l.Main, math.Inf(-1)
		for n, node := range l.Nodes {
			if node.Kind != scenario.First {
				continue
			}
			score := math.Log(max(national[level][n], 1e-9)) + (2*(b[n]-a[n])-1)/(4*variance[n])
			if score > best {
				guess, best = n, score
			}
		}
		out.Seen.add(guess == where[g])
		out.Blind.add(l.Main == where[g])
	}
	return out
}
