//go:build clp

package protect

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/internal/lp"
	"doorstroommonitor/sdc"
)

func solvers() Optimal { return Optimal{Binaries: lp.NewBinaries(), Solver: lp.New()} }

// regions is the test problem of sdcTable: regions A to D and their total by
// male, female and their sum; 2 women in A are to be protected.
func regions() *margins {
	y := []int64{18, 2, 14, 19, 12, 10, 11, 14}
	i := -1
	return newMargins([]int{2, 4}, func() int64 { i++; return y[i] })
}

func TestOptimalOnTheProblemOfSdcTable(t *testing.T) {
	for _, c := range []struct {
		sentence string
		o        Optimal
		rule     sdc.Rule
		want     int
	}{
		{"exact disclosure alone", Optimal{Exact: true}, sdc.Rule{Threshold: 5}, 3},
		{"the most that hiding men and women in C leaves: 2 women in A may be 1, and 9 in C move over", Optimal{}, sdc.Rule{Threshold: 5, Width: 10}, 3},
		{"the most that B leaves, where 17 men in A move", Optimal{}, sdc.Rule{Threshold: 5, Width: 18}, 3},
		{"more than that: totals are hidden, which have no upper bound", Optimal{}, sdc.Rule{Threshold: 5, Width: 19}, 3},
	} {
		g := regions()
		c.o.Binaries, c.o.Solver = lp.NewBinaries(), lp.New()
		hidden, err := c.o.Solve(&g.Problem, c.rule)
		if err != nil {
			t.Errorf("%s: %v", c.sentence, err)
			continue
		}
		if n := size(hidden) - 1; n != c.want || !hidden[1] {
			t.Errorf("%s: %d secondary cells, want %d: %v", c.sentence, n, c.want, hidden)
		}
	}
}

// TestOptimalTakesTheCheapest: with the pairs in B and C dear, D is left.
func TestOptimalTakesTheCheapest(t *testing.T) {
	g := regions()
	o := solvers()
	o.Exact, o.Weights = true, make([]int64, g.Cells)
	for c := range o.Weights {
		o.Weights[c] = 10
	}
	for _, c := range []int32{9, 10} { // men and women in D
		o.Weights[c] = 9
	}
	hidden, err := o.Solve(&g.Problem, sdc.Rule{Threshold: 5})
	if err != nil {
		t.Fatal(err)
	}
	want := make(sdc.Pattern, g.Cells)
	for _, c := range []int{0, 1, 9, 10} {
		want[c] = true
	}
	if !slices.Equal(hidden, want) {
		t.Errorf("hidden %v, want %v", hidden, want)
	}
}

// TestOptimalAgainstEveryPattern: exact disclosure, tables in two and three
// dimensions with cells that no table shows, fixed ones, and kept ones.
func TestOptimalAgainstEveryPattern(t *testing.T) {
	compared, impossible, more := 0, 0, 0
	for seed := range uint64(72) {
		rng := rand.New(rand.NewPCG(seed, 11))
		sizes := [][]int{{2, 2}, {3, 2}, {2, 2, 2}}[seed%3]
		rule := sdc.Rule{Threshold: 3, Width: 1, ZerosProtected: seed%5 == 0}
		g := newMargins(sizes, func() int64 { return rng.Int64N(9) })
		g.Kept = make([]bool, g.Cells)
		for c := range int32(g.Cells) {
			g.Published[c] = rng.IntN(10) > 0
			g.Kept[c] = g.Published[c] && g.Counts[c] > 0 && rng.IntN(12) == 0
		}
		order := rng.Perm(g.Cells)
		for n := g.Cells; n > 10; n-- { // leave so many to choose about
			g.Fixed[order[n-1]] = g.Published[order[n-1]] && !g.Kept[order[n-1]] && !g.Sensitive(int32(order[n-1]), rule)
		}
		want := g.cheapestPattern(rule, func(h sdc.Pattern) bool { return g.exactlySafe(h, rule) })
		o := solvers()
		o.Exact = true
		got, err := o.Solve(&g.Problem, rule)
		if want == nil {
			impossible++
			if err == nil || errors.Is(err, ErrBeyondOptimal) {
				t.Errorf("seed %d: nothing protects the cells, but got %v (%v)", seed, got, err)
			}
			continue
		}
		compared++
		if err != nil || size(got) != size(want) || !g.exactlySafe(got, rule) {
			t.Errorf("seed %d: hides %d cells (%v), the least is %d", seed, size(got), err, size(want))
		}
		if size(want) > size(Primary{}.Apply(&g.Problem, rule)) {
			more++
		}
	}
	if compared < 40 || impossible < 3 || more < 20 {
		t.Errorf("%d compared, %d impossible, %d with secondary cells: the test tests little", compared, impossible, more)
	}
}

// TestOptimalWidthAgainstEveryTable: in two dimensions the programs have
// whole optima, so that all tables of whole numbers decide. Inner cells up to
// the largest plus the width are enough: a difference of the width splits
// into that many cycles of ±1.
func TestOptimalWidthAgainstEveryTable(t *testing.T) {
	more := 0
	for seed := range uint64(24) {
		rng := rand.New(rand.NewPCG(seed, 12))
		sizes, width := []int{2, 2}, int64(4)
		if seed%4 == 0 {
			sizes, width = []int{3, 2}, 3
		}
		g := newMargins(sizes, func() int64 { return rng.Int64N(5) })
		rule := sdc.Rule{Threshold: 3, Width: width}
		tables := g.everyTable(4 + width)
		want := g.cheapestPattern(rule, func(h sdc.Pattern) bool { return g.wide(tables, h, rule) })
		got, err := solvers().Solve(&g.Problem, rule)
		if err != nil || size(got) != size(want) || !g.wide(tables, got, rule) {
			t.Errorf("seed %d: hides %d cells (%v), the least is %d", seed, size(got), err, size(want))
		}
		exact := g.cheapestPattern(rule, func(h sdc.Pattern) bool { return g.exactlySafe(h, rule) })
		if size(want) > size(exact) {
			more++
		}
		if m := (Suppress{}).Apply(&g.Problem, rule); size(m) < size(want) && g.wide(tables, m, rule) {
			t.Errorf("seed %d: Suppress hides %d cells, fewer than the least, %d", seed, size(m), size(want))
		}
	}
	if more < 3 {
		t.Errorf("the width asks more than exactness in %d tables only", more)
	}
}

// TestNoMethodIsCheaperThanOptimal on tables too large to try all patterns.
func TestNoMethodIsCheaperThanOptimal(t *testing.T) {
	for _, sizes := range [][]int{{5, 5}, {9, 7}, {3, 3, 3}} {
		for seed := range uint64(2) {
			rng := rand.New(rand.NewPCG(seed, 13))
			g := newMargins(sizes, func() int64 { return int64(12 * rng.ExpFloat64()) })
			rule := sdc.Rule{Threshold: 4, Width: 4}
			o := solvers()
			o.Exact = true
			exact, err := o.Solve(&g.Problem, rule)
			if err != nil {
				t.Fatal(err)
			}
			if !g.exactlySafe(exact, rule) {
				t.Errorf("%v seed %d: the optimal pattern gives a cell away", sizes, seed)
			}
			wide, err := solvers().Solve(&g.Problem, rule)
			if err != nil {
				t.Fatal(err)
			}
			if size(wide) < size(exact) {
				t.Errorf("%v seed %d: a width costs %d, exactness %d", sizes, seed, size(wide), size(exact))
			}
			for _, c := range []struct {
				name  string
				m     Method
				least int
			}{
				{"Gauss", Gauss{}, size(exact)},
				{"Suppress without widths", Suppress{ExactOnly: true}, size(exact)},
				{"Suppress", Suppress{}, size(wide)},
			} {
				got := c.m.Apply(&g.Problem, rule)
				if !g.exactlySafe(got, rule) {
					t.Errorf("%v seed %d: %s gives a cell away", sizes, seed, c.name)
				}
				if size(got) < c.least {
					t.Errorf("%v seed %d: %s hides %d cells, fewer than the least, %d", sizes, seed, c.name, size(got), c.least)
				}
			}
		}
	}
}

func TestOptimalSaysWhatCannotBe(t *testing.T) {
	rule := sdc.Rule{Threshold: 5, Width: 5}
	t.Run("a cell whose neighbours are all shown already", func(t *testing.T) {
		g := regions()
		for c := range g.Fixed {
			g.Fixed[c] = c != 1
		}
		for _, exact := range []bool{true, false} {
			o := solvers()
			o.Exact = exact
			if hidden, err := o.Solve(&g.Problem, rule); err == nil || !strings.Contains(err.Error(), "cell 1 of") {
				t.Errorf("got %v, %v", hidden, err)
			}
		}
	})
	t.Run("a table larger than is tried", func(t *testing.T) {
		o := solvers()
		o.MaxCells = 14
		if _, err := o.Solve(&regions().Problem, rule); !errors.Is(err, ErrBeyondOptimal) {
			t.Error(err)
		}
	})
	t.Run("more rounds than are allowed", func(t *testing.T) {
		rng := rand.New(rand.NewPCG(1, 13))
		g := newMargins([]int{4, 4, 4}, func() int64 { return int64(12 * rng.ExpFloat64()) })
		o := solvers()
		o.MaxRounds = 1
		if _, err := o.Solve(&g.Problem, rule); !errors.Is(err, ErrBeyondOptimal) {
			t.Error(err)
		}
	})
	t.Run("weights below 1", func(t *testing.T) {
		o := solvers()
		o.Weights = make([]int64, 15)
		if _, err := o.Solve(&regions().Problem, rule); err == nil {
			t.Error("taken")
		}
	})
	t.Run("a solver that calls the dearest the cheapest", func(t *testing.T) {
		o := solvers()
		o.Exact, o.Binaries = true, wasteful{lp.NewBinaries()}
		if hidden, err := o.Solve(&regions().Problem, rule); err == nil && size(hidden) != 4 {
			t.Errorf("believed: %v", hidden)
		}
	})
	t.Run("built without solvers", func(t *testing.T) {
		if _, err := (Optimal{}).Solve(&regions().Problem, rule); err == nil {
			t.Error("no error")
		}
	})
}

// wasteful takes everything and calls it optimal.
type wasteful struct{ lp.Binaries }

func (wasteful) Minimise(p *lp.BinaryProblem, _ lp.Limits) ([]bool, bool, error) {
	y := make([]bool, len(p.Cost))
	for i := range y {
		y[i] = true
	}
	return y, true, nil
}

func BenchmarkOptimal(b *testing.B) {
	for _, sizes := range [][]int{{9, 9}, {19, 19}, {3, 3, 3}, {5, 4, 4}} {
		for _, exact := range []bool{true, false} {
			rng := rand.New(rand.NewPCG(1, 1))
			g := newMargins(sizes, func() int64 { return int64(20 * rng.ExpFloat64()) })
			rule := sdc.Rule{Threshold: 5, Width: 5}
			b.Run(fmt.Sprintf("cells=%d/dims=%d/exact=%v", g.Cells, len(sizes), exact), func(b *testing.B) {
				o := solvers()
				o.Exact = exact
				for b.Loop() {
					if _, err := o.Solve(&g.Problem, rule); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
