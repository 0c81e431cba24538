package protect

import (
	"slices"

	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// wide hides units until each protected one has a certificate of its width: a
// chain of changes of unknown units that leads from the true table to another
// possible one. Where there is no such chain, one is bought that changes some
// published units as well, the cheapest that is found; these are hidden then,
// and serve later chains for nothing. The certificates are the method's own
// plan, no proof: what holds is what the auditor finds from published figures.
type wide struct {
	*grower
	plan *moves.Prover
}

func newWide(g *grower) *wide {
	lower, upper, price := make([]int64, g.Units), make([]int64, g.Units), g.prices()
	for k := range int32(g.Units) {
		upper[k] = sdc.Unbounded
		if !g.dark[k] {
			lower[k] = g.rule.Least()
		}
	}
	return &wide{grower: g, plan: moves.NewProver(moves.NewMover(g.chains(price), g.count, lower, upper, price, 1))}
}

// wallets are the prices that are paid for a certificate, one pass for each:
// cheap ones first, since what they hide makes others cheaper.
var wallets = []int32{0, 2, 4, 6, 8, 10, 12, 16, 24, 40, 80, 160}

// certify goes through the units until each has a certificate; it returns
// those for which none was found.
func (w *wide) certify(todo []int32) []int32 {
	for _, wallet := range wallets {
		todo = w.pass(todo, wallet, 1)
	}
	return w.pass(todo, wallets[len(wallets)-1], 6)
}

// A pass over many units is given up if of the first ones so few find a
// certificate at its price: a higher one then saves the search. Those for
// nothing are sought by all means, and again before every purchase; that pays
// where many are found.
const (
	sample       = 256
	hopeless     = 50 // one in so many
	hopelessFree = 10 // the same, for nothing
)

func (w *wide) pass(todo []int32, wallet int32, tries int) []int32 {
	var left []int32
	enough := hopeless
	if wallet == 0 {
		enough = hopelessFree
	}
	for n, k := range todo {
		if n == sample && tries == 1 && len(left)*enough > n*(enough-1) {
			return append(left, todo[n:]...)
		}
		done := false
		for w.plan.Retry = 0; w.plan.Retry < tries && !done; w.plan.Retry++ {
			done = wallet > 0 && w.settle(k, 0, false) || w.settle(k, wallet, wallet == 0 || wallet >= 12)
		}
		if !done {
			left = append(left, k)
		}
	}
	w.plan.Retry = 0
	return left
}

// settle finds and keeps a certificate for unit k, and hides what it buys.
func (w *wide) settle(k, wallet int32, small bool) bool {
	c := w.plan.Search(k, w.width[k], wallet, small)
	if c.Width() < w.width[k] {
		return false
	}
	w.buy(c.Up)
	w.buy(c.Down)
	w.plan.Keep(k, c)
	return true
}

// room hides one more unit in each equation of unit k, with certificates for
// these.
func (w *wide) room(k int32) {
	for _, o := range w.around(k, len(w.In(k)), w.roomiest) {
		w.plan.SetPrice(o, 0)
		w.width[o] = max(w.width[o], 1)
		w.certify([]int32{o})
	}
}

// protected lists the units that need a certificate.
func (w *wide) protected() []int32 {
	var out []int32
	for k := range int32(w.Units) {
		if w.width[k] > 0 && w.unknown(k) {
			out = append(out, k)
		}
	}
	return out
}

// manyUsers is how many certificates a unit may serve to be worth trying to
// do without it; slimFuel limits the changes tried on all units together.
const (
	manyUsers = 64
	slimFuel  = 4_000_000
)

// slim shows again, totals and then the costliest first, what no certificate
// needs, or what all certificates that need it can be rerouted around, until
// nothing more is found; then with other dice. Once the fuel is used up only
// the former are shown.
func (w *wide) slim() {
	limit, rounds := w.plan.Tried+slimFuel, [][]int{{0}, {1, 2, 3}}
	for _, dice := range rounds {
		s := slimming{wide: w, dice: dice, limit: limit, stuck: map[int32]int32{}}
		for s.pass() {
		}
	}
}

// slimming is slim with some dice.
type slimming struct {
	*wide
	dice  []int
	limit int64
	// stuck names for a unit one that needs it: while nothing is hidden anew,
	// that one will not find another way later if it found none now.
	stuck map[int32]int32
}

// pass goes through all secondary units once; it reports whether any is shown.
func (s *slimming) pass() (less bool) {
	todo := s.secondary()
	slices.SortStableFunc(todo, s.totalsFirst)
	for _, k := range todo {
		users := s.plan.Users(k)
		if len(users) > manyUsers || len(users) > 0 && s.plan.Tried > s.limit {
			continue
		}
		if u, ok := s.stuck[k]; ok && slices.Contains(users, u) {
			continue
		}
		s.plan.SetPrice(k, moves.Fixed)
		if u := s.reroute(users); u < 0 {
			s.show(k)
			less = true
		} else {
			s.plan.SetPrice(k, 0)
			s.stuck[k] = u
		}
	}
	return less
}

// reroute finds new certificates for all of the units, or keeps all old ones
// and returns a unit that has no other.
func (s *slimming) reroute(units []int32) int32 {
	fresh := make([]moves.Certificate, len(units))
	for i, u := range units {
		if fresh[i] = s.free(u); fresh[i].Width() < s.width[u] {
			return u
		}
	}
	for i, u := range units {
		s.plan.Keep(u, fresh[i])
	}
	return -1
}

// free looks for a certificate that costs nothing.
func (s *slimming) free(u int32) (c moves.Certificate) {
	for _, s.plan.Retry = range s.dice {
		if c = s.plan.Search(u, s.width[u], 0, true); c.Width() >= s.width[u] {
			break
		}
	}
	s.plan.Retry = 0
	return c
}

func (u *units) totalsFirst(a, b int32) int {
	switch {
	case u.total[a] == u.total[b]:
		return 0
	case u.total[a]:
		return -1
	}
	return 1
}
