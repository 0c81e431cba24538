// Package lp asks linear programs for the least and the most of a variable,
// and integer programs for the cheapest choice.
//
// The solvers are Clp and Cbc where the program was built with the tag "clp"
// (the Makefile does so where the libraries are installed); else New and
// NewBinaries return nil and callers leave open what they cannot settle
// otherwise. Bounds are verified: whatever the floating-point solver answers
// is turned into a bound by exact arithmetic on its dual values, so that a
// wrong answer can only be wider.
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
	// Explain is Optimise with its reasons.
	Explain(v int, max bool) (*Optimum, error)
	Close()
}

// Optimum is a verified bound on a variable v, with what proves that nothing
// lies beyond it and what shows that it is reached.
type Optimum struct {
	// Bound is as Optimise returns it; Infinite where nothing bounds the
	// variable from above.
	Bound int64
	// Identity proves the bound: wherever the rows hold, and for other bounds
	// of the variables too,
	//
	//	Scale·x[v] = constant + Σ Identity[j]·x[j]
	//
	// and the right-hand side cannot lie beyond Bound·Scale within the bounds
	// of the problem. Nil where the solver proved nothing.
	Identity []int64
	Scale    int64
	// Point over Denominator is a solution, exactly; nil where the optimal
	// point is not one of small denominator.
	Point       []int64
	Denominator int64
}
