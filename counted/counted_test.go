package counted_test

import (
	"errors"
	"os"
	"slices"
	"testing"

	"doorstroommonitor/counted"
	"doorstroommonitor/cube"
	"doorstroommonitor/register"
	"doorstroommonitor/scenario"
	"doorstroommonitor/spec"
)

// The two schools of the polder that teach hbo in both cohorts, with who went
// where: written by hand.
var went = map[int]map[string]int64{
	2020: {"92AA\x1fSAME": 7, "92AA\x1fMOVED": 3, "92AA\x1fGONE": 2, "92CC\x1fSAME": 4, "92CC\x1fGONE": 1},
	2021: {"92CC\x1fMOVED": 6},
}

// counts makes the small specification's main indicator of this numerator.
func counts(t *testing.T, numerator string) (*spec.Specification, *register.Register, []counted.Group) {
	t.Helper()
	s, err := spec.Load(os.DirFS("../spec/testdata/small"))
	if err != nil {
		t.Fatal(err)
	}
	i := &s.Transitions["HBO-NEXT"].Indicators[0]
	i.Main, i.Numerator = true, numerator
	reg, err := register.Load(os.DirFS("../testdata/polder/register"))
	if err != nil {
		t.Fatal(err)
	}
	var groups []counted.Group
	for _, cohort := range []int{2020, 2021} {
		m, err := cube.NewModel(s, s.Populations["PRESENT"], reg, cohort, cube.Observed{Last: 2022}, nil)
		if err != nil {
			t.Fatal(err)
		}
		members := int64(0)
		for _, n := range went[cohort] {
			members += n
		}
		p, _, err := m.Count(went[cohort], members)
		if err != nil {
			t.Fatal(err)
		}
		groups = append(groups, counted.Group{Model: m, Counts: p.Counts})
	}
	return s, reg, groups
}

// TestATableBecomesAWorld: destinations are those beside the main one, each
// with its parts; a group is there only where somebody is.
func TestATableBecomesAWorld(t *testing.T) {
	for numerator, want := range map[string]struct {
		nodes  []string
		counts [][]int64 // 92AA 2020, 92CC 2020, 92CC 2021
	}{
		"THERE": {
			[]string{"total", "rest", "THERE", "GONE", "THERE/SAME", "THERE/MOVED", "GONE/all"},
			[][]int64{{12, 2, 10, 2, 7, 3, 2}, {5, 1, 4, 1, 4, 0, 1}, {6, 0, 6, 0, 0, 6, 0}},
		},
		"MOVED": { // a part of a destination: what stands beside it is not that destination
			[]string{"total", "rest", "SAME", "MOVED", "GONE", "SAME/all", "MOVED/all", "GONE/all"},
			[][]int64{{12, 9, 7, 3, 2, 7, 3, 2}, {5, 5, 4, 0, 1, 4, 0, 1}, {6, 0, 0, 6, 0, 0, 6, 0}},
		},
	} {
		s, reg, groups := counts(t, numerator)
		w, err := counted.New(s, reg, "HBO-NEXT", groups)
		if err != nil {
			t.Fatal(err)
		}
		if w.Table != "next" || w.First != 2020 || w.Last != 2021 || w.Cohorts != 2 || w.Institutions != 2 || len(w.Levels) != 1 || len(w.Left) != 0 {
			t.Fatalf("%s: %+v", numerator, w)
		}
		var nodes []string
		for _, n := range w.Levels[0].Nodes {
			nodes = append(nodes, n.ID)
		}
		if !slices.Equal(nodes, want.nodes) || nodes[w.Levels[0].Main] != numerator {
			t.Errorf("%s: nodes %v, main %s", numerator, nodes, nodes[w.Levels[0].Main])
		}
		if len(w.Groups) != len(want.counts) {
			t.Fatalf("%s: %d groups, %d expected", numerator, len(w.Groups), len(want.counts))
		}
		for g, counts := range want.counts {
			if !slices.Equal(w.Groups[g].Counts, counts) {
				t.Errorf("%s: group %d has %v, %v expected", numerator, g, w.Groups[g].Counts, counts)
			}
		}
		if a, b, c := w.Groups[0], w.Groups[1], w.Groups[2]; a.Cohort != 0 || b.Cohort != 0 || c.Cohort != 1 || a.Location == b.Location || b.Location != c.Location {
			t.Errorf("%s: places and cohorts %v", numerator, w.Groups)
		}
	}
}

// TestBudgetsFitTheWorld: a level without sexes leaves nothing to measure for
// them, so that 9/10 of the weights become all; windows of three years do not
// fit in two.
func TestBudgetsFitTheWorld(t *testing.T) {
	s, reg, groups := counts(t, "THERE")
	w, err := counted.New(s, reg, "HBO-NEXT", groups)
	if err != nil {
		t.Fatal(err)
	}
	budget := &scenario.Budget{Rho: "1/2", Weights: []scenario.Weight{{Table: "first", Share: "3/5"}, {Table: "second", Share: "3/10"}, {Table: "sex", Share: "1/10"}}}
	list, err := scenario.Fit([]*scenario.Scenario{{ID: "a", Budget: budget}, {ID: "b", Years: 3, Threshold: 5}, {ID: "c", Years: 2, Threshold: 5}}, w.World)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[1].ID != "c" {
		t.Fatalf("%d scenarios fit", len(list))
	}
	if got, want := list[0].Budget.Weights, []scenario.Weight{{Table: "first", Share: "2/3"}, {Table: "second", Share: "1/3"}}; !slices.Equal(got, want) {
		t.Errorf("weights %v, %v expected", got, want)
	}
	if len(budget.Weights) != 3 {
		t.Error("the scenario itself was changed")
	}
}

// TestSomeCubesDoNotFit: each says why, in both languages.
func TestSomeCubesDoNotFit(t *testing.T) {
	s, reg, groups := counts(t, "THERE")
	refused := func(what, cubeID string) {
		t.Helper()
		_, err := counted.New(s, reg, cubeID, groups)
		if unfit := new(counted.Unfit); !errors.As(err, &unfit) || unfit.NL == unfit.EN {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused("an unknown cube", "HBO-PAST")
	x := s.Transitions["HBO-NEXT"]
	x.Dimensions[0].Role = ""
	refused("a table without institutions", "HBO-NEXT")
	x.Dimensions[0].Role = "origin"
	x.Indicators[0].Main = false
	refused("a cube without a main indicator", "HBO-NEXT")
}
