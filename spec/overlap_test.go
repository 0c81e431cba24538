package spec_test

import (
	"slices"
	"testing"

	"doorstroommonitor/spec"
)

// TestWhoIsInTwoPopulations compares one more population with that of leavers
// of a school: graduates, and those who were enrolled the year before.
func TestWhoIsInTwoPopulations(t *testing.T) {
	type where = map[string][]string
	leavers := &spec.Population{ID: "VO", Record: "diploma", Where: where{"sector": {"VO"}, "niveau": {"HAVO", "VWO"}},
		Also: &spec.Also{Record: "inschrijving", After: -1, Where: where{"sector": {"VO"}}}}
	for _, c := range []struct {
		name string
		p    spec.Population
		want []string
	}{
		{"some of the graduates", spec.Population{Record: "diploma", Where: where{"sector": {"VO"}, "niveau": {"VWO"}}}, []string{"VO"}},
		{"graduates of every sector", spec.Population{Record: "diploma"}, []string{"VO"}},
		{"graduates of another level", spec.Population{Record: "diploma", Where: where{"sector": {"VO"}, "niveau": {"VMBO_T"}}}, nil},
		{"graduates of another sector", spec.Population{Record: "diploma", Where: where{"sector": {"VAVO"}, "niveau": {"HAVO", "VWO"}}}, nil},
		{"who is enrolled there", spec.Population{Record: "inschrijving", Where: where{"sector": {"VO", "MBO"}, "bekostigd": {"J"}}}, []string{"VO"}},
		{"who is enrolled elsewhere", spec.Population{Record: "inschrijving", Where: where{"sector": {"MBO"}}}, nil},
		{"who is enrolled elsewhere, or in school the year before", spec.Population{Record: "diploma", Where: where{"sector": {"MBO"}}, Also: &spec.Also{Record: "inschrijving", Where: where{"bekostigd": {"N"}}}}, []string{"VO"}},
	} {
		c.p.ID = "NIEUW"
		s := &spec.Specification{Populations: map[string]*spec.Population{"VO": leavers, "NIEUW": &c.p}}
		if got := s.SameMembers(&c.p); !slices.Equal(got, c.want) {
			t.Errorf("%s: shares members with %v, want %v", c.name, got, c.want)
		}
	}
}
