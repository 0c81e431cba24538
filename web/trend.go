package web

import (
	"fmt"
	"slices"

	"doorstroommonitor/sdmx"
)

// trend is an indicator over cohort years, for an institution beside the
// country or for the country alone.
type trend struct {
	Label  string
	Years  []int
	Series []series
	// Breaks are the years from which the figures of a merged institution
	// count under its successor: the line is not drawn across.
	Breaks []int
	// Pending are cohort years whose window is still open.
	Pending []int

	cube            sdmx.Cube
	predecessorSeen bool // in the year before, while building
}

type series struct {
	Name   string
	Own    bool // drawn with emphasis
	Points []point
	// Kind tells the lines of codes apart, from 1; 0 where there is one other.
	Kind int
}

// class is how a line is drawn.
func (s series) class() string {
	switch {
	case s.Own:
		return "own"
	case s.Kind > 0:
		return fmt.Sprintf("other k%d", s.Kind)
	}
	return "other"
}

// point is one year of a series. Exists false: no such cell.
type point struct {
	Exists bool
	share
}

// buildTrend reads an indicator for all cohorts. Where dim is not empty the
// series of its code comes first and the country's second.
func buildTrend(e *edition, l *catalogue, c *sdmx.Cube, ind *sdmx.Indicator, dim string, code sdmx.Code) (*trend, error) {
	t := tableOf(c, ind.Table)
	if t == nil {
		return nil, fmt.Errorf("indicator %s: table %s is not in the structure", ind.ID, ind.Table)
	}
	tr := &trend{cube: *c, Label: ind.Label.In(l.lang), Years: t.Cohorts, Pending: t.NotYetObservable}
	national := series{Name: l.T("national")}
	own := series{Name: l.label(code), Own: true}
	for _, year := range t.Cohorts {
		p, err := e.part(c.ID, t.ID, year)
		if err != nil {
			return nil, err
		}
		read := func(s *series, fixed map[string]string) error {
			sh, ok, err := view{c, t, p, fixed}.share(ind)
			s.Points = append(s.Points, point{ok, sh})
			return err
		}
		if err := read(&national, nil); err != nil {
			return nil, fmt.Errorf("%s %s %d: %w", c.ID, t.ID, year, err)
		}
		if dim == "" {
			continue
		}
		if err := read(&own, map[string]string{dim: code.ID}); err != nil {
			return nil, fmt.Errorf("%s %s %d: %w", c.ID, t.ID, year, err)
		}
		if mergedIn(tr, p, dim, code) {
			tr.Breaks = append(tr.Breaks, year)
		}
	}
	if dim != "" {
		tr.Series = append(tr.Series, own)
	}
	tr.Series = append(tr.Series, national)
	return tr, nil
}

// buildTrendBy reads an indicator for all cohorts: the country's series first,
// then that of every code of a dimension.
func buildTrendBy(e *edition, l *catalogue, c *sdmx.Cube, ind *sdmx.Indicator, dim string, codes []sdmx.Code) (*trend, error) {
	all, err := buildTrend(e, l, c, ind, "", sdmx.Code{})
	if err != nil {
		return nil, err
	}
	all.Series[0].Own = true
	for i, code := range codes {
		tr, err := buildTrend(e, l, c, ind, dim, code)
		if err != nil {
			return nil, err
		}
		tr.Series[0].Own, tr.Series[0].Kind = false, i+1
		all.Series = append(all.Series, tr.Series[0])
	}
	return all, nil
}

// repeats reports whether a trend of the country alone says what another says:
// tables that divide the same persons otherwise agree over all.
func (t *trend) repeats(drawn []*trend) bool {
	return t.any() && slices.ContainsFunc(drawn, func(d *trend) bool {
		return len(d.Series) > 0 && len(t.Series) == 1 && slices.Equal(d.Years, t.Years) && slices.EqualFunc(d.Series[0].Points, t.Series[0].Points, point.says)
	})
}

// says reports whether two points tell a reader the same.
func (p point) says(q point) bool {
	return p.Exists == q.Exists && p.Known == q.Known && p.Possible == q.Possible && p.Estimated == q.Estimated && p.PerMille == q.PerMille && p.Lower == q.Lower && p.Upper == q.Upper
}

// mostLines bounds the lines of a chart besides that of the country: more
// cannot be told apart.
const mostLines = 4

// divides finds the one characteristic by which a table divides persons and the
// main one does not, and its codes; none where there is no such, or lines for
// its codes could not be told apart.
func divides(e *edition, c *sdmx.Cube, t, main *sdmx.Table) (string, []sdmx.Code) {
	dim := ""
	for _, d := range t.Dimensions {
		if role(c, d) != "" || hasDim(main, d) {
			continue
		}
		if dim != "" {
			return "", nil
		}
		dim = d
	}
	if dim == "" {
		return "", nil
	}
	var codes []sdmx.Code
	for _, k := range e.codelist(c, dim).Codes {
		if k.Parent == sdmx.Total {
			codes = append(codes, k)
		}
	}
	if len(codes) > mostLines {
		return "", nil
	}
	return dim, codes
}

// mergedIn reports whether a predecessor that had figures of its own in the
// years before has none from this partition on. It is true once per merger.
func mergedIn(tr *trend, p *part, dim string, code sdmx.Code) bool {
	at := slices.Index(p.Dimensions, dim)
	if at < 0 || len(code.Predecessors) == 0 {
		return false
	}
	found := false
	for i := range p.Observations {
		if slices.ContainsFunc(code.Predecessors, func(old sdmx.Predecessor) bool { return old.ID == p.Observations[i].Key[at] }) {
			found = true
			break
		}
	}
	was := tr.predecessorSeen
	tr.predecessorSeen = found
	return was && !found
}

// any reports whether some year has something to draw.
func (t *trend) any() bool {
	for _, s := range t.Series {
		for _, p := range s.Points {
			if p.Drawn() {
				return true
			}
		}
	}
	return false
}

// axis chooses a range in whole tens of percents, at least 30 wide, around
// everything that is drawn.
func (t *trend) axis() (lo, hi int64) {
	lo, hi = 1000, 0
	for _, s := range t.Series {
		for _, p := range s.Points {
			if p.Drawn() {
				lo, hi = min(lo, p.PerMille), max(hi, p.PerMille)
			}
		}
	}
	lo, hi = max(lo-50, 0)/100*100, min((hi+149)/100*100, 1000)
	for hi-lo < 300 {
		if hi < 1000 {
			hi += 100
		}
		if hi-lo < 300 && lo > 0 {
			lo -= 100
		}
	}
	return lo, hi
}
