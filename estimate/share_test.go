package estimate

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestBandCovers draws noise around true counts from small to large: the band
// holds the true share in 95 % of the draws for every size and share, within
// 4.9 standard errors (a false alarm in a million per case).
func TestBandCovers(t *testing.T) {
	const draws = 20_000
	r := rand.New(rand.NewPCG(5, 6))
	for _, n := range []float64{2, 5, 10, 25, 100} {
		for _, p := range []float64{0, 0.1, 0.5, 0.9, 1} {
			covered := 0
			for range draws {
				// X and the rest measured apart with variances 1 and 2.
				x, rest := p*n+r.NormFloat64(), (1-p)*n+r.NormFloat64()*math.Sqrt2
				b := Share{X: x, N: x + rest, VX: 1, VN: 3, C: 1}.Band(Z95)
				if b.Low <= p && p <= b.High {
					covered++
				}
			}
			rate, slack := float64(covered)/draws, 4.9*math.Sqrt(0.05*0.95/draws)
			if rate < 0.95-slack {
				t.Errorf("n %v, p %v: %.4f of the bands hold the truth", n, p, rate)
			}
			if n == 100 && p == 0.5 && rate > 0.95+slack {
				t.Errorf("bands of a large group cover %.4f: they are too wide", rate)
			}
		}
	}
}

// TestBandIsTheSetItSays compares the band with a fine grid of shares.
func TestBandIsTheSetItSays(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 3000 {
		vx, vr := r.Float64()*3, r.Float64()*3
		x, rest := r.NormFloat64()*8+4, r.NormFloat64()*8+4
		s := Share{X: x, N: x + rest, VX: vx, VN: vx + vr, C: vx}
		b := s.Band(Z95)
		low, high := math.Inf(1), math.Inf(-1)
		for i := range 2001 {
			p := float64(i) / 2000
			if v, noise := s.Off(p); v*v <= Z95*Z95*noise {
				low, high = min(low, p), max(high, p)
			}
		}
		if low > high {
			continue // none on the grid: the band is [0, 1], or narrower than the grid
		}
		if b.Low > low+1e-9 || b.High < high-1e-9 || b.Low < low-6e-4 || b.High > high+6e-4 {
			t.Fatalf("%+v: band %v, on a grid [%v, %v]", s, b, low, high)
		}
	}
}

// TestFitFindsTheComponents makes peers with known differences and looks
// whether the moments come out, and whether they help.
func TestFitFindsTheComponents(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	const p, regions, between, yearly = 0.7, 0.002, 0.004, 0.001
	var history [][]Share
	var region []int32
	var truth []float64 // of the last year of each group
	var offset []float64
	for range 60 {
		offset = append(offset, r.NormFloat64()*math.Sqrt(regions))
	}
	for g := range 6000 {
		region = append(region, int32(g%60))
		own := p + offset[g%60] + r.NormFloat64()*math.Sqrt(between)
		var years []Share
		last := 0.0
		for range 4 {
			pi := own + r.NormFloat64()*math.Sqrt(yearly)
			n := 5 + r.IntN(60)
			x := 0
			for range n {
				if r.Float64() < pi {
					x++
				}
			}
			last = float64(x) / float64(n)
			a, b := r.NormFloat64()*2.4, r.NormFloat64()*3
			years = append(years, Share{X: float64(x) + a, N: float64(n) + a + b, VX: 5.76, VN: 14.76, C: 5.76})
		}
		history, truth = append(history, years), append(truth, last)
	}
	f := Fit(history, region)
	real := 0.0 // what the drawn regions really differ
	for _, o := range offset {
		real += o * o / 60
	}
	if math.Abs(f.Mean[2]-p) > 0.015 || math.Abs(f.Between-between) > 0.0006 || math.Abs(f.Yearly-yearly) > 0.0008 || math.Abs(f.Regions-real) > 0.0006 {
		t.Errorf("%v %v %v %v, made with %v %v %v %v", f.Mean, f.Regions, f.Between, f.Yearly, p, real, between, yearly)
	}
	if all := Fit(history, nil); math.Abs(all.Between-between-real) > 0.0009 || all.Regions != 0 {
		t.Errorf("without regions: %+v", all)
	}
	// Peers bring the figure nearer to the truth, region and earlier years more so.
	var raw, peers, near, both float64
	shrink := func(q Prior, s Share, truth float64) float64 {
		v, _ := q.Shrink(s)
		return math.Abs(v - truth)
	}
	for g, years := range history {
		v, _ := years[3].Value()
		raw += math.Abs(v - truth[g])
		peers += shrink(f.Expect(-1, nil, 3), years[3], truth[g])
		near += shrink(f.Expect(region[g], nil, 3), years[3], truth[g])
		both += shrink(f.Expect(region[g], years[:3], 3), years[3], truth[g])
	}
	if !(both < 0.99*near && near < 0.99*peers && peers < 0.9*raw) {
		t.Errorf("mean error %.4f alone, %.4f with peers, %.4f with the region, %.4f with earlier years too", raw/6000, peers/6000, near/6000, both/6000)
	}
}

// TestShrinkByHand: no noise leaves the share, endless noise the prior, and in
// between the ratio of variances decides.
func TestShrinkByHand(t *testing.T) {
	q := Prior{Mean: 0.5, Variance: 0.01}
	if v, variance := q.Shrink(Share{X: 8, N: 10}); v != 0.8 || variance != 0 {
		t.Errorf("without noise %v", v)
	}
	if v, _ := q.Shrink(Share{X: 8, N: 10, VX: 1e12, VN: 1e12, C: 1e12}); math.Abs(v-0.5) > 1e-6 {
		t.Errorf("with endless noise %v", v)
	}
	// r = 3, prior 10·0.25 + 100·0.01 = 3.5, noise 1.75 - 2·0.5·1.75 + 0.25·7 = 1.75:
	// 0.5 + (3.5/5.25)·0.3, variance 3.5·1.75/5.25/100
	v, variance := q.Shrink(Share{X: 8, N: 10, VX: 1.75, VN: 7, C: 1.75})
	if math.Abs(v-0.7) > 1e-12 || math.Abs(variance-0.07/6) > 1e-12 {
		t.Errorf("%v ± %v, by hand 0.7 ± 0.011667", v, variance)
	}
}

func TestGateTriesInOrder(t *testing.T) {
	sharp, blunt := Share{X: 50, N: 100, VX: 1, VN: 1}, Share{X: 5, N: 10, VX: 4, VN: 8, C: 4}
	gate := Reliability{Z: Z95, Half: 0.05}
	for _, c := range []struct {
		annual, three, coarser *Share
		want                   Level
	}{{&sharp, &blunt, nil, Annual}, {&blunt, &sharp, &sharp, ThreeYears}, {&blunt, &blunt, &sharp, Coarser}, {&blunt, nil, &sharp, Coarser}, {&blunt, nil, nil, PeerOnly}} {
		if got, _ := gate.Choose(*c.annual, c.three, c.coarser); got != c.want {
			t.Errorf("%v, want %v", got, c.want)
		}
	}
}
