package moves

// mend repairs a broken equation in the most promising ways, depth first.
func (m *Mover) mend(depth int) bool {
	if len(m.broken) == 0 || len(m.broken) <= m.spare && m.sums[m.target].where == 0 && len(m.log) > 0 {
		m.follow()
		return m.Accept == nil || m.spare > 0 || m.Accept(m.log)
	}
	if len(m.log) >= chainLength {
		return false
	}
	e := m.tightest()
	mark := len(m.log)
	if depth == len(m.best) {
		m.best = append(m.best, make([]option, 0, chainWidth+1))
	}
	m.best[depth] = m.options(e, m.best[depth][:0])
	for i := range m.best[depth] {
		if m.budget--; m.budget < 0 {
			return false
		}
		o := m.best[depth][i]
		m.Tried++
		m.apply(o.Unit, o.Delta)
		if m.mend(depth + 1) {
			return true
		}
		m.revert(mark)
	}
	return false
}

// tightest is the broken equation with the fewest members that may change: the
// one that leaves the least choice goes first.
func (m *Mover) tightest() int32 {
	best, size := int32(-1), int32(0)
	for _, e := range m.broken {
		if n := m.sums[e].size; best < 0 || n < size || n == size && e < best {
			best, size = e, n
		}
	}
	return best
}

// option is a way to mend an equation, and how good it looks: less is better.
type option struct {
	Step
	score int32
}

// options lists the best ways to mend an equation by one member.
func (m *Mover) options(e int32, best []option) []option {
	s := &m.sums[e]
	r, slack := s.residue, m.slack(s)
	if p := s.slack; slack {
		r = m.units[p].excess(r - s.base)
	} else if s.base > 0 {
		r = max(r-s.base, min(r, 0))
	} else if s.base < 0 {
		r = min(r-s.base, max(r, 0))
	}
	kids := m.live.members(e)
	if m.live.parent[e] {
		if !slack {
			best = m.consider(kids[0], r, best)
		}
		kids = kids[1:]
	}
	if len(kids) == 0 {
		return best
	}
	at, seen := m.rng.IntN(len(kids)), 0
	for range kids {
		u := kids[at]
		if at++; at == len(kids) {
			at = 0
		}
		if p := m.units[u].price; p == Fixed || m.spent+p > m.wallet {
			continue
		}
		best = m.consider(u, -r, best)
		if seen++; seen >= chainScan {
			break
		}
	}
	return best
}

// excess is by how much a change would take the unit over its bounds.
func (at *state) excess(d int64) int64 {
	return max(at.x+d-at.upper, 0) + min(at.x+d-at.lower, 0)
}

// consider takes a change into the best ones if it is possible at all.
func (m *Mover) consider(u int32, d int64, best []option) []option {
	at := &m.units[u]
	v := at.x + d
	if at.locked == m.stamp || at.price == Fixed || m.spent+at.price > m.wallet || v < at.lower || v > at.upper {
		return best
	}
	o := option{Step{u, d}, (m.worse(u, d)*4+at.price*6)<<8 + int32(m.rng.Uint32()&noise)}
	i := len(best)
	for i > 0 && best[i-1].score > o.score {
		i--
	}
	if i >= chainWidth {
		return best
	}
	if len(best) < chainWidth {
		best = append(best, option{})
	}
	copy(best[i+1:], best[i:])
	best[i] = o
	return best
}

// worse counts the equations that the change breaks less those it mends.
func (m *Mover) worse(u int32, d int64) int32 {
	n := int32(0)
	for _, p := range m.live.in(u) {
		s := &m.sums[p.equation()]
		after := m.fine(s, s.residue+p.sign(d))
		switch before := s.where == 0; {
		case before && !after:
			n++
		case !before && after:
			n--
		}
	}
	return n
}

// Broken lists the equations that the table does not satisfy.
func (m *Mover) Broken() []int32 {
	var out []int32
	for e := range m.sums {
		if m.sums[e].residue != 0 {
			out = append(out, int32(e))
		}
	}
	return out
}
