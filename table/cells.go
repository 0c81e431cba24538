package table

import (
	"errors"
	"fmt"
)

// dimensions lists the dimensions of axes.
func dimensions(axes []*axis) []*Dimension {
	var out []*Dimension
	for _, a := range axes {
		out = append(out, a.Dimension)
	}
	return out
}

// room refuses tables with more combinations than fit in memory.
func (f *File) room(axes []*axis, tables [][]int, advice text) error {
	for _, t := range tables {
		size := 1
		for _, d := range t {
			n := len(axes[d].Codes)
			if size > combinationLimit/n {
				return f.tooMany(advice)
			}
			size *= n
		}
	}
	return nil
}

func (f *File) tooMany(advice text) error {
	return &Fault{
		Rule: "R-SIZE", File: f.path, Field: "tables", what: say("de codes geven meer dan %d combinaties", "the codes give more than %d combinations", combinationLimit),
		next: advice,
	}
}

// everything lists all dimensions.
func (f *File) everything() []int {
	all := make([]int, len(f.Dimensions))
	for i := range all {
		all[i] = i
	}
	return all
}

// cellsOf builds the cells of the owner's data.
func (f *File) cellsOf(d *dataset) (*Cells, error) {
	if d.total == 0 {
		return nil, &Fault{
			Rule: "R-NOBODY", File: f.beside(f.Data), what: say("alle aantallen zijn 0: er is niets te tonen", "all counts are 0: there is nothing to show"),
			next: say("controleer de kolom met aantallen en where", "check the column with counts and where"),
		}
	}
	if f.ListZeros && !f.zerosProtected() {
		err := f.room(d.axes, f.crossings, say("laat lege cellen weg: zonder list_zeros", "leave empty cells out: without list_zeros"))
		if err != nil {
			return nil, err
		}
	}
	if f.zerosProtected() {
		err := f.room(d.axes, [][]int{f.everything()}, say("kies zeros: published, grovere codes of minder dimensies", "choose zeros: published, coarser codes or fewer dimensions"))
		if err != nil {
			return nil, err
		}
	}
	c, err := Build(dimensions(d.axes), f.crossings, d.rows, f.zerosProtected(), f.rowsAreKnown())
	switch {
	case errors.Is(err, errTooMany):
		return nil, f.tooMany(say("neem minder tabellen die elkaar kruisen, of grovere codes", "take fewer tables that cross one another, or coarser codes"))
	case err != nil:
		return nil, fmt.Errorf("%s: %w", f.path, err)
	}
	return c, nil
}

// rowsAreKnown reports whether some attacker knows rows of the data, which may
// lie across tables.
func (f *File) rowsAreKnown() bool {
	return len(f.Insiders.Owners)+len(f.Insiders.Receivers) > 0
}

// combinationLimit is how many cells are made where each combination of codes
// is one.
const combinationLimit = 5_000_000
