package protect

import (
	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// units are the cells of a problem as a method decides on them: cells that
// hold the same persons in every possible table are one unit, since hiding one
// of them and showing another hides nothing.
type units struct {
	*moves.System
	p    *sdc.Problem
	rule sdc.Rule

	count  []int64
	weight []int32 // published cells in the unit: what hiding it costs
	width  []int64 // protection that the unit needs if it is hidden; 0: none
	sens   []bool  // the rule protects its count
	must   []bool  // published, and sensitive or hidden by an earlier release
	may    []bool  // may be hidden although it need not
	dark   []bool  // no table shows it: unknown at no cost
	total  []bool  // a sum of others, and wanted more
	broad  []bool  // a sum of many others, and wanted most
}

func newUnits(p *sdc.Problem, rule sdc.Rule) *units {
	u := &units{System: moves.NewSystem(&p.Structure), p: p, rule: rule}
	n := u.Units
	u.count, u.weight, u.width = make([]int64, n), make([]int32, n), make([]int64, n)
	u.must, u.sens, u.may, u.dark = make([]bool, n), make([]bool, n), make([]bool, n), make([]bool, n)
	u.total, u.broad = make([]bool, n), make([]bool, n)
	for k := range n {
		u.dark[k], u.may[k] = true, true
	}
	for i, k := range u.Of {
		c := int32(i)
		u.count[k] = p.Counts[c]
		u.may[k] = u.may[k] && !fixed(p, c)
		if p.Published[c] {
			u.weight[k]++
			u.dark[k] = false
			u.must[k] = u.must[k] || kept(p, c)
		}
		if r := p.RuleOf(c, rule); r.Sensitive(p.Counts[c]) {
			u.sens[k] = true
			u.width[k] = max(u.width[k], r.Width)
		}
	}
	for k := range n {
		u.may[k] = u.may[k] && !u.dark[k] && u.count[k] >= rule.Least()
		u.must[k] = (u.must[k] || u.sens[k]) && u.may[k]
		if u.must[k] {
			u.width[k] = max(u.width[k], 1)
		}
	}
	return u
}

// broadly is of how many units a sum is broad: one over all schools, and not
// over the destinations of one.
const broadly = 12

// preferTotals marks the sums.
func (u *units) preferTotals() {
	for e := range int32(u.Equations()) {
		members := u.Members(e)
		u.total[members[0]] = true
		u.broad[members[0]] = u.broad[members[0]] || len(members) > broadly
	}
}

// spareBroad takes broad sums from what may be hidden; what it returns puts
// them back.
func (u *units) spareBroad() (back func()) {
	var spared []int32
	for k, broad := range u.broad {
		if broad && u.may[k] && !u.must[k] {
			u.may[k] = false
			spared = append(spared, int32(k))
		}
	}
	return func() {
		for _, k := range spared {
			u.may[k] = true
		}
	}
}

// pattern spreads hidden units over their cells.
func (u *units) pattern(hidden []bool) sdc.Pattern {
	out := make(sdc.Pattern, u.p.Cells)
	for c, k := range u.Of {
		out[c] = hidden[k] && u.p.Published[c] && !fixed(u.p, int32(c))
	}
	return out
}

// read takes a pattern of cells: a unit is hidden when all of its published
// cells are.
func (u *units) read(hidden sdc.Pattern) []bool {
	out := make([]bool, u.Units)
	for k := range out {
		out[k] = !u.dark[k]
	}
	for c, k := range u.Of {
		out[k] = out[k] && (hidden[c] || !u.p.Published[c])
	}
	return out
}
