package sdc

import (
	"fmt"
	"slices"
)

// Matrix is the publication matrix: which inner cells each cell adds up. Row r
// is an inner cell, the finest combination of all variables in use, with count
// y_r; column j is a cell with x_rj = 1 where row r contributes, so that
//
//	f_j = Σ_r x_rj·y_r
//
// Hierarchies, linked tables, earlier releases and partitions for other
// recipients are more columns, nothing else. Columns are kept as ascending
// lists of rows; the matrix is never dense (Langsrud 2024,
// doi 10.1007/978-3-031-69651-0_6).
type Matrix struct {
	inner int
	start []int
	rows  []int32
}

// NewMatrix makes a matrix of columns, each an ascending list of rows below
// inner. It keeps copies.
func NewMatrix(inner int, columns [][]int32) (*Matrix, error) {
	m := &Matrix{inner: inner, start: make([]int, 1, len(columns)+1)}
	for j, c := range columns {
		for i, r := range c {
			if r < 0 || int(r) >= inner || i > 0 && r <= c[i-1] {
				return nil, fmt.Errorf("publication matrix: column %d: row %d is out of order or not below %d", j, r, inner)
			}
		}
		m.rows = append(m.rows, c...)
		m.start = append(m.start, len(m.rows))
	}
	return m, nil
}

// Inner returns the number of rows.
func (m *Matrix) Inner() int { return m.inner }

// Columns returns the number of columns.
func (m *Matrix) Columns() int { return len(m.start) - 1 }

// Column returns the rows of column j, ascending; the caller must not change
// them.
func (m *Matrix) Column(j int) []int32 { return m.rows[m.start[j]:m.start[j+1]] }

// Totals returns f = xᵀy, the count of every column.
func (m *Matrix) Totals(y []int64) []int64 {
	f := make([]int64, m.Columns())
	for j := range f {
		for _, r := range m.Column(j) {
			f[j] += y[r]
		}
	}
	return f
}

// Matrix derives the publication matrix from the sums: inner cells are those
// that no sum splits up, in order of number. An error means that two sums
// split a cell into different inner cells, so that the structure has no common
// refinement to count from, or that sums run in a circle.
func (s *Structure) Matrix() (m *Matrix, inner []int32, err error) {
	split := make([][]int32, s.Cells) // cell -> relations of which it is the parent
	for i, r := range s.Relations {
		split[r.Parent] = append(split[r.Parent], int32(i))
	}
	columns := make([][]int32, s.Cells)
	state := make([]uint8, s.Cells) // 1: being worked on, 2: done
	for c := range s.Cells {
		if len(split[c]) == 0 {
			columns[c], state[c] = []int32{int32(len(inner))}, 2
			inner = append(inner, int32(c))
		}
	}
	var visit func(c int32) error
	visit = func(c int32) error {
		if state[c] == 2 {
			return nil
		}
		if state[c] == 1 {
			return fmt.Errorf("publication matrix of %s: the sums of cell %d run in a circle", s.Group, c)
		}
		state[c] = 1
		for k, i := range split[c] {
			var rows []int32
			for _, ch := range s.Relations[i].Children {
				if err := visit(ch); err != nil {
					return err
				}
				rows = append(rows, columns[ch]...)
			}
			slices.Sort(rows)
			if n := len(rows); len(slices.Compact(rows)) != n || k > 0 && !slices.Equal(rows, columns[c]) {
				return fmt.Errorf("publication matrix of %s: the sums of cell %d have no common refinement", s.Group, c)
			}
			columns[c] = rows
		}
		state[c] = 2
		return nil
	}
	for c := range int32(s.Cells) {
		if err := visit(c); err != nil {
			return nil, nil, err
		}
	}
	m, err = NewMatrix(len(inner), columns)
	return m, inner, err
}
