package estimate

import (
	"cmp"
	"math"
	"slices"
)

// Project returns whole numbers that are not negative and fit every sum, near
// x: the root is rounded, and from there down each partition is projected on
// the numbers with the right sum and rounded by largest fractions, ties by
// order. allowed says which nodes can be other than 0; nil: all.
//
// Projection lifts small numbers, so that the result is for display; means over
// many figures take the measurements themselves.
func (s *Shape) Project(x []float64, allowed []bool) []int64 {
	z := make([]int64, s.nodes)
	z[0] = max(0, int64(math.Round(x[0])))
	for i := range s.nodes {
		for _, p := range s.split[i] {
			s.projectPart(&s.parts[p], x, allowed, z)
		}
	}
	return z
}

func (s *Shape) projectPart(part *Part, x []float64, allowed []bool, z []int64) {
	total := z[part.Parent]
	var open []int
	for _, c := range part.Children {
		z[c] = 0
		if allowed == nil || allowed[c] {
			open = append(open, c)
		}
	}
	if total == 0 || len(open) == 0 {
		return
	}
	near := make([]float64, len(open))
	for i, c := range open {
		near[i] = x[c]
	}
	for i, n := range Divide(total, near) {
		z[open[i]] = n
	}
}

// Divide returns whole numbers that are not negative and add up to total, near
// x: the projection on such numbers, rounded by largest fractions, ties by
// order. There is at least one.
func Divide(total int64, x []float64) []int64 {
	z, fraction, order := make([]int64, len(x)), make([]float64, len(x)), make([]int, len(x))
	if total == 0 {
		return z
	}
	lift := water(x, float64(total))
	left := total
	for i := range x {
		u := max(0, x[i]-lift)
		whole := math.Floor(u + 1e-9)
		z[i], fraction[i], order[i] = int64(whole), u-whole, i
		left -= z[i]
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(fraction[b], fraction[a]), a-b)
	})
	for i := 0; left > 0; i, left = i+1, left-1 {
		z[order[i%len(order)]]++
	}
	return z
}

// water returns θ with Σ max(0, x - θ) = total, the Euclidean projection on
// the simplex (Held, Wolfe & Crowder 1974).
func water(x []float64, total float64) float64 {
	values := slices.Clone(x)
	slices.SortFunc(values, func(a, b float64) int { return cmp.Compare(b, a) })
	theta, sum := 0.0, 0.0
	for r, v := range values {
		sum += v
		t := (sum - total) / float64(r+1)
		if v-t <= 0 {
			break
		}
		theta = t
	}
	return theta
}
