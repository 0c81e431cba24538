package sdmx

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// The canonical text form of a partition is CSV (UTF-8, comma, LF, RFC 4180
// quoting) with these columns:
//
//	cube, table, cohort, one column per dimension, value, lower, upper, obs_status, conf_status
//
// value is empty where the cell is hidden; lower and upper are then the
// bounds that any outsider can derive (upper empty: none). obs_status is A or
// Q, conf_status F or C. Nothing else is ever written in a numeric column.
//
// A partition of estimated cells has obs_status E throughout, lower and upper
// are the band around value, and two columns follow: estimate and
// standard_error, with two decimals. No partition has cells of both kinds.
//
// A partition of which hidden cells carry a modelled estimate has one more
// column: modelled, with two decimals, empty where the cell is shown. It is no
// observation: value stays empty.
//
// A partition of perturbed cells has obs_status E throughout, lower and upper
// hold the truth for certain, and one column follows: method.
var (
	csvLead      = []string{"cube", "table", "cohort"}
	csvTail      = []string{"value", "lower", "upper", "obs_status", "conf_status"}
	csvEstimated = []string{"estimate", "standard_error"}
	csvModelled  = []string{"modelled"}
	csvPerturbed = []string{"method"}
)

// Form says which columns a partition has.
type Form int

// Forms of partitions.
const (
	FormExact     Form = iota // shown or hidden cells
	FormModelled              // the same, hidden ones with a modelled estimate
	FormEstimated             // noisy cells
	FormPerturbed             // perturbed cells
)

// tail are the columns of a form after its dimensions.
func (f Form) tail() []string {
	switch f {
	case FormModelled:
		return slices.Concat(csvTail, csvModelled)
	case FormEstimated:
		return slices.Concat(csvTail, csvEstimated)
	case FormPerturbed:
		return slices.Concat(csvTail, csvPerturbed)
	}
	return csvTail
}

// Columns returns the header of the partition's canonical CSV.
func (d *Dataset) Columns() []string { return ColumnsOf(d.Dimensions, d.Form()) }

// Form says which columns the partition has.
func (d *Dataset) Form() Form {
	switch {
	case d.Perturbed():
		return FormPerturbed
	case d.Estimated():
		return FormEstimated
	case d.Modelled:
		return FormModelled
	}
	return FormExact
}

// ColumnsOf returns the header of a partition with these dimensions.
func ColumnsOf(dimensions []string, form Form) []string {
	return slices.Concat(csvLead, dimensions, form.tail())
}

// HeaderForm says which form of partition a line is the header of.
func HeaderForm(line string) Form {
	line = strings.TrimRight(line, "\r\n")
	for _, f := range []Form{FormEstimated, FormPerturbed, FormModelled} {
		if own := f.tail()[len(csvTail):]; strings.HasSuffix(line, ","+strings.Join(own, ",")) {
			return f
		}
	}
	return FormExact
}

// Record returns the cells of one observation in the order of Columns.
func (d *Dataset) Record(o *Observation) []string {
	rec := []string{d.Cube, d.Table, strconv.Itoa(d.Cohort)}
	rec = append(rec, o.Key...)
	if o.Estimated {
		for _, n := range []int64{o.Value, o.Lower, o.Upper} {
			rec = append(rec, strconv.FormatInt(n, 10))
		}
		if o.Perturbed {
			return append(rec, ObsEstimated, ConfFree, d.How())
		}
		return append(rec, ObsEstimated, ConfFree, Hundredths(o.Estimate), Hundredths(o.Error))
	}
	modelled := ""
	if !o.Hidden {
		v := strconv.FormatInt(o.Value, 10)
		rec = append(rec, v, v, v, ObsNormal, ConfFree)
	} else {
		upper := ""
		if o.Upper >= 0 {
			upper = strconv.FormatInt(o.Upper, 10)
		}
		rec = append(rec, "", strconv.FormatInt(o.Lower, 10), upper, ObsSuppressed, ConfConfidential)
		modelled = Hundredths(o.Estimate)
	}
	if d.Modelled {
		rec = append(rec, modelled)
	}
	return rec
}

// Hundredths writes a number of hundredths with two decimals.
func Hundredths(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

// parseHundredths reads what Hundredths wrote, and nothing else.
func parseHundredths(s string) (int64, error) {
	whole, cents, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole+cents, 10, 64)
	if err != nil || Hundredths(n) != s {
		return 0, fmt.Errorf("%q is no number with two decimals", s)
	}
	return n, nil
}

// WriteCSV writes the canonical CSV of the partition.
func (d *Dataset) WriteCSV(w io.Writer) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(d.Columns()); err != nil {
		return err
	}
	for i := range d.Observations {
		if o := &d.Observations[i]; o.Estimated != d.Estimated() || o.Perturbed != d.Perturbed() || o.Modelled != (o.Hidden && d.Modelled) {
			return fmt.Errorf("%s %s %d: estimated and other cells in one partition", d.Cube, d.Table, d.Cohort)
		}
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
	form := HeaderForm(strings.Join(head, ","))
	tail := form.tail()
	nd := len(head) - len(csvLead) - len(tail)
	if nd < 0 {
		return nil, fmt.Errorf("line 1: %d columns, at least %d expected", len(head), len(csvLead)+len(tail))
	}
	for i, want := range csvLead {
		if head[i] != want {
			return nil, fmt.Errorf("line 1: column %d is %q, %q expected", i+1, head[i], want)
		}
	}
	for i, want := range tail {
		if at := len(csvLead) + nd + i; head[at] != want {
			return nil, fmt.Errorf("line 1: column %d is %q, %q expected", at+1, head[at], want)
		}
	}
	d := &Dataset{Dimensions: append([]string{}, head[len(csvLead):len(csvLead)+nd]...), Modelled: form == FormModelled}
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
		parse := parseObservation
		switch form {
		case FormEstimated:
			parse = parseEstimated
		case FormModelled:
			parse = parseModelled
		case FormPerturbed:
			parse = parsePerturbed
		}
		if method := rec[len(rec)-1]; form == FormPerturbed && method != Rounding {
			if line > 2 && method != d.Method {
				return nil, fmt.Errorf("line %d: method %q in a partition of %s", line, method, d.How())
			}
			d.Method = method
		} else if form == FormPerturbed && d.Method != "" {
			return nil, fmt.Errorf("line %d: method %q in a partition of %s", line, method, d.Method)
		}
		o, err := parse(rec[len(csvLead)+nd:])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		o.Key = append([]string{}, rec[len(csvLead):len(csvLead)+nd]...)
		d.Observations = append(d.Observations, o)
	}
}

func num(s string) (int64, error) {
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil || v < 0 {
		return 0, fmt.Errorf("%q is not a count", s)
	}
	return v, nil
}

func parseEstimated(f []string) (Observation, error) {
	o, err := parseBanded(f)
	if err != nil {
		return o, err
	}
	if o.Estimate, err = parseHundredths(f[5]); err != nil {
		return o, err
	}
	o.Error, err = parseHundredths(f[6])
	if err == nil && o.Error < 0 {
		err = fmt.Errorf("the standard error is negative")
	}
	return o, err
}

func parsePerturbed(f []string) (Observation, error) {
	o, err := parseBanded(f)
	if o.Perturbed = true; err == nil && f[5] != Rounding && f[5] != CellKey {
		err = fmt.Errorf("unknown method %q", f[5])
	}
	return o, err
}

// parseBanded reads a value with what is stated around it.
func parseBanded(f []string) (Observation, error) {
	o := Observation{Estimated: true}
	if f[3] != ObsEstimated || f[4] != ConfFree {
		return o, fmt.Errorf("status pair %q/%q in a partition of estimated cells", f[3], f[4])
	}
	for i, to := range []*int64{&o.Value, &o.Lower, &o.Upper} {
		var err error
		if *to, err = num(f[i]); err != nil {
			return o, err
		}
	}
	if o.Lower > o.Value || o.Value > o.Upper {
		return o, fmt.Errorf("the estimated value %d is not in its band %d..%d", o.Value, o.Lower, o.Upper)
	}
	return o, nil
}

func parseObservation(f []string) (Observation, error) {
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

// parseModelled reads a cell whose last column is a modelled estimate where it
// is hidden, within its bounds.
func parseModelled(f []string) (Observation, error) {
	last := len(f) - 1
	o, err := parseObservation(f[:last])
	if err != nil {
		return o, err
	}
	if !o.Hidden {
		if f[last] != "" {
			return o, fmt.Errorf("a modelled estimate stands beside the published value")
		}
		return o, nil
	}
	o.Modelled = true
	if o.Estimate, err = parseHundredths(f[last]); err != nil {
		return o, err
	}
	if !o.ModelFits() {
		return o, fmt.Errorf("the modelled estimate %s is not within its bounds", f[last])
	}
	return o, nil
}
