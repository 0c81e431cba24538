package indicator

import (
	"bytes"
	"errors"
	"flag"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"doorstroommonitor/products/internal/golden"
	"doorstroommonitor/sdmx"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func shown(n int64) *sdmx.Observation {
	return &sdmx.Observation{Value: n, Lower: n, Upper: n}
}

func hidden(lo, hi int64) *sdmx.Observation {
	return &sdmx.Observation{Hidden: true, Lower: lo, Upper: hi}
}

// Every expectation was computed by hand with pencil and paper.
func TestShareAndBoundsByHand(t *testing.T) {
	const a, q, m = sdmx.ObsNormal, sdmx.ObsSuppressed, ObsNotPossible
	for _, c := range []struct {
		name     string
		num, den *sdmx.Observation
		status   string
		want     [3]int64 // share, lower, upper
	}{
		{"64 of 84 is 76.19 percent", shown(64), shown(84), a, [3]int64{762, 762, 762}},
		{"1 of 16 is 6.25 percent, and half goes to the even 6.2", shown(1), shown(16), a, [3]int64{62, 62, 62}},
		{"3 of 16 is 18.75 percent, and half goes to the even 18.8", shown(3), shown(16), a, [3]int64{188, 188, 188}},
		{"none of 84 is 0 percent", shown(0), shown(84), a, [3]int64{0, 0, 0}},
		{"all of 84 is 100 percent", shown(84), shown(84), a, [3]int64{1000, 1000, 1000}},
		{"a denominator of zero has no share", shown(0), shown(0), m, [3]int64{}},
		{"a numerator that cannot exist has no share", nil, shown(84), m, [3]int64{}},
		{"a numerator that cannot exist has no bounds either", nil, hidden(1, 9), m, [3]int64{}},
		{"12..19 of 84 lies between 14.28 and 22.62 percent", hidden(12, 19), shown(84), q, [3]int64{0, 142, 227}},
		{"exact bounds are not widened: 21..42 of 84", hidden(21, 42), shown(84), q, [3]int64{0, 250, 500}},
		{"at least 3 of 84: no upper bound but the whole", hidden(3, -1), shown(84), q, [3]int64{0, 35, 1000}},
		{"40 of 50..60 lies between 66.66 and 80 percent", shown(40), hidden(50, 60), q, [3]int64{0, 666, 800}},
		{"40 of at least 50: no lower bound but zero", shown(40), hidden(50, -1), q, [3]int64{0, 0, 800}},
		{"1..9 of 5..12: all of the smallest is within reach", hidden(1, 9), hidden(5, 12), q, [3]int64{0, 83, 1000}},
		{"none of 1..9 is surely 0 percent, yet not shown as a share", shown(0), hidden(1, 9), q, [3]int64{0, 0, 0}},
		{"a hidden denominator that may be zero bounds nothing from above", shown(0), hidden(0, 9), q, [3]int64{0, 0, 0}},
		{"1..9 of 0..9 can be anything above a ninth", hidden(1, 9), hidden(0, 9), q, [3]int64{0, 111, 1000}},
		{"a hidden denominator that anyone knows is zero", hidden(0, 0), hidden(0, 0), m, [3]int64{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := Value{Num: c.num, Den: c.den}
			if err := v.settle(false); err != nil {
				t.Fatal(err)
			}
			if v.ObsStatus != c.status {
				t.Errorf("status %s, want %s", v.ObsStatus, c.status)
			}
			if got := [3]int64{v.PerMille, v.Lower, v.Upper}; got != c.want {
				t.Errorf("share, lower, upper = %v, want %v", got, c.want)
			}
			if (v.ConfStatus == sdmx.ConfConfidential) != (c.status == q) {
				t.Errorf("status %s stands beside confidentiality %s", v.ObsStatus, v.ConfStatus)
			}
		})
	}
}

// All bounds up to 8 and all pairs of counts within them, tried one by one:
// the interval holds every possible share and is the narrowest that does.
func TestBoundsHoldEveryPossibleShareAndNoMore(t *testing.T) {
	const top = 8
	intervals := 0
	for nl := int64(0); nl <= top; nl++ {
		for nu := nl; nu <= top; nu++ {
			for dl := int64(0); dl <= top; dl++ {
				for du := max(dl, nl, 1); du <= top; du++ {
					lo, hi, any := bruteForce(nl, nu, dl, du)
					if !any {
						continue
					}
					intervals++
					gotLo, gotHi, ok := bounds(hidden(nl, nu), hidden(dl, du), nil)
					if !ok || gotLo != lo || gotHi != hi {
						t.Fatalf("num %d..%d, den %d..%d: %d..%d, brute force %d..%d", nl, nu, dl, du, gotLo, gotHi, lo, hi)
					}
				}
			}
		}
	}
	if intervals < 1000 {
		t.Fatalf("only %d pairs of intervals tried", intervals)
	}
}

// All bounds up to 5 of a numerator, its denominator and the rest, and all
// counts within them: the interval holds every possible share, is the
// narrowest that does, and is refused exactly where no counts fit.
func TestTheRestSharpensTheBounds(t *testing.T) {
	const top = 5
	sharper := 0
	each := func(visit func(lo, hi int64)) {
		for lo := range int64(top + 1) {
			for hi := lo; hi <= top; hi++ {
				visit(lo, hi)
			}
		}
	}
	each(func(nl, nu int64) {
		each(func(dl, du int64) {
			each(func(rl, ru int64) {
				lo, hi, fits := int64(1000), int64(0), false
				for num := nl; num <= nu; num++ {
					for rest := rl; rest <= ru; rest++ {
						den := num + rest
						if den < dl || den > du {
							continue
						}
						fits = true
						if den == 0 {
							lo, hi = 0, max(hi, 0) // no share; num is surely 0 beside it
							continue
						}
						lo, hi = min(lo, 1000*num/den), max(hi, (1000*num+den-1)/den)
					}
				}
				gotLo, gotHi, ok := bounds(hidden(nl, nu), hidden(dl, du), []*sdmx.Observation{hidden(rl, ru)})
				if ok != fits || ok && (gotLo != lo || gotHi != hi) {
					t.Fatalf("num %d..%d, den %d..%d, rest %d..%d: %d..%d %v, brute force %d..%d %v", nl, nu, dl, du, rl, ru, gotLo, gotHi, ok, lo, hi, fits)
				}
				if wideLo, wideHi, _ := bounds(hidden(nl, nu), hidden(dl, du), nil); ok && (lo > wideLo || hi < wideHi) {
					sharper++
				}
			})
		})
	})
	if sharper < 1000 {
		t.Errorf("sharper in %d cases", sharper)
	}
}

// TestARestThatIsShown: 1..9 beside 10 others are 9.0 to 47.4 percent, not
// 1..9 of 11..19, which would be 5.2 to 81.9.
func TestARestThatIsShown(t *testing.T) {
	d := &sdmx.Dataset{Table: "t", Dimensions: []string{"x"}, Observations: []sdmx.Observation{
		{Key: []string{"_T"}, Hidden: true, Lower: 11, Upper: 19}, {Key: []string{"A"}, Hidden: true, Lower: 1, Upper: 9}, {Key: []string{"B"}, Value: 10, Lower: 10, Upper: 10},
	}}
	ind := sdmx.Indicator{ID: "a", Table: "t", Dimension: "x", Numerator: "A", Denominator: "_T"}
	for rest, want := range map[string][2]int64{"": {52, 819}, "B": {90, 474}} {
		if ind.Rest = nil; rest != "" {
			ind.Rest = []string{rest, "C"} // C cannot exist here
		}
		s, err := Compute(d, ind)
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]int64{s.Values[0].Lower, s.Values[0].Upper}; got != want {
			t.Errorf("rest %q: %v, want %v", rest, got, want)
		}
	}
}

// bruteForce knows nothing of bounds: it tries all pairs num <= den, den > 0.
func bruteForce(nl, nu, dl, du int64) (lo, hi int64, any bool) {
	lo, hi = 1000, 0
	for num := nl; num <= nu; num++ {
		for den := max(dl, num, 1); den <= du; den++ {
			r := big.NewRat(1000*num, den)
			floor := new(big.Int).Div(r.Num(), r.Denom()).Int64()
			ceil := floor
			if !r.IsInt() {
				ceil++
			}
			lo, hi, any = min(lo, floor), max(hi, ceil), true
		}
	}
	return lo, hi, any
}

// The whole range of counts against rational arithmetic of the standard
// library.
func TestSharesAreExactUpToTheLargestCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		den := rapid.Int64Min(1).Draw(t, "den")
		num := rapid.Int64Range(0, den).Draw(t, "num")
		r := new(big.Rat).Mul(big.NewRat(num, den), big.NewRat(1000, 1))
		floor := new(big.Int).Div(r.Num(), r.Denom()).Int64()
		want := floor
		switch r.Sub(r, big.NewRat(floor, 1)).Cmp(big.NewRat(1, 2)) {
		case 1:
			want++
		case 0:
			want += floor % 2
		}
		if got := roundHalfEven(num, den); got != want {
			t.Fatalf("%d/%d: %d, want %d", num, den, got, want)
		}
	})
}

func TestRoundedShareLiesWithinTheOutwardBoundsOfTheSameCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		den := rapid.Int64Range(1, 5000).Draw(t, "den")
		num := rapid.Int64Range(0, den).Draw(t, "num")
		slack := rapid.Int64Range(0, 20).Draw(t, "slack")
		lo, hi, _ := bounds(hidden(max(0, num-slack), num+slack), hidden(max(1, den-slack), den+slack), nil)
		if p := roundHalfEven(num, den); p < lo || p > hi {
			t.Fatalf("%d/%d = %d lies outside %d..%d", num, den, p, lo, hi)
		}
	})
}

// leavers is one small partition: two schools by destination.
func leavers() *sdmx.Dataset {
	obs := func(o *sdmx.Observation, key ...string) sdmx.Observation {
		o.Key = key
		return *o
	}
	return &sdmx.Dataset{
		Cube: "VO-HO", Table: "school_doel", Cohort: 2023, Dimensions: []string{"school", "doel"},
		Observations: []sdmx.Observation{
			obs(shown(124), "_T", "_T"), obs(shown(93), "_T", "HO"), obs(shown(31), "_T", "GEEN"),
			obs(shown(84), "90AA", "_T"), obs(hidden(55, 74), "90AA", "HO"), obs(hidden(10, 29), "90AA", "GEEN"),
			obs(shown(40), "91BB", "_T"), obs(hidden(19, 38), "91BB", "HO"), obs(hidden(2, 21), "91BB", "GEEN"),
			obs(shown(0), "92CC", "_T"), obs(shown(0), "92CC", "HO"), obs(shown(0), "92CC", "GEEN"),
			obs(shown(7), "93DD", "_T"), obs(shown(7), "93DD", "GEEN"),
		},
	}
}

var toHO = sdmx.Indicator{ID: "direct", Table: "school_doel", Dimension: "doel", Numerator: "HO", Denominator: "_T"}

func TestComputeGivesOneValuePerRemainingKeyInOrder(t *testing.T) {
	s, err := Compute(leavers(), toHO)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Key      []string
		Status   string
		P, L, U  int64
		Num, Den bool
	}
	var got []row
	for i := range s.Values {
		v := &s.Values[i]
		got = append(got, row{v.Key, v.ObsStatus, v.PerMille, v.Lower, v.Upper, v.Num != nil, v.Den != nil})
	}
	want := []row{
		{[]string{"_T"}, "A", 750, 750, 750, true, true},
		{[]string{"90AA"}, "Q", 0, 654, 881, true, true}, // 55/84 = 65.47.., 74/84 = 88.09..
		{[]string{"91BB"}, "Q", 0, 475, 950, true, true}, // 19/40, 38/40
		{[]string{"92CC"}, "M", 0, 0, 0, true, true},
		{[]string{"93DD"}, "M", 0, 0, 0, false, true}, // offers no way to HO
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestComputeRefusesWhatDoesNotFit(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*sdmx.Dataset, *sdmx.Indicator)
		want   string
		broken bool
	}{
		{"another table", func(_ *sdmx.Dataset, i *sdmx.Indicator) { i.Table = "x" }, "is about table x", false},
		{"an unknown dimension", func(_ *sdmx.Dataset, i *sdmx.Indicator) { i.Dimension = "x" }, "has no dimension x", false},
		{"a short key", func(d *sdmx.Dataset, _ *sdmx.Indicator) { d.Observations[2].Key = []string{"_T"} }, "observation 3 has 1 codes", false},
		{"a part larger than its whole", func(d *sdmx.Dataset, _ *sdmx.Indicator) { d.Observations[1].Value = 125 }, "_T._T", true},
		{"a hidden part larger than its whole", func(d *sdmx.Dataset, _ *sdmx.Indicator) { d.Observations[4].Lower = 85 }, "90AA._T", true},
		{"a part without its whole", func(d *sdmx.Dataset, _ *sdmx.Indicator) { d.Observations = d.Observations[1:] }, "without its whole", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, ind := leavers(), toHO
			c.change(d, &ind)
			_, err := Compute(d, ind)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error %v does not say %q", err, c.want)
			}
			if errors.Is(err, ErrInconsistent) != c.broken {
				t.Errorf("errors.Is(%v, ErrInconsistent) is %v", err, !c.broken)
			}
		})
	}
}

func TestWriteCSVOfIndicatorsOverTwoTables(t *testing.T) {
	s, err := Compute(leavers(), toHO)
	if err != nil {
		t.Fatal(err)
	}
	bySex := &sdmx.Dataset{
		Cube: "VO-HO", Table: "geslacht_doel", Cohort: 2023, Dimensions: []string{"geslacht", "doel"},
		Observations: []sdmx.Observation{
			{Key: []string{"_T", "_T"}, Value: 124, Lower: 124, Upper: 124},
			{Key: []string{"_T", "GEEN"}, Value: 31, Lower: 31, Upper: 31},
		},
	}
	none := sdmx.Indicator{ID: "geen", Table: "geslacht_doel", Dimension: "doel", Numerator: "GEEN", Denominator: "_T"}
	s2, err := Compute(bySex, none)
	if err != nil {
		t.Fatal(err)
	}
	cube := sdmx.Cube{
		Dimensions: []sdmx.Dimension{{ID: "school"}, {ID: "geslacht"}, {ID: "doel"}},
		Tables:     []sdmx.Table{{ID: "school_doel", Dimensions: []string{"school", "doel"}}, {ID: "geslacht_doel", Dimensions: []string{"geslacht", "doel"}}},
		Indicators: []sdmx.Indicator{toHO, none},
	}
	var b bytes.Buffer
	if err := WriteCSV(&b, Dimensions(cube), s, s2); err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, *update, "vo-ho.2023.csv", b.Bytes())
}
