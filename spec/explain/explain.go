// Package explain says in plain Dutch or English what a transition counts:
// who, when, where they are looked for, how a person lands in a code, what is
// published to whom and how it is protected. Every sentence follows from the
// specification, so that what people read is what is counted.
//
// What belongs here: sentences about one transition, as plain text. What does
// not: figures, the register, and pages (web, products).
package explain

import (
	"fmt"
	"io"
	"strings"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Transition writes the explanation of one transition in lang ("en", or
// anything else for Dutch), in lines of at most about a hundred characters.
func Transition(w io.Writer, s *spec.Specification, id, lang string) error {
	t, ok := s.Transitions[id]
	if !ok {
		return fmt.Errorf("transition %q does not exist; known: %s", id, strings.Join(s.TransitionIDs(), ", "))
	}
	e := &writer{s: s, t: t, p: s.Populations[t.Population], lang: lang}
	e.heading()
	e.persons()
	e.lookups()
	e.observations()
	e.dimensions()
	e.indicators()
	e.tables()
	e.protection()
	e.existing()
	_, err := io.WriteString(w, e.out.String())
	return err
}

// writer collects the text of one transition.
type writer struct {
	s    *spec.Specification
	t    *spec.Transition
	p    *spec.Population
	lang string
	out  strings.Builder
}

// say chooses the language.
func (e *writer) say(nl, en string, args ...any) string {
	return fmt.Sprintf(sdmx.Text{NL: nl, EN: en}.In(e.lang), args...)
}

func (e *writer) in(t sdmx.Text) string { return strings.TrimSpace(t.In(e.lang)) }

// section begins a part with a title.
func (e *writer) section(nl, en string) {
	title := strings.ToUpper(e.say(nl, en))
	fmt.Fprintf(&e.out, "\n%s\n", title)
}

// line writes a paragraph, wrapped, each line after the first indented by
// hang more.
func (e *writer) line(indent, hang int, text string) {
	const width = 100
	pad := strings.Repeat(" ", indent)
	at := 0
	for word := range strings.FieldsSeq(text) {
		n := len([]rune(word))
		switch {
		case at == 0:
			e.out.WriteString(pad)
			at = indent
		case at+1+n > width:
			at = indent + hang
			e.out.WriteString("\n" + strings.Repeat(" ", at))
		default:
			e.out.WriteString(" ")
			at++
		}
		e.out.WriteString(word)
		at += n
	}
	e.out.WriteString("\n")
}

func (e *writer) heading() {
	e.line(0, 2, e.t.ID+": "+e.in(e.t.Label))
	e.line(0, 2, e.say("%s, versie %s, in beheer bij %s, geldig vanaf %s", "%s, version %s, kept by %s, in force since %s", e.in(e.s.About.Title), e.s.About.Version, e.s.About.Agency, e.s.About.Since))
	e.line(0, 2, e.say("Bron: %s", "Source: %s", e.t.Source))
	e.section("Wat", "What")
	e.line(2, 0, stop(e.in(e.t.Definition)))
}

// stop ends a sentence.
func stop(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// list joins words: a, b or c.
func (e *writer) list(words []string, nl, en string) string {
	switch n := len(words); {
	case n == 0:
		return ""
	case n == 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + e.say(nl, en) + " " + words[n-1]
	}
}

func (e *writer) or(words []string) string { return e.list(words, "of", "or") }

func (e *writer) and(words []string) string { return e.list(words, "en", "and") }
