package moves_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// cuboid is a table of three dimensions with all margins.
func cuboid(a, b, c int) (*sdc.Structure, func(i, j, k int) int32) {
	at := func(i, j, k int) int32 { return int32((i*(b+1)+j)*(c+1) + k) }
	s := &sdc.Structure{Group: "cuboid", Cells: (a + 1) * (b + 1) * (c + 1)}
	line := func(n int, cell func(int) int32) {
		r := sdc.Relation{Parent: cell(n)}
		for x := range n {
			r.Children = append(r.Children, cell(x))
		}
		s.Relations = append(s.Relations, r)
	}
	for i := range a + 1 {
		for j := range b + 1 {
			line(c, func(x int) int32 { return at(i, j, x) })
		}
	}
	for i := range a + 1 {
		for k := range c + 1 {
			line(b, func(x int) int32 { return at(i, x, k) })
		}
	}
	for j := range b + 1 {
		for k := range c + 1 {
			line(a, func(x int) int32 { return at(x, j, k) })
		}
	}
	return s, at
}

// truth draws inner counts and adds them up.
func truth(s *sdc.Structure, at func(i, j, k int) int32, a, b, c int, rng *rand.Rand) []int64 {
	x := make([]int64, s.Cells)
	for i := range a {
		for j := range b {
			for k := range c {
				n := int64(1 + rng.IntN(12))
				for _, p := range []int{i, a} {
					for _, q := range []int{j, b} {
						for _, r := range []int{k, c} {
							x[at(p, q, r)] += n
						}
					}
				}
			}
		}
	}
	return x
}

func holds(s *sdc.Structure, y *moves.System, x []int64) bool {
	for _, r := range s.Relations {
		sum := int64(0)
		for _, c := range r.Children {
			sum += x[y.Of[c]]
		}
		if sum != x[y.Of[r.Parent]] {
			return false
		}
	}
	return true
}

// TestFindsATableFromMarginsAlone hides all inner cells of cuboids, with and
// without some margins: a table is found from what is left, and satisfies
// every sum and bound.
func TestFindsATableFromMarginsAlone(t *testing.T) {
	found := 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 2))
		a, b, c := 3+rng.IntN(4), 3+rng.IntN(4), 2+rng.IntN(4)
		s, at := cuboid(a, b, c)
		y := moves.NewSystem(s)
		x := truth(s, at, a, b, c, rng)
		lower, upper := make([]int64, y.Units), make([]int64, y.Units)
		for cell, u := range y.Of {
			lower[u], upper[u] = x[cell], x[cell]
		}
		for i := range a {
			for j := range b {
				for k := range c {
					lower[y.Of[at(i, j, k)]], upper[y.Of[at(i, j, k)]] = 1, sdc.Unbounded
				}
			}
		}
		for range rng.IntN(6) {
			u := y.Of[rng.IntN(s.Cells)]
			lower[u], upper[u] = 1, sdc.Unbounded
		}
		m, ok := moves.Find(y, lower, upper, seed)
		if !ok {
			continue
		}
		found++
		if !holds(s, y, m.Table()) {
			t.Fatalf("seed %d: the table that was found breaks a sum", seed)
		}
		for u, v := range m.Table() {
			if v < lower[u] || v > upper[u] {
				t.Fatalf("seed %d: unit %d is %d, outside %d..%d", seed, u, v, lower[u], upper[u])
			}
		}
	}
	if found < 55 {
		t.Errorf("found a table in %d of 60 worlds", found)
	}
}

// TestChainsKeepEverySum moves single cells of cuboids: the steps lead to a
// table that satisfies all sums and bounds, known cells stay, taking the steps
// back restores the table, and a move that fails leaves it alone.
func TestChainsKeepEverySum(t *testing.T) {
	moved := 0
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 3))
		s, at := cuboid(4, 3, 3)
		y := moves.NewSystem(s)
		x := truth(s, at, 4, 3, 3, rng)
		lower, upper, price := make([]int64, y.Units), make([]int64, y.Units), make([]int32, y.Units)
		start := make([]int64, y.Units)
		for cell, u := range y.Of {
			start[u], upper[u], price[u] = x[cell], sdc.Unbounded, moves.Fixed
		}
		for cell := range s.Cells {
			if rng.IntN(3) > 0 {
				lower[y.Of[cell]], price[y.Of[cell]] = 1, 0
			}
		}
		m := moves.NewMover(y, start, lower, upper, price, seed)
		for cell := range s.Cells {
			u := y.Of[cell]
			steps, ok := m.Move(u, 1+int64(rng.IntN(4)), 0)
			if !holds(s, y, m.Table()) {
				t.Fatalf("seed %d: moving unit %d (%v) broke a sum", seed, u, ok)
			}
			for v, now := range m.Table() {
				if price[v] == moves.Fixed && now != start[v] || now < lower[v] {
					t.Fatalf("seed %d: unit %d went from %d to %d", seed, v, start[v], now)
				}
			}
			if ok {
				moved++
				m.Back(slices.Clone(steps))
			}
			if !slices.Equal(m.Table(), start) {
				t.Fatalf("seed %d: the table after unit %d (%v) is another", seed, u, ok)
			}
		}
	}
	if moved < 500 {
		t.Errorf("%d moves in all: the draws test nothing", moved)
	}
}
