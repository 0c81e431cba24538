package web

import (
	"slices"
	"testing"

	"doorstroommonitor/sdmx"
)

// TestAChartThatSaysTheSameIsARepetition: over all persons, in all years; one
// that differs in one year, or of which nothing is drawn, is none.
func TestAChartThatSaysTheSameIsARepetition(t *testing.T) {
	of := func(years []int, perMille ...int64) *trend {
		tr := &trend{Years: years, Series: []series{{}}}
		for _, p := range perMille {
			tr.Series[0].Points = append(tr.Series[0].Points, point{p >= 0, share{Known: p >= 0, Possible: p >= 0, PerMille: p}})
		}
		return tr
	}
	years := []int{2023, 2024}
	before := []*trend{of(years, 500, 510), of(years, -1, -1)}
	for _, c := range []struct {
		name string
		t    *trend
		want bool
	}{
		{"the same", of(years, 500, 510), true},
		{"another year", of([]int{2022, 2023}, 500, 510), false},
		{"another share", of(years, 500, 511), false},
		{"nothing to draw", of(years, -1, -1), false},
	} {
		if got := c.t.repeats(before); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// TestWhatATableDividesBy: one characteristic that the main table lacks, of few
// codes; a total and codes below another are no lines.
func TestWhatATableDividesBy(t *testing.T) {
	code := func(id, parent string) sdmx.Code { return sdmx.Code{ID: id, Parent: parent} }
	e := &edition{st: &sdmx.Structure{Codelists: []sdmx.Codelist{
		{ID: "few", Codes: []sdmx.Code{code("_T", ""), code("A", "_T"), code("B", "_T"), code("B1", "B")}},
		{ID: "many", Codes: []sdmx.Code{code("_T", ""), code("A", "_T"), code("B", "_T"), code("C", "_T"), code("D", "_T"), code("E", "_T")}},
	}}}
	c := &sdmx.Cube{Dimensions: []sdmx.Dimension{
		{ID: "school", Role: roleOrigin}, {ID: "kind", Codelist: "few"}, {ID: "form", Codelist: "few"}, {ID: "field", Codelist: "many"}, {ID: "next", Role: roleOutcome},
	}}
	main := &sdmx.Table{Dimensions: []string{"school", "kind", "next"}}
	for _, x := range []struct {
		dims []string
		by   string
		want []string
	}{
		{[]string{"kind", "form", "next"}, "form", []string{"A", "B"}},
		{[]string{"kind", "next"}, "", nil},
		{[]string{"field", "next"}, "", nil},
		{[]string{"form", "field", "next"}, "", nil},
	} {
		by, codes := divides(e, c, &sdmx.Table{Dimensions: x.dims}, main)
		var got []string
		for _, k := range codes {
			got = append(got, k.ID)
		}
		if by != x.by || !slices.Equal(got, x.want) {
			t.Errorf("%v: by %q, %q, want %q, %q", x.dims, by, got, x.by, x.want)
		}
	}
}
