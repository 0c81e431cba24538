package lp

import "errors"

// BinaryProblem asks for the cheapest choice among things that are taken or
// left:
//
//	min Σ Cost_i·y_i,   Σ Coef·y[Index] >= RHS for each row of AtLeast,   y_i in {0, 1}
//
// Costs are at least 1, and their sum at most 2^24.
type BinaryProblem struct {
	Cost    []int64
	AtLeast []Row
}

// Limits of one integer program.
type Limits struct {
	// Nodes of the search tree. Defaults to what the solver takes for
	// unlimited.
	Nodes int
}

// Binaries solves integer programs, one at a time.
type Binaries interface {
	// Minimise returns the cheapest choice found, which satisfies every row
	// exactly. That none is cheaper (optimal) is the solver's word, given in
	// floating point and not verified. An error means that no choice was
	// found within the limits (ErrLimit) or that there is none.
	Minimise(p *BinaryProblem, limits Limits) (y []bool, optimal bool, err error)
	// Name and version, for reports.
	Name() string
}

// ErrLimit says that no choice was found within the limits.
var ErrLimit = errors.New("integer program: no choice found within the limits")
