package sdmx

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// The canonical text form of a partition is CSV (UTF-8, comma, LF, RFC 4180
// quoting) with these columns:
//
//	cube, table, cohort, one column per dimension, value, lower, upper, obs_status, conf_status
//
// value is empty where the cell is hidden; lower and upper are then the
// bounds that any outsider can derive (upper empty: none). obs_status is A or
// Q, conf_status F or C. Nothing else is ever written in a numeric column.
var (
	csvLead = []string{"cube", "table", "cohort"}
	csvTail = []string{"value", "lower", "upper", "obs_status", "conf_status"}
)

// Columns returns the header of the partition's canonical CSV.
func (d *Dataset) Columns() []string {
	cols := append([]string{}, csvLead...)
	cols = append(cols, d.Dimensions...)
	return append(cols, csvTail...)
}

// Record returns the cells of one observation in the order of Columns.
func (d *Dataset) Record(o *Observation) []string {
	rec := []string{d.Cube, d.Table, strconv.Itoa(d.Cohort)}
	rec = append(rec, o.Key...)
	if !o.Hidden {
		v := strconv.FormatInt(o.Value, 10)
		return append(rec, v, v, v, ObsNormal, ConfFree)
	}
	upper := ""
	if o.Upper >= 0 {
		upper = strconv.FormatInt(o.Upper, 10)
	}
	return append(rec, "", strconv.FormatInt(o.Lower, 10), upper, ObsSuppressed, ConfConfidential)
}

// WriteCSV writes the canonical CSV of the partition.
func (d *Dataset) WriteCSV(w io.Writer) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(d.Columns()); err != nil {
		return err
	}
	for i := range d.Observations {
		if err := cw.Write(d.Record(&d.Observations[i])); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// ReadCSV reads what WriteCSV wrote. It is strict: an unknown status, a value
// beside a suppressed status or a missing column is an error with its line.
func ReadCSV(r io.Reader) (*Dataset, error) {
	cr := csv.NewReader(r)
	head, err := cr.Read()
	if err != nil {
		return nil, fmt.Errorf("line 1: header: %w", err)
	}
	nd := len(head) - len(csvLead) - len(csvTail)
	if nd < 0 {
		return nil, fmt.Errorf("line 1: %d columns, at least %d expected", len(head), len(csvLead)+len(csvTail))
	}
	for i, want := range csvLead {
		if head[i] != want {
			return nil, fmt.Errorf("line 1: column %d is %q, %q expected", i+1, head[i], want)
		}
	}
	for i, want := range csvTail {
		if at := len(csvLead) + nd + i; head[at] != want {
			return nil, fmt.Errorf("line 1: column %d is %q, %q expected", at+1, head[at], want)
		}
	}
	d := &Dataset{Dimensions: append([]string{}, head[len(csvLead):len(csvLead)+nd]...)}
	for line := 2; ; line++ {
		rec, err := cr.Read()
		if errors.Is(err, io.EOF) {
			return d, nil
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		cohort, err := strconv.Atoi(rec[2])
		if err != nil {
			return nil, fmt.Errorf("line %d: cohort %q is not a year", line, rec[2])
		}
		if line == 2 {
			d.Cube, d.Table, d.Cohort = rec[0], rec[1], cohort
		} else if rec[0] != d.Cube || rec[1] != d.Table || cohort != d.Cohort {
			return nil, fmt.Errorf("line %d: another partition (%s %s %d) than line 2", line, rec[0], rec[1], cohort)
		}
		o, err := parseObservation(rec[len(csvLead)+nd:])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		o.Key = append([]string{}, rec[len(csvLead):len(csvLead)+nd]...)
		d.Observations = append(d.Observations, o)
	}
}

func parseObservation(f []string) (Observation, error) {
	num := func(s string) (int64, error) {
		v, err := strconv.ParseInt(s, 10, 64)
		if err != nil || v < 0 {
			return 0, fmt.Errorf("%q is not a count", s)
		}
		return v, nil
	}
	var o Observation
	var err error
	switch {
	case f[3] == ObsNormal && f[4] == ConfFree:
		if o.Value, err = num(f[0]); err != nil {
			return o, err
		}
		if f[1] != f[0] || f[2] != f[0] {
			return o, fmt.Errorf("bounds %q..%q differ from the published value %q", f[1], f[2], f[0])
		}
		o.Lower, o.Upper = o.Value, o.Value
	case f[3] == ObsSuppressed && f[4] == ConfConfidential:
		o.Hidden, o.Upper = true, -1
		if f[0] != "" {
			return o, fmt.Errorf("a value stands beside status %s/%s", f[3], f[4])
		}
		if o.Lower, err = num(f[1]); err != nil {
			return o, err
		}
		if f[2] != "" {
			if o.Upper, err = num(f[2]); err != nil {
				return o, err
			}
		}
	default:
		return o, fmt.Errorf("unknown status pair %q/%q", f[3], f[4])
	}
	return o, nil
}
