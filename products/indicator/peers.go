package indicator

import (
	"math"
	"slices"

	"doorstroommonitor/estimate"
	"doorstroommonitor/sdmx"
)

// Smoothed is the share of one institution estimated together with those of
// its peers: the institutions that stand beside it in the table, alike in all
// other dimensions.
type Smoothed struct {
	Known bool // else there is none: no institution, no share, or no peers
	// PerMille is nearer to the truth on average than the share by itself, and
	// within the band of that. Of an institution that is unlike its peers it is
	// nearer to them than the truth is.
	PerMille int64
	// Lower and Upper hold the truth of 95 in 100 institutions, of unusual ones
	// less often.
	Lower, Upper int64
}

// fewestPeers is of how many institutions at least something is learned about
// how much institutions differ.
const fewestPeers = 10

// Smooth computes, for the last of some cohorts, what Depend computes, with
// empirical Bayes: how much institutions differ, regions, and years of an
// institution, follows from the noisy shares of all of them up to that cohort
// (estimate.Fit), and decides how far a share is moved to what its peers and
// its own earlier years say. Everything comes from figures of the release, so
// that it tells nothing more, and later cohorts never change earlier figures.
//
// axis is the dimension of the institutions, list its codes; regions gives the
// region of an institution, nil: none are told apart. The result has an entry
// per value of the indicator, in their order.
func Smooth(parts []*sdmx.Dataset, ind sdmx.Indicator, axis string, list *sdmx.Codelist, regions map[string]int32) ([]Smoothed, error) {
	var years []*Series
	for _, d := range parts {
		s, err := Compute(d, ind)
		if err != nil {
			return nil, err
		}
		years = append(years, s)
	}
	last := years[len(years)-1]
	out := make([]Smoothed, len(last.Values))
	at := slices.Index(last.Dimensions, axis)
	if at < 0 {
		return out, nil
	}
	for _, p := range peersOf(years, at, institutions(list)) {
		p.smooth(last, out, regions)
	}
	return out, nil
}

// WithPeers is Smooth along the dimension of a cube that says which institution
// persons come from, with the provinces that the cube names as regions.
func WithPeers(s *sdmx.Structure, c *sdmx.Cube, parts []*sdmx.Dataset, ind sdmx.Indicator) ([]Smoothed, error) {
	for _, d := range c.Dimensions {
		if d.Role != sdmx.RoleOrigin || !slices.Contains(parts[0].Dimensions, d.ID) {
			continue
		}
		if list, ok := s.Codelist(d.Codelist); ok {
			return Smooth(parts, ind, d.ID, list, c.Regions(d.ID))
		}
	}
	return Smooth(parts, ind, "", nil, nil)
}

// peers are the institutions under one set of other codes.
type peers struct {
	institutions []string
	history      [][]estimate.Share // by institution and cohort
	values       []int              // by institution, its value in the last cohort; -1: none
}

// peersOf gathers them in the order of the last series, so that sums of
// floating point are always done in one order.
func peersOf(years []*Series, at int, told map[string]bool) []*peers {
	var all []*peers
	by := map[string]*peers{}
	type place struct {
		*peers
		row int
	}
	places := map[string]place{} // by key of a value
	for y := len(years) - 1; y >= 0; y-- {
		for i := range years[y].Values {
			v := &years[y].Values[i]
			if !v.Estimated() || !told[v.Key[at]] {
				continue
			}
			key := sdmx.JoinKey(v.Key...)
			p, known := places[key]
			if !known {
				others := keyWith(v.Key, at, "")
				if by[others] == nil {
					by[others] = &peers{}
					all = append(all, by[others])
				}
				p = place{by[others], len(by[others].history)}
				places[key] = p
				p.institutions = append(p.institutions, v.Key[at])
				p.history = append(p.history, make([]estimate.Share, len(years)))
				p.values = append(p.values, -1)
			}
			p.history[p.row][y] = v.share()
			if y == len(years)-1 {
				p.values[p.row] = i
			}
		}
	}
	return all
}

// institutions are the codes at the bottom of a list, where boards and
// provinces stand above them.
func institutions(list *sdmx.Codelist) map[string]bool {
	out := map[string]bool{}
	for _, c := range list.Codes {
		out[c.ID] = c.ID != sdmx.Total
	}
	for _, c := range list.Codes {
		out[c.Parent] = false
	}
	return out
}

func (p *peers) smooth(last *Series, out []Smoothed, regions map[string]int32) {
	if len(p.institutions) < fewestPeers {
		return
	}
	var region []int32
	if regions != nil {
		for _, code := range p.institutions {
			region = append(region, regionOf(regions, code))
		}
	}
	fit := estimate.Fit(p.history, region)
	for i, v := range p.values {
		if v < 0 {
			continue
		}
		own := p.history[i]
		now := len(own) - 1
		prior := fit.Expect(regionOf(regions, p.institutions[i]), own[:now], now)
		share, variance := prior.Shrink(own[now])
		out[v] = settleSmoothed(&last.Values[v], share, math.Sqrt(variance))
	}
}

// regionOf is the number of a region, -1 where it is not known.
func regionOf(regions map[string]int32, code string) int32 {
	if r, ok := regions[code]; ok {
		return r
	}
	return -1
}

// settleSmoothed keeps an estimate within the band of the share by itself
// (Efron & Morris 1972) and rounds its own band outward.
func settleSmoothed(v *Value, share, deviation float64) Smoothed {
	s := Smoothed{Known: true}
	s.PerMille = min(max(int64(math.Round(whole*share)), v.Lower), v.Upper)
	s.Lower = max(0, min(s.PerMille, int64(math.Floor(whole*(share-estimate.Z95*deviation)))))
	s.Upper = min(whole, max(s.PerMille, int64(math.Ceil(whole*(share+estimate.Z95*deviation)))))
	return s
}
