// Package sdc is the vocabulary of statistical disclosure control: cells,
// relations between cells, the rule, what an attacker knows and the intervals
// that follow from it.
//
// What belongs here: types that the maker (protect), the attacker (audit) and
// the judge share, so that none of them has to import another. What does not:
// methods, attacks, files. Problem.Counts are true counts and stay inside the
// gate; Structure and Knowledge hold none.
package sdc

// Unbounded is the upper bound of a count about which nothing is known.
const Unbounded int64 = 1 << 40

// Relation says that the parent is the sum of its children. All are indices
// of cells.
type Relation struct {
	Parent   int32
	Children []int32
}

// Structure is the shape of one protection group: how many cells it has and
// which sums hold between them, for every possible truth. It follows from the
// specification and the public register alone.
type Structure struct {
	Group     string // "VO/2021"
	Cells     int
	Relations []Relation
}

// Rule says which counts are sensitive and how well they must be hidden.
type Rule struct {
	// Threshold: counts 1..Threshold-1 are sensitive.
	Threshold int64
	// Width: an attacker's interval of a sensitive count must satisfy
	// upper - lower >= Width. Both ends are possible; values between need not be.
	Width int64
	// ZerosProtected: a count of 0 is sensitive as well, and empty cells may
	// be hidden. Otherwise zeros are always shown and every reader knows it,
	// so that a hidden count is at least 1.
	ZerosProtected bool
	// ZerosHidden: empty cells may be hidden for the sake of others, although
	// 0 is not sensitive by itself; a hidden count may then be 0.
	ZerosHidden bool
}

// Sensitive reports whether the count may not be shown or derived.
func (r Rule) Sensitive(count int64) bool {
	return count < r.Threshold && (count >= 1 || r.ZerosProtected)
}

// LeastWidth is the width below which a sum of hidden cells may be known and
// sensitive itself: where a part can be as large as the threshold, so is every
// sum that it is part of.
func (r Rule) LeastWidth() int64 { return r.Threshold - r.Least() }

// Least is the smallest count that a hidden cell can have for a reader who
// knows the rule.
func (r Rule) Least() int64 {
	if r.ZerosProtected || r.ZerosHidden {
		return 0
	}
	return 1
}

// Problem is a protection group with its true counts. Published says which
// cells any table shows to any audience; the others exist only because sums
// run through them.
type Problem struct {
	Structure
	Counts    []int64
	Published []bool
	// Fixed are cells that an earlier release has shown: they cannot be
	// hidden any more. Kept are cells that an earlier release has hidden:
	// they cannot be shown.
	Fixed, Kept []bool
	// Special are rules for cells of single categories, Which names for each
	// cell its special rule plus 1, or 0 for the rule of the group. nil: no
	// cell has one. What holds for zeros is that of the group in any case.
	Special []Rule
	Which   []uint8
	// Homogeneity, when not nil, is about groups who share one outcome.
	Homogeneity *Homogeneity
	// Persons lists for each person, or several alike, cells that count them;
	// where zeros are published only those that count nobody else, and persons
	// without such a cell are left out. nil: not known.
	Persons [][]int32
	// Said is what earlier releases said about these cells.
	Said []Statement
}

// RuleOf returns the rule of a cell, given that of the group.
func (p *Problem) RuleOf(cell int32, group Rule) Rule {
	if p.Which == nil || p.Which[cell] == 0 {
		return group
	}
	r := p.Special[p.Which[cell]-1]
	r.ZerosProtected, r.ZerosHidden = group.ZerosProtected, group.ZerosHidden
	return r
}

// Widest is the largest width that any cell's rule asks for.
func (p *Problem) Widest(group Rule) int64 {
	w := group.Width
	for _, r := range p.Special {
		w = max(w, r.Width)
	}
	return w
}

// Sensitive reports whether the count of a cell may not be shown or derived.
func (p *Problem) Sensitive(cell int32, group Rule) bool {
	return p.RuleOf(cell, group).Sensitive(p.Counts[cell])
}

// Pattern says for every cell whether it is hidden. Cells that no table
// shows are not part of the pattern and false.
type Pattern []bool

// Knowledge is everything an attacker holds about a protection group:
// the structure, published statements and what the attacker knows besides,
// all as bounds on cells. It holds no truth beyond that.
type Knowledge struct {
	*Structure
	// Lower and Upper bound each cell, inclusive; equal for a cell that is
	// known. Upper may be Unbounded.
	Lower, Upper []int64
	// Ratios are published shares, each with its rounding.
	Ratios []Ratio
}

// Ratio says that a published share ties two cells:
//
//	Low·whole <= Scale·part <= High·whole
//
// A share printed as p % with d decimals has Scale = 100·2·10^d and Low and
// High = (p ∓ 0.5·10^-d)·2·10^d: all integers, so that nothing is lost.
type Ratio struct {
	Part, Whole      int32
	Low, High, Scale int64
}

// Holds reports whether the share agrees with two counts.
func (r Ratio) Holds(part, whole int64) bool {
	return r.Low*whole <= r.Scale*part && r.Scale*part <= r.High*whole
}

// Statement is what a release says about one cell.
type Statement struct {
	Cell   int32
	Hidden bool
	// Value of a shown cell. Lower and Upper of a hidden one, where the
	// release states bounds; otherwise 0 and Unbounded.
	Value        int64
	Lower, Upper int64
	// Empty says of a hidden one that it may be empty whatever the rule: it is
	// not shown for being too fine.
	Empty bool
}

// Own says of cells what somebody knows whose own they are: the true counts.
func (p *Problem) Own(cells []int32) []Statement {
	out := make([]Statement, len(cells))
	for i, c := range cells {
		out[i] = Statement{Cell: c, Value: p.Counts[c]}
	}
	return out
}

// Outsider returns what follows for an attacker who reads the statements and
// knows the rule: where zeros are always shown, a hidden cell is at least 1.
func (s *Structure) Outsider(statements []Statement, rule Rule) *Knowledge {
	k := &Knowledge{Structure: s, Lower: make([]int64, s.Cells), Upper: make([]int64, s.Cells)}
	for i := range k.Upper {
		k.Upper[i] = Unbounded
	}
	for _, st := range statements {
		lo, hi := st.Value, st.Value
		if st.Hidden {
			lo, hi = st.Lower, st.Upper
			if !st.Empty {
				lo = max(lo, rule.Least())
			}
		}
		k.Lower[st.Cell] = max(k.Lower[st.Cell], lo)
		k.Upper[st.Cell] = min(k.Upper[st.Cell], hi)
	}
	return k
}

// Interval is what an attack found about one cell. The truth lies in
// [Lower, Upper]. Inner bounds are values that really occur in tables that
// agree with everything the attacker knows: InnerUpper - InnerLower is a
// proven width (-1 bounds: no such table was found).
type Interval struct {
	Lower, Upper           int64
	InnerLower, InnerUpper int64
}

// Proven returns the width that is certain to remain: 0 when no two feasible
// tables differ in the cell.
func (i Interval) Proven() int64 {
	if i.InnerLower < 0 {
		return 0
	}
	return i.InnerUpper - i.InnerLower
}
