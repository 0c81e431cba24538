package formal

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"doorstroommonitor/noise"
)

func design(rho string, relation Neighbours, weights ...string) *Design {
	d := &Design{Rho: fraction(rho), Neighbours: relation}
	for i, w := range weights {
		d.Tables = append(d.Tables, Table{ID: string(rune('A' + i)), Weight: fraction(w)})
	}
	return d
}

func fraction(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

// TestVarianceSpendsTheBudget: Σ Δ²/(2σ²) is rho, to the last digit.
func TestVarianceSpendsTheBudget(t *testing.T) {
	for relation, distance := range map[Neighbours]int64{AddRemove: 1, Replace: 2} {
		d := design("1/3", relation, "3/10", "1/2", "1/5")
		v, err := d.Variance()
		if err != nil {
			t.Fatal(err)
		}
		sum := new(big.Rat)
		for _, s := range v {
			sum.Add(sum, new(big.Rat).Quo(big.NewRat(distance, 2), s))
		}
		if sum.Cmp(d.Rho) != 0 {
			t.Errorf("%s: the tables take %s of %s", relation, sum, d.Rho)
		}
	}
	v, _ := design("1/2", AddRemove, "3/10", "7/10").Variance()
	if v[0].RatString() != "10/3" {
		t.Errorf("σ² = %s, by hand 10/3", v[0].RatString())
	}
}

func TestDesignsThatAreRefused(t *testing.T) {
	twice := design("1/2", AddRemove, "1/2", "1/2")
	twice.Tables[1].ID = "A"
	for want, d := range map[string]*Design{
		"add up to 9/10": design("1/2", AddRemove, "1/2", "2/5"),
		"not positive":   design("1/2", AddRemove, "0", "1"),
		"rho":            design("0", AddRemove, "1"),
		"twice":          twice,
		"neighbour":      design("1/2", "somebody", "1"),
	} {
		if err := d.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// TestEpsilon compares with figures computed elsewhere, and each epsilon with
// the delta of its definition on a fine grid of α.
func TestEpsilon(t *testing.T) {
	// The last two are the budget of the US census of 2020, scale² = (339/542)².
	for _, c := range []struct {
		rho          string
		delta, after float64
	}{{"1/20", 1e-6, 1.47}, {"1/10", 1e-6, 2.14}, {"1/4", 1e-6, 3.54}, {"1/2", 1e-6, 5.22}, {"1", 1e-6, 7.77}, {"2", 1e-6, 11.69}, {"293764/114921", 1e-6, 13.56}, {"293764/114921", 1e-10, 17.14}} {
		e, err := Epsilon(fraction(c.rho), c.delta)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(e-c.after) > 0.00501 {
			t.Errorf("rho %s, delta %g: epsilon %.4f, not %.2f", c.rho, c.delta, e, c.after)
		}
		rho, _ := fraction(c.rho).Float64()
		least := math.Inf(1)
		for a := 1.001; a < 1000; a *= 1.0001 {
			least = min(least, math.Exp((a-1)*(a*rho-e)+a*math.Log(1-1/a))/(a-1))
		}
		if least > c.delta*(1+1e-6) || least < c.delta*0.9999 {
			t.Errorf("rho %s: epsilon %v has delta %g by the definition, not %g", c.rho, e, least, c.delta)
		}
	}
	for _, bad := range []float64{0, 1, math.NaN()} {
		if _, err := Epsilon(big.NewRat(1, 2), bad); err == nil {
			t.Errorf("delta %v was taken", bad)
		}
	}
}

// TestAdvantage compares with figures computed elsewhere, for one table and
// for budgets divided 0.3, 0.5, 0.2. Replace has twice the rho of the same noise.
func TestAdvantage(t *testing.T) {
	for _, c := range []struct {
		d    *Design
		want float64 // percent
	}{
		{design("1/20", AddRemove, "1"), 12.6}, {design("1/2", AddRemove, "1"), 39.9}, {design("1", AddRemove, "1"), 56.4}, {design("2", AddRemove, "1"), 78.7},
		{design("1/10", Replace, "1"), 17.6}, {design("1", Replace, "1"), 50.2}, {design("4", Replace, "1"), 80.9},
		{design("1/4", AddRemove, "3/10", "1/2", "1/5"), 27.6}, {design("1/2", AddRemove, "3/10", "1/2", "1/5"), 38.3}, {design("1", AddRemove, "3/10", "1/2", "1/5"), 52.0},
		{design("1", Replace, "3/10", "1/2", "1/5"), 52.0},
	} {
		a, err := c.d.Advantage()
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(100*a-c.want) > 0.0501 {
			t.Errorf("rho %s, %s, %d tables: %.2f %%, not %.1f %%", c.d.Rho.RatString(), c.d.Neighbours, len(c.d.Tables), 100*a, c.want)
		}
	}
}

// TestAdvantageByEnumeration sums |P - Q| over all outcomes of two tables.
func TestAdvantageByEnumeration(t *testing.T) {
	d := design("3/4", AddRemove, "2/3", "1/3")
	got, err := d.Advantage()
	if err != nil {
		t.Fatal(err)
	}
	p := func(z int, v float64) float64 {
		sum := 0.0
		for k := -80; k <= 80; k++ {
			sum += math.Exp(-float64(k*k) / (2 * v))
		}
		return math.Exp(-float64(z*z)/(2*v)) / sum
	}
	want := 0.0
	for a := -60; a <= 60; a++ {
		for b := -60; b <= 60; b++ {
			want += math.Abs(p(a, 1)*p(b, 2)-p(a-1, 1)*p(b-1, 2)) / 2
		}
	}
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("%v, by enumeration %v", got, want)
	}
}

// TestAllocate: no other division of the units has a smaller sum.
func TestAllocate(t *testing.T) {
	parts := []Part{{1, 5}, {1, 20}, {0.5, 3}}
	shares, least, err := Allocate(parts, 60)
	if err != nil {
		t.Fatal(err)
	}
	total := func(units []float64) (sum float64) {
		for i, p := range parts {
			sum += p.Worth * p.Cost / units[i]
		}
		return sum
	}
	var own []float64
	for _, s := range shares {
		f, _ := s.Float64()
		own = append(own, f)
	}
	best := math.Inf(1)
	for a := 1; a < 59; a++ {
		for b := 1; a+b < 60; b++ {
			best = min(best, total([]float64{float64(a) / 60, float64(b) / 60, float64(60-a-b) / 60}))
		}
	}
	if got := total(own); got > best*1.002 || got < least || best < least {
		t.Errorf("shares %v give %v, the best of all %v, the bound %v", own, got, best, least)
	}
	if _, _, err := Allocate([]Part{{1, 1}, {1, 0}}, 10); err == nil {
		t.Error("a part without worth was taken")
	}
	if small, _, err := Allocate([]Part{{1, 1e-9}, {1, 1e-9}, {1, 1}}, 10); err != nil || small[0].RatString() != "1/10" || small[2].RatString() != "4/5" {
		t.Errorf("tiny parts: %v %v", small, err)
	}
}

// TestResiduals: for a single marginal the plan equals measuring it directly,
// whose sum of variances at c = 1 is the number of cells; for two it beats
// measuring both.
func TestResiduals(t *testing.T) {
	_, parts, err := Residuals([]int{7, 3}, []Marginal{{Attributes: 3, Weight: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if _, least, err := Allocate(parts, 1000); err != nil || math.Abs(least-21) > 1e-9 {
		t.Errorf("one marginal of 21 cells: %v %v", least, err)
	}
	_, parts, err = Residuals([]int{7, 3}, []Marginal{{1, 1}, {2, 1}, {3, 1}})
	if err != nil {
		t.Fatal(err)
	}
	_, least, _ := Allocate(parts, 1000)
	_, direct, _ := Allocate([]Part{{1, 7}, {1, 3}, {1, 21}}, 1000)
	if least >= direct || len(parts) != 4 {
		t.Errorf("%d parts, %v against %v by three direct measurements", len(parts), least, direct)
	}
}

// TestMeasure: reruns are equal, other data has other noise, and records in
// two cells are refused.
func TestMeasure(t *testing.T) {
	d := design("1/2", AddRemove, "1/2", "1/2")
	group := func() *Group {
		return &Group{Population: "P", Year: 2024, Specification: [32]byte{1}, Members: 1000, Tables: [][]int64{make([]int64, 500), {600, 400}}}
	}
	key := noise.SyntheticKey(5)
	a, err := Measure(key, d, group())
	if err != nil {
		t.Fatal(err)
	}
	b, _ := Measure(key, d, group())
	changed := group()
	changed.Tables[1] = []int64{601, 399}
	c, _ := Measure(key, d, changed)
	same, moved, nonzero := 0, 0, 0
	for i, v := range a.Tables[0].Values {
		if v != b.Tables[0].Values[i] {
			t.Fatal("a rerun draws again")
		}
		if v == c.Tables[0].Values[i] {
			same++
		} else {
			moved++
		}
		if v != 0 {
			nonzero++
		}
	}
	if moved < 200 || nonzero < 250 {
		t.Errorf("other data in one table: %d of 500 cells of the other keep their noise; %d empty cells have noise", same, nonzero)
	}
	if a.Protected {
		t.Error("a numeric seed counts as protection")
	}
	double := group()
	double.Tables[0][3] = 1001
	if _, err := Measure(key, d, double); err == nil || !strings.Contains(err.Error(), "one cell only") {
		t.Errorf("a person in two cells: %v", err)
	}
}
