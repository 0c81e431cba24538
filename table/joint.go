package table

import (
	"errors"
	"slices"

	"doorstroommonitor/sdc"
)

// errTooMany says that a crossing has more than combinationLimit cells.
var errTooMany = errors.New("too many combinations")

// jointLimit is up to how many combinations the crossing is made where it is
// only there to be guarded.
const jointLimit = 1_000_000

// joint adds the finest crossing of all dimensions as cells that no table
// shows, with the sums that lead to the finest cells of each table: small counts
// in it are guarded like others. It is left out where a table has all
// dimensions.
//
// A combination is a cell if every table shows somebody in it. That is all that
// a reader knows: that nobody has it is nowhere to be seen, so it may not
// depend on the data.
//
// Where the crossing is too large it can be done without, unless somebody knows
// rows, or the tables form a circle, such as A×B, B×C and A×C: of those, counts
// that agree need not be those of one set of persons, and readers may conclude
// more from the crossing than from the tables. Without a circle any counts that
// agree are (Vorob'ev 1962).
func (b *builder) joint(tables [][]int, rowsAreKnown bool) error {
	for _, dims := range tables {
		if len(dims) == len(b.Dimensions) {
			return nil
		}
	}
	needed, limit := rowsAreKnown || circular(tables), jointLimit
	if needed {
		limit = combinationLimit
	}
	finest, err := b.possible(tables, limit)
	if err != nil {
		if needed {
			return err
		}
		return nil
	}
	for _, key := range finest {
		b.cell(key)
	}
	for _, dims := range tables {
		parts := map[int32][]int32{}
		var order []int32
		for _, key := range finest {
			c := b.index.get(b.part(key, dims))
			if parts[c] == nil {
				order = append(order, c)
			}
			parts[c] = append(parts[c], b.index.get(key))
		}
		for _, c := range order {
			b.relations = append(b.relations, sdc.Relation{Parent: c, Children: parts[c]})
		}
	}
	return nil
}

// part is the key with all dimensions but some at their total.
func (b *builder) part(key uint64, dims []int) uint64 {
	out := uint64(0)
	for _, d := range dims {
		out += key / b.radix[d] % uint64(len(b.Dimensions[d].Codes)) * b.radix[d]
	}
	return out
}

// possible lists the combinations of finest codes of which every table has a
// cell, up to a limit.
func (b *builder) possible(tables [][]int, limit int) ([]uint64, error) {
	// Tables that are complete once dimension d has a code.
	done := make([][][]int, len(b.Dimensions))
	for _, dims := range tables {
		last := slices.Max(dims)
		done[last] = append(done[last], dims)
	}
	var out []uint64
	var step func(d int, key uint64) error
	step = func(d int, key uint64) error {
		if d == len(b.Dimensions) {
			if len(out) == limit {
				return errTooMany
			}
			out = append(out, key)
			return nil
		}
		for _, c := range b.Dimensions[d].finest {
			next := key + uint64(c)*b.radix[d]
			if slices.ContainsFunc(done[d], func(dims []int) bool { return b.index.get(b.part(next, dims)) < 0 }) {
				continue
			}
			if err := step(d+1, next); err != nil {
				return err
			}
		}
		return nil
	}
	return out, step(0, 0)
}

// circular reports whether sets of dimensions form a circle: whether something
// is left when dimensions of one set alone, and sets within another, are taken
// away for as long as there are any (Graham 1979, Yu and Ozsoyoglu 1979).
func circular(tables [][]int) bool {
	var sets [][]int
	for _, t := range tables {
		sets = append(sets, slices.Clone(t))
	}
	for {
		in, taken := map[int]int{}, false
		for _, s := range sets {
			for _, d := range s {
				in[d]++
			}
		}
		for i, s := range sets {
			sets[i] = slices.DeleteFunc(slices.Clone(s), func(d int) bool { return in[d] == 1 })
			taken = taken || len(sets[i]) < len(s)
		}
		for i := len(sets) - 1; i >= 0; i-- {
			others := slices.Delete(slices.Clone(sets), i, i+1)
			if slices.ContainsFunc(others, func(o []int) bool { return subset(sets[i], o) }) {
				sets, taken = others, true
			}
		}
		if !taken {
			return slices.ContainsFunc(sets, func(s []int) bool { return len(s) > 0 })
		}
	}
}

func subset(set, other []int) bool {
	return !slices.ContainsFunc(set, func(d int) bool { return !slices.Contains(other, d) })
}
