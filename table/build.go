package table

import (
	"fmt"
	"math"
	"math/bits"

	"doorstroommonitor/sdc"
)

// Rows are the inner cells of the data: distinct combinations of finest codes,
// one code a dimension, with their counts.
type Rows struct {
	Codes  []int32 // row by row
	Counts []int64
}

// Cells are all cells of some linked tables over one set of dimensions, with
// the sums between them.
type Cells struct {
	Dimensions []*Dimension
	// Problem holds counts and sums. Unpublished cells are crossings of linked
	// tables that none of them shows, see joint.
	Problem *sdc.Problem

	keys  []uint64
	index *index
	radix []uint64
}

// Code returns the code of cell c on dimension d.
func (t *Cells) Code(c int32, d int) int32 {
	return int32(t.keys[c] / t.radix[d] % uint64(len(t.Dimensions[d].Codes)))
}

// At returns the cell with the given codes, or -1.
func (t *Cells) At(codes []int32) int32 {
	key := uint64(0)
	for d, c := range codes {
		key += uint64(c) * t.radix[d]
	}
	return t.index.get(key)
}

// Build makes the cells of tables, each a list of dimensions by number; a
// dimension that a table lacks is at its total. With all set every
// combination of codes is a cell, also where nobody is counted; else cells of
// a table in which nobody is counted are left out and taken as known to be
// zero. rowsAreKnown says that some attacker knows rows, which lie across
// tables.
func Build(dims []*Dimension, tables [][]int, rows *Rows, all, rowsAreKnown bool) (*Cells, error) {
	t := &Cells{Dimensions: dims, radix: make([]uint64, len(dims))}
	size := uint64(1)
	for i, d := range dims {
		d.link()
		t.radix[i] = size
		hi, lo := bits.Mul64(size, uint64(len(d.Codes)))
		if hi > 0 || lo > math.MaxInt64 {
			return nil, fmt.Errorf("tables: the codes of %d dimensions have more combinations than can be numbered", len(dims))
		}
		size = lo
	}
	if all {
		rows = everything(dims, rows)
	}
	b := &builder{Cells: t, rows: rows}
	t.index = newIndex(len(rows.Counts) * 4)
	for _, dims := range tables {
		b.cells(dims)
	}
	b.published = len(t.keys)
	if err := b.joint(tables, rowsAreKnown); err != nil {
		return nil, err
	}
	b.relate(tables)
	return t, b.finish()
}

type builder struct {
	*Cells
	rows      *Rows
	published int
	relations []sdc.Relation
	arena     []int32
}

// cell returns the number of the cell with that key.
func (b *builder) cell(key uint64) int32 {
	c, fresh := b.index.put(key, int32(len(b.keys)))
	if fresh {
		b.keys = append(b.keys, key)
	}
	return c
}

// finestKeys lists the distinct projections of the rows on some dimensions.
func (b *builder) finestKeys(dims []int) []uint64 {
	seen := newIndex(len(b.rows.Counts))
	var out []uint64
	n := len(b.Dimensions)
	for r := range b.rows.Counts {
		key := uint64(0)
		for _, d := range dims {
			key += uint64(b.rows.Codes[r*n+d]) * b.radix[d]
		}
		if _, fresh := seen.put(key, 0); fresh {
			out = append(out, key)
		}
	}
	return out
}

// cells makes the cells of one table: every code above every finest
// combination.
func (b *builder) cells(dims []int) {
	for _, key := range b.finestKeys(dims) {
		b.above(dims, key, func(key uint64) { b.cell(key) })
	}
}

// above visits the keys of all cells of a table that contain a finest one.
func (b *builder) above(dims []int, finest uint64, visit func(uint64)) {
	var step func(k int, key uint64)
	step = func(k int, key uint64) {
		if k == len(dims) {
			visit(key)
			return
		}
		d := dims[k]
		n := uint64(len(b.Dimensions[d].Codes))
		for _, c := range b.Dimensions[d].up[finest/b.radix[d]%n] {
			step(k+1, key+uint64(c)*b.radix[d])
		}
	}
	step(0, 0)
}
