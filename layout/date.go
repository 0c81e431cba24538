package layout

import "bytes"

// Forms of a date in a file.
const (
	DateCompact = "yyyymmdd"
	DateISO     = "yyyy-mm-dd"
	DateDutch   = "d-m-yyyy"
)

// dateForm is the form of those admitted that a value has; "" for none. It
// looks at the form alone: whether such a day exists is checked with the
// canonical records.
func (l *Layout) dateForm(b []byte) string {
	if len(l.Dates) == 0 {
		if len(b) == 8 && digits(b) {
			return DateCompact
		}
		return ""
	}
	for _, form := range l.Dates {
		if hasForm(form, b) {
			return form
		}
	}
	return ""
}

func hasForm(form string, b []byte) bool {
	switch form {
	case DateCompact:
		return len(b) == 8 && digits(b)
	case DateISO:
		return len(b) == 10 && b[4] == '-' && b[7] == '-' && digits(b[:4]) && digits(b[5:7]) && digits(b[8:])
	case DateDutch:
		d, m, y, ok := cutDutch(b)
		return ok && len(d) <= 2 && len(m) <= 2 && len(d) > 0 && len(m) > 0 && len(y) == 4 && digits(d) && digits(m) && digits(y)
	}
	return false
}

func cutDutch(b []byte) (d, m, y []byte, ok bool) {
	d, rest, ok := bytes.Cut(b, []byte("-"))
	if !ok {
		return nil, nil, nil, false
	}
	m, y, ok = bytes.Cut(rest, []byte("-"))
	return d, m, y, ok
}

// appendISO appends a date of one of the admitted forms as yyyy-mm-dd. Blank
// and 00000000 append nothing.
func (l *Layout) appendISO(dst, b []byte) []byte {
	two := func(v []byte) {
		if len(v) == 1 {
			dst = append(dst, '0')
		}
		dst = append(dst, v...)
	}
	switch l.dateForm(b) {
	case DateCompact:
		if string(b) == "00000000" {
			return dst
		}
		return append(dst, b[0], b[1], b[2], b[3], '-', b[4], b[5], '-', b[6], b[7])
	case DateISO:
		return append(dst, b...)
	case DateDutch:
		d, m, y, _ := cutDutch(b)
		dst = append(append(dst, y...), '-')
		two(m)
		dst = append(dst, '-')
		two(d)
	}
	return dst
}
