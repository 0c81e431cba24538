package protect_test

import (
	"context"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/internal/moves"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
	"doorstroommonitor/widen"
)

// world draws a table of two or three dimensions with hierarchies on them.
func world(seed uint64) *sdc.Problem {
	rng := rand.New(rand.NewPCG(seed, 11))
	dims := make([][]int, 2+rng.IntN(2)) // code -> parent code, the total first
	for d := range dims {
		dims[d] = []int{-1}
		for range 1 + rng.IntN(2) {
			p := len(dims[d])
			dims[d] = append(dims[d], 0)
			for range rng.IntN(3) {
				dims[d] = append(dims[d], p)
			}
		}
	}
	size := 1
	for _, d := range dims {
		size *= len(d)
	}
	at := make([]int, len(dims))
	number := func(at []int) (n int) {
		for d := range dims {
			n = n*len(dims[d]) + at[d]
		}
		return n
	}
	p := &sdc.Problem{Structure: sdc.Structure{Group: "world", Cells: size}, Counts: make([]int64, size), Published: make([]bool, size)}
	for c := range size {
		p.Published[c] = true
		for d, rest := len(dims)-1, c; d >= 0; d-- {
			at[d], rest = rest%len(dims[d]), rest/len(dims[d])
		}
		inner := true
		for d := range dims {
			children := sdc.Relation{Parent: int32(c)}
			kept := at[d]
			for code, parent := range dims[d] {
				if parent == kept {
					at[d] = code
					children.Children = append(children.Children, int32(number(at)))
				}
			}
			at[d] = kept
			if len(children.Children) > 0 {
				inner = false
				p.Relations = append(p.Relations, children)
			}
		}
		if inner && rng.IntN(4) > 0 {
			p.Counts[c] = int64(rng.IntN(14))
		}
	}
	m, inner, err := p.Matrix()
	if err != nil {
		panic(err)
	}
	y := make([]int64, len(inner))
	for i, c := range inner {
		y[i] = p.Counts[c]
	}
	p.Counts = m.Totals(y)
	return p
}

var rule = sdc.Rule{Threshold: 5, Width: 5}

// derivable says by fractions which cells follow from the published ones.
func derivable(t *testing.T, p *sdc.Problem, hidden sdc.Pattern) func(c int) bool {
	t.Helper()
	m, _, err := p.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	var basis [][]*big.Rat
	reduce := func(j int) []*big.Rat {
		v := make([]*big.Rat, m.Inner())
		for r := range v {
			v[r] = new(big.Rat)
		}
		for _, r := range m.Column(j) {
			v[r].SetInt64(1)
		}
		for _, b := range basis {
			lead := slices.IndexFunc(b, func(x *big.Rat) bool { return x.Sign() != 0 })
			f := new(big.Rat).Quo(v[lead], b[lead])
			for r := range v {
				v[r].Sub(v[r], new(big.Rat).Mul(f, b[r]))
			}
		}
		return v
	}
	zero := func(v []*big.Rat) bool {
		return !slices.ContainsFunc(v, func(x *big.Rat) bool { return x.Sign() != 0 })
	}
	for j := range p.Cells {
		if !hidden[j] {
			if v := reduce(j); !zero(v) {
				basis = append(basis, v)
			}
		}
	}
	return func(c int) bool { return zero(reduce(c)) }
}

// TestExactOnlyLeavesNothingDerivable compares with elimination by fractions
// over the publication matrix: no sensitive cell follows, and each cell that
// was hidden for others is needed.
func TestExactOnlyLeavesNothingDerivable(t *testing.T) {
	secondaries := 0
	for seed := range uint64(250) {
		p := world(seed)
		if rule.Sensitive(p.Counts[0]) {
			continue
		}
		hidden := protect.Suppress{ExactOnly: true}.Apply(p, rule)
		follows := derivable(t, p, hidden)
		for c, n := range p.Counts {
			if rule.Sensitive(n) && (!hidden[c] || follows(c)) {
				if everythingHidden(p, hidden) {
					continue // no pattern protects it
				}
				t.Fatalf("seed %d: sensitive cell %d is hidden %v, derivable %v", seed, c, hidden[c], follows(c))
			}
			if hidden[c] && n == 0 {
				t.Fatalf("seed %d: empty cell %d is hidden, which readers exclude", seed, c)
			}
			if hidden[c] && !rule.Sensitive(n) {
				secondaries++
			}
		}
	}
	if secondaries < 100 {
		t.Errorf("%d secondary cells in all: the draws test nothing", secondaries)
	}
}

func everythingHidden(p *sdc.Problem, hidden sdc.Pattern) bool {
	for c, n := range p.Counts {
		if n > 0 && !hidden[c] {
			return false
		}
	}
	return true
}

// publish is what an outsider of the world knows.
func publish(p *sdc.Problem) func(sdc.Pattern) (*sdc.Knowledge, error) {
	return func(hidden sdc.Pattern) (*sdc.Knowledge, error) {
		var st []sdc.Statement
		for c, n := range p.Counts {
			s := sdc.Statement{Cell: int32(c), Hidden: hidden[c], Value: n, Upper: sdc.Unbounded}
			if s.Hidden {
				s.Value = 0
			}
			st = append(st, s)
		}
		return p.Outsider(st, rule), nil
	}
}

// TestWidenedTablesPass: what comes out of the loop of hiding and attacking
// has no exact reveal, and every width is proven; only a table whose total is
// too small to hide anything in is refused.
func TestWidenedTablesPass(t *testing.T) {
	passed, refused := 0, 0
	for seed := range uint64(3000) {
		p := world(seed)
		r, err := widen.Loop(context.Background(), p, widen.Options{Method: protect.Suppress{}, Rule: rule, Publish: publish(p)})
		if err != nil {
			t.Fatal(err)
		}
		if !r.Verdict.Passed() {
			refused++
			continue
		}
		passed++
		for c, n := range p.Counts {
			in := r.Findings.Intervals[c]
			if rule.Sensitive(n) && (!r.Hidden[c] || in.Proven() < rule.Width) || r.Hidden[c] && in.Lower == in.Upper {
				t.Fatalf("seed %d: cell %d with %v passed", seed, c, in)
			}
			if n < in.Lower || n > in.Upper {
				t.Fatalf("seed %d: cell %d: %v excludes the truth", seed, c, in)
			}
		}
	}
	t.Logf("%d passed, %d refused", passed, refused)
	if refused*20 > passed {
		t.Errorf("%d of %d tables were refused", refused, passed+refused)
	}
}

// TestEliminationIsWidenedWhereSuppressIs: a table that can be protected without
// hiding all of it is, by elimination as well, with zeros shown and protected.
func TestEliminationIsWidenedWhereSuppressIs(t *testing.T) {
	more, total := 0, 0
	for seed := range uint64(500) {
		p := world(seed)
		rule := sdc.Rule{Threshold: 5, Width: 5, ZerosProtected: seed%2 == 1}
		hides := func(m protect.Method) int {
			r, err := widen.Loop(context.Background(), p, widen.Options{Method: m, Rule: rule, Publish: publishBy(p, rule)})
			if err != nil {
				t.Fatal(err)
			}
			if !r.Verdict.Passed() || everythingHidden(p, r.Hidden) {
				return -1
			}
			n := 0
			for _, h := range r.Hidden {
				if h {
					n++
				}
			}
			return n
		}
		a, b := hides(protect.Suppress{}), hides(protect.Gauss{Singletons: protect.AnySum, ProtectZeros: rule.ZerosProtected})
		if a >= 0 && b < 0 {
			t.Errorf("seed %d: elimination refuses what can be protected by %d cells", seed, a)
		}
		if a >= 0 && b >= 0 {
			more, total = more+b-a, total+a
		}
	}
	t.Logf("%d cells hidden, elimination %d more", total, more)
	if more*5 > total {
		t.Errorf("elimination hides %d cells more than the %d of the other method", more, total)
	}
}

// TestInsidersLearnWhatAFreshAttackFinds gives random insiders their counts:
// what they learn agrees with an attack from scratch by somebody who knows
// these cells, and cells of whom nothing is said keep their width.
func TestInsidersLearnWhatAFreshAttackFinds(t *testing.T) {
	changed, tried := 0, 0
	for seed := range uint64(150) {
		p := world(seed)
		r, err := widen.Loop(context.Background(), p, widen.Options{Method: protect.Suppress{}, Rule: rule, Publish: publish(p)})
		if err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(seed, 12))
		var own []int32
		for c := range p.Counts {
			if r.Hidden[c] && rng.IntN(6) == 0 {
				own = append(own, int32(c))
			}
		}
		l, ok := r.Findings.Insider(p.Own(own), nil, func(int32) int64 { return rule.Width })
		if !ok {
			continue
		}
		tried++
		k, _ := publish(p)(r.Hidden)
		same := moves.NewSystem(&p.Structure).Of // cells with the same persons
		known := map[int32]bool{}
		for _, c := range own {
			k.Lower[c], k.Upper[c] = p.Counts[c], p.Counts[c]
			known[same[c]] = true
		}
		fresh, err := audit.Attack(context.Background(), k, audit.Options{Width: rule.Width})
		if err != nil {
			t.Fatal(err)
		}
		said := map[int32]sdc.Interval{}
		for i, c := range l.Cells {
			said[c] = l.Intervals[i]
		}
		for c, in := range fresh.Intervals {
			got, hit := said[int32(c)]
			if !hit {
				got = r.Findings.Intervals[c]
			}
			if known[same[c]] || !r.Hidden[c] {
				continue
			}
			if hit {
				changed++
			}
			if got.Proven() > in.Upper-in.Lower || got.InnerLower >= 0 && (got.InnerLower < in.Lower || got.InnerUpper > in.Upper) && got.Lower != got.Upper && hit {
				t.Fatalf("seed %d: cell %d: insider %v, fresh attack %v", seed, c, got, in)
			}
			if hit && (got.Lower > p.Counts[c] || got.Upper < p.Counts[c]) {
				t.Fatalf("seed %d: cell %d: %v excludes %d", seed, c, got, p.Counts[c])
			}
		}
		again, ok := r.Findings.Insider(p.Own(own), nil, func(int32) int64 { return rule.Width })
		if !ok || !slices.Equal(again.Intervals, l.Intervals) {
			t.Fatalf("seed %d: the second attack by the same insider differs: the first left traces", seed)
		}
	}
	if tried < 50 || changed < 100 {
		t.Errorf("%d insiders, %d cells: the draws test nothing", tried, changed)
	}
}

// TestProtectedZerosAreNotLeftAlone: where zeros are protected, somebody who
// knows that counts are not negative finds no sensitive count, a zero least of
// all, although exact disclosure alone is guarded against.
func TestProtectedZerosAreNotLeftAlone(t *testing.T) {
	zeros := sdc.Rule{Threshold: 5, Width: 5, ZerosProtected: true}
	secret := 0
	for seed := range uint64(400) {
		p := world(seed)
		hidden := protect.Suppress{ExactOnly: true}.Apply(p, zeros)
		var st []sdc.Statement
		for c := range int32(p.Cells) {
			if p.Published[c] {
				st = append(st, sdc.Statement{Cell: c, Hidden: hidden[c], Value: p.Counts[c], Upper: sdc.Unbounded})
			}
		}
		if everythingHidden(p, hidden) {
			continue
		}
		f, err := audit.Attack(context.Background(), p.Outsider(st, zeros), audit.Options{Width: 1, Seed: seed, Sharp: true})
		if err != nil {
			t.Fatal(err)
		}
		for c, n := range p.Counts {
			if !p.Published[c] || !zeros.Sensitive(n) {
				continue
			}
			if secret++; f.Intervals[c].Lower == f.Intervals[c].Upper {
				t.Fatalf("seed %d: cell %d follows: %d", seed, c, n)
			}
		}
	}
	if secret < 2000 {
		t.Errorf("%d sensitive cells: the draws test nothing", secret)
	}
}
