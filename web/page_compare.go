package web

import (
	"slices"

	"doorstroommonitor/products/compare"
	"doorstroommonitor/products/indicator"
	"doorstroommonitor/sdmx"
)

// compareTable sets the indicators of groups of institutions beside those of
// the one that the page is about.
type compareTable struct {
	L       *catalogue
	Caption string
	Note    string
	Rows    []compareRow
}

// compareRow is one indicator of one group.
type compareRow struct {
	Indicator, Group, Basis string
	First                   bool // of its indicator
	Share                   trendValue
}

// AnyHidden reports whether the part needs the legend of hidden values.
func (t *compareTable) AnyHidden() bool {
	return slices.ContainsFunc(t.Rows, func(r compareRow) bool { return r.Share.Hidden })
}

// comparison computes, from the partitions of the release, the indicators of
// the groups that the institution is in; nil where there are none.
func (h *portal) comparison(r *request, p *place, a appearance, cohort int) (*compareTable, error) {
	t := &compareTable{L: r.l, Caption: r.l.T("compare.caption", "cohort", a.cube.Years(cohort))}
	groups := groupsOf(a.cube, a.dim, p.Code.ID)
	if len(groups) == 0 {
		return nil, nil
	}
	for i := range a.cube.Indicators {
		ind := &a.cube.Indicators[i]
		table := tableOf(a.cube, ind.Table)
		if table == nil || !hasDim(table, a.dim) || !hasCohort(table, cohort) {
			continue
		}
		part, err := r.e.part(a.cube.ID, table.ID, cohort)
		if err != nil {
			return nil, err
		}
		first := true
		for _, x := range groups {
			series, err := compare.Compute(part.Dataset, *ind, x)
			if err != nil {
				return nil, err
			}
			v, ok := atTotal(series)
			if !ok {
				continue
			}
			g := &x.Groups[0]
			s := fromValue(&v.Value)
			if n := a.cube.Noise; n != nil && s.Estimated {
				s.Unreliable = !indicator.Within(n.Reliability, s.PerMille, s.Lower, s.Upper)
			}
			t.Rows = append(t.Rows, compareRow{
				Indicator: ind.Label.In(r.l.lang), First: first, Basis: r.l.basis(v),
				Group: r.l.T("compare.group", "by", x.Label.In(r.l.lang), "group", g.Label.In(r.l.lang)),
				Share: r.l.trendValue(point{true, s}),
			})
			first = false
		}
	}
	if len(t.Rows) == 0 {
		return nil, nil
	}
	switch {
	case a.cube.Noise != nil:
		t.Note = r.l.T("compare.note.noisy")
	case a.cube.Perturbation != nil:
		t.Note = r.l.T("compare.note.rounded")
	default:
		t.Note = r.l.T("compare.note")
	}
	return t, nil
}

// groupsOf lists the comparisons along a dimension, each with the one group
// that holds the institution.
func groupsOf(c *sdmx.Cube, dim, institution string) []sdmx.Comparison {
	var out []sdmx.Comparison
	for _, x := range c.Comparisons {
		for _, g := range x.Groups {
			if x.Dimension == dim && slices.Contains(g.Members, institution) {
				one := x
				one.Groups = []sdmx.Group{g}
				out = append(out, one)
			}
		}
	}
	return out
}

// atTotal is the value of the group with all other dimensions at their total.
func atTotal(s *compare.Series) (compare.Value, bool) {
	for _, v := range s.Values {
		whole := true
		for i, d := range s.Indicator.Dimensions {
			whole = whole && (d == s.Comparison.Dimension || v.Key[i] == sdmx.Total)
		}
		if whole {
			return v, true
		}
	}
	return compare.Value{}, false
}

// basis says on how many institutions a figure rests.
func (c *catalogue) basis(v compare.Value) string {
	n := c.num(int64(v.Institutions))
	if v.Hidden == 0 {
		return n
	}
	return c.T("compare.hidden", "n", n, "hidden", c.num(int64(v.Hidden)))
}

// coverage says of how many it is not known where they are; "" where the cube
// does not tell.
func (h *portal) coverage(r *request, c *sdmx.Cube, cohort int, fixed map[string]string) (string, error) {
	for i := range c.Indicators {
		ind := &c.Indicators[i]
		t := tableOf(c, ind.Table)
		if !ind.Coverage || t == nil || !hasAll(t, fixed) || !hasCohort(t, cohort) {
			continue
		}
		p, err := h.dependableAt(r, c, t, ind, cohort, fixed)
		if err != nil || !p.Exists || !p.Possible {
			return "", err
		}
		return r.l.T("coverage", "label", ind.Label.In(r.l.lang), "share", r.l.trendValue(p).Text), nil
	}
	return "", nil
}
