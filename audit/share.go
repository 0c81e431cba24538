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

// portion is a sum of which published shares of the whole are known: some parts
// together are low to high of scale of it, and the others are the rest.
type portion struct {
	low, high, scale int64
	others           []int32
}

// portionsOf finds the relations whose parent is the whole of shares of its
// children. Of shares on different scales one scale is used; a child without,
// or with another, is among the others.
func portionsOf(k *sdc.Knowledge) map[int32]*portion {
	type pair struct{ part, whole int32 }
	stated := map[pair]*sdc.Ratio{}
	for i := range k.Ratios {
		r := &k.Ratios[i]
		stated[pair{r.Part, r.Whole}] = r
	}
	out := map[int32]*portion{}
	for i, rel := range k.Relations {
		p := &portion{}
		for _, c := range rel.Children {
			r := stated[pair{c, rel.Parent}]
			if r == nil || p.scale != 0 && r.Scale != p.scale {
				p.others = append(p.others, c)
				continue
			}
			p.scale = r.Scale
			p.low, p.high = p.low+max(r.Low, 0), p.high+r.High
		}
		if p.scale != 0 {
			out[int32(i)] = p
		}
	}
	return out
}

// portion applies what shares say of the rest of a sum:
//
//	whole·(Scale-Σ High) <= Scale·Σ others <= whole·(Scale-Σ Low)
//
// Sums alone bound neither where several parts and the whole are hidden.
func (s *system) portion(relation int32) bool {
	p := s.portions[relation]
	if p == nil {
		return true
	}
	var lo, hi int64
	for _, c := range p.others {
		lo += s.lo[c]
		hi += s.hi[c]
	}
	lower, upper := int64(0), sdc.Unbounded
	if p.high < p.scale && hi < farShare {
		upper = p.scale * hi / (p.scale - p.high)
	}
	if p.low < p.scale && lo < farShare {
		lower = ceil(p.scale*lo, p.scale-p.low)
	}
	return s.tighten(s.rel[relation].Parent, lower, upper)
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
