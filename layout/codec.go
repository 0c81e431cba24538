package layout

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// WidthError says that a line does not have the width of its layout, in
// bytes, the line end not counted.
type WidthError struct {
	Got, Want int
}

func (e *WidthError) Error() string {
	return fmt.Sprintf("the line has %d positions, the layout %d", e.Got, e.Want)
}

// Encode writes one line without its line end from values by field id. Fields
// that are not in values are blank. Text is left-aligned; digits are padded
// with zeros on the left. An id that the layout does not have, a value that
// is too wide, of another type, not on the field's list or not in the
// encoding is an error; errors never repeat the value of an identifying field.
func (l *Layout) Encode(values map[string]string) ([]byte, error) {
	line := make([]byte, 0, l.Width)
	used := 0
	for i := range l.Fields {
		f := &l.Fields[i]
		v, ok := values[f.ID]
		if ok {
			used++
		}
		b, err := l.encodeField(f, v)
		if err != nil {
			return nil, fmt.Errorf("field %d (%s): %w", f.Nr, f.ID, err)
		}
		line = append(line, b...)
		for n := len(b); n < f.Width; n++ {
			line = append(line, ' ')
		}
	}
	if used == len(values) {
		return line, nil
	}
	for _, id := range sortedKeys(values) {
		if !slices.ContainsFunc(l.Fields, func(f Field) bool { return f.ID == id }) {
			return nil, fmt.Errorf("layout %q has no field %q", l.ID, id)
		}
	}
	return line, nil
}

func (l *Layout) encodeField(f *Field, v string) ([]byte, error) {
	if f.Type == TypeDigits && v != "" && len(v) < f.Width {
		v = strings.Repeat("0", f.Width-len(v)) + v
	}
	b := []byte(v)
	if l.Encoding == "latin1" && !isASCII(b) {
		var err error
		if b, err = charmap.ISO8859_1.NewEncoder().Bytes(b); err != nil {
			return nil, errors.New("the value has a character that latin1 does not have")
		}
	}
	if len(b) > f.Width {
		return nil, fmt.Errorf("the value has %d positions, the field %d", len(b), f.Width)
	}
	return b, f.admit(b)
}

// Decode reads one line without its line end into values by field id, with
// the padding of text taken off. The layout is one that passes Check. It gives a *WidthError or the first *Fault.
func (l *Layout) Decode(line []byte) (map[string]string, error) {
	if len(line) != l.Width {
		return nil, &WidthError{len(line), l.Width}
	}
	values := make(map[string]string, len(l.Fields))
	for i := range l.Fields {
		f := &l.Fields[i]
		b := f.cut(line)
		if err := f.admit(b); err != nil {
			return nil, err
		}
		s, err := l.text(b)
		if err != nil {
			return nil, &Fault{Field: f.ID, Kind: FaultText}
		}
		values[f.ID] = s
	}
	return values, nil
}

// Lines decodes every line of r. Errors name the line, counted from 1; after
// a fault in one line reading goes on with the next.
func (l *Layout) Lines(r io.Reader) iter.Seq2[map[string]string, error] {
	return func(yield func(map[string]string, error) bool) {
		sc := bufio.NewScanner(r)
		sc.Buffer(make([]byte, 0, 4096), 1<<20)
		n := 0
		for sc.Scan() {
			n++
			values, err := l.Decode(sc.Bytes())
			if err != nil {
				err = fmt.Errorf("line %d: %w", n, err)
			}
			if !yield(values, err) {
				return
			}
		}
		if err := sc.Err(); err != nil {
			yield(nil, fmt.Errorf("line %d: %w", n+1, err))
		}
	}
}

// cut gives the field's part of a line of the right width, padding taken off.
func (f *Field) cut(line []byte) []byte {
	b := line[f.Start-1 : f.Start-1+f.Width]
	n := len(b)
	for n > 0 && b[n-1] == ' ' {
		n--
	}
	return b[:n]
}

func (l *Layout) text(b []byte) (string, error) {
	if isASCII(b) {
		return string(b), nil
	}
	if l.Encoding == "latin1" {
		b, err := charmap.ISO8859_1.NewDecoder().Bytes(b)
		return string(b), err
	}
	if !utf8.Valid(b) {
		return "", errors.New("not UTF-8")
	}
	return string(b), nil
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
