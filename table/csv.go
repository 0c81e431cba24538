package table

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// open opens a CSV; a name that ends in .gz is decompressed.
func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &Fault{
			Rule: "F-OPEN", File: path, err: err, what: say("het bestand is niet te lezen (%v)", "the file cannot be read (%v)", cause(err)),
			next: say("controleer de naam; paden gelden vanaf de map van het tabelbestand", "check the name; paths start at the folder of the table file"),
		}
	}
	if !strings.HasSuffix(path, ".gz") {
		return f, nil
	}
	z, err := gzip.NewReader(bufio.NewReaderSize(f, 1<<18))
	if err != nil {
		f.Close()
		return nil, &Fault{Rule: "F-GZIP", File: path, err: err, what: say("dit is geen gzip-bestand", "this is no gzip file"), next: say("pak het opnieuw in, of haal .gz van de naam", "compress it again, or take .gz off the name")}
	}
	return &unzipped{z, f}, nil
}

// unzipped closes the file under the decompressor.
type unzipped struct {
	io.Reader
	io.Closer
}

// cause strips the path that our own message has already.
func cause(err error) error {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err
}

// reader reads the records of a CSV with a header.
type reader struct {
	*csv.Reader
	kind string // the letter of its faults
	file string
	head []string
}

// newReader reads the header. kind is the letter that its faults start with.
func newReader(kind, file, separator string, in io.Reader) (*reader, error) {
	r := &reader{Reader: csv.NewReader(bufio.NewReaderSize(in, 1<<18)), kind: kind, file: file}
	if separator != "" {
		r.Comma, _ = utf8.DecodeRuneInString(separator)
	}
	r.ReuseRecord = true
	head, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, &Fault{Rule: kind + "-EMPTY", File: file, what: say("het bestand is leeg", "the file is empty"), next: say("haal het bestand opnieuw op", "fetch the file again")}
	}
	if err != nil {
		return nil, r.broken(err)
	}
	r.head = slices.Clone(head)
	r.head[0] = strings.TrimPrefix(r.head[0], "\ufeff")
	return r, nil
}

// column finds a column by its name in the header.
func (r *reader) column(name string) (int, error) {
	at := slices.Index(r.head, name)
	if at >= 0 && slices.Index(r.head[at+1:], name) < 0 {
		return at, nil
	}
	f := &Fault{
		Rule: r.kind + "-HEADER", File: r.file, Line: 1, Field: name, what: say("de kop heeft deze kolom niet; wel: %[1]s", "the header lacks this column; it has: %[1]s", strings.Join(r.head, ", ")),
		next: say("verbeter de naam in het tabelbestand of in de kop", "correct the name in the table file or in the header"),
	}
	if at >= 0 {
		f.what = say("de kop heeft deze kolom twee keer", "the header has this column twice")
	} else if len(r.head) == 1 && r.Comma == ',' && strings.ContainsAny(r.head[0], ";\t|") {
		f.next = say(`geef het scheidingsteken in het tabelbestand: separator: ";"`, `give the separator in the table file: separator: ";"`)
	}
	return 0, f
}

// next returns the next record, or nil at the end.
func (r *reader) next() ([]string, error) {
	rec, err := r.Read()
	if err == nil {
		return rec, nil
	}
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	return nil, r.broken(err)
}

// line is the line of a field of the record read last.
func (r *reader) line(field int) int {
	line, _ := r.FieldPos(field)
	return line
}

// broken says that the file is no whole CSV.
func (r *reader) broken(err error) error {
	f := &Fault{
		Rule: r.kind + "-CSV", File: r.file, err: err, what: say("dit is geen heel CSV-bestand (%v)", "this is no whole CSV file (%v)", err),
		next: say("herstel de regel, of haal het bestand opnieuw op", "mend the line, or fetch the file again"),
	}
	var p *csv.ParseError
	if errors.As(err, &p) {
		f.Line, f.what = p.Line, say("de regel is geen CSV als de kop (%v)", "the line is no CSV like the header (%v)", p.Err)
	}
	return f
}

// at makes a fault about a field of the record read last.
func (r *reader) at(rule string, field int, what, next text) error {
	return &Fault{Rule: r.kind + "-" + rule, File: r.file, Line: r.line(field), Field: r.head[field], what: what, next: next}
}

// badCode says why a text cannot be a code.
func (r *reader) badCode(code string, field int) error {
	why := text{}
	switch {
	case code == "":
		why = say("de code ontbreekt", "the code is missing")
	case !utf8.ValidString(code):
		why = say("de code is geen UTF-8", "the code is no UTF-8")
	case strings.TrimSpace(code) != code:
		why = say("de code %q heeft spaties eromheen", "the code %q has spaces around it", code)
	case strings.ContainsFunc(code, func(c rune) bool { return c < ' ' }):
		why = say("de code %q heeft stuurtekens", "the code %q has control characters", code)
	default:
		return nil
	}
	return r.at("CODE", field, why, say("vul de code in of verbeter hem; wie onbekend is, krijgt een eigen code zoals ONBEKEND", "fill in or correct the code; give who is unknown a code of their own such as UNKNOWN"))
}

// named is the name of a cell for people: school=S1, sex=M.
func named(axes []*axis, codes []int32) string {
	var parts []string
	for i, a := range axes {
		for k, c := range a.columns {
			parts = append(parts, fmt.Sprintf("%s=%s", c, a.fields(codes[i])[k]))
		}
	}
	return strings.Join(parts, ", ")
}
