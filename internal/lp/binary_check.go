//go:build clp

package lp

import (
	"errors"
	"fmt"
	"math"
)

// dearest bounds the sum of costs: with more, the tolerance of a solver in
// floating point could hide a difference of 1.
const dearest = 1 << 24

// newBinary checks a problem and orders it by column.
func newBinary(p *BinaryProblem) (*matrix, error) {
	box := &Problem{Lower: make([]int64, len(p.Cost)), Upper: make([]int64, len(p.Cost)), Rows: p.AtLeast}
	sum := int64(0)
	for i, c := range p.Cost {
		if c < 1 || c > dearest {
			return nil, fmt.Errorf("integer program: the cost of variable %d is %d; it must lie between 1 and 2^24", i, c)
		}
		if sum += c; sum > dearest {
			return nil, errors.New("integer program: the costs add up to more than 2^24")
		}
		box.Upper[i] = 1
	}
	return newMatrix(box)
}

// choice rounds what the solver answers and holds it against every row; nil
// where it does not hold.
func (p *BinaryProblem) choice(x []float64) []bool {
	y := make([]bool, len(p.Cost))
	for i := range y {
		f := math.RoundToEven(x[i])
		if !(math.Abs(x[i]-f) <= 1e-4 && (f == 0 || f == 1)) {
			return nil
		}
		y[i] = f == 1
	}
	for _, r := range p.AtLeast {
		sum := int64(0)
		for k, i := range r.Index {
			if y[i] {
				sum += r.Coef[k] // at most 2^20 each
			}
		}
		if sum < r.RHS {
			return nil
		}
	}
	return y
}
