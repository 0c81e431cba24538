package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// parquetBatch is the number of rows of one block of a Parquet file.
const parquetBatch = 4096

// readParquet sends the rows of a Parquet file with one string column per
// field. Lines are row numbers from 1.
func (r *reader) readParquet(ctx context.Context, f *inputFile) (err error) {
	h, err := f.open()
	if err != nil {
		return err
	}
	defer h.Close()
	// The library may panic on a damaged file; to the reader of the message
	// that is the same as an error.
	defer func() {
		if p := recover(); p != nil {
			err = f.damaged(0, fmt.Errorf("%v", p))
		}
	}()
	info, err := h.Stat()
	if err != nil {
		return err
	}
	if f.digest, err = commit(r.key, f.input.Path); err != nil {
		return err
	}
	if info.Size() == 0 {
		return f.stop(ruleEmpty, 0, "", "")
	}
	pf, err := parquet.OpenFile(h, info.Size())
	if err != nil {
		return f.damaged(0, err)
	}
	if err := f.parquetColumns(pf.Schema()); err != nil {
		return err
	}
	if pf.NumRows() == 0 {
		return f.stop(ruleEmpty, 0, "", "")
	}
	line := int64(1)
	for _, group := range pf.RowGroups() {
		if line, err = r.readGroup(ctx, f, group, line, info.Size()*group.NumRows()/pf.NumRows()); err != nil {
			return err
		}
	}
	if line != pf.NumRows()+1 {
		return f.damaged(line, errors.New("rows are missing"))
	}
	return nil
}

func (f *inputFile) damaged(line int64, err error) error {
	return f.stopFor(ruleParquet, line, err)
}

func (f *inputFile) parquetColumns(s *parquet.Schema) error {
	var names []string
	for _, field := range s.Fields() {
		if !field.Leaf() || field.Repeated() || field.Type().Kind() != parquet.ByteArray {
			return f.stop(ruleHeader, 0, "", "every column must be a plain string column")
		}
		names = append(names, field.Name())
	}
	return f.columns(names)
}

func (r *reader) readGroup(ctx context.Context, f *inputFile, group parquet.RowGroup, line, size int64) (int64, error) {
	rows := group.Rows()
	defer rows.Close()
	width := len(f.place)
	batch := make([]parquet.Row, 256)
	total := max(group.NumRows(), 1)
	for {
		// The library may use its buffers again at the next read, so values
		// are copied into memory of the block's own.
		text := make([]byte, 0, parquetBatch*width*8)
		cells := make([][]byte, 0, parquetBatch*width)
		first, end := line, false
		for len(cells) < parquetBatch*width && !end {
			n, err := rows.ReadRows(batch)
			for _, row := range batch[:n] {
				if len(row) != width {
					return line, f.damaged(line, fmt.Errorf("a row has %d values, %d expected", len(row), width))
				}
				for _, v := range row {
					at := len(text)
					if !v.IsNull() {
						text = append(text, v.ByteArray()...)
					}
					cells = append(cells, text[at:len(text):len(text)])
				}
				line++
			}
			if err != nil && !errors.Is(err, io.EOF) {
				return line, f.damaged(line, err)
			}
			end = err != nil || n == 0
		}
		if len(cells) > 0 {
			if err := r.send(ctx, block{file: f, line: first, cells: cells}); err != nil {
				return line, err
			}
			r.done(size * (line - first) / total)
		}
		if end {
			return line, nil
		}
	}
}
