package attack

import (
	"math"
	"slices"

	"doorstroommonitor/formal"
	"doorstroommonitor/noise"
)

// Membership is the result of asking, many times over, whether one record was
// in the data, by an attacker who knows all other records and the mechanism.
type Membership struct {
	Trials int // of each world
	AUC    float64
	TPR1   float64 // true positives at 1 % false ones
	// Advantage is TPR - FPR of the best test there is, log-likelihood ratio
	// above 0; Lower and Upper are one-sided 99 % confidence limits.
	Advantage, Lower, Upper float64
	// Bound is the exact total variation: no test has more.
	Bound float64
	// Epsilon is the lower 99 % confidence limit of ln((TPR - δ)/FPR) over the
	// thresholds tried, which a correct mechanism keeps below Epsilon(δ).
	Epsilon float64
}

// z99 is the one-sided 99 % quantile of the normal distribution.
const z99 = 2.3263478740408408

// Member plays the game with the code that publishes: formal.Measure on two
// worlds that differ in one record, so many times each with fresh keys.
func Member(d *formal.Design, trials int, seed uint64, delta float64) (Membership, error) {
	m := Membership{Trials: trials}
	var err error
	if m.Bound, err = d.Advantage(); err != nil {
		return m, err
	}
	without, err := ratios(d, 7, trials, seed)
	if err != nil {
		return m, err
	}
	with, err := ratios(d, 8, trials, seed+uint64(trials))
	if err != nil {
		return m, err
	}
	slices.Sort(without)
	slices.Sort(with)
	tpr, fpr := above(with, 0), above(without, 0)
	n := float64(trials)
	m.Advantage = tpr - fpr
	se := math.Sqrt(tpr*(1-tpr)/n + fpr*(1-fpr)/n)
	m.Lower, m.Upper = m.Advantage-z99*se, m.Advantage+z99*se
	m.AUC = auc(without, with)
	m.TPR1 = above(with, without[trials-1-trials/100])
	// Thresholds are fixed beforehand, and the limit is divided among them.
	for _, at := range []float64{0, 0.5, 1, 1.5, 2} {
		t, f := above(with, at), above(without, at)
		z := z99 + 1 // about 99 % for five thresholds and two sides at once
		low, high := t-z*math.Sqrt(t*(1-t)/n), f+z*math.Sqrt(f*(1-f)/n)+z*z/n
		if low > delta {
			m.Epsilon = max(m.Epsilon, math.Log((low-delta)/high))
		}
	}
	return m, nil
}

// ratios draws log-likelihood ratios Σ(2z-1)/(2σ²) of a record in a world where
// its cells have this count.
func ratios(d *formal.Design, count int64, trials int, seed uint64) ([]float64, error) {
	out := make([]float64, trials)
	g := &formal.Group{Population: "GAME", Year: 1, Specification: [32]byte{1}, Members: count}
	for range d.Tables {
		g.Tables = append(g.Tables, []int64{count})
	}
	variances, err := d.Variance()
	if err != nil {
		return nil, err
	}
	for i := range out {
		m, err := formal.Measure(noise.SyntheticKey(seed+uint64(i)), d, g)
		if err != nil {
			return nil, err
		}
		sum := 0.0
		for k, t := range m.Tables {
			z := t.Values[0] - 7 // the attacker knows that the others are 7
			v, _ := variances[k].Float64()
			sum += float64(2*z-1) / (2 * v)
		}
		out[i] = math.Round(sum*1e9) / 1e9 // ties stay ties
	}
	return out, nil
}

// above is the share of an ascending list that is above a value.
func above(sorted []float64, value float64) float64 {
	at, _ := slices.BinarySearch(sorted, math.Nextafter(value, math.Inf(1)))
	return float64(len(sorted)-at) / float64(len(sorted))
}

// auc is the chance that a value of the second list is above one of the first,
// ties half.
func auc(first, second []float64) float64 {
	sum := 0.0
	for _, v := range second {
		low, _ := slices.BinarySearch(first, v)
		high, _ := slices.BinarySearch(first, math.Nextafter(v, math.Inf(1)))
		sum += float64(low) + float64(high-low)/2
	}
	return sum / float64(len(first)) / float64(len(second))
}
