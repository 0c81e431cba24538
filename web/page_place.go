package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/sdmx"
)

type placeBody struct {
	Name, Code string
	Former     string // predecessors, by name where the release has it
	Cohort     int
	Cohorts    []link
	Sections   []*placeSection
	Noisy      bool     // some of its figures have noise
	Rounded    []string // what is said of perturbed counts, once for each method
	Hides      bool     // some cubes hide figures
}

// placeSection is what one cube says about an institution in one role.
type placeSection struct {
	ID, Title, CubeURL, Population string
	Destination                    bool
	Pooled                         string // that figures are over several cohorts together
	Finding, Coverage              string
	Flow                           *flowBlock
	Keys                           *keyTable
	Compare                        *compareTable
	Trends                         []*trendBlock
	Tables                         []*tableBlock
	Arrivals                       *pivot
	Downloads                      []download
}

// keyTable sets the institution's indicators beside the country's.
type keyTable struct {
	L       *catalogue
	Caption string
	Rows    []keyRow
}

type keyRow struct {
	Label         string
	Sub           bool
	Own, National trendValue
	Of            cell // the whole that the share is of
}

// placePage shows where the leavers of an institution went, and who came.
func (h *portal) placePage(r *request) (*page, error) {
	code := r.PathValue("code")
	p, ok := r.e.byCode[code]
	if !ok {
		if _, ok := r.e.byCode[strings.ToUpper(code)]; ok {
			return nil, errMoved{"/instelling/" + url.PathEscape(strings.ToUpper(code))}
		}
		return nil, errNotFound
	}
	if p.successor != nil {
		return nil, errMoved{"/instelling/" + url.PathEscape(p.successor.Code.ID)}
	}
	base := "/instelling/" + url.PathEscape(code)
	years, preferred := h.placeCohorts(p)
	cohort, err := r.chooseCohort(years, preferred)
	if err != nil {
		return nil, err
	}
	b := placeBody{Name: r.l.label(p.Code), Code: code, Former: r.former(p.Code), Cohort: cohort, Cohorts: r.cohortLinks(base, years, cohort)}
	for _, a := range p.seen {
		s, err := h.section(r, p, a, cohort, base)
		if err != nil {
			return nil, err
		}
		if s != nil {
			b.Sections = append(b.Sections, s)
			b.Noisy, b.Rounded = b.Noisy || a.cube.Noise != nil, r.l.perturbed(b.Rounded, a.cube)
			b.Hides = b.Hides || a.cube.Noise == nil && a.cube.Perturbation == nil
		}
	}
	return &page{Name: "place", Title: b.Name, Nav: "places", Path: neutral(base, "cohort", r.URL.Query().Get("cohort")), Body: b}, nil
}

// placeCohorts lists the cohorts of the cubes in which the institution can
// occur, newest first, and the newest of the first main indicator.
func (h *portal) placeCohorts(p *place) (years []int, preferred int) {
	for _, a := range p.seen {
		years = append(years, cohortsOf(a.cube)...)
		if _, t := mainIndicator(a.cube, a.dim); t != nil && preferred == 0 {
			preferred = latest(t)
		}
	}
	slices.Sort(years)
	slices.Reverse(years)
	years = slices.Compact(years)
	if preferred == 0 && len(years) > 0 {
		preferred = years[0]
	}
	return years, preferred
}

// former names the predecessors and since when their figures are counted here.
func (r *request) former(code sdmx.Code) string {
	var names []string
	for _, old := range code.Predecessors {
		if p := r.e.byCode[old.ID]; p != nil && p.successor == nil {
			old.Label = p.Code.Label
		}
		names = append(names, r.l.predecessor(old))
	}
	return r.l.list(names)
}

// section puts together one cube's part of the page; nil if the institution
// has no cell in any cohort of the cube.
func (h *portal) section(r *request, p *place, a appearance, cohort int, base string) (*placeSection, error) {
	l, c := r.l, a.cube
	exists, err := h.occurs(r, a, p.Code.ID)
	if err != nil || !exists {
		return nil, err
	}
	s := &placeSection{
		ID: slug(c.ID + "-" + a.role), Title: c.Label.In(l.lang), CubeURL: l.url("/kubus/" + url.PathEscape(c.ID)),
		Population: c.Population.In(l.lang), Destination: a.role == roleDestination, Downloads: r.e.indicatorFiles(l, c.ID, cohort),
	}
	cohort = windowWith(c, cohort)
	if c.Together > 1 {
		s.Pooled = l.T("pooled", "n", strconv.Itoa(c.Together))
	}
	fixed := map[string]string{a.dim: p.Code.ID}
	if s.Destination {
		return s, h.arrivals(r, s, p, a, cohort, fixed, base)
	}
	if s.Finding, err = h.placeFinding(r, p, a, cohort, fixed); err != nil {
		return nil, err
	}
	if s.Coverage, err = h.coverage(r, c, cohort, fixed); err != nil {
		return nil, err
	}
	if t := flowTable(c, fixed); t != nil {
		if s.Flow, err = h.newFlowBlock(r, c, t, cohort, fixed, l.label(p.Code)); err != nil {
			return nil, err
		}
		if s.Flow.State == flowHidden {
			if s.Flow.Others, err = h.drawable(r, c, t, fixed, base, cohort); err != nil {
				return nil, err
			}
		}
	}
	if s.Keys, err = h.keys(r, a, cohort, fixed); err != nil {
		return nil, err
	}
	if s.Compare, err = h.comparison(r, p, a, cohort); err != nil {
		return nil, err
	}
	if s.Trends, err = h.trends(r, c, a.dim, p.Code); err != nil {
		return nil, err
	}
	return s, h.sectionTables(r, s, a, cohort, fixed, base)
}

// windowWith is the last of the cohorts that a cube counts together with the
// given one; where there are none, of the latest before it.
func windowWith(c *sdmx.Cube, cohort int) int {
	if c.Together < 2 {
		return cohort
	}
	for _, last := range cohortsOf(c) { // newest first
		if last-c.Together < cohort {
			return last
		}
	}
	return cohort
}

// sectionTables adds every table of the cube that tells institutions apart.
func (h *portal) sectionTables(r *request, s *placeSection, a appearance, cohort int, fixed map[string]string, base string) error {
	for i := range a.cube.Tables {
		t := &a.cube.Tables[i]
		if !hasDim(t, a.dim) {
			continue
		}
		tb, err := h.newTableBlock(r, a.cube, t, cohort, fixed, base)
		if err != nil {
			return err
		}
		s.Tables = append(s.Tables, tb)
	}
	return nil
}

// occurs reports whether some partition has a cell for the institution.
func (h *portal) occurs(r *request, a appearance, code string) (bool, error) {
	for i := range a.cube.Tables {
		t := &a.cube.Tables[i]
		if !hasDim(t, a.dim) {
			continue
		}
		for _, y := range slices.Backward(t.Cohorts) {
			p, err := r.e.part(a.cube.ID, t.ID, y)
			if err != nil {
				return false, err
			}
			if _, ok := (view{a.cube, t, p, map[string]string{a.dim: code}}).at(); ok {
				return true, nil
			}
		}
	}
	return false, nil
}

func (h *portal) placeFinding(r *request, p *place, a appearance, cohort int, fixed map[string]string) (string, error) {
	ind, t := mainIndicator(a.cube, a.dim)
	if ind == nil {
		return "", nil
	}
	if slices.Contains(t.NotYetObservable, cohort) {
		return r.l.T("pending", "cohort", a.cube.Years(cohort)), nil
	}
	if !hasCohort(t, cohort) {
		return "", nil
	}
	own, err := h.dependableAt(r, a.cube, t, ind, cohort, fixed)
	if err != nil {
		return "", err
	}
	national, err := h.dependableAt(r, a.cube, t, ind, cohort, nil)
	if err != nil {
		return "", err
	}
	return r.l.finding(a.cube, ind, cohort, r.l.label(p.Code), own, &national), nil
}

// drawable lists other cohorts in which the institution's total is published.
func (h *portal) drawable(r *request, c *sdmx.Cube, t *sdmx.Table, fixed map[string]string, base string, not int) ([]link, error) {
	var out []link
	for _, y := range slices.Backward(t.Cohorts) {
		p, err := r.e.part(c.ID, t.ID, y)
		if err != nil {
			return nil, err
		}
		if o, ok := (view{c, t, p, fixed}).at(); y != not && ok && !o.Hidden && o.Value > 0 {
			out = append(out, link{Label: c.Years(y), URL: r.l.url(neutral(base, "cohort", strconv.Itoa(y)))})
		}
	}
	return out, nil
}

// keys lists the indicators of the cohort; the main one also for each group
// of the first characteristic.
func (h *portal) keys(r *request, a appearance, cohort int, fixed map[string]string) (*keyTable, error) {
	k := &keyTable{L: r.l, Caption: r.l.T("keys.caption", "cohort", a.cube.Years(cohort))}
	first, _ := mainIndicator(a.cube, a.dim)
	for i := range a.cube.Indicators {
		ind := &a.cube.Indicators[i]
		t := tableOf(a.cube, ind.Table)
		if t == nil || !hasDim(t, a.dim) || !hasCohort(t, cohort) {
			continue
		}
		p, err := r.e.part(a.cube.ID, t.ID, cohort)
		if err != nil {
			return nil, err
		}
		v := view{a.cube, t, p, fixed}
		if err := k.add(r.e, r.l, v, ind, ind.Label.In(r.l.lang), false); err != nil {
			return nil, err
		}
		_, across, _ := axes(a.cube, t, fixed)
		if ind != first || across == "" {
			continue
		}
		for _, g := range r.e.codelist(a.cube, across).Codes {
			if g.ID == sdmx.Total {
				continue
			}
			if _, ok := v.at(across, g.ID); !ok {
				continue
			}
			sub := view{a.cube, t, p, map[string]string{across: g.ID}}
			for d, code := range fixed {
				sub.fixed[d] = code
			}
			if err := k.add(r.e, r.l, sub, ind, r.l.label(g), true); err != nil {
				return nil, err
			}
		}
	}
	if len(k.Rows) == 0 {
		return nil, nil
	}
	return k, nil
}

// add reads one indicator for the institution and, with the institution
// dimensions at their total, for the country.
func (k *keyTable) add(e *edition, l *catalogue, v view, ind *sdmx.Indicator, label string, sub bool) error {
	own, ok, err := e.dependable(l, v, ind)
	if err != nil {
		return err
	}
	country := view{v.cube, v.table, v.part, map[string]string{}}
	for d, code := range v.fixed {
		if role(v.cube, d) == "" {
			country.fixed[d] = code
		}
	}
	national, okN, err := e.dependable(l, country, ind)
	if err != nil {
		return err
	}
	k.Rows = append(k.Rows, keyRow{
		Label: label, Sub: sub, Own: l.trendValue(point{ok, own}), National: l.trendValue(point{okN, national}),
		Of: l.cell(own.Den, ok, sdmx.Observation{}, false),
	})
	return nil
}

// arrivals fills the section of an institution that people came to: one
// sentence, and the counts over the cohorts.
func (h *portal) arrivals(r *request, s *placeSection, p *place, a appearance, cohort int, fixed map[string]string, base string) error {
	l := r.l
	for i := range a.cube.Tables {
		t := &a.cube.Tables[i]
		if !hasDim(t, a.dim) {
			continue
		}
		pv, err := h.overCohorts(r, a.cube, t, fixed)
		if err != nil {
			return err
		}
		if s.Arrivals == nil && !pv.Empty {
			s.Arrivals = &pv
		}
		if s.Finding == "" && hasCohort(t, cohort) {
			part, err := r.e.part(a.cube.ID, t.ID, cohort)
			if err != nil {
				return err
			}
			o, ok := (view{a.cube, t, part, fixed}).at()
			s.Finding = l.arrived(a.cube, cohort, l.label(p.Code), o, ok)
		}
	}
	return h.sectionTables(r, s, a, cohort, fixed, base)
}

// arrived says how many came to an institution.
func (c *catalogue) arrived(cube *sdmx.Cube, year int, who string, o sdmx.Observation, exists bool) string {
	args := []any{"population", c.population(cube), "year", cube.Years(year), "who", who}
	switch {
	case !exists:
		return c.T("arrived.absent", args...)
	case o.Hidden:
		return c.sentence("arrived.hidden", o.Lower > 0 || o.Upper >= 0, append(args, "bounds", c.hiddenCount(o))...)
	}
	if o.Estimated {
		return c.T("arrived.noisy", append(args, "n", c.countInWords(o))...)
	}
	return c.N("arrived", o.Value, args...)
}

// overCohorts lays counts out with a column per cohort year.
func (h *portal) overCohorts(r *request, c *sdmx.Cube, t *sdmx.Table, fixed map[string]string) (pivot, error) {
	down, _, _ := axes(c, t, fixed)
	p := pivot{RowHead: dimLabel(c, down, r.l), Caption: r.l.T("arrivals.caption"), Empty: true}
	codes := r.e.rows(c, down, r.l)
	if down == "" {
		p.RowHead = r.l.T("groups.population")
	}
	depth := depths(codes)
	rows := make([]pivotRow, len(codes))
	exists := make([]bool, len(codes))
	for _, y := range t.Cohorts {
		part, err := r.e.part(c.ID, t.ID, y)
		if err != nil {
			return p, err
		}
		p.Columns = append(p.Columns, c.Years(y))
		for i, code := range codes {
			o, ok := (view{c, t, part, fixed}).at(down, code.ID)
			rows[i].Cells = append(rows[i].Cells, r.l.cell(o, ok, sdmx.Observation{}, false))
			exists[i] = exists[i] || ok
			p.Hidden = p.Hidden || ok && o.Hidden
			p.Noisy, p.Rounded = p.Noisy || ok && o.Estimated && !o.Perturbed, p.Rounded || ok && o.Perturbed
			p.Modelled = p.Modelled || ok && o.Modelled
		}
	}
	for i, code := range codes {
		if exists[i] {
			rows[i].Label, rows[i].Depth = r.l.label(code), depth[code.ID]
			p.Rows, p.Empty = append(p.Rows, rows[i]), false
		}
	}
	return p, nil
}
