package message

import (
	"errors"
	"strings"
)

// Explain gives the text of an error in the language, where it has one; of
// errors that are joined, that of each on a line of its own.
func Explain(err error, lang string) string {
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		var said, texts []string
		for _, e := range all.Unwrap() {
			said, texts = append(said, Explain(e, lang)), append(texts, e.Error())
		}
		if strings.Join(texts, "\n") == err.Error() { // joined, not wrapped in a sentence
			return strings.Join(said, "\n")
		}
	}
	var s speaker
	if errors.As(err, &s) {
		return s.In(lang)
	}
	return err.Error()
}

// Wrap puts before an error where it happened. Unlike fmt.Errorf it keeps both
// languages, also those of errors that are joined.
func (c Catalogue) Wrap(err error, format string, args ...any) error {
	return &wrapped{c.Say(format, args...), err}
}

type wrapped struct {
	where Text
	err   error
}

// Error is the English text.
func (w *wrapped) Error() string { return w.where.EN + ": " + w.err.Error() }

// In gives the text in a language.
func (w *wrapped) In(lang string) string { return w.where.In(lang) + ": " + Explain(w.err, lang) }

// Unwrap gives the cause.
func (w *wrapped) Unwrap() error { return w.err }
