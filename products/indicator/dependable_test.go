package indicator

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/sdmx"
)

// noisyYears are three cohorts of four schools, each with 100 persons: 50 to hbo,
// 40 to wo, 10 to neither. Errors, in hundredths, of hbo, wo, neither and both
// together differ by school. With q the share, a band reaches
//
//	1.96·√((1-q)²·var(part) + q²·var(rest))/100
//
// to either side: for 577 and √(400²+415²) = 576 that is 8.0 points, over three
// cohorts 8.0·√3/3 = 4.6; for 1200 and √(1200²+200²) it is 16.7 and 9.7, and
// above, for 200 and 200 at 90 %, 3.5.
func noisyYears(cohorts ...int) []*sdmx.Dataset {
	var out []*sdmx.Dataset
	for _, y := range cohorts {
		d := &sdmx.Dataset{Cube: "C", Table: "t", Cohort: y, Dimensions: []string{"school", "doel"}}
		for _, s := range []struct {
			school                 string
			hbo, wo, neither, both int64
		}{{"A", 50, 50, 50, 50}, {"B", 577, 400, 415, 500}, {"C", 1200, 1200, 200, 200}, {"D", 5000, 5000, 5000, 5000}} {
			add := func(code string, n, e int64) {
				half := 2 * e / 100
				d.Observations = append(d.Observations, sdmx.Observation{Key: []string{s.school, code}, Estimated: true, Value: n, Lower: max(0, n-half), Upper: n + half, Estimate: 100 * n, Error: e})
			}
			add(sdmx.Total, 100, s.both+s.neither)
			add("HO", 90, s.both)
			add("HBO", 50, s.hbo)
			add("WO", 40, s.wo)
			add("GEEN", 10, s.neither)
		}
		out = append(out, d)
	}
	return out
}

var ladder = &sdmx.Codelist{Codes: []sdmx.Code{{ID: sdmx.Total}, {ID: "HO", Parent: sdmx.Total}, {ID: "HBO", Parent: "HO"}, {ID: "WO", Parent: "HO"}, {ID: "GEEN", Parent: sdmx.Total}}}

// TestDependableSharesByHand: the cohort, three cohorts, the coarser code or
// none; without three cohorts in a row the second is not tried.
func TestDependableSharesByHand(t *testing.T) {
	ind := sdmx.Indicator{ID: "hbo", Table: "t", Dimension: "doel", Numerator: "HBO", Denominator: sdmx.Total, Rest: []string{"WO", "GEEN"}}
	for _, c := range []struct {
		cohorts []int
		want    string
	}{
		{[]int{2021, 2022, 2023}, "A cohort 2023 HBO 500, B three_cohorts 2021 HBO 500, C coarser 2023 HO 900, D none 2023 HBO 500"},
		{[]int{2018, 2021, 2022, 2023}, "A cohort 2023 HBO 500, B three_cohorts 2021 HBO 500, C coarser 2023 HO 900, D none 2023 HBO 500"},
		{[]int{2020, 2022, 2023}, "A cohort 2023 HBO 500, B none 2023 HBO 500, C coarser 2023 HO 900, D none 2023 HBO 500"},
		{[]int{2023}, "A cohort 2023 HBO 500, B none 2023 HBO 500, C coarser 2023 HO 900, D none 2023 HBO 500"},
	} {
		_, all, err := Depend(noisyYears(c.cohorts...), ind, ladder, 5)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range all {
			got = append(got, strings.Join([]string{d.Key[0], string(d.Basis), strconv.Itoa(d.Since), d.Code, strconv.Itoa(int(d.PerMille))}, " "))
			if reach := max(d.Upper-d.PerMille, d.PerMille-d.Lower); (reach <= 50) != (d.Basis != NotDependable) {
				t.Errorf("%s: a band of %d to %d per mille, and basis %s", d.Key[0], d.Lower, d.Upper, d.Basis)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%v:\n got %s\nwant %s", c.cohorts, s, c.want)
		}
	}
	s, all, err := Depend(noisyYears(2021, 2022, 2023), ind, ladder, 5)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteDependable(&b, []string{"school", "doel"}, s, all, []Smoothed{{}, {}, {}, {Known: true, PerMille: 512, Lower: 400, Upper: 625}}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if !strings.HasPrefix(lines[2], "C,hbo,2023,C,,90.0,") || !strings.HasSuffix(lines[2], ",E,F,percent,coarser,2023,HO,,,") {
		t.Errorf("line of C: %s", lines[2])
	}
	if !strings.HasPrefix(lines[3], "C,hbo,2023,D,,,") || !strings.HasSuffix(lines[3], ",U,F,percent,none,2023,HBO,51.2,40.0,62.5") {
		t.Errorf("line of D, which has no dependable value: %s", lines[3])
	}
}

// TestAShareAtTheEndOfItsBandIsNotDependable: 0 of 40 with a band of 0 to 9.3 % is
// narrow enough on average, and may be 9.3 points off.
func TestAShareAtTheEndOfItsBandIsNotDependable(t *testing.T) {
	for _, c := range []struct {
		value, lower, upper int64
		want                bool
	}{{0, 0, 93, false}, {93, 0, 93, false}, {50, 0, 100, true}, {49, 0, 100, false}, {0, 0, 50, true}} {
		v := Value{ObsStatus: sdmx.ObsEstimated, PerMille: c.value, Lower: c.lower, Upper: c.upper}
		if got := v.Reliable(5); got != c.want {
			t.Errorf("%d in %d to %d per mille: %t", c.value, c.lower, c.upper, got)
		}
	}
}

// TestWhatIsCutOffDoesNotAddUp: of three cohorts of ten the estimates of one
// answer are -2, 1 and 1, shown as 0, 1 and 1. Together that is nobody of thirty,
// not two.
func TestWhatIsCutOffDoesNotAddUp(t *testing.T) {
	var parts []*sdmx.Dataset
	for i, near := range []int64{-2, 1, 1} {
		cell := func(code string, n, near int64) sdmx.Observation {
			return sdmx.Observation{Key: []string{code}, Estimated: true, Value: n, Lower: 0, Upper: n + 4, Estimate: 100 * near, Error: 200}
		}
		parts = append(parts, &sdmx.Dataset{Cube: "C", Table: "t", Cohort: 2021 + i, Dimensions: []string{"doel"}, Observations: []sdmx.Observation{
			cell(sdmx.Total, 10, 10), cell("HBO", max(0, near), near), cell("GEEN", 10-max(0, near), 10-near),
		}})
	}
	s, err := Compute(Pool(parts...), sdmx.Indicator{ID: "hbo", Table: "t", Dimension: "doel", Numerator: "HBO", Denominator: sdmx.Total, Rest: []string{"GEEN"}})
	if err != nil {
		t.Fatal(err)
	}
	if v := s.Values[0]; v.PerMille != 0 || v.Lower != 0 || v.Upper < 100 {
		t.Errorf("%d per mille, between %d and %d", v.PerMille, v.Lower, v.Upper)
	}
}
