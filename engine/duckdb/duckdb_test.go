package duckdb_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/parquet-go/parquet-go"

	"doorstroommonitor/engine"
	"doorstroommonitor/engine/duckdb"
	"doorstroommonitor/engine/enginetest"
)

func TestConformance(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, records map[string][]map[string]string) (engine.Engine, engine.Source) {
		dir := t.TempDir()
		src := engine.Source{Records: map[string]engine.Files{}}
		for id, columns := range enginetest.Columns() {
			f := engine.Files{Columns: columns}
			// Rows of one type lie in two files, as those of several years do.
			for i, part := range [][]map[string]string{records[id][:len(records[id])/2], records[id][len(records[id])/2:]} {
				if len(part) > 0 {
					path := filepath.Join(dir, fmt.Sprintf("%s-%d.parquet", id, i))
					writeRows(t, path, columns, part)
					f.Paths = append(f.Paths, path)
				}
			}
			src.Records[id] = f
		}
		return open(t, filepath.Join(dir, "spill")), src
	})
}

func open(t testing.TB, spill string) *duckdb.Engine {
	t.Helper()
	e, err := duckdb.Open(duckdb.Options{SpillDir: spill})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// writeRows writes rows as the store does: strings, the year an integer.
func writeRows(t testing.TB, path string, columns []string, rows []map[string]string) {
	t.Helper()
	group := parquet.Group{}
	for _, c := range columns {
		group[c] = parquet.String()
		if c == engine.Year {
			group[c] = parquet.Int(32)
		}
	}
	schema := parquet.NewSchema("rows", group)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := parquet.NewGenericWriter[any](f, schema)
	for _, r := range rows {
		var row parquet.Row
		for i, field := range schema.Fields() {
			v := parquet.ByteArrayValue([]byte(r[field.Name()]))
			if field.Name() == engine.Year {
				n, err := strconv.ParseInt(r[engine.Year], 10, 32)
				if err != nil {
					t.Fatal(err)
				}
				v = parquet.Int32Value(int32(n))
			}
			row = append(row, v.Level(0, 0, i))
		}
		if _, err := w.WriteRows([]parquet.Row{row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestSpillFolder: spill files are person rows in plain text, so nobody else
// may read the folder, and nothing of it stays, after a crash either.
func TestSpillFolder(t *testing.T) {
	spill := filepath.Join(t.TempDir(), "spill")
	if err := os.MkdirAll(filepath.Join(spill, "deeper"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(spill, "deeper", "left.tmp"), []byte("person rows"), 0o644); err != nil {
		t.Fatal(err)
	}
	e := open(t, spill)
	st, err := os.Stat(spill)
	if err != nil {
		t.Fatal(err)
	}
	if st.Mode().Perm() != 0o700 {
		t.Errorf("the spill folder has mode %o, want 700", st.Mode().Perm())
	}
	left, err := os.ReadDir(spill)
	if err != nil || len(left) != 0 {
		t.Errorf("what a crash left is still there: %v %v", left, err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(spill); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after Close the spill folder is still there: %v", err)
	}
	if _, err := duckdb.Open(duckdb.Options{}); err == nil {
		t.Error("an engine opens without a spill folder: it would spill into the working folder")
	}
}

// TestTruncatedFileIsAnError cuts a Parquet file at many places, and takes it
// away: each time there is an error and not one count.
func TestTruncatedFileIsAnError(t *testing.T) {
	dir := t.TempDir()
	columns := enginetest.Columns()["diploma"]
	var src engine.Source
	src.Records = map[string]engine.Files{"diploma": {Columns: columns}}
	for part := range 2 {
		var rows []map[string]string
		for i := range 3000 {
			rows = append(rows, map[string]string{"pgn": fmt.Sprint("p", part, i), "jaar": "2020", "brin": "A", "level": "havo", "date": fmt.Sprintf("2020-06-%02d", 1+i%28)})
		}
		path := filepath.Join(dir, fmt.Sprintf("%d.parquet", part))
		writeRows(t, path, columns, rows)
		f := src.Records["diploma"]
		f.Paths = append(f.Paths, path)
		src.Records["diploma"] = f
	}
	e := open(t, filepath.Join(dir, "spill"))
	defer e.Close()
	plans := []engine.Plan{{Name: "test", Cohort: engine.Selection{Record: "diploma"}, Columns: []engine.Column{{ID: "c", Field: "level"}}}}
	count := func() (n int64, err error) {
		err = e.Aggregate(context.Background(), src, plans, func(c engine.Count) error { n += c.N; return nil })
		return n, err
	}
	if n, err := count(); err != nil || n != 6000 {
		t.Fatalf("whole files give %d persons, %v", n, err)
	}
	last := src.Records["diploma"].Paths[1]
	whole, err := os.ReadFile(last)
	if err != nil {
		t.Fatal(err)
	}
	for _, keep := range []int{0, 3, 4, 100, len(whole) / 4, len(whole) / 2, len(whole) * 3 / 4, len(whole) - 200, len(whole) - 9, len(whole) - 8, len(whole) - 4, len(whole) - 1} {
		if err := os.WriteFile(last, whole[:keep], 0o600); err != nil {
			t.Fatal(err)
		}
		if n, err := count(); err == nil || n != 0 {
			t.Errorf("of %d bytes %d are left: %d persons, error %v", len(whole), keep, n, err)
		}
	}
	if err := os.Remove(last); err != nil {
		t.Fatal(err)
	}
	if n, err := count(); err == nil || n != 0 {
		t.Errorf("a file is gone: %d persons, error %v", n, err)
	}
}
