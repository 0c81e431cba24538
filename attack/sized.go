package attack

import (
	"math/bits"

	"doorstroommonitor/scenario"
)

// sizedPriors counts how often each count occurs in groups of about the same
// published size, by level and node.
type sizedPriors struct {
	w     *scenario.World
	class []int // of each group: the magnitude of its published total
	often map[sizedCell][]float64
}

type sizedCell struct{ level, class, node int }

// unseen is what a count that no other group has weighs beside one that one
// other group has.
const unseen = 0.05

func newSizedPriors(w *scenario.World, published func(g int) int64) *sizedPriors {
	p := &sizedPriors{w: w, class: make([]int, len(w.Groups)), often: map[sizedCell][]float64{}}
	for g := range w.Groups {
		// Two classes to a doubling.
		total := uint64(max(0, published(g)))
		p.class[g] = bits.Len64(total * total)
		for n, x := range w.Groups[g].Counts {
			at := p.at(g, n)
			for int64(len(p.often[at])) <= x {
				p.often[at] = append(p.often[at], unseen)
			}
			p.often[at][x]++
		}
	}
	return p
}

func (p *sizedPriors) at(g, node int) sizedCell {
	return sizedCell{p.w.Groups[g].Level, p.class[g], node}
}

// without is the prior of a node from all groups but g, whose own counts are
// what is asked.
func (p *sizedPriors) without(g, node int) []float64 {
	out := append([]float64(nil), p.often[p.at(g, node)]...)
	out[p.w.Groups[g].Counts[node]]--
	return out
}
