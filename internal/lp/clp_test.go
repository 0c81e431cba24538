//go:build clp

package lp

import (
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"
)

// TestAgainstEverySolution: for small random problems the bound is never
// tighter than the truth, and a returned point attains the bound.
func TestAgainstEverySolution(t *testing.T) {
	exact, points, asked := 0, 0, 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 2))
		p, _ := random(rng, false)
		lo, hi := make([]int64, len(p.Lower)), make([]int64, len(p.Lower))
		first := true
		all(p, 4, func(x []int64) {
			for j, v := range x {
				if first || v < lo[j] {
					lo[j] = v
				}
				if first || v > hi[j] {
					hi[j] = v
				}
			}
			first = false
		})
		s, err := New().Open(p)
		if err != nil {
			t.Fatal(err)
		}
		for v := range lo {
			for _, max := range []bool{true, false} {
				asked++
				want := lo[v]
				if max {
					want = hi[v]
				}
				b, point, err := s.Optimise(v, max)
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				if max && b < want || !max && b > want {
					t.Fatalf("seed %d: bound %d of x[%d] (max %v) is tighter than the truth %d", seed, b, v, max, want)
				}
				if b == want {
					exact++
				}
				if point != nil {
					points++
					if point[v] != b {
						t.Errorf("seed %d: the point has %d, the bound is %d", seed, point[v], b)
					}
				}
			}
		}
		s.Close()
	}
	t.Logf("%d questions, %d bounds equal to the integer optimum, %d points", asked, exact, points)
	if exact*10 < asked*8 || points*2 < asked {
		t.Errorf("the solver is too weak: of %d questions %d exact and %d with a point", asked, exact, points)
	}
}

func TestKnownOptima(t *testing.T) {
	sum := func(rhs int64, index ...int) Row {
		r := Row{Index: index, RHS: rhs}
		for range index {
			r.Coef = append(r.Coef, 1)
		}
		return r
	}
	for _, c := range []struct {
		sentence string
		p        Problem
		v        int
		max      bool
		want     int64
	}{
		{
			"15 = 10 + 3 + x + y leaves 2 together, each at least 1",
			Problem{Lower: []int64{1, 1}, Upper: []int64{Infinite, Infinite}, Rows: []Row{sum(2, 0, 1)}},
			0, true, 1,
		},
		{
			"an odd cycle x+y=9, y+z=8, z+x=7 determines x",
			Problem{Lower: []int64{0, 0, 0}, Upper: []int64{Infinite, Infinite, Infinite}, Rows: []Row{sum(9, 0, 1), sum(8, 1, 2), sum(7, 2, 0)}},
			0, true, 4,
		},
		{
			"half values are rounded outward to whole persons: x+y=2, y+z=1, z+x=2",
			Problem{Lower: []int64{0, 0, 0}, Upper: []int64{9, 9, 9}, Rows: []Row{sum(2, 0, 1), sum(1, 1, 2), sum(2, 2, 0)}},
			0, true, 1,
		},
		{
			"a variable in no row has its own bound",
			Problem{Lower: []int64{0, 3}, Upper: []int64{9, 8}, Rows: []Row{sum(2, 0)}},
			1, true, 8,
		},
		{"no rows at all", Problem{Lower: []int64{3}, Upper: []int64{8}}, 0, false, 3},
		{"nothing bounds it", Problem{Lower: []int64{0, 0}, Upper: []int64{9, Infinite}, Rows: []Row{sum(2, 0)}}, 1, true, Infinite},
	} {
		s, err := New().Open(&c.p)
		if err != nil {
			t.Fatal(err)
		}
		b, point, err := s.Optimise(c.v, c.max)
		if err != nil || b != c.want {
			t.Errorf("%s: got %d (%v), want %d", c.sentence, b, err, c.want)
		}
		if b == Infinite && (point == nil || point[c.v] < 1<<20) {
			t.Errorf("%s: nothing bounds it, but the point is %v", c.sentence, point)
		}
		if least, _, err := s.Optimise(c.v, false); err != nil || least < c.p.Lower[c.v] || b == Infinite && least != 0 {
			t.Errorf("%s: asked again for the least, got %d (%v)", c.sentence, least, err)
		}
		s.Close()
	}
}

// TestDegenerateTable: an n x n table of zeros and ones with all margins 1
// has many bases for one vertex. Every cell can be 0 and 1. The session is
// asked again and again, and must stay silent: a program's output is no
// place for a library.
func TestDegenerateTable(t *testing.T) {
	const n = 8
	p := &Problem{}
	for range n * n {
		p.Lower, p.Upper = append(p.Lower, 0), append(p.Upper, Infinite)
	}
	for i := range n {
		var row, column Row
		for j := range n {
			row.Index, column.Index = append(row.Index, i*n+j), append(column.Index, j*n+i)
			row.Coef, column.Coef = append(row.Coef, 1), append(column.Coef, 1)
		}
		row.RHS, column.RHS = 1, 1
		p.Rows = append(p.Rows, row, column)
	}
	printed := silence(t, func() {
		for range 4 { // more than the C library would keep in its buffer
			s, err := New().Open(p)
			if err != nil {
				t.Fatal(err)
			}
			for v := range n * n {
				lo, least, err1 := s.Optimise(v, false)
				hi, most, err2 := s.Optimise(v, true)
				if err1 != nil || err2 != nil || lo != 0 || hi != 1 || least == nil || most == nil {
					t.Fatalf("cell %d: [%d,%d] %v %v, points %v %v", v, lo, hi, err1, err2, least, most)
				}
			}
			s.Close()
		}
	})
	if printed != "" {
		t.Errorf("the solver printed %q", printed)
	}
}

// silence runs f with standard output going to a file and returns what came.
func silence(t *testing.T, f func()) string {
	t.Helper()
	to, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	kept, err := syscall.Dup(1)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(kept)
	if err := syscall.Dup3(int(to.Fd()), 1, 0); err != nil {
		t.Fatal(err)
	}
	f()
	if err := syscall.Dup3(kept, 1, 0); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(to.Name())
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(b))
}

func TestImpossibleProgramIsAnError(t *testing.T) {
	p := &Problem{Lower: []int64{0, 0}, Upper: []int64{3, 3}, Rows: []Row{{Index: []int{0, 1}, Coef: []int64{1, 1}, RHS: 9}}}
	s, err := New().Open(p)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if b, _, err := s.Optimise(0, true); err == nil {
		t.Errorf("got the bound %d of a program without a solution", b)
	}
	if _, _, err := s.Optimise(7, true); err == nil {
		t.Error("asked for a variable that is not there")
	}
}

func TestNameSaysTheVersion(t *testing.T) {
	if name := New().Name(); !strings.HasPrefix(name, "Clp 1.") {
		t.Errorf("name %q", name)
	}
}
