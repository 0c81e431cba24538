// Package lp minimises and maximises single variables of a linear program.
//
// The solver is Clp where the program was built with the tag "clp" (the
// Makefile does so where the library is installed); else New returns nil and
// callers leave open what they cannot settle otherwise. Bounds are verified:
// whatever the floating-point solver answers is turned into a bound by exact
// arithmetic on its dual values, so that a wrong answer can only be wider.
package lp

import "math"

// Infinite is the upper bound of a variable without one.
const Infinite = math.MaxInt64

// Row is Σ Coef·x[Index] = RHS.
type Row struct {
	Index []int
	Coef  []int64
	RHS   int64
}

// Problem is a set of rows over variables with integer bounds; every lower
// bound is finite.
type Problem struct {
	Lower, Upper []int64
	Rows         []Row
}

// Solver opens sessions; a session may be used by one goroutine.
type Solver interface {
	Open(p *Problem) (Session, error)
	// Name and version, for reports.
	Name() string
}

// Session answers several questions about one problem.
type Session interface {
	// Optimise returns a verified integer bound on variable v (an upper bound
	// when max is true, else a lower bound) and the optimal point where it is
	// integral, else nil.
	Optimise(v int, max bool) (bound int64, point []int64, err error)
	Close()
}
