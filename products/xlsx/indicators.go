package xlsx

import (
	"github.com/xuri/excelize/v2"

	"doorstroommonitor/products/indicator"
	"doorstroommonitor/products/meta"
	"doorstroommonitor/sdmx"
)

// indicators writes the shares of all indicators and cohorts on one sheet.
func (b *workbook) indicators(parts []*sdmx.Dataset) error {
	dims := indicator.Dimensions(b.cube)
	headings := []heading{{"Cohort", 10}, {"Indicator", 32}, {"indicator", 16}}
	headings = append(headings, b.dimensionHeadings(dims)...)
	g, err := b.newGrid(indicatorsSheet, append(headings, b.shareHeadings()...))
	if err != nil {
		return err
	}
	for _, ind := range b.cube.Indicators {
		for _, d := range parts {
			if d.Table != ind.Table {
				continue
			}
			s, err := indicator.Compute(d, ind)
			if err != nil {
				return err
			}
			if err := b.series(g, dims, s); err != nil {
				return err
			}
		}
	}
	return g.close()
}

// shareHeadings are above numerator, denominator and what shareCells gives.
func (b *workbook) shareHeadings() []heading {
	out := []heading{
		{"Teller / Numerator", 12}, {"Noemer / Denominator", 12},
		{"Aandeel (%) / Share (%)", 12}, {"Status", 14},
		{"Ondergrens (%) / Lower (%)", 14}, {"Bovengrens (%) / Upper (%)", 14},
		{"obs_status", 11}, {"conf_status", 11},
	}
	if b.cube.Modelled {
		out = append(out, heading{modelledHeading, 14})
	}
	return out
}

func (b *workbook) series(g *grid, dims []string, s *indicator.Series) error {
	for i := range s.Values {
		v := &s.Values[i]
		key := make([]string, len(dims))
		for j, dim := range dims {
			key[j] = s.Code(v, dim)
		}
		cells, err := b.labelled([]any{b.cohort(s.Cohort), s.Indicator.Label.In("nl"), s.Indicator.ID}, dims, key)
		if err != nil {
			return err
		}
		cells = append(cells, b.part(v.Num), b.part(v.Den))
		if err := g.add(append(cells, b.shareCells(v)...)); err != nil {
			return err
		}
	}
	return nil
}

// part is the cell of a numerator or denominator.
func (b *workbook) part(o *sdmx.Observation) any {
	switch {
	case o == nil, o.Estimated: // a noisy count stands with its band, in its table
		return nil
	case o.Hidden:
		return b.nothing()
	}
	return o.Value
}

// shareCells are share, status word, bounds and status codes.
func (b *workbook) shareCells(v *indicator.Value) []any {
	var share, lower, upper any
	switch {
	case v.Shown(), v.Estimated():
		share, lower, upper = b.percent(v.PerMille), b.percent(v.Lower), b.percent(v.Upper)
	case v.Bounded():
		share, lower, upper = b.nothing(), b.percent(v.Lower), b.percent(v.Upper)
	}
	status := word(v.ObsStatus, v.ConfStatus)
	if v.Estimated() && b.cube.Perturbation != nil {
		status = meta.PerturbedWord(b.cube.Perturbation).NL
	}
	cells := []any{share, status, lower, upper, v.ObsStatus, v.ConfStatus}
	if v.Modelled {
		cells = append(cells, b.percent(v.Model))
	}
	return cells
}

// percent is a cell with tenths of a percent as a percentage. The nearest
// binary fraction prints as the one decimal it came from.
func (b *workbook) percent(perMille int64) excelize.Cell {
	return excelize.Cell{StyleID: b.styles.percent, Value: float64(perMille) / 10}
}
