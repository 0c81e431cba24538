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
// hidden the count lies between the sums of their bounds, and between the total
// minus the bounds of all others. Where these meet, the count is known. An
// institution that cannot have a cell adds nothing. A group of one institution
// has no figure: it would be that institution. Bands of noisy counts do not add
// up, so that a partition with noise has no groups.
package compare

import (
	"slices"

	"doorstroommonitor/products/indicator"
	"doorstroommonitor/sdmx"
)

// Value is an indicator of one group.
type Value struct {
	indicator.Value // its key has the group's id in place of an institution
	// Institutions is of how many the group is: those with a cell of the
	// denominator.
	Institutions int
	// Hidden is of how many of them a cell that the share needs is hidden.
	Hidden int
}

// Series is an indicator of all groups of one comparison, for one partition.
type Series struct {
	By string
	// Dimensions are those of the values' keys.
	Dimensions []string
	Values     []Value
}

// least is of how many institutions a group has to be.
const least = 2

// Compute returns the indicator for every group and every key of the other
// dimensions: groups in their order, keys in the order of the partition. A
// partition without the dimension of the comparison, or with noise, has none.
func Compute(d *sdmx.Dataset, ind sdmx.Indicator, x sdmx.Comparison) (*Series, error) {
	axis := slices.Index(d.Dimensions, x.Dimension)
	if axis < 0 || d.Estimated() || x.Dimension == ind.Dimension {
		return &Series{By: x.By}, nil
	}
	p := newPool(d, axis)
	sum := &sdmx.Dataset{Cube: d.Cube, Table: d.Table, Cohort: d.Cohort, Dimensions: d.Dimensions}
	for _, g := range x.Groups {
		for _, whole := range p.wholes {
			if o, ok := p.sum(g, whole); ok {
				sum.Observations = append(sum.Observations, o)
			}
		}
	}
	s, err := indicator.Compute(sum, ind)
	if err != nil {
		return nil, err
	}
	out := &Series{By: x.By, Dimensions: s.Dimensions}
	at := slices.Index(s.Dimensions, x.Dimension)
	for _, v := range s.Values {
		g := x.Groups[slices.IndexFunc(x.Groups, func(g sdmx.Group) bool { return g.ID == v.Key[at] })]
		one := Value{Value: v}
		one.Institutions, one.Hidden = p.basis(g, v.Den.Key, ind, slices.Index(d.Dimensions, ind.Dimension))
		if one.Institutions >= least {
			out.Values = append(out.Values, one)
		}
	}
	return out, nil
}

// pool finds the cells of a partition by institution.
type pool struct {
	axis   int // of the institutions
	cells  map[string]*sdmx.Observation
	codes  []string // all institutions, in order
	wholes []*sdmx.Observation
}

func newPool(d *sdmx.Dataset, axis int) *pool {
	p := &pool{axis: axis, cells: d.Lookup()}
	seen := map[string]bool{}
	for i := range d.Observations {
		o := &d.Observations[i]
		code := o.Key[axis]
		if code == sdmx.Total {
			p.wholes = append(p.wholes, o)
		} else if !seen[code] {
			seen[code] = true
			p.codes = append(p.codes, code)
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

// sum adds up the cells of a group that have the other codes of whole. False
// means that no institution of the group can have such a cell.
func (p *pool) sum(g sdmx.Group, whole *sdmx.Observation) (sdmx.Observation, bool) {
	inside, beside := span{}, span{}
	members := 0
	for _, code := range p.codes {
		o := p.with(whole.Key, p.axis, code)
		switch {
		case o == nil:
		case slices.Contains(g.Members, code):
			inside, members = inside.plus(o), members+1
		default:
			beside = beside.plus(o)
		}
	}
	if members == 0 {
		return sdmx.Observation{}, false
	}
	inside = inside.narrowed(span{}.plus(whole), beside)
	out := sdmx.Observation{Key: slices.Clone(whole.Key), Lower: inside.lower, Upper: inside.upper}
	out.Key[p.axis] = g.ID
	switch {
	case inside.open:
		out.Hidden, out.Upper = true, -1
	case inside.lower == inside.upper:
		out.Value = inside.lower
	default:
		out.Hidden = true
	}
	return out, true
}

// basis counts the institutions of a group behind a share, and those of which
// a cell of the share is hidden.
func (p *pool) basis(g sdmx.Group, den []string, ind sdmx.Indicator, axis int) (institutions, hidden int) {
	for _, member := range g.Members {
		whole := p.with(den, p.axis, member)
		if whole == nil {
			continue
		}
		institutions++
		if num := p.with(whole.Key, axis, ind.Numerator); whole.Hidden || num != nil && num.Hidden {
			hidden++
		}
	}
	return institutions, hidden
}

// span is what is known of a sum: at least lower, and at most upper unless it
// is open.
type span struct {
	lower, upper int64
	open         bool
}

func (s span) plus(o *sdmx.Observation) span {
	if !o.Hidden {
		return span{s.lower + o.Value, s.upper + o.Value, s.open}
	}
	return span{s.lower + o.Lower, s.upper + o.Upper, s.open || o.Upper < 0}
}

// narrowed uses that the sum and what is beside it make up the whole.
func (s span) narrowed(whole, beside span) span {
	if !beside.open {
		s.lower = max(s.lower, whole.lower-beside.upper)
	}
	if !whole.open {
		if most := whole.upper - beside.lower; s.open || most < s.upper {
			s.upper, s.open = most, false
		}
	}
	return s
}
