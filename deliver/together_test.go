package deliver

import (
	"testing"

	"doorstroommonitor/release"
)

// TestCohortsTogetherAreCoveredTogether: a figure of 2021 to 2023 is handed over
// to who may have all three cohorts, and to nobody who may have the last alone.
func TestCohortsTogetherAreCoveredTogether(t *testing.T) {
	pooled, single := needs{{ID: "VO-HO", Together: 3}}, needs{{ID: "VO-HO"}}
	f := &release.File{Kind: release.KindPartition, Cube: "VO-HO", Table: "status", Cohort: 2023}
	book := &release.File{Kind: release.KindProduct, Cube: "VO-HO"}
	for _, c := range []struct {
		cohorts *Cohorts
		n       needs
		want    bool
	}{
		{nil, pooled, true}, {&Cohorts{2021, 2023}, pooled, true}, {&Cohorts{2022, 2023}, pooled, false}, {&Cohorts{2023, 2030}, pooled, false},
		{&Cohorts{2023, 2030}, single, true}, {&Cohorts{2021, 2022}, single, false},
	} {
		a := &Agreement{Cubes: []Grant{{Cube: "VO-HO", Cohorts: c.cohorts}}}
		if got := a.coversFile(f, c.n); got != c.want {
			t.Errorf("agreed %+v, %d together: covered %v", c.cohorts, c.n[0].Together, got)
		}
		if a.coversFile(book, c.n) != a.coversFile(book, single) {
			t.Errorf("agreed %+v: a workbook of all cohorts is covered otherwise", c.cohorts)
		}
	}
}
