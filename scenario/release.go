package scenario

import (
	"math"

	"doorstroommonitor/estimate"
	"doorstroommonitor/sdc"
)

// Figure is what a reader sees of one indicator, the share of a destination in
// its group. All are shares in 0..1; NaN where there is none.
type Figure struct {
	// Value is the share that the release states; NaN: hidden.
	Value float64
	// Raw is the share without smoothing, from which outliers are told.
	Raw float64
	// Low and High bound it: an interval of what is possible where figures are
	// exact or hidden, a 95 % band where they are noisy.
	Low, High float64
	// Level says what the reliability gate makes of a noisy figure: whether it
	// is the group's own, or a figure of three years, a coarser destination or
	// peers say more. Exact figures are Annual.
	Level estimate.Level
	// Estimate is the best that the release says of the share; Value where
	// there is nothing better.
	Estimate float64
}

// Shown reports whether the release states a value.
func (f *Figure) Shown() bool { return !math.IsNaN(f.Value) }

// Half is half the width of the band; NaN without one.
func (f *Figure) Half() float64 { return (f.High - f.Low) / 2 }

var hidden = Figure{Value: math.NaN(), Raw: math.NaN(), Low: math.NaN(), High: math.NaN(), Estimate: math.NaN()}

// Release is what a scenario publishes of a world: for every group a figure
// per node, of which the First and Second ones are the indicators.
type Release struct {
	Figures [][]Figure
	// Counts are the published counts; nil where a scenario has none, -1 for a
	// hidden one.
	Counts [][]int64
	// National is the published share of every destination, by level and node.
	National [][]float64
	// Statements are what scenarios that hide say of each group, with what
	// every reader knows of hidden counts; nil for the others.
	Statements [][]sdc.Statement
}

func newRelease(w *World) *Release {
	r := &Release{Figures: make([][]Figure, len(w.Groups)), Counts: make([][]int64, len(w.Groups)), National: w.National()}
	for g := range w.Groups {
		n := len(w.Groups[g].Counts)
		r.Figures[g] = make([]Figure, n)
		for i := range r.Figures[g] {
			r.Figures[g][i] = hidden
		}
		r.Counts[g] = make([]int64, n)
		for i := range r.Counts[g] {
			r.Counts[g][i] = -1
		}
	}
	return r
}

// National returns the shares of the country, all cohorts together: sums of
// thousands of pupils that every scenario publishes.
func (w *World) National() [][]float64 {
	out := make([][]float64, len(w.Levels))
	for l, level := range w.Levels {
		out[l] = make([]float64, len(level.Nodes))
	}
	for i := range w.Groups {
		for n, x := range w.Groups[i].Counts {
			out[w.Groups[i].Level][n] += float64(x)
		}
	}
	for l := range out {
		n := max(1, out[l][0])
		for i := range out[l] {
			out[l][i] /= n
		}
	}
	return out
}

// indicator reports whether a node is one.
func (l *Level) indicator(n int) bool {
	return l.Nodes[n].Kind == First || l.Nodes[n].Kind == Second
}

// stateCounts fills the figures of a group from published counts, -1 hidden.
func (r *Release) stateCounts(w *World, g int, counts []int64) {
	r.Counts[g] = counts
	l := w.Levels[w.Groups[g].Level]
	for n := range l.Nodes {
		if l.indicator(n) && counts[n] >= 0 && counts[0] > 0 {
			q := min(1, float64(counts[n])/float64(counts[0]))
			r.Figures[g][n] = Figure{Value: q, Raw: q, Low: q, High: q, Estimate: q}
		}
	}
}
