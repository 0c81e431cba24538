package linear

import "slices"

// Term is one free unknown with its coefficient.
type Term struct {
	Free int32
	Coef uint64
}

// Space is what the unknowns of a system of sums can still be: each is a
// linear form over free ones. To state that a form is known removes one free
// unknown from all forms. An unknown whose form is empty is determined; two
// unknowns whose forms are multiples of each other determine each other.
//
// Multiples are told by two random values of each form, whose ratio does not
// change under scaling: forms with equal ratio are multiples of each other,
// but for a chance below 2^-60 a pair.
type Space struct {
	f    Field
	form [][]Term
	uses [][]int32 // free -> unknowns whose form may use it
	h, g []uint64  // two random values of each free unknown
	phi  []uint64  // and of each form
	psi  []uint64

	seen    []int32
	now     int32
	acc     []uint64
	list    []int32
	buf     []Term
	changed func(int32)
}

// NewSpace starts with every unknown free; what is not unknown has the empty
// form. prime is FirstPrime or SecondPrime.
func NewSpace(unknown []bool, prime uint64) *Space {
	n := len(unknown)
	s := &Space{f: Field{prime}, form: make([][]Term, n), uses: make([][]int32, n), seen: make([]int32, n), acc: make([]uint64, n)}
	s.h, s.g, s.phi, s.psi = make([]uint64, n), make([]uint64, n), make([]uint64, n), make([]uint64, n)
	seed := prime
	for k := range n {
		s.h[k], s.g[k] = next(&seed)%(prime-1)+1, next(&seed)%(prime-1)+1
		if unknown[k] {
			s.form[k] = []Term{{int32(k), 1}}
			s.uses[k] = []int32{int32(k)}
			s.phi[k], s.psi[k] = s.h[k], s.g[k]
		}
	}
	return s
}

// next is SplitMix64.
func next(x *uint64) uint64 {
	*x += 0x9e3779b97f4a7c15
	z := *x
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Determined reports whether the unknown follows from what was stated.
func (s *Space) Determined(k int32) bool { return len(s.form[k]) == 0 }

// Form returns the form of an unknown; the caller must not change it.
func (s *Space) Form(k int32) []Term { return s.form[k] }

// Ratio identifies the form of an unknown up to scale; 0 where it is
// determined.
func (s *Space) Ratio(k int32) uint64 {
	if len(s.form[k]) == 0 {
		return 0
	}
	return s.ratio(s.phi[k], s.psi[k])
}

func (s *Space) ratio(phi, psi uint64) uint64 {
	if psi == 0 {
		return s.f.P + 1 // but for a zero form, never in practice
	}
	return s.f.Mul(phi, s.f.Inverse(psi)) + 1
}

// Sum states that parent = Σ children; members has the parent first.
func (s *Space) Sum(members []int32) {
	s.list = s.list[:0]
	s.now++
	for i, k := range members {
		for _, t := range s.form[k] {
			if s.seen[t.Free] != s.now {
				s.seen[t.Free], s.acc[t.Free] = s.now, 0
				s.list = append(s.list, t.Free)
			}
			if i == 0 {
				s.acc[t.Free] = s.f.Sub(s.acc[t.Free], t.Coef)
			} else {
				s.acc[t.Free] = s.f.Add(s.acc[t.Free], t.Coef)
			}
		}
	}
	var form []Term
	slices.Sort(s.list)
	for _, k := range s.list {
		if s.acc[k] != 0 {
			form = append(form, Term{k, s.acc[k]})
		}
	}
	s.state(form)
}

// Publish states that unknown k is known, and calls changed for every unknown
// whose form is another by that.
func (s *Space) Publish(k int32, changed func(unit int32)) {
	s.changed = changed
	s.state(slices.Clone(s.form[k]))
	s.changed = nil
}

// Preview calls visit for the unknowns among those asked for whose forms
// Publish would change, with the ratios that they would have then, until visit
// returns false. It reports whether every visit returned true.
func (s *Space) Preview(k int32, ask func(unit int32) bool, visit func(unit int32, ratio uint64) bool) bool {
	if len(s.form[k]) == 0 {
		return true
	}
	pivot := s.pivot(s.form[k])
	inverse := s.f.Inverse(pivot.Coef)
	s.now++
	for _, u := range s.uses[pivot.Free] {
		if s.seen[u] == s.now || u == k || !ask(u) {
			continue
		}
		s.seen[u] = s.now
		c := s.coefficient(u, pivot.Free)
		if c == 0 {
			continue
		}
		c = s.f.Mul(c, inverse)
		if !visit(u, s.ratio(s.f.Sub(s.phi[u], s.f.Mul(c, s.phi[k])), s.f.Sub(s.psi[u], s.f.Mul(c, s.psi[k])))) {
			return false
		}
	}
	return true
}

// pivot is the term of a form whose unknown fewest forms use.
func (s *Space) pivot(form []Term) Term {
	best := form[0]
	for _, t := range form {
		if len(s.uses[t.Free]) < len(s.uses[best.Free]) {
			best = t
		}
	}
	return best
}

// coefficient of a free unknown in the form of unknown u.
func (s *Space) coefficient(u, free int32) uint64 {
	at, ok := slices.BinarySearchFunc(s.form[u], free, func(t Term, f int32) int { return int(t.Free) - int(f) })
	if !ok {
		return 0
	}
	return s.form[u][at].Coef
}

// state removes one free unknown from all forms.
func (s *Space) state(form []Term) {
	if len(form) == 0 {
		return
	}
	pivot := s.pivot(form)
	inverse := s.f.Inverse(pivot.Coef)
	var phi, psi uint64
	for i, t := range form {
		form[i].Coef = s.f.Mul(t.Coef, inverse)
		phi = s.f.Add(phi, s.f.Mul(form[i].Coef, s.h[t.Free]))
		psi = s.f.Add(psi, s.f.Mul(form[i].Coef, s.g[t.Free]))
	}
	uses := s.uses[pivot.Free]
	s.now++
	stamp := s.now
	for _, k := range uses {
		if s.seen[k] == stamp {
			continue
		}
		s.seen[k] = stamp
		c := s.coefficient(k, pivot.Free)
		if c == 0 {
			continue
		}
		s.subtract(k, form, c)
		s.phi[k] = s.f.Sub(s.phi[k], s.f.Mul(c, phi))
		s.psi[k] = s.f.Sub(s.psi[k], s.f.Mul(c, psi))
		if s.changed != nil {
			s.changed(k)
		}
	}
	s.uses[pivot.Free] = nil
}

// subtract takes factor·form from the form of unknown k.
func (s *Space) subtract(k int32, form []Term, factor uint64) {
	old, out := s.form[k], s.buf[:0]
	i, j := 0, 0
	for i < len(old) || j < len(form) {
		switch {
		case j == len(form) || i < len(old) && old[i].Free < form[j].Free:
			out = append(out, old[i])
			i++
		case i == len(old) || old[i].Free > form[j].Free:
			out = append(out, Term{form[j].Free, s.f.Sub(0, s.f.Mul(factor, form[j].Coef))})
			s.uses[form[j].Free] = append(s.uses[form[j].Free], k)
			j++
		default:
			if c := s.f.Sub(old[i].Coef, s.f.Mul(factor, form[j].Coef)); c != 0 {
				out = append(out, Term{old[i].Free, c})
			}
			i++
			j++
		}
	}
	s.buf = out
	s.form[k] = append(old[:0], out...)
}
