//go:build clp

package lp

// #include <signal.h>
// #include <stdlib.h>
// #include <Cbc_C_Interface.h>
//
// static struct sigaction interrupt;
// static void keepInterrupt(void) { sigaction(SIGINT, NULL, &interrupt); }
// static void putInterruptBack(void) { sigaction(SIGINT, &interrupt, NULL); }
import "C"

import (
	"errors"
	"math"
	"strconv"
	"sync"
	"time"
	"unsafe"
)

// NewBinaries returns the integer programs of this build, or nil where there
// are none.
func NewBinaries() Binaries { return cbc{} }

type cbc struct{}

// Name implements Binaries.
func (cbc) Name() string { return "Cbc " + C.GoString(C.Cbc_getVersion()) }

// settings of every program. Preprocessing in version 2.10.8 loses optimal
// choices: 4 of 1,614 random programs with up to nine variables came out too
// dear (TestBinariesAgainstEveryChoice finds such ones). Cuts of the library's
// own cost more time than they save on rows that are cuts themselves.
var settings = [][2]string{{"log", "0"}, {"preprocess", "off"}, {"cuts", "off"}}

// cbcTurn lets one program run at a time: the library keeps the program that
// an interrupt would stop in a global variable.
var cbcTurn sync.Mutex

// Minimise implements Binaries. The model is made anew each time, as the
// library asks.
func (cbc) Minimise(p *BinaryProblem, limits Limits) ([]bool, bool, error) {
	m, err := newBinary(p)
	if err != nil {
		return nil, false, err
	}
	cbcTurn.Lock()
	defer cbcTurn.Unlock()
	model := C.Cbc_newModel()
	defer C.Cbc_deleteModel(model)
	loadBinary(model, p, m)
	for _, p := range settings {
		set(model, p[0], p[1])
	}
	if limits.Nodes > 0 {
		set(model, "maxNodes", strconv.Itoa(limits.Nodes))
	}
	solveUninterrupted(model)
	if C.Cbc_isProvenInfeasible(model) != 0 {
		return nil, false, errors.New("integer program: no choice satisfies every row")
	}
	best := C.Cbc_bestSolution(model)
	if best == nil {
		return nil, false, ErrLimit
	}
	y := p.choice(floats(best, len(p.Cost)))
	if y == nil {
		return nil, false, errors.New("integer program: the solver's choice does not satisfy every row")
	}
	return y, C.Cbc_isProvenOptimal(model) != 0, nil
}

// loadBinary hands the problem to the library.
func loadBinary(model unsafe.Pointer, p *BinaryProblem, m *matrix) {
	n, rows := len(p.Cost), len(p.AtLeast)
	// One spare element each: a slice without elements has no address.
	start := make([]C.CoinBigIndex, n+1)
	index, value := make([]C.int, len(m.row)+1), make([]C.double, len(m.row)+1)
	lower, upper, cost := make([]C.double, n+1), make([]C.double, n+1), make([]C.double, n+1)
	for j := range n {
		start[j+1] = C.CoinBigIndex(m.start[j+1])
		upper[j], cost[j] = 1, C.double(p.Cost[j])
	}
	for k, i := range m.row {
		index[k], value[k] = C.int(i), C.double(m.coef[k])
	}
	least, most := make([]C.double, rows+1), make([]C.double, rows+1)
	for i, r := range p.AtLeast {
		least[i], most[i] = C.double(r.RHS), C.double(math.MaxFloat64)
	}
	C.Cbc_loadProblem(model, C.int(n), C.int(rows), &start[0], &index[0], &value[0],
		&lower[0], &upper[0], &cost[0], &least[0], &most[0])
	for j := range n {
		C.Cbc_setInteger(model, C.int(j))
	}
	C.Cbc_setObjSense(model, 1)
}

// set gives the library a parameter as its own command line would.
func set(model unsafe.Pointer, name, value string) {
	n, v := C.CString(name), C.CString(value)
	C.Cbc_setParameter(model, n, v) // copies both
	C.free(unsafe.Pointer(n))
	C.free(unsafe.Pointer(v))
}

// solveUninterrupted solves. The library takes over the signal of an
// interrupt and gives it back without the flags that Go needs, after which
// the next interrupt would crash the program; so the handler is put back,
// soon after the start and at the end.
func solveUninterrupted(model unsafe.Pointer) {
	C.keepInterrupt()
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				C.putInterruptBack()
			}
		}
	}()
	C.Cbc_solve(model)
	close(done)
	<-stopped
	C.putInterruptBack()
}
