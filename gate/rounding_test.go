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
	"doorstroommonitor/release"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/seal"
	"doorstroommonitor/spec"
)

// roundedWorld is world published with rounding.
func roundedWorld(t *testing.T, schools, mean int, seed uint64, change func(p *spec.Population)) (*cube.Model, *sdc.Problem, gate.RoundingOptions) {
	t.Helper()
	m, p, inner := drawnWorld(t, schools, mean, seed, func(s *spec.Specification) {
		pop := s.Populations["VO-DIPLOMA"]
		pop.Rule.Attackers = nil
		pop.Publish = &spec.Publish{Scenario: spec.ScenarioRounding, Base: 6, Deviation: 18}
		if change != nil {
			change(pop)
		}
	})
	x, y, err := m.Rows(inner)
	if err != nil {
		t.Fatal(err)
	}
	return m, p, gate.RoundingOptions{Rows: x, Counts: y, Secret: 99, Seed: seed}
}

// TestRoundedCountsKeepSmallOnesSecret: no small count is published, every true
// one lies within the bounds beside it, all sums hold between published counts,
// and the auditor, who knows the bounds and that true counts add up, leaves
// every small count the width of its rule. docs/method/perturbation.md quotes
// what is logged.
func TestRoundedCountsKeepSmallOnesSecret(t *testing.T) {
	for seed := range uint64(3) {
		m, p, opt := roundedWorld(t, 10+15*int(seed), 40, seed, nil)
		r, err := gate.Rounded(context.Background(), m, p, everyone(), opt)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if rule := m.Population.Rule; r.Verdict.Narrowest < rule.Width || r.Verdict.ExactReveals != 0 || r.Verdict.Sensitive == 0 {
			t.Errorf("seed %d: narrowest %d, exact reveals %d of %d small counts", seed, r.Verdict.Narrowest, r.Verdict.ExactReveals, r.Verdict.Sensitive)
		}
		value := map[int32]int64{}
		i, exact, off, worst := 0, 0, int64(0), int64(0)
		for _, tab := range m.Tables {
			if !tab.For("vo-raad") {
				continue
			}
			d := r.Datasets["vo-raad"][i]
			i++
			index := m.Index(tab)
			for j := range d.Observations {
				o := &d.Observations[j]
				c := index[sdmx.JoinKey(o.Key...)]
				n := p.Counts[c]
				if o.Exact() || !o.Perturbed || o.Value > 0 && o.Value < 6 || n < o.Lower || n > o.Upper || n == 0 && o.Value != 0 {
					t.Errorf("seed %d, %s %v: %+v for %d", seed, d.Table, o.Key, o, n)
				}
				if was, ok := value[c]; ok && was != o.Value {
					t.Errorf("seed %d, %s %v: %d here and %d elsewhere", seed, d.Table, o.Key, o.Value, was)
				}
				if _, ok := value[c]; !ok {
					off, worst = off+max(n-o.Value, o.Value-n), max(worst, n-o.Value, o.Value-n)
				}
				value[c] = o.Value
				if o.Value == n && n > 0 && n < 5 {
					exact++
				}
			}
		}
		t.Logf("%d cells, %d of them small: off by %.1f on average, %d at most", len(value), r.Verdict.Sensitive, float64(off)/float64(len(value)), worst)
		if exact > 0 {
			t.Errorf("seed %d: %d small counts are published as they are", seed, exact)
		}
		for _, s := range p.Relations {
			sum, whole := int64(0), true
			for _, c := range append([]int32{s.Parent}, s.Children...) {
				_, ok := value[c]
				whole = whole && ok
			}
			for _, c := range s.Children {
				sum += value[c]
			}
			if whole && sum != value[s.Parent] {
				t.Errorf("seed %d: published counts do not add up", seed)
			}
		}
		again, err := gate.Rounded(context.Background(), m, p, everyone(), opt)
		if err != nil {
			t.Fatal(err)
		}
		if one, two := text(t, r.Datasets["public"][0]), text(t, again.Datasets["public"][0]); one != two {
			t.Error("the same counts and secret give other figures")
		}
	}
}

// TestRoundingThatKeepsTooLittleIsRefused: bounds that leave a small count less
// than its rule asks, a deviation that the method does not keep to, and exact
// figures that are out already.
func TestRoundingThatKeepsTooLittleIsRefused(t *testing.T) {
	m, p, opt := roundedWorld(t, 10, 40, 1, func(p *spec.Population) { p.Rule.Width, p.Publish.Deviation = 16, 15 })
	_, err := gate.Rounded(context.Background(), m, p, everyone(), opt)
	var unsafe *gate.ErrUnsafe
	if !errors.As(err, &unsafe) || unsafe.Failing[audit.Narrow] == 0 {
		t.Errorf("a width beyond the bounds: %v", err)
	}
	m, p, opt = roundedWorld(t, 10, 40, 1, func(p *spec.Population) { p.Publish.Deviation = 2 })
	var far *gate.ErrDeviation
	if _, err = gate.Rounded(context.Background(), m, p, everyone(), opt); !errors.As(err, &far) || !strings.Contains(far.In("nl"), "grotere deviation") {
		t.Errorf("a deviation that is not kept: %v", err)
	}
	m, p, opt = roundedWorld(t, 10, 40, 1, nil)
	p.Said = []sdc.Statement{{Cell: 0, Value: p.Counts[0]}}
	if _, err = gate.Rounded(context.Background(), m, p, everyone(), opt); err == nil {
		t.Error("rounded figures beside exact ones are let through")
	}
}

// TestRoundingAgainstWhoKnowsMore: a school with all its own rows, and somebody
// with the exact percentages of another source, who takes the rounding off.
func TestRoundingAgainstWhoKnowsMore(t *testing.T) {
	m, p, opt := roundedWorld(t, 10, 40, 1, func(p *spec.Population) {
		p.Rule.Attackers = []spec.Attacker{
			{Kind: spec.Contributor, Mode: spec.Guard}, {Kind: spec.Institution, Mode: spec.ReportOnly, Columns: []string{"school"}}, {Kind: spec.Shares, Mode: spec.Guard},
		}
	})
	r, err := gate.Rounded(context.Background(), m, p, everyone(), opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range r.Report.Attempts() {
		if a.Tried == 0 || a.Attacker != gate.Outsider && a.Attacker != spec.Shares && a.Cells == 0 && a.Unproven > 0 {
			t.Errorf("%s was not tried: %+v", a.Attacker, a)
		}
	}
	m, p, opt = roundedWorld(t, 10, 40, 1, func(p *spec.Population) {
		p.Rule.Attackers = []spec.Attacker{{Kind: spec.Elsewhere, Mode: spec.Guard, Decimals: 3}}
	})
	var unsafe *gate.ErrUnsafe
	if _, err := gate.Rounded(context.Background(), m, p, everyone(), opt); !errors.As(err, &unsafe) || len(unsafe.Attackers) != 1 {
		t.Errorf("exact percentages from elsewhere undo nothing: %v", err)
	}
}

// TestRoundingAgainstWhoReadsZerosSharply: most zeros stand for less than the
// base. Who knows how much is behind a zero at most, which is not published,
// still finds no small count in made-up worlds.
func TestRoundingAgainstWhoReadsZerosSharply(t *testing.T) {
	for seed := range uint64(3) {
		m, p, opt := roundedWorld(t, 10+10*int(seed), 30, seed, nil)
		r, err := gate.Rounded(context.Background(), m, p, everyone(), opt)
		if err != nil {
			t.Fatal(err)
		}
		known, secret := &sdc.Knowledge{Structure: &p.Structure, Lower: make([]int64, p.Cells), Upper: make([]int64, p.Cells)}, make(sdc.Pattern, p.Cells)
		behind, rule := int64(5), cube.Rule(m.Population)
		for c := range known.Upper {
			known.Upper[c] = sdc.Unbounded
			secret[c] = p.Published[c] && p.Sensitive(int32(c), rule)
		}
		var zeros []int32
		i := 0
		for _, tab := range m.Tables {
			if !tab.For("vo-raad") {
				continue
			}
			for _, st := range m.Statements(tab, r.Datasets["vo-raad"][i]) {
				known.Lower[st.Cell], known.Upper[st.Cell] = st.Lower, st.Upper
				if st.Value == 0 {
					zeros, behind = append(zeros, st.Cell), max(behind, p.Counts[st.Cell])
				}
			}
			i++
		}
		for _, c := range zeros {
			known.Upper[c] = min(known.Upper[c], behind)
		}
		f, err := audit.Attack(context.Background(), known, audit.Options{Width: rule.Width})
		if err != nil {
			t.Fatal(err)
		}
		v, err := audit.Judge(p, secret, f, rule, "sharp")
		if err != nil {
			t.Fatal(err)
		}
		if !v.Passed() || len(zeros) == 0 {
			t.Errorf("seed %d: %d of %d small counts fail", seed, len(v.Failing), v.Sensitive)
		}
	}
}

// TestSealWantsTheAuditOfRoundedFigures: they are sealed with the report of
// their attack and with what the manifest says of the method, and not with one
// of the two.
func TestSealWantsTheAuditOfRoundedFigures(t *testing.T) {
	m, p, opt := roundedWorld(t, 8, 30, 1, nil)
	r, err := gate.Rounded(context.Background(), m, p, everyone(), opt)
	if err != nil {
		t.Fatal(err)
	}
	d := r.Datasets["public"][0]
	digest, err := d.Digest()
	if err != nil {
		t.Fatal(err)
	}
	group := release.Group{Population: "VO-DIPLOMA", Cohort: 2021, Regime: release.RegimePerturbed,
		Perturbation: &release.Perturbation{Method: sdmx.Rounding, Base: 6, Deviation: 18, Partitions: []string{digest}}}
	exact := group
	exact.Regime, exact.Perturbation = release.RegimeExact, nil
	report := []*audit.Report{r.Report}
	if err := sealOne(t, d, report, group); err != nil {
		t.Error(err)
	}
	if err := sealOne(t, d, nil, group); !errors.Is(err, seal.ErrEvidence) {
		t.Errorf("without a report: %v", err)
	}
	var f *release.Fault
	if err := sealOne(t, d, report, exact); !errors.As(err, &f) || f.Rule != release.RuleEvidence {
		t.Errorf("as exact figures: %v", err)
	}
	other := *d
	other.Observations = slices.Clone(d.Observations)
	other.Observations[0].Value++
	if err := sealOne(t, &other, report, group); !errors.Is(err, seal.ErrEvidence) {
		t.Errorf("other figures: %v", err)
	}
}
