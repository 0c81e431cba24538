package layout

import (
	"fmt"

	"golang.org/x/text/encoding/charmap"
)

// Decoder turns lines into canonical records. It is made for millions of
// lines: it touches only the fields that an emit names, and allocates nothing
// for a plain line. A Decoder is used by one goroutine at a time.
type Decoder struct {
	width  int
	latin1 bool
	emits  []emitter
	// arena holds values that are not a part of the line: dates and text that
	// is not ASCII. It is reused at every Line.
	arena []byte
}

type emitter struct {
	record  string
	columns []string
	when    []condition
	sources []*source
}

type condition struct {
	field *Field
	list  map[string]bool // the field's own list
	admit map[string]bool
}

type source struct {
	constant []byte
	field    *Field
	list     map[string]bool // nil admits all
	last     int
	mapping  map[string][]byte
	other    []byte // value for what mapping lacks
	hasOther bool
	or       *source
	date     bool
}

// NewDecoder checks the layout and prepares it for decoding.
func NewDecoder(l *Layout) (*Decoder, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	byID := make(map[string]*Field, len(l.Fields))
	for i := range l.Fields {
		byID[l.Fields[i].ID] = &l.Fields[i]
	}
	d := &Decoder{width: l.Width, latin1: l.Encoding == "latin1"}
	for i := range l.Emit {
		d.emits = append(d.emits, newEmitter(&l.Emit[i], byID))
	}
	return d, nil
}

func newEmitter(e *Emit, byID map[string]*Field) emitter {
	out := emitter{record: e.Record, columns: sortedKeys(e.Set)}
	for _, id := range sortedKeys(e.When) {
		f := byID[id]
		out.when = append(out.when, condition{field: f, list: set(f.Values), admit: set(e.When[id])})
	}
	for _, id := range out.columns {
		s := e.Set[id]
		out.sources = append(out.sources, newSource(&s, byID))
	}
	return out
}

func newSource(s *Source, byID map[string]*Field) *source {
	if s == nil {
		return nil
	}
	out := &source{last: s.Last, date: s.Date, or: newSource(s.Or, byID)}
	if s.Field == "" {
		out.constant = []byte(s.Const)
		return out
	}
	out.field = byID[s.Field]
	out.list = set(out.field.Values)
	if s.Map != nil {
		out.mapping = make(map[string][]byte, len(s.Map))
		for k, v := range s.Map {
			out.mapping[k] = []byte(v)
		}
	}
	if s.Else != nil {
		out.other, out.hasOther = []byte(*s.Else), true
	}
	return out
}

func set(values []string) map[string]bool {
	if len(values) == 0 {
		return nil
	}
	m := make(map[string]bool, len(values))
	for _, v := range values {
		m[v] = true
	}
	return m
}

// Width is the number of bytes of a line without its line end.
func (d *Decoder) Width() int { return d.width }

// Emits is the number of canonical records a line can give.
func (d *Decoder) Emits() int { return len(d.emits) }

// Record is the canonical record type of emit i.
func (d *Decoder) Record(i int) string { return d.emits[i].record }

// Columns are the canonical fields that emit i fills, in the order of the
// values that Emit gives.
func (d *Decoder) Columns(i int) []string { return d.emits[i].columns }

// Begin must be called once for each new line, before its emits.
func (d *Decoder) Begin() { d.arena = d.arena[:0] }

// Emit fills dst, one value per column of emit i, from line, which has the
// decoder's width. It reports whether the line gives this record at all. A
// fault, of the first field that has one, means that it should but cannot.
// The values are valid until the next Begin and while line is unchanged.
func (d *Decoder) Emit(i int, line []byte, dst [][]byte) (bool, *Fault) {
	if len(line) != d.width {
		panic(fmt.Sprintf("layout: Emit on a line of %d positions, width is %d", len(line), d.width))
	}
	e := &d.emits[i]
	for j := range e.when {
		c := &e.when[j]
		b := c.field.cut(line)
		if c.list != nil && !c.list[string(b)] {
			return false, &Fault{Field: c.field.ID, Kind: FaultValue}
		}
		if !c.admit[string(b)] {
			return false, nil
		}
	}
	for j, s := range e.sources {
		v, fault := d.value(s, line)
		if fault != nil {
			return false, fault
		}
		dst[j] = v
	}
	return true, nil
}

// Raw gives the bytes of the field with the given id on a line of the
// decoder's width, for a report; nil when it is identifying or unknown.
func (l *Layout) Raw(id string, line []byte) []byte {
	for i := range l.Fields {
		if f := &l.Fields[i]; f.ID == id && !f.Identifying {
			return f.cut(line)
		}
	}
	return nil
}

func (d *Decoder) value(s *source, line []byte) ([]byte, *Fault) {
	if s.field == nil {
		return s.constant, nil
	}
	b := s.field.cut(line)
	if s.list != nil && !s.list[string(b)] {
		return nil, &Fault{Field: s.field.ID, Kind: FaultValue}
	}
	if s.or != nil && len(b) == 0 && s.mapping == nil {
		return d.value(s.or, line)
	}
	if s.mapping != nil {
		v, ok := s.mapping[string(b)]
		switch {
		case ok:
			return v, nil
		case s.or != nil:
			return d.value(s.or, line)
		case s.hasOther:
			return s.other, nil
		}
		return nil, &Fault{Field: s.field.ID, Kind: FaultMap}
	}
	return d.plain(s, b)
}

// plain checks the type of a value that is copied, and brings it into
// canonical form.
func (d *Decoder) plain(s *source, b []byte) ([]byte, *Fault) {
	ascii := true
	for _, c := range b {
		if c < ' ' || c == 0x7f {
			return nil, &Fault{Field: s.field.ID, Kind: FaultText}
		}
		ascii = ascii && c < 0x80
	}
	if s.field.Type != TypeText && len(b) > 0 && (len(b) != s.field.Width || !digits(b)) {
		return nil, &Fault{Field: s.field.ID, Kind: FaultType}
	}
	if s.date {
		return d.isoDate(b), nil
	}
	if s.last > 0 && len(b) > s.last {
		b = b[len(b)-s.last:]
	}
	if !ascii && d.latin1 {
		return d.utf8(b), nil
	}
	return b, nil
}

// isoDate turns EEJJMMDD into yyyy-mm-dd; whether such a day exists is
// checked with the canonical records.
func (d *Decoder) isoDate(b []byte) []byte {
	if len(b) != 8 || string(b) == "00000000" {
		return nil
	}
	n := len(d.arena)
	d.arena = append(d.arena, b[0], b[1], b[2], b[3], '-', b[4], b[5], '-', b[6], b[7])
	return d.arena[n:len(d.arena):len(d.arena)]
}

func (d *Decoder) utf8(b []byte) []byte {
	n := len(d.arena)
	for _, c := range b {
		d.arena = append(d.arena, string(charmap.ISO8859_1.DecodeByte(c))...)
	}
	return d.arena[n:len(d.arena):len(d.arena)]
}
