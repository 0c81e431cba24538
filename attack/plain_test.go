package attack

import (
	"testing"

	"doorstroommonitor/scenario"
)

// TestAPlantedRecordCountsOnce: also in a level that nobody publishes by sex.
func TestAPlantedRecordCountsOnce(t *testing.T) {
	l, err := scenario.NewPlainLevel("x", []string{"a", "b"}, [][]string{{"all"}, {"p", "q"}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	w := &scenario.World{Levels: []*scenario.Level{l}, Cohorts: 1}
	for range 20 { // 3 at a, 2 at b/p, 1 at b/q
		w.Groups = append(w.Groups, scenario.Group{Counts: l.Count([][]int64{{3}, {2, 1}}, nil)})
	}
	after, where := Plant(w, 1)
	for g := range after.Groups {
		counts := after.Groups[g].Counts
		if counts[0] != 7 || counts[where[g]] != 4 {
			t.Fatalf("group %d: %v, planted at %d", g, counts, where[g])
		}
		for _, s := range l.Sums() {
			sum := int64(0)
			for _, c := range s.Children {
				sum += counts[c]
			}
			if sum != counts[s.Parent] {
				t.Fatalf("group %d: %v does not add up", g, counts)
			}
		}
	}
}
