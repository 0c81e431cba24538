package parquet

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2" // reads the file in the test only
	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"doorstroommonitor/sdmx"
)

// partition has every kind of cell, in an order of columns that is not
// alphabetical, and enough rows for several batches.
func partition() *sdmx.Dataset {
	d := &sdmx.Dataset{Cube: "VO-HO", Table: "school_doel", Cohort: 2023, Dimensions: []string{"school", "doel"}}
	for i := range 2*batch + 3 {
		o := sdmx.Observation{Key: []string{fmt.Sprintf("9%03dé", i), "HO"}}
		switch i % 4 {
		case 0:
			o.Value, o.Lower, o.Upper = int64(i), int64(i), int64(i)
		case 1:
			o.Hidden, o.Lower, o.Upper = true, 1, int64(i)
		case 2:
			o.Hidden, o.Lower, o.Upper = true, 3, -1
		case 3: // a true zero is a number, not an absence
		}
		d.Observations = append(d.Observations, o)
	}
	return d
}

func canonical(t *testing.T, d *sdmx.Dataset) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := d.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func write(t *testing.T, d *sdmx.Dataset) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheSamePartitionGivesTheSameBytes(t *testing.T) {
	a, b := write(t, partition()), write(t, partition())
	if !bytes.Equal(a, b) {
		t.Error("two writes differ")
	}
}

func TestParquetGoReadsWhatTheCSVHolds(t *testing.T) {
	d := partition()
	b := write(t, d)
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	want := canonical(t, d)
	got := [][]string{nil}
	for _, c := range f.Schema().Columns() {
		got[0] = append(got[0], strings.Join(c, "."))
	}
	for _, g := range f.RowGroups() {
		rows := g.Rows()
		buf := make([]parquet.Row, 100)
		for {
			n, err := rows.ReadRows(buf)
			for _, r := range buf[:n] {
				var rec []string
				for _, v := range r {
					if v.IsNull() {
						rec = append(rec, "")
					} else {
						rec = append(rec, v.String())
					}
				}
				got = append(got, rec)
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		rows.Close()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// DuckDB shares no code with the writer.
func TestDuckDBReadsWhatTheCSVHolds(t *testing.T) {
	d := partition()
	path := filepath.Join(t.TempDir(), "2023.parquet")
	if err := os.WriteFile(path, write(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT * FROM read_parquet(?)", path)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		t.Fatal(err)
	}
	var names, kinds []string
	for _, c := range types {
		names, kinds = append(names, c.Name()), append(kinds, c.DatabaseTypeName())
	}
	wantKinds := strings.Fields("VARCHAR VARCHAR INTEGER VARCHAR VARCHAR BIGINT BIGINT BIGINT VARCHAR VARCHAR")
	if diff := cmp.Diff(wantKinds, kinds); diff != "" {
		t.Error(diff)
	}
	got := [][]string{names}
	for rows.Next() {
		got = append(got, scan(t, rows, len(names)))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(canonical(t, d), got); diff != "" {
		t.Error(diff)
	}
}

func scan(t *testing.T, rows *sql.Rows, n int) []string {
	t.Helper()
	cells, refs := make([]any, n), make([]any, n)
	for i := range cells {
		refs[i] = &cells[i]
	}
	if err := rows.Scan(refs...); err != nil {
		t.Fatal(err)
	}
	rec := make([]string, n)
	for i, c := range cells {
		switch c := c.(type) {
		case nil:
		case string:
			rec[i] = c
		case int32:
			rec[i] = strconv.FormatInt(int64(c), 10)
		case int64:
			rec[i] = strconv.FormatInt(c, 10)
		default:
			t.Fatalf("column %d is a %T", i+1, c)
		}
	}
	return rec
}

func TestAnEmptyPartitionIsAFileWithoutRows(t *testing.T) {
	d := partition()
	d.Observations = nil
	b := write(t, d)
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if f.NumRows() != 0 || len(f.Schema().Columns()) != 10 {
		t.Errorf("%d rows, columns %v", f.NumRows(), f.Schema().Columns())
	}
}

func TestPartitionsThatCannotBeATableAreRefused(t *testing.T) {
	short := partition()
	short.Observations[1].Key = []string{"9001"}
	double := partition()
	double.Dimensions[1] = "value"
	for _, c := range []struct {
		name, want string
		d          *sdmx.Dataset
	}{
		{"a key that misses a code", "observation 2 has 1 codes for 2 dimensions", short},
		{"a dimension named like a column", "two columns are named value", double},
	} {
		if err := Write(io.Discard, c.d); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v does not say %q", c.name, err, c.want)
		}
	}
}
