package register

import (
	"iter"
	"maps"
	"slices"
)

// Kinds of groups in which the register places institutions.
const (
	GroupBoard    = "bestuur"
	GroupProvince = "provincie"
	GroupSize     = "grootte"
)

// UnknownGroup is the province or size class of an institution for which the
// register names none.
const UnknownGroup = "ONB"

// Board returns the board with that code.
func (r *Register) Board(code string) (Board, bool) {
	b, ok := r.boards[code]
	return b, ok
}

// Boards goes through all boards by code.
func (r *Register) Boards() iter.Seq[Board] {
	return func(yield func(Board) bool) {
		for _, code := range slices.Sorted(maps.Keys(r.boards)) {
			if !yield(r.boards[code]) {
				return
			}
		}
	}
}

// Group returns the group of a kind in which the institution is that carries
// the figures of brin today. An institution without a board is a board of its
// own, named by its BRIN; a province or size class that is not known, or a
// kind that does not exist, gives UnknownGroup.
func (r *Register) Group(brin, kind string) string {
	actual := r.Actual(brin)
	i := r.institutions[actual]
	code := ""
	switch kind {
	case GroupBoard:
		if code = i.Board; code == "" {
			return actual
		}
	case GroupProvince:
		code = i.Province
	case GroupSize:
		code = i.Size
	}
	if code == "" {
		return UnknownGroup
	}
	return code
}
