package audit_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/sdc"
)

// groups are all inner cells of a grid as parts of their rows.
func (g grid) groups() []sdc.Group {
	var out []sdc.Group
	for r := range g.a {
		for c := range g.b {
			group := sdc.Group{Part: g.at(r, c), Whole: g.at(r, g.b)}
			for o := range g.b {
				if o != c {
					group.Rest = append(group.Rest, g.at(r, o))
				}
			}
			out = append(out, group)
		}
	}
	return out
}

// drawGrid draws a grid, of which mostly one outcome a row, and hides cells of
// it: zeros as well where they may be hidden.
func drawGrid(seed uint64, zeros bool) (grid, []int64, *sdc.Knowledge) {
	rng := rand.New(rand.NewPCG(seed, 31))
	g := newGrid(2+rng.IntN(2), 2+rng.IntN(2))
	truth := make([]int64, g.s.Cells)
	for r := range g.a {
		for c := range g.b {
			if c == 0 {
				truth[g.at(r, c)] = int64(rng.IntN(7))
			} else if rng.IntN(4) == 0 {
				truth[g.at(r, c)] = 1
			}
		}
	}
	g.totals(truth)
	var st []sdc.Statement
	for c, v := range truth {
		hidden := (zeros || v > 0) && rng.IntN(100) < 50 && int32(c) != g.at(g.a, g.b)
		st = append(st, sdc.Statement{Cell: int32(c), Hidden: hidden, Value: v, Upper: sdc.Unbounded})
	}
	return g, truth, g.s.Outsider(st, sdc.Rule{ZerosHidden: zeros})
}

// sharesInAll enumerates whether a group shares its outcome in all tables that
// agree with the knowledge.
func (g grid) sharesInAll(k *sdc.Knowledge, members int64, group *sdc.Group, percent int64) bool {
	all := true
	g.enumerate(k, members, func(x []int64) {
		all = all && sdc.Shares(x[group.Part], x[group.Whole]-x[group.Part], percent)
	})
	return all
}

// TestSharingAgainstAllTables compares with the enumeration of all tables: a
// group that is called shared shares its outcome in every one of them, of one
// that is called unshared some table shows it, and little stays undecided.
func TestSharingAgainstAllTables(t *testing.T) {
	var said [3]int
	for seed := range uint64(300) {
		g, truth, k := drawGrid(seed, seed%2 == 0)
		f, err := audit.Attack(context.Background(), k, audit.Options{Width: 5, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range g.groups() {
			for _, percent := range []int64{75, 95, 100} {
				all := g.sharesInAll(k, truth[g.at(g.a, g.b)], &group, percent)
				got := f.Sharing(&group, percent)
				if got == audit.Shared && !all || got == audit.Unshared && all {
					t.Fatalf("seed %d: group %v at %d%%: %d, in all tables %v", seed, group, percent, got, all)
				}
				said[got]++
			}
		}
	}
	t.Logf("undecided %d, shared %d, unshared %d", said[audit.Undecided], said[audit.Shared], said[audit.Unshared])
	if said[audit.Shared] < 200 || said[audit.Unshared] < 1000 || said[audit.Undecided]*50 > said[audit.Shared]+said[audit.Unshared] {
		t.Errorf("undecided %d, shared %d, unshared %d", said[audit.Undecided], said[audit.Shared], said[audit.Unshared])
	}
}

// TestInsidersProveGroups: what an insider newly proves of a group holds in
// every table with the own counts, and outsiders could not prove it.
func TestInsidersProveGroups(t *testing.T) {
	proved := 0
	for seed := range uint64(1500) {
		g, truth, k := drawGrid(seed, seed%2 == 0)
		f, err := audit.Attack(context.Background(), k, audit.Options{Width: 5, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		h := &sdc.Homogeneity{Groups: g.groups(), Percent: 75}
		p := &sdc.Problem{Structure: g.s, Counts: truth}
		own := []int32{g.at(int(seed)%g.a, 0), g.at(int(seed)%g.a, 1)}
		l, ok := f.Insider(p.Own(own), h, func(int32) int64 { return 5 })
		if !ok {
			continue
		}
		narrower := *k
		narrower.Lower, narrower.Upper = append([]int64{}, k.Lower...), append([]int64{}, k.Upper...)
		for _, c := range own {
			narrower.Lower[c], narrower.Upper[c] = truth[c], truth[c]
		}
		for _, n := range l.Groups {
			proved++
			if group := &h.Groups[n]; f.Proves(group, 75) || !g.sharesInAll(&narrower, truth[g.at(g.a, g.b)], group, 75) {
				t.Fatalf("seed %d: group %v: an outsider proves it %v, and it need not be", seed, group, f.Proves(group, 75))
			}
		}
	}
	if proved < 20 {
		t.Errorf("insiders prove %d groups: the draws test nothing", proved)
	}
}

// TestTheJudgeCountsGroups: a group that shares its outcome for all to see is
// counted, and fails where the rule guards against it.
func TestTheJudgeCountsGroups(t *testing.T) {
	g := newGrid(1, 2)
	p := &sdc.Problem{Structure: g.s, Counts: []int64{20, 1, 21, 20, 1, 21}, Published: []bool{true, true, true, true, true, true}}
	judge := func(percent int64, guard bool) *audit.Verdict {
		t.Helper()
		hidden := make(sdc.Pattern, g.s.Cells)
		var st []sdc.Statement
		for c, n := range p.Counts {
			st = append(st, sdc.Statement{Cell: int32(c), Value: n})
		}
		f, err := audit.Attack(context.Background(), g.s.Outsider(st, sdc.Rule{}), audit.Options{Width: 1})
		if err != nil {
			t.Fatal(err)
		}
		p.Homogeneity = &sdc.Homogeneity{Groups: g.groups()[:1], Percent: percent, Guard: guard}
		v, err := audit.Judge(p, hidden, f, sdc.Rule{Threshold: 1, Width: 1}, "reader")
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if v := judge(95, false); v.Homogeneous != 1 || v.Unanimous != 0 || !v.Passed() {
		t.Errorf("20 of 21 are 95.2%%: %+v", v)
	}
	if v := judge(96, true); v.Homogeneous != 0 || !v.Passed() {
		t.Errorf("20 of 21 are no 96%%: %+v", v)
	}
	if v := judge(95, true); v.Passed() || v.Failing[0] != (audit.Failure{Cell: g.at(0, 0), Reason: audit.Alike}) {
		t.Errorf("guarded: %+v", v)
	}
}
