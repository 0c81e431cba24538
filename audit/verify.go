package audit

import (
	"cmp"
	"slices"

	"doorstroommonitor/internal/moves"
)

// verifier checks certificates cell by cell, apart from the code that found
// them. It is used by one goroutine.
type verifier struct {
	*search
	table        *moves.Prover // stands at the table where certificates start
	lower, upper []int64       // by cell
	net          []int64       // by relation: what the steps change
	touched      []int32
	steps        []moves.Step
}

func (w *search) verifier(table *moves.Prover) *verifier {
	return &verifier{search: w, table: table, lower: w.lower, upper: w.upper, net: make([]int64, len(w.rel))}
}

// checker is the verifier of what starts from the first table.
func (w *search) checker() *verifier {
	if w.check == nil {
		w.check = w.verifier(w.plan)
	}
	return w.check
}

// certificate reports whether both ends of it are possible tables.
func (v *verifier) certificate(c moves.Certificate) bool {
	return c.Width() > 0 && v.leads(c.Up) && v.leads(c.Down)
}

// leads checks that steps lead from the table at hand to another possible one:
// every sum that they touch changes by nothing, every cell stays within its
// bounds, every published share remains true.
func (v *verifier) leads(steps []moves.Step) bool {
	v.steps = append(v.steps[:0], steps...)
	slices.SortFunc(v.steps, func(a, b moves.Step) int { return cmp.Compare(a.Unit, b.Unit) })
	ok := true
	for i := 0; i < len(v.steps) && ok; {
		u, d := v.steps[i].Unit, int64(0)
		for ; i < len(v.steps) && v.steps[i].Unit == u; i++ {
			d += v.steps[i].Delta
		}
		ok = v.change(u, d)
	}
	for _, r := range v.touched {
		ok = ok && v.net[r] == 0
		v.net[r] = 0
	}
	v.touched = v.touched[:0]
	return ok && (len(v.ratios) == 0 || v.sharesHold(steps, v.after(steps)))
}

// after gives the values that the steps lead to.
func (v *verifier) after(steps []moves.Step) func(u int32) int64 {
	change := map[int32]int64{}
	for _, s := range steps {
		change[s.Unit] += s.Delta
	}
	return func(u int32) int64 { return v.table.At(u) + change[u] }
}

// change notes what a change of one unit does to the sums of its cells.
func (v *verifier) change(u int32, d int64) bool {
	for _, c := range v.cells[u] {
		if now := v.table.At(u) + d; now < v.lower[c] || now > v.upper[c] {
			return false
		}
		for _, r := range v.of[c] {
			v.touched = append(v.touched, r)
			if v.rel[r].Parent == c {
				v.net[r] -= d
			} else {
				v.net[r] += d
			}
		}
	}
	return true
}
