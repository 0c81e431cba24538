package cube

import (
	"maps"
	"slices"

	"doorstroommonitor/sdc"
)

// Rows returns the publication matrix of the group over the finest
// combinations in which there is anybody, in a canonical order, and their
// counts: what a method that changes inner counts needs. Every cell of every
// table is a sum of rows. It is as secret as the counts.
func (m *Model) Rows(inner map[string]int64) (*sdc.Matrix, []int64, error) {
	rows, _, err := m.atoms(inner)
	if err != nil {
		return nil, nil, err
	}
	holding := m.holding()
	columns, counts := make([][]int32, len(m.keys)), make([]int64, 0, len(rows))
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		r := int32(len(counts))
		counts = append(counts, rows[key])
		m.eachCell(holding, key, func(c int32) { columns[c] = append(columns[c], r) })
	}
	x, err := sdc.NewMatrix(len(counts), columns)
	return x, counts, err
}
