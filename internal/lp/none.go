//go:build !clp

package lp

// New returns the solver of this build, or nil where there is none.
func New() Solver { return nil }

// NewBinaries returns the integer programs of this build, or nil where there
// are none.
func NewBinaries() Binaries { return nil }
