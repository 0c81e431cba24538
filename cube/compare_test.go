package cube_test

import (
	"fmt"
	"os"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/spec"
)

// TestGroupsToCompareWith: the schools of the polder with havo or vwo are 90AA
// (small) and 90CC (large), both in Flevoland and each of its own board; 90BB
// is carried by 90CC.
func TestGroupsToCompareWith(t *testing.T) {
	s := loadSpec(t, os.DirFS("../specs/2026"))
	s.Transitions["VO-HO"].Compare = append(s.Transitions["VO-HO"].Compare, spec.Comparison{Dimension: "school", By: "bestuur"})
	m, err := cube.NewModel(s, s.Populations["VO"], polderRegister(t), 2019, cube.Observed{Last: 2021}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := cube.Describe(s, []*cube.Model{m}, "public").Cube("VO-HO")
	var got []string
	for _, x := range c.Comparisons {
		for _, g := range x.Groups {
			got = append(got, fmt.Sprintf("%s %s %s/%s %v", x.Dimension, x.By, g.Label.NL, g.Label.EN, g.Members))
		}
	}
	want := []string{
		"school provincie Flevoland/Flevoland [90AA 90CC]",
		"school grootte Groot/Large [90CC]",
		"school grootte Klein/Small [90AA]",
		"school bestuur Stichting Wilgen/Stichting Wilgen [90AA]",
		"school bestuur Stichting Waterkant/Stichting Waterkant [90CC]",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("groups\n%q\nwant\n%q", got, want)
	}
}
