package protect

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"doorstroommonitor/sdc"
)

// RoundingOptions are the parameters of small count rounding, in the letters
// of Langsrud & Heldal 2018.
type RoundingOptions struct {
	// Base is b: small counts become multiples of it. Required, at least 2.
	Base int64
	// MaxRound: counts 1..MaxRound are small. Defaults to Base-1, and may not
	// be less: a count between would be left as it is.
	MaxRound int64
	// ZeroCandidates says for each row whether a count that is a multiple of
	// the base, zero above all, may be raised by Base. Without it a published
	// zero is true, and shows what nobody of a group did. Defaults to none.
	ZeroCandidates []bool
	// PreRounded holds, for each row, what an earlier release made of it, or a
	// negative number where the row is free. Defaults to all free.
	PreRounded []int64
	// Seed decides between equal choices. Who knows it and the program could
	// repeat the rounding on guesses, so it is as secret as the counts.
	Seed uint64
}

// roundRows is the largest number of rows that one round decides together.
const roundRows = 1000

// RoundSmallCounts rounds inner counts y, non-negative, until no published
// cell f = xᵀy is small and not a multiple of the base (small count rounding,
// Langsrud & Heldal 2018). It returns the rounded inner counts; every cell of
// every table is their sum, so the result is additive and cells on the same
// rows agree. published says which columns count, nil means all.
//
// A row changes only if it is at most MaxRound: to the multiple of b below or
// above, so by less than b, or by b where it is a zero candidate. Which rows
// go up is chosen so that published cells keep close to their true counts, a
// greedy choice without a bound on the deviation. Rows that published cells
// give away one by one (a zero, or one open row left) are rounded too; those
// that only the solution of several equations would give away are not sought.
//
// The answer depends on the order of the rows, which the caller keeps
// canonical, and is the same on every machine. An error means input that does
// not fit, or pre-rounded rows that leave a published cell small and unrounded.
func RoundSmallCounts(m *sdc.Matrix, y []int64, published []bool, opt RoundingOptions) ([]int64, error) {
	if opt.MaxRound == 0 {
		opt.MaxRound = opt.Base - 1
	}
	if err := opt.check(m, y, published); err != nil {
		return nil, fmt.Errorf("small count rounding: %w", err)
	}
	s := newSmallCounts(m, y, published, opt)
	s.force()
	for round := uint64(1); ; round++ {
		rows, open := s.pending()
		switch {
		case len(rows) > 0:
			s.round(rows, round)
		case open > 0:
			return nil, fmt.Errorf("small count rounding: %d published cells stay small and unrounded, because all their rows that could change are pre-rounded", open)
		case !s.forceDerivable():
			return s.y, nil
		}
	}
}

func (o *RoundingOptions) check(m *sdc.Matrix, y []int64, published []bool) error {
	switch {
	case o.Base < 2:
		return fmt.Errorf("base %d is less than 2", o.Base)
	case o.MaxRound < o.Base-1:
		return fmt.Errorf("largest small count %d is less than base %d - 1", o.MaxRound, o.Base)
	case len(y) != m.Inner():
		return fmt.Errorf("%d counts for %d rows", len(y), m.Inner())
	case published != nil && len(published) != m.Columns():
		return fmt.Errorf("%d marks of publication for %d columns", len(published), m.Columns())
	case o.ZeroCandidates != nil && len(o.ZeroCandidates) != m.Inner():
		return fmt.Errorf("%d zero candidates for %d rows", len(o.ZeroCandidates), m.Inner())
	case o.PreRounded != nil && len(o.PreRounded) != m.Inner():
		return fmt.Errorf("%d pre-rounded counts for %d rows", len(o.PreRounded), m.Inner())
	case slices.ContainsFunc(y, func(n int64) bool { return n < 0 }):
		return errors.New("a count is negative")
	}
	return nil
}

// smallCounts is the state between rounds.
type smallCounts struct {
	RoundingOptions
	m         *sdc.Matrix
	y         []int64   // counts of rows as they are now
	f, target []int64   // published cells as they are now, and their true counts
	rest      int64     // Σ y exact - Σ y now: what rounding has taken from the total
	cols      [][]int32 // row -> published columns
	forced    []bool    // rows that will be rounded in any case
	hits      []int32   // column -> rows of the selection, 0 between rounds
	local     []int32   // column -> its number in the selection, or -1
}

func newSmallCounts(m *sdc.Matrix, y []int64, published []bool, opt RoundingOptions) *smallCounts {
	s := &smallCounts{RoundingOptions: opt, m: m, y: slices.Clone(y), forced: make([]bool, len(y)),
		hits: make([]int32, m.Columns()), local: make([]int32, m.Columns())}
	s.target = m.Totals(y)
	size := make([]int32, len(y))
	for j := range s.target {
		if published != nil && !published[j] {
			s.target[j] = -1 // no row leads here
			continue
		}
		for _, r := range m.Column(j) {
			size[r]++
		}
	}
	s.cols = make([][]int32, len(y))
	for r, n := range size {
		s.cols[r] = make([]int32, 0, n)
	}
	for j, f := range s.target {
		if f < 0 {
			continue
		}
		for _, r := range m.Column(j) {
			s.cols[r] = append(s.cols[r], int32(j))
		}
	}
	return s
}

// force marks the rows to begin with: small ones under a cell whose true
// count is small. Then it puts pre-rounded counts in place.
func (s *smallCounts) force() {
	for j, f := range s.target {
		if f < 1 || f > s.MaxRound {
			continue
		}
		for _, r := range s.m.Column(j) {
			zero := s.ZeroCandidates != nil && s.ZeroCandidates[r] && s.y[r]%s.Base == 0
			s.forced[r] = s.free(r) && (s.roundable(r) || zero)
		}
	}
	for r, n := range s.PreRounded {
		if n >= 0 {
			s.rest += s.y[r] - n
			s.y[r] = n
		}
	}
	s.f = s.m.Totals(s.y)
}

func (s *smallCounts) free(r int32) bool { return s.PreRounded == nil || s.PreRounded[r] < 0 }

// roundable reports whether the row is small and no multiple of the base.
func (s *smallCounts) roundable(r int32) bool { return s.unrounded(s.y[r]) }

func (s *smallCounts) unrounded(n int64) bool { return n <= s.MaxRound && n%s.Base != 0 }

// pending returns the rows still to be rounded, ascending: the forced ones and
// those that make a published cell small and unrounded; and the number of such
// cells. Where there are none left in spite of such cells, rounding is stuck.
func (s *smallCounts) pending() (rows []int32, open int) {
	due := slices.Clone(s.forced)
	for j, f := range s.f {
		if s.target[j] < 0 || !s.unrounded(f) {
			continue
		}
		open++
		for _, r := range s.m.Column(j) {
			due[r] = due[r] || s.free(r) && s.roundable(r)
		}
	}
	for r, d := range due {
		if d {
			rows = append(rows, int32(r))
		}
	}
	return rows, open
}

// forceDerivable forces the small unrounded rows that published cells give
// away one by one, and reports whether there are any: under a cell of 0 all
// rows are 0, and a cell with one open row is that row.
func (s *smallCounts) forceDerivable() (found bool) {
	left, open := slices.Clone(s.f), make([]int32, len(s.f))
	var queue []int32
	for j := range s.f {
		open[j] = int32(len(s.m.Column(j)))
		if s.target[j] >= 0 && (left[j] == 0 || open[j] == 1) {
			queue = append(queue, int32(j))
		}
	}
	known := make([]bool, len(s.y))
	for len(queue) > 0 {
		j := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, r := range s.m.Column(int(j)) {
			if known[r] {
				continue
			}
			known[r] = true
			if s.free(r) && s.roundable(r) {
				s.forced[r], found = true, true
			}
			for _, k := range s.cols[r] {
				left[k] -= s.y[r]
				if open[k]--; open[k] > 0 && (left[k] == 0 || open[k] == 1) {
					queue = append(queue, k)
				}
			}
		}
	}
	return found
}

// round decides the rows, or a random subset of them if there are too many:
// each becomes ⌊y/b⌋b or that + b.
func (s *smallCounts) round(rows []int32, round uint64) {
	if len(rows) > roundRows {
		slices.SortFunc(rows, func(a, b int32) int { return cmp.Compare(s.lot(round, a), s.lot(round, b)) })
		rows = rows[:roundRows]
	}
	q := s.choose(rows)
	for i, r := range rows {
		q.order[i] = int64(s.lot(0, r) >> 1)
	}
	q.run(s.raise(rows))
	for i, r := range rows {
		step := -(s.y[r] % s.Base)
		if q.up[i] {
			step += s.Base
		}
		s.y[r] += step
		s.rest -= step
		s.forced[r] = false
		for _, j := range s.cols[r] {
			s.f[j] += step
		}
	}
}

// raise returns n_R, how many of the rows go up so that the total comes out
// nearest to the truth: (Σ y mod b + Σ y exact - Σ y now)/b, rounded.
func (s *smallCounts) raise(rows []int32) int {
	sum := s.rest
	for _, r := range rows {
		sum += s.y[r] % s.Base
	}
	return int(min(max(0, 2*sum+s.Base)/(2*s.Base), int64(len(rows))))
}

// lot draws a number for a row that depends on nothing but the seed, the round
// and the row.
func (s *smallCounts) lot(round uint64, r int32) uint64 {
	z := s.Seed + round*0xd1342543de82ef95 + (uint64(r)+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// choice is one round: which of n rows go up. Column l is a published cell
// that contains some of the rows, not all, because n_R settles the others.
// c = X·(target - b·Xᵀz) says how much the cells of a row still lack, where z
// are the rows chosen; G = b·XXᵀ, by which a step changes c, is never formed.
type choice struct {
	base  int64
	cols  [][]int32 // row -> columns
	rows  [][]int32 // column -> rows
	c     []int64
	up    []bool
	order []int64 // of equals the least goes first; a row that moved is the least
	stamp int64
}

func (s *smallCounts) choose(rows []int32) *choice {
	q := &choice{base: s.Base, cols: make([][]int32, len(rows)), c: make([]int64, len(rows)),
		up: make([]bool, len(rows)), order: make([]int64, len(rows))}
	var touched []int32
	for _, r := range rows {
		for _, j := range s.cols[r] {
			if s.hits[j] == 0 {
				touched = append(touched, j)
			}
			s.hits[j]++
		}
	}
	var target []int64
	for _, j := range touched {
		if n := int(s.hits[j]); n < len(rows) {
			s.local[j] = int32(len(target))
			target = append(target, s.target[j]-s.f[j])
			q.rows = append(q.rows, make([]int32, 0, n))
		} else {
			s.local[j] = -1
		}
		s.hits[j] = 0
	}
	for i, r := range rows {
		for _, j := range s.cols[r] {
			if l := s.local[j]; l >= 0 {
				q.cols[i] = append(q.cols[i], l)
				q.rows[l] = append(q.rows[l], int32(i))
				target[l] += s.y[r] % s.Base
			}
		}
	}
	for i := range rows {
		for _, l := range q.cols[i] {
			q.c[i] += target[l]
		}
	}
	return q
}

// run takes n rows up, each time the one whose cells lack most. Then it
// improves: the row whose cells have most too much comes down and another
// goes up, until that is the row that went up last, or n+100 times.
func (q *choice) run(n int) {
	last := -1
	for range n {
		last = q.best(false)
		q.move(last, true)
	}
	for range n + 100 {
		k := q.best(true)
		if k == last {
			return // also if nothing is up
		}
		q.move(k, false)
		last = q.best(false)
		q.move(last, true)
	}
}

// best returns the row to move among those that are up (least c) or not
// (greatest c), or -1.
func (q *choice) best(up bool) int {
	k, most := -1, int64(0)
	for i, c := range q.c {
		if q.up[i] != up {
			continue
		}
		if up {
			c = -c
		}
		if k < 0 || c > most || c == most && q.order[i] < q.order[k] {
			k, most = i, c
		}
	}
	return k
}

func (q *choice) move(k int, up bool) {
	step := q.base
	if !up {
		step = -step
	}
	for _, l := range q.cols[k] {
		for _, i := range q.rows[l] {
			q.c[i] -= step
		}
	}
	q.up[k] = up
	q.stamp--
	q.order[k] = q.stamp
}
