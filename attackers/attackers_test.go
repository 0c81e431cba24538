package attackers_test

import (
	"context"
	"slices"
	"testing"

	"doorstroommonitor/attackers"
	"doorstroommonitor/audit"
	"doorstroommonitor/sdc"
)

var rule = sdc.Rule{Threshold: 5, Width: 5}

// square is a table of two by two with its totals, all inner cells hidden: in
// each row and each column the sum is known and how it is divided is not.
//
//	 3  6 |  9
//	 9  2 | 11
//	12  8 | 20
func square(t *testing.T) attackers.Against {
	t.Helper()
	p := &sdc.Problem{
		Structure: sdc.Structure{Group: "SQUARE", Cells: 9, Relations: []sdc.Relation{
			{Parent: 2, Children: []int32{0, 1}}, {Parent: 5, Children: []int32{3, 4}}, {Parent: 8, Children: []int32{6, 7}},
			{Parent: 6, Children: []int32{0, 3}}, {Parent: 7, Children: []int32{1, 4}}, {Parent: 8, Children: []int32{2, 5}},
		}},
		Counts: []int64{3, 6, 9, 9, 2, 11, 12, 8, 20}, Published: slices.Repeat([]bool{true}, 9),
	}
	hidden := sdc.Pattern{0: true, 1: true, 3: true, 4: true, 8: false}
	var st []sdc.Statement
	for c, n := range p.Counts {
		s := sdc.Statement{Cell: int32(c), Hidden: hidden[c], Upper: sdc.Unbounded}
		if !s.Hidden {
			s.Value = n
		}
		st = append(st, s)
	}
	k := p.Outsider(st, rule)
	f, err := audit.Attack(context.Background(), k, audit.Options{Width: rule.Width})
	if err != nil {
		t.Fatal(err)
	}
	return attackers.Against{Problem: p, Rule: rule, Hidden: hidden, Knowledge: k, Findings: f}
}

func try(t *testing.T, a attackers.Against, k attackers.Kind) (audit.Attempt, *attackers.Outcome) {
	t.Helper()
	o, err := attackers.Try(context.Background(), a, []attackers.Kind{k})
	if err != nil {
		t.Fatal(err)
	}
	return o.Attempts[0], o
}

// TestAnOwnerOfARowKnowsTheOther: two rows cannot hide from each other; the
// sensitive cell and what its owner does not own go back to the method, and
// the 9, which was hidden for its sake, is no secret.
func TestAnOwnerOfARowKnowsTheOther(t *testing.T) {
	a, o := try(t, square(t), attackers.Kind{Name: "school", Mode: audit.Guarded, Own: [][]int32{{0, 1, 2}}})
	if a.Tried != 1 || a.Cells != 1 || a.ExactReveals != 1 || a.Failing != 1 || a.Passed() || a.Narrowest != 0 {
		t.Errorf("%+v", a)
	}
	if len(o.Failing) != 1 || o.Failing[0].Cell != 4 || !slices.Equal(o.Failing[0].Own, []int32{0, 1}) {
		t.Errorf("failing %+v", o.Failing)
	}
	if a, o = try(t, square(t), attackers.Kind{Name: "school", Mode: audit.Reported, Own: [][]int32{{0, 1, 2}}}); !a.Passed() || a.ExactReveals != 1 || len(o.Failing) != 0 {
		t.Errorf("reported only: %+v, failing %v", a, o.Failing)
	}
}

// TestWhoKnowsNothingNewLearnsNothing: published own cells, and membership of
// a cell that everybody knows to be filled, are no knowledge.
func TestWhoKnowsNothingNewLearnsNothing(t *testing.T) {
	for name, k := range map[string]attackers.Kind{
		"a total":       {Own: [][]int32{{2}}},
		"a member of 3": {Own: [][]int32{{0}}, Member: true},
	} {
		if a, _ := try(t, square(t), k); a.Tried != 1 || a.Cells != 0 {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// TestSharesGiveACellAway: 33 percent of 9, rounded to whole percents, is 3 and
// nothing else; the interval 10 to 90 percent says nothing that is not known.
func TestSharesGiveACellAway(t *testing.T) {
	a, _ := try(t, square(t), attackers.Kind{Name: "shares", Shares: []sdc.Ratio{{Part: 0, Whole: 2, Low: 65, High: 67, Scale: 200}}})
	if a.Tried != 1 || a.Cells != 4 || a.ExactReveals != 4 {
		t.Errorf("33%% of 9: %+v", a)
	}
	a, _ = try(t, square(t), attackers.Kind{Name: "shares", Shares: []sdc.Ratio{{Part: 0, Whole: 2, Low: 10, High: 90, Scale: 100}}})
	if a.Cells != 4 || a.ExactReveals != 0 || a.Narrowest < 5 {
		t.Errorf("10 to 90%% of 9: %+v", a)
	}
}

// TestOfManyAnEvenSelectionIsTried: and the attempt says how many were not.
func TestOfManyAnEvenSelectionIsTried(t *testing.T) {
	own := slices.Repeat([][]int32{{2}}, 3*attackers.Limit)
	if a, _ := try(t, square(t), attackers.Kind{Own: own}); a.Tried != attackers.Limit || a.Skipped != 2*attackers.Limit {
		t.Errorf("%+v", a)
	}
	if a, _ := try(t, square(t), attackers.Kind{Mode: audit.Reported, Own: own[:2*attackers.ReportLimit]}); a.Tried != attackers.ReportLimit || a.Skipped != attackers.ReportLimit {
		t.Errorf("only measured: %+v", a)
	}
}

// TestWhoCannotBeTriedIsUnproven: without a table to start from the attack is
// done afresh; who is beyond that counts as unproven and fails where guarded.
func TestWhoCannotBeTriedIsUnproven(t *testing.T) {
	a := square(t)
	bounds, err := audit.Attack(context.Background(), a.Knowledge, audit.Options{BoundsOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	a.Findings = bounds
	got, o := try(t, a, attackers.Kind{Mode: audit.Guarded, Own: [][]int32{{0, 1, 2}}})
	if got.ExactReveals != 1 || len(o.Failing) != 1 {
		t.Errorf("afresh: %+v, %v", got, o.Failing)
	}
	if got, _ = try(t, a, attackers.Kind{Mode: audit.Guarded, Own: slices.Repeat([][]int32{{0, 1, 2}}, 40)}); got.Unproven == 0 || got.Passed() {
		t.Errorf("forty: %+v", got)
	}
}
