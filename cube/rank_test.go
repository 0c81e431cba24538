package cube_test

import (
	"slices"

	"doorstroommonitor/internal/linear"
)

// rank is the rank of the rows modulo a prime: never above the true rank, and
// below it only when the prime divides a minor of these small matrices.
func rank(rows [][]int64) int {
	e := newEchelon(rows)
	for _, r := range rows {
		e.add(r)
	}
	return e.rank
}

// echelon is a matrix in echelon form to which rows are added one by one. Rows
// hold few numbers, and stay that way where columns that few rows use come
// first.
type echelon struct {
	f     linear.Field
	order []int // columns, those that few rows use first
	rows  [][]entry
	work  []uint64
	rank  int
}

// entry is a number other than zero, at a place in the order.
type entry struct {
	at    int
	value uint64
}

// newEchelon orders the columns by how many of the rows use them.
func newEchelon(rows [][]int64) *echelon {
	if len(rows) == 0 {
		return &echelon{}
	}
	n := len(rows[0])
	used := make([]int, n)
	for _, r := range rows {
		for c, v := range r {
			if v != 0 {
				used[c]++
			}
		}
	}
	e := &echelon{f: linear.Field{P: linear.FirstPrime}, rows: make([][]entry, n), work: make([]uint64, n)}
	for c := range n {
		e.order = append(e.order, c)
	}
	slices.SortStableFunc(e.order, func(a, b int) int { return used[a] - used[b] })
	return e
}

// add takes in a row.
func (e *echelon) add(row []int64) {
	for at, c := range e.order {
		switch v := row[c]; {
		case v < 0:
			e.work[at] = e.f.Sub(0, uint64(-v)%e.f.P)
		default:
			e.work[at] = uint64(v) % e.f.P
		}
	}
	for at, v := range e.work {
		if v == 0 {
			continue
		}
		if e.rows[at] == nil {
			e.keep(at)
			return
		}
		for _, t := range e.rows[at] {
			e.work[t.at] = e.f.Sub(e.work[t.at], e.f.Mul(v, t.value))
		}
	}
}

// keep stores what is left of the row, which starts at the place at.
func (e *echelon) keep(at int) {
	inverse := e.f.Inverse(e.work[at])
	for k := at; k < len(e.work); k++ {
		if e.work[k] != 0 {
			e.rows[at] = append(e.rows[at], entry{k, e.f.Mul(e.work[k], inverse)})
		}
	}
	e.rank++
}
