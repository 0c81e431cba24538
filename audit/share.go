package audit

import (
	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// share applies a published share, Low·whole <= Scale·part <= High·whole, to
// the bounds of both cells:
//
//	part in [⌈Low·lo(whole)/Scale⌉, ⌊High·hi(whole)/Scale⌋],   whole in [⌈Scale·lo(part)/High⌉, ⌊Scale·hi(part)/Low⌋]
func (s *system) share(r *sdc.Ratio) bool {
	upper := sdc.Unbounded
	if hi := s.hi[r.Whole]; hi < farShare {
		upper = r.High * hi / r.Scale
	}
	if !s.tighten(r.Part, ceil(max(r.Low, 0)*s.lo[r.Whole], r.Scale), upper) {
		return false
	}
	lower, upper := int64(0), sdc.Unbounded
	if r.High > 0 {
		lower = ceil(r.Scale*s.lo[r.Part], r.High)
	}
	if hi := s.hi[r.Part]; r.Low > 0 && hi < farShare {
		upper = r.Scale * hi / r.Low
	}
	return s.tighten(r.Whole, lower, upper)
}

// farShare keeps products with the scale of a share within 63 bits.
const farShare = 1 << 30

func ceil(a, b int64) int64 { return (a + b - 1) / b }

// sharesHold reports whether the table at hand, which the steps led to, agrees
// with the shares of the cells that they changed.
func (w *search) sharesHold(steps []moves.Step, at func(u int32) int64) bool {
	for _, st := range steps {
		for _, c := range w.cells[st.Unit] {
			for _, i := range w.shares[c] {
				if r := w.ratios[i]; !r.Holds(at(w.units.Of[r.Part]), at(w.units.Of[r.Whole])) {
					return false
				}
			}
		}
	}
	return true
}
