package audit_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/sdc"
)

// TestKnownHoles plays attacks that are known to work on published tables,
// one file each: the judge must fail every one of them, for the right reason
// and for no other cell. Whatever a scenario expects is also held against an
// enumeration of every possible table.
func TestKnownHoles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.table")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files (%v)", len(files), err)
	}
	for _, path := range files {
		c, err := parseTable(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.scenarios) == 0 {
			t.Errorf("%s has no scenario", path)
		}
		for _, s := range c.scenarios {
			t.Run(strings.TrimSuffix(filepath.Base(path), ".table")+"/"+s.name, func(t *testing.T) {
				if len(s.expect) == 0 {
					t.Fatal("nothing is expected")
				}
				c.build(t, "holes/"+filepath.Base(path)).play(t, s)
			})
		}
	}
}

// outcome is what a scenario led to, in the words of the files.
type outcome struct {
	failed     map[string][]string // reason -> cells
	findings   *audit.Findings
	impossible bool // no table agrees with the statements
	excluded   bool // the judge found the truth excluded
}

func (b *built) play(t *testing.T, s *scenario) {
	t.Helper()
	k, hidden := b.read(t, s)
	o := outcome{failed: map[string][]string{}}
	f, err := audit.Attack(context.Background(), k, audit.Options{Width: b.c.rule.Width, Seed: 1})
	if o.impossible = err != nil; err == nil {
		o.findings = f
		v, err := audit.Judge(b.p, hidden, f, b.c.rule, s.name)
		o.excluded = err != nil
		if err == nil {
			for _, fail := range v.Failing {
				o.failed[string(fail.Reason)] = append(o.failed[string(fail.Reason)], b.names[fail.Cell])
			}
		}
	}
	b.enumerate(t, k, f)
	b.expect(t, s, o)
}

// read gives what the attacker holds after reading, and which of the cells
// read are hidden somewhere.
func (b *built) read(t *testing.T, s *scenario) (*sdc.Knowledge, sdc.Pattern) {
	t.Helper()
	var statements []sdc.Statement
	hidden := make(sdc.Pattern, b.p.Cells)
	b.p.Published = make([]bool, b.p.Cells)
	for _, tab := range b.c.tables {
		if len(s.reads) > 0 && !slices.Contains(s.reads, tab.name) {
			continue
		}
		tab.each(func(name string, f figure) {
			if f.unpublished {
				return
			}
			at := b.at(t, name)
			b.p.Published[at] = true
			st := sdc.Statement{Cell: at, Hidden: f.hidden, Lower: f.lower, Upper: f.upper}
			if !f.hidden {
				st.Value = f.value
			}
			hidden[at] = hidden[at] || f.hidden
			statements = append(statements, st)
		})
	}
	for _, name := range slices.Sorted(maps.Keys(s.says)) {
		statements = append(statements, sdc.Statement{Cell: b.at(t, name), Value: s.says[name]})
	}
	return b.p.Outsider(statements, sdc.Rule{ZerosProtected: !b.c.zerosShown}), hidden
}

func (b *built) expect(t *testing.T, s *scenario, o outcome) {
	t.Helper()
	want := outcome{failed: map[string][]string{}}
	for _, line := range s.expect {
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "passes":
		case line == "contradiction":
			want.impossible = true
		case line == "truth excluded":
			want.excluded = true
		case word == "interval":
			b.interval(t, rest, o)
		case word == "eliminated":
			if o.findings == nil || fmt.Sprint(o.findings.ByElimination) != rest {
				t.Errorf("expected %s cells by elimination, got %+v", rest, o.findings)
			}
		case slices.Contains([]string{"shown", "derived", "narrow", "open"}, word):
			want.failed[word] = split(rest, ",")
		default:
			t.Fatalf("unknown expectation %q", line)
		}
	}
	if want.impossible != o.impossible || want.excluded != o.excluded {
		t.Errorf("contradiction %v, truth excluded %v; expected %v, %v", o.impossible, o.excluded, want.impossible, want.excluded)
	}
	for _, cells := range want.failed {
		slices.Sort(cells)
	}
	for _, cells := range o.failed {
		slices.Sort(cells)
	}
	if fmt.Sprint(want.failed) != fmt.Sprint(o.failed) {
		t.Errorf("failing cells\n got  %v\n want %v", o.failed, want.failed)
	}
}

func (b *built) interval(t *testing.T, rest string, o outcome) {
	t.Helper()
	name, bounds, _ := strings.Cut(rest, " ")
	if o.findings == nil {
		t.Errorf("no interval of %s: the attack failed", name)
		return
	}
	in := o.findings.Intervals[b.at(t, name)]
	if got := fmt.Sprintf("%d..%d", in.Lower, in.Upper); got != bounds {
		t.Errorf("%s lies in %s, expected %s", name, got, bounds)
	}
}

// enumerate visits every table that agrees with the knowledge, by nothing but
// trial, and holds the findings against what it saw. f is nil where the
// attack says that there is no such table.
func (b *built) enumerate(t *testing.T, k *sdc.Knowledge, f *audit.Findings) {
	t.Helper()
	seen := everyTable(k)
	if seen == nil {
		return // without a bound on every cell there is no end
	}
	if f == nil {
		if seen.tables > 0 {
			t.Errorf("called a contradiction, but %d tables agree with it", seen.tables)
		}
		return
	}
	for c, in := range f.Intervals {
		if in.Lower > seen.lo[c] || in.Upper < seen.hi[c] {
			t.Errorf("%s lies in [%d,%d], but has the values %d..%d", b.names[c], in.Lower, in.Upper, seen.lo[c], seen.hi[c])
		}
		if (in.Lower == in.Upper) != (seen.lo[c] == seen.hi[c]) {
			t.Errorf("%s: exact %v by the attack, %v by trial", b.names[c], in.Lower == in.Upper, seen.lo[c] == seen.hi[c])
		}
	}
}

// tables is what an enumeration saw of each cell.
type tables struct {
	tables int
	lo, hi []int64
}

// everyTable tries every value of every unknown cell, giving up a branch when
// a sum can no longer come out. It returns nil where some cell has no bound.
func everyTable(k *sdc.Knowledge) *tables {
	upper := slices.Clone(k.Upper)
	for range k.Cells { // a part is at most the whole
		for _, r := range k.Relations {
			sum := int64(0)
			for _, c := range r.Children {
				upper[c] = min(upper[c], upper[r.Parent])
				sum += upper[c]
			}
			upper[r.Parent] = min(upper[r.Parent], sum)
		}
	}
	if slices.Max(upper) > 1000 {
		return nil
	}
	e := &enumeration{k: k, upper: upper, x: make([]int64, k.Cells), set: make([]bool, k.Cells), of: make([][]int, k.Cells)}
	for i, r := range k.Relations {
		for _, c := range append([]int32{r.Parent}, r.Children...) {
			e.of[c] = append(e.of[c], i)
		}
	}
	e.step(0)
	return &e.seen
}

type enumeration struct {
	k     *sdc.Knowledge
	upper []int64
	of    [][]int
	x     []int64
	set   []bool
	seen  tables
}

func (e *enumeration) step(c int) {
	if c == e.k.Cells {
		if e.seen.tables++; e.seen.tables == 1 {
			e.seen.lo, e.seen.hi = slices.Clone(e.x), slices.Clone(e.x)
		}
		for i, v := range e.x {
			e.seen.lo[i], e.seen.hi[i] = min(e.seen.lo[i], v), max(e.seen.hi[i], v)
		}
		return
	}
	e.set[c] = true
	for e.x[c] = e.k.Lower[c]; e.x[c] <= e.upper[c]; e.x[c]++ {
		if !slices.ContainsFunc(e.of[c], e.broken) {
			e.step(c + 1)
		}
	}
	e.set[c] = false
}

// broken reports whether a sum can no longer come out.
func (e *enumeration) broken(i int) bool {
	span := func(c int32) (int64, int64) {
		if e.set[c] {
			return e.x[c], e.x[c]
		}
		return e.k.Lower[c], e.upper[c]
	}
	var lo, hi int64
	for _, c := range e.k.Relations[i].Children {
		l, h := span(c)
		lo, hi = lo+l, hi+h
	}
	l, h := span(e.k.Relations[i].Parent)
	return lo > h || hi < l
}

// cuboid is a table of n x n x n cells with all sums over one dimension
// published; the cells are numbered layer by layer, then the three margins.
func cuboid(n int) *sdc.Structure {
	s := &sdc.Structure{Group: "cuboid", Cells: n*n*n + 3*n*n}
	at := func(x, y, z int) int32 { return int32(x*n*n + y*n + z) }
	for i := range n {
		for j := range n {
			var a, b, c sdc.Relation
			for v := range n {
				a.Children = append(a.Children, at(v, i, j))
				b.Children = append(b.Children, at(i, v, j))
				c.Children = append(c.Children, at(i, j, v))
			}
			for m, r := range []sdc.Relation{a, b, c} {
				r.Parent = int32(n*n*n + m*n*n + i*n + j)
				s.Relations = append(s.Relations, r)
			}
		}
	}
	return s
}

// TestOnlyEliminationReveals searches three-dimensional tables in which every
// line with a hidden cell has at least two of them and bounds say nothing,
// and yet several lines together give cells away. Trial of every table says
// how many.
func TestOnlyEliminationReveals(t *testing.T) {
	const n = 3
	found := 0
	for seed := uint64(0); seed < 20000 && found < 12; seed++ {
		rng := rand.New(rand.NewPCG(seed, 4))
		s := cuboid(n)
		p := &sdc.Problem{Structure: *s, Counts: make([]int64, s.Cells), Published: make([]bool, s.Cells)}
		hidden := make(sdc.Pattern, s.Cells)
		var st []sdc.Statement
		for c := range n * n * n {
			p.Counts[c] = int64(3 + rng.IntN(4))
			hidden[c] = p.Counts[c] < 5 || rng.IntN(100) < 25
		}
		for _, r := range s.Relations {
			for _, c := range r.Children {
				p.Counts[r.Parent] += p.Counts[c]
			}
		}
		for c, v := range p.Counts {
			p.Published[c] = true
			st = append(st, sdc.Statement{Cell: int32(c), Hidden: hidden[c], Value: v, Upper: sdc.Unbounded})
			if hidden[c] {
				st[c].Value = 0
			}
		}
		k := s.Outsider(st, sdc.Rule{})
		cheap, err := audit.Attack(context.Background(), k, audit.Options{BoundsOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		if cheap.Exact > 0 {
			continue
		}
		f, err := audit.Attack(context.Background(), k, audit.Options{Width: 1, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		if f.ByElimination == 0 {
			continue
		}
		found++
		exact, seen := 0, everyTable(k)
		for c := range hidden {
			if hidden[c] && seen.lo[c] == seen.hi[c] {
				exact++
			}
		}
		if f.Exact != exact || f.ByElimination != exact {
			t.Errorf("seed %d: %d exact cells, %d by elimination; by trial %d", seed, f.Exact, f.ByElimination, exact)
		}
		v, err := audit.Judge(p, hidden, f, sdc.Rule{Threshold: 5, Width: 1}, "outsider")
		if err != nil {
			t.Fatal(err)
		}
		if derived := len(v.Failing) - countOther(v); derived != exact {
			t.Errorf("seed %d: the judge finds %d derived cells, trial %d", seed, derived, exact)
		}
	}
	if found == 0 {
		t.Error("no such table found")
	}
	t.Logf("%d tables in which only elimination reveals", found)
}

func countOther(v *audit.Verdict) int {
	n := 0
	for _, f := range v.Failing {
		if f.Reason != audit.Derived {
			n++
		}
	}
	return n
}
