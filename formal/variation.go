package formal

import (
	"fmt"
	"math"
	"math/big"
)

// maxStates bounds the lattice of log-likelihood ratios.
const maxStates = 20_000_000

// Advantage returns the total variation between neighbouring worlds as an
// attacker sees them who knows the counts of all other records and the
// mechanism: the best guess about a fact that is true with chance one half is
// right with chance (1 + advantage)/2. It is computed for the very noise of
// the design, on the lattice of its log-likelihood ratios
//
//	Σ (2z - 1)/(2σ²), z the noise in each cell in which neighbours differ
//
// to an absolute error below 10^-12; the formula of continuous noise,
// 2Φ(√(2ρ)/2) - 1, is too small for single tables. An error says that the
// weights have no common denominator of workable size.
func (d *Design) Advantage() (float64, error) {
	variances, err := d.Variance()
	if err != nil {
		return 0, err
	}
	moved, err := d.Neighbours.moved()
	if err != nil {
		return 0, err
	}
	var cells []*big.Rat
	for range moved {
		cells = append(cells, variances...)
	}
	step, err := steps(cells)
	if err != nil {
		return 0, err
	}
	// without and with the record: chance of each value of Σ z/σ², in steps.
	without, with := map[int64]float64{0: 1}, map[int64]float64{0: 1}
	for i, v := range cells {
		p, far := distribution(v)
		if len(without) > maxStates/len(p) {
			return 0, fmt.Errorf("advantage: the weights give more than %d values of the likelihood ratio; use weights with small denominators", maxStates)
		}
		without, with = convolve(without, p, far, 0, step[i]), convolve(with, p, far, 1, step[i])
	}
	sum := 0.0
	for k, p := range without {
		sum += math.Abs(p - with[k])
	}
	for k, q := range with {
		if _, ok := without[k]; !ok {
			sum += q
		}
	}
	return sum / 2, nil
}

// steps returns 1/σ² of each cell in units of their common denominator.
func steps(variances []*big.Rat) ([]int64, error) {
	common := big.NewInt(1)
	for _, v := range variances {
		g := new(big.Int).GCD(nil, nil, common, v.Num())
		common.Mul(common, new(big.Int).Quo(v.Num(), g))
	}
	out := make([]int64, len(variances))
	for i, v := range variances {
		s := new(big.Int).Quo(common, v.Num())
		if s.Mul(s, v.Denom()); s.BitLen() > 40 {
			return nil, fmt.Errorf("advantage: 1/σ² has no common denominator of workable size")
		}
		out[i] = s.Int64()
	}
	return out, nil
}

// distribution returns P(z) for z = -far..far, beyond which less than 10^-30
// is left.
func distribution(variance *big.Rat) (p []float64, far int64) {
	v, _ := variance.Float64()
	far = int64(12*math.Sqrt(v)) + 12
	p = make([]float64, 2*far+1)
	sum := 0.0
	for i := range p {
		z := float64(int64(i) - far)
		p[i] = math.Exp(-z * z / (2 * v))
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p, far
}

// convolve adds (z + shift)·step to every value.
func convolve(old map[int64]float64, p []float64, far, shift, step int64) map[int64]float64 {
	sum := make(map[int64]float64, len(old)*4)
	for k, q := range old {
		for i, r := range p {
			if r > 1e-25 {
				sum[k+(int64(i)-far+shift)*step] += q * r
			}
		}
	}
	return sum
}
