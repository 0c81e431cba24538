package method_test

import (
	"fmt"
	"strings"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/sdc"
)

// threeSchools are three schools by outcome, of which the second has 20 who went on
// and 1 who stopped: 95.2 percent share the outcome.
func threeSchools() *sdc.Problem { return square(3, 2, []int64{31, 6, 20, 1, 27, 9}) }

func group(school int32) sdc.Group {
	return sdc.Group{Part: 3 * school, Whole: 3*school + 2, Rest: []int32{3*school + 1}}
}

func TestAttackersSeeHomogeneity(t *testing.T) {
	p := threeSchools()
	var out strings.Builder
	for _, c := range []struct {
		name   string
		hidden []int32
	}{
		{"all shown", nil},
		{"the small count and three corners hidden", []int32{3, 4, 6, 7}},
	} {
		f := attack(t, hiding(p, c.hidden...), audit.Options{})
		g := group(1)
		part, rest := f.Intervals[g.Part], f.Intervals[g.Rest[0]]
		fmt.Fprintf(&out, "%s: part in [%d,%d], rest in [%d,%d], 95 percent or more: %s\n", c.name, part.Lower, part.Upper, rest.Lower, rest.Upper,
			map[audit.Sharing]string{audit.Shared: "follows", audit.Unshared: "does not follow", audit.Undecided: "undecided"}[f.Sharing(&g, 95)])
	}
	onPage(t, "attackers.md", out.String())
}

// TestAttackersSeeThroughZeros: everybody of the second school went on; with
// zeros shown hiding counts does not help, with zeros hidden it does.
func TestAttackersSeeThroughZeros(t *testing.T) {
	p := square(3, 2, []int64{31, 6, 20, 0, 27, 9})
	var out strings.Builder
	for _, c := range []struct {
		name   string
		hidden []int32
		rule   sdc.Rule
	}{
		{"zeros published, counts hidden", []int32{3, 5, 6, 8}, sdc.Rule{Threshold: 5, Width: 5}},
		{"zeros secondary, the zero hidden", []int32{3, 4, 6, 7}, sdc.Rule{Threshold: 5, Width: 5, ZerosHidden: true}},
	} {
		k := hiding(p, c.hidden...)
		for _, cell := range c.hidden {
			k.Lower[cell] = c.rule.Least()
		}
		f := attack(t, k, audit.Options{})
		g := group(1)
		rest := f.Intervals[g.Rest[0]]
		fmt.Fprintf(&out, "%s: rest in [%d,%d], everybody: %s\n", c.name, rest.Lower, rest.Upper, map[bool]string{true: "follows", false: "does not follow"}[f.Sharing(&g, 100) == audit.Shared])
	}
	onPage(t, "attackers.md", out.String())
}
