package xlsx

import (
	"slices"

	"doorstroommonitor/products/compare"
	"doorstroommonitor/sdmx"
)

// comparisons writes the shares of groups of institutions, of all indicators
// and cohorts, on one sheet; none where no group has a share.
func (b *workbook) comparisons(parts []*sdmx.Dataset) error {
	series, err := b.groups(parts)
	if err != nil || len(series) == 0 {
		return err
	}
	dims := compare.Dimensions(b.cube)
	headings := []heading{{"Cohort", 10}, {"Indicator", 32}, {"indicator", 16}, {"Gegroepeerd naar / Grouped by", 18}, {"by", 12}, {"Groep / Group", 32}, {"group", 14}}
	headings = append(headings, b.dimensionHeadings(dims)...)
	headings = append(headings, heading{"Instellingen / Institutions", 12}, heading{"Met afgeschermd aantal / With a hidden number", 16})
	g, err := b.newGrid(comparisonsSheet, append(headings, b.shareHeadings()...))
	if err != nil {
		return err
	}
	for _, s := range series {
		if err := b.compared(g, dims, s); err != nil {
			return err
		}
	}
	return g.close()
}

// groups computes what there is to compare: by indicator, cohort and grouping.
func (b *workbook) groups(parts []*sdmx.Dataset) ([]*compare.Series, error) {
	var out []*compare.Series
	for _, ind := range b.cube.Indicators {
		for _, d := range parts {
			if d.Table != ind.Table {
				continue
			}
			for _, x := range b.cube.Comparisons {
				s, err := compare.Compute(d, ind, x)
				if err != nil {
					return nil, err
				}
				if len(s.Values) > 0 {
					out = append(out, s)
				}
			}
		}
	}
	return out, nil
}

func (b *workbook) compared(g *grid, dims []string, s *compare.Series) error {
	at := slices.Index(s.Indicator.Dimensions, s.Comparison.Dimension)
	labels := map[string]string{}
	for _, x := range s.Comparison.Groups {
		labels[x.ID] = x.Label.In("nl")
	}
	for i := range s.Values {
		v := &s.Values[i]
		var key []string
		for _, d := range dims {
			key = append(key, s.Indicator.Code(&v.Value, d))
		}
		of := s.Indicator.Indicator
		cells, err := b.labelled([]any{b.cohort(s.Indicator.Cohort), of.Label.In("nl"), of.ID, s.Comparison.Label.In("nl"), s.Comparison.By, labels[v.Key[at]], v.Key[at]}, dims, key)
		if err != nil {
			return err
		}
		cells = append(cells, v.Institutions, v.Hidden, b.part(v.Num), b.part(v.Den))
		if err := g.add(append(cells, b.shareCells(&v.Value)...)); err != nil {
			return err
		}
	}
	return nil
}
