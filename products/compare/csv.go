package compare

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"doorstroommonitor/products/indicator"
	"doorstroommonitor/sdmx"
)

// The canonical text form is CSV (UTF-8, comma, LF) with these columns:
//
//	cube, indicator, cohort, by, group, one column per other dimension,
//	institutions, hidden_institutions,
//	numerator, denominator, value, lower, upper, obs_status, conf_status, unit
//	and modelled where an indicator file has it
//
// The last line of columns is that of an indicator file; see package indicator.
var (
	csvLead  = []string{"cube", "indicator", "cohort", "by", "group"}
	csvBasis = []string{"institutions", "hidden_institutions"}
)

// Dimensions returns the dimension columns of the cube's file: those of its
// indicator file but the institutions that are grouped.
func Dimensions(c sdmx.Cube) []string {
	return slices.DeleteFunc(indicator.Dimensions(c), func(d string) bool {
		return slices.ContainsFunc(c.Comparisons, func(x sdmx.Comparison) bool { return x.Dimension == d })
	})
}

// Columns returns the header of a file with these dimensions, with modelled
// estimates or without.
func Columns(dims []string, modelled bool) []string {
	return slices.Concat(csvLead, dims, csvBasis, indicator.RecordColumns(modelled))
}

// WriteCSV writes the series of one cube and cohort under one header with the
// dimension columns dims (see Dimensions), filled as in an indicator file.
func WriteCSV(w io.Writer, dims []string, series ...*Series) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(Columns(dims, slices.ContainsFunc(series, func(s *Series) bool { return s.Indicator.Modelled }))); err != nil {
		return err
	}
	for _, s := range series {
		at := slices.Index(s.Indicator.Dimensions, s.Comparison.Dimension)
		for i := range s.Values {
			v := &s.Values[i]
			rec := []string{s.Indicator.Cube, s.Indicator.Indicator.ID, strconv.Itoa(s.Indicator.Cohort), s.Comparison.By, v.Key[at]}
			for _, d := range dims {
				rec = append(rec, s.Indicator.Code(&v.Value, d))
			}
			rec = append(rec, strconv.Itoa(v.Institutions), strconv.Itoa(v.Hidden))
			if err := cw.Write(append(rec, v.Record(s.Indicator.Modelled)...)); err != nil {
				return fmt.Errorf("indicator %s by %s: %w", s.Indicator.Indicator.ID, s.Comparison.By, err)
			}
		}
	}
	cw.Flush()
	return cw.Error()
}
