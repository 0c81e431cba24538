package moves

import "math"

// sweeps limits the passes of balance.
const sweeps = 60

// balance spreads known sums over unknown units in proportion to what these
// have above their lower bounds, over and over (iterative proportional
// fitting, Deming and Stephan 1940); an unknown parent moves halfway to the
// sum of its children. The result is a start for Find, no more: it need not
// satisfy the equations, and nothing is proven by it.
func (y *System) balance(lower, upper []int64) []float64 {
	x := make([]float64, y.Units)
	for u := range x {
		x[u] = float64(lower[u])
		if upper[u] > lower[u] {
			x[u] += math.Min(float64(upper[u]-lower[u])/2, 4)
		}
	}
	n := int32(y.Equations())
	for s := range sweeps {
		worst := 0.0
		for i := range n {
			e := i
			if s%2 == 0 {
				e = n - 1 - i
			}
			worst = max(worst, y.level(e, x, lower, upper))
		}
		if worst < 0.25 {
			break
		}
	}
	return x
}

// level makes one equation hold as far as the bounds allow; it returns by how
// much it did not.
func (y *System) level(e int32, x []float64, lower, upper []int64) float64 {
	members := y.Members(e)
	var sum, room, free float64
	for _, u := range members[1:] {
		sum += x[u]
		if lower[u] < upper[u] {
			room += x[u] - float64(lower[u])
			free++
		}
	}
	p := members[0]
	if y.follows(e, lower, upper) {
		x[p] = clamp(sum, lower[p], upper[p])
	} else if lower[p] < upper[p] {
		x[p] = clamp((sum+x[p])/2, lower[p], upper[p])
	}
	gap := x[p] - sum
	if gap == 0 || free == 0 {
		return math.Abs(gap)
	}
	for _, u := range members[1:] {
		if lower[u] == upper[u] {
			continue
		}
		share := gap / free
		if room > 1e-9 {
			share = gap * (x[u] - float64(lower[u])) / room
		}
		x[u] = clamp(x[u]+share, lower[u], upper[u])
	}
	return math.Abs(gap)
}

func clamp(v float64, lower, upper int64) float64 {
	return math.Min(math.Max(v, float64(lower)), float64(upper))
}

// follows reports whether the parent of equation e is unknown and in no other
// equation: nothing has to be balanced for it.
func (y *System) follows(e int32, lower, upper []int64) bool {
	p := y.Members(e)[0]
	return lower[p] < upper[p] && len(y.In(p)) == 1
}

// sumUp gives such parents the sum of the others, as far as their bounds allow.
func (y *System) sumUp(x, lower, upper []int64) {
	for e := range int32(y.Equations()) {
		if y.follows(e, lower, upper) {
			p := y.Members(e)[0]
			x[p] = min(max(x[p]+y.Residue(e, x), lower[p]), upper[p])
		}
	}
}
