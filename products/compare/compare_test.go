package compare_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"doorstroommonitor/products/compare"
	"doorstroommonitor/sdmx"
)

func shown(school, code string, n int64) sdmx.Observation {
	return sdmx.Observation{Key: []string{school, code}, Value: n, Lower: n, Upper: n}
}

func hidden(school, code string, lower, upper int64) sdmx.Observation {
	return sdmx.Observation{Key: []string{school, code}, Hidden: true, Lower: lower, Upper: upper}
}

var direct = sdmx.Indicator{ID: "direct", Table: "bestemming", Dimension: "bestemming", Numerator: "HO", Denominator: sdmx.Total, Rest: []string{"GEEN"}}

// four schools send 60 of 100 to higher education. What B and C send is
// hidden. That it is 20 together follows from the rest, and is not said.
func four() *sdmx.Dataset {
	return &sdmx.Dataset{Cube: "VO-HO", Table: "bestemming", Cohort: 2023, Dimensions: []string{"school", "bestemming"}, Observations: []sdmx.Observation{
		shown(sdmx.Total, sdmx.Total, 100), shown(sdmx.Total, "HO", 60), shown(sdmx.Total, "GEEN", 40),
		shown("A", sdmx.Total, 30), shown("A", "HO", 20), shown("A", "GEEN", 10),
		shown("B", sdmx.Total, 25), hidden("B", "HO", 10, 14), hidden("B", "GEEN", 11, 15),
		shown("C", sdmx.Total, 25), hidden("C", "HO", 6, 10), hidden("C", "GEEN", 15, 19),
		shown("D", sdmx.Total, 20), shown("D", "HO", 20), shown("D", "GEEN", 0),
		shown("Z", sdmx.Total, 0), shown("Z", "HO", 0), shown("Z", "GEEN", 0),
		hidden("Y", sdmx.Total, 0, 0), hidden("Y", "HO", 0, 0), hidden("Y", "GEEN", 0, 0),
	}}
}

func by(groups ...sdmx.Group) sdmx.Comparison {
	return sdmx.Comparison{Dimension: "school", By: "provincie", Groups: groups}
}

func group(members ...string) sdmx.Group {
	return sdmx.Group{ID: fmt.Sprint(members), Members: members}
}

// TestGroupsAsAddedUpByHand: exact, between bounds, and none.
func TestGroupsAsAddedUpByHand(t *testing.T) {
	for _, c := range []struct {
		name    string
		members []string
		want    string
	}{
		{"both are shown: 40 of 50", []string{"A", "D"}, "A 80.0 80.0, 0 of 2 hidden"},
		{"one is hidden: 30 to 34 of 55", []string{"A", "B"}, "Q 54.5 61.9, 1 of 2 hidden"},
		{"another is: 26 to 30 of 45", []string{"C", "D"}, "Q 57.7 66.7, 1 of 2 hidden"},
		{"both are: 16 to 24 of 50", []string{"B", "C"}, "Q 32.0 48.0, 2 of 2 hidden"},
		{"everybody: 56 to 64 of 100", []string{"A", "B", "C", "D"}, "Q 56.0 64.0, 2 of 4 hidden"},
		{"one school", []string{"D"}, "none"},
		{"one school and one that is not there", []string{"D", "E"}, "none"},
		{"one school and two without anybody", []string{"D", "Y", "Z"}, "none"},
		{"two schools and one without anybody: 40 of 50", []string{"A", "D", "Z"}, "A 80.0 80.0, 0 of 2 hidden"},
		{"schools that are not there", []string{"E", "F"}, "none"},
	} {
		s, err := compare.Compute(four(), direct, by(group(c.members...)))
		if err != nil {
			t.Fatal(err)
		}
		got := "none"
		for _, v := range s.Values {
			got = fmt.Sprintf("%s %d.%d %d.%d, %d of %d hidden", v.ObsStatus, v.Lower/10, v.Lower%10, v.Upper/10, v.Upper%10, v.Hidden, v.Institutions)
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestGroupsAddUpEstimates: A sends 20 of 30; of B 12.5 of 25 are estimated,
// together 32.5 of 55.
func TestGroupsAddUpEstimates(t *testing.T) {
	d := four()
	d.Modelled = true
	for _, i := range []int{7, 8, 10, 11} {
		d.Observations[i].Modelled, d.Observations[i].Estimate = true, 1250
	}
	s, err := compare.Compute(d, direct, by(group("A", "B")))
	if err != nil {
		t.Fatal(err)
	}
	if v := s.Values[0]; !v.Modelled || v.Model != 591 || v.Num.Estimate != 3250 || v.Num.Value != 0 {
		t.Errorf("got %+v of %+v, want 59.1 %%", v, v.Num)
	}
}

// TestNoiseAddsUpInVariances: A is 20.00 of 30.00, D 10.00 of 20.00, so that the
// group is 30 of 50. The errors of the part are 3 and 4 persons, together 5: at
// 1.96 errors the band is 20.2 to 39.8 persons. Those of the whole are 6 and 8,
// together 10: 30.4 to 69.6. The errors of the rest are 0, so that of the share
// p = 30/50 the band is where |30 - 50p| <= 1.96·5·(1 - p): 20.2 = 40.2p at one end,
// 39.8 = 59.8p at the other: 50.2 to 66.6 percent.
func TestNoiseAddsUpInVariances(t *testing.T) {
	noisy := func(school, code string, n, deviation int64) sdmx.Observation {
		return sdmx.Observation{Key: []string{school, code}, Estimated: true, Value: n, Lower: 0, Upper: 2 * n, Estimate: 100 * n, Error: 100 * deviation}
	}
	d := &sdmx.Dataset{Table: "bestemming", Dimensions: []string{"school", "bestemming"}, Observations: []sdmx.Observation{
		noisy(sdmx.Total, sdmx.Total, 50, 10), noisy(sdmx.Total, "HO", 30, 5), noisy(sdmx.Total, "GEEN", 20, 0),
		noisy("A", sdmx.Total, 30, 6), noisy("A", "HO", 20, 3), noisy("A", "GEEN", 10, 0),
		noisy("D", sdmx.Total, 20, 8), noisy("D", "HO", 10, 4), noisy("D", "GEEN", 10, 0),
	}}
	s, err := compare.Compute(d, direct, by(group("A", "D"), group("A")))
	if err != nil || len(s.Values) != 1 {
		t.Fatalf("%+v, %v", s, err)
	}
	v := &s.Values[0]
	if n := v.Num; n.Value != 30 || n.Error != 500 || n.Lower != 20 || n.Upper != 40 {
		t.Errorf("the part is %+v", n)
	}
	if n := v.Den; n.Value != 50 || n.Error != 1000 || n.Lower != 30 || n.Upper != 70 {
		t.Errorf("the whole is %+v", n)
	}
	if v.ObsStatus != sdmx.ObsEstimated || v.PerMille != 600 || v.Lower != 502 || v.Upper != 666 || v.Institutions != 2 || v.Hidden != 0 {
		t.Errorf("the share is %+v, want 60.0 between 50.2 and 66.6", v.Value)
	}
}

// TestRoundedCountsAddUpInBounds: 12 of 18 and 0 of 6, each 10 off at most. The
// part is 2 to 22 and 0, the rest 1 to 16 and 1 to 16, the whole 8 to 28 and 1 to
// 16: 12 of 24, at least 2 of 2 + 32 and at most 22 of 22 + 2.
func TestRoundedCountsAddUpInBounds(t *testing.T) {
	rounded := func(school, code string, n, lower, upper int64) sdmx.Observation {
		return sdmx.Observation{Key: []string{school, code}, Estimated: true, Perturbed: true, Value: n, Lower: lower, Upper: upper}
	}
	d := &sdmx.Dataset{Table: "bestemming", Dimensions: []string{"school", "bestemming"}, Observations: []sdmx.Observation{
		rounded(sdmx.Total, sdmx.Total, 24, 14, 34), rounded(sdmx.Total, "HO", 12, 2, 22), rounded(sdmx.Total, "GEEN", 12, 2, 22),
		rounded("A", sdmx.Total, 18, 8, 28), rounded("A", "HO", 12, 2, 22), rounded("A", "GEEN", 6, 1, 16),
		rounded("D", sdmx.Total, 6, 1, 16), rounded("D", "HO", 0, 0, 0), rounded("D", "GEEN", 6, 1, 16),
	}}
	s, err := compare.Compute(d, direct, by(group("A", "D")))
	if err != nil || len(s.Values) != 1 {
		t.Fatalf("%+v, %v", s, err)
	}
	v := &s.Values[0]
	if !v.Num.Perturbed || v.Num.Value != 12 || v.Num.Lower != 2 || v.Num.Upper != 22 || v.Den.Value != 24 || v.Den.Lower != 9 || v.Den.Upper != 44 {
		t.Errorf("%+v of %+v", v.Num, v.Den)
	}
	if v.PerMille != 500 || v.Lower != 58 || v.Upper != 917 {
		t.Errorf("the share is %+v, want 50.0 between 5.8 and 91.7", v.Value)
	}
}

// TestGroupsHoldTheTruth: whatever is hidden, the share of a group lies within
// its interval, and is right where it is known.
func TestGroupsHoldTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(18, 1))
	exact := 0
	for range 2000 {
		schools := []string{"A", "B", "C", "D", "E"}
		truth := map[string][2]int64{} // to higher education, not
		d := &sdmx.Dataset{Table: "bestemming", Dimensions: []string{"school", "bestemming"}}
		add := func(school string, ho, none int64) {
			for _, x := range []struct {
				code string
				n    int64
			}{{sdmx.Total, ho + none}, {"HO", ho}, {"GEEN", none}} {
				if r.IntN(3) == 0 {
					d.Observations = append(d.Observations, hidden(school, x.code, max(0, x.n-r.Int64N(4)), x.n+r.Int64N(4)))
				} else {
					d.Observations = append(d.Observations, shown(school, x.code, x.n))
				}
			}
		}
		var ho, none int64
		for _, s := range schools {
			truth[s] = [2]int64{r.Int64N(9), r.Int64N(9)}
			ho, none = ho+truth[s][0], none+truth[s][1]
		}
		add(sdmx.Total, ho, none)
		for _, s := range schools {
			add(s, truth[s][0], truth[s][1])
		}
		members := schools[:2+r.IntN(3)]
		series, err := compare.Compute(d, direct, by(group(members...)))
		if err != nil {
			t.Fatal(err)
		}
		var num, den int64
		for _, s := range members {
			num, den = num+truth[s][0], den+truth[s][0]+truth[s][1]
		}
		for _, v := range series.Values {
			switch {
			case den == 0:
			case v.Shown():
				exact++
				if v.Num.Value != num || v.Den.Value != den || v.Hidden > 0 {
					t.Fatalf("%d of %d is shown as %d of %d", num, den, v.Num.Value, v.Den.Value)
				}
			case v.Lower*den > 1000*num || v.Upper*den < 1000*num:
				t.Fatalf("%d of %d is said to lie between %d and %d per mille", num, den, v.Lower, v.Upper)
			}
		}
	}
	if exact < 100 {
		t.Errorf("only %d shares were known", exact)
	}
}

// TestOtherDimensionsStay: a group has a share for every key beside it.
func TestOtherDimensionsStay(t *testing.T) {
	d := &sdmx.Dataset{Table: "bestemming", Dimensions: []string{"soort", "school", "bestemming"}}
	for _, soort := range []string{sdmx.Total, "HAVO"} {
		for _, o := range four().Observations {
			o.Key = append([]string{soort}, o.Key...)
			d.Observations = append(d.Observations, o)
		}
	}
	s, err := compare.Compute(d, direct, by(group("A", "D"), group("A", "B")))
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, v := range s.Values {
		keys = append(keys, fmt.Sprint(v.Key))
	}
	if want := []string{"[_T [A D]]", "[HAVO [A D]]", "[_T [A B]]", "[HAVO [A B]]"}; !slices.Equal(keys, want) || !slices.Equal(s.Indicator.Dimensions, []string{"soort", "school"}) {
		t.Errorf("keys %q of %q, want %q", keys, s.Indicator.Dimensions, want)
	}
}
