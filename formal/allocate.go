package formal

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"
)

// Part is one measurement in a plan: Cost is the privacy it takes at variance
// 1 (1 for a marginal), Worth the factor of its variance in what is to be
// minimised.
type Part struct{ Cost, Worth float64 }

// Allocate divides one unit of budget so that Σ worth·σ² is least, in closed
// form (Xiao, He, Zhang & Kifer, "An Optimal and Scalable Matrix Mechanism for
// Noisy Marginals under Convex Loss Functions", 2023, for the sum of
// variances): with c = Σ cost/σ²
//
//	σ² = √(T·cost/(c·worth)),   T = (Σ √(worth·cost))²/c
//
// so that the share of a part is √(worth·cost) over the sum of these. T/c is
// the least value at c = 1. Shares are rounded to the given denominator, each
// at least one unit, and add up to 1.
func Allocate(parts []Part, denominator int64) ([]*big.Rat, float64, error) {
	if int64(len(parts)) > denominator || len(parts) == 0 {
		return nil, 0, fmt.Errorf("allocate: %d parts cannot each have one of %d units", len(parts), denominator)
	}
	root, sum := make([]float64, len(parts)), 0.0
	for i, p := range parts {
		if !(p.Cost > 0 && p.Worth > 0) {
			return nil, 0, fmt.Errorf("allocate: part %d has cost %v and worth %v; both have to be positive", i, p.Cost, p.Worth)
		}
		root[i] = math.Sqrt(p.Cost * p.Worth)
		sum += root[i]
	}
	units, left := make([]int64, len(parts)), denominator
	order := make([]int, len(parts))
	for i := range parts {
		units[i] = max(1, int64(root[i]/sum*float64(denominator)))
		left -= units[i]
		order[i] = i
	}
	lack := func(i int) float64 { return root[i]/sum*float64(denominator) - float64(units[i]) }
	for ; left != 0; left -= int64(sign(left)) {
		slices.SortStableFunc(order, func(i, j int) int { return sign(left) * cmp.Compare(lack(j), lack(i)) })
		i := order[slices.IndexFunc(order, func(i int) bool { return left > 0 || units[i] > 1 })]
		units[i] += int64(sign(left))
	}
	shares := make([]*big.Rat, len(parts))
	for i, u := range units {
		shares[i] = big.NewRat(u, denominator)
	}
	return shares, sum * sum, nil
}

// Marginal is a wanted table: the attributes it crosses, as a set of bits, and
// the weight of each of its cells.
type Marginal struct {
	Attributes uint64
	Weight     float64
}

// Residuals turns a workload of marginals over attributes of these sizes into
// the parts of the ResidualPlanner: one for every set of attributes within a
// wanted marginal, ascending by bits. With
//
//	cost(S)  = Π_{i in S} (m_i - 1)/m_i
//	worth(S) = Σ_{A ⊇ S} weight_A·Π_{i in A} m_i·cost(S)·Π_{j in A\S} 1/m_j²
//
// Allocate gives the least sum of variances that any unbiased estimate of the
// workload from Gaussian measurements has: what to hold other designs against.
func Residuals(sizes []int, workload []Marginal) (sets []uint64, parts []Part, err error) {
	worth := map[uint64]float64{}
	for _, m := range workload {
		if m.Attributes>>len(sizes) != 0 || !(m.Weight > 0) {
			return nil, nil, fmt.Errorf("residuals: marginal %b over %d attributes with weight %v", m.Attributes, len(sizes), m.Weight)
		}
		for s := m.Attributes; ; s = (s - 1) & m.Attributes {
			worth[s] += m.Weight * product(sizes, m.Attributes, func(n float64) float64 { return n }) *
				product(sizes, s, residual) * product(sizes, m.Attributes&^s, func(n float64) float64 { return 1 / (n * n) })
			if s == 0 {
				break
			}
		}
	}
	for s := range worth {
		sets = append(sets, s)
	}
	slices.Sort(sets)
	for _, s := range sets {
		parts = append(parts, Part{Cost: product(sizes, s, residual), Worth: worth[s]})
	}
	return sets, parts, nil
}

func residual(n float64) float64 { return (n - 1) / n }

func product(sizes []int, set uint64, of func(float64) float64) float64 {
	p := 1.0
	for i, n := range sizes {
		if set>>i&1 == 1 {
			p *= of(float64(n))
		}
	}
	return p
}

func sign(n int64) int {
	if n < 0 {
		return -1
	}
	return 1
}
