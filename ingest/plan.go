package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/register"
	"doorstroommonitor/spec"
)

// recordPlan is a record type prepared for millions of rows. Cells are in the
// order of fields; fields are those of the record type.
type recordPlan struct {
	index  int
	id     string
	fields []fieldPlan
	inputs []int // fields that are read; the others are derived
	person int
	year   int // the field with the partition year, or -1
	source int // the date that the year is derived from, or -1
	// derived says that the year follows from a date.
	derived bool
	key     []int
	offered []int
	offers  map[string][]register.Offering
	// elsewhere are the offerings without their location.
	elsewhere map[[3]string]bool
	// order is how cells lie in a body: the person first, then the others.
	order []int
	// Fields of the checks across records, or -1: begin, eind, hoofd, sector.
	begin, end, main, sector int
	// identity says that the record type has one row per person, against
	// which the other types are held.
	identity bool
}

type fieldPlan struct {
	index    int
	id       string
	typ      string
	required bool
	// needed are the codes of other fields with which this one is required;
	// empty where it never is for that reason.
	needed      []fieldCodes
	identifying bool
	codes       map[string]codeSpan
	brins       map[string]bool
	// offers are the offerings of the sector that the field asks for, by
	// institution; nil where it asks for none.
	offers map[string][]register.Offering
	// levelOf is the field with the programme of which this is the level, or
	// -1; levels are those of the programmes of the register.
	levelOf        int
	levels         map[string]string
	levelExcept    []string
	only           []fieldCodes
	min, max       []byte
	minInt, maxInt int
}

// fieldCodes are codes of one field.
type fieldCodes struct {
	at    int
	codes []string
}

// plans prepares all record types, ordered by id with the identity first, so
// that the persons of a bucket are known when the others come.
func plans(s *spec.Specification, r *register.Register) ([]*recordPlan, error) {
	brins := map[string]bool{}
	for i := range r.Institutions() {
		brins[i.BRIN] = true
	}
	offers, elsewhere := map[string][]register.Offering{}, map[[3]string]bool{}
	for o := range r.Offerings() {
		k := strings.Join([]string{o.BRIN, o.Location, o.Sector, o.Programme}, "\x00")
		offers[k] = append(offers[k], o)
		elsewhere[[3]string{o.BRIN, o.Sector, o.Programme}] = true
	}
	var out []*recordPlan
	for id, rec := range s.Records {
		p, err := newPlan(rec, s, brins, r)
		if err != nil {
			return nil, fmt.Errorf("record type %q: %w", id, err)
		}
		p.offers, p.elsewhere = offers, elsewhere
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b *recordPlan) int {
		if a.identity != b.identity {
			if a.identity {
				return -1
			}
			return 1
		}
		return strings.Compare(a.id, b.id)
	})
	for i, p := range out {
		p.index = i
	}
	return out, nil
}

// offersOf lists the offerings of one sector by institution.
func offersOf(r *register.Register, sector string) map[string][]register.Offering {
	out := map[string][]register.Offering{}
	for o := range r.Offerings() {
		if o.Sector == sector {
			out[o.BRIN] = append(out[o.BRIN], o)
		}
	}
	return out
}

// levelsOf lists the levels of programmes by code.
func levelsOf(r *register.Register) map[string]string {
	out := map[string]string{}
	for p := range r.Programmes() {
		out[p.Code] = p.Level
	}
	return out
}

func newPlan(rec *spec.Record, s *spec.Specification, brins map[string]bool, r *register.Register) (*recordPlan, error) {
	p := &recordPlan{id: rec.ID, person: -1, year: -1, source: -1}
	at := func(id string) int {
		return slices.IndexFunc(rec.Fields, func(f spec.Field) bool { return f.ID == id })
	}
	for i, f := range rec.Fields {
		fp, err := newField(f, s, brins)
		if err != nil {
			return nil, fmt.Errorf("field %q: %w", f.ID, err)
		}
		if f.Offers != "" {
			fp.offers = offersOf(r, f.Offers)
		}
		fp.levelOf = at(f.LevelOf)
		if fp.levelOf >= 0 {
			fp.levels, fp.levelExcept = levelsOf(r), f.LevelExcept
		}
		for _, other := range slices.Sorted(maps.Keys(f.Only)) {
			if k := at(other); k >= 0 {
				fp.only = append(fp.only, fieldCodes{k, f.Only[other]})
			}
		}
		for _, other := range slices.Sorted(maps.Keys(f.RequiredWhere)) {
			fp.needed = append(fp.needed, fieldCodes{at(other), f.RequiredWhere[other]})
		}
		fp.index = i
		p.fields = append(p.fields, fp)
		if f.Type == spec.TypePerson {
			p.person = i
		}
		if f.ID == rec.Year {
			p.year = i
		}
		from, ok := strings.CutPrefix(f.Derive, "first_october_after:")
		switch {
		case f.Derive == "":
			p.inputs = append(p.inputs, i)
		case !ok || at(from) < 0 || f.ID != rec.Year:
			return nil, fmt.Errorf("field %q: derivation %q is not known, or not of the year", f.ID, f.Derive)
		default:
			p.derived, p.source = true, at(from)
		}
	}
	if p.person < 0 {
		return nil, errors.New("has no field of type person")
	}
	if rec.Year != "" && p.year < 0 {
		return nil, fmt.Errorf("year names field %q, which it does not have", rec.Year)
	}
	return p, p.setRoles(rec, at)
}

// setRoles finds the fields that the checks across fields and records need.
func (p *recordPlan) setRoles(rec *spec.Record, at func(string) int) (err error) {
	if p.key, err = indices(rec.Key, at); err != nil {
		return fmt.Errorf("key: %w", err)
	}
	if p.offered, err = indices(rec.Offered, at); err != nil {
		return fmt.Errorf("offered: %w", err)
	}
	if len(p.offered) != 0 && (len(p.offered) != 4 || p.year < 0) {
		return errors.New("offered names brin, vest, sector and opleiding, of a record with a year")
	}
	p.identity = p.year < 0 && len(p.key) == 1 && p.key[0] == p.person
	p.begin, p.end, p.main, p.sector = at("begin"), at("eind"), at("hoofd"), at("sector")
	if p.begin < 0 || p.end < 0 || p.sector < 0 || p.year < 0 {
		p.main = -1
	}
	p.order = append(p.order, p.person)
	for i := range p.fields {
		if i != p.person {
			p.order = append(p.order, i)
		}
	}
	return nil
}

func indices(ids []string, at func(string) int) ([]int, error) {
	var out []int
	for _, id := range ids {
		i := at(id)
		if i < 0 {
			return nil, fmt.Errorf("there is no field %q", id)
		}
		out = append(out, i)
	}
	return out, nil
}

func newField(f spec.Field, s *spec.Specification, brins map[string]bool) (fieldPlan, error) {
	p := fieldPlan{
		id: f.ID, typ: f.Type, required: f.Required, identifying: f.Type == spec.TypePerson,
		min: []byte(f.Min), max: []byte(f.Max), maxInt: math.MaxInt32,
	}
	switch f.Type {
	case spec.TypeCode:
		list, ok := s.Codelists[f.Codelist]
		if !ok {
			return p, fmt.Errorf("there is no codelist %q", f.Codelist)
		}
		p.codes = make(map[string]codeSpan, len(list.Codes))
		for _, c := range list.Codes {
			p.codes[c.Code] = codeSpan{c.From, c.Until}
		}
	case spec.TypeBRIN:
		p.brins = brins
	case spec.TypeInt:
		for text, to := range map[string]*int{f.Min: &p.minInt, f.Max: &p.maxInt} {
			if text == "" {
				continue
			}
			n, err := strconv.Atoi(text)
			if err != nil {
				return p, fmt.Errorf("limit %q is not a number", text)
			}
			*to = n
		}
	case spec.TypePerson, spec.TypeText, spec.TypeYear, spec.TypeDate:
	default:
		return p, fmt.Errorf("type %q is not known", f.Type)
	}
	return p, nil
}

// columns are the names of the fields that are read.
func (p *recordPlan) columns() []string {
	var out []string
	for _, i := range p.inputs {
		out = append(out, p.fields[i].id)
	}
	return out
}

// field is the index of the field with that id, or -1.
func (p *recordPlan) field(id string) int {
	return slices.IndexFunc(p.fields, func(f fieldPlan) bool { return f.id == id })
}

// appendBody joins the cells: the pseudonym, then the other fields, each
// after a zero byte. Bodies sort as their fields sort one by one.
func (p *recordPlan) appendBody(dst, pseudonym []byte, cells [][]byte) []byte {
	dst = append(dst, pseudonym...)
	for _, i := range p.order[1:] {
		dst = append(dst, 0)
		dst = append(dst, cells[i]...)
	}
	return dst
}

// cut takes the cells of a run out of its body, in the order of fields.
func (p *recordPlan) cut(r *run) {
	if r.cells != nil {
		return
	}
	r.cells = make([][]byte, len(p.fields))
	p.cutInto(r.cells, r.body)
}

func (p *recordPlan) cutInto(cells [][]byte, body []byte) {
	for _, i := range p.order[:len(p.order)-1] {
		end := bytes.IndexByte(body, 0)
		cells[i], body = body[:end], body[end+1:]
	}
	cells[p.order[len(p.order)-1]] = body
}
