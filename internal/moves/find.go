package moves

import "math/rand/v2"

// Find looks for an integer table within bounds that satisfies every equation.
// It starts from real numbers that nearly do (balance), rounds them, and mends
// what the rounding broke: by chains that end where they break nothing, and
// where there is none by chains that hand the fault on to other equations,
// until faults of opposite sign meet. It reports whether it found a table;
// finding none proves nothing. The mover stands at that table.
func Find(y *System, lower, upper []int64, seed uint64) (*Mover, bool) {
	rng := rand.New(rand.NewPCG(seed, 0xd1b54a32d192ed03))
	x, price := make([]int64, y.Units), make([]int32, y.Units)
	for u, v := range y.balance(lower, upper) {
		x[u] = int64(v)
		if rng.Float64() < v-float64(x[u]) {
			x[u]++
		}
		x[u] = min(max(x[u], lower[u]), upper[u])
		if lower[u] == upper[u] {
			price[u] = Fixed
		}
	}
	y.sumUp(x, lower, upper)
	m := NewMover(y, x, lower, upper, price, seed)
	return m, m.repair()
}

// rounds limits how often faults are handed on before Find gives up.
const rounds = 400

// repair mends all broken equations.
func (m *Mover) repair() bool {
	queue := m.Broken()
	for range rounds {
		for _, e := range queue {
			for m.sums[e].residue != 0 && m.lessen(e, 0, chainBudget) {
			}
		}
		if queue = m.Broken(); len(queue) == 0 {
			return true
		}
		for _, e := range queue {
			if m.sums[e].residue != 0 {
				m.lessen(e, 1+m.rng.IntN(3), 3*chainBudget)
			}
		}
		queue = m.Broken()
	}
	return false
}

// lessen brings the residue of an equation nearer to 0 and leaves at most so
// many others worse than they were.
func (m *Mover) lessen(e int32, spare, budget int) bool {
	old := m.sums[e].base
	m.spare, m.target, m.moved = spare, e, -1
	defer func() { m.spare = 0 }()
	for _, goal := range []int64{0, old - sign(old)} {
		for range 2 {
			m.begin(0, budget)
			m.sums[e].base = goal
			if m.fine(&m.sums[e], m.sums[e].residue) {
				m.catchUp(&m.sums[e])
				return true
			}
			m.broken = append(m.broken[:0], e)
			m.sums[e].where = 1
			if m.mend(0) {
				m.accept()
				return true
			}
			m.revert(0)
			for _, b := range m.broken {
				m.sums[b].where = 0
			}
			m.broken = m.broken[:0]
		}
		if goal == 0 && (old == 1 || old == -1) {
			break
		}
	}
	m.sums[e].base = old
	return false
}

// catchUp lets the parent of an equation take up the residue that it can.
func (m *Mover) catchUp(s *sum) {
	if m.slack(s) {
		m.units[s.slack].x += s.residue - s.base
		s.residue = s.base
	}
}

// accept takes the residues as they are now for the ones to keep.
func (m *Mover) accept() {
	for _, b := range m.broken {
		m.sums[b].where = 0
	}
	m.broken = m.broken[:0]
	for _, s := range m.log {
		for _, p := range m.live.in(s.Unit) {
			m.sums[p.equation()].base = m.sums[p.equation()].residue
		}
	}
}

func sign(v int64) int64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}
