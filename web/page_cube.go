package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"doorstroommonitor/sdmx"
)

type cubeBody struct {
	Label, Definition, Population string
	Cohort                        string
	Pooled                        string   // that figures are over several cohorts together
	Coarser                       []string // how fine small groups are shown
	Cohorts                       []link
	Finding                       string
	Coverage                      string
	Flow                          *flowBlock
	Trends                        []*trendBlock
	Tables                        []*tableBlock
	Downloads                     []download
	Hidden                        hiddenCount
	Noisy                         bool // every count has noise, none is hidden
	// Rounded is said where every count is perturbed and none is hidden.
	Rounded []string
}

// hiddenCount says how much of a cube is hidden in one cohort.
type hiddenCount struct{ Cells, Hidden, Share string }

// maxTrends bounds the number of line charts on a page.
const maxTrends = 4

// cubePage shows one cube for the whole country.
func (h *portal) cubePage(r *request) (*page, error) {
	c := cubeOf(r.e.st, r.PathValue("cube"))
	if c == nil {
		return nil, errNotFound
	}
	base := "/kubus/" + url.PathEscape(c.ID)
	l := r.l
	ind, mainTable := mainIndicator(c, "")
	years := cohortsOf(c)
	preferred := 0
	if len(years) > 0 {
		preferred = years[0]
	}
	if mainTable != nil {
		preferred = latest(mainTable)
	}
	cohort, err := r.chooseCohort(years, preferred)
	if err != nil {
		return nil, err
	}
	b := cubeBody{
		Label: c.Label.In(l.lang), Definition: c.Definition.In(l.lang), Population: cmp.Or(c.Members.In(l.lang), c.Population.In(l.lang)),
		Cohort: c.Years(cohort), Cohorts: r.cohortLinks(base, years, cohort), Downloads: r.e.indicatorFiles(l, c.ID, cohort), Noisy: c.Noise != nil, Rounded: l.perturbation(c.Perturbation),
	}
	b.Coarser = l.coarser(c)
	if c.Together > 1 {
		b.Pooled = l.T("pooled", "n", strconv.Itoa(c.Together))
		for i := range b.Cohorts {
			b.Cohorts[i].Label = c.Years(years[i])
		}
	}
	if ind != nil && hasCohort(mainTable, cohort) {
		p, err := h.dependableAt(r, c, mainTable, ind, cohort, nil)
		if err != nil {
			return nil, err
		}
		b.Finding = l.finding(c, ind, cohort, l.T("netherlands"), p, nil)
	}
	if b.Coverage, err = h.coverage(r, c, cohort, nil); err != nil {
		return nil, err
	}
	if t := flowTable(c, nil); t != nil {
		if b.Flow, err = h.newFlowBlock(r, c, t, cohort, nil, l.T("netherlands")); err != nil {
			return nil, err
		}
	}
	if b.Trends, err = h.trends(r, c, "", sdmx.Code{}); err != nil {
		return nil, err
	}
	for i := range c.Tables {
		tb, err := h.newTableBlock(r, c, &c.Tables[i], cohort, nationalFix(c, &c.Tables[i]), base)
		if err != nil {
			return nil, err
		}
		b.Tables = append(b.Tables, tb)
	}
	if b.Hidden, err = h.countHidden(r, c, cohort); err != nil {
		return nil, err
	}
	return &page{Name: "cube", Title: b.Label, Nav: "cubes", Path: neutral(base, "cohort", r.URL.Query().Get("cohort")), Body: b}, nil
}

// coarser says how fine small groups of a cube are shown.
func (c *catalogue) coarser(cube *sdmx.Cube) []string {
	var out []string
	for _, s := range cube.Coarser {
		out = append(out, c.T("coarser", "below", c.num(s.Below), "level", strconv.Itoa(s.Level)))
	}
	if len(out) > 0 {
		out = append(out, c.T("coarser.hidden"))
	}
	return out
}

// perturbation explains how counts were changed: in one paragraph what that
// means, in another by how much; nil where none were.
func (c *catalogue) perturbation(p *sdmx.Perturbation) []string {
	switch {
	case p == nil:
		return nil
	case !p.Additive():
		return []string{c.T("shifted.1"), c.T("shifted.2", "deviation", c.num(p.Deviation))}
	}
	return []string{c.T("rounded.1"), c.T("rounded.2", "base", strconv.FormatInt(p.Base, 10), "deviation", strconv.FormatInt(p.Deviation, 10))}
}

// perturbed adds what a cube has to say of perturbed counts, if nothing has
// said it yet.
func (c *catalogue) perturbed(said []string, cube *sdmx.Cube) []string {
	if text := c.perturbation(cube.Perturbation); text != nil && !slices.Contains(said, text[0]) {
		return append(said, text[0])
	}
	return said
}

// nationalFix holds the institutions of a table at their total, except where
// the table is about institutions and nothing else.
func nationalFix(c *sdmx.Cube, t *sdmx.Table) map[string]string {
	fixed := map[string]string{}
	for _, d := range t.Dimensions {
		switch role(c, d) {
		case roleOrigin:
			fixed[d] = sdmx.Total
		case roleDestination:
			if dimWithRole(c, t, roleOutcome) != "" {
				fixed[d] = sdmx.Total
			}
		}
	}
	return fixed
}

// trends draws indicators of a cube. One that says over the whole country what
// another chart says is drawn by what its table divides persons by, or not at
// all.
func (h *portal) trends(r *request, c *sdmx.Cube, dim string, code sdmx.Code) ([]*trendBlock, error) {
	var out []*trendBlock
	var before []*trend
	_, main := mainIndicator(c, dim)
	for _, ind := range drawn(c, dim) {
		t, err := buildTrend(r.e, r.l, c, ind, dim, code)
		if err != nil {
			return nil, err
		}
		if dim == "" && t.repeats(before) {
			by, codes := divides(r.e, c, tableOf(c, ind.Table), main)
			if by == "" {
				continue
			}
			if t, err = buildTrendBy(r.e, r.l, c, ind, by, codes); err != nil {
				return nil, err
			}
		}
		before = append(before, t)
		out = append(out, h.newTrendBlock(r, c, ind, t))
	}
	return out, nil
}

// drawn lists the indicators that a page draws: those that have the dimension,
// the main one first, and one of each ratio, since what tables divide in other
// ways is the same over all.
func drawn(c *sdmx.Cube, dim string) []*sdmx.Indicator {
	type ratio struct{ dimension, numerator, denominator string }
	var out []*sdmx.Indicator
	seen := map[ratio]bool{}
	first, _ := mainIndicator(c, dim)
	for _, main := range []bool{true, false} {
		for i := range c.Indicators {
			ind := &c.Indicators[i]
			t := tableOf(c, ind.Table)
			x := ratio{ind.Dimension, ind.Numerator, ind.Denominator}
			if (ind == first) != main || t == nil || dim != "" && !hasDim(t, dim) || len(out) == maxTrends || seen[x] {
				continue
			}
			seen[x] = true
			out = append(out, ind)
		}
	}
	return out
}

// countHidden counts the cells of all tables of a cube in one cohort.
func (h *portal) countHidden(r *request, c *sdmx.Cube, cohort int) (hiddenCount, error) {
	var cells, hidden int64
	for i := range c.Tables {
		if !hasCohort(&c.Tables[i], cohort) {
			continue
		}
		p, err := r.e.part(c.ID, c.Tables[i].ID, cohort)
		if err != nil {
			return hiddenCount{}, err
		}
		cells += int64(len(p.Observations))
		for j := range p.Observations {
			if p.Observations[j].Hidden {
				hidden++
			}
		}
	}
	out := hiddenCount{Cells: r.l.num(cells), Hidden: r.l.num(hidden)}
	if cells > 0 {
		out.Share = r.l.perMille(halfEven(hidden*1000, cells))
	}
	return out, nil
}

func hasCohort(t *sdmx.Table, year int) bool { return slices.Contains(t.Cohorts, year) }

func hasDim(t *sdmx.Table, dim string) bool { return slices.Contains(t.Dimensions, dim) }
