package table

import (
	"io"
	"slices"
	"strconv"
	"strings"
)

// published is a table that somebody protected, as it stands in a file.
type published struct {
	axes  []*axis
	lines []line
}

// line is one cell of a published table.
type line struct {
	codes []int32
	at    int // line of the file
	figure
	// shares are the percentages in units of the last decimal, -1 where none
	// is shown.
	shares []int64
}

func (f *File) readPublished() (*published, error) {
	in, err := open(f.beside(f.Published))
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return f.parsePublished(f.beside(f.Published), in)
}

func (f *File) parsePublished(name string, in io.Reader) (*published, error) {
	r, err := newReader("P", name, f.Separator, in)
	if err != nil {
		return nil, err
	}
	t := &transcript{File: f, reader: r}
	if err := t.columns(); err != nil {
		return nil, err
	}
	p := &published{}
	for {
		rec, err := r.next()
		if err != nil {
			return nil, err
		}
		if rec == nil {
			break
		}
		l, err := t.line(rec)
		if err != nil {
			return nil, err
		}
		p.lines = append(p.lines, l)
	}
	if len(p.lines) == 0 {
		return nil, &Fault{Rule: "P-EMPTY", File: name, what: say("het bestand heeft geen rijen", "the file has no rows"), next: say("haal het bestand opnieuw op", "fetch the file again")}
	}
	return p, t.finish(p)
}

// transcript reads the rows of a published table.
type transcript struct {
	*File
	*reader
	coders []coder
	value  int
	shares []int
}

func (t *transcript) columns() (err error) {
	for d := range t.Dimensions {
		c, err := t.coder(d, t.reader, true)
		if err != nil {
			return err
		}
		t.coders = append(t.coders, c)
	}
	value := t.Value
	if value == "" {
		value = "value"
	}
	if t.value, err = t.column(value); err != nil {
		return err
	}
	for _, p := range t.Percentages {
		at, err := t.column(p.Column)
		if err != nil {
			return err
		}
		t.shares = append(t.shares, at)
	}
	return nil
}

func (t *transcript) line(rec []string) (line, error) {
	l := line{at: t.reader.line(t.value), codes: make([]int32, len(t.coders))}
	var err error
	for d, c := range t.coders {
		if l.codes[d], err = c.code(t.reader, rec); err != nil {
			return l, err
		}
	}
	var ok bool
	if l.figure, ok = t.figure(rec[t.value]); !ok {
		wrong := say("%q is geen geheel getal van 0 of meer en geen bekend teken", "%q is no whole number of 0 or more and no known symbol", rec[t.value])
		if _, err := strconv.ParseFloat(strings.TrimSpace(rec[t.value]), 64); err == nil {
			return l, t.reader.at("VALUE", t.value, wrong, say("verbeter het aantal, of noem de kolom met aantallen onder value", "correct the count, or name the column with counts under value"))
		}
		return l, t.reader.at("VALUE", t.value, wrong,
			say(`noem het teken in het tabelbestand: hidden: {%[1]q: {lower: 1, upper: 4}}`, `declare the symbol in the table file: hidden: {%[1]q: {lower: 1, upper: 4}}`, strings.TrimSpace(rec[t.value])))
	}
	for i, at := range t.shares {
		p := &t.Percentages[i]
		units, shown, ok := p.share(rec[at])
		if _, symbol := t.symbol(strings.TrimSpace(rec[at])); symbol {
			units, shown, ok = 0, false, true
		}
		if !ok {
			return l, t.reader.at("PERCENTAGE", at, say("%q is geen percentage van 0 tot 100 met hoogstens %d decimalen", "%q is no percentage from 0 to 100 with at most %d decimals", rec[at], p.Decimals),
				say("verbeter de waarde, of decimals in het tabelbestand", "correct the value, or decimals in the table file"))
		}
		if !shown {
			units = -1
		}
		l.shares = append(l.shares, units)
	}
	return l, nil
}

// finish makes the dimensions, and forgets the order of the rows.
func (t *transcript) finish(p *published) error {
	for d, c := range t.coders {
		a, became, err := c.finish()
		if err != nil {
			return err
		}
		p.axes = append(p.axes, a)
		for i := range p.lines {
			p.lines[i].codes[d] = became[p.lines[i].codes[d]]
		}
	}
	slices.SortStableFunc(p.lines, func(a, b line) int { return slices.Compare(a.codes, b.codes) })
	for i := 1; i < len(p.lines); i++ {
		if a, b := p.lines[i-1], p.lines[i]; slices.Equal(a.codes, b.codes) {
			return &Fault{
				Rule: "P-TWICE", File: t.file, Line: b.at, what: say("cel %s staat ook op regel %d: twee rijen voor één cel", "cell %s is on line %d, too: two rows for one cell", named(p.axes, b.codes), a.at),
				next: say("haal een van beide rijen weg, of neem de kolom die ze onderscheidt op als dimensie", "take one of the rows out, or make the column that tells them apart a dimension"),
			}
		}
	}
	return nil
}
