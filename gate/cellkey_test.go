package gate_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/gate"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// keyedWorld is world published with cell keys.
func keyedWorld(t *testing.T, schools, mean int, seed uint64, publish spec.Publish) (*cube.Model, *sdc.Problem, gate.RoundingOptions) {
	t.Helper()
	publish.Scenario = spec.ScenarioCellKey
	return roundedWorld(t, schools, mean, seed, func(p *spec.Population) { p.Publish = &publish })
}

// TestCellKeysKeepSmallOnesSecret: every true count lies within the bounds
// beside it, zeros stay zeros, the same persons are one count in every table,
// every small count keeps its width, and the guesser is in the report.
func TestCellKeysKeepSmallOnesSecret(t *testing.T) {
	for seed := range uint64(3) {
		m, p, opt := keyedWorld(t, 10+10*int(seed), 40, seed, spec.Publish{Deviation: 12, Variance: 30, Guess: 20})
		r, err := gate.CellKeyed(context.Background(), m, p, everyone(), opt)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if rule := m.Population.Rule; r.Verdict.Narrowest < rule.Width || r.Verdict.ExactReveals != 0 || r.Verdict.Sensitive == 0 {
			t.Errorf("seed %d: narrowest %d, exact reveals %d of %d small counts", seed, r.Verdict.Narrowest, r.Verdict.ExactReveals, r.Verdict.Sensitive)
		}
		if !slices.ContainsFunc(r.Report.Attempts(), func(a audit.Attempt) bool { return a.Attacker == gate.Guesser && a.Passed() && a.Cells > 0 }) {
			t.Errorf("seed %d: nobody guessed", seed)
		}
		value, moved := map[int32]int64{}, 0
		i := 0
		for _, tab := range m.Tables {
			if !tab.For("vo-raad") {
				continue
			}
			d := r.Datasets["vo-raad"][i]
			i++
			if !strings.Contains(text(t, d), ",cell_key\n") {
				t.Fatalf("seed %d: %s does not say how counts were changed", seed, d.Table)
			}
			index := m.Index(tab)
			for j := range d.Observations {
				o := &d.Observations[j]
				c := index[sdmx.JoinKey(o.Key...)]
				n := p.Counts[c]
				if o.Exact() || !o.Perturbed || n < o.Lower || n > o.Upper || n == 0 && o.Value != 0 || o.Value > 0 && o.Lower < 1 {
					t.Errorf("seed %d, %s %v: %+v for %d", seed, d.Table, o.Key, o, n)
				}
				if was, ok := value[c]; ok && was != o.Value {
					t.Errorf("seed %d, %s %v: %d here and %d elsewhere", seed, d.Table, o.Key, o.Value, was)
				}
				if value[c] = o.Value; o.Value != n {
					moved++
				}
			}
		}
		if moved == 0 {
			t.Errorf("seed %d: no count moved", seed)
		}
		again, err := gate.CellKeyed(context.Background(), m, p, everyone(), opt)
		if err != nil {
			t.Fatal(err)
		}
		if one, two := text(t, r.Datasets["public"][0]), text(t, again.Datasets["public"][0]); one != two {
			t.Error("the same counts and secret give other figures")
		}
	}
}

// TestTheSamePersonsHaveTheSameKey: a cell all of whose persons are in another
// moves as that does, though it is another cell.
func TestTheSamePersonsHaveTheSameKey(t *testing.T) {
	m, p, opt := keyedWorld(t, 10, 40, 1, spec.Publish{Deviation: 12, Variance: 30, Guess: 20})
	r, err := gate.CellKeyed(context.Background(), m, p, everyone(), opt)
	if err != nil {
		t.Fatal(err)
	}
	value := map[int32]int64{}
	for _, tab := range m.Tables {
		for key, c := range m.Keys(tab) {
			for _, list := range r.Datasets {
				for _, d := range list {
					if d.Cube == tab.Cube && d.Table == tab.Spec.ID {
						value[c] = d.Lookup()[sdmx.JoinKey(strings.Split(key, " ")...)].Value
					}
				}
			}
		}
	}
	alike := 0
	for _, rel := range p.Relations {
		var full []int32
		for _, c := range rel.Children {
			if p.Counts[c] > 0 {
				full = append(full, c)
			}
		}
		a, shown := value[rel.Parent]
		if !shown || len(full) != 1 {
			continue
		}
		if b, shown := value[full[0]]; shown {
			if alike++; a != b {
				t.Errorf("the same %d persons are %d and %d", p.Counts[rel.Parent], a, b)
			}
		}
	}
	if alike == 0 {
		t.Error("no two cells have the same persons")
	}
}

// TestTooLittleNoiseIsGuessed: with a small variance whoever adds up chances
// guesses too many small counts, and a deviation that leaves too little narrows
// intervals by sums.
func TestTooLittleNoiseIsGuessed(t *testing.T) {
	m, p, opt := keyedWorld(t, 20, 40, 1, spec.Publish{Deviation: 8, Variance: 1, Guess: 20})
	var guessed *gate.ErrGuessed
	if _, err := gate.CellKeyed(context.Background(), m, p, everyone(), opt); !errors.As(err, &guessed) || !strings.Contains(guessed.In("nl"), "meer dan 20 procentpunt") {
		t.Errorf("a variance of 1: %v", err)
	}
	m, p, opt = keyedWorld(t, 20, 40, 1, spec.Publish{Deviation: 5, Variance: 3, Guess: 50})
	var unsafe *gate.ErrUnsafe
	if _, err := gate.CellKeyed(context.Background(), m, p, everyone(), opt); !errors.As(err, &unsafe) {
		t.Errorf("a deviation of 5: %v", err)
	}
	p.Said = []sdc.Statement{{Cell: 0, Value: p.Counts[0]}}
	if _, err := gate.CellKeyed(context.Background(), m, p, everyone(), opt); err == nil || errors.As(err, &unsafe) {
		t.Errorf("beside exact figures: %v", err)
	}
}
