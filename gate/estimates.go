package gate

import (
	"math"
	"slices"
	"strings"

	"doorstroommonitor/cube"
	"doorstroommonitor/estimate"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
)

// Estimates gives every hidden cell of the datasets of one audience a modelled
// estimate. It is a function of those datasets and of the model of cells and
// sums, which is public: what it adds, whoever holds the datasets can compute.
// datasets are those of tables, in their order.
func Estimates(m *cube.Model, tables []*cube.Table, datasets []*sdmx.Dataset) {
	s := m.Structure()
	said := make([]*sdc.Statement, s.Cells)
	for i, t := range tables {
		for _, st := range m.Statements(t, datasets[i]) {
			said[st.Cell] = &st
		}
	}
	counts := make([]estimate.Possible, s.Cells)
	for c, st := range said {
		if st != nil {
			counts[c] = possible(st)
		}
	}
	for _, t := range tables {
		priors(m, t, counts)
	}
	var sums []estimate.Sum
	for _, r := range s.Relations {
		stated := func(c int32) bool { return said[c] != nil }
		hidden := func(c int32) bool { return said[c].Hidden }
		if stated(r.Parent) && !slices.ContainsFunc(r.Children, func(c int32) bool { return !stated(c) }) &&
			(hidden(r.Parent) || slices.ContainsFunc(r.Children, hidden)) {
			sums = append(sums, estimate.Sum(r))
		}
	}
	x := estimate.Inside(counts, sums)
	for i, t := range tables {
		d := datasets[i]
		d.Modelled = true
		index := m.Index(t)
		for j := range d.Observations {
			if o := &d.Observations[j]; o.Hidden {
				o.Modelled, o.Estimate = true, within(o, x[index[sdmx.JoinKey(o.Key...)]])
			}
		}
	}
}

// possible is what a statement says, with the geometric mean of its bounds as
// prior: most hidden counts are near their lower bounds.
func possible(st *sdc.Statement) estimate.Possible {
	p := estimate.Possible{Lower: float64(st.Value), Upper: float64(st.Value), Prior: float64(st.Value)}
	switch {
	case !st.Hidden:
	case st.Upper >= sdc.Unbounded:
		p.Lower, p.Upper, p.Prior = float64(st.Lower), math.Inf(1), float64(max(st.Lower, 1))
	default:
		p.Lower, p.Upper, p.Prior = float64(st.Lower), float64(st.Upper), math.Sqrt(float64(max(st.Lower, 1))*float64(max(st.Upper, 1)))
	}
	return p
}

// priors gives the hidden cells of a table that tell both where persons are
// and what became of them the count that would be expected if the persons of
// that place were like those of all places with the same characteristics:
//
//	all at the place × those with the outcome everywhere / all everywhere
//
// A place is an institution of origin; in a table without, it is all that is no
// outcome.
func priors(m *cube.Model, t *cube.Table, counts []estimate.Possible) {
	place, outcome := []int{}, []int{}
	roles := m.Roles(t)
	origins := slices.Contains(roles, roleOrigin)
	for i, r := range roles {
		switch {
		case r == roleOutcome || r == roleDestination:
			outcome = append(outcome, i)
		case r == roleOrigin || !origins:
			place = append(place, i)
		}
	}
	if len(place) == 0 || len(outcome) == 0 {
		return
	}
	index := m.Index(t)
	expected := func(codes []string, lifted ...int) (float64, bool) {
		key := slices.Clone(codes)
		for _, i := range lifted {
			key[i] = sdmx.Total
		}
		c, ok := index[sdmx.JoinKey(key...)]
		if !ok {
			return 0, false
		}
		return counts[c].Prior, true
	}
	made := map[int32]float64{}
	for joined, c := range m.Keys(t) {
		if counts[c].Lower == counts[c].Upper {
			continue
		}
		codes := strings.Split(joined, " ")
		here, a := expected(codes, outcome...)
		there, b := expected(codes, place...)
		all, ok := expected(codes, slices.Concat(place, outcome)...)
		if a && b && ok && all > 0 {
			made[c] = here * there / all
		}
	}
	for c, prior := range made {
		counts[c].Prior = prior
	}
}

// Roles of dimensions, see sdmx.Dimension.
const (
	roleOrigin      = sdmx.RoleOrigin
	roleDestination = "destination"
	roleOutcome     = "outcome"
)

// within is a value in hundredths, inside the bounds of a cell.
func within(o *sdmx.Observation, x float64) int64 {
	n := max(int64(math.Round(100*x)), 100*o.Lower)
	if o.Upper >= 0 {
		n = min(n, 100*o.Upper)
	}
	return n
}
