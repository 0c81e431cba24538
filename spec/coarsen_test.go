package spec_test

import (
	"testing"

	"doorstroommonitor/spec"
)

// TestBadSteps changes one thing at a time of how small groups are shown.
func TestBadSteps(t *testing.T) {
	const flow, where = "flow.yaml", "    cohorts: {from"
	with := func(publish string) string { return "    publish: {" + publish + "}\n" + where }
	for _, c := range []fault{
		{"groups that are hidden anyway", flow, where, with("scenario: suppression, coarsen: [{below: 5, level: 1}]"), "publish: {", "coarsen: below is 5; give more than the threshold, 5"},
		{"steps that do not go up", flow, where, with("scenario: suppression, coarsen: [{below: 25, level: 1}, {below: 20, level: 2}]"), "publish: {", "here 20, 2 comes after 25, 1"},
		{"two steps of one level", flow, where, with("scenario: suppression, coarsen: [{below: 25, level: 1}, {below: 50, level: 1}]"), "publish: {", "here 50, 1 comes after 25, 1"},
		{"no level", flow, where, with("scenario: suppression, coarsen: [{below: 25, level: 0}]"), "publish: {", "level is 0; give 1"},
		{"a level without deeper codes", flow, where, with("scenario: suppression, coarsen: [{below: 25, level: 2}]"), "publish: {", "no outcome has codes deeper than level 2"},
		{"of noisy counts", flow, where, with("scenario: rounding, base: 6, deviation: 12, coarsen: [{below: 25, level: 1}]"), "publish: {", "coarsen: is for scenario suppression"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.check(t)
		})
	}
}

// TestLevelsByHand: below 25 one level, below 100 two.
func TestLevelsByHand(t *testing.T) {
	steps := []spec.Coarsen{{Below: 25, Level: 1}, {Below: 100, Level: 2}}
	for size, want := range map[int64]int{0: 1, 24: 1, 25: 2, 99: 2} {
		if got := spec.Level(steps, size); got != want {
			t.Errorf("%d: level %d, by hand %d", size, got, want)
		}
	}
	if spec.Level(steps, 100) < 10 {
		t.Error("a large group is shown coarser")
	}
}
