package gate_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/gate"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

func coarseWorld(t *testing.T, schools, mean int, seed uint64, steps ...spec.Coarsen) (*cube.Model, *sdc.Problem) {
	t.Helper()
	return worldOf(t, schools, mean, seed, func(s *spec.Specification) {
		p := s.Populations["VO-DIPLOMA"]
		p.Rule.Attackers = nil
		p.Publish = &spec.Publish{Scenario: spec.ScenarioSuppression, Coarsen: steps}
	})
}

// hiddenAt says how many cells of a level the sector council sees hidden,
// without and with coarser outcomes.
func hiddenAt(a *cube.Model, without *gate.Result, b *cube.Model, with *gate.Result, level int) string {
	count := func(m *cube.Model, r *gate.Result) (hidden, all int) {
		depth := map[int32]int{}
		for _, x := range m.Groups() {
			for _, p := range x.Parts {
				depth[p.Cell] = p.Depth
			}
		}
		i := 0
		for _, tab := range m.Tables {
			if !tab.For("vo-raad") {
				continue
			}
			index := m.Index(tab)
			for _, o := range r.Datasets["vo-raad"][i].Observations {
				if depth[index[sdmx.JoinKey(o.Key...)]] == level {
					if all++; o.Hidden {
						hidden++
					}
				}
			}
			i++
		}
		return hidden, all
	}
	before, all := count(a, without)
	after, _ := count(b, with)
	return fmt.Sprintf("%d of %d, now %d", before, all, after)
}

// deep are codes below the first level in the tables by school.
var deep = map[string][]string{"bestemming": {"HBO", "WO"}, "status": {"ZELFDE", "SWITCH", "GESTOPT"}}

// TestSmallGroupsShowCoarserOutcomes: parts below the first level are shown of
// groups alone whose published size is 25 and more, or where everybody can
// compute them; so how fine a group is shown tells nothing that its size does
// not. No small count is shown, every true count lies in its bounds, and an
// attack on what is published, with other dice, leaves every small count its
// width. docs/method/scenarios.md quotes what is logged.
func TestSmallGroupsShowCoarserOutcomes(t *testing.T) {
	steps := []spec.Coarsen{{Below: 25, Level: 1}}
	coarse, derived, fine := 0, 0, 0
	for seed := range uint64(4) {
		plain, q := coarseWorld(t, 10+10*int(seed), 20+10*int(seed%3), seed)
		without, err := gate.Run(context.Background(), plain, q, everyone(), gate.Options{Method: protect.Suppress{Totals: true}, Seed: seed})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		m, p := coarseWorld(t, 10+10*int(seed), 20+10*int(seed%3), seed, steps...)
		r, err := gate.Run(context.Background(), m, p, everyone(), gate.Options{Method: protect.Suppress{Totals: true}, Seed: seed})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		t.Logf("%d schools: sizes hidden %s, main outcomes %s, parts of these %s", 10+10*int(seed), hiddenAt(plain, without, m, r, 0), hiddenAt(plain, without, m, r, 1), hiddenAt(plain, without, m, r, 2))
		rule := m.Population.Rule
		if r.Verdict.ExactReveals != 0 || r.Verdict.Narrowest < rule.Width || r.Verdict.Sensitive == 0 {
			t.Errorf("seed %d: exact reveals %d, narrowest %d of %d small counts", seed, r.Verdict.ExactReveals, r.Verdict.Narrowest, r.Verdict.Sensitive)
		}
		var statements []sdc.Statement
		for _, a := range everyone() {
			i := 0
			for _, tab := range m.Tables {
				if !tab.For(a) {
					continue
				}
				d := r.Datasets[a][i]
				i++
				index := m.Index(tab)
				cells := d.Lookup()
				for j := range d.Observations {
					o := &d.Observations[j]
					c := index[sdmx.JoinKey(o.Key...)]
					n := p.Counts[c]
					st := sdc.Statement{Cell: c, Hidden: o.Hidden, Value: o.Value, Lower: o.Lower, Upper: o.Upper, Empty: r.Coarse[c]}
					if o.Upper < 0 {
						st.Upper = sdc.Unbounded
					}
					statements = append(statements, st)
					size := cells[sdmx.JoinKey(append(slices.Clone(o.Key[:len(o.Key)-1]), sdmx.Total)...)]
					if slices.Contains(deep[d.Table], o.Key[len(o.Key)-1]) && !r.Coarse[c] {
						fine++
						if size.Hidden || size.Value < 25 {
							t.Errorf("seed %d, %s %v: published of a group of which the size is %+v", seed, d.Table, o.Key, size)
						}
					}
					switch {
					case !o.Hidden && (o.Value != n || rule.Threshold > n && n > 0), o.Hidden && (n < o.Lower || o.Upper >= 0 && n > o.Upper):
						t.Errorf("seed %d, %s %v: %+v for %d", seed, d.Table, o.Key, o, n)
					case r.Coarse[c] && o.Hidden:
						coarse++
					case r.Coarse[c]:
						derived++
					}
				}
			}
		}
		group := cube.Rule(m.Population)
		found, err := audit.Attack(context.Background(), p.Outsider(statements, group), audit.Options{Width: p.Widest(group), Seed: seed + 100})
		if err != nil {
			t.Fatal(err)
		}
		for c := range p.Counts {
			if in := found.Intervals[c]; p.Sensitive(int32(c), group) && in.Upper-in.Lower < rule.Width {
				t.Errorf("seed %d: a count of %d lies in %d to %d", seed, p.Counts[c], in.Lower, in.Upper)
			}
		}
	}
	if coarse == 0 || fine == 0 || derived == 0 {
		t.Errorf("%d cells too fine, %d not, %d computed by everybody", coarse, fine, derived)
	}
}
