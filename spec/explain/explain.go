// Package explain says in plain Dutch or English what a transition counts:
// who, when, where they are looked for, how a person lands in a code, what is
// published to whom and how it is protected. Every sentence follows from the
// specification, so that what people read is what is counted.
//
// What belongs here: sentences about one transition. What does not: figures,
// the register, and pages (document, web, products).
package explain

import (
	"fmt"
	"io"
	"strings"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Section is a part of an explanation: its title and its paragraphs.
type Section struct {
	ID, Title  string
	Paragraphs []Paragraph
}

// Paragraph is text, and how deep it stands: Indent for all of it, Hang for
// its further lines as well.
type Paragraph struct {
	Text         string
	Indent, Hang int
}

// Sections of an explanation, by which a reader finds them.
const (
	Heading     = "heading"
	What        = "what"
	Persons     = "persons"
	Lookups     = "lookups"
	Observed    = "observations"
	Dimensions  = "dimensions"
	Indicators  = "indicators"
	Comparisons = "comparisons"
	Tables      = "tables"
	Protection  = "protection"
	Existing    = "existing"
)

// Sections explains one transition in lang ("en", or anything else for
// Dutch). A section about which there is nothing to say is left out.
func Sections(s *spec.Specification, id, lang string) ([]Section, error) {
	e, err := newWriter(s, id, lang)
	if err != nil {
		return nil, err
	}
	e.heading()
	e.persons()
	e.lookups()
	e.observations()
	e.dimensions()
	e.indicators()
	e.comparisons()
	e.tables()
	e.protection()
	e.existing()
	return e.out, nil
}

// Transition writes the explanation of one transition as plain text, in lines
// of at most about a hundred characters; see Sections.
func Transition(w io.Writer, s *spec.Specification, id, lang string) error {
	sections, err := Sections(s, id, lang)
	if err != nil {
		return err
	}
	var out strings.Builder
	for _, x := range sections {
		if x.Title != "" {
			fmt.Fprintf(&out, "\n%s\n", strings.ToUpper(x.Title))
		}
		for _, p := range x.Paragraphs {
			p.wrap(&out)
		}
	}
	_, err = io.WriteString(w, out.String())
	return err
}

// wrap writes a paragraph in lines.
func (p *Paragraph) wrap(out *strings.Builder) {
	const width = 100
	pad := strings.Repeat(" ", p.Indent)
	at := 0
	for word := range strings.FieldsSeq(p.Text) {
		n := len([]rune(word))
		switch {
		case at == 0:
			out.WriteString(pad)
			at = p.Indent
		case at+1+n > width:
			at = p.Indent + p.Hang
			out.WriteString("\n" + strings.Repeat(" ", at))
		default:
			out.WriteString(" ")
			at++
		}
		out.WriteString(word)
		at += n
	}
	out.WriteString("\n")
}

// writer collects the explanation of one transition.
type writer struct {
	s    *spec.Specification
	t    *spec.Transition
	p    *spec.Population
	lang string
	out  []Section
}

func newWriter(s *spec.Specification, id, lang string) (*writer, error) {
	t, ok := s.Transitions[id]
	if !ok {
		return nil, fmt.Errorf("transition %q does not exist; known: %s", id, strings.Join(s.TransitionIDs(), ", "))
	}
	return &writer{s: s, t: t, p: s.Populations[t.Population], lang: lang}, nil
}

// say chooses the language.
func (e *writer) say(nl, en string, args ...any) string {
	return fmt.Sprintf(sdmx.Text{NL: nl, EN: en}.In(e.lang), args...)
}

func (e *writer) in(t sdmx.Text) string { return strings.TrimSpace(t.In(e.lang)) }

// section begins a section.
func (e *writer) section(id, nl, en string) {
	e.out = append(e.out, Section{ID: id, Title: e.say(nl, en)})
}

// line adds a paragraph to the section.
func (e *writer) line(indent, hang int, text string) {
	x := &e.out[len(e.out)-1]
	x.Paragraphs = append(x.Paragraphs, Paragraph{text, indent, hang})
}

func (e *writer) heading() {
	e.out = append(e.out, Section{ID: Heading})
	e.line(0, 2, e.t.ID+": "+e.in(e.t.Label))
	e.line(0, 2, e.say("%s, versie %s, in beheer bij %s, geldig vanaf %s", "%s, version %s, kept by %s, in force since %s", e.in(e.s.About.Title), e.s.About.Version, e.s.About.Agency, e.s.About.Since))
	e.line(0, 2, e.say("Bron: %s", "Source: %s", e.t.Source))
	e.section(What, "Wat", "What")
	e.line(2, 0, stop(e.in(e.s.Described(e.t))))
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
