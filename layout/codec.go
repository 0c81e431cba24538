package layout

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Encode writes one line without its line end, of the kind of that name ("" for
// a file whose lines are all alike), from values by field id. Fields that are
// not in values are blank. In a fixed-width file text is left-aligned and
// digits are padded with zeros on the left; elsewhere values stand between the
// first of the layout's separators. An id that the record does not have, a
// value that is too wide, of another type, not on the field's list or not in
// the encoding is an error; errors never repeat the value of an identifying
// field.
func (l *Layout) Encode(kind string, values map[string]string) ([]byte, error) {
	k, err := l.kind(kind)
	if err != nil {
		return nil, err
	}
	var line []byte
	used := 0
	for i := range k.Fields {
		f := &k.Fields[i]
		v, ok := values[f.ID]
		if ok {
			used++
		}
		if i == 0 && k.Tag != "" {
			v = k.Tag
		}
		b, err := l.encodeField(f, v)
		if err != nil {
			return nil, fmt.Errorf("field %d (%s): %w", f.Nr, f.ID, err)
		}
		if l.Format != FormatFixed && i > 0 {
			line = append(line, l.Separators[0][0])
		}
		line = append(line, b...)
		for n := len(b); l.Format == FormatFixed && n < f.Width; n++ {
			line = append(line, ' ')
		}
	}
	if used == len(values) {
		return line, nil
	}
	for _, id := range sortedKeys(values) {
		if k.field(id) == nil {
			return nil, fmt.Errorf("layout %q has no field %q in %q", l.ID, id, k.Name())
		}
	}
	return line, nil
}

func (l *Layout) kind(name string) (*Record, error) {
	kinds := l.Kinds()
	for i := range kinds {
		if kinds[i].Name() == name {
			return &kinds[i], nil
		}
	}
	return nil, fmt.Errorf("layout %q has no kind of line %q", l.ID, name)
}

func (l *Layout) encodeField(f *Field, v string) ([]byte, error) {
	fixed := l.Format == FormatFixed
	if fixed && f.Type == TypeDigits && v != "" && len(v) < f.Width {
		v = strings.Repeat("0", f.Width-len(v)) + v
	}
	b := []byte(v)
	if l.Encoding == "latin1" && !isASCII(b) {
		var err error
		if b, err = charmap.ISO8859_1.NewEncoder().Bytes(b); err != nil {
			return nil, errors.New("the value has a character that latin1 does not have")
		}
	}
	if fixed && len(b) > f.Width {
		return nil, fmt.Errorf("the value has %d positions, the field %d", len(b), f.Width)
	}
	if !fixed && bytes.ContainsAny(b, l.Separators[0]) {
		return nil, errors.New("the value holds the separator")
	}
	if fault := l.admit(f, b); fault != nil {
		return nil, fault
	}
	return b, nil
}

// Decode reads one line without its line end, of a fixed-width file whose
// lines are all alike, into values by field id, with the padding of text taken
// off: every field, unlike a Decoder. The layout is one that passes Check. It
// gives the first *Fault.
func (l *Layout) Decode(line []byte) (map[string]string, error) {
	if len(line) != l.Width {
		return nil, &Fault{Kind: FaultWidth}
	}
	values := make(map[string]string, len(l.Fields))
	for i := range l.Fields {
		f := &l.Fields[i]
		b := f.cut(line)
		if fault := l.admit(f, b); fault != nil {
			return nil, fault
		}
		s, err := l.text(b)
		if err != nil {
			return nil, &Fault{Field: f.ID, Kind: FaultText}
		}
		values[f.ID] = s
	}
	return values, nil
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
