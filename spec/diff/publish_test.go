package diff

import (
	"os"
	"testing"

	"doorstroommonitor/spec"
)

// TestEstimatesChangeNoFigure: estimates that come along are minor, estimates
// that go are major, and what is written out that held anyway is a patch. Other
// figures are major: of another kind, or over other cohorts.
func TestEstimatesChangeNoFigure(t *testing.T) {
	plain, modelled := &spec.Publish{Scenario: spec.ScenarioSuppression}, &spec.Publish{Scenario: spec.ScenarioSuppression, Estimates: true}
	noisy := &spec.Publish{Scenario: spec.ScenarioFormal}
	pooled := &spec.Publish{Scenario: spec.ScenarioSuppression, Pool: &spec.Pool{Cohorts: 3, First: 2020}}
	later := &spec.Publish{Scenario: spec.ScenarioSuppression, Pool: &spec.Pool{Cohorts: 3, First: 2021}}
	coarser := &spec.Publish{Scenario: spec.ScenarioSuppression, Coarsen: []spec.Coarsen{{Below: 25, Level: 1}}}
	shifted := &spec.Publish{Scenario: spec.ScenarioCellKey, Deviation: 12, Variance: 10, Guess: 20}
	rounded := &spec.Publish{Scenario: spec.ScenarioRounding, Base: 6, Deviation: 12}
	for _, c := range []struct {
		old, now *spec.Publish
		want     string
	}{
		{nil, modelled, "minor"}, {plain, modelled, "minor"}, {modelled, nil, "major"}, {nil, plain, "patch"}, {modelled, noisy, "major"}, {noisy, modelled, "major"}, {plain, rounded, "major"}, {rounded, modelled, "major"},
		{nil, pooled, "major"}, {pooled, plain, "major"}, {pooled, later, "major"},
		{nil, shifted, "major"}, {rounded, shifted, "major"}, {nil, coarser, "major"}, {coarser, plain, "major"},
	} {
		var both [2]*spec.Specification
		for i, p := range []*spec.Publish{c.old, c.now} {
			s, err := spec.Load(os.DirFS("testdata/2026"))
			if err != nil {
				t.Fatal(err)
			}
			s.Populations["VO-DIPLOMA"].Publish = p
			both[i] = s
		}
		if r := Compare(both[0], both[1]); len(r.Changes) != 1 || r.Grade.String() != c.want {
			t.Errorf("%+v to %+v: %d changes, %s; want one, %s", c.old, c.now, len(r.Changes), r.Grade, c.want)
		}
	}
}
