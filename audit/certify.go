package audit

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"doorstroommonitor/internal/moves"
)

// certify looks for a certificate at the first table for each of the cells.
// Every search starts from that same table with dice of its own, so that they
// run side by side and find the same whatever the number of cores.
func (w *search) certify(ctx context.Context, cells []int32) error {
	found := make([]moves.Certificate, len(cells))
	var next atomic.Int64
	var done sync.WaitGroup
	plans := []*moves.Prover{w.plan}
	for len(plans) < min(runtime.GOMAXPROCS(0), 1+len(cells)/fewCells) {
		plans = append(plans, w.clone())
	}
	for _, plan := range plans {
		done.Go(func() {
			v := w.verifier(plan)
			for ctx.Err() == nil {
				i := int(next.Add(1) - 1)
				if i >= len(cells) {
					return
				}
				if c := plan.Search(w.units.Of[cells[i]], w.goal(cells[i]), 0, true); v.certificate(c) {
					found[i] = c
				}
			}
		})
	}
	done.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for i, c := range cells {
		if found[i].Width() > 0 && w.wanting(c) {
			w.keep(w.units.Of[c], found[i])
		}
	}
	return nil
}

// fewCells are not worth another goroutine.
const fewCells = 64

// clone gives a mover at the first table, for another goroutine.
func (w *search) clone() *moves.Prover {
	m := w.plan.Clone()
	if len(w.ratios) > 0 {
		m.Accept = func(steps []moves.Step) bool { return w.sharesHold(steps, m.At) }
	}
	return moves.NewProver(m)
}
