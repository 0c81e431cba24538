package indicator

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"doorstroommonitor/sdmx"
)

// drawnSchools are the schools of a made-up country with noise in their figures,
// and their true shares per mille by cohort. Schools of a region are alike, and
// so are the years of a school.
type drawnSchools struct {
	parts   []*sdmx.Dataset
	list    *sdmx.Codelist
	regions map[string]int32
	truth   []map[string]float64 // by cohort
}

// drawSchools draws them: n schools of 8 to 60 pupils in four provinces, a noise
// of standard deviation 2 in each count.
func drawSchools(n int, cohorts []int, seed uint64) drawnSchools {
	rng := rand.New(rand.NewPCG(seed, 4))
	out := drawnSchools{list: &sdmx.Codelist{Codes: []sdmx.Code{{ID: sdmx.Total}}}, regions: map[string]int32{}}
	province := [4]float64{}
	for i := range province {
		province[i] = 0.75 + 0.06*rng.NormFloat64()
		out.list.Codes = append(out.list.Codes, sdmx.Code{ID: fmt.Sprintf("P%d", i), Parent: sdmx.Total})
	}
	underlying := make([]float64, n)
	for i := range n {
		code := fmt.Sprintf("S%03d", i)
		out.regions[code] = int32(i % 4)
		out.list.Codes = append(out.list.Codes, sdmx.Code{ID: code, Parent: fmt.Sprintf("P%d", i%4)})
		underlying[i] = min(max(province[i%4]+0.07*rng.NormFloat64(), 0.02), 0.98)
	}
	const sigma = 2.0
	for _, y := range cohorts {
		d := &sdmx.Dataset{Cube: "C", Table: "t", Cohort: y, Dimensions: []string{"school", "doel"}}
		truth := map[string]float64{}
		add := func(school, code string, x, error float64) {
			v := int64(math.Round(max(0, x)))
			d.Observations = append(d.Observations, sdmx.Observation{Key: []string{school, code}, Estimated: true, Value: v,
				Lower: max(0, v-100), Upper: v + 100, Estimate: int64(math.Round(100 * x)), Error: int64(100 * error)})
		}
		for i := range n {
			pupils := 8 + rng.IntN(53)
			went := 0
			for range pupils {
				if rng.Float64() < underlying[i] {
					went++
				}
			}
			school := fmt.Sprintf("S%03d", i)
			truth[school] = float64(went) / float64(pupils)
			x, rest := max(0, math.Round(float64(went)+sigma*rng.NormFloat64())), max(0, math.Round(float64(pupils-went)+sigma*rng.NormFloat64()))
			add(school, sdmx.Total, x+rest, sigma*math.Sqrt2)
			add(school, "HO", x, sigma)
			add(school, "GEEN", rest, sigma)
		}
		add("P0", sdmx.Total, 100, sigma)
		add("P0", "HO", 100, sigma)
		add("P0", "GEEN", 0, sigma)
		out.parts, out.truth = append(out.parts, d), append(out.truth, truth)
	}
	return out
}

var toHigher = sdmx.Indicator{ID: "ho", Table: "t", Dimension: "doel", Numerator: "HO", Denominator: sdmx.Total, Rest: []string{"GEEN"}}

// TestPeersBringAShareNearerToTheTruth: over schools, shares with their peers
// are nearer to the truth than by themselves, nearer still with regions and
// earlier years, and their bands hold it as often as they say.
func TestPeersBringAShareNearerToTheTruth(t *testing.T) {
	var alone, once, regional, all, held, drawn float64
	for seed := range uint64(20) {
		w := drawSchools(200, []int{2021, 2022, 2023}, seed)
		last := w.parts[2:]
		s, err := Compute(last[0], toHigher)
		if err != nil {
			t.Fatal(err)
		}
		off := func(parts []*sdmx.Dataset, regions map[string]int32, count bool) (sum float64) {
			out, err := Smooth(parts, toHigher, "school", w.list, regions)
			if err != nil {
				t.Fatal(err)
			}
			for i, x := range out {
				school := s.Values[i].Key[0]
				if x.Known != (school[0] == 'S') {
					t.Fatalf("%s: known %t", school, x.Known)
				}
				if !x.Known {
					continue
				}
				p := 1000 * w.truth[2][school]
				sum += math.Abs(float64(x.PerMille) - p)
				if v := &s.Values[i]; x.PerMille < v.Lower || x.PerMille > v.Upper {
					t.Fatalf("%s: %d is not within the band of the share, %d to %d", school, x.PerMille, v.Lower, v.Upper)
				}
				if count {
					drawn++
					if float64(x.Lower) <= p && p <= float64(x.Upper) {
						held++
					}
				}
			}
			return sum
		}
		for i := range s.Values {
			if p, ok := w.truth[2][s.Values[i].Key[0]]; ok {
				alone += math.Abs(float64(s.Values[i].PerMille) - 1000*p)
			}
		}
		once += off(last, nil, false)
		regional += off(last, w.regions, false)
		all += off(w.parts, w.regions, true)
	}
	t.Logf("mean error in per mille: alone %.1f, with peers %.1f, with regions %.1f, with earlier years too %.1f; bands hold %.1f %%", alone/drawn, once/drawn, regional/drawn, all/drawn, 100*held/drawn)
	if !(all < regional && regional < once && once < alone) {
		t.Error("what is known of peers does not help")
	}
	// 95 % of 4,000, three standard deviations below: 94 %. Above it is no fault.
	if held/drawn < 0.94 {
		t.Errorf("bands hold the truth in %.1f %%", 100*held/drawn)
	}
}

// TestFewPeersTeachNothing, nor do other cohorts where this one has no figure.
func TestFewPeersTeachNothing(t *testing.T) {
	w := drawSchools(fewestPeers-1, []int{2022, 2023}, 1)
	out, err := Smooth(w.parts, toHigher, "school", w.list, nil)
	if err != nil || slices.ContainsFunc(out, func(s Smoothed) bool { return s.Known }) {
		t.Errorf("shares of %d schools were smoothed, error %v", fewestPeers-1, err)
	}
	w = drawSchools(fewestPeers+1, []int{2022, 2023}, 1)
	d := w.parts[1]
	d.Observations = slices.DeleteFunc(d.Observations, func(o sdmx.Observation) bool { return o.Key[0] == "S003" })
	out, err = Smooth(w.parts, toHigher, "school", w.list, nil)
	known := 0
	for _, s := range out {
		if s.Known {
			known++
		}
	}
	if err != nil || known != fewestPeers {
		t.Errorf("%d shares for %d schools, error %v", known, fewestPeers, err)
	}
}
