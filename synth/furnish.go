package synth

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// furnish gives an institution its locations and what they offer.
func (w *world) furnish(i int, src *source) {
	switch in := &w.institutions[i]; in.sector {
	case sectorPO:
		r := src.seat(w.seed, streamPO, uint64(i), 0)
		l := w.build(i, math.Exp(3.3+0.5*r.NormFloat64()))
		w.provide(l, w.grades, 0)
	case sectorVO:
		w.furnishVO(i, src.seat(w.seed, streamVO, uint64(i), 0))
	case sectorMBO:
		w.furnishMBO(i, src.seat(w.seed, streamMBO, uint64(i), 0))
	default:
		w.furnishHO(i, src.seat(w.seed, streamHO, uint64(i), 0))
	}
}

// build adds a location.
func (w *world) build(i int, size float64) int32 {
	in := &w.institutions[i]
	l := int32(len(w.locations))
	w.locations = append(w.locations, location{institution: i, number: fmt.Sprintf("%02d", len(in.locations)), size: size})
	in.locations = append(in.locations, l)
	return l
}

// provide adds a programme to a location.
func (w *world) provide(l, programme int32, from int) int32 {
	o := int32(len(w.offers))
	w.offers = append(w.offers, offer{l, programme, from})
	w.locations[l].offers = append(w.locations[l].offers, o)
	return o
}

// levelSets are the combinations of levels that a school location offers,
// with their shares.
var levelSets = [...]struct {
	share  float64
	levels []level
}{
	{.20, []level{levelVMBOB, levelVMBOK, levelVMBOG, levelVMBOT}},
	{.15, []level{levelVMBOB, levelVMBOK, levelVMBOT}},
	{.20, []level{levelHAVO, levelVWO}},
	{.07, []level{levelVWO}},
	{.12, []level{levelVMBOT, levelHAVO, levelVWO}},
	{.06, []level{levelVMBOT, levelHAVO}},
	{.20, []level{levelVMBOB, levelVMBOK, levelVMBOG, levelVMBOT, levelHAVO, levelVWO}},
}

// furnishVO gives a school one to four locations. The first school offers
// everything, so that every level exists in a country of any size.
func (w *world) furnishVO(i int, r *rand.Rand) {
	in := &w.institutions[i]
	shares := make([]float64, len(levelSets))
	for k := range levelSets {
		shares[k] = levelSets[k].share
	}
	n := 1 + choose(r, []float64{.35, .30, .20, .15})
	for k := range n {
		set := choose(r, shares)
		size := math.Exp(4.45 + 0.7*r.NormFloat64())
		if i == 0 && k == 0 {
			set, size = len(levelSets)-1, math.Exp(4.9)
		}
		if set == len(levelSets)-1 {
			size *= 1.35
		}
		w.teach(w.build(i, size), levelSets[set].levels)
	}
	if r.Float64() < .22 || i == 0 {
		w.teach(w.build(i, math.Exp(3.2+0.4*r.NormFloat64())), []level{levelPro})
	}
	in.opened = 1970 + i%25
}

func (w *world) teach(l int32, levels []level) {
	if levels[0] != levelPro {
		w.provide(l, w.general[levelBrug][0], 0)
	}
	for _, v := range levels {
		w.locations[l].levels |= 1 << v
		for p := profileNone; p <= profileCM; p++ {
			if p == profileNone || v >= levelHAVO {
				w.provide(l, w.general[v][p], 0)
			}
		}
	}
}

// furnishMBO gives a vocational institution its locations: most offer all
// domains, every fourth one or two. Adult general education is theirs too.
func (w *world) furnishMBO(i int, r *rand.Rand) {
	first := w.first(i)
	var own [domains]bool
	for d := range own {
		own[d] = i == first || (i-first)%4 != 3
	}
	if (i-first)%4 == 3 {
		own[r.IntN(int(domains))] = true
	}
	size := math.Exp(0.7 * r.NormFloat64())
	n := 1 + choose(r, []float64{.3, .4, .3})
	for range n {
		w.build(i, size/float64(n))
	}
	at := func() int32 { return w.institutions[i].locations[r.IntN(n)] }
	for p := range w.programmes {
		switch q := &w.programmes[p]; {
		case q.sector == sectorMBO && own[q.part] && (i == first || r.Float64() < .75):
			w.provide(at(), int32(p), w.novelty(r, i == first))
		case q.sector == sectorVAVO && (i-first)%4 != 3:
			w.provide(w.institutions[i].locations[0], int32(p), 0)
		}
	}
}

// furnishHO gives an institution of higher education its locations and
// programmes. The first of each kind offers everything.
func (w *world) furnishHO(i int, r *rand.Rand) {
	first, s := w.first(i), w.institutions[i].sector
	var own [fields]bool
	share := .75
	if (i-first)%5 == 4 {
		share = .2 // a specialised institution
	}
	for f := range own {
		own[f] = i == first || r.Float64() < share
	}
	n, spread := 1+choose(r, []float64{.4, .3, .2, .1}), .8
	if s == sectorWO {
		n, spread = 1, .5
	}
	size := math.Exp(spread * r.NormFloat64())
	for range n {
		w.build(i, size)
	}
	at := func() int32 { return w.institutions[i].locations[r.IntN(n)] }
	for p := range w.programmes {
		if q := &w.programmes[p]; q.sector == s && (i == first || own[q.part] && r.Float64() < .6) {
			w.provide(at(), int32(p), w.novelty(r, i == first))
		}
	}
}

// first returns the first institution of the sector of institution i.
func (w *world) first(i int) int {
	for k := range w.institutions {
		if w.institutions[k].sector == w.institutions[i].sector {
			return k
		}
	}
	return i
}

// novelty returns the first study year of an offering: for one in twenty-five
// it lies inside the period, for the others before it (0). always keeps one
// institution with everything in every year.
func (w *world) novelty(r *rand.Rand, always bool) int {
	if u := r.Float64(); always || u >= .04 || w.to <= w.from {
		return 0
	}
	return w.from + 1 + r.IntN(w.to-w.from)
}
