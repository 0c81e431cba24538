package protect

import (
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"doorstroommonitor/sdc"
)

// example is a table of the peers. Rows are in order of first appearance in
// the input, columns in the order of the expected file.
type example struct {
	rows     []map[string]string // input: codes of an inner cell and its count
	expected []map[string]string
	dims     [2]string
	above    []string // columns of the input with the codes above the first dimension
	freq     [2]string
	x        *sdc.Matrix
	y, f     []int64
}

func peerExample(t testing.TB, input, expected string, e example) *example {
	t.Helper()
	e.rows, e.expected = sharedTable(t, input), sharedTable(t, expected)
	e.rows = slices.DeleteFunc(e.rows, func(r map[string]string) bool { return r[e.dims[0]] == "Total" || r[e.dims[1]] == "Total" })
	for _, r := range e.rows {
		e.y = append(e.y, number(t, r[e.freq[0]]))
	}
	var columns [][]int32
	for _, c := range e.expected {
		var rows []int32
		for i, r := range e.rows {
			a, b := c[e.dims[0]], c[e.dims[1]]
			up := []string{"Total", r[e.dims[0]]}
			for _, name := range e.above {
				up = append(up, r[name])
			}
			if slices.Contains(up, a) && (b == "Total" || b == r[e.dims[1]]) {
				rows = append(rows, int32(i))
			}
		}
		columns = append(columns, rows)
	}
	e.x = newMatrix(t, len(e.rows), columns)
	e.f = e.x.Totals(e.y)
	for j, c := range e.expected {
		if e.f[j] != number(t, c[e.freq[1]]) {
			t.Fatalf("%v adds up to %d", c, e.f[j])
		}
	}
	return &e
}

func sharedTable(t testing.TB, name string) (rows []map[string]string) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "peers", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	readTable(t, f, func(row map[string]string) { rows = append(rows, row) })
	return rows
}

func newMatrix(t testing.TB, inner int, columns [][]int32) *sdc.Matrix {
	t.Helper()
	m, err := sdc.NewMatrix(inner, columns)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// compare holds primaries and secondaries against a column of the expected
// file, which either counts the primaries in or not.
func (e *example) compare(t *testing.T, primary, secondary []bool, column string, all bool) {
	t.Helper()
	n := 0
	for j, c := range e.expected {
		if primary[j] != (c["primary"] == "TRUE") {
			t.Errorf("%v: primary %v", c, primary[j])
		}
		if (secondary[j] || all && primary[j]) != (c[column] == "TRUE") {
			t.Errorf("%v: secondary %v", c, secondary[j])
		}
		if secondary[j] {
			n++
		}
	}
	t.Logf("%d cells, %d secondary", len(e.expected), n)
}

func equalTo(counts []int64, n int64) []bool {
	out := make([]bool, len(counts))
	for i, c := range counts {
		out[i] = c == n
	}
	return out
}

// TestGaussEqualsThePeers compares with GaussSuppression 1.2.3 cell by cell.
func TestGaussEqualsThePeers(t *testing.T) {
	accidents := example{dims: [2]string{"mun", "inj"}, freq: [2]string{"freq", "freq"}}
	z2 := example{dims: [2]string{"region", "hovedint"}, above: []string{"fylke", "kostragr"}, freq: [2]string{"ant", "ant"}}
	for _, c := range []struct {
		input, expected string
		example         example
		max             int64
		zeros           bool
	}{
		{"ssbtools_mun_accidents.csv", "expected_gauss_mun_accidents_max3_pz0.csv", accidents, 3, false},
		{"ssbtools_mun_accidents.csv", "expected_gauss_mun_accidents_max3_pz1.csv", accidents, 3, true},
		{"ssbtools_z2.csv", "expected_gauss_z2_linked_max2_pz0.csv", z2, 2, false},
		{"ssbtools_z2.csv", "expected_gauss_z2_linked_max2_pz1.csv", z2, 2, true},
		{"ssbtools_z2.csv", "expected_gauss_z2_linked_max10_pz0.csv", z2, 10, false},
		{"ssbtools_z2.csv", "expected_gauss_z2_linked_max10_pz1.csv", z2, 10, true},
	} {
		t.Run(c.expected, func(t *testing.T) {
			e := peerExample(t, c.input, c.expected, c.example)
			primary := make([]bool, len(e.f))
			for j, n := range e.f {
				primary[j] = n <= c.max && (n > 0 || c.zeros)
			}
			known := int64(1)
			if c.zeros {
				known = 0
			}
			secondary, unsafe := Eliminate(Elimination{Matrix: e.x, Primary: primary, Order: DefaultOrder(e.x, e.f, primary),
				Singleton: equalTo(e.y, known), Rule: AnySum})
			e.compare(t, primary, secondary, "suppressed", true)
			if unsafe != nil {
				t.Errorf("unsafe %v, although nothing is forced", unsafe)
			}
		})
	}
}

// TestGaussEqualsTheExampleOfItsAuthor: the given order, zeros first, and
// zeros first with a rule for singletons.
func TestGaussEqualsTheExampleOfItsAuthor(t *testing.T) {
	const file = "expected_gauss_langsrud_doc_example.csv"
	e := peerExample(t, file, file, example{dims: [2]string{"var1", "var2"}, freq: [2]string{"values", "values"}})
	primary := make([]bool, len(e.f))
	var given, zerosFirst []int32
	for j, n := range e.f {
		primary[j] = n > 0 && n < 5
		given = append(given, int32(j))
		if n == 0 {
			zerosFirst = append(zerosFirst, int32(j))
		}
	}
	zerosFirst = append(zerosFirst, given...)
	for column, c := range map[string]Elimination{
		"A": {Order: given},
		"B": {Order: zerosFirst},
		"C": {Order: zerosFirst, Singleton: equalTo(e.y, 1), Rule: AnySum},
	} {
		t.Run(column, func(t *testing.T) {
			c.Matrix, c.Primary = e.x, primary
			secondary, _ := Eliminate(c)
			e.compare(t, primary, secondary, column, false)
		})
	}
}

// TestGaussHidesAsManyAsThePeer counts the secondaries on tables of 100,000
// synthetic persons, for which those of the peer are known.
func TestGaussHidesAsManyAsThePeer(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 100,000 persons three times")
	}
	data := sharedData(t)
	for _, c := range []struct {
		columns            []string
		primary, secondary int
	}{
		{[]string{"region", "dest_level"}, 143, 124},
		{[]string{"school", "dest_level"}, 4374, 1491},
		{[]string{"region", "level", "dest_level"}, 2758, 2902},
	} {
		m, y, _ := transition(t, data, "100000", c.columns...).matrix(t)
		e := smallCells(m, y, 4)
		e.Rule = AnySum
		secondary, _ := Eliminate(e)
		if p, s := count(e.Primary), count(secondary); p != c.primary || s != c.secondary {
			t.Errorf("%v: %d primary and %d secondary, not %d and %d", c.columns, p, s, c.primary, c.secondary)
		}
	}
}

// smallCells is the task of the peers: counts 1..top are primary.
func smallCells(m *sdc.Matrix, y []int64, top int64) Elimination {
	f := m.Totals(y)
	primary := make([]bool, len(f))
	for j, n := range f {
		primary[j] = n > 0 && n <= top
	}
	return Elimination{Matrix: m, Primary: primary, Order: DefaultOrder(m, f, primary), Singleton: equalTo(y, 1)}
}

func count(marks []bool) (n int) {
	for _, b := range marks {
		if b {
			n++
		}
	}
	return n
}

// echelon is a space of vectors of fractions, without any of the arithmetic
// that is under test.
type echelon struct {
	inner int
	basis [][]*big.Rat // each 1 at its first entry, which later ones lack
	lead  []int
}

func spanned(m *sdc.Matrix, columns ...[]int32) *echelon {
	s := &echelon{inner: m.Inner()}
	for _, list := range columns {
		for _, j := range list {
			s.add(m.Column(int(j)))
		}
	}
	return s
}

func (s *echelon) rest(rows []int32) []*big.Rat {
	v := make([]*big.Rat, s.inner)
	for r := range v {
		v[r] = new(big.Rat)
	}
	for _, r := range rows {
		v[r].SetInt64(1)
	}
	for i, b := range s.basis {
		if c := new(big.Rat).Set(v[s.lead[i]]); c.Sign() != 0 {
			for r := range v {
				v[r].Sub(v[r], new(big.Rat).Mul(c, b[r]))
			}
		}
	}
	return v
}

func leading(v []*big.Rat) int {
	return slices.IndexFunc(v, func(c *big.Rat) bool { return c.Sign() != 0 })
}

func (s *echelon) add(rows []int32) {
	v := s.rest(rows)
	l := leading(v)
	if l < 0 {
		return
	}
	c := new(big.Rat).Inv(v[l])
	for _, x := range v {
		x.Mul(x, c)
	}
	s.basis, s.lead = append(s.basis, v), append(s.lead, l)
}

func (s *echelon) contains(rows []int32) bool { return leading(s.rest(rows)) < 0 }

// with is the space with one column more.
func (s *echelon) with(rows []int32) *echelon {
	more := &echelon{s.inner, slices.Clone(s.basis), slices.Clone(s.lead)}
	more.add(rows)
	return more
}

// randomTask is a table of two or three dimensions with groupings that cross,
// some arbitrary unions besides, and small counts.
func randomTask(t testing.TB, rng *rand.Rand) (Elimination, []int64) {
	sizes := [][]int{{3, 3}, {2, 4}, {2, 2, 2}, {2, 2, 3}, {3, 5}}[rng.IntN(5)]
	inner := 1
	columns := map[string][]int32{}
	for _, n := range sizes {
		inner *= n
	}
	y := make([]int64, inner)
	for r := range y {
		y[r] = []int64{0, 1, 1, 1, 2, 3, 5, 8, 13}[rng.IntN(9)]
		codes := []string{""}
		for d, rest := 0, r; d < len(sizes); d++ {
			c := rest % sizes[d]
			rest /= sizes[d]
			var next []string
			for _, a := range codes {
				next = append(next, fmt.Sprintf("%s/%d", a, c), a+"/total", fmt.Sprintf("%s/low%v", a, c < 2), fmt.Sprintf("%s/odd%v", a, c%2 == 1))
			}
			codes = next
		}
		for _, c := range codes {
			if rows := columns[c]; len(rows) == 0 || rows[len(rows)-1] != int32(r) {
				columns[c] = append(columns[c], int32(r))
			}
		}
	}
	var lists [][]int32
	for _, c := range slices.Sorted(maps.Keys(columns)) {
		if rng.IntN(3) > 0 {
			lists = append(lists, columns[c])
		}
	}
	for range rng.IntN(4) {
		var rows []int32
		for r := range int32(inner) {
			if rng.IntN(2) == 0 {
				rows = append(rows, r)
			}
		}
		lists = append(lists, rows)
	}
	e := smallCells(newMatrix(t, inner, lists), y, 2)
	if rng.IntN(2) == 0 {
		rng.Shuffle(len(e.Order), func(i, j int) { e.Order[i], e.Order[j] = e.Order[j], e.Order[i] })
	}
	e.Order = e.Order[:len(e.Order)-rng.IntN(4)]
	return e, y
}

// forceSome marks a few columns as published already.
func forceSome(e *Elimination, rng *rand.Rand) {
	e.Forced = make([]bool, e.Matrix.Columns())
	for range 1 + rng.IntN(4) {
		e.Forced[rng.IntN(len(e.Forced))] = true
	}
}

// published lists forced columns and candidates that are not secondary.
func published(e Elimination, secondary []bool) (columns []int32) {
	for j := range int32(e.Matrix.Columns()) {
		if marked(e.Forced, int(j)) {
			columns = append(columns, j)
		}
	}
	for _, j := range e.Order {
		if !secondary[j] && !e.Primary[j] {
			columns = append(columns, j)
		}
	}
	return columns
}

func each(marks []bool, see func(j int)) {
	for j, b := range marks {
		if b {
			see(j)
		}
	}
}

// TestNoPrimaryFollowsFromWhatIsPublished checks with fractions that no
// primary is in the span of published columns, save those that forced columns
// alone give away, which are all reported; and that publishing any secondary
// more would give one away.
func TestNoPrimaryFollowsFromWhatIsPublished(t *testing.T) {
	reported, hidden := 0, 0
	for seed := range uint64(120) {
		rng := rand.New(rand.NewPCG(seed, 1))
		e, _ := randomTask(t, rng)
		if seed%2 == 1 {
			forceSome(&e, rng)
		}
		secondary, unsafe := Eliminate(e)
		reported, hidden = reported+len(unsafe), hidden+count(secondary)
		forced, all := spanned(e.Matrix, published(Elimination{Matrix: e.Matrix, Forced: e.Forced}, nil)), spanned(e.Matrix, published(e, secondary))
		derived := func(s *echelon) (out []int32) {
			each(e.Primary, func(j int) {
				if s.contains(e.Matrix.Column(j)) {
					out = append(out, int32(j))
				}
			})
			return out
		}
		if want := derived(forced); !slices.Equal(unsafe, want) {
			t.Fatalf("seed %d: unsafe %v, forced columns give away %v", seed, unsafe, want)
		}
		if got := derived(all); !slices.Equal(unsafe, got) {
			t.Fatalf("seed %d: published columns give away %v, forced ones %v", seed, got, unsafe)
		}
		each(secondary, func(j int) {
			more := derived(all.with(e.Matrix.Column(j)))
			twin := slices.ContainsFunc(unsafe, func(p int32) bool { return slices.Equal(e.Matrix.Column(int(p)), e.Matrix.Column(j)) })
			if len(more) == len(unsafe) && !twin {
				t.Fatalf("seed %d: column %d need not be hidden", seed, j)
			}
		})
	}
	if reported < 20 || hidden < 500 {
		t.Errorf("only %d unsafe and %d secondary columns were looked at", reported, hidden)
	}
}

// plain is the method once more, as the peers write it down: dense, with
// fractions, without an index, pivots always from the first row in order.
type plain struct {
	Elimination
	singleton []bool
	order     []int // of rows
	cut       int   // rows before are no singletons, where that matters
	role      map[string]string
	A, B      [][]*big.Rat
	keys      []string // of A
	forced    int      // so many of A
}

func (p *plain) key(j int) string { return fmt.Sprint(p.Matrix.Column(j)) }

func (p *plain) dense(rows []int32) []*big.Rat {
	v := make([]*big.Rat, len(p.order))
	for i, r := range p.order {
		v[i] = new(big.Rat)
		if slices.Contains(rows, int32(r)) {
			v[i].SetInt64(1)
		}
	}
	return v
}

func newPlain(e Elimination) *plain {
	p := &plain{Elimination: e, singleton: slices.Clone(e.Singleton), role: map[string]string{}}
	each(e.Primary, func(j int) { p.role[p.key(j)] = "primary" })
	each(e.Forced, func(j int) {
		p.role[p.key(j)] = "forced"
		if rows := e.Matrix.Column(j); len(rows) == 1 {
			p.singleton[rows[0]] = false
		}
	})
	for _, last := range []bool{false, true} {
		for r := range p.singleton {
			if p.singleton[r] == last {
				p.order = append(p.order, r)
			}
		}
	}
	p.cut = len(p.order)
	if e.Rule == AnySum || e.Rule == SubSpace {
		p.cut -= count(p.singleton)
	}
	p.candidates()
	p.primaries()
	return p
}

func (p *plain) candidates() {
	for j := range p.Matrix.Columns() {
		if k := p.key(j); p.role[k] == "forced" && !slices.Contains(p.keys, k) {
			p.A, p.keys = append(p.A, p.dense(p.Matrix.Column(j))), append(p.keys, k)
			p.forced++
		}
	}
	for _, j := range p.Order {
		if k := p.key(int(j)); p.role[k] == "" {
			p.A, p.keys, p.role[k] = append(p.A, p.dense(p.Matrix.Column(int(j)))), append(p.keys, k), "candidate"
		}
	}
}

func (p *plain) primaries() {
	each(p.Primary, func(j int) {
		if b := p.dense(p.Matrix.Column(j)); p.Rule != AnySum || p.forced > 0 || leading(b) < p.cut {
			p.B = append(p.B, b)
		}
	})
	for j := range p.Matrix.Columns() {
		rows := slices.DeleteFunc(slices.Clone(p.Matrix.Column(j)), func(r int32) bool { return !p.singleton[r] })
		if len(rows) > 1 && (p.Rule == SubSum || p.Rule == AnySum && p.forced > 0) {
			p.B = append(p.B, p.dense(rows))
		}
	}
	if p.Rule == SubSpace {
		for i := range p.B {
			p.B[i] = p.B[i][:p.cut]
		}
	}
}

func plainEliminate(e Elimination) (secondary []bool, unsafe []int32) {
	secondary = make([]bool, e.Matrix.Columns())
	if count(e.Primary) == 0 {
		return secondary, nil
	}
	p := newPlain(e)
	used := make([]bool, len(p.order))
	verdict := map[string]bool{}
	for j, a := range p.A {
		l := leading(a)
		if l < 0 {
			continue
		}
		discloses := func(b []*big.Rat) bool { return multiple(a[:len(b)], b) }
		if j >= p.forced && (plainForbids(e.Rule, a, p.cut, used) || slices.ContainsFunc(p.B, discloses)) {
			verdict[p.keys[j]] = true
			continue
		}
		for _, v := range slices.Concat(p.A[j+1:], p.B) {
			if l < len(v) {
				c := new(big.Rat).Quo(v[l], a[l])
				for r := range v {
					v[r].Sub(v[r], new(big.Rat).Mul(c, a[r]))
				}
			}
		}
	}
	for _, j := range e.Order {
		k := p.key(int(j))
		secondary[j] = verdict[k] || p.role[k] == "primary" && !e.Primary[j]
	}
	forced := spanned(e.Matrix, published(Elimination{Matrix: e.Matrix, Forced: e.Forced}, nil))
	each(e.Primary, func(j int) {
		if forced.contains(e.Matrix.Column(j)) {
			unsafe = append(unsafe, int32(j))
		}
	})
	return secondary, unsafe
}

func plainForbids(rule SingletonRule, a []*big.Rat, cut int, used []bool) bool {
	if leading(a) < cut {
		return false
	}
	signs := map[int]bool{}
	again := false
	for r, c := range a {
		signs[c.Sign()] = true
		again = again || c.Sign() != 0 && used[r]
	}
	if rule == SubSpace || !signs[1] || !signs[-1] || again {
		return true
	}
	for r, c := range a {
		used[r] = used[r] || c.Sign() != 0
	}
	return false
}

func multiple(a, b []*big.Rat) bool {
	l := leading(b)
	if l < 0 || leading(a) != l {
		return false
	}
	c := new(big.Rat).Quo(a[l], b[l])
	for r := range b {
		if new(big.Rat).Mul(c, b[r]).Cmp(a[r]) != 0 {
			return false
		}
	}
	return true
}

// TestEliminateAgainstThePlainMethod: sparse vectors, residues, fingerprints
// and pivots of choice change nothing, whatever the rule.
func TestEliminateAgainstThePlainMethod(t *testing.T) {
	differ := map[SingletonRule]int{}
	for seed := range uint64(240) {
		rng := rand.New(rand.NewPCG(seed, 2))
		e, _ := randomTask(t, rng)
		if seed%4 == 3 {
			forceSome(&e, rng)
		}
		without, _ := Eliminate(e)
		for _, rule := range []SingletonRule{NoSingletons, AnySum, SubSum, SubSpace} {
			e.Rule = rule
			secondary, unsafe := Eliminate(e)
			want, wantUnsafe := plainEliminate(e)
			if !slices.Equal(secondary, want) || !slices.Equal(unsafe, wantUnsafe) {
				t.Fatalf("seed %d, rule %d:\n%v %v here\n%v %v there", seed, rule, secondary, unsafe, want, wantUnsafe)
			}
			if !slices.Equal(secondary, without) {
				differ[rule]++
			}
		}
	}
	for _, rule := range []SingletonRule{AnySum, SubSum, SubSpace} {
		if differ[rule] < 50 {
			t.Errorf("rule %d made a difference %d times only", rule, differ[rule])
		}
	}
}

// TestSingletonRulesKeepTheirPromises: SubSum protects sums of singletons
// within columns, AnySum all of them, and SubSpace the primaries against a
// reader who knows every singleton.
func TestSingletonRulesKeepTheirPromises(t *testing.T) {
	for seed := range uint64(150) {
		e, y := randomTask(t, rand.New(rand.NewPCG(seed, 3)))
		var known [][]int32 // all sets of singletons but the empty one
		for set := 1; set < 1<<min(8, count(e.Singleton)); set++ {
			var rows []int32
			each(e.Singleton, func(r int) {
				if n := count(e.Singleton[:r]); n < 8 && set>>n&1 == 1 {
					rows = append(rows, int32(r))
				}
			})
			known = append(known, rows)
		}
		for _, e.Rule = range []SingletonRule{AnySum, SubSum, SubSpace} {
			secondary, _ := Eliminate(e)
			s := spanned(e.Matrix, published(e, secondary))
			for _, rows := range known {
				in := func(j int) bool { return slices.Equal(rows, ones(e.Matrix.Column(j), y)) }
				within := len(rows) > 1 && slices.ContainsFunc(columnNumbers(e.Matrix), in)
				if (e.Rule == AnySum || e.Rule == SubSum && within) && s.contains(rows) {
					t.Fatalf("seed %d, rule %d: the sum of singletons %v is given away", seed, e.Rule, rows)
				}
			}
			if e.Rule != SubSpace {
				continue
			}
			each(e.Singleton, func(r int) { s.add([]int32{int32(r)}) })
			each(e.Primary, func(j int) {
				if rows := e.Matrix.Column(j); !slices.Equal(rows, ones(rows, y)) && s.contains(rows) {
					t.Fatalf("seed %d: who knows all singletons derives %v", seed, rows)
				}
			})
		}
	}
}

// ones are the rows of count 1.
func ones(rows []int32, y []int64) []int32 {
	return slices.DeleteFunc(slices.Clone(rows), func(r int32) bool { return y[r] != 1 })
}

func columnNumbers(m *sdc.Matrix) (numbers []int) {
	for j := range m.Columns() {
		numbers = append(numbers, j)
	}
	return numbers
}

// TestEliminateByHand: small tasks of which anybody can see the outcome.
func TestEliminateByHand(t *testing.T) {
	type columns = [][]int32
	for _, c := range []struct {
		name      string
		columns   columns
		primary   []int
		order     []int32
		forced    []int
		singleton []int
		secondary map[SingletonRule][]int
		unsafe    []int32
	}{
		{name: "a total and all but one of its parts give that part away",
			columns: columns{{0}, {1}, {2}, {0, 1, 2}}, primary: []int{0}, order: []int32{3, 2, 1},
			secondary: map[SingletonRule][]int{NoSingletons: {1}}},
		{name: "two singletons in a column, of which each would know the other",
			columns: columns{{0}, {1}, {2}, {0, 1, 2}}, primary: []int{0, 1}, order: []int32{3, 2}, singleton: []int{0, 1},
			secondary: map[SingletonRule][]int{NoSingletons: nil, AnySum: {2}, SubSum: {2}, SubSpace: {2}}},
		{name: "a singleton who knows the other primary by the total",
			columns: columns{{0}, {1}, {0, 1}}, primary: []int{0, 1}, order: []int32{2}, singleton: []int{0},
			secondary: map[SingletonRule][]int{NoSingletons: nil, AnySum: nil, SubSum: nil, SubSpace: {2}}},
		{name: "a difference of singletons is no sum, a second one may make it so",
			columns: columns{{0, 1}, {0, 2}, {0, 3}, {1}, {2}, {3}}, primary: []int{3, 4, 5}, order: []int32{0, 1, 2}, singleton: []int{1, 2, 3},
			secondary: map[SingletonRule][]int{NoSingletons: nil, AnySum: {2}, SubSum: nil, SubSpace: {1, 2}}},
		{name: "a difference of columns that is a sum of singletons",
			columns: columns{{0, 1}, {0, 1, 2, 3}, {1}, {2}, {3}}, primary: []int{2, 3, 4}, order: []int32{0, 1}, singleton: []int{1, 2, 3},
			secondary: map[SingletonRule][]int{NoSingletons: nil, AnySum: {1}, SubSum: nil, SubSpace: {1}}},
		{name: "half a singleton and another are no difference, and as telling as a sum",
			columns: columns{{0, 1}, {0, 2}, {1, 2, 3}, {0, 1, 2, 3, 4}, {3}, {4}}, primary: []int{4, 5}, order: []int32{0, 1, 2, 3}, singleton: []int{3, 4},
			secondary: map[SingletonRule][]int{NoSingletons: nil, AnySum: {3}, SubSum: nil, SubSpace: {3}}},
		{name: "forced columns that give a primary away",
			columns: columns{{0}, {1}, {0, 1}, {2}, {2, 3}, {3}}, primary: []int{0, 3}, order: []int32{4, 5}, forced: []int{1, 2},
			secondary: map[SingletonRule][]int{NoSingletons: {5}}, unsafe: []int32{0}},
		{name: "a primary that is itself forced, or a twin of one that is",
			columns: columns{{0}, {1}, {1}}, primary: []int{0, 1}, forced: []int{0, 2}, order: []int32{0, 2},
			secondary: map[SingletonRule][]int{NoSingletons: nil}, unsafe: []int32{0, 1}},
		{name: "a forced singleton is known to all, so its neighbour alone counts",
			columns: columns{{0}, {1}, {0, 1, 2}, {2}}, primary: []int{1}, forced: []int{0}, order: []int32{2, 3}, singleton: []int{0, 1},
			secondary: map[SingletonRule][]int{NoSingletons: {3}, AnySum: {3}, SubSum: {3}, SubSpace: {3}}},
		{name: "a forced singleton is known to all, so its sums are not protected",
			columns: columns{{0}, {0, 1, 2}, {2}, {3}}, primary: []int{3}, forced: []int{0}, order: []int32{1, 2}, singleton: []int{0, 1},
			secondary: map[SingletonRule][]int{NoSingletons: nil, AnySum: {2}, SubSum: nil, SubSpace: {2}}},
		{name: "columns on the same rows share one fate",
			columns: columns{{0}, {0}, {1}, {1}, {0, 1}, {0, 1}, {2}, {2}}, primary: []int{0}, order: []int32{7, 4, 3, 5, 2, 1, 6},
			secondary: map[SingletonRule][]int{NoSingletons: {1, 2, 3}, AnySum: {1, 2, 3}}},
		{name: "a primary without rows is known to be 0, a candidate without rows shows nothing",
			columns: columns{{}, {}, {0}}, primary: []int{0, 2}, order: []int32{1},
			secondary: map[SingletonRule][]int{NoSingletons: {1}}, unsafe: []int32{0}},
		{name: "nothing to protect",
			columns: columns{{0}, {0, 1}}, order: []int32{0, 1}, singleton: []int{0, 1},
			secondary: map[SingletonRule][]int{NoSingletons: nil, AnySum: nil, SubSum: nil, SubSpace: nil}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMatrix(t, 5, c.columns)
			e := Elimination{Matrix: m, Order: c.order, Primary: marks(m.Columns(), c.primary), Forced: marks(m.Columns(), c.forced), Singleton: marks(5, c.singleton)}
			for rule, want := range c.secondary {
				e.Rule = rule
				secondary, unsafe := Eliminate(e)
				if !slices.Equal(secondary, marks(m.Columns(), want)) {
					t.Errorf("rule %d: %v, not %v", rule, secondary, want)
				}
				if !slices.Equal(unsafe, c.unsafe) {
					t.Errorf("rule %d: unsafe %v, not %v", rule, unsafe, c.unsafe)
				}
			}
		})
	}
}

func marks(n int, of []int) []bool {
	out := make([]bool, n)
	for _, i := range of {
		out[i] = true
	}
	return out
}

// TestOrderOfRowsIsImmaterial where no rule for singletons takes pivots in
// that order.
func TestOrderOfRowsIsImmaterial(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 4))
		e, _ := randomTask(t, rng)
		place := rng.Perm(e.Matrix.Inner())
		moved := e
		var lists [][]int32
		for j := range e.Matrix.Columns() {
			var rows []int32
			for _, r := range e.Matrix.Column(j) {
				rows = append(rows, int32(place[r]))
			}
			slices.Sort(rows)
			lists = append(lists, rows)
		}
		moved.Matrix, moved.Singleton = newMatrix(t, len(place), lists), make([]bool, len(place))
		for r, to := range place {
			moved.Singleton[to] = e.Singleton[r]
		}
		for _, rule := range []SingletonRule{NoSingletons, SubSum} {
			e.Rule, moved.Rule = rule, rule
			a, _ := Eliminate(e)
			b, _ := Eliminate(moved)
			if !slices.Equal(a, b) {
				t.Fatalf("seed %d, rule %d: %v becomes %v", seed, rule, a, b)
			}
		}
	}
}

// TestASecondPrimeFindsTheErrorsOfTheFirst: modulo 2 the elimination takes
// columns for implied that are not, and publishes too much. That must be seen.
func TestASecondPrimeFindsTheErrorsOfTheFirst(t *testing.T) {
	wrong := 0
	derives := func(e Elimination, secondary []bool) bool {
		s, found := spanned(e.Matrix, published(e, secondary)), false
		each(e.Primary, func(j int) { found = found || s.contains(e.Matrix.Column(j)) })
		return found
	}
	for seed := range uint64(300) {
		e, _ := randomTask(t, rand.New(rand.NewPCG(seed, 5)))
		k := newTask(&e)
		hidden := make([]bool, e.Matrix.Columns())
		for _, j := range k.wish {
			hidden[j] = true
		}
		for _, j := range k.decide(modulo(2)) {
			hidden[j] = false
		}
		careless, _ := k.spread(hidden, make([]bool, len(k.protected)))
		if derives(e, careless) {
			wrong++
		}
		if secondary, unsafe := k.solve(2, secondPrime, thirdPrime); derives(e, secondary) || unsafe != nil {
			t.Fatalf("seed %d: the error of the first prime was not found", seed)
		}
		if all, _ := k.solve(2, 2); derives(e, careless) && count(all) < count(careless) {
			t.Fatalf("seed %d: less is hidden where no prime is any good", seed)
		}
	}
	if wrong < 10 {
		t.Errorf("the first prime was wrong in %d tasks only", wrong)
	}
}

// TestFieldAgainstBigIntegers for the primes in use, and small ones.
func TestFieldAgainstBigIntegers(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	for _, p := range []uint64{2, 7, firstPrime, secondPrime, thirdPrime} {
		f, P := modulo(p), new(big.Int).SetUint64(p)
		if !P.ProbablyPrime(30) || P.BitLen() > 61 {
			t.Errorf("%d is no prime below 2^61", p)
		}
		same := func(what string, got uint64, want *big.Int) {
			if want.Mod(want, P); got != want.Uint64() {
				t.Fatalf("modulo %d: %s is %d, not %v", p, what, got, want)
			}
		}
		for i := range uint64(2000) {
			a, b := rng.Uint64N(p), rng.Uint64N(p)
			if i < 16 { // the ends of the range
				a, b = (i%4+p-2)%p, (i/4+p-2)%p
			}
			A, B := new(big.Int).SetUint64(a), new(big.Int).SetUint64(b)
			same("a product", f.Mul(a, b), new(big.Int).Mul(A, B))
			same("a sum", f.Add(a, b), new(big.Int).Add(A, B))
			same("a difference", f.Sub(a, b), new(big.Int).Sub(A, B))
			if a != 0 {
				same("a number times its inverse", f.Mul(a, f.Inverse(a)), big.NewInt(1))
			}
		}
	}
}

// TestSignOfAFraction: of every small fraction the sign is known, of one that
// is not small it is not guessed.
func TestSignOfAFraction(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for _, p := range []uint64{firstPrime, secondPrime, thirdPrime} {
		f := modulo(p)
		guessed := 0
		for range 20000 {
			n, d := 1+rng.Uint64N(smallest-1), 1+rng.Uint64N(smallest-1)
			a := f.Mul(n, f.Inverse(d))
			if f.sign(a) != 1 || f.sign(f.Sub(0, a)) != -1 {
				t.Fatalf("modulo %d: the sign of ±%d/%d is not known", p, n, d)
			}
			if f.sign(rng.Uint64N(p)) != 0 {
				guessed++
			}
			large := 1<<20 + rng.Uint64N(1<<20) | 1
			if f.sign(large) != 0 || f.sign(f.Inverse(large)) != 0 || f.sign(f.Sub(0, large)) != 0 {
				t.Fatalf("modulo %d: the sign of %d is taken from a fraction that is not small", p, large)
			}
		}
		if guessed > 0 || f.sign(0) != 0 {
			t.Errorf("modulo %d: %d residues of no small fraction have a sign; expected are 10^-5", p, guessed)
		}
	}
}

// TestMultiplesAgainstALinearScan, also with numbers that are not random, so
// that many vectors share a fingerprint and the comparison must tell.
func TestMultiplesAgainstALinearScan(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 11))
		draw := func() (v vector) {
			for r := range int32(4) {
				if c := rng.Uint64N(3); c > 0 {
					v = append(v, entry{r, c})
				}
			}
			return v
		}
		m := newMultiples(modulo(7), 4, 12)
		if seed%2 == 0 {
			m.random = [2][]uint64{{1, 1, 0, 2}, {1, 0, 0, 3}}
		}
		all := make([]vector, 12)
		for range 400 {
			k := rng.Int32N(12)
			if len(all[k]) > 0 {
				m.remove(k)
			}
			old := m.fingerprints(all[k])
			m.print[0][k], m.print[1][k] = old[0], old[1]
			next, c := draw(), 1+rng.Uint64N(6)
			var step vector // old - c·step = next
			for r := range int32(4) {
				var x uint64
				if i := all[k].at(r); i >= 0 {
					x = all[k][i].coef
				}
				if i := next.at(r); i >= 0 {
					x = m.Sub(x, next[i].coef)
				}
				if x = m.Mul(x, m.Inverse(c)); x != 0 {
					step = append(step, entry{r, x})
				}
			}
			m.without(k, c, m.fingerprints(step))
			if all[k] = next; len(next) > 0 {
				m.insert(k)
			}
			if v := draw(); len(v) > 0 {
				want := slices.ContainsFunc(all, func(w vector) bool { return multipleOf(m.field, v, w) })
				if got := m.of(v, all); got != want {
					t.Fatalf("seed %d: %v is a multiple of one of %v: %v", seed, v, all, got)
				}
			}
		}
	}
}

// multipleOf tries every factor.
func multipleOf(f field, v, w vector) bool {
	for c := uint64(1); c < f.P; c++ {
		var x vector
		for _, e := range w {
			x = append(x, entry{e.row, f.Mul(c, e.coef)})
		}
		if slices.Equal(x, v) {
			return true
		}
	}
	return false
}

// TestDefaultOrder: zeros first, then the largest, then those with the most
// around them; wishes come before.
func TestDefaultOrder(t *testing.T) {
	// Columns 0..3 are inner cells, 4 and 5 pairs of them, 6 the total.
	m := newMatrix(t, 4, [][]int32{{0}, {1}, {2}, {3}, {0, 1}, {2, 3}, {0, 1, 2, 3}})
	counts := []int64{5, 0, 5, 1, 5, 6, 11}
	primary := marks(7, []int{3})
	for _, c := range []struct {
		name string
		wish Wish
		want []int32
	}{
		// Cell 2 is in a larger pair than cell 0; pair 4 has two inner cells.
		{"no wishes", Wish{}, []int32{1, 6, 5, 4, 2, 0}},
		{"cell 0 counts double", Wish{Weights: []float64{2, 1, 1, 1, 1, 1, 1}}, []int32{1, 6, 0, 5, 4, 2}},
		{"cell 2 and the primary first", Wish{Preferred: marks(7, []int{2, 3, 0})}, []int32{2, 0, 1, 6, 5, 4}},
	} {
		if got := c.wish.Order(m, counts, primary); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", c.name, got, c.want)
		}
	}
	if got := DefaultOrder(m, counts, nil); len(got) != 7 {
		t.Errorf("without primaries %v", got)
	}
	if got := DefaultOrder(newMatrix(t, 0, [][]int32{{}, {}}), []int64{0, 0}, nil); !slices.Equal(got, []int32{0, 1}) {
		t.Errorf("columns without rows are ordered %v", got)
	}
}

// marginTable is a problem of a table with totals; cell i*(columns+1)+j.
func marginTable(rng *rand.Rand, rows, columns int) *sdc.Problem {
	p := &sdc.Problem{Structure: sdc.Structure{Group: "TEST", Cells: (rows + 1) * (columns + 1)}}
	p.Counts, p.Published = make([]int64, p.Cells), slices.Repeat([]bool{true}, p.Cells)
	cell := func(i, j int) int32 { return int32(i*(columns+1) + j) }
	sum := func(parent int32, n int, child func(k int) int32) {
		r := sdc.Relation{Parent: parent}
		p.Counts[parent] = 0
		for k := range n {
			r.Children = append(r.Children, child(k))
			p.Counts[parent] += p.Counts[child(k)]
		}
		p.Relations = append(p.Relations, r)
	}
	for i := range rows {
		for j := range columns {
			p.Counts[cell(i, j)] = []int64{0, 0, 1, 1, 2, 4, 9, 30}[rng.IntN(8)]
		}
		sum(cell(i, columns), columns, func(j int) int32 { return cell(i, j) })
	}
	for j := range columns + 1 {
		sum(cell(rows, j), rows, func(i int) int32 { return cell(i, j) })
	}
	sum(cell(rows, columns), columns, func(j int) int32 { return cell(rows, j) })
	return p
}

// TestGaussOnAProblem: what is sensitive is hidden and does not follow, what
// may not be hidden is not, and forced columns are those shown before.
func TestGaussOnAProblem(t *testing.T) {
	rule := sdc.Rule{Threshold: 5, Width: 3}
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 8))
		p := marginTable(rng, 4, 5)
		for c := range p.Published {
			p.Published[c] = rng.IntN(8) > 0
		}
		if seed%3 == 0 {
			p.Fixed = make([]bool, p.Cells)
			p.Fixed[rng.IntN(p.Cells)] = true
		}
		for _, g := range []Gauss{{}, {Singletons: AnySum}, {Singletons: AnySum, ProtectZeros: true}} {
			hidden := g.Apply(p, rule)
			m, _, err := p.Matrix()
			if err != nil {
				t.Fatal(err)
			}
			shown := new(echelon)
			shown.inner = m.Inner()
			forced := spanned(m, published(Elimination{Matrix: m, Forced: p.Fixed}, nil))
			for c := range p.Cells {
				if p.Published[c] && !hidden[c] || fixed(p, int32(c)) {
					shown.add(m.Column(c))
				}
			}
			for c, n := range p.Counts {
				must := rule.Sensitive(n) || g.ProtectZeros && n == 0
				switch {
				case hidden[c] && (!p.Published[c] || fixed(p, int32(c)) || n == 0 && !g.ProtectZeros):
					t.Fatalf("seed %d, %+v: cell %d of %d is hidden", seed, g, c, n)
				case !must || !p.Published[c] || fixed(p, int32(c)):
				case !hidden[c]:
					t.Fatalf("seed %d, %+v: cell %d of %d is shown", seed, g, c, n)
				case shown.contains(m.Column(c)) && !forced.contains(m.Column(c)) && (p.Fixed == nil || g.ProtectZeros):
					t.Fatalf("seed %d, %+v: cell %d of %d follows", seed, g, c, n)
				}
			}
		}
	}
}

// TestGaussShowsZerosAndHidesWhatItCannotJudge: two ways out of the ordinary.
func TestGaussShowsZerosAndHidesWhatItCannotJudge(t *testing.T) {
	rule := sdc.Rule{Threshold: 5, Width: 3}
	// Cell 2 = 0 + 1 has been shown; cell 1, a zero, gives cell 0 away.
	p := &sdc.Problem{Structure: sdc.Structure{Group: "TEST", Cells: 3, Relations: []sdc.Relation{{Parent: 2, Children: []int32{0, 1}}}},
		Counts: []int64{3, 0, 3}, Published: []bool{true, true, true}, Fixed: []bool{false, false, true}}
	if got := (Gauss{}).Apply(p, rule); !slices.Equal(got, sdc.Pattern{true, false, false}) {
		t.Errorf("with zeros shown: %v", got)
	}
	p.Fixed = nil
	p.Kept = []bool{false, true, false}
	if got := (Gauss{}).Apply(p, rule); !slices.Equal(got, sdc.Pattern{true, true, true}) {
		t.Errorf("with a zero hidden before: %v", got)
	}
	// Cell 0 is split up in two ways of which neither refines the other.
	split := &sdc.Problem{Structure: sdc.Structure{Group: "TEST", Cells: 6, Relations: []sdc.Relation{{Parent: 0, Children: []int32{1, 2}}, {Parent: 0, Children: []int32{3, 4}}}},
		Counts: []int64{10, 10, 0, 7, 3, 8}, Published: []bool{true, true, true, true, true, false}, Fixed: []bool{false, false, false, true, false, false}}
	if _, _, err := split.Matrix(); err == nil {
		t.Fatal("two splits of one cell have a common refinement")
	}
	if got := (Gauss{}).Apply(split, rule); !slices.Equal(got, sdc.Pattern{true, true, false, false, true, false}) {
		t.Errorf("without a matrix: %v", got)
	}
}

// TestGaussTakesSingletonsAndWishesFromTheProblem: the rule finds cells of 1,
// or of 0, and the wish changes which cell is hidden.
func TestGaussTakesSingletonsAndWishesFromTheProblem(t *testing.T) {
	rule := sdc.Rule{Threshold: 5, Width: 3}
	p := &sdc.Problem{Structure: sdc.Structure{Group: "TEST", Cells: 5, Relations: []sdc.Relation{{Parent: 4, Children: []int32{0, 1, 2, 3}}}},
		Counts: []int64{1, 1, 9, 8, 19}, Published: []bool{true, true, true, true, true}}
	zeros := &sdc.Problem{Structure: p.Structure, Counts: []int64{0, 0, 9, 8, 17}, Published: p.Published}
	dark := &sdc.Problem{Structure: p.Structure, Counts: []int64{1, 20, 9, 8, 38}, Published: []bool{true, false, true, true, true}}
	before := &sdc.Problem{Structure: p.Structure, Counts: []int64{1, 20, 9, 8, 38}, Published: p.Published, Fixed: marks(5, []int{3})}
	for _, c := range []struct {
		name string
		p    *sdc.Problem
		g    Gauss
		want sdc.Pattern
	}{
		{"no rule", p, Gauss{}, sdc.Pattern{true, true, false, false, false}},
		{"two cells of 1", p, Gauss{Singletons: AnySum}, sdc.Pattern{true, true, false, true, false}},
		{"two cells of 1 where those of 0 are singletons", p, Gauss{Singletons: AnySum, ProtectZeros: true}, sdc.Pattern{true, true, false, false, false}},
		{"two cells of 0", zeros, Gauss{Singletons: SubSum, ProtectZeros: true}, sdc.Pattern{true, true, false, true, false}},
		{"a cell that no table shows", dark, Gauss{}, sdc.Pattern{true, false, false, false, false}},
		{"the cell that would be hidden has been shown", before, Gauss{}, sdc.Pattern{true, false, true, false, false}},
		{"the smaller cell is preferred", p, Gauss{Singletons: AnySum, Wish: Wish{Preferred: marks(5, []int{3})}}, sdc.Pattern{true, true, true, false, false}},
		{"the smaller cell weighs more", p, Gauss{Singletons: AnySum, Wish: Wish{Weights: []float64{1, 1, 1, 2, 1}}}, sdc.Pattern{true, true, true, false, false}},
	} {
		if got := c.g.Apply(c.p, rule); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", c.name, got, c.want)
		}
	}
}

// BenchmarkEliminate takes random tables of three dimensions, all margins
// published, most counts small. The limit is the fill-in of the totals, which
// come first.
func BenchmarkEliminate(b *testing.B) {
	for _, sizes := range [][3]int{{10, 5, 8}, {20, 8, 12}, {40, 8, 16}} {
		m, y := randomCube(b, sizes)
		e := smallCells(m, y, 4)
		for _, e.Rule = range []SingletonRule{NoSingletons, AnySum} {
			b.Run(fmt.Sprintf("cells=%d/rule=%d", m.Columns(), e.Rule), func(b *testing.B) {
				var secondary []bool
				for b.Loop() {
					secondary, _ = Eliminate(e)
				}
				b.ReportMetric(float64(count(e.Primary)), "primary")
				b.ReportMetric(float64(count(secondary)), "secondary")
			})
		}
	}
}

// randomCube is a table of three dimensions with all margins; counts fall off
// with every code, as in tables of real persons.
func randomCube(t testing.TB, sizes [3]int) (*sdc.Matrix, []int64) {
	rng := rand.New(rand.NewPCG(10, 10))
	var y []int64
	columns := map[[3]int][]int32{}
	for i := range sizes[0] {
		for j := range sizes[1] {
			for k := range sizes[2] {
				for _, code := range [][3]int{{i, j, k}, {-1, j, k}, {i, -1, k}, {i, j, -1}, {-1, -1, k}, {-1, j, -1}, {i, -1, -1}, {-1, -1, -1}} {
					columns[code] = append(columns[code], int32(len(y)))
				}
				y = append(y, int64(rng.ExpFloat64()*200/float64((1+i%7)*(1+j)*(1+k))))
			}
		}
	}
	codes := slices.SortedFunc(maps.Keys(columns), func(a, b [3]int) int { return slices.Compare(a[:], b[:]) })
	var lists [][]int32
	for _, code := range codes {
		lists = append(lists, columns[code])
	}
	return newMatrix(t, len(y), lists), y
}
