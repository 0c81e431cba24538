package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"

	"doorstroommonitor/internal/atomicfile"

	"github.com/parquet-go/parquet-go"
	"golang.org/x/sync/errgroup"
)

// tableBatch is the number of rows that are handed to the Parquet writer at
// once.
const tableBatch = 512

// tableWriter writes the partitions of one record type, one after the other.
type tableWriter struct {
	dir     string
	plan    *recordPlan
	schema  *parquet.Schema
	columns [][]parquet.Value
	cells   [][]byte
	// counters count the rows of the partition.
	counters []shiftCounter
	//lint:ignore SA1019 the generic writer wants a Go struct; our columns are data
	writer *parquet.Writer //nolint:staticcheck // as above
	file   bytesTo
	rows   int64
	err    error
}

// bytesTo gathers a partition: rows come before it is known that the file
// will exist at all, and the file is small.
type bytesTo struct{ b []byte }

func (w *bytesTo) Write(p []byte) (int, error) {
	w.b = append(w.b, p...)
	return len(p), nil
}

func newTableWriter(dir string, plan *recordPlan) *tableWriter {
	t := &tableWriter{
		dir: dir, plan: plan, schema: tableSchema(plan),
		columns: make([][]parquet.Value, len(plan.fields)), cells: make([][]byte, len(plan.fields)),
	}
	for i := range t.columns {
		t.columns[i] = make([]parquet.Value, 0, tableBatch)
	}
	t.reset()
	return t
}

// reset makes ready for a partition. The Parquet writer is a new one: one
// that is used again writes other bytes than a new one does.
func (t *tableWriter) reset() {
	t.file.b, t.rows, t.err = t.file.b[:0], 0, nil
	t.writer = parquet.NewWriter(&t.file, t.schema,
		parquet.CreatedBy("doorstroommonitor", "store", "1"), // the default names the build, and would change the bytes
		parquet.Compression(&parquet.Zstd), parquet.PageBufferSize(64<<10))
}

// tableSchema has the fields in the order of the record type: strings, and
// the year as int32.
func tableSchema(plan *recordPlan) *parquet.Schema {
	var fields []reflect.StructField
	for i, f := range plan.fields {
		typ, tag := reflect.TypeFor[string](), f.id+",dict"
		switch i {
		case plan.person:
			tag = f.id
		case plan.year:
			typ = reflect.TypeFor[int32]()
		}
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: typ, Tag: reflect.StructTag(fmt.Sprintf(`parquet:%q`, tag))})
	}
	return parquet.NewSchema(plan.id, parquet.SchemaOf(reflect.New(reflect.StructOf(fields)).Interface()))
}

// add takes one row; an error shows at finish.
func (t *tableWriter) add(body []byte) {
	t.plan.cutInto(t.cells, body)
	for i := range t.counters {
		t.counters[i].count(t.cells)
	}
	for i, c := range t.cells {
		v := parquet.ByteArrayValue(c)
		if i == t.plan.year {
			v = parquet.Int32Value(int32(number(c)))
		}
		t.columns[i] = append(t.columns[i], v.Level(0, 0, i))
	}
	t.rows++
	if len(t.columns[0]) == tableBatch {
		t.flush()
	}
}

func (t *tableWriter) flush() {
	for i, w := range t.writer.ColumnWriters() {
		if _, err := w.WriteRowValues(t.columns[i]); err != nil && t.err == nil {
			t.err = err
		}
		t.columns[i] = t.columns[i][:0]
	}
}

// finish writes the file of the partition and makes ready for the next.
func (t *tableWriter) finish(p partition) (StoreFile, error) {
	t.flush()
	if err := t.writer.Close(); err != nil && t.err == nil {
		t.err = err
	}
	f := StoreFile{Path: storePath(t.plan, p), Record: t.plan.id, Year: p.year, Bucket: p.bucket, Rows: t.rows, Size: int64(len(t.file.b))}
	if t.err != nil {
		return f, fmt.Errorf("store %s: %w", f.Path, t.err)
	}
	sum := sha256.Sum256(t.file.b)
	f.SHA256 = hex.EncodeToString(sum[:])
	if err := writeFile(filepath.Join(t.dir, filepath.FromSlash(f.Path)), t.file.b); err != nil {
		return f, fmt.Errorf("store: %w", err)
	}
	t.reset()
	return f, nil
}

func storePath(plan *recordPlan, p partition) string {
	if plan.year < 0 {
		return fmt.Sprintf("%s/bucket=%03d.parquet", plan.id, p.bucket)
	}
	return fmt.Sprintf("%s/%s=%04d/bucket=%03d.parquet", plan.id, plan.fields[plan.year].id, p.year, p.bucket)
}

// writeFile writes a file of mode 0600 into a folder of mode 0700, which is
// made when absent. The whole store gets its name at once, so the file needs
// no temporary one; it is made durable by syncTree.
func writeFile(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// syncTree makes all files and folders under dir durable. Many at once,
// because a file system then commits them together.
func syncTree(dir string) error {
	var g errgroup.Group
	g.SetLimit(16)
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			g.Go(func() error { return atomicfile.SyncDir(path) })
		}
		return err
	})
	return errors.Join(err, g.Wait())
}
