package table

import (
	"fmt"
	"slices"

	"doorstroommonitor/sdc"
)

// relate writes, for every cell of every table and every way to split one of
// its codes, the sum over the cells that exist.
func (b *builder) relate(tables [][]int) {
	done := map[uint64]bool{} // cell and split, where tables share cells
	for _, dims := range tables {
		seen := newIndex(len(b.keys))
		for _, key := range b.finestKeys(dims) {
			b.above(dims, key, func(key uint64) {
				if _, fresh := seen.put(key, 0); fresh {
					b.splitUp(key, dims, done, len(tables) > 1)
				}
			})
		}
	}
}

func (b *builder) splitUp(key uint64, dims []int, done map[uint64]bool, linked bool) {
	cell := b.index.get(key)
	for _, d := range dims {
		dim := b.Dimensions[d]
		code := key / b.radix[d] % uint64(len(dim.Codes))
		for _, s := range dim.splits[code] {
			if linked {
				id := (uint64(cell)*uint64(len(b.Dimensions))+uint64(d))<<24 | uint64(s)
				if done[id] {
					continue
				}
				done[id] = true
			}
			from := len(b.arena)
			for _, c := range dim.Splits[s].Children {
				if ch := b.index.get(key + (uint64(c)-code)*b.radix[d]); ch >= 0 {
					b.arena = append(b.arena, ch)
				}
			}
			b.add(cell, from)
		}
	}
}

// add writes the sum of the children in the arena from that place on.
func (b *builder) add(parent int32, from int) {
	children := slices.Clone(b.arena[from:])
	b.arena = b.arena[:from]
	if len(children) > 0 {
		b.relations = append(b.relations, sdc.Relation{Parent: parent, Children: children})
	}
}

// everything extends rows to every combination of finest codes.
func everything(dims []*Dimension, rows *Rows) *Rows {
	out := &Rows{}
	n := len(dims)
	have := map[string]int64{}
	key := func(codes []int32) string { return fmt.Sprint(codes) }
	for r := range rows.Counts {
		have[key(rows.Codes[r*n:(r+1)*n])] += rows.Counts[r]
	}
	at := make([]int, n)
	for {
		row := make([]int32, n)
		for i := range row {
			row[i] = dims[i].finest[at[i]]
		}
		out.Codes = append(out.Codes, row...)
		out.Counts = append(out.Counts, have[key(row)])
		k := n - 1
		for ; k >= 0; k-- {
			if at[k]++; at[k] < len(dims[k].finest) {
				break
			}
			at[k] = 0
		}
		if k < 0 {
			return out
		}
	}
}

// finish counts every cell and makes the problem.
func (b *builder) finish() error {
	n := len(b.Dimensions)
	counts := make([]int64, len(b.keys))
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	for r, y := range b.rows.Counts {
		finest := uint64(0)
		for d := range n {
			finest += uint64(b.rows.Codes[r*n+d]) * b.radix[d]
		}
		b.above(all, finest, func(key uint64) {
			if c := b.index.get(key); c >= 0 {
				counts[c] += y
			}
		})
	}
	p := &sdc.Problem{Counts: counts, Published: make([]bool, len(b.keys))}
	for i := range b.published {
		p.Published[i] = true
	}
	p.Structure = sdc.Structure{Group: "table", Cells: len(b.keys), Relations: b.relations}
	b.Problem = p
	return nil
}
