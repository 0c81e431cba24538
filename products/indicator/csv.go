package indicator

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"doorstroommonitor/sdmx"
)

// The canonical text form is CSV (UTF-8, comma, LF) with these columns:
//
//	cube, indicator, cohort, one column per dimension,
//	numerator, denominator, value, lower, upper, obs_status, conf_status, unit
//
// numerator and denominator are counts, empty where hidden or impossible;
// value, lower and upper are percentages with one decimal and a point, value
// empty where hidden, all three empty where the share is not possible. Where
// hidden counts have modelled estimates one column follows: modelled, the
// estimate of a hidden share, empty elsewhere.
var (
	csvLead = []string{"cube", "indicator", "cohort"}
	csvTail = []string{"numerator", "denominator", "value", "lower", "upper", "obs_status", "conf_status", "unit"}
	csvLast = []string{"modelled"}
)

// Dimensions returns the dimension columns of the cube's indicator file: in
// the cube's order those that remain for at least one indicator.
func Dimensions(c sdmx.Cube) []string {
	var dims []string
	for _, d := range c.Dimensions {
		if slices.ContainsFunc(c.Indicators, func(ind sdmx.Indicator) bool {
			t, ok := c.Table(ind.Table)
			return ok && d.ID != ind.Dimension && slices.Contains(t.Dimensions, d.ID)
		}) {
			dims = append(dims, d.ID)
		}
	}
	return dims
}

// Columns returns the header of an indicator file with these dimensions, with
// modelled estimates or without.
func Columns(dims []string, modelled bool) []string {
	return slices.Concat(csvLead, dims, RecordColumns(modelled))
}

// WriteCSV writes the series of one cube and cohort under one header with the
// dimension columns dims (see Dimensions). A dimension that a series does not
// cross holds sdmx.Total, for its table counts everyone along it; the
// indicator's own dimension is empty.
func WriteCSV(w io.Writer, dims []string, series ...*Series) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(Columns(dims, slices.ContainsFunc(series, func(s *Series) bool { return s.Modelled }))); err != nil {
		return err
	}
	for _, s := range series {
		for i := range s.Values {
			if err := cw.Write(s.record(dims, &s.Values[i])); err != nil {
				return fmt.Errorf("indicator %s: %w", s.Indicator.ID, err)
			}
		}
	}
	cw.Flush()
	return cw.Error()
}

func (s *Series) record(dims []string, v *Value) []string {
	rec := []string{s.Cube, s.Indicator.ID, strconv.Itoa(s.Cohort)}
	for _, d := range dims {
		rec = append(rec, s.Code(v, d))
	}
	return append(rec, v.Record(s.Modelled)...)
}

// RecordColumns is the header of a value's record.
func RecordColumns(modelled bool) []string {
	if modelled {
		return slices.Concat(csvTail, csvLast)
	}
	return slices.Clone(csvTail)
}

// Record writes the value as the last columns of a line; modelled says that the
// file has a column for estimates.
func (v *Value) Record(modelled bool) []string {
	rec := []string{count(v.Num), count(v.Den)}
	switch {
	case v.Shown():
		p := Percent(v.PerMille)
		rec = append(rec, p, p, p)
	case v.Estimated():
		rec = append(rec, Percent(v.PerMille), Percent(v.Lower), Percent(v.Upper))
	case v.Bounded():
		rec = append(rec, "", Percent(v.Lower), Percent(v.Upper))
	default:
		rec = append(rec, "", "", "")
	}
	rec = append(rec, v.ObsStatus, v.ConfStatus, Unit)
	switch {
	case v.Modelled:
		rec = append(rec, Percent(v.Model))
	case modelled:
		rec = append(rec, "")
	}
	return rec
}

// Code returns the code of a value on a dimension of the cube, by the rule of
// WriteCSV.
func (s *Series) Code(v *Value, dim string) string {
	switch i := slices.Index(s.Dimensions, dim); {
	case i >= 0:
		return v.Key[i]
	case dim == s.Indicator.Dimension:
		return ""
	}
	return sdmx.Total
}

func count(o *sdmx.Observation) string {
	if o == nil || !o.Exact() {
		return "" // a noisy count stands with its band, in the file of its table
	}
	return strconv.FormatInt(o.Value, 10)
}

// Percent writes tenths of a percent as machines read them: 762 is "76.2".
func Percent(perMille int64) string {
	return strconv.FormatInt(perMille/10, 10) + "." + strconv.FormatInt(perMille%10, 10)
}
