package layout

import "fmt"

// Kinds of Fault. The first group is about one value, the second about a
// line as a whole.
const (
	FaultType  = "type"  // not digits, not a year, not a date
	FaultValue = "value" // not on the field's list of values
	FaultMap   = "map"   // no canonical value for it
	FaultText  = "text"  // control characters, or not in the encoding
	// FaultProgramme: the public register does not know the programme, of which
	// it should give the level.
	FaultProgramme = "programme"

	FaultWidth   = "width"   // a line of another width
	FaultColumns = "columns" // a line with another number of values
	FaultRecord  = "record"  // a line of no known kind
	FaultParent  = "parent"  // a line that does not belong to the one above it
	FaultEither  = "either"  // of some fields not exactly one is filled
)

// Fault says which field of a line cannot be used and why. It never holds
// the value, so that it may be printed. Field is empty when the line is meant.
type Fault struct {
	Field string // id of the layout's field
	Kind  string
}

func (e *Fault) Error() string {
	what := map[string]string{
		FaultType:      "the value is not of the field's type",
		FaultValue:     "the value is not on the field's list",
		FaultMap:       "the value has no canonical counterpart",
		FaultProgramme: "the public register knows no level of the programme",
		FaultText:      "the value holds characters that do not belong in text",
		FaultWidth:     "the line does not have the width of its kind",
		FaultColumns:   "the line does not have the number of values of its kind",
		FaultRecord:    "the line is of no kind that the layout knows",
		FaultParent:    "the line does not belong to the line above it",
		FaultEither:    "exactly one of the fields must be filled",
	}[e.Kind]
	if e.Field == "" {
		return what
	}
	return fmt.Sprintf("field %s: %s", e.Field, what)
}

// admit checks type and list of a value whose padding is off.
func (l *Layout) admit(f *Field, b []byte) *Fault {
	if !isText(b) {
		return &Fault{Field: f.ID, Kind: FaultText}
	}
	if len(b) > 0 && !l.typed(f, b) {
		return &Fault{Field: f.ID, Kind: FaultType}
	}
	if len(f.Values) == 0 {
		return nil
	}
	for _, v := range f.Values {
		if v == string(b) {
			return nil
		}
	}
	return &Fault{Field: f.ID, Kind: FaultValue}
}

// typed reports whether a value that is not blank is of its field's type.
func (l *Layout) typed(f *Field, b []byte) bool {
	switch f.Type {
	case TypeText:
		return true
	case TypeDate:
		return l.dateForm(b) != ""
	case TypeYear:
		return len(b) == 4 && digits(b)
	}
	return (f.Width == 0 || len(b) == f.Width) && digits(b)
}

// isText reports whether a value has no control characters.
func isText(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	return true
}

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
