// Package message says in Dutch and in English what is wrong. The code holds
// the English format, where whoever reads a check reads it too; a catalogue
// beside the code holds the Dutch one.
//
// A format may begin with an address, steps divided by ": ", such as
// "rule: homogeneity: ". They are keys and names of the file that is meant, the
// same in both languages, and need no place in the catalogue.
package message

import (
	"fmt"
	"slices"
	"strings"
)

// Text is a message in both languages. NL is empty where there is no Dutch.
type Text struct{ NL, EN string }

// In gives the text in "en", or for anything else in Dutch; the English where
// there is no Dutch.
func (t Text) In(lang string) string {
	if lang == "en" || t.NL == "" {
		return t.EN
	}
	return t.NL
}

// Catalogue gives for every English format the Dutch one, which takes the same
// arguments: in the same order, or by index.
type Catalogue map[string]string

// speaker is an argument that has a text in each language.
type speaker interface{ In(lang string) string }

// Say formats both texts with the same arguments. An argument that has a text
// in each language speaks that of the text.
func (c Catalogue) Say(format string, args ...any) Text {
	dutch, english := slices.Clone(args), slices.Clone(args)
	for i, a := range args {
		if s, ok := a.(speaker); ok {
			dutch[i], english[i] = s.In("nl"), s.In("en")
		}
	}
	return Text{NL: fmt.Sprintf(c.dutch(format), dutch...), EN: fmt.Sprintf(format, english...)}
}

// dutch looks a format up, with and without its address. One that is missing
// stays English: a test of each package sees to it that none is.
func (c Catalogue) dutch(format string) string {
	for rest := format; ; {
		if nl, ok := c[rest]; ok {
			return strings.TrimSuffix(format, rest) + nl
		}
		_, after, found := strings.Cut(rest, ": ")
		if !found {
			return format
		}
		rest = after
	}
}

// Error is a message as an error.
type Error struct{ Text }

// Errorf is Say as an error. It wraps nothing.
func (c Catalogue) Errorf(format string, args ...any) error {
	return &Error{c.Say(format, args...)}
}

// Error is the English text.
func (e *Error) Error() string { return e.EN }
