package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"doorstroommonitor/products/meta"
	"doorstroommonitor/sdmx"
)

// tables writes a sheet per table with all its cohorts.
func (b *workbook) tables(parts []*sdmx.Dataset) error {
	for _, t := range b.cube.Tables {
		if err := b.table(t, parts); err != nil {
			return fmt.Errorf("table %s: %w", t.ID, err)
		}
	}
	return nil
}

func (b *workbook) table(t sdmx.Table, parts []*sdmx.Dataset) error {
	headings := []heading{{"Cohort", 10}}
	headings = append(headings, b.dimensionHeadings(t.Dimensions)...)
	headings = append(headings, heading{"Aantal / Count", 12}, heading{"Status", 14},
		heading{"Ondergrens / Lower", 12}, heading{"Bovengrens / Upper", 12}, heading{"obs_status", 11}, heading{"conf_status", 11})
	if b.cube.Noise != nil {
		headings = append(headings, heading{"Schatting / Estimate", 12}, heading{"Standaardfout / Standard error", 12})
	}
	if b.cube.Perturbation != nil {
		headings = append(headings, heading{"Methode / Method", 22})
	}
	if b.cube.Modelled {
		headings = append(headings, heading{modelledHeading, 12})
	}
	g, err := b.newGrid(b.sheetName(t.ID), headings)
	if err != nil {
		return err
	}
	for _, d := range parts {
		if d.Table != t.ID {
			continue
		}
		for i := range d.Observations {
			o := &d.Observations[i]
			cells, err := b.labelled([]any{b.cohort(d.Cohort)}, t.Dimensions, o.Key)
			if err != nil {
				return fmt.Errorf("cohort %d: %w", d.Cohort, err)
			}
			if err := g.add(append(cells, b.countCells(o)...)); err != nil {
				return err
			}
		}
	}
	return g.close()
}

// cohort is the cell of a cohort year: a number, or the range of the cohorts
// that are counted together.
func (b *workbook) cohort(year int) any {
	if b.cube.Together > 1 {
		return b.cube.Years(year)
	}
	return year
}

// dimensionHeadings gives each dimension a column for the label and one for
// the code.
func (b *workbook) dimensionHeadings(dims []string) []heading {
	var out []heading
	for _, id := range dims {
		d, _ := b.cube.Dimension(id)
		out = append(out, heading{both(d.Label), 32}, heading{id, 14})
	}
	return out
}

// both is a phrase in both languages, once where they are the same.
func both(t sdmx.Text) string {
	if t.NL == t.EN {
		return t.NL
	}
	return t.NL + " / " + t.EN
}

// labelled appends label and code of every dimension to cells. An empty code
// stays empty.
func (b *workbook) labelled(cells []any, dims, key []string) ([]any, error) {
	if len(key) != len(dims) {
		return nil, fmt.Errorf("a key has %d codes for %d dimensions", len(key), len(dims))
	}
	for i, code := range key {
		if code == "" {
			cells = append(cells, nil, nil)
			continue
		}
		label, err := b.label(dims[i], code)
		if err != nil {
			return nil, err
		}
		cells = append(cells, label, code)
	}
	return cells, nil
}

// countCells are value, status word, bounds and status codes of a count.
func (b *workbook) countCells(o *sdmx.Observation) []any {
	if o.Perturbed {
		return []any{o.Value, meta.PerturbedWord(b.cube.Perturbation).NL, o.Lower, o.Upper, sdmx.ObsEstimated, sdmx.ConfFree, b.cube.Perturbation.Method}
	}
	if o.Estimated {
		return []any{o.Value, word(sdmx.ObsEstimated, sdmx.ConfFree), o.Lower, o.Upper, sdmx.ObsEstimated, sdmx.ConfFree, float64(o.Estimate) / 100, float64(o.Error) / 100}
	}
	if !o.Hidden {
		return []any{o.Value, word(sdmx.ObsNormal, sdmx.ConfFree), o.Value, o.Value, sdmx.ObsNormal, sdmx.ConfFree}
	}
	var upper any
	if o.Upper >= 0 {
		upper = o.Upper
	}
	cells := []any{b.nothing(), word(sdmx.ObsSuppressed, sdmx.ConfConfidential), o.Lower, upper, sdmx.ObsSuppressed, sdmx.ConfConfidential}
	if b.cube.Modelled {
		cells = append(cells, float64(o.Estimate)/100)
	}
	return cells
}

// modelledHeading is above estimates of what is hidden, far from the counts.
const modelledHeading = "Schatting (model) / Estimate (modelled)"

// nothing is the cell of a hidden value: shaded and empty.
func (b *workbook) nothing() excelize.Cell {
	return excelize.Cell{StyleID: b.styles.hidden}
}

func word(obs, conf string) string { return meta.StatusWord(obs, conf).NL }
