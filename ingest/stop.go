package ingest

import (
	"fmt"
	"strings"

	"doorstroommonitor/spec"
)

// Stop is an error in the input that ends the run: what it is about cannot be
// mended by leaving out a row. Nothing of the run is kept.
type Stop struct {
	Rule  spec.ScreeningRule
	Input string // name of the input
	Line  int64  // line (from 1) or row of a Parquet file; 0 when the file is meant
	Field string // empty when the line or file is meant
	// Detail adds what the rule's text does not say, in English; it holds no
	// value of the file.
	Detail string
	Err    error
}

// Error is the English form.
func (e *Stop) Error() string { return e.In("en") }

// Unwrap gives the cause, if there is one.
func (e *Stop) Unwrap() error { return e.Err }

// In gives the message in "nl" or "en": file, line, field, rule id, what is
// wrong and the next step.
func (e *Stop) In(lang string) string {
	var b strings.Builder
	b.WriteString(e.Input)
	if e.Line > 0 {
		word := "regel"
		if lang == "en" {
			word = "line"
		}
		fmt.Fprintf(&b, ", %s %d", word, e.Line)
	}
	if e.Field != "" {
		word := "veld"
		if lang == "en" {
			word = "field"
		}
		fmt.Fprintf(&b, ", %s %s", word, e.Field)
	}
	fmt.Fprintf(&b, ": %s", e.Rule.Text.In(lang))
	if e.Detail != "" {
		fmt.Fprintf(&b, " (%s)", e.Detail)
	}
	fmt.Fprintf(&b, " [%s]. %s", e.Rule.ID, e.Rule.Mend.In(lang))
	return b.String()
}
