package web

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/sdmx"
)

// Blocks are the parts that pages are put together from; each carries its
// catalogue so that the templates of parts.html need nothing else.

// tableBlock is one published table for one cohort with its downloads.
type tableBlock struct {
	L         *catalogue
	ID        string
	Title     string
	Cohort    string
	Pending   bool // the cohort's window is still open
	Absent    bool // no partition for this cohort
	Pivot     pivot
	Filters   []filter
	Downloads []download
	Cut       int // rows left out, see maxRows
}

// filter lets the reader fix a further dimension by plain links.
type filter struct {
	Label   string
	Options []link
}

// flowBlock is a flow picture with its sentence and data table.
type flowBlock struct {
	L            *catalogue
	ID, Title    string
	State        flowState
	Wide, Narrow template.HTML
	Total        string
	Parts        []flowPart
	HiddenParts  string
	Bounds       string // what is known of a hidden total
	Noisy        bool   // counts stand with their bands or bounds
	Rounded      bool   // these are bounds of rounded counts
	Others       []link // cohorts that can be drawn, for an empty state
	Cohort       string
}

// flowPart is one row of the data table beside a flow picture.
type flowPart struct {
	Label, Count, Share string
	Hidden              bool
}

// trendBlock is a line chart with its data table.
type trendBlock struct {
	L            *catalogue
	ID, Title    string
	Note         string
	Drawn        bool
	Wide, Narrow template.HTML
	Heads        []string
	Rows         []trendRow
	Pending      string
}

type trendRow struct {
	Year   string
	Break  bool
	Values []trendValue
}

type trendValue struct {
	Text     string
	Hidden   bool
	Noisy    bool   // the text has the band
	Rounded  bool   // the text has the bounds of a rounded share
	Estimate string // within the bounds of the text
}

// maxRows bounds a table on a page; the download has every row.
const maxRows = 120

// newTableBlock reads one table for one cohort. fixed holds what the page is
// about; choose holds what the reader chose for further dimensions.
func (h *portal) newTableBlock(r *request, c *sdmx.Cube, t *sdmx.Table, cohort int, fixed map[string]string, base string) (*tableBlock, error) {
	b := &tableBlock{L: r.l, ID: "tabel-" + slug(c.ID+"-"+t.ID), Title: t.Label.In(r.l.lang), Cohort: c.Years(cohort)}
	if !slices.Contains(t.Cohorts, cohort) {
		b.Pending = slices.Contains(t.NotYetObservable, cohort)
		b.Absent = !b.Pending
		return b, nil
	}
	p, err := r.e.part(c.ID, t.ID, cohort)
	if err != nil {
		return nil, err
	}
	v := view{c, t, p, map[string]string{}}
	for k, code := range fixed {
		v.fixed[k] = code
	}
	down, across, rest := axes(c, t, v.fixed)
	for _, d := range rest {
		if ro := role(c, d); ro == roleOrigin || ro == roleDestination {
			continue
		}
		f, chosen := r.filter(c, t, d, v, base, cohort)
		v.fixed[d] = chosen
		b.Filters = append(b.Filters, f)
	}
	b.Pivot = buildPivot(r.e, r.l, v, down, across)
	b.Pivot.Title, b.Pivot.Caption = b.Title, r.l.T("table.caption", "cohort", c.Years(cohort))
	if n := len(b.Pivot.Rows); n > maxRows {
		b.Cut, b.Pivot.Rows = n-maxRows, b.Pivot.Rows[:maxRows]
	}
	b.Downloads = append(r.e.downloads(r.l, c.ID, t.ID, cohort), r.e.workbook(r.l, c.ID)...)
	return b, nil
}

// filter offers the codes of a further dimension that exist, and returns the
// one in the query or the total.
func (r *request) filter(c *sdmx.Cube, t *sdmx.Table, dim string, v view, base string, cohort int) (filter, string) {
	f := filter{Label: dimLabel(c, dim, r.l)}
	chosen := sdmx.Total
	want := r.URL.Query().Get(dim)
	for _, code := range r.e.codelist(c, dim).Codes {
		if _, ok := v.at(dim, code.ID); !ok {
			continue
		}
		current := code.ID == want || want == "" && code.ID == sdmx.Total
		if current {
			chosen = code.ID
		}
		value := code.ID
		if value == sdmx.Total {
			value = ""
		}
		f.Options = append(f.Options, link{r.l.label(code), r.l.url(neutral(base, "cohort", strconv.Itoa(cohort), dim, value)) + "#tabel-" + slug(c.ID+"-"+t.ID), current})
	}
	return f, chosen
}

// newFlowBlock draws the flow of a table for what is held fixed.
func (h *portal) newFlowBlock(r *request, c *sdmx.Cube, t *sdmx.Table, cohort int, fixed map[string]string, who string) (*flowBlock, error) {
	b := &flowBlock{L: r.l, ID: "stroom-" + slug(c.ID), Cohort: c.Years(cohort)}
	b.Title = r.l.T("flow.title", "who", who, "cohort", c.Years(cohort))
	if !slices.Contains(t.Cohorts, cohort) {
		b.State = flowAbsent
		return b, nil
	}
	p, err := r.e.part(c.ID, t.ID, cohort)
	if err != nil {
		return nil, err
	}
	v := view{c, t, p, fixed}
	down, across, _ := axes(c, t, fixed)
	f, state := buildFlow(r.e, r.l, v, down, across)
	b.State, b.Noisy, b.Rounded = state, c.Noise != nil || c.Perturbation != nil, c.Perturbation != nil
	if state == flowHidden {
		if o, ok := v.at(); ok && o.Hidden {
			b.Bounds = r.l.hiddenCount(o)
		}
	}
	if state != flowDrawn {
		return b, nil
	}
	b.Wide = template.HTML(f.svg(r.l, flowWide, b.ID, b.Title))
	b.Narrow = template.HTML(f.svg(r.l, flowNarrow, b.ID, b.Title))
	b.Total = f.Said
	b.HiddenParts = r.l.list(f.HiddenParts)
	for _, n := range f.Right {
		b.Parts = append(b.Parts, flowPart{n.Label, n.Said, n.share(r.l, f.Total), n.Hidden})
	}
	return b, nil
}

// newTrendBlock draws an indicator over the cohorts.
func (h *portal) newTrendBlock(r *request, c *sdmx.Cube, ind *sdmx.Indicator, t *trend) *trendBlock {
	b := &trendBlock{L: r.l, ID: "lijn-" + slug(c.ID+"-"+ind.ID), Title: ind.Label.In(r.l.lang), Note: ind.Definition.In(r.l.lang)}
	if b.Drawn = t.any(); b.Drawn {
		b.Wide = template.HTML(t.svg(r.l, trendWide, b.ID, b.Title))
		b.Narrow = template.HTML(t.svg(r.l, trendNarrow, b.ID, b.Title))
	}
	for _, s := range t.Series {
		b.Heads = append(b.Heads, s.Name)
	}
	for i, y := range t.Years {
		row := trendRow{Year: c.Years(y), Break: slices.Contains(t.Breaks, y)}
		for _, s := range t.Series {
			row.Values = append(row.Values, r.l.trendValue(s.Points[i]))
		}
		b.Rows = append(b.Rows, row)
	}
	var pending []string
	for _, y := range t.Pending {
		pending = append(pending, c.Years(y))
	}
	b.Pending = r.l.list(pending)
	return b
}

func (c *catalogue) trendValue(p point) trendValue {
	switch {
	case !p.Exists || !p.Possible:
		return trendValue{Text: "–"}
	case p.Known:
		return trendValue{Text: c.perMille(p.PerMille)}
	case p.Estimated:
		return trendValue{Text: c.noisyShareInShort(p.share), Noisy: !p.Perturbed, Rounded: p.Perturbed}
	}
	return trendValue{Text: c.shareBounds(p.Lower, p.Upper), Hidden: true, Estimate: c.modelledShare(p.share)}
}

// flowTable is the table that a flow picture shows: the first with an
// outcome and all of the dimensions held fixed.
func flowTable(c *sdmx.Cube, fixed map[string]string) *sdmx.Table {
	if c.Perturbation != nil && !c.Perturbation.Additive() {
		return nil // parts make no whole
	}
	for i := range c.Tables {
		t := &c.Tables[i]
		if dimWithRole(c, t, roleOutcome) != "" && hasAll(t, fixed) {
			return t
		}
	}
	return nil
}

func hasAll(t *sdmx.Table, fixed map[string]string) bool {
	for d := range fixed {
		if !slices.Contains(t.Dimensions, d) {
			return false
		}
	}
	return true
}

// cohortsOf are all cohort years of a cube's tables, newest first.
func cohortsOf(c *sdmx.Cube) []int {
	var out []int
	for _, t := range c.Tables {
		out = append(out, t.Cohorts...)
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Compare(b, a) })
	return slices.Compact(out)
}

// chooseCohort reads ?cohort= and falls back to preferred; a year without any
// partition is no page.
func (r *request) chooseCohort(years []int, preferred int) (int, error) {
	q := r.URL.Query().Get("cohort")
	if q == "" {
		return preferred, nil
	}
	y, err := strconv.Atoi(q)
	if err != nil || !slices.Contains(years, y) {
		return 0, fmt.Errorf("cohort: %w", errNotFound)
	}
	return y, nil
}

// cohortLinks are the choices of the cohort menu.
func (r *request) cohortLinks(base string, years []int, current int) []link {
	var out []link
	for _, y := range years {
		out = append(out, link{strconv.Itoa(y), r.l.url(neutral(base, "cohort", strconv.Itoa(y))), y == current})
	}
	return out
}

// slug makes an element id from codes.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, s)
}
