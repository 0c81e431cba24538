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
