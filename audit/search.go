package audit

import (
	"context"
	"errors"

	"doorstroommonitor/internal/moves"
)

// search looks for complete integer tables that agree with the knowledge: one
// to start from, found from published values alone, and then for every cell
// others in which it differs (moves). Every table is checked against every sum
// that its changes touch, cell by cell and apart from the code that found it.
// The values of a cell over all tables give its inner bounds. Failing to find
// a table proves nothing.
type search struct {
	*system
	f     *Findings
	width int64
	seed  uint64
	lower []int64 // outer bounds
	upper []int64
	free  []int32 // cells not settled by propagation

	units *moves.System
	cells [][]int32 // unit -> cells
	plan  *moves.Prover
	check *verifier
	// resumed says that the first table is that of an earlier proof, whose
	// certificates may still hold.
	resumed bool
	bare    []int32 // units without a certificate of all their width
}

// Limits of the search for width: how often it goes through the cells that
// still want some with other dice, and then from table to table, which is not
// worth all means while many are left.
const (
	retries = 4
	walks   = 8
	shaken  = 64 // so many cells may shake their neighbours
)

func (w *search) run(ctx context.Context, opt Options) error {
	w.lower, w.upper = append([]int64(nil), w.lo...), append([]int64(nil), w.hi...)
	w.trail = w.trail[:0]
	for i := range w.lo {
		if w.lo[i] < w.hi[i] {
			w.free = append(w.free, int32(i))
		}
	}
	if len(w.free) == 0 || !w.start(opt) {
		return nil
	}
	w.f.Tables++
	w.widen(w.f.Proof.table)
	if opt.SkipMoves {
		return nil
	}
	if w.resumed {
		w.takeOver(opt.Earlier.certs)
	}
	for w.plan.Retry = 0; w.plan.Retry < retries; w.plan.Retry++ {
		if err := w.certify(ctx, w.pending()); err != nil {
			return err
		}
	}
	w.plan.Retry = 0
	for _, c := range w.pending() {
		w.bare = append(w.bare, w.units.Of[c])
	}
	for n := range walks {
		if err := w.walk(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// start finds the first table: that of an earlier attack where it still
// agrees with all that is known, else a new one.
func (w *search) start(opt Options) bool {
	w.units = opt.Earlier.units(w.structure)
	if w.units == nil {
		w.units = moves.NewSystem(w.structure)
	}
	w.cells = make([][]int32, w.units.Units)
	lower, upper := make([]int64, w.units.Units), make([]int64, w.units.Units)
	for i, u := range w.units.Of {
		c := int32(i)
		w.cells[u] = append(w.cells[u], c)
		if len(w.cells[u]) == 1 {
			lower[u], upper[u] = w.lower[c], w.upper[c]
		}
		lower[u], upper[u] = max(lower[u], w.lower[c]), min(upper[u], w.upper[c])
	}
	over := w.inner(lower, upper)
	m := w.resume(over, opt.Earlier, lower, upper, opt.Seed)
	w.resumed = m != nil
	for try := uint64(0); m == nil && try < 3; try++ {
		if found, ok := moves.Find(over, lower, upper, opt.Seed+try); ok {
			m = found
		}
	}
	if m == nil || !w.agrees(m.Table()) {
		return false
	}
	if len(w.ratios) > 0 {
		m.Accept = func(steps []moves.Step) bool { return w.sharesHold(steps, m.At) }
	}
	w.plan = moves.NewProver(m)
	w.f.Proof = &Proof{system: w.units, table: m.Table(), certs: w.plan.Certificates()}
	return true
}

// inner writes the equations over inner cells, where that is possible.
func (w *search) inner(lower, upper []int64) *moves.System {
	known := make([]bool, len(lower))
	for u := range known {
		known[u] = lower[u] == upper[u]
	}
	if over := w.units.Expand(known); over != nil {
		return over
	}
	return w.units
}

// resume stands at the table of an earlier proof if that is still possible.
func (w *search) resume(over *moves.System, p *Proof, lower, upper []int64, seed uint64) *moves.Mover {
	if p == nil || len(p.table) != w.units.Units {
		return nil
	}
	price := make([]int32, w.units.Units)
	for u, v := range p.table {
		if v < lower[u] || v > upper[u] {
			return nil
		}
		if lower[u] == upper[u] {
			price[u] = moves.Fixed
		}
	}
	return moves.NewMover(over, p.table, lower, upper, price, seed)
}

// agrees checks a whole table, cell by cell, against everything known.
func (w *search) agrees(x []int64) bool {
	table := make([]int64, len(w.lo))
	for c, u := range w.units.Of {
		table[c] = x[u]
	}
	return w.holds(table, w.lower, w.upper)
}

// goal is the width worth proving for a cell: what the rule asks for, or all
// that the outer bounds leave.
func (w *search) goal(c int32) int64 { return min(w.width, w.upper[c]-w.lower[c]) }

func (w *search) wanting(c int32) bool {
	return w.f.Intervals[c].InnerLower < 0 || w.f.Intervals[c].Proven() < w.goal(c)
}

func (w *search) pending() []int32 {
	var out []int32
	for _, c := range w.free {
		if w.wanting(c) {
			out = append(out, c)
		}
	}
	return out
}

// takeOver checks the certificates of an earlier attack from the same table.
func (w *search) takeOver(certs map[int32]moves.Certificate) {
	for u := range int32(w.units.Units) {
		if c, ok := certs[u]; ok && w.open(u) && w.checker().certificate(c) {
			w.keep(u, c)
		}
	}
}

// open reports whether the attacker does not know the unit's value.
func (w *search) open(u int32) bool {
	lower, upper := w.plan.Bounds(u)
	return lower < upper
}

// keep takes a verified certificate into the inner bounds.
func (w *search) keep(u int32, cert moves.Certificate) {
	w.plan.Keep(u, cert)
	w.f.Tables += 2
	for _, cell := range w.cells[u] {
		w.include(cell, w.plan.At(u)-cert.Fall)
		w.include(cell, w.plan.At(u)+cert.Rise)
	}
}

// include takes a value that the cell has in some possible table into its
// inner bounds.
func (w *search) include(c int32, v int64) {
	in := &w.f.Intervals[c]
	if in.InnerLower < 0 {
		in.InnerLower, in.InnerUpper = v, v
		return
	}
	in.InnerLower, in.InnerUpper = min(in.InnerLower, v), max(in.InnerUpper, v)
}

// widen takes a checked table into the inner bounds.
func (w *search) widen(x []int64) {
	for _, c := range w.free {
		w.include(c, x[w.units.Of[c]])
	}
}

// walk goes on from table to table for the cells that still want width: what
// is stuck at one table may move at another.
func (w *search) walk(ctx context.Context, nth int) error {
	todo := w.pending()
	if len(todo) == 0 {
		return nil
	}
	m := w.clone().Mover
	m.Retry = nth
	for n, c := range todo {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for _, up := range []bool{true, false, true, false} {
			for w.wanting(c) && w.towards(m, c, up) {
			}
			if w.wanting(c) && len(todo) <= shaken {
				w.shake(m, c)
			}
		}
	}
	if !w.agrees(m.Table()) {
		return errors.New("audit: a chain of moves left a sum broken") // a mistake in this program
	}
	return nil
}

// shake changes the unknown neighbours of a cell, so that it may find more room.
func (w *search) shake(m *moves.Mover, c int32) {
	for _, e := range w.units.In(w.units.Of[c]) {
		for _, u := range w.units.Members(e) {
			if m.Price(u) != moves.Fixed {
				w.step(m, u, w.width)
			}
		}
	}
}

// step moves a unit and takes what changed into the inner bounds.
func (w *search) step(m *moves.Mover, u int32, d int64) bool {
	steps, ok := m.Move(u, d, 0)
	if !ok {
		if steps, ok = m.Move(u, d/max(d, -d), 0); !ok {
			return false
		}
	}
	w.f.Tables++
	for _, s := range steps {
		for _, cell := range w.cells[s.Unit] {
			w.include(cell, m.At(s.Unit))
		}
	}
	return true
}

// towards moves the cell in the direction that widens what is known of it.
func (w *search) towards(m *moves.Mover, c int32, up bool) bool {
	in, u := w.f.Intervals[c], w.units.Of[c]
	target := min(in.InnerLower+w.goal(c), w.upper[c])
	if !up {
		target = max(in.InnerUpper-w.goal(c), w.lower[c])
	}
	d := target - m.At(u)
	if d == 0 || d > 0 != up {
		return false
	}
	return w.step(m, u, d)
}
