//go:build clp

package method_test

import (
	"fmt"
	"strings"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

// TestOptimalHidesThree is the test problem of sdcTable: four regions by men
// and women, of whom 2 in one cell.
func TestOptimalHidesThree(t *testing.T) {
	p := square(4, 2, []int64{18, 2, 14, 19, 12, 10, 11, 14})
	var out strings.Builder
	for _, c := range []struct {
		sentence string
		exact    bool
		width    int64
	}{{"exact disclosure only", true, 0}, {"width 5", false, 5}, {"width 10", false, 10}} {
		o := protect.Optimal{Binaries: lp.NewBinaries(), Solver: lp.New(), Exact: c.exact}
		hidden, err := o.Solve(p, sdc.Rule{Threshold: 5, Width: c.width})
		if err != nil {
			t.Fatal(err)
		}
		n := -1 // the sensitive one
		for _, h := range hidden {
			if h {
				n++
			}
		}
		fmt.Fprintf(&out, "%s: %d secondary cells\n", c.sentence, n)
	}
	onPage(t, "optimal.md", out.String())
}

// TestAuditAsksPrograms settles widths by linear programs alone.
func TestAuditAsksPrograms(t *testing.T) {
	f := attack(t, hiding(example(), corners...), audit.Options{SkipMoves: true, Solver: lp.New()})
	var out strings.Builder
	for _, c := range corners {
		in := f.Intervals[c]
		fmt.Fprintf(&out, "%s: outer bounds [%d,%d], tables show [%d,%d]\n", name(c), in.Lower, in.Upper, in.InnerLower, in.InnerUpper)
	}
	fmt.Fprintf(&out, "cells asked: %d, open: %d\n", f.ByLP, f.Open)
	onPage(t, "audit.md", out.String())
}
