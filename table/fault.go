package table

import (
	"fmt"
	"strings"
)

// Fault is something wrong in a table file or in a file that it names: where,
// what, by which rule, and the next step. It holds codes and published values,
// never a count of the owner's data.
type Fault struct {
	// Rule is a letter for the kind of file and a name: F table file, H
	// hierarchy, D data of the owner, P published table, R refusal.
	Rule string
	File string
	// Line counts from 1; 0 when the whole file is meant.
	Line int
	// Field is the column; empty when the line or file is meant.
	Field string

	what, next text
	err        error
}

// text is a sentence in Dutch and in English.
type text struct{ nl, en string }

func (t text) in(lang string) string {
	if lang == "nl" {
		return t.nl
	}
	return t.en
}

// say formats both texts with the same arguments.
func say(nl, en string, args ...any) text {
	return text{fmt.Sprintf(nl, args...), fmt.Sprintf(en, args...)}
}

// Error is the English form.
func (f *Fault) Error() string { return f.In("en") }

// Unwrap gives the cause, if there is one.
func (f *Fault) Unwrap() error { return f.err }

// In gives the message in "nl" or "en".
func (f *Fault) In(lang string) string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ", %s %d", say("regel", "line").in(lang), f.Line)
	}
	if f.Field != "" {
		fmt.Fprintf(&b, ", %s %s", say("veld", "field").in(lang), f.Field)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	fmt.Fprintf(&b, "%s [%s]; %s %s", f.what.in(lang), f.Rule, say("volgende stap:", "next:").in(lang), f.next.in(lang))
	return b.String()
}
