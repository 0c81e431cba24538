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
// whether the moments come out.
func TestFitFindsTheComponents(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	const p, between, yearly = 0.7, 0.004, 0.001
	var history [][]Share
	var truth []float64 // of the last year of each group
	for range 6000 {
		own := p + r.NormFloat64()*math.Sqrt(between)
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
	f := Fit(history)
	if math.Abs(f.Mean-p) > 0.004 || math.Abs(f.Between-between) > 0.0006 || math.Abs(f.Yearly-yearly) > 0.0008 {
		t.Errorf("%+v, made with %v %v %v", f, p, between, yearly)
	}
	// Peers bring the figure nearer to the truth, and the years before more so.
	var raw, peers, both float64
	for g, years := range history {
		v, _ := years[3].Value()
		raw += math.Abs(v - truth[g])
		peers += math.Abs(f.Expect(nil).Shrink(years[3]) - truth[g])
		both += math.Abs(f.Expect(years[:3]).Shrink(years[3]) - truth[g])
	}
	if !(both < 0.98*peers && peers < 0.9*raw) {
		t.Errorf("mean error %.4f alone, %.4f with peers, %.4f with earlier years too", raw/6000, peers/6000, both/6000)
	}
}

// TestShrinkByHand: no noise leaves the share, endless noise the prior, and in
// between the ratio of variances decides.
func TestShrinkByHand(t *testing.T) {
	q := Prior{Mean: 0.5, Variance: 0.01}
	exact := Share{X: 8, N: 10}
	if v := q.Shrink(exact); v != 0.8 {
		t.Errorf("without noise %v", v)
	}
	if v := q.Shrink(Share{X: 8, N: 10, VX: 1e12, VN: 1e12, C: 1e12}); math.Abs(v-0.5) > 1e-6 {
		t.Errorf("with endless noise %v", v)
	}
	// r = 3, prior 10·0.25 + 100·0.01 = 3.5, noise 1.75 - 2·0.5·1.75 + 0.25·7 = 1.75: 0.5 + (3.5/5.25)·0.3
	if v := q.Shrink(Share{X: 8, N: 10, VX: 1.75, VN: 7, C: 1.75}); math.Abs(v-0.7) > 1e-12 {
		t.Errorf("%v, by hand 0.7", v)
	}
	if v := q.Limit(exact, Band{0.85, 0.9}); v != 0.85 {
		t.Errorf("the estimate leaves its band: %v", v)
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
