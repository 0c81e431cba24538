// Package method_test runs the worked examples of the pages beside it.
package method_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

var (
	schools      = []string{"00AA", "01BB", "_T"}
	destinations = []string{"MBO", "HBO", "NONE", "_T"}
	rule         = sdc.Rule{Threshold: 5, Width: 5}
)

// example is two schools by three destinations: 75 persons.
func example() *sdc.Problem {
	p := &sdc.Problem{Structure: sdc.Structure{Group: "EXAMPLE/2021", Cells: 12}}
	p.Counts = []int64{3, 31, 6, 40, 9, 24, 2, 35, 12, 55, 8, 75}
	for range p.Counts {
		p.Published = append(p.Published, true)
	}
	for s := range int32(3) {
		p.Relations = append(p.Relations, sdc.Relation{Parent: 4*s + 3, Children: []int32{4 * s, 4*s + 1, 4*s + 2}})
	}
	for d := range int32(4) {
		p.Relations = append(p.Relations, sdc.Relation{Parent: 8 + d, Children: []int32{d, 4 + d}})
	}
	return p
}

// try attacks and judges what a pattern would publish.
func try(t *testing.T, p *sdc.Problem, hidden sdc.Pattern) (*audit.Findings, *audit.Verdict) {
	t.Helper()
	var statements []sdc.Statement
	for c := range int32(p.Cells) {
		st := sdc.Statement{Cell: c, Hidden: hidden[c], Upper: sdc.Unbounded}
		if !hidden[c] {
			st.Value = p.Counts[c]
		}
		statements = append(statements, st)
	}
	f, err := audit.Attack(context.Background(), p.Outsider(statements, rule), audit.Options{Width: rule.Width})
	if err != nil {
		t.Fatal(err)
	}
	v, err := audit.Judge(p, hidden, f, rule, "outsider")
	if err != nil {
		t.Fatal(err)
	}
	return f, v
}

// play lets a method and the judge take turns, and writes down what comes out.
func play(t *testing.T, p *sdc.Problem, title string, method protect.Method) string {
	t.Helper()
	hidden := method.Apply(p, rule)
	f, v := try(t, p, hidden)
	for round := 0; !v.Passed() && round < 10; round++ {
		if method.Widen(p, rule, hidden, v.Cells(), f.Intervals) == 0 {
			break
		}
		f, v = try(t, p, hidden)
	}
	return report(p, title, hidden, f, v)
}

func report(p *sdc.Problem, title string, hidden sdc.Pattern, f *audit.Findings, v *audit.Verdict) string {
	var out strings.Builder
	fmt.Fprintf(&out, "method %s\n", title)
	for s, school := range schools {
		fmt.Fprintf(&out, "  %-5s", school)
		for d, dest := range destinations {
			c := 4*s + d
			cell := fmt.Sprint(p.Counts[c])
			if hidden[c] {
				cell = fmt.Sprintf("[%d,%d]", f.Intervals[c].Lower, f.Intervals[c].Upper)
			}
			fmt.Fprintf(&out, " %s %-7s", dest, cell)
		}
		out.WriteString("\n")
	}
	if v.Passed() {
		fmt.Fprintf(&out, "  passed: %d cells hidden, narrowest proven width %d\n", v.Hidden, v.Narrowest)
	} else {
		out.WriteString("  refused:")
		for _, fail := range v.Failing {
			fmt.Fprintf(&out, " %s.%s %s;", schools[fail.Cell/4], destinations[fail.Cell%4], fail.Reason)
		}
		out.WriteString("\n")
	}
	trimmed := ""
	for line := range strings.Lines(out.String()) {
		trimmed += strings.TrimRight(line, " \n") + "\n"
	}
	return trimmed
}

func TestTheWorkedExampleIsWhatTheProgramDoes(t *testing.T) {
	for _, m := range []struct {
		name   string
		method protect.Method
	}{{"none", protect.None{}}, {"primary", protect.Primary{}}, {"suppress", protect.Suppress{}}} {
		onPage(t, "suppression.md", play(t, example(), m.name, m.method))
	}
}

// TestExactOnlyIsNarrow: what guards against exact disclosure alone, and what
// guards widths as well, on one table.
func TestExactOnlyIsNarrow(t *testing.T) {
	p := square(2, 3, []int64{2, 31, 9, 4, 24, 3})
	exact := protect.Suppress{ExactOnly: true}
	hidden := exact.Apply(p, rule)
	f, v := try(t, p, hidden)
	onPage(t, "suppression.md", report(p, "suppress, exact only", hidden, f, v))
	onPage(t, "suppression.md", play(t, p, "suppress, widths", protect.Suppress{}))
}

// TestASumBelowTheThresholdIsNarrow: 5 and 3 are hidden in a total of 48 with
// threshold 11, so that their sum, 8, is a small count itself.
func TestASumBelowTheThresholdIsNarrow(t *testing.T) {
	p := &sdc.Problem{Structure: sdc.Structure{Group: "EXAMPLE", Cells: 4, Relations: []sdc.Relation{{Parent: 3, Children: []int32{0, 1, 2}}}}}
	p.Counts, p.Published = []int64{5, 3, 40, 48}, []bool{true, true, true, true}
	hidden := sdc.Pattern{true, true, false, false}
	eleven := sdc.Rule{Threshold: 11, Width: 11}
	f := attack(t, hiding(p, 0, 1), audit.Options{})
	v, err := audit.Judge(p, hidden, f, eleven, "outsider")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, fail := range v.Failing {
		in := f.Intervals[fail.Cell]
		fmt.Fprintf(&out, "%d in [%d,%d]: %s\n", p.Counts[fail.Cell], in.Lower, in.Upper, fail.Reason)
	}
	onPage(t, "suppression.md", out.String())
}
