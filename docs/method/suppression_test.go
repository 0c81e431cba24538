// Package method_test runs the worked example of suppression.md.
package method_test

import (
	"context"
	"fmt"
	"os"
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
	f, err := audit.Attack(context.Background(), p.Outsider(statements, true), audit.Options{Width: rule.Width})
	if err != nil {
		t.Fatal(err)
	}
	v, err := audit.Judge(p, hidden, f, rule, "outsider")
	if err != nil {
		t.Fatal(err)
	}
	return f, v
}

func TestTheWorkedExampleIsWhatTheProgramDoes(t *testing.T) {
	b, err := os.ReadFile("suppression.md")
	if err != nil {
		t.Fatal(err)
	}
	p := example()
	var out strings.Builder
	for _, m := range []struct {
		name   string
		method protect.Method
	}{{"none", protect.None{}}, {"primary", protect.Primary{}}, {"complement", protect.Complement{}}} {
		hidden := m.method.Apply(p, rule)
		f, v := try(t, p, hidden)
		for round := 0; !v.Passed() && round < 10; round++ {
			var failing []int32
			for _, c := range v.Failing {
				failing = append(failing, c.Cell)
			}
			if m.method.Widen(p, rule, hidden, failing, f.Intervals) == 0 {
				break
			}
			f, v = try(t, p, hidden)
		}
		fmt.Fprintf(&out, "method %s\n", m.name)
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
			continue
		}
		out.WriteString("  refused:")
		for _, fail := range v.Failing {
			fmt.Fprintf(&out, " %s.%s %s;", schools[fail.Cell/4], destinations[fail.Cell%4], fail.Reason)
		}
		out.WriteString("\n")
	}
	got := strings.ReplaceAll(out.String(), " \n", "\n")
	for line := range strings.Lines(got) {
		if !strings.Contains(string(b), strings.TrimRight(line, " \n")) {
			t.Errorf("suppression.md lacks the line %q; the program says:\n%s", strings.TrimSpace(line), got)
			break
		}
	}
}
