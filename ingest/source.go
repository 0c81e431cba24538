package ingest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"doorstroommonitor/layout"
)

// blockSize is how much of a text file a worker takes at once, and the
// longest line.
const blockSize = 1 << 20

// block is a piece of one input: whole lines of a text file, or rows of a
// Parquet file.
type block struct {
	file  *inputFile
	line  int64    // number of the first line or row
	data  []byte   // text
	cells [][]byte // Parquet: row after row, in the order of the record's inputs
}

// inputFile is one input while it is read.
type inputFile struct {
	index  int
	input  Input
	plan   *recordPlan // of a canonical file
	layout *layoutPlan // of another
	// place says for each column of the file which of the record's fields it
	// is; set before the first block is sent.
	place  []int
	digest string // commitment; set when the whole file was read
	// head is what the lines need of the first line; set like place.
	head     layout.Head
	guidance guidance
}

func (f *inputFile) stop(r *Rule, line int64, field, detail string) error {
	return &Stop{Rule: f.guidance[r], Input: f.input.Name, Line: line, Field: field, Detail: detail}
}

// stopFor ends the run because of an error of the system.
func (f *inputFile) stopFor(r *Rule, line int64, err error) error {
	return &Stop{Rule: f.guidance[r], Input: f.input.Name, Line: line, Detail: err.Error(), Err: err}
}

// reader sends all inputs, one after the other, as blocks.
type reader struct {
	key    []byte // of the commitments
	blocks chan<- block
	free   chan []byte // buffers that can be used again
	done   func(n int64)
}

// readAll sends the blocks of all files and sets their commitments.
func (r *reader) readAll(ctx context.Context, files []*inputFile) error {
	for _, f := range files {
		read := r.readText
		if strings.HasPrefix(f.input.kind(), "parquet") {
			read = r.readParquet
		}
		if err := read(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// open opens an input and tells why it cannot be.
func (f *inputFile) open() (*os.File, error) {
	h, err := os.Open(f.input.Path)
	if err == nil {
		var info os.FileInfo
		if info, err = h.Stat(); err == nil && !info.Mode().IsRegular() {
			err = errors.New("it is not a plain file")
		}
		if err == nil {
			return h, nil
		}
		h.Close()
	}
	return nil, f.stopFor(ruleMissing, 0, err)
}

func (r *reader) readText(ctx context.Context, f *inputFile) error {
	h, err := f.open()
	if err != nil {
		return err
	}
	defer h.Close()
	t := &textReader{reader: r, file: f, from: h, mac: hmac.New(sha256.New, r.key), line: 1}
	var groups *groupReader
	if f.layout != nil && len(f.layout.layout.Records) > 0 {
		groups = newGroupReader(t)
	}
	for {
		data, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if data, err = t.header(data); err != nil {
			return err
		}
		if err := t.checkEncoding(data); err != nil {
			return err
		}
		if groups != nil {
			if err := groups.block(ctx, data); err != nil {
				return err
			}
			continue
		}
		lines := int64(bytes.Count(data, []byte{'\n'}))
		if lines > 0 {
			if err := r.send(ctx, block{file: f, line: t.line, data: data}); err != nil {
				return err
			}
		}
		t.line += lines
		t.rows += lines
	}
	if groups != nil && t.line > 1 {
		if err := groups.end(ctx); err != nil {
			return err
		}
	}
	if t.rows == 0 {
		return f.stop(ruleEmpty, 0, "", "")
	}
	f.digest = hex.EncodeToString(t.mac.Sum(nil))
	return nil
}

func (r *reader) send(ctx context.Context, b block) error {
	select {
	case r.blocks <- b:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// textReader cuts one text file into blocks that end at a line end.
type textReader struct {
	*reader
	file    *inputFile
	from    io.Reader
	mac     hash.Hash
	rest    []byte // begin of a line that the next block completes
	line    int64  // number of the first line of the next block
	rows    int64
	begun   bool // the first block was read
	started bool // its line of column names was
}

// notText says of the first bytes of a file what they are where they begin no
// text of one byte or more a character, "" where they may.
func notText(data []byte) string {
	for _, x := range []struct{ begin, what string }{
		{"\xff\xfe", "it is UTF-16"}, {"\xfe\xff", "it is UTF-16"},
		{"PK\x03\x04", "it is a ZIP file or a workbook (.xlsx)"}, {"\x1f\x8b", "it is packed with gzip"},
		{"\xd0\xcf\x11\xe0", "it is a workbook (.xls)"}, {"PAR1", "it is Parquet; name it .parquet"},
	} {
		if bytes.HasPrefix(data, []byte(x.begin)) {
			return x.what
		}
	}
	return ""
}

// next gives the next whole lines, io.EOF at the end.
func (t *textReader) next() ([]byte, error) {
	buf := t.buffer()
	n := copy(buf, t.rest)
	m, err := io.ReadFull(t.from, buf[n:])
	t.mac.Write(buf[n : n+m])
	t.done(int64(m))
	n += m
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, t.file.stopFor(ruleMissing, t.line, err)
	}
	if n == 0 {
		return nil, io.EOF
	}
	if !t.begun {
		t.begun = true
		if what := notText(buf[:n]); what != "" {
			return nil, t.file.stop(ruleEncoding, 0, "", what)
		}
	}
	end := bytes.LastIndexByte(buf[:n], '\n') + 1
	switch {
	case err != nil && end < n:
		if err := t.checkEncoding(buf[:end]); err != nil {
			return nil, err
		}
		at := t.line + int64(bytes.Count(buf[:n], []byte{'\n'}))
		return nil, t.file.stop(ruleEnd, at, "", "")
	case end == 0:
		return nil, t.file.stop(ruleLongLine, t.line, "", "")
	}
	t.rest = append(t.rest[:0], buf[end:n]...)
	return buf[:end], nil
}

func (t *textReader) buffer() []byte {
	select {
	case b := <-t.free:
		return b[:cap(b)]
	default:
		return make([]byte, blockSize)
	}
}

func (t *textReader) wantsUTF8() bool {
	return t.file.layout == nil || t.file.layout.layout.Encoding == "utf-8"
}

// checkEncoding finds the first line that is not UTF-8.
func (t *textReader) checkEncoding(data []byte) error {
	if !t.wantsUTF8() || utf8.Valid(data) {
		return nil
	}
	line := t.line
	for l := range bytes.Lines(data) {
		if !utf8.Valid(l) {
			break
		}
		line++
	}
	return t.file.stop(ruleEncoding, line, "", "")
}

// header takes the line of column names off the first block of a canonical
// file or of a table.
func (t *textReader) header(data []byte) ([]byte, error) {
	if t.started {
		return data, nil
	}
	t.started = true
	if t.wantsUTF8() {
		if err := t.checkEncoding(data); err != nil {
			return nil, err
		}
		data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // byte order mark
	}
	if t.file.plan == nil && !t.file.isTable() {
		return data, nil
	}
	end := bytes.IndexByte(data, '\n')
	head := strings.TrimSuffix(string(data[:end]), "\r")
	t.file.head.Separator = t.file.separator(head)
	names := strings.Split(head, string(t.file.head.Separator))
	for i, n := range names {
		names[i] = strings.Trim(n, `"`)
	}
	t.line = 2
	return data[end+1:], t.file.columns(names)
}

// isTable reports whether the file is a table in a layout.
func (f *inputFile) isTable() bool {
	return f.layout != nil && f.layout.layout.Format == layout.FormatTable
}

// separator finds the separator of a file in its line of column names.
func (f *inputFile) separator(head string) byte {
	if !f.isTable() {
		return ','
	}
	all := f.layout.layout.Separators
	for _, s := range all {
		if strings.Contains(head, s) {
			return s[0]
		}
	}
	return all[0][0]
}

// columns compares the columns of a canonical file with those of its record
// type: the same set, in any order.
func (f *inputFile) columns(names []string) error {
	f.place = f.place[:0]
	if f.isTable() {
		return f.tableColumns(names)
	}
	for _, n := range names {
		i := f.plan.field(n)
		if i < 0 || !slices.Contains(f.plan.inputs, i) {
			if f.plan.field(n) >= 0 {
				return f.stop(ruleHeader, 1, "", fmt.Sprintf("column %q is derived and must not be delivered", n))
			}
			return f.stop(ruleHeader, 1, "", "there is an unknown column"+named(n)+"; expected are "+strings.Join(f.plan.columns(), ","))
		}
		if slices.Contains(f.place, i) {
			return f.stop(ruleHeader, 1, "", fmt.Sprintf("column %q stands there twice", n))
		}
		f.place = append(f.place, i)
	}
	for _, i := range f.plan.inputs {
		if !slices.Contains(f.place, i) {
			return f.stop(ruleHeader, 1, "", fmt.Sprintf("column %q is missing", f.plan.fields[i].id))
		}
	}
	return nil
}

// tableColumns does the same for a table in a layout, which may lack columns
// that are optional.
func (f *inputFile) tableColumns(names []string) error {
	fields := f.layout.layout.Fields
	var expected []string
	for _, x := range fields {
		expected = append(expected, x.ID)
	}
	for _, n := range names {
		i := slices.Index(expected, n)
		if i < 0 {
			return f.stop(ruleHeader, 1, "", "there is an unknown column"+named(n)+"; expected are "+strings.Join(expected, string(f.layout.layout.Separators[0])))
		}
		if slices.Contains(f.place, i) {
			return f.stop(ruleHeader, 1, "", fmt.Sprintf("column %q stands there twice", n))
		}
		f.place = append(f.place, i)
	}
	for i, x := range fields {
		if !x.Optional && !slices.Contains(f.place, i) {
			return f.stop(ruleHeader, 1, "", fmt.Sprintf("column %q is missing", x.ID))
		}
	}
	return nil
}

// named repeats a column name when it looks like one: a file without header
// has a person in its first line.
func named(n string) string {
	if len(n) > 30 || strings.ContainsFunc(n, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }) {
		return ""
	}
	return fmt.Sprintf(" %q", n)
}

// commit computes the commitment to a whole file.
func commit(key []byte, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	m := hmac.New(sha256.New, key)
	if _, err := io.Copy(m, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(m.Sum(nil)), nil
}
