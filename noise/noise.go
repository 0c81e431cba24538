// Package noise draws exact discrete Gaussian noise from a keyed, deterministic
// generator:
//
//	P(Z = z) ∝ exp(-z²/(2σ²)), z any integer, σ² rational
//
// by the algorithm of Canonne, Kamath & Steinke, "The Discrete Gaussian for
// Differential Privacy" (NeurIPS 2020), in integers only: floating-point noise
// has gaps that tell which count it was added to (Mironov 2012).
//
// What belongs here: the key, the binding of a stream of random bits to all
// that defines a draw, and the sampler. What does not: how much noise is
// enough (formal), and who may spend it (budget). The same key and the same
// draw give the same noise on every machine, for ever: a rerun is no second
// look. Changed data, parameters or versions give noise that has nothing to do
// with the earlier: the difference of two releases never equals the difference
// of the truths.
//
// Drawing takes a time that depends on the noise. It happens where the counts
// are, off line, and times of single draws are never recorded.
package noise

import (
	"fmt"
	"math/big"
)

// Version names the sampler and the form of the stream. Any change that gives
// other noise for the same draw gets a new version.
const Version = "doorstroommonitor discrete gaussian 1"

// Gaussian is the distribution with P(z) ∝ exp(-z²/(2σ²)) for σ² = a/b. Its
// variance is at most σ², and nearly σ² from σ² = 1 on. A Gaussian is safe for
// concurrent use; a Stream is not.
type Gaussian struct {
	exact exact // any size
	fast  fast  // the same in 64-bit words, where they suffice
}

// NewGaussian returns the distribution for a variance parameter σ² > 0.
func NewGaussian(variance *big.Rat) (*Gaussian, error) {
	if variance == nil || variance.Sign() <= 0 {
		return nil, fmt.Errorf("discrete gaussian: the variance %v is not positive", variance)
	}
	g := &Gaussian{exact: newExact(variance.Num(), variance.Denom())}
	g.fast = newFast(&g.exact)
	return g, nil
}

// Draw returns one value. Magnitudes beyond 63 bits, which no variance in use
// gives in the life of the universe, are an error of the variance and panic.
func (g *Gaussian) Draw(s *Stream) int64 {
	if g.fast.fits {
		return g.fast.gauss(s)
	}
	z := g.exact.gauss(s)
	if !z.IsInt64() {
		panic("discrete gaussian: a value beyond 63 bits")
	}
	return z.Int64()
}

// Add returns the counts with independent noise, in order.
func (g *Gaussian) Add(counts []int64, s *Stream) []int64 {
	noisy := make([]int64, len(counts))
	for i, n := range counts {
		noisy[i] = n + g.Draw(s)
	}
	return noisy
}
