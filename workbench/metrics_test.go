package workbench

import (
	"math"
	"testing"

	"doorstroommonitor/scenario"
)

// twoSchools has 4 of 8 and 30 of 40 pupils at the main destination.
func twoSchools(t *testing.T) (*scenario.World, *scenario.Release) {
	t.Helper()
	l, err := scenario.NewLevel("havo", []string{"hbo", "out"}, [][]string{{"a"}, {"b"}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	w := &scenario.World{Levels: []*scenario.Level{l}, Cohorts: 1}
	for i, c := range [][2]int64{{4, 4}, {30, 10}} {
		w.Groups = append(w.Groups, scenario.Group{Location: int32(i), Counts: l.Count([][]int64{{c[0]}, {c[1]}}, [][]int64{{c[0], 0}, {c[1], 0}})})
	}
	nan := math.NaN()
	r := &scenario.Release{National: w.National()}
	for g := range w.Groups {
		r.Figures = append(r.Figures, make([]scenario.Figure, len(l.Nodes)))
		for n := range r.Figures[g] {
			r.Figures[g][n] = scenario.Figure{Value: nan, Raw: nan, Low: nan, High: nan, Estimate: nan}
		}
		r.Counts = append(r.Counts, make([]int64, len(l.Nodes)))
	}
	return w, r
}

// TestMetricsByHand: the first school is hidden with a band of 0.4 to 0.6, the
// second is stated as 0.79 where 0.75 is true, with a band of 0.77 to 0.81.
// The country has 34 of 48.
func TestMetricsByHand(t *testing.T) {
	w, r := twoSchools(t)
	main := w.Levels[0].Main
	r.Figures[0][main].Low, r.Figures[0][main].High = 0.4, 0.6
	r.Figures[1][main] = scenario.Figure{Value: 0.79, Raw: 0.60, Low: 0.77, High: 0.81, Estimate: 0.79}
	m := NewTruth(w).Measure(r)
	for key, want := range map[string]float64{
		"U1.main": 50, "U1.main.pupils": 100 * 30.0 / 34, "U1.main.gate5": 50, "U1.first": 25, "U1.second": 0,
		"U2.main.5": 50, "U2.main.2": 0, "U2.main.5.n25": 100, "U2.main.5.best": 50, "U2.main.5.floor": 50, "U2.main.5.skill": 0,
		"U3.main.5": 50, "U3.main.covers": 50, "U3.main.covers.n1-9": 100, "U3.main.covers.n25-49": 0,
		"U4.main.mae":       100 * (0.04 + 34.0/48 - 0.5) / 2, // hidden: the share of the country
		"U4.main.mae.shown": 4, "U4.main.bias": 4, "U4.main.rmse": 4,
		// 0.60 is more than ten points below 34/48, 0.75 is not: a false alarm.
		"U7.n25.silent": 0,
		"U8.additive":   100,
	} {
		if got, ok := m[key]; !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %v, by hand %v", key, got, want)
		}
	}
	if _, ok := m["U7.n25.missed"]; ok {
		t.Error("no school is low, and yet a share of them is missed")
	}
	if _, ok := m["U2.main.5.n50-99"]; ok {
		t.Error("a class without groups has a figure")
	}
}

// TestSignalsByHand: a school at 0.30 where the country has about 0.65 is low;
// one is seen, one is missed, and of two others one is called low.
func TestSignalsByHand(t *testing.T) {
	l, _ := scenario.NewLevel("havo", []string{"hbo", "out"}, [][]string{{"a"}, {"b"}}, 0)
	w := &scenario.World{Levels: []*scenario.Level{l}, Cohorts: 1}
	raw := []float64{0.3, 0.7, 0.5, 0.8}
	for i, x := range []int64{30, 30, 80, 85} {
		w.Groups = append(w.Groups, scenario.Group{Location: int32(i), Counts: l.Count([][]int64{{x}, {100 - x}}, [][]int64{{x, 0}, {100 - x, 0}})})
	}
	r := &scenario.Release{National: w.National(), Counts: make([][]int64, 4)}
	for g := range w.Groups {
		r.Figures = append(r.Figures, make([]scenario.Figure, len(l.Nodes)))
		r.Figures[g][l.Main].Raw = raw[g]
		r.Counts[g] = make([]int64, len(l.Nodes))
	}
	m := NewTruth(w).Measure(r)
	// The country has 0.5625: 0.4625 is the limit; 0.5 is no alarm.
	if m["U7.n25.missed"] != 50 || m["U7.n25.false"] != 0 {
		t.Errorf("missed %v, false %v", m["U7.n25.missed"], m["U7.n25.false"])
	}
}

func TestRanksByHand(t *testing.T) {
	if r := ranksOf([]float64{0.5, 0.1, 0.5, 0.9}); r[0] != 2.5 || r[1] != 1 || r[2] != 2.5 || r[3] != 4 {
		t.Errorf("ranks %v", r)
	}
	// Spearman of (1,2,3,4) and (1,3,2,4): 1 - 6·2/(4·15).
	if s := correlation([]float64{1, 2, 3, 4}, []float64{1, 3, 2, 4}); math.Abs(s-0.8) > 1e-12 {
		t.Errorf("correlation %v, by hand 0.8", s)
	}
	if d := deviation([]float64{1, 3}); math.Abs(d-math.Sqrt2) > 1e-12 {
		t.Errorf("deviation %v, by hand √2", d)
	}
}
