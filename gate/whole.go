package gate

import (
	"cmp"
	"math"
	"slices"

	"doorstroommonitor/estimate"
)

// whole makes whole numbers of the estimates, which are those of a made-up
// population. In which order tables have their turn is a matter of taste, and
// matters where tables cross: what was measured best first, or the table with
// the fewest cells, or with the most. The numbers nearest to the estimates are
// taken, which noisy counts alone decide.
func (n *noisy) whole(e *estimates, total int64) []int64 {
	tables := n.x.Drawn()
	by := func(key func(t int) float64) []int {
		return slices.SortedStableFunc(slices.Values(tables), func(a, b int) int { return cmp.Compare(key(a), key(b)) })
	}
	leaves := func(t int) float64 { from, to := n.x.Range(t); return float64(to - from) }
	orders := [][]int{
		by(func(t int) float64 { return e.variance[t] }),
		by(leaves),
		by(func(t int) float64 { return -leaves(t) }),
	}
	var nearest []int64
	least := math.Inf(1)
	for _, order := range orders { // one by one: each takes gigabytes for a country
		made := n.x.Spread(total, e.near, order, estimate.Divide)
		if d := n.distance(e, made); nearest == nil || d < least {
			nearest, least = made, d
		}
	}
	return nearest
}

// distance is how far whole numbers are from the estimates, as least squares
// counts it.
func (n *noisy) distance(e *estimates, whole []int64) float64 {
	sum := 0.0
	for t, v := range e.variance {
		from, to := n.x.Range(t)
		for l := from; l < to; l++ {
			d := float64(whole[l]) - e.near[l]
			sum += d * d / v
		}
	}
	return sum
}
