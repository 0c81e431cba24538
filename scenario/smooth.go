package scenario

import "doorstroommonitor/estimate"

// smoother holds what peers say of each level and node, as known at the end of
// each cohort: later figures never change earlier ones.
type smoother struct {
	f       *Noisy
	places  [][]Place // by level
	rows    map[Place][]int32
	at      map[Place]int                 // its number among the places of its level
	shares  map[[2]int][][]estimate.Share // level, node -> place, cohort
	peers   map[[3]int]*estimate.Peer     // level, node, cohort
	regions [][]int32                     // by level, place
}

func (f *Noisy) newSmoother(order []Place, rows map[Place][]int32) *smoother {
	s := &smoother{
		f: f, places: make([][]Place, len(f.world.Levels)), rows: rows, at: map[Place]int{},
		shares: map[[2]int][][]estimate.Share{}, peers: map[[3]int]*estimate.Peer{}, regions: make([][]int32, len(f.world.Levels)),
	}
	for _, p := range order {
		s.at[p] = len(s.places[p.Level])
		s.places[p.Level] = append(s.places[p.Level], p)
		s.regions[p.Level] = append(s.regions[p.Level], s.region(rows[p]))
	}
	return s
}

// history returns the noisy shares of every place of a level, by cohort.
func (s *smoother) history(level, node int) [][]estimate.Share {
	key := [2]int{level, node}
	if h := s.shares[key]; h != nil {
		return h
	}
	h := make([][]estimate.Share, len(s.places[level]))
	all := make([]estimate.Share, 0, len(h)*s.f.world.Cohorts)
	for i, place := range s.places[level] {
		start := len(all)
		for _, g := range s.rows[place] {
			all = append(all, s.f.Share(g, node))
		}
		h[i] = all[start:]
	}
	s.shares[key] = h
	return h
}

// peer fits the peers of a level and node from the cohorts up to one.
func (s *smoother) peer(level, node, cohort int) *estimate.Peer {
	key := [3]int{level, node, cohort}
	if p := s.peers[key]; p != nil {
		return p
	}
	history := s.history(level, node)
	known := make([][]estimate.Share, len(history))
	for i := range known {
		known[i] = history[i][:cohort+1]
	}
	var region []int32
	if s.f.Budget.Regions {
		region = s.regions[level]
	}
	p := estimate.Fit(known, region)
	s.peers[key] = p
	return p
}

func (s *smoother) region(row []int32) int32 {
	for _, g := range row {
		if g >= 0 {
			return s.f.world.Groups[g].Region
		}
	}
	return -1
}

// prior is what is expected of a figure that pools the cohorts first..last.
func (s *smoother) prior(g *Group, node, first, last int) estimate.Prior {
	var earlier []estimate.Share
	if s.f.Budget.Earlier {
		earlier = s.history(g.Level, node)[s.at[Place{g.Location, g.Level}]][:first]
	}
	region := int32(-1)
	if s.f.Budget.Regions {
		region = g.Region
	}
	p := s.peer(g.Level, node, last)
	q := p.Expect(region, earlier, last)
	// A window has the mean of its years, and differences between years
	// average out over it.
	if years := float64(last - first + 1); years > 1 {
		mean := 0.0
		for c := first; c <= last; c++ {
			mean += p.Mean[c] / years
		}
		q.Mean += mean - p.Mean[last]
		q.Variance -= p.Yearly * (1 - 1/years)
	}
	return q
}

// national is the released share of the country, all cohorts together.
func (s *smoother) national(level, node int) float64 {
	var sum estimate.Share
	for _, years := range s.history(level, node) {
		for _, year := range years {
			sum = sum.Add(year)
		}
	}
	v, _ := sum.Value()
	return v
}
