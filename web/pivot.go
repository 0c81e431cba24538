package web

import "doorstroommonitor/sdmx"

// cell is one figure as a page shows it. Exactly one of Shown, Hidden and
// neither holds; neither means that the combination cannot exist.
type cell struct {
	Shown, Hidden bool
	Count         string // the count, when shown
	Bounds        string // what is known, when hidden
	Share         string // share of the column's total, when both are shown
	Noisy         bool   // the count stands with its band
	Rounded       bool   // the count stands with the bounds of rounding
	Estimate      string // within the bounds, when hidden and there is one
}

// pivot is one partition as a table of two dimensions, the others held fixed.
type pivot struct {
	Title   string // of what, for screen readers
	Caption string
	RowHead string
	Columns []string
	Rows    []pivotRow
	Hidden  bool // some cell is hidden
	Noisy   bool // the counts have noise
	Rounded bool // the counts are rounded
	// Modelled says that some hidden cell has an estimate.
	Modelled bool
	Empty    bool     // no cell exists for what is held fixed
	heads    []string // what columns carry of others, see carried
}

type pivotRow struct {
	Label   string
	carries string // what its figures carry of others, see carried
	Depth   int    // 0 for the total
	Cells   []cell
}

// view is one partition with some dimensions held fixed.
type view struct {
	cube  *sdmx.Cube
	table *sdmx.Table
	part  *part
	fixed map[string]string
}

// at returns the cell for the fixed codes and those of more; dimensions that
// neither names are at their total.
func (v view) at(more ...string) (sdmx.Observation, bool) {
	key := make([]string, len(v.part.Dimensions))
	for i, d := range v.part.Dimensions {
		key[i] = sdmx.Total
		if code, ok := v.fixed[d]; ok {
			key[i] = code
		}
		for j := 0; j+1 < len(more); j += 2 {
			if more[j] == d {
				key[i] = more[j+1]
			}
		}
	}
	o, ok := v.part.index[sdmx.JoinKey(key...)]
	if !ok {
		return sdmx.Observation{}, false
	}
	return *o, true
}

// axes chooses which dimensions of a table run down and across: down the
// outcome (else the last free one), across the first other characteristic.
// Further dimensions are returned as rest.
func axes(c *sdmx.Cube, t *sdmx.Table, fixed map[string]string) (down, across string, rest []string) {
	var free []string
	for _, d := range t.Dimensions {
		if _, ok := fixed[d]; !ok {
			free = append(free, d)
		}
	}
	for _, d := range free {
		if role(c, d) == roleOutcome {
			down = d
			break
		}
	}
	if down == "" && len(free) > 0 {
		down = free[len(free)-1]
	}
	for i := len(free) - 1; i >= 0; i-- {
		if free[i] != down && role(c, free[i]) == "" && across == "" {
			across = free[i]
		}
	}
	for _, d := range free {
		if d != down && d != across {
			rest = append(rest, d)
		}
	}
	return down, across, rest
}

// longPivot is the number of rows beyond which rows of zeros are left out.
const longPivot = 14

// buildPivot lays the view out as a table. Columns in which nothing can exist are
// left out, and so are such rows.
func buildPivot(e *edition, l *catalogue, v view, down, across string) pivot {
	p := pivot{RowHead: dimLabel(v.cube, down, l), Empty: true}
	rows := e.rows(v.cube, down, l)
	if down == "" {
		p.RowHead = l.T("groups.population")
	}
	var cols []sdmx.Code
	if across != "" {
		for _, c := range e.codelist(v.cube, across).Codes {
			if _, ok := v.at(across, c.ID); ok {
				cols = append(cols, c)
			}
		}
	}
	if len(cols) == 0 {
		cols, across = []sdmx.Code{{ID: sdmx.Total, Label: sdmx.Text{NL: l.T("count"), EN: l.T("count")}}}, ""
	}
	for _, c := range cols {
		p.Columns = append(p.Columns, l.marked(c))
		if said := l.carried(c); said != "" {
			p.heads = append(p.heads, said)
		}
	}
	depth := depths(rows)
	for _, r := range rows {
		row := pivotRow{Label: l.marked(r), Depth: depth[r.ID], carries: l.carried(r)}
		exists, allZero := false, true
		for _, c := range cols {
			o, ok := v.at(down, r.ID, across, c.ID)
			den, okDen := v.at(across, c.ID)
			exists = exists || ok
			allZero = allZero && (!ok || !o.Hidden && o.Value == 0)
			row.Cells = append(row.Cells, l.cell(o, ok, den, okDen && r.ID != sdmx.Total))
			p.Hidden = p.Hidden || ok && o.Hidden
			p.Noisy, p.Rounded = p.Noisy || ok && o.Estimated && !o.Perturbed, p.Rounded || ok && o.Perturbed
			p.Modelled = p.Modelled || ok && o.Modelled
		}
		if !exists || allZero && len(rows) > longPivot && r.ID != sdmx.Total {
			continue
		}
		p.Empty = false
		p.Rows = append(p.Rows, row)
	}
	return p
}

// rows are the codes that run down a table: those of a dimension, or one line
// for everyone where no dimension is left.
func (e *edition) rows(c *sdmx.Cube, down string, l *catalogue) []sdmx.Code {
	if down == "" {
		return []sdmx.Code{{ID: sdmx.Total, Label: sdmx.Text{NL: l.T("everyone"), EN: l.T("everyone")}}}
	}
	return e.codelist(c, down).Codes
}

// cell words one figure; the share is of den when withShare is set.
func (l *catalogue) cell(o sdmx.Observation, exists bool, den sdmx.Observation, withShare bool) cell {
	switch {
	case !exists:
		return cell{}
	case o.Hidden:
		return cell{Hidden: true, Bounds: l.bounds(o.Lower, o.Upper), Estimate: l.modelledCount(o)}
	}
	out := cell{Shown: true, Count: l.count(o), Noisy: o.Estimated && !o.Perturbed, Rounded: o.Perturbed}
	if withShare && !o.Estimated {
		if s, err := shareOf(o, den); err == nil && s.Known {
			out.Share = l.perMille(s.PerMille)
		}
	}
	return out
}

// depths gives each code its level in the hierarchy, the total being 0.
func depths(codes []sdmx.Code) map[string]int {
	d := make(map[string]int, len(codes))
	for _, c := range codes {
		switch {
		case c.ID == sdmx.Total:
			d[c.ID] = 0
		case c.Parent == "":
			d[c.ID] = 1
		default:
			d[c.ID] = d[c.Parent] + 1
		}
	}
	return d
}

func dimLabel(c *sdmx.Cube, dim string, l *catalogue) string {
	d, ok := c.Dimension(dim)
	if !ok || d.Label.In(l.lang) == "" {
		return dim
	}
	return d.Label.In(l.lang)
}
