package table

import (
	"maps"
	"slices"
	"strings"
)

// codebook finds codes by what stands in their columns.
type codebook struct {
	axes   []*axis
	column map[string]place
	known  []map[string]int32
}

// place is a column of a dimension.
type place struct{ dimension, field int }

func newCodebook(axes []*axis) *codebook {
	b := &codebook{axes: axes, column: map[string]place{}}
	for d, a := range axes {
		for k, c := range a.columns {
			b.column[c] = place{d, k}
		}
		known := map[string]int32{}
		for c := range int32(len(a.Codes)) {
			known[strings.Join(a.fields(c), "\x00")] = c
		}
		b.known = append(b.known, known)
	}
	return b
}

// codes reads a key of columns and codes; a column that is left out or empty
// is at its total. It returns what is wrong, if anything is.
func (b *codebook) codes(key map[string]string) (codes []int32, bad string) {
	fields := make([][]string, len(b.axes))
	for d, a := range b.axes {
		fields[d] = slices.Clone(a.fields(0))
	}
	for _, column := range slices.Sorted(maps.Keys(key)) {
		at, ok := b.column[column]
		if !ok {
			return nil, column
		}
		if key[column] != "" {
			fields[at.dimension][at.field] = key[column]
		}
	}
	for d := range b.axes {
		c, ok := b.known[d][strings.Join(fields[d], "\x00")]
		if !ok {
			return nil, strings.Join(fields[d], ", ")
		}
		codes = append(codes, c)
	}
	return codes, ""
}
