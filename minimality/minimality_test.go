package minimality_test

import (
	"context"
	"testing"

	"doorstroommonitor/minimality"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

// row is a row of cells with its total.
func row(counts ...int64) *sdc.Problem {
	p := &sdc.Problem{Structure: sdc.Structure{Group: "row", Cells: len(counts) + 1, Relations: []sdc.Relation{{Parent: int32(len(counts))}}}, Published: make([]bool, len(counts)+1)}
	total := int64(0)
	for c, n := range counts {
		p.Relations[0].Children = append(p.Relations[0].Children, int32(c))
		total += n
	}
	p.Counts = append(append([]int64{}, counts...), total)
	for c := range p.Published {
		p.Published[c] = true
	}
	return p
}

var rule = sdc.Rule{Threshold: 5, Width: 5}

// exactly guards against exact disclosure only, with as few cells as it can.
func exactly(_ context.Context, p *sdc.Problem) (sdc.Pattern, error) {
	return protect.Suppress{ExactOnly: true}.Apply(p, rule), nil
}

// all lists every table of a row that agrees with what is shown of it: hidden
// cells at least 1, adding up to what the total leaves.
func all(p *sdc.Problem, hidden sdc.Pattern) [][]int64 {
	var out [][]int64
	x := append([]int64{}, p.Counts...)
	var unknown []int
	left := int64(0)
	for c, h := range hidden {
		if h {
			unknown = append(unknown, c)
			left += p.Counts[c]
		}
	}
	var step func(i int, left int64)
	step = func(i int, left int64) {
		if i == len(unknown)-1 {
			x[unknown[i]] = left
			out = append(out, append([]int64{}, x...))
			return
		}
		for v := int64(1); v <= left-int64(len(unknown)-1-i); v++ {
			x[unknown[i]] = v
			step(i+1, left-v)
		}
	}
	step(0, left)
	return out
}

// TestFourHiddenFoursAreGivenAway: four cells of 4 are hidden, and for who
// knows the sums alone each of them is 1 to 13. Whoever knows that as few cells
// are hidden as will do knows that two or three would, unless all four are
// small: at most 4 each, and 16 together, so that all are 4.
func TestFourHiddenFoursAreGivenAway(t *testing.T) {
	p := row(4, 4, 4, 4, 20)
	hidden, _ := exactly(context.Background(), p)
	tables := all(p, hidden)
	if len(tables) != 455 {
		t.Fatalf("%d tables with hidden %v, 455 by hand", len(tables), hidden)
	}
	r, err := minimality.Measure(context.Background(), p, rule, hidden, tables, false, exactly)
	if err != nil {
		t.Fatal(err)
	}
	if want := (minimality.Report{Tables: 455, Reproduced: 1, Primaries: 4, Judged: 4, Shrunk: 4, Exact: 4}); *r != want {
		t.Errorf("%+v, want %+v", *r, want)
	}
}

// TestOneSmallCellOfTwoStaysHidden: of 3 and 6 hidden either may be the small
// one, so that knowing the method excludes nothing.
func TestOneSmallCellOfTwoStaysHidden(t *testing.T) {
	p := row(3, 6, 30)
	hidden, _ := exactly(context.Background(), p)
	r, err := minimality.Measure(context.Background(), p, rule, hidden, all(p, hidden), false, exactly)
	if err != nil {
		t.Fatal(err)
	}
	if r.Tables != 8 || r.Reproduced != 8 || r.Primaries != 1 || r.Shrunk != 0 {
		t.Errorf("%+v", *r)
	}
}

// TestSampledTablesAgreeWithWhatIsShown: a sample holds the truth, and only
// tables that could be true; the same seed gives the same.
func TestSampledTablesAgreeWithWhatIsShown(t *testing.T) {
	p := row(4, 4, 4, 4, 20)
	hidden, _ := exactly(context.Background(), p)
	var st []sdc.Statement
	for c, n := range p.Counts {
		s := sdc.Statement{Cell: int32(c), Hidden: hidden[c], Upper: sdc.Unbounded}
		if !s.Hidden {
			s.Value = n
		}
		st = append(st, s)
	}
	k := p.Outsider(st, rule)
	sample := minimality.Sample(k, p.Counts, 40, 1)
	if len(sample) < 5 {
		t.Fatalf("%d tables", len(sample))
	}
	for i, x := range sample {
		if x[0]+x[1]+x[2]+x[3]+x[4] != x[5] || x[4] != 20 || x[5] != 36 || min(x[0], x[1], x[2], x[3]) < 1 {
			t.Errorf("table %d is %v", i, x)
		}
	}
	r, err := minimality.Measure(context.Background(), p, rule, hidden, sample, true, exactly)
	if err != nil || !r.Sampled || r.Reproduced != 1 || r.Exact == 0 {
		t.Errorf("%+v, %v", r, err)
	}
	for i, x := range minimality.Sample(k, p.Counts, 40, 1) {
		for c := range x {
			if x[c] != sample[i][c] {
				t.Fatal("the same seed gives other tables")
			}
		}
	}
}
