package method_test

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"doorstroommonitor/estimate"
	"doorstroommonitor/formal"
	"doorstroommonitor/noise"
)

var inf = math.Inf(1)

// exampleDesign measures two tables with a budget of 1/2.
func exampleDesign() *formal.Design {
	return &formal.Design{Rho: big.NewRat(1, 2), Neighbours: formal.AddRemove, Tables: []formal.Table{
		{ID: "main", Weight: big.NewRat(3, 5)}, {ID: "first", Weight: big.NewRat(2, 5)},
	}}
}

// TestTheBudgetOfTheExample spends rho over two tables.
func TestTheBudgetOfTheExample(t *testing.T) {
	d := exampleDesign()
	variances, err := d.Variance()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for i, table := range d.Tables {
		fmt.Fprintf(&out, "%-6s weight %-4s σ² = 1/(2·1/2·%s) = %s\n", table.ID, table.Weight.RatString(), table.Weight.RatString(), variances[i].RatString())
	}
	epsilon, err := formal.Epsilon(d.Rho, 1e-6)
	if err != nil {
		t.Fatal(err)
	}
	advantage, err := d.Advantage()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&out, "epsilon %.4f at delta 1e-6\n", epsilon)
	fmt.Fprintf(&out, "advantage %.4f: a guess with even odds is right with chance %.4f\n", advantage, (1+advantage)/2)
	onPage(t, "formal-privacy.md", out.String())
}

// TestASchoolUnderFormalPrivacy follows one school of 40 from counts to what a
// reader sees.
func TestASchoolUnderFormalPrivacy(t *testing.T) {
	d := exampleDesign()
	counts := [][]int64{{30, 10}, {30, 6, 4}} // hbo and rest; hbo, mbo, none
	m, err := formal.Measure(noise.SyntheticKey(7), d, &formal.Group{
		Population: "EXAMPLE", Year: 2024, Specification: [32]byte{1}, Members: 40, Tables: counts,
	})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "true      hbo 30  rest 10 | hbo 30  mbo 6  none 4\n")
	fmt.Fprintf(&out, "measured  hbo %d  rest %d | hbo %d  mbo %d  none %d\n", m.Tables[0].Values[0], m.Tables[0].Values[1], m.Tables[1].Values[0], m.Tables[1].Values[1], m.Tables[1].Values[2])

	// 0 total = 1 rest + 2 hbo, rest = 3 mbo + 4 none; hbo was measured twice.
	shape, err := estimate.NewShape(5, []estimate.Part{{Parent: 0, Children: []int{1, 2}}, {Parent: 1, Children: []int{3, 4}}})
	if err != nil {
		t.Fatal(err)
	}
	v := func(i int) float64 { f, _ := m.Tables[i].Variance.Float64(); return f }
	precision := 1/v(0) + 1/v(1)
	y := []float64{0, float64(m.Tables[0].Values[1]), (float64(m.Tables[0].Values[0])/v(0) + float64(m.Tables[1].Values[0])/v(1)) / precision, float64(m.Tables[1].Values[1]), float64(m.Tables[1].Values[2])}
	s, err := shape.Solve(y, []float64{inf, v(0), 1 / precision, v(1), v(1)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&out, "fitted    total %.2f  hbo %.2f  rest %.2f  mbo %.2f  none %.2f\n", s.X[0], s.X[2], s.X[1], s.X[3], s.X[4])
	fmt.Fprintf(&out, "variance  total %.2f  hbo %.2f  rest %.2f  mbo %.2f  none %.2f\n", s.W[0], s.W[2], s.W[1], s.W[3], s.W[4])
	z := shape.Project(s.X, nil)
	fmt.Fprintf(&out, "shown     total %d  hbo %d  rest %d  mbo %d  none %d\n", z[0], z[2], z[1], z[3], z[4])
	share := s.Of(2)
	value, _ := share.Value()
	band := share.Band(estimate.Z95)
	fmt.Fprintf(&out, "hbo %.1f %%, band %.1f to %.1f %%\n", 100*value, 100*band.Low, 100*band.High)
	smoothed, _ := estimate.Prior{Mean: 0.80, Variance: 0.0026}.Shrink(share)
	fmt.Fprintf(&out, "towards peers at 80 %%: %.1f %%\n", 100*smoothed)
	onPage(t, "formal-privacy.md", out.String())
}
