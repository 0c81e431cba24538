package estimate

import (
	"fmt"
	"math"
)

// Linked is several tables about the same persons. Cells are numbered from 0
// over all tables and each was measured; every Equal is a sum that two tables
// share. Where tables form one tree, Shape is faster and has variances.
type Linked struct {
	variance []float64
	equal    []Equal
}

// Equal says that the cells of A add up to what those of B add up to.
type Equal struct{ A, B []int32 }

// NewLinked makes the problem; variances are finite and positive.
func NewLinked(variance []float64, equal []Equal) (*Linked, error) {
	for i, v := range variance {
		if !(v > 0) || math.IsInf(v, 1) {
			return nil, fmt.Errorf("linked tables: cell %d has variance %v", i, v)
		}
	}
	return &Linked{variance, equal}, nil
}

// closeEnough is how far the sums may be apart in the end, in persons: far
// below what rounding sees.
const closeEnough = 1e-7

// Solve returns the generalised least squares estimate of every cell:
//
//	least Σ (x - y)²/v under all sums,  x = y - V·Aᵀ·λ,  (A·V·Aᵀ)·λ = A·y
//
// by conjugate gradients on λ. Sums that follow from others do no harm. The
// estimate is unbiased, and no unbiased one that is linear has less variance:
// that of any other is a bound.
func (l *Linked) Solve(y []float64) ([]float64, error) {
	rows := len(l.equal)
	x := append([]float64(nil), y...)
	residual, direction, lambda := l.gaps(y), make([]float64, rows), make([]float64, rows)
	scale := l.diagonal()
	rho := 0.0
	for i, r := range residual {
		direction[i] = r / scale[i]
		rho += r * direction[i]
	}
	for range 20*rows + 100 {
		if largest(residual) < closeEnough {
			l.apply(x, lambda)
			return x, nil
		}
		moved := make([]float64, len(y))
		l.apply(moved, direction)
		image := l.gaps(moved) // -A·V·Aᵀ·direction
		curvature := 0.0
		for i, d := range direction {
			curvature -= d * image[i]
		}
		if curvature <= 0 {
			break
		}
		step := rho / curvature
		next := 0.0
		for i := range residual {
			lambda[i] += step * direction[i]
			residual[i] += step * image[i]
			next += residual[i] * residual[i] / scale[i]
		}
		for i := range direction {
			direction[i] = residual[i]/scale[i] + next/rho*direction[i]
		}
		rho = next
	}
	return nil, fmt.Errorf("linked tables: sums are still %v apart", largest(residual))
}

// gaps returns A·x: what the two sides of each sum differ.
func (l *Linked) gaps(x []float64) []float64 {
	out := make([]float64, len(l.equal))
	for i, e := range l.equal {
		for _, c := range e.A {
			out[i] += x[c]
		}
		for _, c := range e.B {
			out[i] -= x[c]
		}
	}
	return out
}

// apply subtracts V·Aᵀ·λ from x.
func (l *Linked) apply(x, lambda []float64) {
	for i, e := range l.equal {
		for _, c := range e.A {
			x[c] -= l.variance[c] * lambda[i]
		}
		for _, c := range e.B {
			x[c] += l.variance[c] * lambda[i]
		}
	}
}

// diagonal is that of A·V·Aᵀ.
func (l *Linked) diagonal() []float64 {
	out := make([]float64, len(l.equal))
	for i, e := range l.equal {
		for _, side := range [][]int32{e.A, e.B} {
			for _, c := range side {
				out[i] += l.variance[c]
			}
		}
	}
	return out
}

func largest(x []float64) float64 {
	m := 0.0
	for _, v := range x {
		m = max(m, math.Abs(v))
	}
	return m
}

// Together is the variance of the best mean of independent estimates.
func Together(variances ...float64) float64 {
	precision := 0.0
	for _, v := range variances {
		precision += 1 / v
	}
	return 1 / precision
}
