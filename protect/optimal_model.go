package protect

import (
	"fmt"
	"slices"

	"doorstroommonitor/internal/lp"
	"doorstroommonitor/sdc"
)

// optimalModel is a problem as Optimal sees it.
type optimalModel struct {
	p     *sdc.Problem
	exact bool
	must  []bool  // hidden in every pattern
	dark  []bool  // no table shows it, nor an earlier release: unknown at no cost
	need  []int64 // level of protection; 0: none of its own
	below []int64 // LB: how far below the truth the attacker thinks a hidden cell possible
	// cells that a pattern chooses about, their number there, and their cost.
	candidates []int32
	number     []int32 // -1: none
	weight     []int64
}

// model describes the problem; see Optimal.
func (o Optimal) model(p *sdc.Problem, rule sdc.Rule) (*optimalModel, error) {
	if most := orElse(o.MaxCells, defaultCells); p.Cells > most {
		return nil, fmt.Errorf("%w: %s has %d cells, tried are up to %d", ErrBeyondOptimal, p.Group, p.Cells, most)
	}
	if o.Weights != nil && (len(o.Weights) != p.Cells || slices.Min(o.Weights) < 1) {
		return nil, fmt.Errorf("optimal suppression: %s needs %d weights of at least 1", p.Group, p.Cells)
	}
	n := p.Cells
	m := &optimalModel{
		p: p, exact: o.Exact,
		must: make([]bool, n), dark: make([]bool, n), need: make([]int64, n), below: make([]int64, n), number: make([]int32, n),
	}
	for c := range int32(n) {
		m.number[c] = -1
		if fixed(p, c) {
			continue // a constant
		}
		m.dark[c], m.below[c] = !p.Published[c], p.Counts[c]
		if p.Published[c] {
			m.below[c] = max(0, p.Counts[c]-rule.Least())
		}
		switch {
		case p.Sensitive(c, rule):
			m.need[c] = max(1, p.RuleOf(c, rule).Width)
			m.must[c] = p.Published[c]
		case p.Published[c] && kept(p, c):
			m.need[c], m.must[c] = 1, true
		case p.Published[c] && p.Counts[c] >= rule.Least():
			m.choose(c, o.Weights)
		}
	}
	return m, nil
}

// choose makes the cell a candidate.
func (m *optimalModel) choose(c int32, weights []int64) {
	w := int64(1)
	if weights != nil {
		w = weights[c]
	}
	m.number[c] = int32(len(m.candidates))
	m.candidates, m.weight = append(m.candidates, c), append(m.weight, w)
}

// always reports whether no pattern shows the cell.
func (m *optimalModel) always(c int32) bool { return m.must[c] || m.dark[c] }

// pattern hides what must be, and the candidates for which choose is true.
func (m *optimalModel) pattern(choose func(number int32) bool) sdc.Pattern {
	hidden := make(sdc.Pattern, m.p.Cells)
	copy(hidden, m.must)
	for i, c := range m.candidates {
		hidden[c] = hidden[c] || choose(int32(i))
	}
	return hidden
}

func (m *optimalModel) chosen(y []bool) sdc.Pattern {
	return m.pattern(func(i int32) bool { return y[i] })
}

// cost is Σ w_i over the candidates hidden.
func (m *optimalModel) cost(hidden sdc.Pattern) int64 {
	sum := int64(0)
	for i, c := range m.candidates {
		if hidden[c] {
			sum += m.weight[i]
		}
	}
	return sum
}

// Sizes of the attacker's programs. Where bounds are none, box is far enough:
// it scales. Shown cells that may be hidden get a slack of one, against
// stiffness for what hidden cells may do: of all reasons that bound a cell,
// the program then gives one that rests on few shown cells.
const (
	box       = 2520
	stiffness = 1 << 12
	roomy     = 64
)

// program is the attacker's program in z, one variable a cell, under a
// pattern. With slack, cells that are shown but might be hidden have some.
func (m *optimalModel) program(hidden sdc.Pattern, slack bool) *lp.Problem {
	p := &lp.Problem{Lower: make([]int64, m.p.Cells), Upper: make([]int64, m.p.Cells)}
	scale := int64(1)
	if slack {
		scale = stiffness
	}
	for i := range p.Lower {
		c := int32(i)
		switch {
		case (hidden[c] || m.dark[c]) && m.exact:
			p.Lower[c], p.Upper[c] = -box*scale, box*scale
		case hidden[c] || m.dark[c]:
			p.Lower[c], p.Upper[c] = -m.below[c], lp.Infinite
			if slack {
				p.Lower[c] = -scale * min(m.below[c], roomy)
			}
		case slack && m.number[c] >= 0:
			p.Lower[c], p.Upper[c] = -1, 1
		}
	}
	for _, r := range m.p.Relations {
		row := lp.Row{Index: []int{int(r.Parent)}, Coef: []int64{-1}}
		for _, c := range r.Children {
			row.Index, row.Coef = append(row.Index, int(c)), append(row.Coef, 1)
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}
