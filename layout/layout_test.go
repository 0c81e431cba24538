package layout_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/layout"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

func oneCHO(t testing.TB) *layout.Layout {
	t.Helper()
	b, err := os.ReadFile("../specs/2026/layouts/1cho.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Layouts []*layout.Layout `yaml:"layouts"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	return doc.Layouts[0]
}

// line is a student of HBO institution 90AB who takes a bachelor's diploma.
func line() map[string]string {
	return map[string]string{
		"pgn": "000123456789", "inschrijvingsjaar": "2020", "brin": "90AB", "brin_act": "90AC", "opleiding": "34567",
		"vorm": "1", "fase": "B", "maand_vanaf": "9", "inschrijvingsvorm": "S", "soort_ho": "hbo", "type_ho": "ba",
		"croho_onderdeel": "6", "croho_sub": "09", "fase_act": "B", "actief": "1",
		"si_ho": "1", "si_soort": "1", "si_type": "1", "si_opl": "1", "si_inst": "1", "si_oplinst": "1",
		"si_insttype": "1", "si_typeho": "1", "sic_ho": "1", "sic_soort": "1", "sic_inst": "1", "sic_typeho": "1",
		"ej_opl": "1", "ej_inst": "1", "ej_oplinst": "1", "ej_insttype": "1", "ejc_ho": "1", "ejc_soort": "1", "ejc_inst": "1", "ejc_typeho": "1",
		"geslacht": "V", "datum_in": "20200901", "datum_uit": "20210831", "vest": "00",
		"diplomajaar": "2020", "fase_diploma": "B", "datum_diploma": "20210702",
	}
}

// changed is line with some fields replaced; an empty value blanks the field.
func changed(pairs ...string) map[string]string {
	m := line()
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

func TestOneCHOIsTheOfficialLayout(t *testing.T) {
	l := oneCHO(t)
	if err := l.Check(); err != nil {
		t.Fatal(err)
	}
	if len(l.Fields) != 115 || l.Width != 323 {
		t.Errorf("%d fields, width %d; 115 and 323 expected", len(l.Fields), l.Width)
	}
	// Positions read by eye in the official description.
	for id, want := range map[string][2]int{"pgn": {1, 12}, "geslacht": {155, 1}, "datum_diploma": {244, 8}, "onderwijsnummer": {315, 9}} {
		for _, f := range l.Fields {
			if f.ID == id && (f.Start != want[0] || f.Width != want[1]) {
				t.Errorf("%s at %d width %d, want %v", id, f.Start, f.Width, want)
			}
		}
	}
	for _, f := range l.Fields {
		if got, want := f.Identifying, f.ID == "pgn" || f.ID == "bsn" || f.ID == "onderwijsnummer"; got != want {
			t.Errorf("%s: identifying is %v", f.ID, got)
		}
	}
}

func TestEncodePlacesFieldsAndDecodeReadsThem(t *testing.T) {
	l := oneCHO(t)
	b, err := l.Encode("", line())
	if err != nil {
		t.Fatal(err)
	}
	if len(b) != 323 {
		t.Fatalf("%d bytes", len(b))
	}
	for at, want := range map[int]string{1: "000123456789", 13: "2020", 17: "90AB", 32: "09", 46: "hbo", 155: "V", 226: "20200901", 306: "         "} {
		if got := string(b[at-1 : at-1+len(want)]); got != want {
			t.Errorf("position %d: %q, want %q", at, got, want)
		}
	}
	got, err := decode(l, b)
	if err != nil {
		t.Fatal(err)
	}
	want := line()
	want["maand_vanaf"] = "09"
	for id, v := range got {
		if v != want[id] {
			t.Errorf("%s: %q, want %q", id, v, want[id])
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	l := oneCHO(t)
	for name, m := range map[string]map[string]string{
		"an unknown field":       changed("kleur", "rood"),
		"a value too wide":       changed("brin", "90ABC"),
		"a code not on the list": changed("geslacht", "X"),
		"letters in a date":      changed("datum_in", "2020sept"),
		"a short date":           changed("datum_in", "202009"),
		"a line end":             changed("brin", "9\nAB"),
		"a sign beyond latin1":   changed("bekostiging", "€"),
	} {
		if _, err := l.Encode("", m); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	_, err := l.Encode("", changed("pgn", "0001234567890"))
	if err == nil || strings.Contains(err.Error(), "1234567") {
		t.Errorf("an identifying value is wrong; error is %v", err)
	}
}

func TestLatin1RoundTrip(t *testing.T) {
	l := &layout.Layout{
		ID: "x", Format: "fixed-width", Encoding: "latin1", Width: 6,
		Fields: []layout.Field{{Nr: 1, ID: "naam", Start: 1, Width: 6, Type: "C"}},
		Emit:   []layout.Emit{{Record: "r", Set: map[string]layout.Source{"naam": {Field: "naam"}}}},
	}
	b, err := l.Encode("", map[string]string{"naam": "Zoë"})
	if err != nil || !bytes.Equal(b, []byte("Zo\xeb   ")) {
		t.Fatalf("%q, %v", b, err)
	}
	m, err := decode(l, b)
	if err != nil || m["naam"] != "Zoë" {
		t.Errorf("%q, %v", m["naam"], err)
	}
	d := newDecoder(t, l)
	if got, faults := emitAll(t, d, b); faults != nil || got["r"]["naam"] != "Zoë" {
		t.Errorf("%v, %v", got, faults)
	}
}

func TestCheckFindsEveryFault(t *testing.T) {
	cases := map[string]struct {
		change func(*layout.Layout)
		want   string
	}{
		"a gap":            {func(l *layout.Layout) { l.Fields[3].Start++ }, "fields must follow each other"},
		"a wrong width":    {func(l *layout.Layout) { l.Width = 322 }, "fill 323 positions"},
		"a double id":      {func(l *layout.Layout) { l.Fields[3].ID = "pgn" }, "used twice"},
		"an unknown type":  {func(l *layout.Layout) { l.Fields[3].Type = "Z" }, "not known"},
		"a narrow date":    {func(l *layout.Layout) { l.Fields[3].Type = "D" }, "type D has width 8"},
		"an unknown field": {func(l *layout.Layout) { l.Emit[0].Set["geslacht"] = layout.Source{Field: "sekse"} }, `field "sekse" is not in the layout`},
		"an unknown when":  {func(l *layout.Layout) { l.Emit[0].When = map[string][]string{"sekse": {"M"}} }, `when names field "sekse"`},
		"const and field":  {func(l *layout.Layout) { l.Emit[0].Set["pgn"] = layout.Source{Field: "pgn", Const: "1"} }, "either const, field, years or nth"},
		"a wrong encoding": {func(l *layout.Layout) { l.Encoding = "ebcdic" }, "ebcdic"},
		"a wrong nr":       {func(l *layout.Layout) { l.Fields[3].Nr = 7 }, "has nr 7"},
		"an unknown or": {func(l *layout.Layout) {
			l.Emit[0].Set["x"] = layout.Source{Field: "pgn", Or: &layout.Source{Field: "q"}}
		}, `field "q"`},
		"a value too wide": {func(l *layout.Layout) { l.Fields[5].Values = []string{"10"} }, "wider than"},
		"nothing to emit":  {func(l *layout.Layout) { l.Emit = nil }, "emits no record"},
		"a date with a map": {func(l *layout.Layout) {
			l.Emit[0].Set["x"] = layout.Source{Field: "pgn", Date: true, Map: map[string]string{"a": "b"}}
		}, "date excludes map"},
		"an emit of nothing": {func(l *layout.Layout) { l.Emit[0].Set = nil }, "set are required"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l := oneCHO(t)
			c.change(l)
			if err := l.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q in it", err, c.want)
			}
		})
	}
}

// decode reads a fixed-width line field by field, without any of the package's
// own code: what the fast decoder is held against.
func decode(l *layout.Layout, line []byte) (map[string]string, error) {
	if len(line) != l.Width {
		return nil, &layout.Fault{Kind: layout.FaultWidth}
	}
	values := map[string]string{}
	for _, f := range l.Fields {
		v := strings.TrimRight(string(line[f.Start-1:f.Start-1+f.Width]), " ")
		onlyDigits := strings.Trim(v, "0123456789") == ""
		switch {
		case strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f }):
			return nil, &layout.Fault{Field: f.ID, Kind: layout.FaultText}
		case f.Type != "C" && v != "" && (!onlyDigits || len(v) != f.Width):
			return nil, &layout.Fault{Field: f.ID, Kind: layout.FaultType}
		case len(f.Values) > 0 && !slices.Contains(f.Values, v):
			return nil, &layout.Fault{Field: f.ID, Kind: layout.FaultValue}
		}
		if l.Encoding == "latin1" {
			r := make([]rune, len(v))
			for i := range len(v) {
				r[i] = rune(v[i])
			}
			v = string(r)
		}
		values[f.ID] = v
	}
	return values, nil
}

// newDecoder fails the test where the layout is not in order.
func newDecoder(t testing.TB, l *layout.Layout) *layout.Decoder {
	t.Helper()
	d, err := layout.NewDecoder(l, func(code, _ string) string { return map[string]string{"25000": "MBO4"}[code] })
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// emitAll gives every record of one line, by record type.
func emitAll(t testing.TB, d *layout.Decoder, b []byte) (map[string]map[string]string, []*layout.Fault) {
	t.Helper()
	out := map[string]map[string]string{}
	var faults []*layout.Fault
	err := d.Group([]layout.Line{{Nr: 1, Text: b}}, func(r *layout.Result) error {
		if r.Fault != nil {
			faults = append(faults, r.Fault)
			return nil
		}
		m := map[string]string{}
		for j, c := range d.Columns(r.Emit) {
			m[c] = string(r.Values[j])
		}
		out[d.Record(r.Emit)] = m
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, faults
}

func TestOneLineGivesPersonEnrolmentAndDiploma(t *testing.T) {
	l := oneCHO(t)
	d := newDecoder(t, l)
	b, err := l.Encode("", line())
	if err != nil {
		t.Fatal(err)
	}
	got, faults := emitAll(t, d, b)
	want := map[string]map[string]string{
		"persoon": {"pgn": "123456789", "geslacht": "V"},
		"inschrijving": {
			"pgn": "123456789", "jaar": "2020", "sector": "HBO", "brin": "90AB", "vest": "00", "opleiding": "34567",
			"niveau": "BA", "leerweg": "VT", "begin": "2020-09-01", "eind": "2021-08-31", "bekostigd": "J", "soort": "S", "hoofd": "J", "volgnr": "1",
		},
		"diploma": {"pgn": "123456789", "sector": "HBO", "brin": "90AB", "vest": "00", "opleiding": "34567", "niveau": "BA", "datum": "2021-07-02"},
	}
	if diff := cmp.Diff(want, got); diff != "" || faults != nil {
		t.Errorf("faults %v (-want +got):\n%s", faults, diff)
	}
}

func TestOneCHOMeaning(t *testing.T) {
	l := oneCHO(t)
	d := newDecoder(t, l)
	cases := []struct {
		name          string
		line          map[string]string
		record, field string
		want          string // "-" when the record is not emitted
	}{
		{"a pre-master is told by its phase", changed("fase", "S", "type_ho", "ma"), "inschrijving", "niveau", "SCHAKEL"},
		{"an undivided programme is another level", changed("fase", "O", "type_ho", "on"), "inschrijving", "niveau", "OVERIG"},
		{"wo with its trailing blank is WO", changed("soort_ho", "wo"), "inschrijving", "sector", "WO"},
		{"SI 4 is funded", changed("si_ho", "4"), "inschrijving", "bekostigd", "J"},
		{"SI 5 does not count", changed("si_ho", "5"), "inschrijving", "bekostigd", "N"},
		{"a designated institution is not funded", changed("si_ho", "A"), "inschrijving", "bekostigd", "N"},
		{"but its main enrolment is one", changed("si_soort", "A"), "inschrijving", "hoofd", "J"},
		{"SI 2 is no main enrolment", changed("si_soort", "2"), "inschrijving", "hoofd", "N"},
		{"dual", changed("vorm", "3"), "inschrijving", "leerweg", "DU"},
		{"no form", changed("vorm", ""), "inschrijving", "leerweg", ""},
		{"no departure", changed("datum_uit", ""), "inschrijving", "eind", ""},
		{"a zero date is no date", changed("datum_uit", "00000000"), "inschrijving", "eind", ""},
		{"a propaedeutic certificate is no diploma", changed("fase_diploma", "D"), "diploma", "", "-"},
		{"no diploma", changed("fase_diploma", "", "datum_diploma", ""), "diploma", "", "-"},
		{"a diploma has its own location", changed("vest_diploma", "03"), "diploma", "vest", "03"},
		{"an associate degree", changed("fase_diploma", "A"), "diploma", "niveau", "AD"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b, err := l.Encode("", c.line)
			if err != nil {
				t.Fatal(err)
			}
			got, faults := emitAll(t, d, b)
			if faults != nil {
				t.Fatal(faults)
			}
			r, ok := got[c.record]
			if c.want == "-" {
				if ok {
					t.Errorf("%s was emitted", c.record)
				}
			} else if r[c.field] != c.want {
				t.Errorf("%s.%s = %q, want %q", c.record, c.field, r[c.field], c.want)
			}
		})
	}
}

func TestFaultsNameTheField(t *testing.T) {
	l := oneCHO(t)
	d := newDecoder(t, l)
	good, err := l.Encode("", line())
	if err != nil {
		t.Fatal(err)
	}
	put := func(at int, s string) []byte {
		b := bytes.Clone(good)
		copy(b[at-1:], s)
		return b
	}
	cases := []struct {
		name  string
		line  []byte
		field string
		kind  string
		lost  string // the record that is lost
	}{
		{"a sex that is not on the list", put(155, "X"), "geslacht", layout.FaultValue, "persoon"},
		{"a kind of education that is not on the list", put(46, "mbo"), "soort_ho", layout.FaultValue, "inschrijving"},
		{"letters in a date", put(226, "2020o9o1"), "datum_in", layout.FaultType, "inschrijving"},
		{"an unknown diploma phase", put(97, "X"), "fase_diploma", layout.FaultValue, "diploma"},
		{"a control character", put(17, "9\x01AB"), "brin", layout.FaultText, "inschrijving"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, faults := emitAll(t, d, c.line)
			if len(faults) == 0 || faults[0].Field != c.field || faults[0].Kind != c.kind {
				t.Errorf("faults %v", faults)
			}
			if _, ok := got[c.lost]; ok {
				t.Errorf("%s was emitted", c.lost)
			}
			_, err := decode(l, c.line)
			var f *layout.Fault
			if !errors.As(err, &f) || f.Field != c.field {
				t.Errorf("Decode gives %v", err)
			}
		})
	}
	if _, faults := emitAll(t, d, good[:322]); len(faults) != 1 || faults[0].Kind != layout.FaultWidth {
		t.Errorf("a short line gives %v", faults)
	}
}

// FuzzDecoder holds the fast decoder against the plain one: they read the
// same values, and neither panics on any line.
func FuzzDecoder(f *testing.F) {
	l := oneCHO(f)
	good, err := l.Encode("", line())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(bytes.Repeat([]byte{0xe9}, 323))
	f.Add([]byte("short"))
	d := newDecoder(f, l)
	f.Fuzz(func(t *testing.T, b []byte) {
		values, err := decode(l, b)
		if len(b) != l.Width {
			if err == nil {
				t.Error("a line of another width was accepted")
			}
			return
		}
		got, _ := emitAll(t, d, b)
		if err != nil {
			return
		}
		if again, err := l.Encode("", values); err != nil || !bytes.Equal(again, b) {
			t.Errorf("encode(decode(line)) differs: %v", err)
		}
		r, ok := got["inschrijving"]
		if !ok {
			t.Fatal("a line that decodes gives no enrolment")
		}
		if r["brin"] != values["brin"] || r["jaar"] != values["inschrijvingsjaar"] || strings.ReplaceAll(r["begin"], "-", "") != strings.TrimLeft(values["datum_in"], "0") && values["datum_in"][0] != '0' {
			t.Errorf("decoders differ: %v", r)
		}
	})
}

func BenchmarkDecoder(b *testing.B) {
	l := oneCHO(b)
	good, err := l.Encode("", line())
	if err != nil {
		b.Fatal(err)
	}
	d := newDecoder(b, l)
	lines := []layout.Line{{Nr: 1, Text: good}}
	b.ReportAllocs()
	for b.Loop() {
		err := d.Group(lines, func(r *layout.Result) error {
			if r.Fault != nil {
				return r.Fault
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
