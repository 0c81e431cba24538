package audit

import "doorstroommonitor/internal/linear"

// eliminate tells which of the open cells linear algebra alone determines.
// Such a cell has in every possible table the value that it has in the one
// that was found. A cell taken for determined modulo one prime is looked at
// modulo a second; a mistake would only hide more, and one that goes the other
// way opens nothing, since a cell without two tables counts as unsafe.
func (w *search) eliminate(open []int32) {
	first, second := w.space(linear.FirstPrime), (*linear.Space)(nil)
	for _, c := range open {
		u := w.units.Of[c]
		if !first.Determined(u) {
			continue
		}
		if second == nil {
			second = w.space(linear.SecondPrime)
		}
		if second.Determined(u) {
			v := w.plan.At(u)
			w.f.Intervals[c].Lower, w.f.Intervals[c].Upper = v, v
			w.include(c, v)
			w.f.ByElimination++
		}
	}
}

// space is what the cells that propagation left unknown can still be.
func (w *search) space(prime uint64) *linear.Space {
	unknown := make([]bool, w.units.Units)
	for u := range unknown {
		unknown[u] = w.open(int32(u))
	}
	s := linear.NewSpace(unknown, prime)
	for e := range int32(w.units.Equations()) {
		s.Sum(w.units.Members(e))
	}
	return s
}
