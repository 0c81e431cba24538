// Package parquet writes a published partition as Apache Parquet, column for
// column what the canonical CSV holds (see sdmx.Dataset.WriteCSV).
//
// What belongs here: the schema and the bytes. What does not: any choice about
// what may be shown; the package sees published observations only.
//
// # The file
//
// One row per observation in the partition's order, snappy-compressed:
//
//	cube, table               string
//	cohort                    int32
//	one column per dimension  string
//	value, lower, upper       int64, null where the CSV is empty
//	obs_status, conf_status   string
//	method                    string; only where the CSV has it
//	modelled                  double, null where the CSV is empty; only where the CSV has it
//
// The bytes depend on the partition alone: no clock, no version of a library
// and no map order enters them.
package parquet

import (
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"doorstroommonitor/internal/ordered"
	"doorstroommonitor/sdmx"
)

// batch is how many rows are handed over at once; it bounds memory and does
// not show in the file.
const batch = 1024

// Write writes the partition to w.
func Write(w io.Writer, d *sdmx.Dataset) error {
	schema, err := schemaOf(d)
	if err != nil {
		return err
	}
	pw := parquet.NewGenericWriter[any](w, schema,
		parquet.Compression(&parquet.Snappy),
		parquet.CreatedBy("doorstroommonitor", "1", "0"),
	)
	rows := make([]parquet.Row, 0, batch)
	for i := range d.Observations {
		o := &d.Observations[i]
		if len(o.Key) != len(d.Dimensions) {
			return fmt.Errorf("parquet: observation %d has %d codes for %d dimensions", i+1, len(o.Key), len(d.Dimensions))
		}
		rows = append(rows, rowOf(d, o))
		if len(rows) == batch || i == len(d.Observations)-1 {
			if _, err := pw.WriteRows(rows); err != nil {
				return fmt.Errorf("parquet: rows up to %d: %w", i+1, err)
			}
			rows = rows[:0]
		}
	}
	if err := pw.Close(); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	return nil
}

// rowOf lists the values of one observation in the order of the columns.
func rowOf(d *sdmx.Dataset, o *sdmx.Observation) parquet.Row {
	row := make(parquet.Row, 0, len(o.Key)+10)
	add := func(v parquet.Value, definition int) {
		row = append(row, v.Level(0, definition, len(row)))
	}
	text := func(s string) { add(parquet.ByteArrayValue([]byte(s)), 0) }
	count := func(n int64, known bool) {
		if known {
			add(parquet.Int64Value(n), 1)
		} else {
			add(parquet.NullValue(), 0)
		}
	}
	text(d.Cube)
	text(d.Table)
	add(parquet.Int32Value(int32(d.Cohort)), 0)
	for _, code := range o.Key {
		text(code)
	}
	if o.Hidden {
		count(0, false)
		count(o.Lower, true)
		count(o.Upper, o.Upper >= 0)
		text(sdmx.ObsSuppressed)
		text(sdmx.ConfConfidential)
		if d.Modelled {
			add(parquet.DoubleValue(float64(o.Estimate)/100), 1)
		}
		return row
	}
	if o.Estimated {
		count(o.Value, true)
		count(o.Lower, true)
		count(o.Upper, true)
		text(sdmx.ObsEstimated)
		text(sdmx.ConfFree)
		if o.Perturbed {
			text(d.How())
			return row
		}
		add(parquet.DoubleValue(float64(o.Estimate)/100), 0)
		add(parquet.DoubleValue(float64(o.Error)/100), 0)
		return row
	}
	for range 3 { // value, lower and upper are one number
		count(o.Value, true)
	}
	text(sdmx.ObsNormal)
	text(sdmx.ConfFree)
	if d.Modelled {
		add(parquet.NullValue(), 0)
	}
	return row
}

func schemaOf(d *sdmx.Dataset) (*parquet.Schema, error) {
	group := parquet.Group{}
	for _, name := range d.Columns() {
		if _, double := group[name]; double {
			return nil, fmt.Errorf("parquet: two columns are named %s", name)
		}
		group[name] = parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	}
	group["cohort"] = parquet.Leaf(parquet.Int32Type)
	for _, name := range []string{"value", "lower", "upper"} {
		group[name] = parquet.Optional(parquet.Leaf(parquet.Int64Type))
	}
	if d.Form() == sdmx.FormEstimated {
		group["estimate"], group["standard_error"] = parquet.Leaf(parquet.DoubleType), parquet.Leaf(parquet.DoubleType)
	}
	if d.Modelled {
		group["modelled"] = parquet.Optional(parquet.Leaf(parquet.DoubleType))
	}
	return parquet.NewSchema("partition", ordered.Group{Group: group, Columns: d.Columns()}), nil
}
