package protect

import (
	"cmp"
	"slices"

	"doorstroommonitor/sdc"
)

// Elimination is a task for Eliminate, in terms of a publication matrix x with
// columns x_j. Slices of marks have one for each column, or are nil for none.
// A column in neither Primary, Forced nor Order is neither published nor
// protected.
type Elimination struct {
	// Matrix is x. Required.
	Matrix *sdc.Matrix
	// Primary are the columns that must not be derived.
	Primary []bool
	// Order holds the candidates, those most wished to be published first.
	// Primary and forced columns in it are passed over.
	Order []int32
	// Forced are columns that are published already, and go first.
	Forced []bool
	// Singleton are inner rows whose contributor knows them. Where their own
	// cells are published these should be primary; if they are candidates,
	// AnySum and SubSpace hide them.
	Singleton []bool
	// Rule says what is done about them. Defaults to NoSingletons.
	Rule SingletonRule
}

// Eliminate is secondary suppression by Gaussian elimination (Langsrud 2024,
// doi 10.1007/978-3-031-69651-0_6): it goes through the columns, forced ones
// first, and publishes each unless it would give a primary column away. With
// K the columns published so far, A_j and B_i are what remains of candidate j
// and primary i modulo span(K):
//
//   - A_j = 0 is implied by what is published, so it is published.
//   - A_j a multiple of some B_i ≠ 0 is hidden: x_i is in span(K ∪ {j}) and
//     not in span(K) exactly if the two remainders are proportional.
//   - Any other A_j is published, and a row of it eliminated from all others.
//
// So no primary is a rational combination of published columns, and without a
// rule for singletons not one secondary more could be published. Columns on the
// same rows share one fate. The outcome depends on Order, and under AnySum,
// where differences of singletons are published, on the order of rows too.
//
// It returns the secondary columns, and the unsafe primaries in ascending
// order: those that forced columns give away whatever is hidden, and those
// without rows. Sums of singletons that forced columns give away are not
// reported.
//
// Without primaries nothing is hidden, whatever the rule for singletons.
//
// Only exact derivation is prevented. The method knows nothing of bounds, of
// widths and of counts. The outcome is exact unless the primes of two rounds
// divide minors of x: published columns and primaries are looked at again
// modulo a second prime, and where that disagrees all is done again with
// another. Time and memory grow with the fill-in of the first, longest
// columns: this is the reference, not a method for large cubes.
func Eliminate(e Elimination) (secondary []bool, unsafe []int32) {
	return newTask(&e).solve(firstPrime, secondPrime, thirdPrime)
}

// task is an elimination of distinct columns.
type task struct {
	*Elimination
	same      []int32   // column -> the first one on the same rows
	forced    []int32   // such first columns, ascending
	wish      []int32   // candidates, in order
	primary   []int32   // ascending
	protected [][]int32 // rows of the primaries, then of sums of singletons
	singleton []bool
}

func newTask(e *Elimination) *task {
	t := &task{Elimination: e, same: sameRows(e.Matrix), singleton: e.known()}
	taken := make([]bool, len(t.same))
	first := func(marks []bool) (columns []int32) {
		seen := make([]bool, len(t.same))
		for j, k := range t.same {
			if marked(marks, j) && !seen[k] {
				seen[k], taken[k] = true, true
				columns = append(columns, k)
			}
		}
		return columns
	}
	t.forced, t.primary = first(e.Forced), first(e.Primary)
	for _, j := range e.Order {
		if k := t.same[j]; !taken[k] {
			taken[k] = true
			t.wish = append(t.wish, k)
		}
	}
	for _, k := range t.primary {
		t.protected = append(t.protected, e.Matrix.Column(int(k)))
	}
	if e.Rule == SubSum || e.Rule == AnySum && len(t.forced) > 0 {
		// AnySum relies on its order of pivots, which forced columns break.
		t.protected = append(t.protected, sums(e.Matrix, t.singleton)...)
	}
	return t
}

func marked(marks []bool, j int) bool { return marks != nil && marks[j] }

// sameRows returns for every column the first one on the same rows.
func sameRows(m *sdc.Matrix) []int32 {
	same := make([]int32, m.Columns())
	for j := range same {
		same[j] = int32(j)
	}
	compare := func(a, b int32) int { return slices.Compare(m.Column(int(a)), m.Column(int(b))) }
	order := slices.Clone(same)
	slices.SortStableFunc(order, compare)
	for i := 1; i < len(order); i++ {
		if compare(order[i-1], order[i]) == 0 {
			same[order[i]] = same[order[i-1]]
		}
	}
	return same
}

// solve tries one prime after another until the next one confirms the outcome.
// Should all fail, every candidate is hidden.
func (t *task) solve(primes ...uint64) (secondary []bool, unsafe []int32) {
	if len(t.primary) == 0 {
		return make([]bool, len(t.same)), nil
	}
	hidden := make([]bool, len(t.same)) // of first columns
	for _, k := range t.wish {
		hidden[k] = true
	}
	var derived []bool
	for i, p := range primes {
		f, check := modulo(p), modulo(primes[(i+1)%len(primes)])
		derived = t.derivable(f, t.forced)
		published, kept := slices.Clone(t.forced), t.decide(f)
		published = append(published, kept...)
		if !slices.Equal(derived, t.derivable(check, published)) {
			continue
		}
		for _, k := range kept {
			hidden[k] = false
		}
		break
	}
	return t.spread(hidden, derived)
}

// spread gives columns on the same rows one fate.
func (t *task) spread(hidden, derived []bool) (secondary []bool, unsafe []int32) {
	open, lost := make([]bool, len(t.same)), make([]bool, len(t.same))
	for _, k := range t.forced {
		open[k] = true
	}
	for i, k := range t.primary {
		hidden[k], lost[k] = true, derived[i]
	}
	secondary = make([]bool, len(t.same))
	for _, j := range t.Order {
		secondary[j] = hidden[t.same[j]] && !open[t.same[j]] && !marked(t.Primary, int(j))
	}
	for j := range t.Primary {
		if t.Primary[j] && lost[t.same[j]] {
			unsafe = append(unsafe, int32(j))
		}
	}
	return secondary, unsafe
}

// decide returns the candidates that may be published, in order.
func (t *task) decide(f field) (published []int32) {
	s := newSingletons(t.Rule, t.singleton)
	e := newEliminator(f, s, t.columns(t.forced, t.wish), t.primaries())
	for j := range int32(len(t.forced) + len(t.wish)) {
		v := e.col[j]
		forced := int(j) < len(t.forced)
		if len(v) > 0 && !forced && (s.forbids(f, v) || e.discloses(v)) {
			e.drop(j)
			continue
		}
		if len(v) > 0 {
			e.eliminate(j)
		}
		if !forced {
			published = append(published, t.wish[int(j)-len(t.forced)])
		}
	}
	return published
}

func (t *task) columns(lists ...[]int32) (rows [][]int32) {
	for _, list := range lists {
		for _, k := range list {
			rows = append(rows, t.Matrix.Column(int(k)))
		}
	}
	return rows
}

// primaries returns the rows of what is to be protected, as the rule sees it:
// SubSpace looks at other rows than singletons only.
func (t *task) primaries() [][]int32 {
	if t.Rule != SubSpace {
		return t.protected
	}
	others := make([][]int32, len(t.protected))
	for i, rows := range t.protected {
		others[i] = slices.DeleteFunc(slices.Clone(rows), func(r int32) bool { return t.singleton[r] })
	}
	return others
}

// derivable returns for each of the protected whether it is in the span of the
// columns, modulo the prime. Short columns go first, which keeps the others
// short.
func (t *task) derivable(f field, columns []int32) []bool {
	list := t.columns(columns)
	slices.SortStableFunc(list, func(a, b []int32) int { return cmp.Compare(len(a), len(b)) })
	e := newEliminator(f, newSingletons(NoSingletons, t.singleton), list, t.protected)
	for j := range int32(len(list)) {
		if len(e.col[j]) > 0 {
			e.eliminate(j)
		}
	}
	out := make([]bool, len(t.protected))
	for i := range out {
		out[i] = len(e.col[len(list)+i]) == 0
	}
	return out
}

// eliminator holds what remains of columns, modulo those published.
type eliminator struct {
	*multiples // of the primaries
	rule       *singletons
	col        []vector  // candidates, then primaries
	first      int32     // the first primary
	in         [][]int32 // row -> columns with an entry there, and former ones
	live       []int32   // row -> number of columns with an entry there
	room       vector
}

func newEliminator(f field, s *singletons, candidates, primaries [][]int32) *eliminator {
	rows, n := len(s.rank), len(candidates)+len(primaries)
	e := &eliminator{multiples: newMultiples(f, rows, n), rule: s, col: make([]vector, n),
		first: int32(len(candidates)), in: make([][]int32, rows), live: make([]int32, rows)}
	for k := range e.col {
		list := primaries
		i := k - len(candidates)
		if i < 0 {
			list, i = candidates, k
		}
		v := make(vector, 0, len(list[i]))
		for _, r := range list[i] {
			v = append(v, entry{s.rank[r], 1})
			e.in[s.rank[r]] = append(e.in[s.rank[r]], int32(k))
			e.live[s.rank[r]]++
		}
		slices.SortFunc(v, func(a, b entry) int { return cmp.Compare(a.row, b.row) })
		e.col[k] = v
		if fp := e.fingerprints(v); k >= len(candidates) && len(v) > 0 {
			e.print[0][k], e.print[1][k] = fp[0], fp[1]
			e.insert(int32(k))
		}
	}
	return e
}

// visible is the part of v that tells a reader about primaries who knows all
// singletons, where the rule is about that reader.
func (e *eliminator) visible(v vector) vector {
	if e.rule.rule == SubSpace {
		return v[:v.before(e.rule.cut)]
	}
	return v
}

// discloses reports whether a primary remains that is a multiple of v.
func (e *eliminator) discloses(v vector) bool { return e.of(e.visible(v), e.col) }

// drop takes column j out and returns what remained of it.
func (e *eliminator) drop(j int32) vector {
	v := e.col[j]
	for _, t := range v {
		e.live[t.row]--
	}
	e.col[j] = nil
	return v
}

// eliminate publishes column j: it takes the multiple of j that empties the
// pivot row from every column with an entry there.
func (e *eliminator) eliminate(j int32) {
	v := e.drop(j)
	row, inv := e.pivot(v)
	for i := range v {
		v[i].coef = e.Mul(v[i].coef, inv)
	}
	seen := e.visible(v)
	fp := e.fingerprints(seen)
	for _, k := range e.in[row] {
		i := e.col[k].at(row)
		if i < 0 {
			continue // no more, or done: a column may be listed twice
		}
		c := e.col[k][i].coef
		if k < e.first {
			e.subtract(k, c, v)
			continue
		}
		e.remove(k)
		e.without(k, c, fp)
		if e.subtract(k, c, seen); len(e.col[k]) > 0 {
			e.insert(k)
		}
	}
	e.in[row] = nil
}

// pivot returns the row to eliminate and the inverse of its coefficient: the
// first row where a rule for singletons depends on it, else the row in fewest
// columns (Markowitz).
func (e *eliminator) pivot(v vector) (row int32, inv uint64) {
	best := v[0]
	if !e.rule.ordered() {
		for _, t := range v {
			if e.live[t.row] < e.live[best.row] {
				best = t
			}
		}
	}
	return best.row, e.Inverse(best.coef)
}

// subtract takes c·w from column k.
func (e *eliminator) subtract(k int32, c uint64, w vector) {
	v, out := e.col[k], e.room[:0]
	minus := e.Sub(0, c)
	i := 0
	for _, t := range w {
		for i < len(v) && v[i].row < t.row {
			out = append(out, v[i])
			i++
		}
		t.coef = e.Mul(minus, t.coef)
		if i < len(v) && v[i].row == t.row {
			if t.coef = e.Add(v[i].coef, t.coef); t.coef == 0 {
				e.live[t.row]--
			}
			i++
		} else {
			e.live[t.row]++
			e.in[t.row] = append(e.in[t.row], k)
		}
		if t.coef != 0 {
			out = append(out, t)
		}
	}
	out = append(out, v[i:]...)
	e.room = out
	e.col[k] = append(v[:0], out...)
}

// Wish says which cells are worth more than their count.
type Wish struct {
	// Weights multiply the counts (plus 1) that Order goes by. Not negative.
	// Defaults to 1.
	Weights []float64
	// Preferred columns go before all others. Defaults to none.
	Preferred []bool
}

// DefaultOrder returns the candidates, all columns but the primary ones, in
// the order of the peers: zeros first, then the largest counts f_j, and among
// equal ones those whose inner cells are in the largest columns together.
// counts are those of the columns.
func DefaultOrder(m *sdc.Matrix, counts []int64, primary []bool) []int32 {
	return Wish{}.Order(m, counts, primary)
}

// Order is DefaultOrder with a wish. The key is, with weights w,
//
//	o_j = (f_j+1)·w_j + 0.99·t_j/max t,  t = xᵀx((f+1)·w)
//
// and 0.01 + max o + o_j where f_j = 0; from the largest to the smallest, equal
// ones in order of their numbers.
func (w Wish) Order(m *sdc.Matrix, counts []int64, primary []bool) []int32 {
	key := w.keys(m, counts)
	var order []int32
	for j := range key {
		if !marked(primary, j) {
			order = append(order, int32(j))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		if x := marked(w.Preferred, int(a)); x != marked(w.Preferred, int(b)) {
			if x {
				return -1
			}
			return 1
		}
		return cmp.Compare(key[b], key[a])
	})
	return order
}

// keys returns o. No two operations are fused into one with another rounding,
// so that it is the same on every machine.
func (w Wish) keys(m *sdc.Matrix, counts []int64) []float64 {
	o, t := make([]float64, m.Columns()), make([]float64, m.Columns())
	under := make([]float64, m.Inner()) // x((f+1)·w)
	for j := range o {
		o[j] = float64(counts[j] + 1)
		if w.Weights != nil {
			o[j] = float64(o[j] * w.Weights[j])
		}
		for _, r := range m.Column(j) {
			under[r] += o[j]
		}
	}
	most, top := 0.0, 0.0
	for j := range t {
		for _, r := range m.Column(j) {
			t[j] += under[r]
		}
		most = max(most, t[j])
	}
	for j := range o {
		if most > 0 {
			o[j] += float64(0.99 * (t[j] / most))
		}
		top = max(top, o[j])
	}
	for j, n := range counts {
		if n == 0 {
			o[j] += 0.01 + top
		}
	}
	return o
}

// Gauss is Eliminate as a method: primaries are those of Primary, candidates
// the other published cells in DefaultOrder, forced what an earlier release
// has shown. Cells that no table shows are neither protected nor published.
// Exact derivation is prevented by elimination; too narrow intervals are left
// to Widen, as Suppress does it.
//
// Where the sums have no common refinement there is no publication matrix, and
// every candidate is hidden.
type Gauss struct {
	// Singletons is the rule for singletons: inner cells of 1, or of 0 if
	// zeros are protected. Defaults to NoSingletons.
	Singletons SingletonRule
	// ProtectZeros makes published zeros primary. Without it a zero is always
	// shown, as a reader takes for granted who takes hidden cells for at least
	// 1: also where it gives a primary away in combination with what an
	// earlier release has shown. The auditor will find that.
	ProtectZeros bool
	// Wish changes the order of candidates, by cell.
	Wish Wish
}

// Apply implements Method.
func (g Gauss) Apply(p *sdc.Problem, rule sdc.Rule) sdc.Pattern {
	hidden := Primary{}.Apply(p, rule)
	may := make([]bool, p.Cells) // may be hidden although it need not
	for c, n := range p.Counts {
		shown := p.Published[c] && !fixed(p, int32(c))
		if shown && n == 0 && g.ProtectZeros {
			hidden[c] = true
		}
		may[c] = shown && !hidden[c] && (n > 0 || g.ProtectZeros)
	}
	secondary := may
	if m, inner, err := p.Matrix(); err == nil {
		secondary, _ = Eliminate(g.task(p, m, inner, hidden))
	}
	for c := range hidden {
		hidden[c] = hidden[c] || may[c] && secondary[c]
	}
	return hidden
}

func (g Gauss) task(p *sdc.Problem, m *sdc.Matrix, inner []int32, primary []bool) Elimination {
	known := int64(1)
	if g.ProtectZeros {
		known = 0
	}
	singleton := make([]bool, len(inner))
	for r, c := range inner {
		singleton[r] = p.Counts[c] == known
	}
	order := g.Wish.Order(m, p.Counts, primary)
	order = slices.DeleteFunc(order, func(c int32) bool { return !p.Published[c] })
	return Elimination{Matrix: m, Primary: slices.Clone(primary), Order: order, Forced: p.Fixed, Singleton: singleton, Rule: g.Singletons}
}

// Widen implements Method: it buys certificates for all protected cells, from
// the pattern at hand, and shows again what none of them needs, as Suppress
// does from the start. Once they have them it widens as Suppress does.
func (Gauss) Widen(p *sdc.Problem, rule sdc.Rule, hidden sdc.Pattern, failing []int32, bounds []sdc.Interval) int {
	u := newUnits(p, rule)
	g := newGrower(u, u.read(hidden))
	g.closeWide()
	w := newWide(g)
	w.certify(w.protected())
	added := g.added
	if added == 0 {
		return Suppress{}.Widen(p, rule, hidden, failing, bounds)
	}
	w.slim()
	copy(hidden, g.pattern(g.hidden))
	return added
}
