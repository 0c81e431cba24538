package protect

import (
	"encoding/binary"
	"slices"

	"doorstroommonitor/internal/lp"
	"doorstroommonitor/sdc"
)

// cutPool is what is known of y, as rows Σ coefficient·y >= bound over the
// candidates by number.
type cutPool struct {
	m    *optimalModel
	cuts []lp.Row
	seen map[string]bool
}

// newCutPool starts with the bridge-less inequalities: in no sum is there one
// unknown cell alone. A cell of which a sum leaves nothing unknown is of no
// use to a pattern, so that no optimal pattern hides it:
//
//	y_i <= Σ y_k over the other cells of the sum
func newCutPool(m *optimalModel) *cutPool {
	pool := &cutPool{m: m, seen: map[string]bool{}}
	for _, r := range m.p.Relations {
		members := append([]int32{r.Parent}, r.Children...)
		for _, c := range members {
			if m.need[c] > 0 || m.number[c] >= 0 {
				pool.add(m.company(c, members))
			}
		}
	}
	return pool
}

// company is the cut that cell c, where it is hidden, needs another unknown
// cell among some; nil where it always has.
func (m *optimalModel) company(c int32, among []int32) *lp.Row {
	cut := &lp.Row{RHS: 1}
	for _, o := range slices.Sorted(slices.Values(among)) {
		switch {
		case o == c:
		case m.always(o):
			return nil
		case m.number[o] >= 0:
			cut.Index, cut.Coef = append(cut.Index, int(m.number[o])), append(cut.Coef, 1)
		}
	}
	if !m.always(c) {
		cut.RHS = 0
		cut.Index, cut.Coef = append(cut.Index, int(m.number[c])), append(cut.Coef, -1)
	}
	return cut
}

// add takes a cut into the pool, if it is new.
func (pool *cutPool) add(cut *lp.Row) bool {
	if cut == nil {
		return false
	}
	key := binary.AppendVarint(nil, cut.RHS)
	for k, i := range cut.Index {
		key = binary.AppendVarint(binary.AppendVarint(key, int64(i)), cut.Coef[k])
	}
	if pool.seen[string(key)] {
		return false
	}
	pool.seen[string(key)] = true
	pool.cuts = append(pool.cuts, *cut)
	return true
}

func (pool *cutPool) problem() *lp.BinaryProblem {
	return &lp.BinaryProblem{Cost: pool.m.weight, AtLeast: pool.cuts}
}

// lack is by how much a pattern misses a cut.
func (m *optimalModel) lack(cut *lp.Row, hidden sdc.Pattern) int64 {
	lack := cut.RHS
	for k, i := range cut.Index {
		if hidden[m.candidates[i]] {
			lack -= cut.Coef[k]
		}
	}
	return lack
}

// satisfy hides more until no cut is missed: always the cell that repairs
// most for its cost, the first of equals.
func (pool *cutPool) satisfy(hidden sdc.Pattern) sdc.Pattern {
	m := pool.m
	hidden = append(sdc.Pattern(nil), hidden...)
	for {
		gain := make([]int64, len(m.candidates)) // in thousandths of a cut
		for n := range pool.cuts {
			cut := &pool.cuts[n]
			lack := m.lack(cut, hidden)
			for k, i := range cut.Index {
				if lack > 0 && cut.Coef[k] > 0 && !hidden[m.candidates[i]] {
					gain[i] += 1000 * min(cut.Coef[k], lack) / lack
				}
			}
		}
		best := -1
		for i, g := range gain {
			if g > 0 && (best < 0 || g*m.weight[best] > gain[best]*m.weight[i]) {
				best = i
			}
		}
		if best < 0 {
			return hidden
		}
		hidden[m.candidates[best]] = true
	}
}
