package ingest_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/layout"

	"github.com/google/go-cmp/cmp"
)

// sample is one line of a person: its kind and its values. PERSON stands for
// a number of nine digits.
type sample struct {
	kind   string
	values map[string]string
}

// samples are the lines of one person of each layout, in every kind of line
// that is read, with every field filled that an emit reads.
func samples(l *layout.Layout) []sample {
	ro := map[string]string{"bsn": "PERSON", "volgnr": "1", "crebo": "25000"}
	grondslag := map[string]string{"pgn": "PERSON", "brin": "93AA", "volgnr": "1", "crebo": "25000"}
	with := func(base map[string]string, pairs ...string) map[string]string {
		m := maps.Clone(base)
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return m
	}
	table := map[string]string{
		"persoonsgebonden_nummer": "PERSON", "geslacht": "V", "schooljaar": "2017", "vestiging": "00", "begindatum": "2017-08-01", "einddatum": "2018-07-31",
		"bekostigd": "J", "volgnummer": "1", "inschrijvingsvorm": "S", "hoofdinschrijving": "J", "leerjaar": "5",
	}
	higher := map[string]string{
		"burgerservicenummer": "PERSON", "bekostigingsjaar": "2020", "brin": "92AA", "codebekostigingstatus": "pi", "opleidingscode": "50000", "opleidingsniveau": "WO-BA",
		"opleidingsfase": "B", "onderwijsvorm": "VT",
	}
	switch l.ID {
	case "ro":
		person := map[string]string{"bsn": "PERSON"}
		return []sample{
			{"PER", with(person, "geboortedatum", "2001-02-03", "geslacht", "V")},
			{"ISG", with(person, "volgnr", "1", "datum_in", "2019-08-01", "datum_uit", "2020-07-15", "reden", "01")},
			{"ISP", with(ro, "begindatum", "2019-08-01", "leertraject", "BOL", "niveau", "MBO-4", "bekostigbaar", "J")},
			{"ISE", with(person, "volgnr", "1", "begindatum", "2019-09-01", "einddatum", "2020-07-15")},
			{"DIP", with(person, "resultaatvolgnr", "1", "crebo", "25000", "datum", "2020-07-02", "bekostigbaar", "J", "volgnr", "1")},
			{"DIP-leeg", with(person, "resultaatvolgnr", "2", "crebo", "25000", "datum", "2020-07-03", "bekostigbaar", "J", "volgnr", "1")},
		}
	case "grondslag":
		person := map[string]string{"pgn": "PERSON"}
		return []sample{
			{"PER", with(person, "geslacht", "V")},
			{"ISG", with(person, "brin", "93AA", "volgnr", "1", "datum_in", "20190801", "datum_uit", "20200715", "reden", "01")},
			{"ISP", with(grondslag, "begindatum", "20190801", "leertraject", "BOL", "niveau", "MBO-4", "bekostigbaar", "1")},
			{"ISE", with(person, "brin", "93AA", "volgnr", "1", "begindatum", "20190901", "einddatum", "20200715")},
			{"DIP", with(person, "brin", "93AA", "resultaatvolgnr", "1", "crebo", "25000", "datum", "20200702", "bekostigbaar", "1", "volgnr", "1")},
		}
	case "hisbek":
		return []sample{
			{"HRD", with(higher, "inschrijvingvolgnummer", "1", "datuminschrijving", "20190901", "datumuitschrijving", "20200831", "inschrijvingsvorm", "S")},
			{"HRR", with(higher, "resultaatvolgnummer", "1", "datumdiploma", "20200713")},
		}
	case "vo":
		return []sample{{"", with(table, "onderwijssoort", "VO", "brin", "90AA", "opleiding", "HAVO", "niveau", "HAVO", "diplomadatum", "2018-06-14", "profiel", "NT")}}
	case "po":
		return []sample{{"", with(table, "onderwijssoort", "BO", "brin", "94AA", "opleiding", "PO")}}
	case "schooladvies":
		return []sample{{"", map[string]string{"persoonsgebonden_nummer": "PERSON", "adviesjaar": "2019", "brin": "94AA", "schooladvies": "HAVO"}}}
	case "arbeid":
		return []sample{{"", map[string]string{"persoonsgebonden_nummer": "PERSON", "peiljaar": "2019", "werknemer": "J", "uren_per_week": "MIN12"}}}
	}
	m := map[string]string{ // 1cho
		"pgn": "PERSON", "inschrijvingsjaar": "2018", "brin": "92AA", "opleiding": "50000", "vorm": "1", "fase": "B", "maand_vanaf": "09", "inschrijvingsvorm": "S",
		"soort_ho": "wo", "type_ho": "ba", "croho_onderdeel": "7", "croho_sub": "10", "fase_act": "B", "actief": "1", "geslacht": "V", "datum_in": "20180901", "datum_uit": "20190831",
		"vest": "00", "fase_diploma": "B", "datum_diploma": "20190702", "vest_diploma": "00",
	}
	for _, f := range l.Fields {
		if strings.HasPrefix(f.ID, "si_") || strings.HasPrefix(f.ID, "sic_") || strings.HasPrefix(f.ID, "ej_") || strings.HasPrefix(f.ID, "ejc_") {
			m[f.ID] = "1"
		}
	}
	return []sample{{"", m}}
}

// maker writes a file of a layout line by line.
type maker struct {
	t       testing.TB
	layout  *layout.Layout
	file    bytes.Buffer
	lines   int
	persons int
	counts  map[string]int
	want    []string // what the quarantine must hold
}

func newMaker(t testing.TB, l *layout.Layout) *maker {
	m := &maker{t: t, layout: l, counts: map[string]int{}}
	if l.Format == layout.FormatTable {
		var names []string
		for _, f := range l.Fields {
			names = append(names, f.ID)
		}
		m.put([]byte(strings.Join(names, l.Separators[0])))
	}
	if h := m.header(); h != nil {
		m.put(h)
	}
	return m
}

func (m *maker) header() []byte {
	switch m.layout.ID {
	case "ro":
		return m.encode("VLP", map[string]string{"brin": "93AA", "begindatum": "2019-08-01", "einddatum": "2020-12-31", "aanmaakdatum": "2021-01-10"})
	case "grondslag":
		return m.encode("VLP", map[string]string{"brin": "93AA", "studiejaar": "2020", "aanmaakdatum": "20210110", "status": "V"})
	case "hisbek":
		return m.encode("VLP", map[string]string{"brin": "92AA", "datumaanmaak": "20201101"})
	}
	return nil
}

func (m *maker) trailer() []byte {
	for _, k := range m.layout.Records {
		if k.Role != layout.RoleTrailer {
			continue
		}
		values := map[string]string{}
		for tag, field := range k.Counts {
			values[field] = fmt.Sprint(m.counts[tag])
		}
		return m.encode(k.Name(), values)
	}
	return nil
}

func (m *maker) encode(kind string, values map[string]string) []byte {
	m.t.Helper()
	values = maps.Clone(values)
	for id, v := range values {
		if v == "PERSON" {
			if values[id] = fmt.Sprintf("%09d", 100_000_000+m.persons); m.layout.ID == "1cho" {
				values[id] = "000" + values[id]
			}
		}
	}
	b, err := m.layout.Encode(kind, values)
	if err != nil {
		m.t.Fatalf("%s: %v", kind, err)
	}
	return b
}

func (m *maker) put(line []byte) {
	m.file.Write(append(line, '\n'))
	m.lines++
}

// person writes a person; spoil, if given, changes the line of that index and
// says what the quarantine then holds of it ("RULE field"), on which lines.
func (m *maker) person(spoil func(i int, line []byte) []byte) {
	m.persons++
	for i, s := range samples(m.layout) {
		line := m.encode(s.kind, s.values)
		if spoil != nil {
			line = spoil(i, line)
		}
		if line != nil {
			m.put(line)
		}
		tag, _, _ := strings.Cut(s.kind, "-")
		m.counts[tag]++
	}
}

// replace puts a value in the place of a field of an encoded line.
func replace(l *layout.Layout, f layout.Field, line []byte, v string) []byte {
	if l.Format == layout.FormatFixed {
		out := bytes.Clone(line)
		copy(out[f.Start-1:f.Start-1+f.Width], v+strings.Repeat(" ", f.Width))
		return out
	}
	cells := strings.Split(string(line), l.Separators[0])
	cells[f.Nr-1] = v
	return []byte(strings.Join(cells, l.Separators[0]))
}

// wrong is a value that the field does not admit, and the rule that it breaks.
func wrong(l *layout.Layout, f layout.Field) (value, rule string) {
	switch {
	case len(f.Values) > 0 && f.Width == 1:
		return "?", "C-VALUE"
	case len(f.Values) > 0:
		return "??"[:min(2, max(f.Width, 2))], "C-VALUE"
	case f.Type == layout.TypeDate:
		return "2019x801", "F-TYPE"
	case f.Type == layout.TypeYear:
		return "20x9", "F-TYPE"
	case f.Type == layout.TypeDigits:
		return "1x", "F-TYPE"
	}
	return "\x01", "F-TEXT"
}

// read lists the emits of the layout that read a field of a kind of line, by
// what the layout says.
func read(l *layout.Layout, kind, field string) int {
	n := 0
	for _, k := range l.Kinds() {
		if len(samplesOf(l, k.Name())) == 0 {
			continue
		}
		for _, e := range k.Emit {
			if slices.ContainsFunc(fieldsOf(e), func(name string) bool {
				record, id, ok := strings.Cut(name, ".")
				if !ok {
					record, id = k.Name(), name
				}
				return record == kind && id == field
			}) {
				n++
			}
		}
	}
	return n
}

func samplesOf(l *layout.Layout, kind string) []sample {
	return slices.DeleteFunc(samples(l), func(s sample) bool { return s.kind != kind })
}

// fieldsOf are the fields that an emit certainly reads: not those that it
// turns to when another is blank.
func fieldsOf(e layout.Emit) []string {
	out := append(slices.Collect(maps.Keys(e.When)), e.Filled...)
	if e.Years != nil {
		out = append(out, e.Years.Begin)
		for _, f := range e.Years.End {
			if !strings.HasPrefix(f, "next.") {
				out = append(out, f) // the first that is filled
				break
			}
		}
	}
	for _, s := range e.Leads {
		out = append(out, s.Field)
	}
	for _, s := range e.Set {
		if s.Field != "" {
			out = append(out, s.Field)
		}
		if o := s.Or; o != nil && s.Map != nil && o.Field != s.Field && s.Field != "niveau" {
			out = append(out, o.Field)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestEveryFaultOfEveryLayoutHasItsRule(t *testing.T) {
	for _, id := range []string{"1cho", "arbeid", "grondslag", "hisbek", "po", "ro", "schooladvies", "vo"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			l := w.options.Spec.Layouts[id]
			m := newMaker(t, l)
			fields := m.spoilFields()
			m.spoilLines()
			for m.persons < 800 { // so that the bad lines are few
				m.person(nil)
			}
			if tr := m.trailer(); tr != nil {
				m.put(tr)
			}
			w.addLayout(id, "x", m.file.String())
			w.run()
			if diff := cmp.Diff(m.want, w.quarantine()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			t.Logf("%d fields spoilt, %d lines refused", fields, len(m.want))
		})
	}
}

// spoilFields writes a person with a wrong value in each field that an emit
// reads.
func (m *maker) spoilFields() int {
	l, n := m.layout, 0
	for at, s := range samples(l) {
		kinds := l.Kinds()
		k := kinds[slices.IndexFunc(kinds, func(k layout.Record) bool { return k.Name() == s.kind })]
		for _, f := range k.Fields {
			emits := read(l, s.kind, f.ID)
			if emits == 0 || slices.Contains(k.Same, f.ID) || f.Nr == 1 && k.Tag != "" {
				continue
			}
			value, rule := wrong(l, f)
			if m.isParentKey(s.kind, f.ID) {
				continue // the lines below no longer belong to it: spoilLines
			}
			m.person(func(i int, line []byte) []byte {
				if i != at {
					return line
				}
				said := fmt.Sprintf("x:%d %s %s", m.lines+1, rule, f.ID)
				if rule == "F-TYPE" && !f.Identifying {
					said += " " + value
				}
				m.want = append(m.want, said) // once, whatever the number of records
				return replace(l, f, line, value)
			})
			n++
		}
	}
	return n
}

// isParentKey reports whether lines below must repeat the field.
func (m *maker) isParentKey(kind, field string) bool {
	return slices.ContainsFunc(m.layout.Records, func(k layout.Record) bool { return k.Parent == kind && slices.Contains(k.Same, field) })
}

// spoilLines writes persons with a line that is wrong as a whole.
func (m *maker) spoilLines() {
	l := m.layout
	last := len(samples(l)) - 1
	say := func(rule string) { m.want = append(m.want, fmt.Sprintf("x:%d %s", m.lines+1, rule)) }
	m.person(func(i int, line []byte) []byte {
		switch {
		case i != last:
			return line
		case l.Format == layout.FormatFixed:
			say("F-WIDTH")
			return line[:len(line)-1]
		}
		say("F-COLUMNS")
		return append(line, []byte(l.Separators[0]+"x"+l.Separators[0]+"x")...)
	})
	m.spoilProgrammes()
	if len(l.Records) == 0 {
		return
	}
	m.person(func(i int, line []byte) []byte {
		if i != last {
			return line
		}
		say("F-RECORD")
		return append([]byte("ZZZ"), line[3:]...)
	})
	for at, s := range samples(l) {
		k := l.Records[slices.IndexFunc(l.Records, func(k layout.Record) bool { return k.Name() == s.kind })]
		for _, f := range k.Fields {
			if slices.Contains(k.Same, f.ID) && s.values[f.ID] != "" && !m.isParentKey(s.kind, f.ID) {
				m.person(func(i int, line []byte) []byte {
					if i != at {
						return line
					}
					say("F-PARENT " + f.ID)
					return replace(l, f, line, "123456782")
				})
			}
		}
		if len(k.Either) > 0 {
			m.person(func(i int, line []byte) []byte {
				if i != at {
					return line
				}
				say("F-EITHER " + k.Either[0])
				return replace(l, *fieldByID(k, k.Either[1]), line, "123456782")
			})
		}
	}
}

// spoilProgrammes writes persons with a programme that the register does not
// have, where it is all that tells the level.
func (m *maker) spoilProgrammes() {
	for at, s := range samples(m.layout) {
		kinds := m.layout.Kinds()
		k := kinds[slices.IndexFunc(kinds, func(k layout.Record) bool { return k.Name() == s.kind })]
		for _, e := range k.Emit {
			of := e.Set["niveau"]
			if of.Programme == "" {
				continue
			}
			m.person(func(i int, line []byte) []byte {
				if i != at {
					return line
				}
				m.want = append(m.want, fmt.Sprintf("x:%d C-PROGRAMME %s 99999", m.lines+1, of.Field))
				return replace(m.layout, *fieldByID(k, of.Field), line, "99999")
			})
		}
	}
}

func fieldByID(k layout.Record, id string) *layout.Field {
	for i := range k.Fields {
		if k.Fields[i].ID == id {
			return &k.Fields[i]
		}
	}
	return nil
}

func TestFilesOfSeveralKindsOfLineThatStopTheRun(t *testing.T) {
	for _, id := range []string{"ro", "grondslag", "hisbek"} {
		l := newWorld(t).options.Spec.Layouts[id]
		m := newMaker(t, l)
		m.person(nil)
		m.person(nil)
		header, body, trailer := string(m.header())+"\n", "", string(m.trailer())+"\n"
		_, body, _ = strings.Cut(m.file.String(), "\n")
		lastLine := body[strings.LastIndex(strings.TrimSuffix(body, "\n"), "\n")+1:]
		for name, c := range map[string]struct{ text, rule string }{
			"no header":             {body + trailer, "F-FIRST"},
			"two headers":           {header + header + body + trailer, "F-FIRST"},
			"a header cut short":    {header[:4] + "\n" + body + trailer, "F-FIRST"},
			"no trailer":            {header + body, "F-LAST"},
			"a trailer in between":  {header + trailer + body, "F-LAST"},
			"lines after it":        {header + body + trailer + body, "F-LAST"},
			"a line too few":        {header + strings.TrimSuffix(body, lastLine) + trailer, "F-COUNT"},
			"a line too many":       {header + body + lastLine + trailer, "F-COUNT"},
			"a last line cut off":   {header + body + trailer[:5], "F-END"},
			"nothing but the frame": {header + trailer, "F-COUNT"},
			"nothing":               {"", "F-EMPTY"},
		} {
			t.Run(id+"/"+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.addLayout(id, "x", c.text)
				w.stop(c.rule)
			})
		}
	}
}
