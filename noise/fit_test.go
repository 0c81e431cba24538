package noise

import (
	"math"
	"math/big"
	"strconv"
	"testing"
)

// Goodness of fit. falseAlarm is the chance that one comparison fails though
// the sampler is right, over the choice of its fixed seed: with the 30 or so
// comparisons below, one seed in 30,000 would have to be called bad luck.
const falseAlarm = 1e-6

// probabilities returns P(z) of z = -far..far, summed in floating point, which
// is no part of the mechanism.
func probabilities(variance float64, far int) []float64 {
	p := make([]float64, 2*far+1)
	sum := 0.0
	for i := range p {
		z := float64(i - far)
		p[i] = math.Exp(-z * z / (2 * variance))
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

func variances() []string {
	return []string{"10/3", "2", "1/2", "1", "5", "39/100", "997/10", "1/20", "65537/65536"}
}

// TestFitsTheExactDistribution: chi-square over all values expected at least
// ten times, the rest as one.
func TestFitsTheExactDistribution(t *testing.T) {
	const draws = 300_000
	for _, variance := range variances() {
		v, _ := rat(t, variance).Float64()
		far := int(12*math.Sqrt(v)) + 12
		p := probabilities(v, far)
		seen := make([]float64, len(p))
		g, s := gaussian(t, variance), stream(t, 11)
		for range draws {
			seen[int(g.Draw(s))+far]++
		}
		chi, cells, restSeen, restP := 0.0, 0, 0.0, 0.0
		for i := range p {
			if e := draws * p[i]; e >= 10 {
				chi += (seen[i] - e) * (seen[i] - e) / e
				cells++
				continue
			}
			restSeen, restP = restSeen+seen[i], restP+p[i]
		}
		if e := draws * restP; e >= 1 {
			chi += (restSeen - e) * (restSeen - e) / e
			cells++
		}
		if q := upperChiSquare(chi, float64(cells-1)); q < falseAlarm {
			t.Errorf("variance %s: chi-square %.1f with %d degrees of freedom has a chance of %.2g", variance, chi, cells-1, q)
		}
	}
}

// TestMoments compares mean, variance and fourth moment with the exact ones;
// the tolerance is the normal quantile of falseAlarm times the standard error,
// which follows from the exact moments up to the eighth.
func TestMoments(t *testing.T) {
	const draws = 300_000
	quantile := 4.9 // two-sided 1e-6
	for _, variance := range variances() {
		v, _ := rat(t, variance).Float64()
		far := int(12*math.Sqrt(v)) + 12
		var moment [9]float64
		for i, p := range probabilities(v, far) {
			z := float64(i - far)
			for k := range moment {
				moment[k] += p * math.Pow(z, float64(k))
			}
		}
		if moment[2] > v {
			t.Errorf("variance %s: the exact variance %v is above its parameter", variance, moment[2])
		}
		var sum [5]float64
		g, s := gaussian(t, variance), stream(t, 12)
		for range draws {
			z := float64(g.Draw(s))
			for k := range sum {
				sum[k] += math.Pow(z, float64(k))
			}
		}
		for _, k := range []int{1, 2, 4} {
			se := math.Sqrt((moment[2*k] - moment[k]*moment[k]) / draws)
			if d := math.Abs(sum[k]/draws - moment[k]); d > quantile*se {
				t.Errorf("variance %s: moment %d is off by %.3g, more than %.3g", variance, k, d, quantile*se)
			}
		}
	}
}

// TestDrawsAsOpenDPDoes: chi-square of two samples, ours and one that OpenDP
// drew with the same variance (testdata/peer.py).
func TestDrawsAsOpenDPDoes(t *testing.T) {
	var peer struct {
		Cases []struct {
			Variance string
			Draws    int
			Counts   map[string]float64
		}
	}
	readJSON(t, "testdata/opendp.json", &peer)
	for _, c := range peer.Cases {
		own := map[int64]float64{}
		g, s := gaussian(t, c.Variance), stream(t, 13)
		for range c.Draws {
			own[g.Draw(s)]++
		}
		theirs := map[int64]float64{}
		for k, n := range c.Counts {
			z, err := strconv.ParseInt(k, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			theirs[z], own[z] = n, own[z]+0
		}
		chi, cells := 0.0, 0
		for z, n := range own {
			if both := n + theirs[z]; both >= 20 {
				chi += (n - theirs[z]) * (n - theirs[z]) / both
				cells++
			}
		}
		if q := upperChiSquare(chi, float64(cells-1)); q < falseAlarm {
			t.Errorf("variance %s: chi-square %.1f over %d values against OpenDP has a chance of %.2g", c.Variance, chi, cells, q)
		}
	}
}

// TestFitBites: a sampler of a slightly other variance does not pass.
func TestFitBites(t *testing.T) {
	const draws = 300_000
	p := probabilities(10.0/3, 40)
	chi := 0.0
	seen := make([]float64, len(p))
	g, err := NewGaussian(big.NewRat(103, 30))
	if err != nil {
		t.Fatal(err)
	}
	s := stream(t, 14)
	for range draws {
		seen[int(g.Draw(s))+40]++
	}
	cells := 0
	for i := range p {
		if e := draws * p[i]; e >= 10 {
			chi += (seen[i] - e) * (seen[i] - e) / e
			cells++
		}
	}
	if q := upperChiSquare(chi, float64(cells-1)); q > 1e-3 {
		t.Errorf("noise with 3 %% more variance passes with a chance of %.2g", q)
	}
}

// upperChiSquare is P(X > x) for k degrees of freedom: the upper incomplete
// gamma function Q(k/2, x/2), by series or continued fraction (Numerical
// Recipes, 6.2).
func upperChiSquare(x, k float64) float64 {
	a, z := k/2, x/2
	if z <= 0 {
		return 1
	}
	lg, _ := math.Lgamma(a)
	front := math.Exp(-z + a*math.Log(z) - lg)
	if z < a+1 {
		sum, term := 1/a, 1/a
		for n := 1.0; n < 10_000 && term > sum*1e-16; n++ {
			term *= z / (a + n)
			sum += term
		}
		return 1 - front*sum
	}
	b := z + 1 - a
	c, d := 1e300, 1/b
	h := d
	for n := 1.0; n < 10_000; n++ {
		an := -n * (n - a)
		b += 2
		d = 1 / (an*d + b)
		c = b + an/c
		h *= d * c
		if math.Abs(d*c-1) < 1e-15 {
			break
		}
	}
	return front * h
}
