package gate_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/gate"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// tables searches for tables that agree with bounds on all cells and with every
// sum: by narrowing bounds and trying values, and nothing else. It shares no
// code with the attacks of the auditor.
type tables struct {
	relations []sdc.Relation
	steps     int // that are left
}

// some reports whether there is such a table; the bounds are used up.
func (s *tables) some(t *testing.T, lo, hi []int64) bool {
	t.Helper()
	if s.steps--; s.steps < 0 {
		t.Fatal("the search takes too long: take a smaller world")
	}
	if !s.narrow(lo, hi) {
		return false
	}
	cell := -1
	for c := range lo {
		if lo[c] < hi[c] && (cell < 0 || hi[c]-lo[c] < hi[cell]-lo[cell]) {
			cell = c
		}
	}
	if cell < 0 {
		return true
	}
	for v := lo[cell]; v <= hi[cell]; v++ {
		l, h := slices.Clone(lo), slices.Clone(hi)
		l[cell], h[cell] = v, v
		if s.some(t, l, h) {
			return true
		}
	}
	return false
}

// narrow takes away values that some sum excludes; false: none are left.
func (s *tables) narrow(lo, hi []int64) bool {
	for changed := true; changed; {
		changed = false
		set := func(c int32, l, h int64) {
			if l > lo[c] {
				lo[c], changed = l, true
			}
			if h < hi[c] {
				hi[c], changed = h, true
			}
		}
		for _, r := range s.relations {
			var least, most int64
			for _, c := range r.Children {
				least, most = least+lo[c], most+hi[c]
			}
			set(r.Parent, least, most)
			for _, c := range r.Children {
				set(c, lo[r.Parent]-(most-hi[c]), hi[r.Parent]-(least-lo[c]))
			}
		}
		for c := range lo {
			if lo[c] > hi[c] {
				return false
			}
		}
	}
	return true
}

// determined counts the sensitive cells of others of which no table is possible
// with another count, for who holds all datasets and the own cells.
func determined(t *testing.T, m *cube.Model, p *sdc.Problem, r *gate.Result, own []int32) (sensitive, known int) {
	t.Helper()
	lo, hi := make([]int64, p.Cells), make([]int64, p.Cells)
	for c := range hi {
		hi[c] = 4 * slices.Max(p.Counts) // the total may be hidden, too
	}
	for _, a := range everyone() {
		i := 0
		for _, tab := range m.Tables {
			if !tab.For(a) {
				continue
			}
			for _, st := range m.Statements(tab, r.Datasets[a][i]) {
				if !st.Hidden {
					lo[st.Cell], hi[st.Cell] = st.Value, st.Value
				} else {
					lo[st.Cell] = max(lo[st.Cell], 1) // zeros are shown
				}
			}
			i++
		}
	}
	for _, c := range own {
		lo[c], hi[c] = p.Counts[c], p.Counts[c]
	}
	s := &tables{relations: p.Relations, steps: 3_000_000}
	if !s.narrow(lo, hi) {
		t.Fatal("the true table does not agree with what is published")
	}
	rule := cube.Rule(m.Population)
	for c, n := range p.Counts {
		if _, mine := slices.BinarySearch(own, int32(c)); mine || !p.Sensitive(int32(c), rule) {
			continue
		}
		sensitive++
		possible := func(l, h int64) bool {
			if l > h {
				return false
			}
			low, high := slices.Clone(lo), slices.Clone(hi)
			low[c], high[c] = l, h
			return s.some(t, low, high)
		}
		if !possible(n+1, hi[c]) && !possible(lo[c], n-1) {
			known++
		}
	}
	return sensitive, known
}

// TestRecipientsOfOwnDataLearnNoCellOfOthers: in worlds in which some school
// would learn a small count of another with its own exact rows, it learns none
// once it is guarded against, found by trying all tables. The rule assumes no
// insider.
func TestRecipientsOfOwnDataLearnNoCellOfOthers(t *testing.T) {
	bites, passed := 0, 0
	for seed := range uint64(4) {
		m, p := world(t, 5, 9, seed)
		open := through(t, m, p)
		for _, o := range m.Owners([]string{"school"}, m.Institution) {
			own := m.OwnCells([]string{o.Code}, nil)
			if _, known := determined(t, m, p, open, own); known == 0 {
				continue
			}
			bites++
			r, err := gate.Run(context.Background(), m, p, everyone(), gate.Options{Method: protect.Suppress{}, Own: [][]int32{own}})
			if unsafe := new(gate.ErrUnsafe); errors.As(err, &unsafe) {
				t.Logf("seed %d: held back for %s", seed, o.Code)
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			passed++
			sensitive, known := determined(t, m, p, r, own)
			if known != 0 || sensitive == 0 {
				t.Errorf("seed %d: %s knows %d of %d small counts of others", seed, o.Code, known, sensitive)
			}
			if !slices.ContainsFunc(r.Report.Attempts(), func(a audit.Attempt) bool {
				return a.Attacker == gate.OwnData && a.Mode == audit.Guarded && a.Tried == 1 && a.Failing == 0
			}) {
				t.Errorf("seed %d: the report does not tell of the recipient: %+v", seed, r.Report.Attempts())
			}
		}
	}
	if passed == 0 {
		t.Errorf("%d schools would learn something, and all groups are held back: the test tests nothing", bites)
	}
}

// TestRecipientsOfOwnDataAndChangedCounts: under rounding and cell keys a
// recipient of own data is attacked with its true counts beside the published
// ones, whatever the rule says, and the guesser tries as it, too.
func TestRecipientsOfOwnDataAndChangedCounts(t *testing.T) {
	find := func(r *gate.Result, id string) *audit.Attempt {
		for _, a := range r.Report.Attempts() {
			if a.Attacker == id {
				return &a
			}
		}
		return nil
	}
	m, p, opt := roundedWorld(t, 20, 40, 1, func(p *spec.Population) {
		p.Rule.Attackers = nil
		p.Publish = &spec.Publish{Scenario: spec.ScenarioRounding, Base: 6, Deviation: 24}
	})
	opt.Own = [][]int32{m.OwnCells([]string{m.Owners([]string{"school"}, m.Institution)[0].Code}, nil)}
	r, err := gate.Rounded(context.Background(), m, p, everyone(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if a := find(r, gate.OwnData); a == nil || a.Cells == 0 || a.Failing != 0 || a.Mode != audit.Guarded {
		t.Errorf("rounding: %+v", a)
	}
	publish := spec.Publish{Deviation: 12, Variance: 30, Guess: 20}
	m, p, opt = keyedWorld(t, 20, 40, 1, publish)
	alone, err := gate.CellKeyed(context.Background(), m, p, everyone(), opt)
	if err != nil {
		t.Fatal(err)
	}
	opt.Own = [][]int32{m.OwnCells([]string{m.Owners([]string{"school"}, m.Institution)[0].Code}, nil)}
	r, err = gate.CellKeyed(context.Background(), m, p, everyone(), opt)
	if err != nil {
		t.Fatal(err)
	}
	one, two := find(alone, gate.Guesser), find(r, gate.Guesser)
	if two.Tried != 2 || two.Cells <= one.Cells || two.Cells >= 2*one.Cells {
		t.Errorf("cell keys: the guesser tried %+v alone, %+v as a recipient, too", one, two)
	}
	if a := find(r, gate.OwnData); a == nil || a.Failing != 0 {
		t.Errorf("cell keys: %+v", a)
	}
}

// TestOwnDataOfNearlyAllIsRefused: where a recipient knows all rows but those of
// one school it knows these by subtraction, whatever is hidden; the gate says
// so and what ends it.
func TestOwnDataOfNearlyAllIsRefused(t *testing.T) {
	refused := func(err error) {
		t.Helper()
		unsafe := new(gate.ErrUnsafe)
		if !errors.As(err, &unsafe) || !slices.ContainsFunc(unsafe.Attackers, func(a audit.Attempt) bool { return a.Attacker == gate.OwnData }) {
			t.Fatalf("refused with %v", err)
		}
		if !strings.Contains(unsafe.In("nl"), "eigen gegevens") || !strings.Contains(unsafe.In("en"), "end the agreement on own data") {
			t.Errorf("%s", unsafe.In("en"))
		}
	}
	nearly := func(m *cube.Model) [][]int32 {
		var codes []string
		for _, o := range m.Owners([]string{"school"}, m.Institution)[1:] {
			codes = append(codes, o.Code)
		}
		return [][]int32{m.OwnCells(codes, nil)}
	}
	m, p := world(t, 6, 12, 1)
	_, err := gate.Run(context.Background(), m, p, everyone(), gate.Options{Method: given{pattern: through(t, m, p).Hidden}, Own: nearly(m)})
	refused(err)
}
