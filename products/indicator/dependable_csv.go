package indicator

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"doorstroommonitor/sdmx"
)

// ObsUnreliable is the SDMX observation status of a share whose band is too wide
// for a value to be shown as that of its group.
const ObsUnreliable = "U"

// The canonical text form of dependable shares is CSV with these columns:
//
//	cube, indicator, cohort, one column per dimension,
//	value, lower, upper, obs_status, conf_status, unit, basis, since, code,
//	smoothed, smoothed_lower, smoothed_upper
//
// value is empty where no share is dependable (status U); lower and upper are
// then the band of the cohort's own. The last three are the share of the
// numerator in this cohort with what its peers say (Smooth), empty where there
// is none.
var csvDependable = []string{"value", "lower", "upper", "obs_status", "conf_status", "unit", "basis", "since", "code", "smoothed", "smoothed_lower", "smoothed_upper"}

// DependableColumns returns the header of a file with these dimensions.
func DependableColumns(dims []string) []string { return slices.Concat(csvLead, dims, csvDependable) }

// WriteDependable writes the shares of one indicator and cohort; the caller
// writes the header (DependableColumns) once. smoothed has an entry per share.
func WriteDependable(w io.Writer, dims []string, s *Series, shares []Dependable, smoothed []Smoothed) error {
	cw := csv.NewWriter(w)
	for i := range shares {
		d := &shares[i]
		rec := []string{s.Cube, s.Indicator.ID, strconv.Itoa(s.Cohort)}
		for _, dim := range dims {
			rec = append(rec, s.Code(&d.Value, dim))
		}
		value, status := Percent(d.PerMille), d.ObsStatus
		if d.Basis == NotDependable {
			value, status = "", ObsUnreliable
		}
		if d.ObsStatus == ObsNotPossible {
			rec = append(rec, "", "", "", status, sdmx.ConfFree, Unit, string(d.Basis), strconv.Itoa(d.Since), d.Code)
		} else {
			rec = append(rec, value, Percent(d.Lower), Percent(d.Upper), status, sdmx.ConfFree, Unit, string(d.Basis), strconv.Itoa(d.Since), d.Code)
		}
		if x := &smoothed[i]; x.Known {
			rec = append(rec, Percent(x.PerMille), Percent(x.Lower), Percent(x.Upper))
		} else {
			rec = append(rec, "", "", "")
		}
		if err := cw.Write(rec); err != nil {
			return fmt.Errorf("indicator %s: %w", s.Indicator.ID, err)
		}
	}
	cw.Flush()
	return cw.Error()
}

// WriteDependableHeader writes the header of a file with these dimensions.
func WriteDependableHeader(w io.Writer, dims []string) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(DependableColumns(dims)); err != nil {
		return err
	}
	cw.Flush()
	return cw.Error()
}
