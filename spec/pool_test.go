package spec_test

import (
	"testing"

	"doorstroommonitor/spec"
)

// TestBadPools changes one thing at a time of cohorts that are taken together.
func TestBadPools(t *testing.T) {
	const flow, where = "flow.yaml", "    cohorts: {from"
	with := func(publish string) string { return "    publish: {" + publish + "}\n" + where }
	for _, c := range []fault{
		{"of one cohort", flow, where, with("scenario: suppression, pool: {cohorts: 1, first: 2020}"), "publish: {", "pool: cohorts is 1; give 2 to 10"},
		{"before there are cohorts", flow, where, with("scenario: suppression, pool: {cohorts: 3, first: 1900}"), "publish: {", "pool: first is 1900, and the cohorts of the population are"},
		{"of rounded counts", flow, where, with("scenario: rounding, base: 6, deviation: 12, pool: {cohorts: 3, first: 2020}"), "publish: {", "pool: is for scenario suppression"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.check(t)
		})
	}
}

// TestWindowsByHand: of 2018 to 2020 and so on.
func TestWindowsByHand(t *testing.T) {
	p := &spec.Population{ID: "P", Publish: &spec.Publish{Pool: &spec.Pool{Cohorts: 3, First: 2018}}}
	for _, c := range []struct {
		last, first int
		ok          bool
		group       string
	}{
		{2020, 2018, true, "P/2018-2020"}, {2023, 2021, true, "P/2021-2023"}, {2021, 2019, false, "P/2019-2021"}, {2017, 2015, false, "P/2015-2017"}, {2019, 2017, false, "P/2017-2019"},
	} {
		first, ok := p.Window(c.last)
		if first != c.first || ok != c.ok || p.GroupID(c.last) != c.group {
			t.Errorf("%d: from %d, %v, %s; by hand %+v", c.last, first, ok, p.GroupID(c.last), c)
		}
	}
	single := &spec.Population{ID: "P"}
	if first, ok := single.Window(2021); first != 2021 || !ok || single.GroupID(2021) != "P/2021" {
		t.Errorf("a cohort by itself: %d, %v, %s", first, ok, single.GroupID(2021))
	}
}
