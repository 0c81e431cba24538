package gate_test

import (
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// TestNationalFiguresAreHiddenLast: where a group can be protected with all
// sums over many schools shown, as seen by attacking what comes of forcing
// that, they are shown.
func TestNationalFiguresAreHiddenLast(t *testing.T) {
	possible := 0
	for seed := range uint64(12) {
		m, p := worldOf(t, 14+2*int(seed), 30, seed, func(*spec.Specification) {})
		rule := cube.Rule(m.Population)
		broad := map[int32]bool{}
		for _, r := range p.Relations {
			if len(r.Children) > 12 && !p.Sensitive(r.Parent, rule) {
				broad[r.Parent] = true
			}
		}
		forced := *p
		forced.Fixed = make([]bool, p.Cells)
		for c := range broad {
			forced.Fixed[c] = true
		}
		method := protect.Suppress{Totals: true}
		if !holds(t, p, rule, method.Apply(&forced, rule)) {
			continue
		}
		possible++
		for c, hidden := range method.Apply(p, rule) {
			if hidden && broad[int32(c)] {
				t.Errorf("seed %d: a sum of %d is hidden", seed, p.Counts[c])
			}
		}
	}
	if possible < 4 {
		t.Errorf("%d groups can do without: the draws test nothing", possible)
	}
}

// holds reports whether an attack leaves every sensitive count its width.
func holds(t *testing.T, p *sdc.Problem, rule sdc.Rule, hidden sdc.Pattern) bool {
	t.Helper()
	var st []sdc.Statement
	for c := range int32(p.Cells) {
		if p.Published[c] {
			st = append(st, sdc.Statement{Cell: c, Hidden: hidden[c], Value: p.Counts[c], Upper: sdc.Unbounded})
		}
	}
	f, err := audit.Attack(t.Context(), p.Outsider(st, rule), audit.Options{Width: p.Widest(rule)})
	if err != nil {
		t.Fatal(err)
	}
	for c := range int32(p.Cells) {
		if in := f.Intervals[c]; p.Published[c] && p.Sensitive(c, rule) && in.Upper-in.Lower < rule.Width {
			return false
		}
	}
	return true
}
