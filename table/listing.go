package table

import (
	"cmp"
	"iter"
	"slices"
)

// listing says which cells are written, in which order: table by table, and
// in each by the order of the codes. A cell of several tables is written once.
type listing struct {
	axes   []*axis
	tables [][]int
	built  *Cells
}

// shown visits the cells that some table shows and that exist.
func (l *listing) shown() iter.Seq2[int32, []int32] {
	type place struct {
		table int
		rank  uint64
		cell  int32
	}
	var order []place
	for c, ok := range l.built.Problem.Published {
		if ok {
			codes := l.codes(int32(c))
			order = append(order, place{l.table(codes), l.rank(codes), int32(c)})
		}
	}
	slices.SortFunc(order, func(a, b place) int { return cmp.Or(a.table-b.table, cmp.Compare(a.rank, b.rank)) })
	return func(yield func(int32, []int32) bool) {
		for _, p := range order {
			if !yield(p.cell, l.codes(p.cell)) {
				return
			}
		}
	}
}

// every visits every combination of codes of every table; the cell is -1 where
// nobody is counted.
func (l *listing) every() iter.Seq2[int32, []int32] {
	return func(yield func(int32, []int32) bool) {
		for k, dims := range l.tables {
			codes := make([]int32, len(l.axes))
			for more := true; more; more = l.step(codes, dims) {
				if l.table(codes) == k && !yield(l.built.At(codes), codes) {
					return
				}
			}
		}
	}
}

// step goes to the next combination of codes of some dimensions.
func (l *listing) step(codes []int32, dims []int) bool {
	for _, d := range slices.Backward(dims) {
		if codes[d]++; codes[d] < int32(len(l.axes[d].Codes)) {
			return true
		}
		codes[d] = 0
	}
	return false
}

func (l *listing) codes(c int32) []int32 {
	codes := make([]int32, len(l.axes))
	for d := range codes {
		codes[d] = l.built.Code(c, d)
	}
	return codes
}

// table is the first table that shows the cell; -1 where none does.
func (l *listing) table(codes []int32) int {
	return slices.IndexFunc(l.tables, func(dims []int) bool {
		for d, c := range codes {
			if c != 0 && !slices.Contains(dims, d) {
				return false
			}
		}
		return true
	})
}

// rank orders cells by their codes, the first dimension first. Build has
// refused more combinations than fit.
func (l *listing) rank(codes []int32) uint64 {
	rank := uint64(0)
	for d, c := range codes {
		rank = rank*uint64(len(l.axes[d].Codes)) + uint64(c)
	}
	return rank
}
