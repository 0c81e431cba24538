package lp

import (
	"math/rand/v2"
	"testing"
)

// random draws a small problem with a solution: rows with coefficients
// -1, 0, 1, 2 over variables 0..4, the last one without an upper bound where
// open is true. The right-hand sides are those of a drawn point.
func random(rng *rand.Rand, open bool) (*Problem, []int64) {
	n := 2 + rng.IntN(3)
	p, x := &Problem{}, make([]int64, n)
	for j := range n {
		x[j] = int64(rng.IntN(5))
		p.Lower, p.Upper = append(p.Lower, 0), append(p.Upper, 4)
	}
	if open {
		p.Upper[n-1] = Infinite
	}
	for range 1 + rng.IntN(3) {
		var r Row
		for j := range n {
			if c := int64(rng.IntN(4) - 1); c != 0 {
				r.Index, r.Coef = append(r.Index, j), append(r.Coef, c)
				r.RHS += c * x[j]
			}
		}
		if len(r.Index) > 0 {
			p.Rows = append(p.Rows, r)
		}
	}
	return p, x
}

// all visits every integer solution with values up to most.
func all(p *Problem, most int64, visit func(x []int64)) {
	x := make([]int64, len(p.Lower))
	var step func(j int)
	step = func(j int) {
		if j < len(x) {
			for x[j] = p.Lower[j]; x[j] <= min(p.Upper[j], most); x[j]++ {
				step(j + 1)
			}
			return
		}
		for _, r := range p.Rows {
			sum := int64(0)
			for k, i := range r.Index {
				sum += r.Coef[k] * x[i]
			}
			if sum != r.RHS {
				return
			}
		}
		visit(x)
	}
	step(0)
}

// TestAnyDualGivesAValidBound feeds the verification with nonsense: whatever
// the floating-point solver might answer, no solution lies beyond the bound.
func TestAnyDualGivesAValidBound(t *testing.T) {
	given := 0
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p, _ := random(rng, seed%2 == 0)
		m, err := newMatrix(p)
		if err != nil {
			t.Fatal(err)
		}
		dual := make([]float64, len(p.Rows))
		for i := range dual {
			dual[i] = rng.NormFloat64() * 2
			if rng.IntN(3) == 0 {
				dual[i] = float64(rng.IntN(5)-2) / float64(1+rng.IntN(3))
			}
		}
		v := rng.IntN(len(p.Lower))
		for _, sign := range []int64{1, -1} {
			bound, ok := m.bound(v, sign, dual)
			if !ok {
				continue
			}
			given++
			all(p, 20, func(x []int64) {
				if sign*x[v] < bound {
					t.Fatalf("seed %d: the bound %d on %d·x[%d] excludes the solution %v", seed, bound, sign, v, x)
				}
			})
		}
	}
	if given < 3000 {
		t.Errorf("only %d of 6000 answers gave a bound", given)
	}
}

func TestUselessDualsGiveNoBound(t *testing.T) {
	p := &Problem{Lower: []int64{0, 0}, Upper: []int64{9, Infinite}, Rows: []Row{{Index: []int{0}, Coef: []int64{1}, RHS: 5}}}
	m, err := newMatrix(p)
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := m.bound(1, -1, []float64{0}); ok {
		t.Errorf("a variable without any upper bound got %d", b)
	}
	nan := []float64{0}
	nan[0] /= nan[0]
	if b, ok := m.bound(0, 1, nan); ok {
		t.Errorf("duals that are not numbers gave %d", b)
	}
	if b, ok := m.bound(0, 1, []float64{1e300}); ok {
		t.Errorf("duals beyond exact range gave %d", b)
	}
}

// TestRepairFindsABound: a dual a little too small leaves the variable
// without an upper bound a negative reduced cost; one step mends it.
func TestRepairFindsABound(t *testing.T) {
	// x + y = 10, y >= 0 without an upper bound: x <= 10.
	p := &Problem{Lower: []int64{0, 0}, Upper: []int64{Infinite, Infinite}, Rows: []Row{{Index: []int{0, 1}, Coef: []int64{1, 1}, RHS: 10}}}
	m, err := newMatrix(p)
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := m.bound(0, -1, []float64{-0.9999999}); !ok || b != -10 {
		t.Errorf("bound %d (%v), want -10", b, ok)
	}
}

func TestOnlyWholePointsThatHoldArePassedOn(t *testing.T) {
	p := &Problem{Lower: []int64{0, 0}, Upper: []int64{9, 9}, Rows: []Row{{Index: []int{0, 1}, Coef: []int64{1, 1}, RHS: 10}}}
	m, err := newMatrix(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		sentence string
		x        []float64
		want     bool
	}{
		{"a solution within rounding", []float64{3.0000001, 6.9999999}, true},
		{"a fraction", []float64{3.5, 6.5}, false},
		{"a row that does not hold", []float64{3, 6}, false},
		{"a value beyond its bound", []float64{0, 10}, false},
	} {
		if got := m.integral(c.x); (got != nil) != c.want {
			t.Errorf("%s: %v", c.sentence, got)
		}
	}
}

func TestMalformedProblemsAreRefused(t *testing.T) {
	for sentence, p := range map[string]*Problem{
		"bounds of different length": {Lower: []int64{0}, Upper: []int64{1, 2}},
		"crossed bounds":             {Lower: []int64{2}, Upper: []int64{1}},
		"an unknown variable":        {Lower: []int64{0}, Upper: []int64{1}, Rows: []Row{{Index: []int{1}, Coef: []int64{1}}}},
		"a variable twice in a row":  {Lower: []int64{0}, Upper: []int64{1}, Rows: []Row{{Index: []int{0, 0}, Coef: []int64{1, 1}}}},
		"a huge coefficient":         {Lower: []int64{0}, Upper: []int64{1}, Rows: []Row{{Index: []int{0}, Coef: []int64{1 << 30}}}},
		"a coefficient too few":      {Lower: []int64{0}, Upper: []int64{1}, Rows: []Row{{Index: []int{0}}}},
	} {
		if _, err := newMatrix(p); err == nil {
			t.Errorf("%s: accepted", sentence)
		}
	}
}
