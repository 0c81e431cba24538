package formal

import (
	"fmt"
	"math"
	"math/big"
)

// outward covers the rounding of the few dozen floating-point operations of a
// conversion, with a wide margin: results are raised by this part and this
// much.
const outward = 1e-9

// Epsilon returns an epsilon, rounded up, so that rho-zCDP implies (epsilon,
// delta)-differential privacy (Canonne, Kamath & Steinke 2020, Proposition
// 12): for every α > 1
//
//	δ = exp((α-1)(αρ-ε) + α·ln(1-1/α))/(α-1)
//
// hence ε(α) = αρ + (α·ln(1-1/α) - ln(α-1) - ln δ)/(α-1), of which the least
// is taken. Every α gives a valid epsilon, so that a search which misses the
// best one errs on the safe side.
func Epsilon(rho *big.Rat, delta float64) (float64, error) {
	if rho == nil || rho.Sign() < 0 {
		return 0, fmt.Errorf("epsilon: rho %v is negative", rho)
	}
	if !(delta > 0 && delta < 1) {
		return 0, fmt.Errorf("epsilon: delta %v is not between 0 and 1", delta)
	}
	if rho.Sign() == 0 {
		return 0, nil
	}
	r := above(rho)
	of := func(logGap float64) float64 { return epsilonAt(r, delta, math.Exp(logGap)) }
	// ε(α) falls and then rises: narrow the bracket by thirds.
	low, high := math.Log(1e-9), math.Log(1e12)
	for range 300 {
		a, b := low+(high-low)/3, high-(high-low)/3
		if of(a) < of(b) {
			high = b
		} else {
			low = a
		}
	}
	return max(0, of((low+high)/2)*(1+outward)+outward), nil
}

// epsilonAt is ε(α) for α = 1 + gap.
func epsilonAt(rho, delta, gap float64) float64 {
	// ln(1-1/α) = ln(gap) - ln(1+gap)
	alpha := 1 + gap
	return alpha*rho + (alpha*(math.Log(gap)-math.Log1p(gap))-math.Log(gap)-math.Log(delta))/gap
}

// above returns a float that is not below the fraction.
func above(r *big.Rat) float64 {
	f, exact := r.Float64()
	if !exact {
		f = math.Nextafter(f, math.Inf(1))
	}
	return f
}
