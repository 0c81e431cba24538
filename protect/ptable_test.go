package protect

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

func decimal(t testing.TB, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestPerturbationTableEqualsThePeers compares every entry and every bound
// with what ptable publishes in eight decimals.
func TestPerturbationTableEqualsThePeers(t *testing.T) {
	for _, c := range []struct {
		file  string
		D, js int
		V     float64
	}{{"ptable_D4_V2_js1.csv", 4, 1, 2}, {"ptable_D5_V3_js2.csv", 5, 2, 3}} {
		table, err := NewPerturbationTable(c.D, c.V, c.js)
		if err != nil {
			t.Fatal(err)
		}
		entries, worst := 0, 0.0
		place := map[int64]int{} // row -> entries seen
		peerTable(t, c.file, func(row map[string]string) {
			i := number(t, row["i"])
			if place[i] >= len(table.Row(i)) || i >= int64(len(table.rows)) {
				t.Fatalf("%s: row %d has fewer entries here", c.file, i)
			}
			e := table.Row(i)[place[i]]
			if place[i]++; int64(e.I) != i || int64(e.J) != number(t, row["j"]) || int64(e.V) != number(t, row["v"]) {
				t.Fatalf("%s: %+v for %v", c.file, e, row)
			}
			for _, pair := range [][2]float64{{e.P, decimal(t, row["p"])}, {float64(e.Lower) / (1 << keyBits), decimal(t, row["p_int_lb"])}, {float64(e.Upper) / (1 << keyBits), decimal(t, row["p_int_ub"])}} {
				worst = max(worst, math.Abs(pair[0]-pair[1]))
			}
			entries++
		})
		all := 0
		for _, row := range table.rows {
			all += len(row)
		}
		t.Logf("%s: greatest difference %.1e", c.file, worst)
		if entries != all || worst > 1e-7 {
			t.Errorf("%s: %d entries here, %d there, greatest difference %.1e", c.file, all, entries, worst)
		}
	}
}

// parameters that are feasible, from narrow to wide.
func someParameters() (all [][3]float64) {
	for D := 1; D <= 12; D++ {
		for js := 0; js <= min(D, 4); js++ {
			least := (js + 1) / 2 * (js + 1 - (js+1)/2)
			for _, more := range []float64{0.05, 0.3, 1, 2.5, 8, 200} {
				all = append(all, [3]float64{float64(D), float64(js), float64(least) + more})
			}
		}
	}
	return all
}

// TestPerturbationTableHasItsProperties: bounds that tile [0, 1), mean 0, at
// most variance V, no forbidden counts, noise within D, one row shared by all
// large counts that is symmetric.
func TestPerturbationTableHasItsProperties(t *testing.T) {
	for _, c := range someParameters() {
		D, js, V := int(c[0]), int(c[1]), c[2]
		table, err := NewPerturbationTable(D, V, js)
		if err != nil {
			t.Fatal(err)
		}
		last := D
		if js > 0 {
			last = D + js + 1
		}
		if len(table.rows) != last+1 || &table.Row(1 << 40)[0] != &table.Row(int64(last))[0] {
			t.Fatalf("D %d, V %v, js %d: %d rows", D, V, js, len(table.rows))
		}
		for i, row := range table.rows {
			if err := wrongRow(row, i, D, js, V); err != nil {
				t.Errorf("D %d, V %v, js %d, row %d: %v", D, V, js, i, err)
			}
		}
		row := table.Row(int64(last))
		for k, e := range row {
			if o := row[len(row)-1-k]; e.V != -o.V || math.Abs(e.P-o.P) > 1e-7 {
				t.Errorf("D %d, V %v, js %d: the shared row has %+v and %+v", D, V, js, e, o)
			}
		}
	}
}

func wrongRow(row []Perturbation, i, D, js int, V float64) error {
	var mean, variance float64
	bound := uint32(0)
	for _, e := range row {
		if e.I != i || e.J != i+e.V || e.J < 0 || e.J >= 1 && e.J <= js || e.V < -D || e.V > D || i == 0 && e.V != 0 {
			return fmt.Errorf("entry %+v", e)
		}
		if e.Lower != bound || e.Upper < e.Lower || e.P != float64(e.Upper-e.Lower)/(1<<26) {
			return fmt.Errorf("entry %+v after a bound of %d", e, bound)
		}
		bound = e.Upper
		mean += e.P * float64(e.V)
		variance += e.P * float64(e.V*e.V)
	}
	// Each bound is rounded by at most 2^-27.
	if slack := float64(len(row)*D*D) / (1 << 26); bound != 1<<26 || math.Abs(mean) > slack || variance > V+slack {
		return fmt.Errorf("last bound %d, mean %v, variance %v", bound, mean, variance)
	}
	if i > 0 && i <= D && row[0].J != 0 {
		return fmt.Errorf("cannot become 0")
	}
	return nil
}

// TestPerturbationsHaveTheGreatestEntropy checks the conditions of Karush,
// Kuhn and Tucker, which are sufficient for a concave aim, from the figures
// alone: log p = c + λv + μv² with μ <= 0, and μ = 0 unless the variance is V.
// Where p must not decrease up to 0, the sums of log p - (c + λv + μv²) up to
// each v are at most 0, and 0 where p really increases.
func TestPerturbationsHaveTheGreatestEntropy(t *testing.T) {
	merged, bound := 0, 0
	for _, c := range someParameters() {
		D, js, V := int(c[0]), int(c[1]), c[2]
		for i := 1; i <= D+js+1; i++ {
			var support []int
			for v := max(-i, -D); v <= D; v++ {
				if i+v < 1 || i+v > js {
					support = append(support, v)
				}
			}
			monotone := i > js
			p, err := maxEntropy(support, V)
			if err != nil {
				t.Fatal(err)
			}
			if len(support) < 4 || D < 3 {
				continue // nothing left to choose, or no three v > 0 to fit through
			}
			m, b, err := kuhnTucker(support, p, V, monotone)
			if err != nil {
				t.Errorf("D %d, V %v, js %d, row %d: %v in %v", D, V, js, i, err, p)
			}
			merged, bound = merged+m, bound+b
		}
	}
	if merged < 50 || bound < 500 {
		t.Errorf("%d rows with equal neighbours, %d with variance V: the test looks at too little", merged, bound)
	}
}

// kuhnTucker also tells whether neighbours are equal and the variance is V.
func kuhnTucker(support []int, p []float64, V float64, monotone bool) (merged, bound int, err error) {
	// The largest three v are positive, so free of the order: they give c, λ, μ.
	n := len(support)
	x, y := make([]float64, n), make([]float64, n)
	var variance float64
	for k, v := range support {
		x[k], y[k] = float64(v), math.Log(p[k])
		variance += p[k] * x[k] * x[k]
	}
	d1 := (y[n-1] - y[n-2]) / (x[n-1] - x[n-2])
	d2 := (y[n-2] - y[n-3]) / (x[n-2] - x[n-3])
	mu := (d1 - d2) / (x[n-1] - x[n-3])
	lambda := d1 - mu*(x[n-1]+x[n-2])
	c := y[n-1] - lambda*x[n-1] - mu*x[n-1]*x[n-1]
	const slack = 1e-6
	if mu > slack {
		return 0, 0, fmt.Errorf("μ = %v", mu)
	}
	if variance > V-1e-8 {
		bound = 1
	} else if mu < -slack {
		return 0, 0, fmt.Errorf("μ = %v at variance %v", mu, variance)
	}
	sum := 0.0
	for k := range support {
		sum += y[k] - c - lambda*x[k] - mu*x[k]*x[k]
		ordered := monotone && k+1 < n && support[k+1] <= 0
		switch {
		case ordered && p[k] > p[k+1]*(1+1e-9):
			return 0, 0, fmt.Errorf("p decreases at v = %d", support[k])
		case ordered && p[k] > p[k+1]*(1-1e-9):
			merged = 1
			if sum > slack {
				return 0, 0, fmt.Errorf("v = %d is held down for nothing: %v", support[k], sum)
			}
		case math.Abs(sum) > slack:
			return 0, 0, fmt.Errorf("v = %d is off by %v", support[k], sum)
		}
	}
	return merged, bound, nil
}

func TestPerturbationTableNamesTheConditionThatFails(t *testing.T) {
	for _, c := range []struct {
		says  string
		D, js int
		V     float64
	}{
		{"D = 0 is less than 1", 0, 0, 1},
		{"V = 0 is not a positive number", 3, 0, 0},
		{"V = NaN is not a positive number", 3, 0, math.NaN()},
		{"V = +Inf is not a positive number", 3, 0, math.Inf(1)},
		{"js = -1 is negative", 3, -1, 1},
		{"js = 4 is greater than D = 3", 3, 4, 9},
		{"V = 1 is not greater than i(js+1-i) = 1 at i = 1, js = 1", 4, 1, 1},
		{"V = 2 is not greater than i(js+1-i) = 2 at i = 1, js = 2", 5, 2, 2},
		{"V = 4 is not greater than i(js+1-i) = 4 at i = 2, js = 3", 9, 3, 4},
	} {
		if _, err := NewPerturbationTable(c.D, c.V, c.js); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("D %d, V %v, js %d: want an error with %q, got %v", c.D, c.V, c.js, c.says, err)
		}
	}
}
