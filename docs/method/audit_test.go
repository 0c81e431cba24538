package method_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// corners are the hidden cells of the example of suppression.md.
var corners = []int32{0, 2, 4, 6}

func attack(t *testing.T, k *sdc.Knowledge, opt audit.Options) *audit.Findings {
	t.Helper()
	opt.Width = rule.Width
	f, err := audit.Attack(context.Background(), k, opt)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func name(c int32) string { return schools[c/4] + "." + destinations[c%4] }

func TestAuditPropagates(t *testing.T) {
	p := square(2, 3, []int64{2, 3, 6, 1, 37, 9})
	hidden := []int32{0, 1, 4, 5}
	f := attack(t, hiding(p, hidden...), audit.Options{BoundsOnly: true})
	var out strings.Builder
	for _, c := range hidden {
		fmt.Fprintf(&out, "%s in [%d,%d]\n", name(c), f.Intervals[c].Lower, f.Intervals[c].Upper)
	}
	onPage(t, "audit.md", out.String())
}

func TestAuditFindsATableAndLeavesIt(t *testing.T) {
	p := example()
	k := hiding(p, corners...)
	f := attack(t, k, audit.Options{BoundsOnly: true})
	y := moves.NewSystem(k.Structure)
	lower, upper := make([]int64, y.Units), make([]int64, y.Units)
	for c, u := range y.Of {
		lower[u], upper[u] = f.Intervals[c].Lower, f.Intervals[c].Upper
	}
	m, ok := moves.Find(y, lower, upper, 0)
	if !ok {
		t.Fatal("no table found")
	}
	var out strings.Builder
	out.WriteString("table found:")
	for _, c := range corners {
		fmt.Fprintf(&out, " %s %d", name(c), m.At(y.Of[c]))
	}
	cert := moves.NewProver(m).Search(y.Of[0], rule.Width, 0, true)
	for _, way := range []struct {
		word  string
		steps []moves.Step
	}{{"up", cert.Up}, {"down", cert.Down}} {
		if len(way.steps) == 0 {
			continue
		}
		fmt.Fprintf(&out, "\n%-5s", way.word)
		for _, s := range way.steps {
			fmt.Fprintf(&out, " %s %+d", name(cellOf(y, s.Unit)), s.Delta)
		}
	}
	fmt.Fprintf(&out, "\nproven width of %s: %d\n", name(0), cert.Width())
	onPage(t, "audit.md", out.String())
}

// TestAuditWalks goes from one possible table to the next.
func TestAuditWalks(t *testing.T) {
	k := hiding(example(), corners...)
	f := attack(t, k, audit.Options{BoundsOnly: true})
	y := moves.NewSystem(k.Structure)
	x, lower, upper, price := make([]int64, y.Units), make([]int64, y.Units), make([]int64, y.Units), make([]int32, y.Units)
	start := example().Counts
	for c, u := range y.Of {
		x[u], lower[u], upper[u] = start[c], f.Intervals[c].Lower, f.Intervals[c].Upper
		if lower[u] == upper[u] {
			price[u] = moves.Fixed
		}
	}
	for i, n := range []int64{5, 4, 7, 4} { // the table of the attacker
		x[y.Of[corners[i]]] = n
	}
	m := moves.NewMover(y, x, lower, upper, price, 0)
	var out strings.Builder
	for _, d := range []int64{0, 3, -6} {
		if d != 0 {
			if _, ok := m.Move(y.Of[0], d, 0); !ok {
				t.Fatalf("no chain for %d", d)
			}
		}
		for i, c := range corners {
			sep := " "
			if i == len(corners)-1 {
				sep = "\n"
			}
			fmt.Fprintf(&out, "%s %d%s", name(c), m.At(y.Of[c]), sep)
		}
	}
	onPage(t, "audit.md", out.String())
}

func cellOf(y *moves.System, unit int32) int32 {
	for c, u := range y.Of {
		if u == unit {
			return int32(c)
		}
	}
	return -1
}

// TestAuditEliminates: two blocks of four hidden cells, and one cell between
// them that lies in a row of one and a column of the other.
func TestAuditEliminates(t *testing.T) {
	p := square(4, 4, []int64{
		8, 9, 20, 20,
		7, 9, 3, 20,
		20, 20, 8, 9,
		20, 20, 9, 7})
	hidden := []int32{0, 1, 5, 6, 7, 12, 13, 17, 18}
	bounds := attack(t, hiding(p, hidden...), audit.Options{BoundsOnly: true})
	f := attack(t, hiding(p, hidden...), audit.Options{})
	var out strings.Builder
	for r := range int32(4) {
		for c := range int32(5) {
			cell := fmt.Sprint(p.Counts[r*5+c])
			for _, h := range hidden {
				if h == r*5+c {
					cell = "x"
				}
			}
			fmt.Fprintf(&out, " %3s", cell)
		}
		out.WriteString("\n")
	}
	for c := range int32(5) {
		fmt.Fprintf(&out, " %3d", p.Counts[20+c])
	}
	in := bounds.Intervals[7]
	fmt.Fprintf(&out, "\nrow 2, column 3: [%d,%d] by propagation, ", in.Lower, in.Upper)
	in = f.Intervals[7]
	fmt.Fprintf(&out, "[%d,%d] by elimination\n", in.Lower, in.Upper)
	if f.ByElimination != 1 || f.Exact != 1 {
		t.Errorf("%d cells by elimination, %d exact", f.ByElimination, f.Exact)
	}
	onPage(t, "audit.md", out.String())
}

func TestAuditReadsShares(t *testing.T) {
	var out strings.Builder
	for _, c := range []struct{ part, whole, percent int64 }{{3, 23, 13}, {3, 230, 1}} {
		p := &sdc.Problem{Structure: sdc.Structure{Group: "EXAMPLE", Cells: 3}, Counts: []int64{c.whole, c.part, c.whole - c.part}}
		p.Relations = []sdc.Relation{{Parent: 0, Children: []int32{1, 2}}}
		k := hiding(p, 1, 2)
		k.Ratios = []sdc.Ratio{{Part: 1, Whole: 0, Low: 2*c.percent - 1, High: 2*c.percent + 1, Scale: 200}}
		f := attack(t, k, audit.Options{})
		fmt.Fprintf(&out, "%d %% of %d: part in [%d,%d]\n", c.percent, c.whole, f.Intervals[1].Lower, f.Intervals[1].Upper)
	}
	onPage(t, "audit.md", out.String())
}

func TestAuditPutsInsidersToWork(t *testing.T) {
	p := example()
	f := attack(t, hiding(p, corners...), audit.Options{})
	l, ok := f.Insider(p.Own([]int32{0, 1, 2, 3}), nil, func(int32) int64 { return 5 })
	if !ok {
		t.Fatal("the attack could not be carried out")
	}
	var out strings.Builder
	for i, c := range l.Cells {
		o, in := f.Intervals[c], l.Intervals[i]
		fmt.Fprintf(&out, "%s: outsider [%d,%d], school 00AA [%d,%d]\n", name(c), o.Lower, o.Upper, in.Lower, in.Upper)
	}
	onPage(t, "audit.md", out.String())
}
