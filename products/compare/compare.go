// Package compare puts the share of one institution beside those of groups of
// institutions: it adds published cells up to groups and computes indicators of
// the sums.
//
// What belongs here: sums and bounds of sums of observations that are already
// published. What does not: which groups there are (the structure of the
// release says so, from the public register), labels for people, and any
// knowledge of a hidden count. Like package indicator it sees what every
// outsider sees, so that a group can never tell more than its members do.
//
// # Rules
//
// A count of a group is the sum of its institutions. Where one of them is
// hidden the count lies between the sums of their bounds. The total minus all
// others may tell more; it is not used, since it can be a small count, and those
// are shown nowhere. An institution that cannot have a cell, or has nobody to take
// a share of, adds nothing and is not one of the group. A group of one institution
// has no figure: it would be that institution. Where hidden cells have modelled
// estimates, so has the group: their sum.
//
// Counts with noise have a band that does not add up, but its variance does: each
// person is with one institution, so that what the tables say of two of them is
// independent, and least squares does no worse (docs/method/formal-privacy.md).
// Bounds of perturbed counts hold for certain, and so do their sums.
package compare

import (
	"slices"

	"doorstroommonitor/products/indicator"
	"doorstroommonitor/sdmx"
)

// Value is an indicator of one group.
type Value struct {
	indicator.Value // its key has the group's id in place of an institution
	// Institutions is of how many the group is: those with somebody in the
	// denominator, as far as everyone can see.
	Institutions int
	// Hidden is of how many of them a cell that the share needs is hidden.
	Hidden int
}

// Series is an indicator of all groups of one comparison, for one partition.
type Series struct {
	Comparison sdmx.Comparison
	Indicator  *indicator.Series // without its values
	Values     []Value
}

// least is of how many institutions a group has to be.
const least = 2

// Compute returns the indicator for every group and every key of the other
// dimensions: groups in their order, keys in the order of the partition. A
// partition without the dimension of the comparison has none.
func Compute(d *sdmx.Dataset, ind sdmx.Indicator, x sdmx.Comparison) (*Series, error) {
	axis := slices.Index(d.Dimensions, x.Dimension)
	if axis < 0 || x.Dimension == ind.Dimension {
		return &Series{Comparison: x, Indicator: &indicator.Series{}}, nil
	}
	p := newPool(d, axis)
	sum := &sdmx.Dataset{Cube: d.Cube, Table: d.Table, Cohort: d.Cohort, Dimensions: d.Dimensions, Observations: p.sums(x.Groups), Modelled: d.Modelled, Summed: true}
	s, err := indicator.Compute(sum, ind)
	if err != nil {
		return nil, err
	}
	out := &Series{Comparison: x, Indicator: s}
	members := map[string][]string{}
	for _, g := range x.Groups {
		members[g.ID] = g.Members
	}
	for _, v := range s.Values {
		one := Value{Value: v}
		one.Institutions, one.Hidden = p.basis(members[v.Den.Key[axis]], v.Den.Key, ind, slices.Index(d.Dimensions, ind.Dimension))
		if one.Institutions >= least {
			out.Values = append(out.Values, one)
		}
	}
	s.Values = nil
	return out, nil
}

// pool finds the cells of a partition by institution.
type pool struct {
	axis   int // of the institutions
	cells  map[string]*sdmx.Observation
	wholes []*sdmx.Observation
}

func newPool(d *sdmx.Dataset, axis int) *pool {
	p := &pool{axis: axis, cells: d.Lookup()}
	for i := range d.Observations {
		if o := &d.Observations[i]; o.Key[axis] == sdmx.Total {
			p.wholes = append(p.wholes, o)
		}
	}
	return p
}

// with is the cell of another code in place of that at an axis.
func (p *pool) with(key []string, axis int, code string) *sdmx.Observation {
	k := slices.Clone(key)
	k[axis] = code
	return p.cells[sdmx.JoinKey(k...)]
}

// sums adds the cells of each group up, for every key of the other dimensions.
// Where no institution of a group can have such a cell, the group has none.
func (p *pool) sums(groups []sdmx.Group) []sdmx.Observation {
	var out []sdmx.Observation
	for _, g := range groups {
		for _, whole := range p.wholes {
			var cells []*sdmx.Observation
			for _, member := range g.Members {
				if o := p.with(whole.Key, p.axis, member); o != nil {
					cells = append(cells, o)
				}
			}
			if len(cells) > 0 {
				o := sum(cells)
				o.Key = slices.Clone(whole.Key)
				o.Key[p.axis] = g.ID
				out = append(out, o)
			}
		}
	}
	return out
}

// nobody reports whether everyone can see that a cell is 0. An institution with
// nobody to take a share of adds nothing to a group; counted as one of two, it
// would make the figure of the other one that of a group.
func nobody(o *sdmx.Observation) bool {
	if o.Hidden {
		return o.Upper == 0
	}
	return o.Value == 0
}

// basis counts the institutions of a group behind a share, and those of which
// a cell of the share is hidden.
func (p *pool) basis(members, den []string, ind sdmx.Indicator, axis int) (institutions, hidden int) {
	for _, member := range members {
		whole := p.with(den, p.axis, member)
		if whole == nil || nobody(whole) {
			continue
		}
		institutions++
		if num := p.with(whole.Key, axis, ind.Numerator); whole.Hidden || num != nil && num.Hidden {
			hidden++
		}
	}
	return institutions, hidden
}

// sum is what is known of the sum of some cells.
func sum(cells []*sdmx.Observation) sdmx.Observation {
	if cells[0].Estimated && !cells[0].Perturbed {
		return indicator.Add(cells...)
	}
	var s span
	for _, o := range cells {
		s.add(o)
	}
	o := s.observation()
	if cells[0].Perturbed {
		o.Estimated, o.Perturbed, o.Value = true, true, s.value
	}
	return o
}

// span is what is known of the sum of some cells: at least lower, and at most
// upper unless it is open.
type span struct {
	lower, upper int64
	value        int64 // of what is published
	estimate     int64 // hundredths, with what is shown
	hidden, open bool  // some cell is hidden; some has no upper bound
	modelled     bool  // hidden ones have estimates
}

func (s *span) add(o *sdmx.Observation) {
	s.value += o.Value
	if !o.Hidden {
		s.lower, s.upper, s.estimate = s.lower+o.Lower, s.upper+o.Upper, s.estimate+100*o.Value
		return
	}
	s.hidden, s.open, s.modelled = true, s.open || o.Upper < 0, o.Modelled
	s.lower, s.upper, s.estimate = s.lower+o.Lower, s.upper+o.Upper, s.estimate+o.Estimate
}

// observation is the sum as a cell.
func (s span) observation() sdmx.Observation {
	o := sdmx.Observation{Hidden: s.hidden, Lower: s.lower, Upper: s.upper}
	switch {
	case s.open:
		o.Upper = -1
	case !s.hidden:
		o.Value = s.value
	}
	if o.Modelled = s.hidden && s.modelled; o.Modelled {
		o.Estimate = s.estimate
	}
	return o
}
