package scenario

import (
	"fmt"
	"math/big"

	"doorstroommonitor/noise"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

// round rounds the counts of every group: each by itself, or small ones so
// that sums still hold.
func round(w *World, base int64, controlled bool) (*Release, error) {
	r := newRelease(w)
	trees := make([]*tree, len(w.Levels))
	for g := range w.Groups {
		counts := w.Groups[g].Counts
		if !controlled {
			z, err := protect.RoundEach(counts, base)
			if err != nil {
				return nil, err
			}
			r.stateCounts(w, g, z)
			continue
		}
		t, err := treeOf(trees, w, g)
		if err != nil {
			return nil, err
		}
		z, err := protect.RoundSmallCounts(t.matrix, t.inner(counts), nil, protect.RoundingOptions{Base: base, Seed: uint64(g) + 1})
		if err != nil {
			return nil, err
		}
		r.stateCounts(w, g, t.outer(t.matrix.Totals(z), len(counts)))
	}
	return r, nil
}

// cellKey adds noise by the keys of the records in each cell, so that equal
// sets of pupils have equal noise.
func cellKey(w *World, largest int, variance float64, key *noise.Key) (*Release, error) {
	table, err := protect.NewPerturbationTable(largest, variance, 0)
	if err != nil {
		return nil, err
	}
	stream, err := key.Stream(noise.Draw{
		Population: "cell keys", Year: 1, Table: "records", Neighbours: "none", Rho: big.NewRat(1, 1), Weights: []*big.Rat{big.NewRat(1, 1)},
		Specification: [32]byte{1}, Counts: []int64{1},
	})
	if err != nil {
		return nil, err
	}
	r := newRelease(w)
	for g := range w.Groups {
		group := &w.Groups[g]
		keys := w.Levels[group.Level].keys(group.Counts, stream.Uint64)
		noisy := protect.Perturb(table, group.Counts, keys)
		noisy[RestNode] = -1
		r.stateCounts(w, g, noisy)
	}
	return r, nil
}

// keys gives every node the key of its pupils, the sum of theirs: those of a
// second destination have a random sum, those above the sum of what is below,
// and of the sexes of a destination one has a random key and the other what is
// left, so that equal sets have equal keys.
func (l *Level) keys(counts []int64, random func() uint64) []uint64 {
	keys := make([]uint64, len(l.Nodes))
	for n := len(l.Nodes) - 1; n >= 0; n-- {
		switch node := l.Nodes[n]; node.Kind {
		case Second:
			// Drawn for empty cells as well, so that a pupil more in one group
			// leaves the keys of all others as they were.
			if key := random(); counts[n] > 0 {
				keys[n] = key
			}
			keys[node.Parent] += keys[n]
		case First:
			keys[0] += keys[n]
		}
	}
	for _, s := range l.split {
		if l.Nodes[s.Children[0]].Kind != Sex {
			continue
		}
		m, v, key := s.Children[0], s.Children[1], random()
		switch {
		case counts[m] == 0:
			keys[v] = keys[s.Parent]
		case counts[v] == 0:
			keys[m] = keys[s.Parent]
		default:
			keys[m] = key
			keys[v] = keys[s.Parent] - keys[m]
		}
	}
	return keys
}

// tree is the publication matrix of a level: total and destinations. Sexes are
// left out, since a destination that is split in two ways has no inner cells
// that both are made of.
type tree struct {
	matrix *sdc.Matrix
	cells  []int32 // of its structure -> nodes
	rows   []int32 // inner cells, as nodes
}

func treeOf(cache []*tree, w *World, g int) (*tree, error) {
	level := w.Groups[g].Level
	if cache[level] != nil {
		return cache[level], nil
	}
	l, t := w.Levels[level], &tree{}
	number := map[int32]int32{}
	for n := range l.Nodes {
		if n == 0 || l.indicator(n) {
			number[int32(n)] = int32(len(t.cells))
			t.cells = append(t.cells, int32(n))
		}
	}
	s := sdc.Structure{Group: l.ID, Cells: len(t.cells)}
	for _, r := range l.split {
		if l.Nodes[r.Children[0]].Kind == Sex {
			continue
		}
		own := sdc.Relation{Parent: number[r.Parent]}
		for _, c := range r.Children {
			own.Children = append(own.Children, number[c])
		}
		s.Relations = append(s.Relations, own)
	}
	m, rows, err := s.Matrix()
	if err != nil {
		return nil, fmt.Errorf("level %s: %w", l.ID, err)
	}
	for _, c := range rows {
		t.rows = append(t.rows, t.cells[c])
	}
	t.matrix, cache[level] = m, t
	return t, nil
}

func (t *tree) inner(counts []int64) []int64 {
	out := make([]int64, len(t.rows))
	for i, n := range t.rows {
		out[i] = counts[n]
	}
	return out
}

// outer puts the columns of the matrix back among nodes; others are hidden.
func (t *tree) outer(columns []int64, nodes int) []int64 {
	out := make([]int64, nodes)
	for i := range out {
		out[i] = -1
	}
	for i, n := range t.cells {
		out[n] = columns[i]
	}
	return out
}
