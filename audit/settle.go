package audit

import (
	"context"

	"doorstroommonitor/internal/lp"
)

// eliminated is up to how many unknown cells elimination is tried: forms fill
// in, and what it would call derived counts as unsafe without it as well.
const eliminated = 250_000

// settle deals with cells for which no two tables were found: elimination
// tells whether linear algebra alone determines them, linear programming
// narrows the outer bounds or finds the missing table, and so does trying values
// one by one. What is still without a second table is open.
func (w *search) settle(ctx context.Context, opt Options) error {
	var open []int32
	for _, c := range w.free {
		if w.f.Intervals[c].Proven() == 0 {
			open = append(open, c)
		}
	}
	if len(open) > 0 && w.plan != nil && len(w.free) <= eliminated {
		w.eliminate(open)
	}
	if opt.Solver != nil {
		if err := w.program(ctx, opt.Solver); err != nil {
			return err
		}
	}
	if opt.Sharp {
		if err := w.sharpen(ctx); err != nil {
			return err
		}
	}
	for _, c := range w.free {
		switch in := w.f.Intervals[c]; {
		case in.Lower == in.Upper:
			w.f.Exact++
		case in.Proven() == 0:
			w.f.Open++
		}
	}
	return nil
}

// program runs two linear programs for each cell still wanting.
func (w *search) program(ctx context.Context, solver lp.Solver) error {
	left := w.pending()
	if len(left) == 0 {
		return nil
	}
	p, index := w.problem()
	session, err := solver.Open(p)
	if err != nil {
		return err
	}
	defer session.Close()
	for _, c := range left {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !w.wanting(c) {
			continue
		}
		for _, max := range []bool{false, true} {
			bound, point, err := session.Optimise(index[c], max)
			if err != nil {
				continue // stays open
			}
			w.take(c, max, bound)
			if x := w.complete(point, index); x != nil && w.holds(x, w.lower, w.upper) {
				w.f.Tables++
				for _, c := range w.free {
					w.include(c, x[c])
				}
			}
		}
		w.f.ByLP++
	}
	return nil
}

func (w *search) take(c int32, max bool, bound int64) {
	in := &w.f.Intervals[c]
	if max && bound < in.Upper {
		in.Upper, w.upper[c] = bound, bound
	}
	if !max && bound > in.Lower {
		in.Lower, w.lower[c] = bound, bound
	}
	if in.Lower == in.Upper {
		in.InnerLower, in.InnerUpper = in.Lower, in.Upper
	}
}

// problem writes the free cells as a linear program.
func (w *search) problem() (*lp.Problem, map[int32]int) {
	index := make(map[int32]int, len(w.free))
	p := &lp.Problem{}
	for i, c := range w.free {
		index[c] = i
		p.Lower = append(p.Lower, w.lower[c])
		hi := w.upper[c]
		if hi > far {
			hi = lp.Infinite
		}
		p.Upper = append(p.Upper, hi)
	}
	for _, r := range w.rel {
		var row lp.Row
		add := func(c int32, coef int64) {
			if i, ok := index[c]; ok {
				row.Index = append(row.Index, i)
				row.Coef = append(row.Coef, coef)
			} else {
				row.RHS -= coef * w.lo[c]
			}
		}
		for _, c := range r.Children {
			add(c, 1)
		}
		add(r.Parent, -1)
		if len(row.Index) > 0 {
			p.Rows = append(p.Rows, row)
		}
	}
	return p, index
}

// complete turns an integral point of the program into a whole table.
func (w *search) complete(point []int64, index map[int32]int) []int64 {
	if point == nil {
		return nil
	}
	x := append([]int64{}, w.lo...)
	for c, i := range index {
		x[c] = point[i]
	}
	return x
}
