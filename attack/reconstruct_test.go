package attack

import (
	"math"
	"math/rand/v2"
	"testing"

	"doorstroommonitor/noise"
	"doorstroommonitor/protect"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdc"
)

// twoByTwo has the nodes total, rest, A, B, A/a, A/b, B/c, B/d, A/m, A/v, B/m,
// B/v; A is the main destination.
func twoByTwo(t testing.TB) *scenario.Level {
	t.Helper()
	l, err := scenario.NewLevel("havo", []string{"A", "B"}, [][]string{{"a", "b"}, {"c", "d"}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var evenShares = []float64{1, 0.4, 0.6, 0.4, 0.45, 0.15, 0.1, 0.3, 0.3, 0.3, 0.3, 0.1}

// everyTable calls f with each table of the level of at most most pupils.
func everyTable(l *scenario.Level, most int64, f func(x []int64)) {
	x := make([]int64, len(l.Nodes))
	for a := range most + 1 {
		for b := range most + 1 - a {
			for c := range most + 1 - a - b {
				for d := range most + 1 - a - b - c {
					for am := range a + b + 1 {
						for bm := range c + d + 1 {
							copy(x, []int64{a + b + c + d, c + d, a + b, c + d, a, b, c, d, am, a + b - am, bm, c + d - bm})
							f(x)
						}
					}
				}
			}
		}
	}
}

// score is the objective of a program, written out for one table.
func score(p *program, x []int64) float64 {
	v := 0.0
	for n, k := range x {
		v += p.own[n].at(k)
		if parent := p.level.Nodes[n].Parent; n > scenario.RestNode && k > 0 {
			v += float64(k) * math.Log(p.national[n]/p.national[parent])
		}
		if n > scenario.RestNode {
			f, _ := math.Lgamma(float64(k) + 1)
			v -= f
		}
	}
	for _, r := range p.level.Sums() {
		f, _ := math.Lgamma(float64(x[r.Parent]) + 1)
		v += f
	}
	return v
}

// TestProgramsFindTheBestOfAllTables compares with trying every table, for
// random evidence: intervals, fixed counts and noise.
func TestProgramsFindTheBestOfAllTables(t *testing.T) {
	l := twoByTwo(t)
	none, only := 0, 0
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 3))
		own := make([]weights, len(l.Nodes))
		for n := range own {
			switch rng.IntN(4) {
			case 0:
				own[n] = exactly(rng.Int64N(3))
			case 1:
				own[n] = between(rng.Int64N(2), rng.Int64N(4)+1)
			case 2:
				own[n] = weights{said: true, low: rng.Int64N(2), log: []float64{-rng.Float64(), -rng.Float64(), -rng.Float64(), -rng.Float64()}}
			}
		}
		p := newProgram(l, evenShares, own, 6)
		best, tables := math.Inf(-1), int64(0)
		everyTable(l, p.most, func(x []int64) {
			if v := score(p, x); !math.IsInf(v, -1) {
				best = max(best, v)
				tables++
			}
		})
		got := p.best()
		switch {
		case tables == 0:
			none++
			if got != nil {
				t.Fatalf("seed %d: %v where no table agrees", seed, got)
			}
		case got == nil || math.Abs(score(p, got)-best) > 1e-9:
			t.Fatalf("seed %d: found %v; the best table scores %v", seed, got, best)
		}
		if tables == 1 {
			only++
		}
		if n := p.tables(); n != min(many, tables) {
			t.Fatalf("seed %d: %d tables agree, counted %d", seed, tables, n)
		}
	}
	if none == 0 || none > 120 || only == 0 {
		t.Errorf("%d worlds without a table, %d with one: the draws test nothing", none, only)
	}
}

// TestRebuiltByHand: eight pupils, of whom five are shown to go to A and one
// of the destinations within A is hidden beside its complement. What is
// published leaves 2 + 3, 3 + 2 and so on within A; the shares of the country
// say 4 + 1. B is shown as it is.
func TestRebuiltByHand(t *testing.T) {
	l := twoByTwo(t)
	counts := []int64{8, 3, 5, 3, 2, 3, 1, 2, 2, 3, 1, 2}
	w := &scenario.World{Levels: []*scenario.Level{l}, Cohorts: 1, Groups: []scenario.Group{{Counts: counts}}}
	// Two other groups make the shares of the country those of evenShares.
	for range 2 {
		big := make([]int64, len(counts))
		for n, s := range evenShares {
			big[n] = int64(math.Round(s * 100_000))
		}
		big[0], big[scenario.RestNode] = 100_000, 40_000
		w.Groups = append(w.Groups, scenario.Group{Counts: big})
	}
	var said []sdc.Statement
	for n, k := range counts {
		hidden := n == 4 || n == 5
		s := sdc.Statement{Cell: int32(n), Hidden: hidden, Lower: 1, Upper: sdc.Unbounded}
		if !hidden {
			s = sdc.Statement{Cell: int32(n), Value: k}
		}
		if n != scenario.RestNode {
			said = append(said, s)
		}
	}
	one := w.With(w.Groups[:1])
	r := &scenario.Release{Statements: [][]sdc.Statement{said}, Counts: [][]int64{counts}}
	p := newProgram(l, w.National()[0], SightOfHidden(r).group(0), 8)
	if got := p.best(); got[4] != 4 || got[5] != 1 || got[6] != 1 || got[7] != 2 {
		t.Errorf("rebuilt %v", got)
	}
	if n := p.tables(); n != 4 { // 1 + 4, 2 + 3, 3 + 2, 4 + 1
		t.Errorf("%d tables agree", n)
	}
	// With one destination alone hidden, the total gives it away.
	said[4] = sdc.Statement{Cell: 5, Value: 3}
	r.Statements[0] = said
	found, err := Reconstruct(one, SightOfHidden(r))
	if err != nil {
		t.Fatal(err)
	}
	if found.Unique != (Rate{1, 1}) || found.Seen != (Rate{8, 8}) {
		t.Errorf("%+v", found)
	}
}

// TestNoiseLeavesLittleToRebuild: with hardly any noise nearly every pupil is
// put at its place, with much nearly none that the country's shares would not.
func TestNoiseLeavesLittleToRebuild(t *testing.T) {
	l := twoByTwo(t)
	rng := rand.New(rand.NewPCG(7, 7))
	w := &scenario.World{Levels: []*scenario.Level{l}, Cohorts: 1}
	for range 60 {
		a, b, c, d := rng.Int64N(9), rng.Int64N(9), rng.Int64N(9), 1+rng.Int64N(9)
		m, v := (a+b)/2, (c+d)/2
		w.Groups = append(w.Groups, scenario.Group{Counts: []int64{a + b + c + d, c + d, a + b, c + d, a, b, c, d, m, a + b - m, v, c + d - v}})
	}
	gain := map[string]float64{}
	for _, rho := range []string{"200", "1/1000"} {
		f, err := suiteBudget(rho).Measure(w, noise.SyntheticKey(4))
		if err != nil {
			t.Fatal(err)
		}
		found, err := Reconstruct(w, SightOfNoisy(w, f))
		if err != nil {
			t.Fatal(err)
		}
		gain[rho] = found.Seen.Percent() - found.Blind.Percent()
	}
	if gain["200"] < 15 || gain["1/1000"] > 6 {
		t.Errorf("gain over the country's shares: %v", gain)
	}
	table, err := protect.NewPerturbationTable(3, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	exact := &scenario.Release{}
	for _, g := range w.Groups {
		exact.Counts = append(exact.Counts, g.Counts)
	}
	for name, s := range map[string]Sight{"cell key": SightOfCellKey(exact, table), "rounded": SightOfRounded(exact, w, 1, false)} {
		found, err := Reconstruct(w, s)
		if err != nil {
			t.Fatal(err)
		}
		if name == "rounded" && found.Seen.Percent() < 100 || found.Seen.Percent() < 80 {
			t.Errorf("%s: %+v", name, found)
		}
	}
}
