package spec_test

import (
	"testing"

	"doorstroommonitor/spec"
)

// TestWhichPopulationsNeedTheYearBefore: the first year of the extracts is a
// cohort of who is enrolled on its 1 October, unless something asks what came
// before.
func TestWhichPopulationsNeedTheYearBefore(t *testing.T) {
	for _, c := range []struct {
		name string
		p    spec.Population
		want bool
	}{
		{"graduates", spec.Population{Kind: "DIPLOMA"}, true},
		{"who is enrolled", spec.Population{Kind: "PRESENT", Lookups: []spec.Lookup{{After: 0}, {After: 1}}}, false},
		{"who is enrolled or is in another record of that day", spec.Population{Kind: "PRESENT", Also: &spec.Also{}}, false},
		{"who is enrolled or was the year before", spec.Population{Kind: "PRESENT", Also: &spec.Also{After: -1}}, true},
		{"who is enrolled, by what the year before was", spec.Population{Kind: "PRESENT", Lookups: []spec.Lookup{{After: 1}, {After: -1}}}, true},
	} {
		if got := c.p.LooksBack(); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
