package cube_test

import (
	"os"
	"testing"
)

// TestATableIsMadeInItsYears gives one table a first year and another a last
// one.
func TestATableIsMadeInItsYears(t *testing.T) {
	s := loadSpec(t, os.DirFS("../specs/2026"))
	vo := s.Transitions["VO-HO"]
	stroom, _ := vo.TableByID("stroom")
	onderdeel, _ := vo.TableByID("onderdeel")
	var cohorts []int
	for _, g := range countPolder(t, s, tallyMemory) {
		if g.model.Population.ID == vo.Population {
			cohorts = append(cohorts, g.model.Cohort)
		}
	}
	if len(cohorts) < 2 {
		t.Fatalf("cohorts %v", cohorts)
	}
	first := cohorts[0]
	stroom.Until, onderdeel.From = first, first+1
	for _, g := range countPolder(t, s, tallyMemory) {
		if g.model.Population.ID != vo.Population {
			continue
		}
		has := map[string]bool{}
		for _, tab := range g.model.Tables {
			has[tab.Cube+"/"+tab.Spec.ID] = true
		}
		if c := g.model.Cohort; has["VO-HO/stroom"] && c > first || has["VO-HO/onderdeel"] != (c > first) {
			t.Errorf("cohort %d has %v", c, has)
		}
	}
}
