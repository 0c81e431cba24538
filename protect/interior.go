package protect

import "doorstroommonitor/internal/moves"

// interior guards what signs give away where zeros are protected. Counts are
// not negative, so that hidden cells of which a sum leaves nothing are all 0,
// though no equation determines one of them. It keeps one change of all hidden
// units together that leaves every sum as it is and after which each protected
// zero is positive. Then what is still possible has an interior: a little of
// that change added to the true table makes room in every direction that the
// equations allow, and nothing follows but what follows from the equations.
// A positive unit may change either way and by any amount, since the change is
// scaled down.
//
// One change for all costs less than a certificate for each (wide): what one
// zero needs, others use, and whether a unit can be shown is one question.
type interior struct {
	*grower
	change *moves.Mover
}

// boundless is more than any change needs.
const boundless = int64(1) << 40

func newInterior(g *grower) *interior {
	lower, upper, price := make([]int64, g.Units), make([]int64, g.Units), g.prices()
	for k := range int32(g.Units) {
		lower[k], upper[k] = -boundless, boundless
		if g.count[k] == 0 {
			lower[k] = 0
		}
	}
	m := moves.NewMover(g.chains(price), make([]int64, g.Units), lower, upper, price, 1)
	m.Tries = 1 // what one search does not find, one with other dice may
	return &interior{grower: g, change: m}
}

// purses are the prices that are paid for a chain that lets one zero grow.
// Chains for nothing are not sought: most zeros have none until others have
// paid, and what was bought needlessly is shown again.
var purses = []int32{1, 2, 4, 6, 8, 10, 12, 16, 24, 40, 80, 160}

// A purse below the fair one is tried on some zeros first: where fewer than
// half of them find a chain, a larger one saves the search.
const (
	fair  = 6
	trial = 64
)

// grow hides what the protected zeros need to be positive.
func (n *interior) grow() {
	var todo []int32
	for k := range int32(n.Units) {
		if !n.unknown(k) {
			continue
		}
		if n.change.Price(k) > 0 {
			n.change.SetPrice(k, 0) // hidden since
		}
		if n.zero(k) {
			todo = append(todo, k)
		}
	}
	for _, n.change.Retry = range []int{0, 1, 2, 3, 4, 5} {
		for _, purse := range purses {
			todo = n.pass(todo, purse)
		}
	}
}

// zero reports whether the unit is a protected zero.
func (n *interior) zero(k int32) bool { return n.sens[k] && n.count[k] == 0 }

// pass returns the zeros that got no chain.
func (n *interior) pass(todo []int32, purse int32) (left []int32) {
	asked := 0
	for i, k := range todo {
		if n.change.At(k) > 0 {
			continue
		}
		if asked++; asked == trial && 2*len(left) > trial && purse < fair {
			return append(left, todo[i:]...)
		}
		if steps, ok := n.change.Move(k, 1, purse); ok {
			n.take(steps)
		} else {
			left = append(left, k)
		}
	}
	return left
}

// take hides what a chain changes, and keeps the zeros positive that it raised.
func (n *interior) take(steps []moves.Step) {
	for _, s := range steps {
		if n.change.Price(s.Unit) > 0 {
			n.hide(s.Unit)
			n.change.SetPrice(s.Unit, 0)
		}
		if n.zero(s.Unit) && n.change.At(s.Unit) > 0 {
			n.change.SetBounds(s.Unit, 1, boundless)
		}
	}
}

// release reports whether the change can do without unit k, which then must
// not change any more.
func (n *interior) release(k int32) bool {
	for d := n.change.At(k); d != 0; d = n.change.At(k) {
		steps, ok := n.change.Move(k, -d, 0)
		if !ok && d*d > 1 {
			steps, ok = n.change.Move(k, -d/2, 0)
		}
		if !ok {
			return false
		}
		n.take(steps)
	}
	n.change.SetPrice(k, moves.Fixed)
	return true
}
