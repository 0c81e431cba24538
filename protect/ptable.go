package protect

import (
	"fmt"
	"math"
)

// Perturbation is one entry of a perturbation table: a true count of I is
// published as J = I + V where the leading 26 bits of the cell key are in
// [Lower, Upper), so with probability P.
type Perturbation struct {
	I, J, V      int
	P            float64 // exactly (Upper - Lower)/2^26
	Lower, Upper uint32  // cumulative, in units of 2^-26
}

// keyBits is the precision of cumulative probabilities, about eight decimals.
// It is coarse enough that the last bits of a logarithm or exponential, which
// differ between processors, disappear when bounds are rounded to it.
const keyBits = 26

// PerturbationTable holds, for each true count, the distribution of noise of
// the cell key method: no noise beyond D either way, variance at most V, no
// published counts 1..js, mean 0, and of all such distributions the one with
// the greatest entropy (Giessing 2016; Enderle, Giessing, Tent 2020). Who
// holds the table knows more than a reader should: it is a secret.
type PerturbationTable struct {
	D    int
	V    float64
	JS   int
	rows [][]Perturbation
}

// NewPerturbationTable makes the table for the largest noise D >= 1, the
// largest variance V > 0 and the counts 1..js that must not be published
// (js = 0: all may be). An error names the condition that fails. Figures are
// those of R's ptable with optim = 1 and mono = TRUE, to 10^-7.
func NewPerturbationTable(D int, V float64, js int) (*PerturbationTable, error) {
	if err := feasible(D, V, js); err != nil {
		return nil, fmt.Errorf("perturbation table: %w", err)
	}
	last := D // from this count on nothing is cut off at 0 or left out up to js
	if js > 0 {
		last = D + js + 1
	}
	t := &PerturbationTable{D: D, V: V, JS: js, rows: make([][]Perturbation, 0, last+1)}
	t.rows = append(t.rows, []Perturbation{{P: 1, Upper: 1 << keyBits}})
	for i := 1; i <= last; i++ {
		var support []int
		for j := max(0, i-D); j <= i+D; j++ {
			if j < 1 || j > js {
				support = append(support, j-i)
			}
		}
		p, err := maxEntropy(support, V)
		if err != nil {
			return nil, fmt.Errorf("perturbation table: D = %d, V = %v, js = %d: row %d: %w", D, V, js, i, err)
		}
		t.rows = append(t.rows, cumulate(i, support, p))
	}
	return t, nil
}

func feasible(D int, V float64, js int) error {
	switch {
	case D < 1:
		return fmt.Errorf("the largest noise D = %d is less than 1", D)
	case !(V > 0) || math.IsInf(V, 1):
		return fmt.Errorf("the variance V = %v is not a positive number", V)
	case js < 0:
		return fmt.Errorf("js = %d is negative", js)
	case js > D:
		return fmt.Errorf("js = %d is greater than D = %d: a count of 1 could only become 0, so its mean would not be kept", js, D)
	}
	for i := 1; i <= js; i++ {
		// Mean 0 without v in -i+1..js-i: least variance is that of -i and js+1-i alone.
		if least := i * (js + 1 - i); V <= float64(least) {
			return fmt.Errorf("the variance V = %v is not greater than i(js+1-i) = %d at i = %d, js = %d: a count that must become 0 or more than js needs more", V, least, i, js)
		}
	}
	return nil
}

// Row returns the entries for a true count n >= 0, in order of V; the caller
// must not change them. Counts from D (js = 0) or D+js+1 on share one row.
func (t *PerturbationTable) Row(n int64) []Perturbation {
	return t.rows[min(n, int64(len(t.rows)-1))]
}

// cumulate rounds the cumulative probabilities to multiples of 2^-26.
func cumulate(i int, support []int, p []float64) []Perturbation {
	row := make([]Perturbation, len(support))
	lower, sum := uint32(0), 0.0
	for k, v := range support {
		sum += p[k]
		upper := min(uint32(math.Round(sum*(1<<keyBits))), 1<<keyBits)
		if k == len(support)-1 {
			upper = 1 << keyBits
		}
		row[k] = Perturbation{I: i, J: i + v, V: v, P: float64(upper-lower) / (1 << keyBits), Lower: lower, Upper: upper}
		lower = upper
	}
	return row
}

// block is a run of neighbours in the support with equal probability; v and q
// are the averages of v and v² over its n members.
type block struct{ n, v, q float64 }

// maxEntropy returns the distribution over the ascending support with the
// greatest entropy under Σp = 1, Σpv = 0, Σpv² <= V and p not decreasing up to
// v = 0 (where counts up to js are left out that is one v only). Its form is p_v ∝ exp(λ·v̄ + μ·q̄), over blocks of
// which the neighbours in the wrong order are merged.
func maxEntropy(support []int, V float64) ([]float64, error) {
	blocks := make([]block, len(support))
	low := 0 // blocks that must not decrease
	for k, v := range support {
		blocks[k] = block{1, float64(v), float64(v * v)}
		if v <= 0 {
			low++
		}
	}
	for {
		p, err := tilt(blocks, V)
		if err != nil {
			return nil, err
		}
		k := 1
		for k < low && p[k-1] <= p[k]*(1+1e-12) {
			k++
		}
		if k >= low {
			return spread(blocks, p), nil
		}
		a, b := blocks[k-1], blocks[k]
		n := a.n + b.n
		blocks[k-1] = block{n, (a.n*a.v + b.n*b.v) / n, (a.n*a.q + b.n*b.q) / n}
		blocks = append(blocks[:k], blocks[k+1:]...)
		low--
	}
}

// spread gives each member of a block the probability of the block.
func spread(blocks []block, p []float64) (all []float64) {
	for k, b := range blocks {
		for range int(b.n) {
			all = append(all, p[k])
		}
	}
	return all
}

// tilt returns the probability of a member of each block for mean 0 and, if
// the variance would be above V, variance V. μ = 0 is tried first.
func tilt(blocks []block, V float64) ([]float64, error) {
	d := dual{blocks: blocks, V: V}
	if err := d.solve(true); err != nil {
		return nil, err
	}
	if d.variance <= 0 {
		return d.p, nil
	}
	d.mu = -0.2
	return d.p, d.solve(false)
}

// dual is the dual problem ψ(λ, μ) = log Σ n·exp(λ·v̄ + μ·q̄) - μV, which is
// convex: its gradient is (mean, variance - V), its Hessian the covariance of
// v̄ and q̄.
type dual struct {
	blocks         []block
	V              float64
	lambda, mu     float64
	p              []float64 // of one member of each block
	psi            float64
	mean, variance float64 // Σpv and Σpv² - V
	vv, vq, qq     float64
}

func (d *dual) evaluate() {
	top := math.Inf(-1)
	for _, b := range d.blocks {
		top = max(top, d.lambda*b.v+d.mu*b.q)
	}
	d.p = make([]float64, len(d.blocks))
	var z, v, q, vv, vq, qq float64
	for k, b := range d.blocks {
		d.p[k] = math.Exp(d.lambda*b.v + d.mu*b.q - top)
		w := b.n * d.p[k]
		z, v, q = z+w, v+w*b.v, q+w*b.q
		vv, vq, qq = vv+w*b.v*b.v, vq+w*b.v*b.q, qq+w*b.q*b.q
	}
	for k := range d.p {
		d.p[k] /= z
	}
	v, q = v/z, q/z
	d.psi = top + math.Log(z) - d.mu*d.V
	d.mean, d.variance = v, q-d.V
	d.vv, d.vq, d.qq = vv/z-v*v, vq/z-v*q, qq/z-q*q
}

// solve finds the minimum over λ, or over λ and μ, by Newton steps that are
// halved while they go up.
func (d *dual) solve(meanOnly bool) error {
	d.evaluate()
	for range 200 {
		if math.Abs(d.mean) < 1e-13 && (meanOnly || math.Abs(d.variance) < 1e-13*max(1, d.V)) {
			break
		}
		dl, dm := -d.mean/d.vv, 0.0
		if det := d.vv*d.qq - d.vq*d.vq; !meanOnly {
			dl = (d.vq*d.variance - d.qq*d.mean) / det
			dm = (d.vq*d.mean - d.vv*d.variance) / det
		}
		from := *d
		for t := 1.0; t > 1e-12; t /= 2 {
			d.lambda, d.mu = from.lambda+t*dl, from.mu+t*dm
			// The slack lets the last steps pass, of which ψ shows rounding only.
			if d.evaluate(); d.psi <= from.psi+1e-14*max(1, math.Abs(from.psi)) {
				break
			}
		}
	}
	if !(math.Abs(d.mean) < 1e-10) || !meanOnly && !(math.Abs(d.variance) < 1e-10*max(1, d.V)) {
		return fmt.Errorf("the search for the distribution ends at mean %v and variance %v", d.mean, d.variance+d.V)
	}
	return nil
}
