package protect

import (
	"slices"

	"doorstroommonitor/sdc"
)

// SingletonRule says what is done about singletons: inner rows whose only
// contributor knows the count, so that a published sum of two of them would
// give each the other. Where zeros are hidden, rows of count 0 play that part:
// the sum of any number of them, 0, gives all of them away.
type SingletonRule int

const (
	// NoSingletons protects against readers who know nothing of their own.
	NoSingletons SingletonRule = iota
	// AnySum keeps every sum of singletons from being derived, within a cell
	// or across cells: a candidate of which only singleton rows remain is
	// hidden. A remainder with positive and negative coefficients is no sum
	// and may be published; only once for each row, because two such
	// remainders together could make a sum. It is the default of the peers,
	// who let any unequal coefficients pass; but a/2 + b tells of counts of at
	// least 1, or of zeros, as much as a + b.
	AnySum
	// SubSum protects, for each column with two singletons or more, the sum of
	// those as if it were a primary cell.
	SubSum
	// SubSpace protects against a reader who knows all singletons at once: no
	// primary may follow from published cells and singletons together. It
	// hides the most.
	SubSpace
)

// singletons is the state of a rule during one elimination.
type singletons struct {
	rule SingletonRule
	rank []int32 // inner row -> its place: those that are no singletons first
	cut  int32   // the place of the first singleton
	used []bool  // place -> in a remainder that was no sum
}

// newSingletons ranks rows in order of their numbers, singletons last where
// the rule takes pivots from the others as long as there are any.
func newSingletons(rule SingletonRule, singleton []bool) *singletons {
	s := &singletons{rule: rule, rank: make([]int32, len(singleton)), used: make([]bool, len(singleton))}
	n := int32(0)
	place := func(last bool) {
		for r, known := range singleton {
			if (known && s.ordered()) == last {
				s.rank[r] = n
				n++
			}
		}
	}
	place(false)
	s.cut = n
	place(true)
	return s
}

// ordered reports whether it matters from which row a pivot is taken.
func (s *singletons) ordered() bool { return s.rule == AnySum || s.rule == SubSpace }

// forbids reports whether a remainder, not empty, must not be published
// because only singletons are left in it.
func (s *singletons) forbids(f field, v vector) bool {
	if v[0].row < s.cut {
		return false
	}
	if s.rule != AnySum || !f.mixed(v) {
		return true
	}
	if slices.ContainsFunc(v, func(e entry) bool { return s.used[e.row] }) {
		return true
	}
	for _, e := range v {
		s.used[e.row] = true
	}
	return false
}

// mixed reports whether v has coefficients of both signs: whether one is a
// negative multiple of the first. A coefficient that is no small fraction of
// the first counts as positive, which hides more, not less.
func (f field) mixed(v vector) bool {
	inv := f.Inverse(v[0].coef)
	return slices.ContainsFunc(v, func(e entry) bool { return f.sign(f.Mul(e.coef, inv)) < 0 })
}

// known returns the singletons that play a part: not those whose own cell is
// forced, since everybody knows them.
func (e *Elimination) known() []bool {
	out := make([]bool, e.Matrix.Inner())
	copy(out, e.Singleton)
	for j, forced := range e.Forced {
		if rows := e.Matrix.Column(j); forced && len(rows) == 1 {
			out[rows[0]] = false
		}
	}
	return out
}

// sums returns the distinct sums x·1[singleton] of two or more singletons that
// a column contains.
func sums(m *sdc.Matrix, singleton []bool) [][]int32 {
	var all [][]int32
	for j := range m.Columns() {
		var rows []int32
		for _, r := range m.Column(j) {
			if singleton[r] {
				rows = append(rows, r)
			}
		}
		if len(rows) > 1 {
			all = append(all, rows)
		}
	}
	slices.SortFunc(all, slices.Compare)
	return slices.CompactFunc(all, slices.Equal)
}
