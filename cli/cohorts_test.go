package cli

import (
	"testing"

	"doorstroommonitor/spec"
)

// TestTheFirstYearIsACohortOfWhoIsEnrolled: extracts of 2017 to 2020 have that
// cohort of who is enrolled on 1 October, and none of graduates, of whose year
// half is missing.
func TestTheFirstYearIsACohortOfWhoIsEnrolled(t *testing.T) {
	present, graduates := &spec.Population{Kind: "PRESENT"}, &spec.Population{Kind: "DIPLOMA"}
	present.Cohorts.From, present.Cohorts.Until = 2010, 2060
	graduates.Cohorts = present.Cohorts
	for _, c := range []struct {
		p    *spec.Population
		want int
	}{{present, 2017}, {graduates, 2018}} {
		if from, until := cohorts(c.p, 2017, 2020); from != c.want || until != 2020 {
			t.Errorf("%s: cohorts %d to %d, want %d to 2020", c.p.Kind, from, until, c.want)
		}
	}
}
