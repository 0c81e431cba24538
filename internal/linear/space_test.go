package linear_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"doorstroommonitor/internal/linear"
)

// rank is the rank of rows by fractions, the slow and certain way.
func rank(rows [][]int64) int {
	m := make([][]*big.Rat, len(rows))
	for i, r := range rows {
		for _, v := range r {
			m[i] = append(m[i], big.NewRat(v, 1))
		}
	}
	done := 0
	for c := 0; len(m) > 0 && c < len(m[0]); c++ {
		p := -1
		for i := done; i < len(m); i++ {
			if m[i][c].Sign() != 0 {
				p = i
				break
			}
		}
		if p < 0 {
			continue
		}
		m[done], m[p] = m[p], m[done]
		for i := done + 1; i < len(m); i++ {
			f := new(big.Rat).Quo(m[i][c], m[done][c])
			for k := c; k < len(m[i]); k++ {
				m[i][k].Sub(m[i][k], new(big.Rat).Mul(f, m[done][k]))
			}
		}
		done++
	}
	return done
}

// TestSpaceAgainstFractions draws sums over unknowns at random and compares
// what is determined, and what determines each other, with ranks computed by
// fractions, modulo both primes, before and after publishing unknowns.
func TestSpaceAgainstFractions(t *testing.T) {
	determined, multiples := 0, 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 1))
		n := 4 + rng.IntN(7)
		unknown := make([]bool, n)
		for k := range unknown {
			unknown[k] = rng.IntN(5) > 0
		}
		var rows [][]int64 // of known combinations
		unit := func(k int) []int64 {
			row := make([]int64, n)
			row[k] = 1
			return row
		}
		for k := range n {
			if !unknown[k] {
				rows = append(rows, unit(k))
			}
		}
		spaces := []*linear.Space{linear.NewSpace(unknown, linear.FirstPrime), linear.NewSpace(unknown, linear.SecondPrime)}
		for range 1 + rng.IntN(5) {
			perm := rng.Perm(n)[:2+rng.IntN(n-2)]
			row, members := make([]int64, n), make([]int32, 0, n)
			for i, k := range perm {
				row[k] = 1
				if i == 0 {
					row[k] = -1
				}
				members = append(members, int32(k))
			}
			rows = append(rows, row)
			for _, s := range spaces {
				s.Sum(members)
			}
		}
		for range 3 {
			base := rank(rows)
			for _, s := range spaces {
				for a := range n {
					want := rank(append(rows[:len(rows):len(rows)], unit(a))) == base
					if s.Determined(int32(a)) != want {
						t.Fatalf("seed %d: unknown %d determined: %v, by fractions %v", seed, a, !want, want)
					}
					if want {
						determined++
						continue
					}
					for b := range a {
						if s.Determined(int32(b)) {
							continue
						}
						same := rank(append(rows[:len(rows):len(rows)], unit(a), unit(b))) == base+1
						if (s.Ratio(int32(a)) == s.Ratio(int32(b))) != same {
							t.Fatalf("seed %d: %d and %d determine each other: by fractions %v", seed, a, b, same)
						}
						if same {
							multiples++
						}
					}
				}
			}
			k := rng.IntN(n)
			rows = append(rows, unit(k))
			for _, s := range spaces {
				want := map[int32]uint64{}
				s.Preview(int32(k), func(int32) bool { return true }, func(u int32, ratio uint64) bool { want[u] = ratio; return true })
				s.Publish(int32(k), func(u int32) {
					if int(u) != k && !s.Determined(u) && s.Ratio(u) != want[u] {
						t.Fatalf("seed %d: preview of %d promised another form of %d", seed, k, u)
					}
				})
			}
		}
	}
	if determined < 100 || multiples < 100 {
		t.Errorf("only %d determined and %d multiples: the draws test nothing", determined, multiples)
	}
}
