package layout

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// emit gives the records that one emit makes of a row. A fault, of the first
// field that has one, means that it should make one but cannot.
func (d *Decoder) emit(r *row, e *emitter, yield func(*Result) error) error {
	res := &d.result
	*res = Result{Row: r.nr, Line: r.nr, Emit: e.index}
	ok, fault, at := d.wanted(r, e)
	if fault != nil {
		return d.faulty(r, res, fault, at, yield)
	}
	if !ok {
		return nil
	}
	if e.years == nil {
		return d.record(r, e, res, yield)
	}
	s, fault, at := d.spanOf(r, e.years)
	if fault != nil {
		return d.faulty(r, res, fault, at, yield)
	}
	for _, d.part = range s.cut(d.layout.StudyYear) {
		if err := d.record(r, e, res, yield); err != nil || res.Fault != nil {
			return err
		}
	}
	return nil
}

// record yields one canonical record, or the fault that it cannot be made.
func (d *Decoder) record(r *row, e *emitter, res *Result, yield func(*Result) error) error {
	res.Values = d.out[:len(e.columns)]
	for j, s := range e.sources {
		v, fault, at := d.value(s, r)
		if fault != nil {
			return d.faulty(r, res, fault, at, yield)
		}
		res.Values[j] = v
	}
	d.rank = d.rank[:0]
	for _, s := range e.leads {
		v, fault, at := d.value(s, r)
		if fault != nil {
			return d.faulty(r, res, fault, at, yield)
		}
		d.rank = append(append(d.rank, v...), 0)
	}
	res.Rank = d.rank
	if res.Within = e.within; e.within >= 0 {
		res.Year, _ = d.cell(r, e.year)
	}
	return yield(res)
}

// faulty yields a fault of the field at.
func (d *Decoder) faulty(r *row, res *Result, fault *Fault, at ref, yield func(*Result) error) error {
	res.Values, res.Fault = nil, fault
	if at := d.rowOf(r, at); at != nil && fault.Kind != FaultParent {
		res.Line = at.nr
	}
	if v, ok := d.cell(r, at); ok && !at.field.Identifying {
		res.Raw = v
	}
	return yield(res)
}

// rowOf finds the line that a field is on; nil when it is not there.
func (d *Decoder) rowOf(r *row, f ref) *row {
	switch {
	case f.head:
		return &d.head
	case f.next:
		return r.next
	}
	for n := f.up; n > 0 && r != nil; n-- {
		r = r.parent
	}
	return r
}

// cell gives the value of a field; false when the line that should hold it
// is not there or cannot be read.
func (d *Decoder) cell(r *row, f ref) ([]byte, bool) {
	r = d.rowOf(r, f)
	if r == nil && f.next {
		return nil, true // the last of its kind
	}
	if r == nil || !r.usable {
		return nil, false
	}
	return r.get(f.field), true
}

// wanted reports whether the emit's conditions hold.
func (d *Decoder) wanted(r *row, e *emitter) (bool, *Fault, ref) {
	for i := range e.when {
		c := &e.when[i]
		b, ok := d.cell(r, c.ref)
		if !ok {
			return false, &Fault{Field: c.ref.field.ID, Kind: FaultParent}, c.ref
		}
		if c.list != nil && !c.list[string(b)] {
			return false, &Fault{Field: c.ref.field.ID, Kind: FaultValue}, c.ref
		}
		if !c.admit[string(b)] {
			return false, nil, ref{}
		}
	}
	for _, f := range e.filled {
		if b, ok := d.cell(r, f); ok && len(b) == 0 {
			return false, nil, ref{}
		}
	}
	return true, nil, ref{}
}

// date gives a date field in ISO form, "" when it is blank.
func (d *Decoder) date(r *row, f ref) (string, *Fault) {
	b, ok := d.cell(r, f)
	if !ok {
		return "", &Fault{Field: f.field.ID, Kind: FaultParent}
	}
	if fault := d.layout.admit(f.field, b); fault != nil {
		return "", fault
	}
	return string(d.layout.appendISO(nil, b)), nil
}

func (d *Decoder) spanOf(r *row, y *yearPlan) (s span, fault *Fault, at ref) {
	if s.begin, fault = d.date(r, y.begin); fault != nil {
		return s, fault, y.begin
	}
	for _, f := range y.end {
		if s.end, fault = d.date(r, f); fault != nil {
			return s, fault, f
		}
		if s.end != "" {
			if f.next {
				s.end = dayBefore(s.end)
			}
			return s, nil, ref{}
		}
	}
	s.open = true
	if y.open.field.Type != TypeYear {
		s.end, fault = d.date(r, y.open)
		return s, fault, y.open
	}
	b, _ := d.cell(r, y.open)
	if fault = d.layout.admit(y.open.field, b); fault != nil || len(b) == 0 {
		return s, fault, y.open
	}
	s.end = lastDay(string(b), d.layout.StudyYear)
	return s, nil, ref{}
}

func (d *Decoder) value(s *source, r *row) ([]byte, *Fault, ref) {
	if s.years != "" {
		return d.ofSpan(s.years), nil, ref{}
	}
	if s.nth {
		return d.keep(strconv.Itoa(r.nth)), nil, ref{}
	}
	if s.ref.field == nil {
		return s.constant, nil, ref{}
	}
	b, ok := d.cell(r, s.ref)
	if !ok {
		return nil, &Fault{Field: s.ref.field.ID, Kind: FaultParent}, s.ref
	}
	if s.list != nil && !s.list[string(b)] {
		return nil, &Fault{Field: s.ref.field.ID, Kind: FaultValue}, s.ref
	}
	if s.or != nil && len(b) == 0 && s.mapping == nil {
		return d.value(s.or, r)
	}
	if s.mapping != nil {
		v, ok := s.lookup(b)
		switch {
		case ok:
			return v, nil, ref{}
		case s.or != nil:
			return d.value(s.or, r)
		case s.hasOther && !isText(b):
			return nil, &Fault{Field: s.ref.field.ID, Kind: FaultText}, s.ref
		case s.hasOther:
			return s.other, nil, ref{}
		}
		return nil, &Fault{Field: s.ref.field.ID, Kind: FaultMap}, s.ref
	}
	v, fault := d.plain(s, b)
	return v, fault, s.ref
}

func (d *Decoder) ofSpan(what string) []byte {
	v := d.part.year
	switch what {
	case YearsBegin:
		v = d.part.begin
	case YearsEnd:
		v = d.part.end
	}
	return d.keep(v)
}

// keep puts a value where it stays until the next group.
func (d *Decoder) keep(v string) []byte {
	n := len(d.arena)
	d.arena = append(d.arena, v...)
	return d.arena[n:len(d.arena):len(d.arena)]
}

// lookup finds the mapped value; of a list, that of the first part with one.
func (s *source) lookup(b []byte) ([]byte, bool) {
	if s.separator == "" {
		v, ok := s.mapping[string(b)]
		return v, ok
	}
	for part := range strings.SplitSeq(string(b), s.separator) {
		if v, ok := s.mapping[strings.TrimSpace(part)]; ok {
			return v, true
		}
	}
	return nil, false
}

// plain checks the type of a value that is copied, and brings it into
// canonical form.
func (d *Decoder) plain(s *source, b []byte) ([]byte, *Fault) {
	if !isText(b) {
		return nil, &Fault{Field: s.ref.field.ID, Kind: FaultText}
	}
	if len(b) > 0 && !d.layout.typed(s.ref.field, b) {
		return nil, &Fault{Field: s.ref.field.ID, Kind: FaultType}
	}
	switch {
	case s.date:
		n := len(d.arena)
		d.arena = d.layout.appendISO(d.arena, b)
		return d.arena[n:len(d.arena):len(d.arena)], nil
	case s.programme != "":
		if d.programmes == nil {
			return nil, nil
		}
		v := d.programmes(string(b), s.programme)
		if v == "" && len(b) > 0 {
			return nil, &Fault{Field: s.ref.field.ID, Kind: FaultProgramme}
		}
		return []byte(v), nil
	}
	if cut := len(b) - s.last; s.last > 0 && cut > 0 && len(bytes.TrimLeft(b[:cut], "0")) == 0 {
		b = b[cut:]
	}
	for s.number && len(b) > 1 && b[0] == '0' {
		b = b[1:]
	}
	if d.latin1 && !isASCII(b) {
		return d.utf8(b), nil
	}
	return b, nil
}

func (d *Decoder) utf8(b []byte) []byte {
	n := len(d.arena)
	for _, c := range b {
		d.arena = append(d.arena, string(charmap.ISO8859_1.DecodeByte(c))...)
	}
	return d.arena[n:len(d.arena):len(d.arena)]
}
