package workbench

import (
	"context"
	"math"
	"testing"

	"doorstroommonitor/noise"
	"doorstroommonitor/scenario"
)

// TestGeneratorIsTheOneDescribed holds sizes and a few scenarios on a fifth of
// the country against the figures of the simulation it was rebuilt from.
func TestGeneratorIsTheOneDescribed(t *testing.T) {
	g := Simulation()
	g.Locations = 300
	w, err := g.World()
	if err != nil {
		t.Fatal(err)
	}
	pupils, single, large := int64(0), 0, 0
	for i := range w.Groups {
		group := &w.Groups[i]
		pupils += group.N()
		if group.N() < 5 {
			continue
		}
		large++
		for n, node := range w.Levels[group.Level].Nodes {
			if node.Kind == scenario.First && group.Counts[n] == group.N() {
				single++
			}
		}
	}
	for name, c := range map[string][3]float64{ // ours, theirs (a fifth), slack
		"groups": {float64(len(w.Groups)), 25_850.0 / 5, 400}, "pupils": {float64(pupils), 871_641.0 / 5, 20_000},
		"groups of 5 and more that all go one way, %": {100 * float64(single) / float64(large), 14.8, 3},
	} {
		if math.Abs(c[0]-c[1]) > c[2] {
			t.Errorf("%s: %.1f, the simulation has %.1f", name, c[0], c[1])
		}
	}
	truth := NewTruth(w)
	of := map[string]Metrics{}
	all, err := Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		for _, r := range Reference {
			if r.Scenario == s.ID && of[s.ID] == nil {
				release, err := s.Release(context.Background(), w, noise.SyntheticKey(1))
				if err != nil {
					t.Fatal(err)
				}
				of[s.ID] = truth.Measure(release)
			}
		}
	}
	for _, r := range Reference {
		if got, ok := of[r.Scenario][r.Metric]; !ok || math.Abs(got-r.Theirs) > r.Slack {
			t.Errorf("%s %s: %.1f, the simulation has %.1f", r.Scenario, r.Metric, got, r.Theirs)
		}
	}
}

// TestVariedDoublesTheVariance between schools, within a tenth.
func TestVariedDoublesTheVariance(t *testing.T) {
	spread := func(g Generator) float64 {
		g.Locations = 600
		w, err := g.World()
		if err != nil {
			t.Fatal(err)
		}
		var sum, n float64
		national := w.National()
		for i, p := range w.Propensity {
			l := w.Levels[w.Groups[i].Level]
			d := p[l.Main] - national[w.Groups[i].Level][l.Main]
			sum, n = sum+d*d, n+1
		}
		return sum / n
	}
	// Within schools 1/401 stays: (1/30.5 + 1/401)/(1/61 + 1/401) = 1.87.
	if ratio := spread(Varied()) / spread(Simulation()); ratio < 1.68 || ratio > 2.06 {
		t.Errorf("the variance is %.2f times that of the simulation, by hand 1.87", ratio)
	}
}
