package protect

import (
	"math/bits"

	"doorstroommonitor/internal/moves"
)

// grower hides units, sensitive ones first, and keeps count of the unknown
// members of every equation: one with a single unknown gives it away.
type grower struct {
	*units
	hidden   []bool
	unknowns []int32 // per equation
	queue    []int32 // equations with one unknown member
	queued   []bool
	large    bool // among equals, hide the larger
	added    int  // units hidden since the count was last reset
}

// newGrower hides what must be hidden, or starts from a given choice.
func newGrower(u *units, hidden []bool) *grower {
	g := &grower{units: u, hidden: make([]bool, u.Units), unknowns: make([]int32, u.Equations()), queued: make([]bool, u.Equations())}
	for k := range int32(u.Units) {
		if g.dark[k] {
			for _, e := range g.In(k) {
				g.unknowns[e]++
			}
		}
	}
	for k := range int32(u.Units) {
		if g.must[k] || hidden != nil && hidden[k] {
			g.hide(k)
		}
	}
	g.added = 0
	return g
}

// unknown reports whether an outsider does not see the unit.
func (g *grower) unknown(k int32) bool { return g.hidden[k] || g.dark[k] }

// candidate reports whether the unit could be hidden and is not.
func (g *grower) candidate(k int32) bool { return g.may[k] && !g.hidden[k] }

func (g *grower) hide(k int32) {
	g.hidden[k] = true
	g.added++
	for _, e := range g.In(k) {
		g.unknowns[e]++
		if g.unknowns[e] == 1 && !g.queued[e] {
			g.queued[e] = true
			g.queue = append(g.queue, e)
		}
	}
}

func (g *grower) show(k int32) {
	g.hidden[k] = false
	for _, e := range g.In(k) {
		g.unknowns[e]--
	}
}

// close gives every equation with one unknown member a second one.
func (g *grower) close() {
	for i := 0; i < len(g.queue); i++ {
		e := g.queue[i]
		g.queued[e] = false
		if g.unknowns[e] == 1 {
			if k := g.cheapest(e); k >= 0 {
				g.hide(k)
			}
		}
	}
	g.queue = g.queue[:0]
}

// closeWide is close for widths: it also gives members to equations whose
// unknown members cannot, whatever the others do, leave a protected one its
// width: with a shown parent, no member can exceed its count by more than what
// the others have above their least.
func (g *grower) closeWide() {
	queue := make([]int32, g.Equations())
	queued := make([]bool, g.Equations())
	for e := range queue {
		queue[e], queued[e] = int32(e), true
	}
	for i := 0; i < len(queue); i++ {
		e := queue[i]
		queued[e] = false
		for g.tight(e) {
			k := g.roomiest(e)
			if k < 0 {
				break
			}
			g.hide(k)
			for _, o := range g.In(k) {
				if !queued[o] {
					queued[o] = true
					queue = append(queue, o)
				}
			}
		}
	}
	for _, e := range g.queue {
		g.queued[e] = false
	}
	g.queue = g.queue[:0]
}

// tight reports whether equation e alone derives a hidden unit or leaves a
// protected one less than its width.
func (g *grower) tight(e int32) bool {
	members := g.Members(e)
	if g.unknowns[e] == 1 {
		return true
	}
	if g.unknowns[e] == 0 || g.unknown(members[0]) {
		return false // without a shown parent nothing bounds a member from above
	}
	var above, width int64
	for _, k := range members[1:] {
		if !g.unknown(k) {
			continue
		}
		above += g.count[k]
		if !g.dark[k] {
			above -= g.rule.Least()
		}
		width = max(width, g.width[k])
	}
	return above < width
}

// roomiest is the member of equation e to hide for width, or -1: least count
// by magnitude, far from equations in which it would stand alone, totals a
// magnitude later; within a magnitude the larger leaves more room.
func (g *grower) roomiest(e int32) int32 {
	best, least := int32(-1), int64(0)
	for _, k := range g.Members(e) {
		if !g.candidate(k) {
			continue
		}
		size := int64(bits.Len64(uint64(g.count[k])))
		for _, o := range g.In(k) {
			if o != e && g.unknowns[o] == 0 {
				size += 6
			}
		}
		if g.total[k] {
			size++
		}
		c := size<<40 - g.count[k]
		if best < 0 || c < least || c == least && k < best {
			best, least = k, c
		}
	}
	return best
}

// cheapest is the member of equation e to hide next, or -1: the one that costs
// fewest cells, counting one for each other equation in which it would be the
// only unknown member and one off for each that it helps. Among equals the
// smallest count goes, since the large ones are wanted most.
func (g *grower) cheapest(e int32) int32 {
	best, least := int32(-1), int32(0)
	for _, k := range g.Members(e) {
		if !g.candidate(k) {
			continue
		}
		c := g.cost(k, e)
		if best < 0 || c < least || c == least && g.before(k, best) {
			best, least = k, c
		}
	}
	return best
}

// before orders units that cost the same.
func (g *grower) before(a, b int32) bool {
	if g.count[a] == g.count[b] {
		return a < b
	}
	return g.count[a] < g.count[b] != g.large
}

func (g *grower) cost(k, e int32) int32 {
	c := g.weight[k]
	for _, o := range g.In(k) {
		if o == e {
			continue
		}
		switch g.unknowns[o] {
		case 0:
			c++
		case 1:
			c--
		}
	}
	return c
}

// around hides up to so many units near k: what choose offers in its
// equations, then in equations of the unknown members of these, and so on
// outwards. It returns the units hidden.
func (g *grower) around(k int32, many int, choose func(e int32) int32) []int32 {
	var out []int32
	seen := map[int32]bool{k: true}
	for frontier := []int32{k}; len(frontier) > 0; {
		var next []int32
		for _, f := range frontier {
			for _, e := range g.In(f) {
				if c := choose(e); c >= 0 {
					g.hide(c)
					if out = append(out, c); len(out) == many {
						return out
					}
				}
				for _, o := range g.Members(e) {
					if g.unknown(o) && !seen[o] {
						seen[o] = true
						next = append(next, o)
					}
				}
			}
		}
		frontier = next
	}
	return out
}

// prices are what a change of each unit costs: nothing where it is unknown
// anyway, the cells that it would hide where it may be hidden.
func (g *grower) prices() []int32 {
	price := make([]int32, g.Units)
	for k := range int32(g.Units) {
		switch {
		case g.unknown(k):
		case g.candidate(k):
			price[k] = g.weight[k]
			if g.total[k] {
				price[k]++
			}
		default:
			price[k] = moves.Fixed
		}
	}
	return price
}

// chains is the system that chains of changes run over.
func (g *grower) chains(price []int32) *moves.System {
	fixed := make([]bool, g.Units)
	for k := range fixed {
		fixed[k] = price[k] == moves.Fixed
	}
	if over := g.Expand(fixed); over != nil {
		return over
	}
	return g.System
}
