package attack_test

import (
	"context"
	"testing"

	"doorstroommonitor/attack"
	"doorstroommonitor/formal"
	"doorstroommonitor/noise"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdc"
	"doorstroommonitor/workbench"
)

var rule = sdc.Rule{Threshold: 5, Width: 1}

// schools is a twentieth of the simulated country.
func schools(t testing.TB) *scenario.World {
	t.Helper()
	g := workbench.Simulation()
	g.Locations = 75
	w, err := g.World()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func budget(rho string) *scenario.Budget {
	return &scenario.Budget{Rho: rho, Neighbours: formal.AddRemove, Weights: []scenario.Weight{
		{Table: scenario.TableMain, Share: "9/20"}, {Table: scenario.TableFirst, Share: "3/20"}, {Table: scenario.TableSecond, Share: "3/10"}, {Table: scenario.TableSex, Share: "1/10"}}}
}

// TestSuite: weak scenarios break at the rates that are known of them, strong
// ones do not break; each attack is there.
func TestSuite(t *testing.T) {
	findings, err := attack.Suite(context.Background(), schools(t), 3)
	if err != nil {
		t.Fatal(err)
	}
	weak := 0
	for _, f := range findings {
		t.Logf("%-22s %6.2f %% (limit %.2f, weak %v)", f.ID, f.Rate, f.Limit, f.Weak)
		if !f.AsExpected() {
			t.Errorf("%s: %.2f %%, the limit is %.2f %%, weak: %v", f.ID, f.Rate, f.Limit, f.Weak)
		}
		if f.Label.NL == "" || f.Label.EN == "" || f.Label.NL == f.Label.EN {
			t.Errorf("%s has no text", f.ID)
		}
		if f.Weak {
			weak++
		}
	}
	if len(findings) != 26 || weak != 15 {
		t.Errorf("%d attacks, %d of them on weak scenarios", len(findings), weak)
	}
}

// TestSuiteBites: the attacks that leave strong scenarios whole break them once
// they are made weaker.
func TestSuiteBites(t *testing.T) {
	w := schools(t)
	after, where := attack.Plant(w, 1)
	for g := range w.Groups {
		if after.Groups[g].N() != w.Groups[g].N()+1 {
			t.Fatal("not one record was planted")
		}
	}
	measure := func(w *scenario.World) *scenario.Noisy {
		f, err := budget("50").Measure(w, noise.SyntheticKey(3))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if g := attack.PlantedFormal(w, measure(w), measure(after), where); g.Seen.Percent() < 97 {
		t.Errorf("with hardly any noise only %.1f %% of planted records are named", g.Seen.Percent())
	}
	// A forgotten cell: what suppression hid is shown again, one per group.
	s := &scenario.Scenario{Family: scenario.Suppress, Threshold: 5, Width: 1}
	r, err := s.Release(context.Background(), w, nil)
	if err != nil {
		t.Fatal(err)
	}
	for g := range w.Groups {
		for i, st := range r.Statements[g] {
			if st.Hidden {
				r.Statements[g][i] = sdc.Statement{Cell: st.Cell, Value: w.Groups[g].Counts[st.Cell]}
				break
			}
		}
	}
	found, err := attack.Sums(context.Background(), w, r, rule)
	if err != nil {
		t.Fatal(err)
	}
	if found.Exact*5 < found.Sensitive {
		t.Errorf("%d of %d small counts follow where a hidden cell was shown", found.Exact, found.Sensitive)
	}
}

// TestMembershipKeepsToTheProof: the lower 99 % limit of the advantage is not
// above the exact bound, nor that of epsilon above epsilon; a mechanism with
// too little noise does not pass.
func TestMembershipKeepsToTheProof(t *testing.T) {
	d, err := budget("1/2").Design()
	if err != nil {
		t.Fatal(err)
	}
	m, err := attack.Member(d, 4000, 1, 1e-6)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", m)
	if m.Lower > m.Bound || m.Upper < m.Bound {
		t.Errorf("advantage %.3f (%.3f-%.3f), the bound is %.3f: too little noise, or the attack is not the best", m.Advantage, m.Lower, m.Upper, m.Bound)
	}
	epsilon, err := formal.Epsilon(d.Rho, 1e-6)
	if err != nil {
		t.Fatal(err)
	}
	if m.Epsilon > epsilon || m.Epsilon < 0.5 {
		t.Errorf("measured epsilon %.2f, proven %.2f", m.Epsilon, epsilon)
	}
	if m.AUC < 0.7 || m.AUC > 0.8 {
		t.Errorf("AUC %.3f; √ρ noise has Φ(√ρ) = 0.76", m.AUC)
	}
	loud, err := budget("1").Design()
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := attack.Member(loud, 4000, 1, 1e-6)
	if err != nil {
		t.Fatal(err)
	}
	if wrong.Lower <= m.Bound {
		t.Error("twice the budget would pass for half of it")
	}
}
