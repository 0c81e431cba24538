package table

import (
	"io"
	"slices"
	"strings"

	"doorstroommonitor/sdc"
)

// moreSums adds the sums that no hierarchy implies.
func (a *attackable) moreSums() error {
	book := newCodebook(a.axes)
	var more []sdc.Relation
	for _, sum := range a.Relations {
		parent, err := a.lookUp(book, sum.Parent)
		if err != nil {
			return err
		}
		r := sdc.Relation{Parent: parent}
		for _, key := range sum.Children {
			c, err := a.lookUp(book, key)
			if err != nil {
				return err
			}
			r.Children = append(r.Children, c)
		}
		more = append(more, r)
	}
	if a.RelationsFile != "" {
		in, err := open(a.beside(a.RelationsFile))
		if err != nil {
			return err
		}
		defer in.Close()
		fromFile, err := a.parseRelations(a.beside(a.RelationsFile), in, book)
		if err != nil {
			return err
		}
		more = append(more, fromFile...)
	}
	a.know.Relations = slices.Concat(a.know.Relations, more)
	return nil
}

// lookUp finds a cell of a relation in the table file.
func (a *attackable) lookUp(book *codebook, key map[string]string) (int32, error) {
	codes, bad := book.codes(key)
	if bad == "" {
		if c := a.built.At(codes); c >= 0 {
			return c, nil
		}
		bad = named(a.axes, codes)
	}
	return 0, a.fault("F-RELATION", "relations", say("de cel met %s bestaat niet in de tabellen", "there is no cell with %s in the tables", bad),
		say("geef kolom en code van elke dimensie; wat u weglaat, staat op het totaal", "give column and code of each dimension; what you leave out is at its total"))
}

// parseRelations reads sums from a CSV: lines with the same text in the column
// relation are one sum.
func (a *attackable) parseRelations(name string, in io.Reader, book *codebook) ([]sdc.Relation, error) {
	r, err := newReader("S", name, a.Separator, in)
	if err != nil {
		return nil, err
	}
	l := &sumBook{attackable: a, reader: r, book: book, sums: map[string]*sdc.Relation{}}
	if l.id, err = r.column("relation"); err != nil {
		return nil, err
	}
	if l.role, err = r.column("role"); err != nil {
		return nil, err
	}
	for {
		rec, err := r.next()
		if err != nil {
			return nil, err
		}
		if rec == nil {
			return l.finish()
		}
		if err := l.add(rec); err != nil {
			return nil, err
		}
	}
}

// sumBook collects the lines of a file of sums.
type sumBook struct {
	*attackable
	reader   *reader
	book     *codebook
	id, role int
	sums     map[string]*sdc.Relation
	order    []string
}

func (l *sumBook) add(rec []string) error {
	s := l.sums[rec[l.id]]
	if s == nil {
		key := strings.Clone(rec[l.id])
		s = &sdc.Relation{Parent: -1}
		l.sums[key], l.order = s, append(l.order, key)
	}
	key := map[string]string{}
	for i, column := range l.reader.head {
		if i != l.id && i != l.role {
			key[column] = rec[i]
		}
	}
	c := int32(-1)
	codes, bad := l.book.codes(key)
	if bad == "" {
		if c = l.built.At(codes); c < 0 {
			bad = named(l.axes, codes)
		}
	}
	switch {
	case bad != "":
		return l.reader.at("CELL", l.id, say("de cel met %s bestaat niet in de tabellen", "there is no cell with %s in the tables", bad), say("verbeter de code; een leeg veld is het totaal", "correct the code; an empty field is the total"))
	case rec[l.role] == "child":
		s.Children = append(s.Children, c)
	case rec[l.role] == "parent" && s.Parent < 0:
		s.Parent = c
	default:
		return l.reader.at("ROLE", l.role, say("%q is geen rol, of deze som heeft al een geheel", "%q is no role, or this sum has a whole already", rec[l.role]), say("geef elke som één parent en verder child", "give each sum one parent and else child"))
	}
	return nil
}

func (l *sumBook) finish() ([]sdc.Relation, error) {
	var out []sdc.Relation
	for _, key := range l.order {
		s := l.sums[key]
		if s.Parent < 0 || len(s.Children) == 0 {
			return nil, &Fault{Rule: "S-HALF", File: l.reader.file, what: say("som %q heeft geen geheel of geen delen", "sum %q has no whole or no parts", key), next: say("geef elke som één parent en minstens één child", "give each sum one parent and at least one child")}
		}
		out = append(out, *s)
	}
	return out, nil
}
