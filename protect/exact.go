package protect

import (
	"cmp"
	"slices"

	"doorstroommonitor/internal/linear"
)

// exact grows a pattern until no protected unit follows exactly from what is
// published, and none from that together with what a single contributor knows
// (the only person in an inner cell knows its count): by the sums, and where
// zeros are protected also by the signs of counts (interior). Then it shows again, the
// costliest and largest first, whatever can be shown without undoing that.
//
// The unknowns are the hidden units alone and the equations sums of theirs, so
// that the space of what they can still be stays sparse; see
// docs/method/suppression.md.
type exact struct {
	*grower
	space *linear.Space
	// classes counts the protected units, and the singletons among the
	// units, of every class of units that determine each other.
	classes map[uint64]class
	ratio   []uint64
	// signs is nil where zeros are published.
	signs *interior
}

func newExact(u *units, large bool) *exact {
	g := newGrower(u, nil)
	g.large = large
	x := &exact{grower: g}
	if u.rule.ZerosProtected {
		x.signs = newInterior(g)
	}
	return x
}

type class struct{ protected, singletons int32 }

// protect runs the loop; it returns false where something follows that no
// further suppression can hide.
func (x *exact) protect() bool {
	x.close()
	if x.signs != nil {
		x.signs.grow()
	}
	for round := 1; ; round++ {
		x.measure(linear.FirstPrime)
		bad := x.revealed()
		if len(bad) == 0 {
			break
		}
		x.added = 0
		for _, k := range bad {
			x.relieve(k, round)
		}
		if x.added == 0 {
			return false
		}
		x.close()
	}
	x.slim()
	x.measure(linear.SecondPrime) // a second opinion on the finished pattern
	if bad := x.revealed(); len(bad) > 0 {
		x.added = 0
		for _, k := range bad {
			x.relieve(k, 1)
		}
		return x.added > 0 && x.protect()
	}
	return true
}

// needs reports whether the unit may not be derived.
func (x *exact) needs(k int32) bool { return x.must[k] || x.sens[k] && x.dark[k] }

// singleton reports whether one person alone is in the unit and knows it.
func (x *exact) singleton(k int32) bool { return x.count[k] == 1 && x.unknown(k) }

func (x *exact) measure(prime uint64) {
	unknown := make([]bool, x.Units)
	for k := range unknown {
		unknown[k] = x.unknown(int32(k))
	}
	x.space = linear.NewSpace(unknown, prime)
	for e := range int32(x.Equations()) {
		if x.unknowns[e] > 0 {
			x.space.Sum(x.Members(e))
		}
	}
	x.classes, x.ratio = map[uint64]class{}, make([]uint64, x.Units)
	for k := range int32(x.Units) {
		x.enter(k, 1)
	}
}

// enter puts the unit into its class (by +1) or takes it out of the one it
// was put in (by -1).
func (x *exact) enter(k, by int32) {
	if !x.needs(k) {
		return
	}
	if by > 0 {
		x.ratio[k] = x.space.Ratio(k)
	}
	c := x.classes[x.ratio[k]]
	c.protected += by
	if x.singleton(k) {
		c.singletons += by
	}
	x.classes[x.ratio[k]] = c
}

// open reports whether the unit is revealed: to everybody, or to the only
// person of another unit.
func (x *exact) open(k int32) bool {
	if x.space.Determined(k) {
		return true
	}
	c := x.classes[x.ratio[k]]
	return x.singleton(k) && c.singletons > 1
}

func (x *exact) revealed() []int32 {
	var out []int32
	for k := range int32(x.Units) {
		if x.needs(k) && x.unknown(k) && x.open(k) {
			out = append(out, k)
		}
	}
	return out
}

// relieve hides more units near k: one in the first of its equations that has
// one to hide, else in equations further away. From the third round on it
// takes several equations at once: a few rounds that hide too much, which slim
// takes back, cost less than many that hide one unit each.
func (x *exact) relieve(k int32, round int) {
	left := 1
	if round > 2 {
		left = 1 << min(round-1, 6)
	}
	x.around(k, left, x.cheapest)
}

// dice is how often slim goes through all units where signs are guarded: each
// pass makes one search a unit, and what one does not find another may.
const dice = 3

// slim shows again what need not be hidden.
func (x *exact) slim() {
	if x.signs == nil {
		x.thin(x.secondary())
		return
	}
	for x.signs.change.Retry = range dice {
		todo := x.secondary()
		slices.SortStableFunc(todo, func(a, b int32) int { return cmp.Compare(len(x.In(b)), len(x.In(a))) })
		x.thin(todo)
	}
}

// thin tries to show these units, one after the other.
func (x *exact) thin(todo []int32) {
	for _, k := range todo {
		if x.space.Determined(k) {
			if x.signs == nil || x.signs.release(k) {
				x.show(k)
			}
			continue
		}
		if x.classes[x.space.Ratio(k)].protected > 0 {
			continue
		}
		x.try(k)
	}
}

// try shows unit k unless that lets the only persons of two units know each
// other's.
func (x *exact) try(k int32) {
	fresh := map[uint64]int32{}
	fine := x.space.Preview(k, x.singleton, func(u int32, ratio uint64) bool {
		other, twice := fresh[ratio]
		fresh[ratio] = u
		alone := x.classes[ratio].singletons == 0 || x.classes[ratio].singletons == 1 && x.ratio[k] == ratio
		return alone && (!twice || other == u)
	})
	if !fine || x.signs != nil && !x.signs.release(k) {
		return
	}
	x.enter(k, -1)
	x.show(k)
	x.space.Publish(k, func(u int32) {
		x.enter(u, -1)
		x.enter(u, 1)
	})
}

// secondary lists the units that are hidden and need not be, the costliest
// first, then the largest.
func (g *grower) secondary() []int32 {
	var out []int32
	for k := range int32(g.Units) {
		if g.hidden[k] && !g.must[k] {
			out = append(out, k)
		}
	}
	slices.SortStableFunc(out, func(a, b int32) int {
		return cmp.Or(cmp.Compare(g.weight[b], g.weight[a]), cmp.Compare(g.count[b], g.count[a]))
	})
	return out
}
