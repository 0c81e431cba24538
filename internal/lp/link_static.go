//go:build clp && clpstatic

package lp

// The archives that Debian's pkg-config file does not name for a static build
// are the Fortran runtime and its companions (package libgfortran-12-dev).

// #cgo CFLAGS: -I/usr/include/coin
// #cgo LDFLAGS: -Wl,-Bstatic -lCbcSolver -lCbc -lCgl -lOsiClp -lClpSolver -lClp -lOsi -lCoinUtils -lbz2 -lz -llapack -lblas -lgfortran -lquadmath -lstdc++ -Wl,-Bdynamic -lm
import "C"
