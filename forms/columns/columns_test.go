package columns_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"doorstroommonitor/forms/columns"
	"doorstroommonitor/sdmx"

	"github.com/google/go-cmp/cmp"
)

// release has a cube with a short list of codes and one with n schools.
func release(n int) *sdmx.Structure {
	schools := sdmx.Codelist{ID: "schools", Codes: []sdmx.Code{{ID: "_T"}}}
	for i := 1; i < n; i++ {
		schools.Codes = append(schools.Codes, sdmx.Code{ID: fmt.Sprintf("%02dAA", i), Parent: "_T"})
	}
	return &sdmx.Structure{
		Codelists: []sdmx.Codelist{schools, {ID: "waarheen", Codes: []sdmx.Code{{ID: "_T"}, {ID: "HBO", Parent: "_T"}, {ID: "GEEN", Parent: "_T"}}}},
		Cubes: []sdmx.Cube{{
			ID:         "VO-HO",
			Dimensions: []sdmx.Dimension{{ID: "school", Codelist: "schools"}, {ID: "doel", Codelist: "waarheen"}},
			Tables:     []sdmx.Table{{ID: "school_doel", Dimensions: []string{"school", "doel"}, Cohorts: []int{2021, 2019}}},
		}},
	}
}

func of(s *sdmx.Structure) *columns.Table {
	return columns.Of(s, &s.Cubes[0], &s.Cubes[0].Tables[0], "urn:test")
}

// TestATableOfARelease: codes are those that the release has, cohorts too, and
// the key is what tells the lines apart.
func TestATableOfARelease(t *testing.T) {
	table := of(release(3))
	if table.From != 2019 || table.Until != 2021 || table.Together != 1 {
		t.Errorf("cohorts %d to %d, %d together", table.From, table.Until, table.Together)
	}
	got, key := map[string]string{}, []string{}
	for _, f := range table.Fields() {
		got[f.ID] = strings.Join(f.Codes, " ")
		if f.Key {
			key = append(key, f.ID)
		}
	}
	want := map[string]string{
		"cube": "VO-HO", "table": "school_doel", "cohort": "", "school": "_T 01AA 02AA", "doel": "_T HBO GEEN",
		"value": "", "lower": "", "upper": "", "obs_status": "A Q", "conf_status": "F C",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"cube", "table", "cohort", "school", "doel"}, key); diff != "" {
		t.Error(diff)
	}
}

// TestLongListsAreNotRepeated: sixty codes are listed, one more are not, and
// what is not listed has a pattern that they fit.
func TestLongListsAreNotRepeated(t *testing.T) {
	for n, listed := range map[int]bool{60: true, 61: false} {
		var b strings.Builder
		if err := of(release(n)).WriteJSONSchema(&b); err != nil {
			t.Fatal(err)
		}
		var schema struct {
			Properties map[string]struct {
				Enum    []string
				Pattern string
			}
		}
		if err := json.Unmarshal([]byte(b.String()), &schema); err != nil {
			t.Fatal(err)
		}
		school := schema.Properties["school"]
		if (len(school.Enum) == n) != listed || (school.Pattern == "") != listed {
			t.Errorf("%d codes: %d are listed, pattern %q", n, len(school.Enum), school.Pattern)
		}
		if doel := schema.Properties["doel"]; len(doel.Enum) != 3 {
			t.Errorf("three codes of the other dimension, %v are listed", doel.Enum)
		}
	}
}
