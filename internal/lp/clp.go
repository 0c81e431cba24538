//go:build clp

package lp

// #include <Clp_C_Interface.h>
import "C"

import (
	"fmt"
	"math"
	"unsafe"
)

// New returns the solver of this build, or nil where there is none.
func New() Solver { return clp{} }

type clp struct{}

// Name implements Solver.
func (clp) Name() string { return "Clp " + C.GoString(C.Clp_Version()) }

// maxIterations ends a program that would cycle; its duals still give a
// valid bound.
const maxIterations = 200_000

// session holds one model. Each question changes only the objective, so that
// the solver starts from the last basis.
type session struct {
	m     *matrix
	model unsafe.Pointer
	cost  []C.double
	upper []C.double
}

// Open implements Solver.
func (clp) Open(p *Problem) (Session, error) {
	m, err := newMatrix(p)
	if err != nil {
		return nil, err
	}
	n := len(p.Lower)
	s := &session{m: m, model: C.Clp_newModel(), cost: make([]C.double, n+1)}
	C.Clp_setLogLevel(s.model, 0)
	C.Clp_setMaximumIterations(s.model, maxIterations)
	// One spare element each: a slice without elements has no address.
	start := make([]C.CoinBigIndex, n+1)
	for j, v := range m.start {
		start[j] = C.CoinBigIndex(v)
	}
	index, value := make([]C.int, len(m.row)+1), make([]C.double, len(m.row)+1)
	for k, i := range m.row {
		index[k], value[k] = C.int(i), C.double(m.coef[k])
	}
	lower, upper := make([]C.double, n+1), make([]C.double, n+1)
	for j := range n {
		lower[j], upper[j] = C.double(p.Lower[j]), C.double(p.Upper[j])
		if p.Upper[j] == Infinite {
			upper[j] = C.double(math.MaxFloat64)
		}
	}
	rhs := make([]C.double, len(p.Rows)+1)
	for i, r := range p.Rows {
		rhs[i] = C.double(r.RHS)
	}
	s.upper = upper
	C.Clp_loadProblem(s.model, C.int(n), C.int(len(p.Rows)), &start[0], &index[0], &value[0],
		&lower[0], &upper[0], &s.cost[0], &rhs[0], &rhs[0])
	return s, nil
}

// What Clp_status says.
const (
	infeasible = 1
	unbounded  = 2
)

// farther is how far above its lower bound a variable is put that nothing
// bounds, to have a point at all.
const farther = 1 << 20

// Optimise implements Session. Where the solver proves nothing the bound is
// that of the problem itself, which may be Infinite; the point then has a
// value far above the lower bound. An error means that the solver finds no
// solution at all.
func (s *session) Optimise(v int, max bool) (int64, []int64, error) {
	o, x, err := s.ask(v, max)
	if err != nil {
		return 0, nil, err
	}
	if x == nil {
		return o.Bound, nil, nil
	}
	return o.Bound, s.m.integral(x), nil
}

// Explain implements Session.
func (s *session) Explain(v int, max bool) (*Optimum, error) {
	o, x, err := s.ask(v, max)
	if err == nil && x != nil {
		o.Point, o.Denominator = s.m.rational(x)
	}
	return o, err
}

// ask returns the verified bound and the solver's point, if any.
func (s *session) ask(v int, max bool) (*Optimum, []float64, error) {
	if v < 0 || v >= len(s.m.p.Lower) {
		return nil, nil, fmt.Errorf("linear program: no variable %d", v)
	}
	o, sign := &Optimum{Bound: s.m.p.Lower[v]}, int64(1)
	if max {
		o.Bound, sign = s.m.p.Upper[v], -1
	}
	switch s.solve(v, sign) {
	case infeasible:
		return nil, nil, fmt.Errorf("linear program: the solver finds no solution")
	case unbounded:
		return o, s.beyond(v, sign), nil
	}
	if p := s.m.prove(v, sign, floats(C.Clp_getRowPrice(s.model), len(s.m.p.Rows))); p != nil {
		o.Bound = tighter(o.Bound, p.bound*sign, max)
		o.Scale, o.Identity = p.scale, p.d
		for j := range o.Identity {
			o.Identity[j] *= sign
		}
	}
	return o, s.point(), nil
}

// solve minimises sign·x[v] from the last basis and returns the status.
func (s *session) solve(v int, sign int64) C.int {
	s.cost[v] = C.double(sign)
	C.Clp_chgObjCoefficients(s.model, &s.cost[0])
	s.cost[v] = 0
	// Not Clp_initialSolve: that takes over the signal of an interrupt.
	C.Clp_primal(s.model, 0)
	return C.Clp_status(s.model)
}

// beyond returns a point of a program without a finite optimum.
func (s *session) beyond(v int, sign int64) []float64 {
	kept := s.upper[v]
	s.upper[v] = C.double(s.m.p.Lower[v] + farther)
	C.Clp_chgColumnUpper(s.model, &s.upper[0])
	status := s.solve(v, sign)
	s.upper[v] = kept
	C.Clp_chgColumnUpper(s.model, &s.upper[0])
	if status == infeasible || status == unbounded {
		return nil
	}
	return s.point()
}

func (s *session) point() []float64 {
	return floats(C.Clp_getColSolution(s.model), len(s.m.p.Lower))
}

// tighter returns the tighter of two valid bounds.
func tighter(a, b int64, upper bool) int64 {
	if upper == (b < a) {
		return b
	}
	return a
}

// Close implements Session.
func (s *session) Close() {
	if s.model != nil {
		C.Clp_deleteModel(s.model)
		s.model = nil
	}
}

// floats copies what the solver owns.
func floats(from *C.double, n int) []float64 {
	out := make([]float64, n)
	if from != nil {
		for i, f := range unsafe.Slice(from, n) {
			out[i] = float64(f)
		}
	}
	return out
}
