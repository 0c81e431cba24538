package synth

import (
	"cmp"
	"fmt"
	"slices"
)

// board is a school board of the public register.
type board struct{ code, name string }

// boardSizes says how many institutions of a sector and province the boards
// get, in turn: primary schools mostly share one, universities have their own.
var boardSizes = [...][]int{
	sectorPO: {6, 1, 9, 4}, sectorVO: {2, 1, 3, 1}, sectorVAVO: {1}, sectorMBO: {1}, sectorHBO: {1}, sectorWO: {1},
}

// govern gives every institution a board and a size class.
func (w *world) govern() {
	last := map[[2]int][2]int{} // sector and province: board, places left
	turn := map[sector]int{}
	for i := range w.institutions {
		in := &w.institutions[i]
		key := [2]int{int(in.sector), in.province}
		b := last[key]
		if b[1] == 0 {
			sizes := boardSizes[in.sector]
			b = [2]int{len(w.boards), sizes[turn[in.sector]%len(sizes)]}
			turn[in.sector]++
			w.boards = append(w.boards, board{fmt.Sprintf("B%04d", b[0]+1), "Stichting " + place(len(w.institutions)+b[0])})
		}
		b[1]--
		last[key] = b
		in.board = b[0]
	}
	w.classify()
}

// sizeClasses are thirds of the institutions of a sector, by the size of all
// locations that they carry at the end of the period.
var sizeClasses = [...]string{"KLEIN", "MIDDEN", "GROOT"}

func (w *world) classify() {
	var of [sectorWO + 1][]int
	for i := range w.institutions {
		of[w.institutions[i].sector] = append(of[w.institutions[i].sector], i)
	}
	size := func(i int) (sum float64) {
		for _, l := range w.institutions[i].locations {
			sum += w.locations[l].size
		}
		return sum
	}
	for _, all := range of {
		slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(size(a), size(b)) })
		for rank, i := range all {
			w.institutions[i].size = sizeClasses[rank*len(sizeClasses)/len(all)]
		}
	}
}
