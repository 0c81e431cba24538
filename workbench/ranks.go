package workbench

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"doorstroommonitor/scenario"
)

// ranks is U6: rank correlation of the stated main shares with the true ones,
// within level and cohort, over cells with more than 20 groups, and how much
// of the top and bottom tenth is the same.
func (m Metrics) ranks(w *scenario.World, mains []indicator) {
	type cell struct{ p, q []float64 }
	cells := map[[2]int]*cell{}
	for i := range mains {
		x := &mains[i]
		if x.n < 10 || !x.figure.Shown() {
			continue
		}
		key := [2]int{w.Groups[x.group].Level, w.Groups[x.group].Cohort}
		if cells[key] == nil {
			cells[key] = &cell{}
		}
		cells[key].p, cells[key].q = append(cells[key].p, x.p), append(cells[key].q, x.figure.Value)
	}
	var rho, overlap, n float64
	for l := range w.Levels {
		for c := range w.Cohorts {
			if x := cells[[2]int{l, c}]; x != nil && len(x.p) > 20 {
				a, b := ranksOf(x.p), ranksOf(x.q)
				if s := correlation(a, b); !math.IsNaN(s) {
					rho, overlap, n = rho+s, overlap+tails(a, b), n+1
				}
			}
		}
	}
	if n > 0 {
		m["U6.spearman"], m["U6.deciles"] = 100*rho/n, 100*overlap/n
	}
}

// ranksOf gives average ranks, from 1.
func ranksOf(v []float64) []float64 {
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(v[a], v[b]) })
	out := make([]float64, len(v))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && v[order[j]] == v[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			out[k] = float64(i+j+1) / 2
		}
		i = j
	}
	return out
}

func correlation(a, b []float64) float64 {
	ma, mb := mean(a), mean(b)
	var ab, aa, bb float64
	for i := range a {
		ab += (a[i] - ma) * (b[i] - mb)
		aa += (a[i] - ma) * (a[i] - ma)
		bb += (b[i] - mb) * (b[i] - mb)
	}
	return ab / math.Sqrt(aa*bb)
}

// tails is the share of groups in the true bottom or top tenth that are in the
// stated one as well.
func tails(a, b []float64) float64 {
	n := float64(len(a))
	both, tail := 0, 0
	for i := range a {
		for _, in := range []func(float64) bool{func(r float64) bool { return r <= n/10 }, func(r float64) bool { return r > n-n/10 }} {
			if in(a[i]) {
				tail++
				if in(b[i]) {
					both++
				}
			}
		}
	}
	if tail == 0 {
		return math.NaN()
	}
	return float64(both) / float64(tail)
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// deviation is the standard deviation over seeds; 0 of a single one.
func deviation(v []float64) float64 {
	if len(v) < 2 {
		return 0
	}
	m, sum := mean(v), 0.0
	for _, x := range v {
		sum += (x - m) * (x - m)
	}
	return math.Sqrt(sum / float64(len(v)-1))
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
