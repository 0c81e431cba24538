package protect

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"doorstroommonitor/sdc"
)

// determined returns the unknown cells that linear algebra derives from shown
// ones, each with the cells from which it follows: Gauss-Jordan elimination of
// the unknown cells from the sums, over the rationals. A row in which one
// unknown cell is left says it.
func (m *optimalModel) determined(hidden sdc.Pattern) map[int32][]int32 {
	unknown := func(c int32) bool { return hidden[c] || m.dark[c] }
	pivots := map[int32]map[int32]*big.Rat{}
	for _, r := range m.p.Relations {
		row := map[int32]*big.Rat{r.Parent: big.NewRat(-1, 1)}
		for _, c := range r.Children {
			row[c] = big.NewRat(1, 1)
		}
		for _, c := range slices.Sorted(maps.Keys(pivots)) {
			eliminate(row, pivots[c], c)
		}
		pivot := int32(-1)
		for c := range row {
			if unknown(c) && (pivot < 0 || c < pivot) {
				pivot = c
			}
		}
		if pivot < 0 {
			continue // among shown cells only
		}
		by := new(big.Rat).Inv(row[pivot])
		for _, v := range row {
			v.Mul(v, by)
		}
		for _, other := range pivots {
			eliminate(other, row, pivot)
		}
		pivots[pivot] = row
	}
	out := map[int32][]int32{}
	for c, row := range pivots {
		var from []int32
		alone := true
		for o := range row {
			alone = alone && (o == c || !unknown(o))
			if o != c {
				from = append(from, o)
			}
		}
		if alone {
			out[c] = from
		}
	}
	return out
}

// eliminate takes cell c out of a row, by a row that has it once.
func eliminate(row, pivot map[int32]*big.Rat, c int32) {
	f, ok := row[c]
	if !ok {
		return
	}
	f = new(big.Rat).Set(f)
	for o, v := range pivot {
		n := new(big.Rat).Mul(f, v)
		if have, ok := row[o]; ok {
			n.Sub(have, n)
		} else {
			n.Neg(n)
		}
		if n.Sign() == 0 {
			delete(row, o)
		} else {
			row[o] = n
		}
	}
}

// verified holds a pattern that points proved safe against elimination, which
// shares nothing with them.
func (m *optimalModel) verified(hidden sdc.Pattern) (sdc.Pattern, error) {
	derived := m.determined(hidden)
	for c := range int32(m.p.Cells) {
		if _, ok := derived[c]; ok && m.need[c] > 0 {
			return nil, fmt.Errorf("optimal suppression of %s: cell %d was proven safe, but follows from sums", m.p.Group, c)
		}
	}
	return hidden, nil
}
