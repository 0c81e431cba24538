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
// goroutine; the same calls in the same order give the same chains.
type Mover struct {
	*System
	// X is the table; Lower and Upper bound each unit.
	X, Lower, Upper []int64
	// Price of changing a unit: 0 where it is unknown to the attacker anyway,
	// more where it would have to be hidden first, Fixed where it cannot be.
	Price []int32
	// Accept, when not nil, has the last word on a chain, with the table as it
	// would be.
	Accept func(steps []Step) bool

	// Tried counts the changes that were tried, for callers that give up at
	// some point: unlike time it is the same on every machine.
	Tried int64
	// Retry gives the same questions other dice.
	Retry int

	seed    uint64
	dice    *rand.PCG
	rng     *rand.Rand
	residue []int64 // Σ children - parent
	base    []int64 // residue that need not be mended
	broken  []int32 // equations worse than their base
	where   []int32 // place in broken + 1
	locked  []int32 // stamp of the chain that changed the unit
	stamp   int32
	log     []Step
	budget  int
	spent   int32
	wallet  int32
	best    [][]option // by depth
	spare   int        // broken equations that may be left, if target holds
	target  int32
}

// NewMover starts at table x, which it takes over. Equations that x does not
// satisfy stay as they are until Find mends them.
func NewMover(y *System, x, lower, upper []int64, price []int32, seed uint64) *Mover {
	m := &Mover{System: y, X: x, Lower: lower, Upper: upper, Price: price, seed: seed, dice: rand.NewPCG(seed, 0x9e3779b97f4a7c15)}
	m.rng = rand.New(m.dice)
	m.residue = make([]int64, y.Equations())
	m.where = make([]int32, y.Equations())
	m.locked = make([]int32, y.Units)
	for e := range m.residue {
		m.residue[e] = y.Residue(int32(e), x)
	}
	m.base = slices.Clone(m.residue)
	return m
}

// Move changes unit u by d and mends what that breaks, for at most the price
// in the wallet. It reports whether that worked; if not the table is as it
// was. The steps are valid until the next move.
func (m *Mover) Move(u int32, d int64, wallet int32) ([]Step, bool) {
	if v := m.X[u] + d; v < m.Lower[u] || v > m.Upper[u] || m.Price[u] == Fixed || m.Price[u] > wallet {
		return nil, false
	}
	// The dice depend on what is asked, not on what was asked before, so that
	// a change somewhere in the table leaves chains elsewhere as they are.
	m.dice.Seed(m.seed^uint64(u), uint64(d)<<32^uint64(wallet)^uint64(m.Retry)<<20)
	for range chainTries {
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
		m.X[s.Unit] -= s.Delta
		m.shift(s.Unit, -s.Delta)
	}
}

func (m *Mover) begin(wallet int32, budget int) {
	m.stamp++
	m.budget, m.spent, m.wallet = budget, 0, wallet
	m.log = m.log[:0]
}

func (m *Mover) apply(u int32, d int64) {
	m.X[u] += d
	m.locked[u] = m.stamp
	m.spent += m.Price[u]
	m.log = append(m.log, Step{u, d})
	m.shift(u, d)
}

func (m *Mover) revert(mark int) {
	for len(m.log) > mark {
		s := m.log[len(m.log)-1]
		m.log = m.log[:len(m.log)-1]
		m.X[s.Unit] -= s.Delta
		m.locked[s.Unit] = 0
		m.spent -= m.Price[s.Unit]
		m.shift(s.Unit, -s.Delta)
	}
}

// shift updates the residues of the unit's equations.
func (m *Mover) shift(u int32, d int64) {
	for _, e := range m.In(u) {
		m.residue[e] += m.sign(u, e) * d
		switch ok := within(m.residue[e], m.base[e]); {
		case ok && m.where[e] > 0:
			m.mended(e)
		case !ok && m.where[e] == 0:
			m.broken = append(m.broken, e)
			m.where[e] = int32(len(m.broken))
		}
	}
}

func (m *Mover) mended(e int32) {
	at, last := m.where[e]-1, m.broken[len(m.broken)-1]
	m.broken[at] = last
	m.where[last] = at + 1
	m.broken = m.broken[:len(m.broken)-1]
	m.where[e] = 0
}

// within reports whether a residue is no worse than it was.
func within(r, base int64) bool {
	if base >= 0 {
		return r >= 0 && r <= base
	}
	return r <= 0 && r >= base
}

// mend repairs a broken equation in the most promising ways, depth first.
func (m *Mover) mend(depth int) bool {
	if len(m.broken) == 0 || len(m.broken) <= m.spare && m.where[m.target] == 0 && len(m.log) > 0 {
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

// tightest is the broken equation with the fewest members: the one that leaves
// the least choice goes first.
func (m *Mover) tightest() int32 {
	best, size := int32(-1), int32(0)
	for _, e := range m.broken {
		if n := m.start[e+1] - m.start[e]; best < 0 || n < size || n == size && e < best {
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
	r := m.residue[e]
	if m.base[e] > 0 {
		r = max(r-m.base[e], min(r, 0))
	} else if m.base[e] < 0 {
		r = min(r-m.base[e], max(r, 0))
	}
	members := m.Members(e)
	best = m.consider(members[0], r, best)
	kids := members[1:]
	at, seen := m.rng.IntN(len(kids)), 0
	for range kids {
		u := kids[at]
		if at++; at == len(kids) {
			at = 0
		}
		if m.Price[u] == Fixed || m.spent+m.Price[u] > m.wallet {
			continue
		}
		best = m.consider(u, -r, best)
		if seen++; seen >= chainScan {
			break
		}
	}
	return best
}

// consider takes a change into the best ones if it is possible at all.
func (m *Mover) consider(u int32, d int64, best []option) []option {
	v := m.X[u] + d
	if m.locked[u] == m.stamp || m.Price[u] == Fixed || m.spent+m.Price[u] > m.wallet || v < m.Lower[u] || v > m.Upper[u] {
		return best
	}
	o := option{Step{u, d}, (m.worse(u, d)*4+m.Price[u]*6)<<8 + int32(m.rng.Uint32()&noise)}
	at := len(best)
	for at > 0 && best[at-1].score > o.score {
		at--
	}
	if at >= chainWidth {
		return best
	}
	if len(best) < chainWidth {
		best = append(best, option{})
	}
	copy(best[at+1:], best[at:])
	best[at] = o
	return best
}

// worse counts the equations that the change breaks less those it mends.
func (m *Mover) worse(u int32, d int64) int32 {
	n := int32(0)
	for _, e := range m.In(u) {
		after := within(m.residue[e]+m.sign(u, e)*d, m.base[e])
		switch before := m.where[e] == 0; {
		case before && !after:
			n++
		case !before && after:
			n--
		}
	}
	return n
}

// Broken lists the equations that table X does not satisfy.
func (m *Mover) Broken() []int32 {
	var out []int32
	for e, r := range m.residue {
		if r != 0 {
			out = append(out, int32(e))
		}
	}
	return out
}
