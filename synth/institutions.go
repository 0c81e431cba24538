package synth

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// institution is one institution of the public register.
type institution struct {
	sector    sector
	code      string
	name      string
	town      string
	province  int
	opened    int
	closed    int // year of the merger, 0 while open
	successor int // institution that carries the figures since closed, -1 for none
	board     int // index in boards
	size      string
	locations []int32
}

// location is one place of an institution. After a merger it belongs to the
// successor, under a number of its own there.
type location struct {
	institution int // at the start
	number      string
	since       int // first study year at the successor, 0 for never
	to          int
	toNumber    string
	size        float64
	levels      uint16 // bit per level of secondary education offered
	offers      []int32
}

// offer is a programme at a location from study year from on.
type offer struct {
	location, programme int32
	from                int
}

// world is everything that persons meet: the register, and the markets in
// which they choose. It does not change once made.
type world struct {
	scale        float64
	seed         uint64
	from, to     int
	programmes   []programme
	boards       []board
	institutions []institution
	locations    []location
	offers       []offer
	// people is the share of persons by home province.
	people  [len(provinces)]float64
	advices [len(advices)]float64 // shares
	// primary and secondary hold locations, the other markets offers.
	primary    market
	secondary  [levelVWO + 1]market
	vavo       [levelVWO + 1]market
	vocational [levelMBO4 + 1][domains]market
	higher     map[study]*market
	effects    *effects
	// own programmes of secondary education by level and profile.
	general [levelVWO + 1][profileCM + 1]int32
	grades  int32 // the programme of primary education
}

// study is what someone looks for in higher education.
type study struct {
	sector sector
	level  level
	field  field
}

// newWorld makes the register and the markets of a country.
func newWorld(scale float64, seed uint64, from, to int) *world {
	w := &world{scale: scale, seed: seed, from: from, to: to, programmes: newProgrammes(), higher: map[study]*market{}}
	for i := range w.programmes {
		p := &w.programmes[i]
		switch p.sector {
		case sectorPO:
			w.grades = int32(i)
		case sectorVO:
			w.general[p.level][p.profile] = int32(i)
		}
	}
	for i := range advices {
		w.advices[i] = advices[i].percent
	}
	codes := institutionCodes()
	size := func(national float64, least int) int { return max(least, int(math.Round(national*scale))) }
	codes = w.found(sectorVO, size(640, 12), codes)
	codes = w.found(sectorMBO, size(60, 3), codes)
	codes = w.found(sectorHBO, size(36, 4), codes)
	codes = w.found(sectorWO, size(18, 3), codes)
	w.found(sectorPO, size(5900, 24), codes)
	src := newSource()
	for i := range w.institutions {
		w.furnish(i, src)
	}
	w.shrink()
	w.merge()
	w.reform()
	w.govern()
	w.open()
	w.effects = newEffects(w)
	return w
}

// found adds n institutions of a sector and returns the codes that are left.
func (w *world) found(s sector, n int, codes []string) []string {
	for i := range n {
		town := place(len(w.institutions))
		w.institutions = append(w.institutions, institution{
			sector: s, code: codes[i], town: town, name: nameOf(s, i, town),
			province: i % len(provinces), opened: 1968 + i*7%27, successor: -1,
		})
	}
	return codes[n:]
}

// shrink makes the second school very small: up to a dozen leavers a year at
// one location, beside the first school, which offers what it does not.
func (w *world) shrink() {
	total := 0.0
	for i := range w.locations {
		if w.institutions[w.locations[i].institution].sector == sectorVO {
			total += w.locations[i].size
		}
	}
	in := &w.institutions[1]
	in.province = w.institutions[0].province
	for k, l := range in.locations {
		w.locations[l].size = total * 10 / (173_000 * w.scale)
		if k > 0 { // the others move in with the first school
			w.locations[l].institution = 0
			w.locations[l].number = fmt.Sprintf("%02d", len(w.institutions[0].locations))
			w.institutions[0].locations = append(w.institutions[0].locations, l)
		}
	}
	in.locations = in.locations[:1]
}

// merge closes schools and a university of applied sciences inside the
// period; their locations go on as locations of the successor.
func (w *world) merge() {
	var kinds [sectorWO + 1][]int
	for i := range w.institutions {
		kinds[w.institutions[i].sector] = append(kinds[w.institutions[i].sector], i)
	}
	vo, mbo, hbo := kinds[sectorVO], kinds[sectorMBO], kinds[sectorHBO]
	for k := range max(1, len(vo)/60) {
		a := 4 + k
		if 15+k < len(vo) {
			a = 15 + k // the neighbour in the same province
		}
		w.absorb(vo[3+k], vo[a], k)
	}
	if len(mbo) >= 6 {
		w.absorb(mbo[4], mbo[5], 1)
	}
	w.absorb(hbo[2], hbo[3], 2)
}

// absorb merges institution a into b. The k-th merger falls in the middle of
// the period or near it, never in its first year unless there is no other.
func (w *world) absorb(b, a, k int) {
	year := w.to
	if w.to-w.from >= 2 {
		n := w.to - w.from - 1
		year = w.from + 1 + (n/2+k*2)%n
	}
	w.institutions[a].closed, w.institutions[a].successor = year, b
	for _, l := range w.institutions[a].locations {
		x := &w.locations[l]
		x.since, x.to = year, b
		x.toNumber = fmt.Sprintf("%02d", len(w.institutions[b].locations))
		w.institutions[b].locations = append(w.institutions[b].locations, l)
	}
}

// open puts everything on the markets.
func (w *world) open() {
	total := 0.0
	for l := range w.locations {
		x := &w.locations[l]
		in := &w.institutions[x.institution]
		switch in.sector {
		case sectorPO:
			w.primary.add(int32(l), in.province, x.size)
		case sectorVO:
			w.people[in.province] += x.size
			total += x.size
			for v := levelPro; v <= levelVWO; v++ {
				if x.levels>>v&1 == 1 {
					w.secondary[v].add(int32(l), in.province, x.size)
				}
			}
		}
	}
	for i := range w.people {
		w.people[i] /= total
	}
	src := newSource()
	for o := range w.offers {
		w.list(int32(o), src.seat(w.seed, streamProgrammes, uint64(o), 0))
	}
}

// list puts one offer of vocational, adult or higher education on its market.
func (w *world) list(o int32, r *rand.Rand) {
	x := &w.offers[o]
	p, l := &w.programmes[x.programme], &w.locations[x.location]
	in := &w.institutions[l.institution]
	weight := l.size * math.Exp(0.5*r.NormFloat64())
	switch {
	case p.sector == sectorMBO:
		w.vocational[p.level][p.part].add(o, in.province, weight)
	case p.sector == sectorVAVO:
		w.vavo[p.level].add(o, in.province, weight)
	case p.sector.higher():
		key := study{p.sector, p.level, field(p.part)}
		if w.higher[key] == nil {
			w.higher[key] = new(market)
		}
		w.higher[key].add(o, in.province, weight)
	}
}

// at returns the institution and location number that carry location l in a
// study year.
func (w *world) at(l int32, year int) (*institution, string) {
	x := &w.locations[l]
	if x.since != 0 && year >= x.since {
		return &w.institutions[x.to], x.toNumber
	}
	return &w.institutions[x.institution], x.number
}

// offered reports whether offer o exists in a study year.
func (w *world) offered(o int32, year int) bool { return w.offers[o].from <= year }
