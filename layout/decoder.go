package layout

import (
	"bytes"
)

// Programmes answers what the public register says of a programme: its
// "niveau", or "" when it does not know the programme.
type Programmes func(code, what string) string

// Decoder turns lines into canonical records. It is made for millions of
// lines: it touches only the fields that an emit names, and allocates nothing
// for a plain line. A Decoder is used by one goroutine at a time.
type Decoder struct {
	layout     *Layout
	programmes Programmes
	forms      []*form
	emits      []*emitter
	tagged     bool // lines begin with a tag
	latin1     bool
	separator  byte
	head       row

	// Memory that is used again for every group.
	rows   []row
	above  []*row // by form: the last line of its kind, where it still counts
	seen   []int  // by form: how many lines
	values [][]byte
	out    [][]byte
	// arena holds values that are not a part of the line: dates and text that
	// is not ASCII.
	arena  []byte
	rank   []byte
	result Result
	part   slice // of the span of the line, in one study year
}

// Result is what one line gives: the record of one emit, or a fault, with the
// line on which that is. Row is the line that gives it: another one where the
// fault is on the header or on a line above. Emit is -1 when the line as a
// whole cannot be used. Values are in the order of Columns; they and Rank are
// valid until the next result.
type Result struct {
	Row    int64
	Line   int64
	Emit   int
	Values [][]byte
	Rank   []byte // of lines of one key the highest leads; empty where none does
	// Within is the index among Values of the date that is expected in the
	// study year that begins in Year; -1 where there is none.
	Within int
	Year   []byte
	Fault  *Fault
	Raw    []byte // the value at fault; nil when it is identifying
}

// NewDecoder checks the layout and prepares it for decoding.
func NewDecoder(l *Layout, programmes Programmes) (*Decoder, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	p := newPlanner(l.Kinds())
	d := &Decoder{
		layout: l, programmes: programmes, forms: p.forms, emits: p.emits, tagged: len(l.Records) > 0,
		latin1: l.Encoding == "latin1", above: make([]*row, len(p.forms)), seen: make([]int, len(p.forms)),
	}
	if len(l.Separators) > 0 {
		d.separator = l.Separators[0][0]
	}
	most := 0
	for _, e := range d.emits {
		most = max(most, len(e.columns))
	}
	d.out = make([][]byte, most)
	return d, nil
}

// Emits is the number of canonical records a line can give.
func (d *Decoder) Emits() int { return len(d.emits) }

// Record is the canonical record type of emit i.
func (d *Decoder) Record(i int) string { return d.emits[i].record }

// Columns are the canonical fields that emit i fills, in the order of the
// values of its results.
func (d *Decoder) Columns(i int) []string { return d.emits[i].columns }

// Open gives the decoder the head of the file from which the next groups are.
func (d *Decoder) Open(h Head) {
	if h.Separator != 0 {
		d.separator = h.Separator
	}
	d.values = d.values[:0]
	d.shape(Line{Nr: 1, Text: h.Line}, &d.head)
	if d.head.cells != nil { // values is used again
		d.head.cells = bytes.Split(h.Line, []byte{d.separator})
	}
}

// Group decodes lines that belong together: one line, or of a file with
// several kinds of line those from one that begins a group up to the next.
// It stops at the first error of yield.
func (d *Decoder) Group(lines []Line, yield func(*Result) error) error {
	d.values, d.arena = d.values[:0], d.arena[:0]
	if cap(d.rows) < len(lines) {
		d.rows = make([]row, len(lines))
	}
	d.rows = d.rows[:len(lines)]
	for i, line := range lines {
		d.shape(line, &d.rows[i])
	}
	if d.tagged {
		d.join()
	}
	for i := range d.rows {
		if err := d.line(&d.rows[i], yield); err != nil {
			return err
		}
	}
	return nil
}

// join finds for each row the row above it under which it stands and the next
// of its kind, and marks rows that stand under none.
func (d *Decoder) join() {
	clear(d.above)
	clear(d.seen)
	for i := range d.rows {
		r := &d.rows[i]
		if r.form == nil {
			continue
		}
		if p := r.form.parent; p != nil && r.form.def.Role == "" {
			r.parent = d.above[p.index]
			d.belongs(r)
		}
		if before := d.above[r.form.index]; before != nil && before.parent == r.parent {
			before.next = r
		}
		d.above[r.form.index] = r
		d.seen[r.form.index]++
		r.nth = d.seen[r.form.index]
		for _, f := range d.forms { // what stood under the row before counts no more
			if f.parent == r.form {
				d.forget(f)
			}
		}
		if r.fault == nil && !exactlyOne(r) {
			r.fault = &Fault{Field: r.form.either[0].ID, Kind: FaultEither}
		}
	}
}

func (d *Decoder) forget(f *form) {
	d.above[f.index] = nil
	for _, g := range d.forms {
		if g.parent == f {
			d.forget(g)
		}
	}
}

// belongs marks a row that has no parent, or one of another person.
func (d *Decoder) belongs(r *row) {
	if r.fault != nil {
		return
	}
	if r.parent == nil {
		r.fault = &Fault{Kind: FaultParent}
		return
	}
	if r.parent.fault != nil || !r.usable || r.form.def.Skip {
		return
	}
	for _, s := range r.form.same {
		if !bytes.Equal(r.get(s[0]), r.parent.get(s[1])) {
			r.fault = &Fault{Field: s[0].ID, Kind: FaultParent}
			return
		}
	}
}

func exactlyOne(r *row) bool {
	if len(r.form.either) == 0 || !r.usable {
		return true
	}
	filled := 0
	for _, f := range r.form.either {
		if len(r.get(f)) > 0 {
			filled++
		}
	}
	return filled == 1
}

// line gives the results of one row.
func (d *Decoder) line(r *row, yield func(*Result) error) error {
	if r.fault != nil {
		return yield(&Result{Row: r.nr, Line: r.nr, Emit: -1, Fault: r.fault})
	}
	for _, e := range r.form.emits {
		if err := d.emit(r, e, yield); err != nil {
			return err
		}
	}
	return nil
}
