package moves

import (
	"math/rand/v2"
	"slices"
)

// Step changes one unit.
type Step struct {
	Unit  int32
	Delta int64
}

// Fixed is the price of a unit that may not change.
const Fixed int32 = -1

// Limits of one search for a chain. Many short searches with different dice
// find more than a long one, since a wrong early choice is seldom undone.
const (
	chainLength = 120 // changes in a chain
	chainBudget = 100 // changes tried in one search
	chainTries  = 4   // searches for one chain
	chainWidth  = 4   // ways of mending an equation that are tried
	chainScan   = 96  // members of a long equation that are looked at
	noise       = 1<<11 - 1
)

// Mover holds a table and changes it by chains: a change of one unit breaks
// the equations it is in, a change of another member mends one of them and may
// break others, and so on until all hold again. The time a chain takes depends
// on its length, not on the size of the table. A Mover is used by one
// goroutine; the same question at the same table gives the same chain,
// whatever was asked before.
type Mover struct {
	*System
	// Accept, when not nil, has the last word on a chain, with the table as it
	// would be.
	Accept func(steps []Step) bool

	// Tried counts the changes that were tried, for callers that give up at
	// some point: unlike time it is the same on every machine.
	Tried int64
	// Retry gives the same questions other dice.
	Retry int
	// Tries is how many searches are made for one chain.
	Tries int

	live   *live
	units  []state
	sums   []sum
	seed   uint64
	dice   *rand.PCG
	rng    *rand.Rand
	broken []int32 // equations worse than their base
	stamp  int32
	log    []Step
	paid   []int32 // beside log: price, or followed
	moved  int32   // unit that was asked to move, or -1
	budget int
	spent  int32
	wallet int32
	best   [][]option // by depth
	spare  int        // broken equations that may be left, if target holds
	target int32
}

// state of a unit: what a search looks at together lies together.
type state struct {
	x, lower, upper int64
	price           int32
	locked          int32 // stamp of the chain that changed the unit
}

// sum is the state of an equation.
type sum struct {
	residue int64 // Σ children - parent
	base    int64 // residue that need not be mended
	where   int32 // place in broken + 1
	size    int32 // members that may change
	slack   int32 // parent that is in no other equation, or -1
}

// NewMover starts at table x. Equations that x does not satisfy stay as they
// are until Find mends them. Price of changing a unit: 0 where it is unknown
// to the attacker anyway, more where it would have to be hidden first, Fixed
// where it cannot change, now or later.
func NewMover(y *System, x, lower, upper []int64, price []int32, seed uint64) *Mover {
	m := &Mover{System: y, Tries: chainTries, live: newLive(y, price), seed: seed, units: make([]state, y.Units), sums: make([]sum, y.Equations())}
	for u := range m.units {
		m.units[u] = state{x: x[u], lower: lower[u], upper: upper[u], price: price[u]}
	}
	for e := range m.sums {
		r := y.Residue(int32(e), x)
		m.sums[e] = sum{residue: r, base: r, size: int32(len(m.live.members(int32(e)))), slack: m.live.slack(int32(e))}
	}
	m.roll()
	return m
}

func (m *Mover) roll() {
	m.moved = -1
	m.dice = rand.NewPCG(m.seed, 0x9e3779b97f4a7c15)
	m.rng = rand.New(m.dice)
}

// Clone returns a mover at the same table, for another goroutine. It has no
// Accept.
func (m *Mover) Clone() *Mover {
	c := &Mover{System: m.System, live: m.live, seed: m.seed, Retry: m.Retry, Tries: m.Tries, units: slices.Clone(m.units), sums: slices.Clone(m.sums)}
	for u := range c.units {
		c.units[u].locked = 0
	}
	c.roll()
	return c
}

// At returns the value of unit u in the table.
func (m *Mover) At(u int32) int64 { return m.units[u].x }

// Table returns all values, by unit.
func (m *Mover) Table() []int64 {
	x := make([]int64, len(m.units))
	for u := range x {
		x[u] = m.units[u].x
	}
	return x
}

// Bounds returns the bounds of unit u.
func (m *Mover) Bounds(u int32) (lower, upper int64) { return m.units[u].lower, m.units[u].upper }

// SetBounds replaces them.
func (m *Mover) SetBounds(u int32, lower, upper int64) {
	m.units[u].lower, m.units[u].upper = lower, upper
}

// Price returns the price of changing unit u.
func (m *Mover) Price(u int32) int32 { return m.units[u].price }

// SetPrice replaces it, for a unit that was not Fixed from the start.
func (m *Mover) SetPrice(u, price int32) { m.units[u].price = price }

// Move changes unit u by d and mends what that breaks, for at most the price
// in the wallet. It reports whether that worked; if not the table is as it
// was. The steps are valid until the next move.
func (m *Mover) Move(u int32, d int64, wallet int32) ([]Step, bool) {
	at := &m.units[u]
	if v := at.x + d; v < at.lower || v > at.upper || at.price == Fixed || at.price > wallet {
		return nil, false
	}
	// The dice depend on what is asked, not on what was asked before, so that
	// a change somewhere in the table leaves chains elsewhere as they are.
	m.dice.Seed(m.seed^uint64(u), uint64(d)<<32^uint64(wallet)^uint64(m.Retry)<<20)
	m.moved = u
	for range m.Tries {
		m.begin(wallet, chainBudget)
		m.apply(u, d)
		if m.mend(0) {
			return m.log, true
		}
		m.revert(0)
	}
	return nil, false
}

// Back takes back steps of earlier moves, the last one first.
func (m *Mover) Back(steps []Step) {
	for _, s := range slices.Backward(steps) {
		m.units[s.Unit].x -= s.Delta
		m.shift(s.Unit, -s.Delta)
	}
}

func (m *Mover) begin(wallet int32, budget int) {
	m.stamp++
	m.budget, m.spent, m.wallet = budget, 0, wallet
	m.log, m.paid = m.log[:0], m.paid[:0]
}

func (m *Mover) apply(u int32, d int64) {
	at := &m.units[u]
	at.x += d
	at.locked = m.stamp
	m.spent += at.price
	m.log, m.paid = append(m.log, Step{u, d}), append(m.paid, at.price)
	m.shift(u, d)
}

// followed is the price of a change that followed by itself.
const followed int32 = -1

func (m *Mover) revert(mark int) {
	for len(m.log) > mark {
		last := len(m.log) - 1
		s, paid := m.log[last], m.paid[last]
		m.log, m.paid = m.log[:last], m.paid[:last]
		at := &m.units[s.Unit]
		at.x -= s.Delta
		if paid != followed {
			at.locked = 0
			m.spent -= paid
		}
		m.shift(s.Unit, -s.Delta)
	}
}

// shift updates the residues of the unit's equations.
func (m *Mover) shift(u int32, d int64) {
	for _, p := range m.live.in(u) {
		s := &m.sums[p.equation()]
		s.residue += p.sign(d)
		switch ok := m.fine(s, s.residue); {
		case ok && s.where > 0:
			m.mended(p.equation())
		case !ok && s.where == 0:
			m.broken = append(m.broken, p.equation())
			s.where = int32(len(m.broken))
		}
	}
}

func (m *Mover) mended(e int32) {
	at, last := m.sums[e].where-1, m.broken[len(m.broken)-1]
	m.broken[at] = last
	m.sums[last].where = at + 1
	m.broken = m.broken[:len(m.broken)-1]
	m.sums[e].where = 0
}

// fine reports whether an equation with that residue needs no mending: its
// parent, unknown and in no other equation, can follow, or the residue is no
// worse than it was.
func (m *Mover) fine(s *sum, residue int64) bool {
	if !m.slack(s) {
		return within(residue, s.base)
	}
	p := &m.units[s.slack]
	v := p.x + residue - s.base
	return p.lower <= v && v <= p.upper
}

// slack reports whether the parent of the equation follows the others: it is
// unknown at no further price, and not what was asked to move.
func (m *Mover) slack(s *sum) bool {
	if s.slack < 0 || s.slack == m.moved {
		return false
	}
	p := &m.units[s.slack]
	return p.price == 0 || p.locked == m.stamp && p.price > 0
}

// follow lets the parents of the equations that were touched follow.
func (m *Mover) follow() {
	for i := range m.log {
		for _, p := range m.live.in(m.log[i].Unit) {
			s := &m.sums[p.equation()]
			if d := s.residue - s.base; d != 0 && m.slack(s) {
				m.units[s.slack].x += d
				m.log, m.paid = append(m.log, Step{s.slack, d}), append(m.paid, followed)
				s.residue = s.base
			}
		}
	}
}

// within reports whether a residue is no worse than it was.
func within(r, base int64) bool {
	if base >= 0 {
		return r >= 0 && r <= base
	}
	return r <= 0 && r >= base
}
