package layout

import (
	"fmt"
)

// Kinds of Fault.
const (
	FaultType  = "type"  // not digits, not a year, not a date
	FaultValue = "value" // not on the field's list of values
	FaultMap   = "map"   // no canonical value for it
	FaultText  = "text"  // control characters, or not in the encoding
)

// Fault says which field of a line cannot be used and why. It never holds
// the value, so that it may be printed.
type Fault struct {
	Field string // id of the layout's field
	Kind  string
}

func (e *Fault) Error() string {
	what := map[string]string{
		FaultType:  "the value is not of the field's type",
		FaultValue: "the value is not on the field's list",
		FaultMap:   "the value has no canonical counterpart",
		FaultText:  "the value holds characters that do not belong in text",
	}[e.Kind]
	return fmt.Sprintf("field %s: %s", e.Field, what)
}

// admit checks type and list of a value whose padding is off.
func (f *Field) admit(b []byte) error {
	for _, c := range b {
		if c < ' ' || c == 0x7f {
			return &Fault{Field: f.ID, Kind: FaultText}
		}
	}
	if len(b) > 0 && f.Type != TypeText && (len(b) != f.Width || !digits(b)) {
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

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
