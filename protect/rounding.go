package protect

import "fmt"

// RoundEach rounds every count, non-negative, by itself to the nearest
// multiple of the base; halves go up. It is a negative control: the figures do
// not add up, and where they do not, the difference tells.
//
// The attack needs a total and its parts only. A published f̂ says that
//
//	f̂ - b/2 <= f < f̂ + b/2, f >= 0
//
// and f = Σ parts narrows that for all of them. With base 3, two cells of 1
// and their total 2 are published as 0, 0 and 3: each part is at most 1 and
// together they are at least 2, so both are 1. Small count rounding publishes
// 0, 3 and 3 instead, or the like, which other true tables explain as well.
func RoundEach(counts []int64, base int64) ([]int64, error) {
	if base < 2 {
		return nil, fmt.Errorf("conventional rounding: base %d is less than 2", base)
	}
	rounded := make([]int64, len(counts))
	for i, n := range counts {
		if n < 0 {
			return nil, fmt.Errorf("conventional rounding: the count of cell %d is negative", i)
		}
		rounded[i] = (n + base/2) / base * base
	}
	return rounded, nil
}
