package ingest

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"doorstroommonitor/spec"
)

// Stage format: is the file a file of its kind, and is every value of its
// field's type?
var (
	ruleMissing  = stops("F-MISSING")
	ruleEmpty    = stops("F-EMPTY")
	ruleEncoding = stops("F-ENCODING")
	ruleHeader   = stops("F-HEADER")
	ruleEnd      = stops("F-END")
	ruleParquet  = stops("F-PARQUET")
	ruleLongLine = stops("F-LINE")
	ruleShape    = stops("F-SHAPE")
	ruleFirst    = stops("F-FIRST")
	ruleLast     = stops("F-LAST")
	ruleCount    = stops("F-COUNT")

	ruleWidth    = rejects("F-WIDTH")
	ruleColumns  = rejects("F-COLUMNS")
	ruleQuote    = rejects("F-QUOTE")
	ruleRecord   = rejects("F-RECORD")
	ruleParent   = rejects("F-PARENT")
	ruleEither   = rejects("F-EITHER")
	ruleRequired = rejects("F-REQUIRED")
	rulePerson   = rejects("F-PERSON")
	ruleText     = rejects("F-TEXT")
	ruleYear     = rejects("F-YEAR")
	ruleDate     = rejects("F-DATE")
	ruleInteger  = rejects("F-INTEGER")
	ruleType     = rejects("F-TYPE")

	formatRules = []*Rule{
		ruleMissing, ruleEmpty, ruleEncoding, ruleHeader, ruleEnd, ruleParquet, ruleLongLine, ruleShape, ruleFirst, ruleLast, ruleCount,
		ruleWidth, ruleColumns, ruleQuote, ruleRecord, ruleParent, ruleEither, ruleRequired, rulePerson, ruleText, ruleYear, ruleDate, ruleInteger, ruleType,
	}
)

// maxText is the longest text value in bytes of UTF-8.
const maxText = 40

// checkFormat says which format rule the value breaks, nil for none. Values
// that pass hold no control characters, so that they can be joined and cut
// again by a zero byte.
func (f *fieldPlan) checkFormat(v []byte) *Rule {
	if len(v) == 0 {
		if f.required {
			return ruleRequired
		}
		return nil
	}
	switch f.typ {
	case spec.TypePerson:
		if !isPerson(v) {
			return rulePerson
		}
	case spec.TypeYear:
		if len(v) != 4 || !isDigits(v) {
			return ruleYear
		}
	case spec.TypeDate:
		if !isDate(v) {
			return ruleDate
		}
	case spec.TypeInt:
		if !f.isIntegerInRange(v) {
			return ruleInteger
		}
	case spec.TypeText:
		if !isText(v) {
			return ruleText
		}
	}
	return nil
}

// isNeeded reports whether the other fields of the row make this one required.
func (f *fieldPlan) isNeeded(cells [][]byte) bool {
	for _, o := range f.needed {
		if !slices.Contains(o.codes, string(cells[o.at])) {
			return false
		}
	}
	return len(f.needed) > 0
}

// isPerson reports whether v may be the number of a person: nine digits, not
// the zeros that stand where there is no number.
func isPerson(v []byte) bool {
	return len(v) == 9 && isDigits(v) && string(v) != "000000000"
}

func isDigits(v []byte) bool {
	for _, c := range v {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// isDate reports whether v is yyyy-mm-dd and that day exists.
func isDate(v []byte) bool {
	if len(v) != 10 || v[4] != '-' || v[7] != '-' || !isDigits(v[:4]) || !isDigits(v[5:7]) || !isDigits(v[8:]) {
		return false
	}
	year, month, day := number(v[:4]), number(v[5:7]), number(v[8:])
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	days := [13]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		days = 29
	}
	return day <= days
}

// number reads digits that were checked.
func number(v []byte) int {
	n := 0
	for _, c := range v {
		n = n*10 + int(c-'0')
	}
	return n
}

// isIntegerInRange admits no sign and no leading zero, so that equal numbers
// are equal bytes.
func (f *fieldPlan) isIntegerInRange(v []byte) bool {
	if len(v) > 9 || !isDigits(v) || len(v) > 1 && v[0] == '0' {
		return false
	}
	n := number(v)
	return n >= f.minInt && n <= f.maxInt
}

func isText(v []byte) bool {
	if len(v) > maxText {
		return false
	}
	ascii := true
	for _, c := range v {
		if c < ' ' || c == 0x7f {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	if ascii {
		return true
	}
	for _, r := range string(v) {
		if r == utf8.RuneError || unicode.IsControl(r) {
			return false
		}
	}
	return true
}
