package attackers

import (
	"slices"
	"testing"
)

// TestEveryBeginningOfASelectionIsSpread: nobody twice, at most the limit, and
// however early one stops, no gap is more than three times as wide as it must be.
func TestEveryBeginningOfASelectionIsSpread(t *testing.T) {
	for n := range 700 {
		got := selection(n, 50)
		if len(got) > 50 || n <= 50 && len(got) != n || n > 50 && len(got) <= 25 {
			t.Fatalf("%d of %d are chosen", len(got), n)
		}
		for k := range got {
			first := slices.Sorted(slices.Values(got[:k+1]))
			gap := max(first[0], n-1-first[k])
			for i := 1; i <= k; i++ {
				if first[i] == first[i-1] {
					t.Fatalf("of %d, number %d is chosen twice", n, first[i])
				}
				gap = max(gap, first[i]-first[i-1])
			}
			if limit := 3 * (n/(k+1) + 1); gap > limit {
				t.Fatalf("the first %d chosen of %d leave a gap of %d: %v", k+1, n, gap, first)
			}
		}
	}
}
