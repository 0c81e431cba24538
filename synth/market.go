package synth

import (
	"math/rand/v2"
	"sort"
)

// provinces are the homes of institutions and persons.
var provinces = [...]string{
	"Groningen", "Friesland", "Drenthe", "Overijssel", "Flevoland", "Gelderland",
	"Utrecht", "Noord-Holland", "Zuid-Holland", "Zeeland", "Noord-Brabant", "Limburg",
}

// market is where a person chooses one of several items (locations or
// offerings) with probability proportional to their weight: at home in the
// own province, or anywhere.
type market struct {
	all  shelf
	home [len(provinces)]shelf
}

// shelf is a set of items with cumulative weights.
type shelf struct {
	items []int32
	until []float64
}

func (s *shelf) add(item int32, weight float64) {
	s.items = append(s.items, item)
	s.until = append(s.until, s.sum()+weight)
}

func (s *shelf) sum() float64 {
	if len(s.until) == 0 {
		return 0
	}
	return s.until[len(s.until)-1]
}

func (s *shelf) pick(r *rand.Rand) int32 {
	u := r.Float64() * s.sum()
	i := sort.SearchFloat64s(s.until, u)
	return s.items[min(i, len(s.items)-1)]
}

func (m *market) add(item int32, province int, weight float64) {
	m.all.add(item, weight)
	m.home[province].add(item, weight)
}

// pick draws an item: with probability local one of the province, if it has
// any, else one of the whole country. The market must not be empty.
func (m *market) pick(r *rand.Rand, province int, local float64) int32 {
	if h := &m.home[province]; len(h.items) > 0 && r.Float64() < local {
		return h.pick(r)
	}
	return m.all.pick(r)
}

// odds calls f with the exact probability of every item for persons who are
// spread over the provinces as people says and stay with probability local.
func (m *market) odds(people []float64, local float64, f func(item int32, p float64)) {
	away := 0.0
	for i, share := range people {
		h := &m.home[i]
		if len(h.items) == 0 {
			away += share
			continue
		}
		away += share * (1 - local)
		h.each(share*local, f)
	}
	m.all.each(away, f)
}

func (s *shelf) each(mass float64, f func(int32, float64)) {
	before := 0.0
	for i, item := range s.items {
		f(item, mass*(s.until[i]-before)/s.sum())
		before = s.until[i]
	}
}
