package audit

import "slices"

// mover changes one cell of a feasible table and repairs what that breaks: a
// sum that no longer holds is mended by another cell in it, which may break
// further sums, until all hold again. Each chain that closes is a new feasible
// table that differs from the old one in few cells, found in time that depends
// on the chain and not on the size of the group.
type mover struct {
	w       *search
	x       []int64
	residue []int64 // per relation: children minus parent
	broken  []int32 // relations with a residue, the newest last
	locked  map[int32]bool
	log     []step
	budget  int
}

// Limits of one chain: how many cells it may change, how many ways of mending
// a sum are tried, how many cells are tried in all, and how many cells of a
// long sum are looked at.
const (
	chainLength = 40
	chainWidth  = 4
	chainBudget = 200
	chainScan   = 64
)

func newMover(w *search, x []int64) *mover {
	w.proof.begin(x)
	return &mover{w: w, x: slices.Clone(x), residue: make([]int64, len(w.rel)), locked: map[int32]bool{}}
}

// settle tries to give the cell the width that is worth proving.
func (m *mover) settle(c int32) {
	for _, size := range []int64{m.w.goal(c), 1} {
		for try := 0; try < 4 && m.w.wanting(c); try++ {
			for m.w.wanting(c) && m.towards(c, size, try%2 == 0) {
			}
		}
	}
}

// towards moves the cell one step of at most size in the direction that
// widens what is known of it.
func (m *mover) towards(c int32, size int64, up bool) bool {
	in := m.w.f.Intervals[c]
	goal := m.w.goal(c)
	target := min(in.InnerLower+goal, m.w.upper[c])
	if !up {
		target = max(in.InnerUpper-goal, m.w.lower[c])
	}
	d := min(size, max(-size, target-m.x[c]))
	if d == 0 {
		return false
	}
	return m.move(c, max(-size, d))
}

// move changes the cell by d and closes the chain; false leaves the table as
// it was.
func (m *mover) move(c int32, d int64) bool {
	if v := m.x[c] + d; v < m.w.lower[c] || v > m.w.upper[c] {
		return false
	}
	m.budget = chainBudget
	clear(m.locked)
	m.log = m.log[:0]
	m.apply(c, d)
	if !m.mend() {
		m.revert(0)
		return false
	}
	m.w.f.Tables++
	m.w.proof.add(m.log)
	m.w.widenCells(m.x, m.log)
	return true
}

func (m *mover) apply(c int32, d int64) {
	m.x[c] += d
	m.locked[c] = true
	m.log = append(m.log, step{c, d})
	m.shift(c, d)
}

// shift updates the residues of the cell's sums.
func (m *mover) shift(c int32, d int64) {
	for _, r := range m.w.of[c] {
		before := m.residue[r]
		if m.w.rel[r].Parent == c {
			m.residue[r] -= d
		} else {
			m.residue[r] += d
		}
		if before == 0 {
			m.broken = append(m.broken, r)
		}
	}
	m.broken = slices.DeleteFunc(m.broken, func(r int32) bool { return m.residue[r] == 0 })
}

func (m *mover) revert(mark int) {
	for len(m.log) > mark {
		s := m.log[len(m.log)-1]
		m.log = m.log[:len(m.log)-1]
		m.x[s.cell] -= s.delta
		delete(m.locked, s.cell)
		m.shift(s.cell, -s.delta)
	}
}

// mend repairs the newest broken sum in the most promising ways, depth first.
func (m *mover) mend() bool {
	if len(m.broken) == 0 {
		return true
	}
	if len(m.log) >= chainLength {
		return false
	}
	r := m.broken[len(m.broken)-1]
	mark := len(m.log)
	for _, o := range m.options(r) {
		if m.budget--; m.budget < 0 {
			return false
		}
		m.apply(o.cell, o.delta)
		if m.mend() {
			return true
		}
		m.revert(mark)
	}
	return false
}

// option is a way to mend a sum: a cell, its change, and how many more sums
// are broken by it.
type option struct {
	step
	worse int
	dice  uint32
}

func (m *mover) options(r int32) []option {
	var best []option
	e := m.residue[r]
	consider := func(c int32, d int64) {
		v := m.x[c] + d
		if m.locked[c] || m.w.lower[c] == m.w.upper[c] || v < m.w.lower[c] || v > m.w.upper[c] {
			return
		}
		o := option{step: step{c, d}, worse: m.worse(c, d), dice: m.w.rng.Uint32()}
		at, _ := slices.BinarySearchFunc(best, o, func(a, b option) int {
			if a.worse != b.worse {
				return a.worse - b.worse
			}
			return int(int64(a.dice) - int64(b.dice))
		})
		if at < chainWidth {
			best = slices.Insert(best, at, o)
			best = best[:min(len(best), chainWidth)]
		}
	}
	consider(m.w.rel[r].Parent, e)
	kids := m.w.rel[r].Children
	from, seen := m.w.rng.IntN(len(kids)), 0
	for i := range kids {
		c := kids[(from+i)%len(kids)]
		if m.w.lower[c] == m.w.upper[c] {
			continue
		}
		consider(c, -e)
		if seen++; seen >= chainScan {
			break
		}
	}
	return best
}

// worse counts the sums that the change breaks less those that it mends.
func (m *mover) worse(c int32, d int64) int {
	n := 0
	for _, r := range m.w.of[c] {
		e := d
		if m.w.rel[r].Parent == c {
			e = -d
		}
		switch {
		case m.residue[r] == 0:
			n++
		case m.residue[r]+e == 0:
			n--
		}
	}
	return n
}
