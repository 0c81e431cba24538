package audit

// Proof is what a search found: feasible tables, and chains of changes that
// lead from one to the next. It can be checked again against other knowledge
// of the same group: hiding more states nothing new, so that a table that
// agreed with a narrower pattern agrees with a wider one. Nothing is taken
// over unchecked.
type Proof struct{ segments []segment }

// segment is a whole table and the chains that were applied to it in turn.
type segment struct {
	start  []int64
	chains [][]step
}

// step changes one cell.
type step struct {
	cell  int32
	delta int64
}

// begin starts a segment at a table.
func (p *Proof) begin(x []int64) {
	p.segments = append(p.segments, segment{start: append([]int64(nil), x...)})
}

// add records a chain that was applied.
func (p *Proof) add(chain []step) {
	s := &p.segments[len(p.segments)-1]
	s.chains = append(s.chains, append([]step(nil), chain...))
}

// replay checks an earlier proof against what is known now and takes over
// what holds: whole tables are checked against every sum and bound, chains
// against the sums and bounds that they touch.
func (w *search) replay(p *Proof) {
	for _, seg := range p.segments {
		if len(seg.start) != len(w.lo) || !w.holds(seg.start, w.lower, w.upper) {
			continue
		}
		x := append([]int64(nil), seg.start...)
		w.proof.begin(x)
		w.f.Tables++
		w.widen(x)
		for _, chain := range seg.chains {
			if !w.applies(x, chain) {
				continue
			}
			for _, s := range chain {
				x[s.cell] += s.delta
			}
			w.proof.add(chain)
			w.f.Tables++
			w.widenCells(x, chain)
		}
		w.base = x
	}
}

// applies reports whether the chain leads from one feasible table to another:
// every sum that it touches changes by nothing, every cell stays in bounds.
func (w *search) applies(x []int64, chain []step) bool {
	net := map[int32]int64{}
	for _, s := range chain {
		if v := x[s.cell] + s.delta; v < w.lower[s.cell] || v > w.upper[s.cell] {
			return false
		}
		for _, r := range w.of[s.cell] {
			if w.rel[r].Parent == s.cell {
				net[r] -= s.delta
			} else {
				net[r] += s.delta
			}
		}
	}
	for _, d := range net {
		if d != 0 {
			return false
		}
	}
	return true
}

// widenCells takes the changed cells of a feasible table into the inner
// bounds.
func (w *search) widenCells(x []int64, chain []step) {
	for _, s := range chain {
		in := &w.f.Intervals[s.cell]
		in.InnerLower, in.InnerUpper = min(in.InnerLower, x[s.cell]), max(in.InnerUpper, x[s.cell])
	}
}
