package method_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/protect"
)

// TestSmallCountsAreRounded: e6 of the peer's documentation, base 3.
func TestSmallCountsAreRounded(t *testing.T) {
	var y []int64
	var label []string
	for _, r := range peerFile(t, "smallcount_e6.csv") {
		n, err := strconv.ParseInt(r["freq"], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		y, label = append(y, n), append(label, r["geo"]+" "+r["year"])
	}
	p := square(2, 3, y) // years by countries
	m, inner, err := p.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range inner {
		if p.Counts[c] != y[i] {
			t.Fatalf("row %d is not cell %d", i, c)
		}
	}
	z, err := protect.RoundSmallCounts(m, y, nil, protect.RoundingOptions{Base: 3})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for i := range y {
		fmt.Fprintf(&out, "%-14s %2d becomes %2d\n", label[i], y[i], z[i])
	}
	before, after := m.Totals(y), m.Totals(z)
	for _, c := range []struct {
		name string
		cell int
	}{{"Iceland", 8}, {"2018", 3}, {"2019", 7}, {"all", 11}} {
		fmt.Fprintf(&out, "%-14s %2d becomes %2d\n", c.name, before[c.cell], after[c.cell])
	}
	onPage(t, "perturbation.md", out.String())
}

// TestARowOfThePerturbationTable is that of a count of 1 with D = 5, V = 3 and
// no published 1 or 2; the peer's figures are to eight decimals.
func TestARowOfThePerturbationTable(t *testing.T) {
	table, err := protect.NewPerturbationTable(5, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	var peer []float64
	for _, r := range peerFile(t, "ptable_D5_V3_js2.csv") {
		if r["i"] == "1" {
			p, err := strconv.ParseFloat(r["p"], 64)
			if err != nil {
				t.Fatal(err)
			}
			peer = append(peer, p)
		}
	}
	row := table.Row(1)
	if len(row) != len(peer) {
		t.Fatalf("%d entries, %d of the peer", len(row), len(peer))
	}
	var out strings.Builder
	out.WriteString("n 1 becomes  with v  chance    if u is below\n")
	mean, square := 0.0, 0.0
	for k, e := range row {
		if math.Abs(e.P-peer[k]) > 1e-7 {
			t.Errorf("v = %d: %v, the peer has %v", e.V, e.P, peer[k])
		}
		mean, square = mean+e.P*float64(e.V), square+e.P*float64(e.V*e.V)
		fmt.Fprintf(&out, "%11d  %6d  %.6f  %13.6f\n", e.J, e.V, e.P, float64(e.Upper)/(1<<26))
	}
	fmt.Fprintf(&out, "mean of v %.4f, of v² %.4f\n", math.Abs(mean), square)
	onPage(t, "perturbation.md", out.String())
}

// TestRoundedByThemselvesTwoOnesAreDerived tries all tables that could explain
// the published figures.
func TestRoundedByThemselvesTwoOnesAreDerived(t *testing.T) {
	round := func(a, b int64) string {
		z, err := protect.RoundEach([]int64{a, b, a + b}, 3)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%d + %d = %d", z[0], z[1], z[2])
	}
	published := round(1, 1)
	var out strings.Builder
	fmt.Fprintf(&out, "published: %s\n", published)
	for a := range int64(8) {
		for b := range int64(8) {
			if round(a, b) == published {
				fmt.Fprintf(&out, "explained by %d + %d = %d\n", a, b, a+b)
			}
		}
	}
	onPage(t, "perturbation.md", out.String())
}
