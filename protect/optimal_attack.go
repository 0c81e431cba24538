package protect

import (
	"errors"
	"fmt"

	"doorstroommonitor/internal/lp"
	"doorstroommonitor/sdc"
)

// optimalAttack is the attacker of Optimal against one pattern.
type optimalAttack struct {
	m           *optimalModel
	hidden      sdc.Pattern
	plain, thin lp.Session // the program as it is, and with slack
	// least and most that a cell was seen to deviate from the truth, over
	// exact points, rounded inwards to whole persons; moved: at all.
	least, most []int64
	moved       []bool
	// broken are the cells that are not protected, ascending, and cuts what
	// any pattern must do about them.
	broken []int32
	cuts   []*lp.Row
}

// attack asks of every cell to protect whether the pattern does, and why not.
func (m *optimalModel) attack(solver lp.Solver, hidden sdc.Pattern) (*optimalAttack, error) {
	plain, err := solver.Open(m.program(hidden, false))
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	thin, err := solver.Open(m.program(hidden, true))
	if err != nil {
		return nil, err
	}
	defer thin.Close()
	n := m.p.Cells
	a := &optimalAttack{m: m, hidden: hidden, plain: plain, thin: thin, least: make([]int64, n), most: make([]int64, n), moved: make([]bool, n)}
	for c := range int32(n) {
		switch {
		case m.need[c] > 0:
			err = a.target(c)
		case hidden[c]:
			err = a.useless(c)
		}
		if err != nil {
			return nil, fmt.Errorf("optimal suppression of %s, cell %d: %w", m.p.Group, c, err)
		}
	}
	return a, nil
}

// safe reports whether exact points prove the level of protection.
func (a *optimalAttack) safe(c int32) bool {
	if a.m.exact {
		return a.moved[c]
	}
	return a.most[c]-a.least[c] >= a.m.need[c]
}

// take sees how far cells deviate at a point.
func (a *optimalAttack) take(o *lp.Optimum) {
	for c, v := range o.Point {
		if v == 0 {
			continue
		}
		a.moved[c] = true
		a.most[c] = max(a.most[c], v/o.Denominator)
		a.least[c] = min(a.least[c], v/o.Denominator)
	}
}

// target attacks a cell to protect.
func (a *optimalAttack) target(c int32) error {
	if a.safe(c) {
		return nil
	}
	up, err := a.plain.Explain(int(c), true)
	if err != nil {
		return err
	}
	a.take(up)
	if a.safe(c) {
		return nil
	}
	if a.m.exact {
		return a.derived(c, up)
	}
	down, err := a.plain.Explain(int(c), false)
	if err != nil {
		return err
	}
	a.take(down)
	if a.safe(c) {
		return nil
	}
	return a.narrow(c, up, down)
}

// useless finds why a hidden cell that needs no protection has one value: a
// pattern that leaves it so gains nothing by hiding it.
func (a *optimalAttack) useless(c int32) error {
	if a.moved[c] {
		return nil
	}
	up, err := a.plain.Explain(int(c), true)
	if err != nil {
		return err
	}
	a.take(up)
	if a.moved[c] {
		return nil
	}
	thin, err := a.thin.Explain(int(c), true)
	if err == nil {
		a.cuts = append(a.cuts, a.m.derivation(c, thin, a.hidden))
	}
	return err
}

// derived finds shown cells from which linear algebra derives cell c: few
// ones, or any. Where there are none the cell is safe after all: no point of
// the program had a denominator small enough to show it.
func (a *optimalAttack) derived(c int32, plain *lp.Optimum) error {
	thin, err := a.thin.Explain(int(c), true)
	if err != nil {
		return err
	}
	for _, o := range []*lp.Optimum{thin, plain} {
		if cut := a.m.derivation(c, o, a.hidden); cut != nil {
			a.breaks(c, cut)
			return nil
		}
	}
	if from, ok := a.m.determined(a.hidden)[c]; ok {
		a.breaks(c, a.m.company(c, from))
	}
	return nil
}

func (a *optimalAttack) breaks(c int32, cut *lp.Row) {
	a.broken, a.cuts = append(a.broken, c), append(a.cuts, cut)
}

// narrow finds why cell c has too little room: a cut that bounds the width by
// what each cell contributes to it, else the shown cells of which one must be
// hidden to change anything.
func (a *optimalAttack) narrow(c int32, up, down *lp.Optimum) error {
	thinUp, err := a.thin.Explain(int(c), true)
	if err != nil {
		return err
	}
	thinDown, err := a.thin.Explain(int(c), false)
	if err != nil {
		return err
	}
	for _, pair := range [][2]*lp.Optimum{{thinUp, thinDown}, {up, down}} {
		if cut := a.m.capacity(c, pair[0], pair[1]); cut != nil && a.m.lack(cut, a.hidden) > 0 {
			a.breaks(c, cut)
			return nil
		}
	}
	if up.Bound-down.Bound >= a.m.need[c] {
		return errUnproven
	}
	a.breaks(c, a.m.change(c, up, down, a.hidden))
	return nil
}

// errUnproven says that programs in floating point leave a cell open.
var errUnproven = errors.New("bounds that are wide enough, but no exact table reaches them")
