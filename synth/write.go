package synth

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"slices"
)

// sink takes finished careers; only their rows inside the window are its
// business.
type sink interface {
	write(c *career) error
	close() error
	files() []FileRows
}

// sinks is several at once.
type sinks []sink

// openSinks opens what the options ask for inside dir.
func openSinks(w *world, o Options, dir string) (sinks, error) {
	var all sinks
	add := func(s sink, err error) error {
		if err == nil {
			all = append(all, s)
		}
		return err
	}
	var err error
	if slices.Contains(o.Formats, "csv") {
		err = errors.Join(err, add(newCSVSink(w, dir, o.OneCHO)))
	}
	if slices.Contains(o.Formats, "parquet") {
		err = errors.Join(err, add(newParquetSink(w, dir, o.OneCHO)))
	}
	if o.OneCHO {
		err = errors.Join(err, add(newChoSink(w, dir, o.Layout)))
	}
	if err != nil {
		return nil, errors.Join(err, all.close())
	}
	return all, nil
}

func (ss sinks) write(c *career) error {
	for _, s := range ss {
		if err := s.write(c); err != nil {
			return err
		}
	}
	return nil
}

func (ss sinks) close() error {
	var err error
	for _, s := range ss {
		err = errors.Join(err, s.close())
	}
	return err
}

func (ss sinks) files() []FileRows {
	var all []FileRows
	for _, s := range ss {
		all = append(all, s.files()...)
	}
	return all
}

// output is one file in the making and its rows.
type output struct {
	FileRows
	file *os.File
	buf  *bufio.Writer
}

// openOutput creates dir/path.
func openOutput(dir, path string) (*output, error) {
	f, err := os.OpenFile(filepath.Join(dir, filepath.FromSlash(path)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &output{FileRows: FileRows{Path: path}, file: f, buf: bufio.NewWriterSize(f, 1<<18)}, nil
}

// row writes one row.
func (o *output) row(b []byte) error {
	o.Rows++
	_, err := o.buf.Write(b)
	return err
}

// close makes the file durable.
func (o *output) close() error {
	if o == nil || o.file == nil {
		return nil
	}
	err := errors.Join(o.buf.Flush(), o.file.Sync(), o.file.Close())
	o.file = nil
	return err
}
