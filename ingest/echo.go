package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"doorstroommonitor/register"
	"doorstroommonitor/spec"
)

// maxEcho is the longest value that a report repeats or tells the shape of, in
// characters.
const maxEcho = 12

// known are values that are codes somewhere: of a codelist in any year, of a
// layout, or of the public register. A person has no such name.
type known map[string]bool

func newKnown(s *spec.Specification, r *register.Register) known {
	k := known{}
	for _, l := range s.Codelists {
		for _, c := range l.Codes {
			k[c.Code] = true
		}
	}
	for _, l := range s.Layouts {
		for _, f := range l.Fields {
			k.add(f.Values)
		}
		for _, x := range l.Records {
			for _, f := range x.Fields {
				k.add(f.Values)
			}
		}
	}
	for i := range r.Institutions() {
		k[i.BRIN] = true
	}
	for p := range r.Programmes() {
		k[p.Code], k[p.Sector] = true, true
	}
	return k
}

func (k known) add(values []string) {
	for _, v := range values {
		k[v] = true
	}
}

// echo gives a value as a report may repeat it: as it is where it is certainly
// no name and no number of a person, else its shape, a letter as A and a digit
// as 9: ‹AAA›. It gives nothing of what is long or
// holds other characters than codes and names do. It
// errs on the side of silence: a wrong date of eight digits may be shown as a
// shape because it could be a number.
func (k known) echo(v []byte) string {
	if len(v) == 0 || !utf8.Valid(v) || utf8.RuneCount(v) > maxEcho {
		return ""
	}
	letters := 0
	var digits []byte
	var shape strings.Builder
	for _, c := range string(v) {
		switch {
		case unicode.IsLetter(c), unicode.IsMark(c):
			letters++
			shape.WriteByte('A')
		case c >= '0' && c <= '9':
			digits = append(digits, byte(c))
			shape.WriteByte('9')
		case strings.ContainsRune("_-./ '", c):
			shape.WriteRune(c)
		default:
			return ""
		}
	}
	if isDate(v) || k[string(v)] || (letters <= 1 || isBRIN(v)) && !mayBePersonNumber(digits) {
		return string(v)
	}
	return "‹" + shape.String() + "›"
}

// isBRIN reports whether v has the form of an institution's code, whether or
// not it exists: two digits and two capitals.
func isBRIN(v []byte) bool {
	capital := func(c byte) bool { return c >= 'A' && c <= 'Z' }
	return len(v) == 4 && isDigits(v[:2]) && capital(v[2]) && capital(v[3])
}

// mayBePersonNumber reports whether digits have the length of a person number
// or more, or become one that passes the eleven-test with a zero before them.
func mayBePersonNumber(digits []byte) bool {
	return len(digits) >= 9 || len(digits) == 8 && elevenTest(append([]byte{'0'}, digits...))
}

// elevenTest is the test of the citizen service number: nine times the first
// digit plus eight times the second ... plus twice the eighth minus the ninth
// is divisible by eleven. The education number leaves remainder 5 in the same
// sum and is taken for a person number too.
func elevenTest(d []byte) bool {
	sum := -int(d[8] - '0')
	for i := range 8 {
		sum += (9 - i) * int(d[i]-'0')
	}
	rest := ((sum % 11) + 11) % 11
	return rest == 0 || rest == 5
}
