package owndata

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"doorstroommonitor/internal/ordered"
)

// writeCSV writes a table with the mark in every row.
func (t *Table) writeCSV(w io.Writer, mark string) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(t.columns()); err != nil {
		return err
	}
	for _, r := range t.Rows {
		line := slices.Concat([]string{t.Cube, t.Table, strconv.Itoa(t.Cohort)}, r.Key, []string{strconv.FormatInt(r.Value, 10), mark})
		if err := cw.Write(line); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// writeParquet writes the same columns; cohort is an int32 and value an int64.
// The bytes depend on the table and the mark alone.
func (t *Table) writeParquet(w io.Writer, mark string) error {
	group := parquet.Group{}
	for _, name := range t.columns() {
		group[name] = parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	}
	group["cohort"], group["value"] = parquet.Leaf(parquet.Int32Type), parquet.Leaf(parquet.Int64Type)
	pw := parquet.NewGenericWriter[any](w, parquet.NewSchema("own_data", ordered.Group{Group: group, Columns: t.columns()}),
		parquet.Compression(&parquet.Snappy), parquet.CreatedBy("doorstroommonitor", "1", "0"), parquet.KeyValueMetadata(Mark, mark))
	for _, r := range t.Rows {
		var row parquet.Row
		add := func(v parquet.Value) { row = append(row, v.Level(0, 0, len(row))) }
		text := func(s string) { add(parquet.ByteArrayValue([]byte(s))) }
		text(t.Cube)
		text(t.Table)
		add(parquet.Int32Value(int32(t.Cohort)))
		for _, code := range r.Key {
			text(code)
		}
		add(parquet.Int64Value(r.Value))
		text(mark)
		if _, err := pw.WriteRows([]parquet.Row{row}); err != nil {
			return err
		}
	}
	return pw.Close()
}
