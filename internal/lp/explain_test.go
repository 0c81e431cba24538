//go:build clp

package lp

import (
	"math/rand/v2"
	"testing"
)

// TestExplainedBounds: for small random problems the identity holds for every
// point on the rows, also beyond the bounds, and proves the bound; the point
// satisfies everything.
func TestExplainedBounds(t *testing.T) {
	identities, points := 0, 0
	for seed := range uint64(300) {
		p, _ := random(rand.New(rand.NewPCG(seed, 4)), seed%3 == 0)
		s, err := New().Open(p)
		if err != nil {
			t.Fatal(err)
		}
		for v := range p.Lower {
			for _, max := range []bool{true, false} {
				o, err := s.Explain(v, max)
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				if o.Identity != nil {
					identities++
					checkIdentity(t, p, v, max, o)
				}
				if o.Point != nil {
					points++
					checkPoint(t, p, v, max, o)
				}
			}
		}
		s.Close()
	}
	if identities < 1000 || points < 1000 {
		t.Errorf("%d identities, %d points: the test tests little", identities, points)
	}
}

// checkIdentity visits every point on the rows with values up to 7, which is
// beyond the upper bound 4. The constant is that of the first; the bound then
// follows term by term.
func checkIdentity(t *testing.T, p *Problem, v int, max bool, o *Optimum) {
	t.Helper()
	wider := &Problem{Lower: p.Lower, Upper: make([]int64, len(p.Upper)), Rows: p.Rows}
	for j := range wider.Upper {
		wider.Upper[j] = 7
	}
	constant, first := int64(0), true
	all(wider, 7, func(x []int64) {
		rest := o.Scale * x[v]
		for j, d := range o.Identity {
			rest -= d * x[j]
		}
		if first {
			constant, first = rest, false
		}
		if rest != constant {
			t.Fatalf("%v: the identity of x[%d], %d %v, leaves %d and %d", p, v, o.Scale, o.Identity, constant, rest)
		}
	})
	most := constant
	for j, d := range o.Identity {
		if (d > 0) == max {
			if d != 0 && p.Upper[j] == Infinite {
				t.Fatalf("%v: the identity of x[%d] proves no bound: %v", p, v, o.Identity)
			}
			most += d * p.Upper[j]
		} else {
			most += d * p.Lower[j]
		}
	}
	// The bound may also be the variable's own, or rounded to an integer.
	if max && o.Bound < p.Upper[v] && o.Bound*o.Scale < most-o.Scale+1 || !max && o.Bound > p.Lower[v] && o.Bound*o.Scale > most+o.Scale-1 {
		t.Errorf("%v: the identity of x[%d] proves %d/%d, not %d", p, v, most, o.Scale, o.Bound)
	}
}

func checkPoint(t *testing.T, p *Problem, v int, max bool, o *Optimum) {
	t.Helper()
	for j, n := range o.Point {
		if n < p.Lower[j]*o.Denominator || p.Upper[j] != Infinite && n > p.Upper[j]*o.Denominator {
			t.Fatalf("%v: the point %v/%d is out of bounds", p, o.Point, o.Denominator)
		}
	}
	for _, r := range p.Rows {
		sum := int64(0)
		for k, j := range r.Index {
			sum += r.Coef[k] * o.Point[j]
		}
		if sum != r.RHS*o.Denominator {
			t.Fatalf("%v: the point %v/%d breaks a row", p, o.Point, o.Denominator)
		}
	}
	if n := o.Point[v]; max && n > o.Bound && n > o.Bound*o.Denominator+o.Denominator-1 || !max && n < o.Bound*o.Denominator-o.Denominator+1 {
		t.Errorf("%v: x[%d] is %d/%d, beyond its bound %d", p, v, n, o.Denominator, o.Bound)
	}
}

// TestAFractionalPointIsExact: an odd cycle x+y = y+z = z+x = 1 has one
// solution, of halves.
func TestAFractionalPointIsExact(t *testing.T) {
	p := &Problem{Lower: []int64{0, 0, 0}, Upper: []int64{9, Infinite, 9}}
	for i := range 3 {
		p.Rows = append(p.Rows, Row{Index: []int{i, (i + 1) % 3}, Coef: []int64{1, 1}, RHS: 1})
	}
	s, err := New().Open(p)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	o, err := s.Explain(0, true)
	if err != nil || o.Denominator != 2 || len(o.Point) != 3 || o.Point[0] != 1 || o.Bound != 0 {
		t.Errorf("got %+v (%v), want 1/2 and a bound of 0 for whole numbers", o, err)
	}
}

func TestNothingBoundsAVariable(t *testing.T) {
	p := &Problem{Lower: []int64{-2, -1}, Upper: []int64{Infinite, Infinite}, Rows: []Row{{Index: []int{0, 1}, Coef: []int64{1, -1}}}}
	s, err := New().Open(p)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if o, err := s.Explain(0, true); err != nil || o.Bound != Infinite || o.Identity != nil || o.Point == nil {
		t.Errorf("the most: %+v (%v)", o, err)
	}
	if o, err := s.Explain(0, false); err != nil || o.Bound != -1 || o.Identity == nil || o.Point == nil {
		t.Errorf("the least: %+v (%v), want -1, that of the other", o, err)
	}
	if _, err := s.Explain(2, true); err == nil {
		t.Error("asked for a variable that is not there")
	}
}
