package table

import (
	"doorstroommonitor/internal/linear"
	"doorstroommonitor/internal/moves"
	"doorstroommonitor/sdc"
)

// innerRows counts cells that are finest on every dimension.
func (t *Cells) innerRows() int {
	n := 0
	for c := range int32(t.Problem.Cells) {
		finest := true
		for d, dim := range t.Dimensions {
			finest = finest && len(dim.splits[t.Code(c, d)]) == 0
		}
		if finest {
			n++
		}
	}
	return n
}

// reveals counts sensitive cells that linear algebra derives from a pattern.
func (t *Cells) reveals(hidden sdc.Pattern, rule sdc.Rule) int {
	y := moves.NewSystem(&t.Problem.Structure)
	unknown := make([]bool, y.Units)
	for u := range unknown {
		unknown[u] = true
	}
	for c, u := range y.Of {
		unknown[u] = unknown[u] && hidden[c]
	}
	s := linear.NewSpace(unknown, linear.SecondPrime)
	for e := range int32(y.Equations()) {
		s.Sum(y.Members(e))
	}
	n := 0
	for c, u := range y.Of {
		if rule.Sensitive(t.Problem.Counts[c]) && s.Determined(u) {
			n++
		}
	}
	return n
}
