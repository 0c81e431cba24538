package layout

import (
	"bytes"
	"fmt"
	"strconv"
)

// Head is what the lines of a file need of its first line.
type Head struct {
	Line      []byte // the header record; nil where the layout has none
	Separator byte   // 0 where the layout has none
}

// Parts that a line can be of a file with several kinds of line.
type Part int

const (
	PartMember  Part = iota // goes with the line before it
	PartStart               // begins a group
	PartHeader              // the header
	PartTrailer             // the trailer
)

// Kinds of FrameError.
const (
	FrameFirst = "first" // the file does not begin with its header
	FrameLast  = "last"  // the file does not end with its trailer
	FrameCount = "count" // the trailer counts other lines than there are
)

// FrameError says what is wrong with a file as a whole.
type FrameError struct{ Kind, Detail string }

func (e *FrameError) Error() string { return e.Detail }

// Frame follows all lines of a file of several kinds of line, in order: it
// tells where groups begin, keeps the header, and holds the counts of the
// trailer against the lines that came by.
type Frame struct {
	decoder *Decoder
	head    Head
	lines   int64
	counts  map[string]int64
	unknown int64
	ended   bool
	said    map[string]int64 // counts of the trailer
}

// NewFrame gives the frame of a file in this layout; nil when all lines are
// alike.
func (d *Decoder) NewFrame() *Frame {
	if !d.tagged {
		return nil
	}
	return &Frame{decoder: d, counts: map[string]int64{}}
}

// Head is known after the first line.
func (f *Frame) Head() Head { return f.head }

// Line takes the next line.
func (f *Frame) Line(text []byte) (Part, *FrameError) {
	f.lines++
	if f.lines == 1 {
		if err := f.first(text); err != nil || f.head.Line != nil {
			return PartHeader, err
		}
	}
	if f.ended {
		return PartTrailer, &FrameError{FrameLast, "lines follow the trailer"}
	}
	forms := tagged(f.decoder.forms, f.decoder.tag(text))
	if len(forms) == 0 {
		f.unknown++
		return PartMember, nil
	}
	k := forms[0].def
	switch {
	case k.Role == RoleTrailer:
		f.ended = true
		return PartTrailer, f.last(text)
	case k.Role == RoleHeader:
		return PartHeader, &FrameError{FrameFirst, "a second header"}
	}
	if f.counts[k.Tag]++; k.Parent == "" {
		return PartStart, nil
	}
	return PartMember, nil
}

// first finds the separator and reads the header.
func (f *Frame) first(text []byte) *FrameError {
	l := f.decoder.layout
	if l.Format == FormatSeparated {
		at := bytes.IndexFunc(text, func(r rune) bool {
			for _, s := range l.Separators {
				if rune(s[0]) == r {
					return true
				}
			}
			return false
		})
		if at < 0 {
			return &FrameError{FrameFirst, fmt.Sprintf("the first line has none of the separators %q", l.Separators)}
		}
		f.head.Separator = text[at]
	}
	for _, k := range f.decoder.forms {
		if k.def.Role != RoleHeader {
			continue
		}
		f.head.Line = bytes.Clone(text)
		f.decoder.Open(f.head)
		h := &f.decoder.head
		if h.form != k || !h.usable {
			return &FrameError{FrameFirst, fmt.Sprintf("the first line is no complete %s record", k.def.Tag)}
		}
		for i := range k.def.Fields {
			x := &k.def.Fields[i]
			if fault := l.admit(x, h.get(x)); fault != nil {
				return &FrameError{FrameFirst, fmt.Sprintf("%s: %v", k.def.Tag, fault)}
			}
		}
		return nil
	}
	f.decoder.Open(f.head)
	return nil
}

// tag is the first value of a line.
func (d *Decoder) tag(text []byte) []byte {
	if d.layout.Format == FormatSeparated {
		if i := bytes.IndexByte(text, d.separator); i >= 0 {
			return text[:i]
		}
		return text
	}
	n := min(len(text), d.forms[0].def.Fields[0].Width)
	return bytes.TrimRight(text[:n], " ")
}

// Starts reports whether a line begins a group: always in a file whose lines
// are all alike.
func (d *Decoder) Starts(text []byte) bool {
	if !d.tagged {
		return true
	}
	forms := tagged(d.forms, d.tag(text))
	return len(forms) > 0 && forms[0].def.Role == "" && forms[0].def.Parent == ""
}

// last reads the counts of the trailer.
func (f *Frame) last(text []byte) *FrameError {
	var r row
	f.decoder.values = f.decoder.values[:0]
	f.decoder.shape(Line{Nr: f.lines, Text: text}, &r)
	if !r.usable {
		return &FrameError{FrameLast, "the trailer is not complete"}
	}
	f.said = map[string]int64{}
	for _, tag := range sortedKeys(r.form.def.Counts) {
		b := r.get(r.form.def.field(r.form.def.Counts[tag]))
		n, err := strconv.ParseInt(string(b), 10, 64)
		if err != nil {
			return &FrameError{FrameLast, fmt.Sprintf("the trailer has no number of %s records", tag)}
		}
		f.said[tag] = n
	}
	return nil
}

// End is called after the last line. A line whose kind cannot be told is one
// of those that the trailer counts and that were not recognised: it is lost
// by itself, while a line that is not there at all means a file cut off.
func (f *Frame) End() *FrameError {
	wanted := false
	for _, k := range f.decoder.forms {
		wanted = wanted || k.def.Role == RoleTrailer
	}
	if !wanted {
		return nil
	}
	if !f.ended {
		return &FrameError{FrameLast, "there is no trailer"}
	}
	missing := int64(0)
	for _, tag := range sortedKeys(f.said) {
		said, counted := f.said[tag], f.counts[tag]
		if counted > said || said > counted+f.unknown {
			return &FrameError{FrameCount, fmt.Sprintf("the trailer counts %d %s records, the file has %d", said, tag, counted)}
		}
		missing += said - counted
	}
	if missing != f.unknown {
		return &FrameError{FrameCount, fmt.Sprintf("the trailer counts %d records more than the file has", missing-f.unknown)}
	}
	return nil
}
