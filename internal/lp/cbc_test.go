//go:build clp

package lp

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"
)

// choices draws a small integer program: coefficients -1..3 over up to nine
// things with costs 1..5.
func choices(rng *rand.Rand) *BinaryProblem {
	p := &BinaryProblem{}
	for range 3 + rng.IntN(7) {
		p.Cost = append(p.Cost, 1+rng.Int64N(5))
	}
	for range 1 + rng.IntN(8) {
		r := Row{RHS: rng.Int64N(3)}
		for i := range p.Cost {
			if c := rng.Int64N(5) - 1; c != 0 && rng.IntN(2) == 0 {
				r.Index, r.Coef = append(r.Index, i), append(r.Coef, c)
			}
		}
		p.AtLeast = append(p.AtLeast, r)
	}
	return p
}

// cheapest tries every choice; -1 where none satisfies every row.
func cheapest(p *BinaryProblem) int64 {
	best := int64(-1)
	for set := range 1 << len(p.Cost) {
		holds := true
		for _, r := range p.AtLeast {
			sum := int64(0)
			for k, i := range r.Index {
				sum += r.Coef[k] * int64(set>>i&1)
			}
			holds = holds && sum >= r.RHS
		}
		cost := int64(0)
		for i, c := range p.Cost {
			cost += c * int64(set>>i&1)
		}
		if holds && (best < 0 || cost < best) {
			best = cost
		}
	}
	return best
}

func costOf(p *BinaryProblem, y []bool) int64 {
	cost := int64(0)
	for i, c := range p.Cost {
		if y[i] {
			cost += c
		}
	}
	return cost
}

// TestBinariesAgainstEveryChoice also sees that the library stays silent.
func TestBinariesAgainstEveryChoice(t *testing.T) {
	impossible := 0
	printed := silence(t, func() {
		for seed := range uint64(150) {
			p := choices(rand.New(rand.NewPCG(seed, 3)))
			want := cheapest(p)
			y, optimal, err := NewBinaries().Minimise(p, Limits{})
			switch {
			case want < 0:
				impossible++
				if err == nil {
					t.Errorf("seed %d: got %v where nothing satisfies every row", seed, y)
				}
			case err != nil || !optimal || costOf(p, y) != want:
				t.Errorf("seed %d: got %v (optimal %v, %v), the cheapest costs %d", seed, y, optimal, err, want)
			}
		}
	})
	if printed != "" {
		t.Errorf("the solver printed %q", printed)
	}
	if impossible == 0 || impossible > 75 {
		t.Errorf("%d of 150 programs have no solution: the test tests little", impossible)
	}
}

// TestNodeLimitIsNotOptimal: a limit gives a choice that is not called
// optimal, or an error; never a wrong claim.
func TestNodeLimitIsNotOptimal(t *testing.T) {
	p := &BinaryProblem{}
	rng := rand.New(rand.NewPCG(7, 7))
	for range 120 {
		p.Cost = append(p.Cost, 1)
	}
	for range 300 {
		r := Row{RHS: 1}
		for _, i := range rng.Perm(120)[:5] {
			r.Index, r.Coef = append(r.Index, i), append(r.Coef, 1)
		}
		p.AtLeast = append(p.AtLeast, r)
	}
	y, optimal, err := NewBinaries().Minimise(p, Limits{Nodes: 1})
	if optimal {
		t.Errorf("one node proved %d optimal", costOf(p, y))
	}
	if err == nil && y == nil {
		t.Error("neither a choice nor an error")
	}
}

// TestInterruptStillArrives: without the handler put back, this signal
// crashes the program.
func TestInterruptStillArrives(t *testing.T) {
	p := &BinaryProblem{Cost: []int64{2, 3}, AtLeast: []Row{{Index: []int{0, 1}, Coef: []int64{2, 2}, RHS: 3}}}
	if y, optimal, err := NewBinaries().Minimise(p, Limits{}); err != nil || !optimal || costOf(p, y) != 5 {
		t.Fatalf("%v (optimal %v): %v", y, optimal, err)
	}
	got := make(chan os.Signal, 1)
	signal.Notify(got, os.Interrupt)
	defer signal.Stop(got)
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	select {
	case <-got:
	case <-time.After(10 * time.Second):
		t.Error("the interrupt never arrived")
	}
}

func TestMalformedChoicesAreRefused(t *testing.T) {
	for sentence, p := range map[string]*BinaryProblem{
		"something for nothing":  {Cost: []int64{0}},
		"an unknown thing":       {Cost: []int64{1}, AtLeast: []Row{{Index: []int{1}, Coef: []int64{1}}}},
		"costs beyond exactness": {Cost: []int64{1 << 24, 1}},
	} {
		if y, _, err := NewBinaries().Minimise(p, Limits{}); err == nil {
			t.Errorf("%s: got %v", sentence, y)
		}
	}
}

func TestBinariesSayTheirVersion(t *testing.T) {
	if name := NewBinaries().Name(); !strings.HasPrefix(name, "Cbc 2.") {
		t.Errorf("name %q", name)
	}
}

func BenchmarkBinaries(b *testing.B) {
	for _, n := range []int{20, 60} {
		b.Run(fmt.Sprintf("cover=%d", n), func(b *testing.B) {
			p := &BinaryProblem{}
			rng := rand.New(rand.NewPCG(7, 7))
			for range n {
				p.Cost = append(p.Cost, 1)
			}
			for range 2 * n {
				r := Row{RHS: 1}
				for _, i := range rng.Perm(n)[:4] {
					r.Index, r.Coef = append(r.Index, i), append(r.Coef, 1)
				}
				p.AtLeast = append(p.AtLeast, r)
			}
			for b.Loop() {
				if _, _, err := NewBinaries().Minimise(p, Limits{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
