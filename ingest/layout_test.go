package ingest_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/layout"
	"doorstroommonitor/register"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

// student is one 1cHO line; the fields that a test does not name are those of
// a first-year law student at the university.
func student(t testing.TB, l *layout.Layout, pairs ...string) string {
	t.Helper()
	m := map[string]string{
		"pgn": "000123456780", "inschrijvingsjaar": "2018", "brin": "92AA", "brin_act": "92AA", "opleiding": "50000", "vorm": "1", "fase": "B",
		"maand_vanaf": "09", "inschrijvingsvorm": "S", "soort_ho": "wo", "type_ho": "ba", "croho_onderdeel": "7", "croho_sub": "10", "fase_act": "B", "actief": "1",
		"geslacht": "V", "datum_in": "20180901", "datum_uit": "20190831", "vest": "00",
	}
	for _, f := range l.Fields {
		switch {
		case strings.HasPrefix(f.ID, "si_"), strings.HasPrefix(f.ID, "sic_"), strings.HasPrefix(f.ID, "ej_"), strings.HasPrefix(f.ID, "ejc_"):
			m[f.ID] = "1"
		}
	}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	b, err := l.Encode("", m)
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

func TestOneCHOAndCanonicalFilesGiveTheSameStore(t *testing.T) {
	cho := newWorld(t)
	l := cho.options.Spec.Layouts["1cho"]
	cho.addLayout("1cho", "EV299XX20.asc", strings.Join([]string{
		// A law student for three years, with a diploma on a location of its own.
		student(t, l),
		student(t, l, "inschrijvingsjaar", "2019", "datum_in", "20190901", "datum_uit", "20200831"),
		student(t, l, "inschrijvingsjaar", "2020", "datum_in", "20200901", "datum_uit", "20210831",
			"fase_diploma", "B", "diplomajaar", "2020", "datum_diploma", "20210702", "vest_diploma", "00"),
		// A part-time college student, not the main enrolment, without end and with a propaedeutic certificate.
		student(t, l, "pgn", "000000000011", "geslacht", "M", "soort_ho", "hbo", "brin", "91AA", "opleiding", "34000", "vorm", "2", "si_ho", "2", "si_soort", "2",
			"datum_uit", "", "fase_diploma", "D", "diplomajaar", "2018", "datum_diploma", "20190702"),
		// A pre-master student of a programme that does not count.
		student(t, l, "pgn", "000000000012", "geslacht", "O", "type_ho", "ma", "fase", "S", "si_ho", "5", "si_soort", "5", "vorm", "", "inschrijvingsvorm", "E"),
	}, ""))
	r := cho.run()
	if f := r.Files[0]; f.Lines != 5 || f.In != 11 || f.Rejected != 0 || f.Merged != 2 {
		t.Errorf("5 lines give 5 persons, 5 enrolments and 1 diploma, 2 persons twice over: %+v, %v", f, cho.quarantine())
	}

	canonical := newWorld(t)
	canonical.add("persoon", "persoon.csv", personHeader+"123456780,V\n000000011,M\n000000012,O\n")
	canonical.add("inschrijving", "inschrijving.csv", enrolmentHeader+
		"123456780,2018,WO,92AA,00,50000,BA,VT,,2018-09-01,2019-08-31,J,S,J,1\n"+
		"123456780,2019,WO,92AA,00,50000,BA,VT,,2019-09-01,2020-08-31,J,S,J,1\n"+
		"123456780,2020,WO,92AA,00,50000,BA,VT,,2020-09-01,2021-08-31,J,S,J,1\n"+
		"000000011,2018,HBO,91AA,00,34000,BA,DT,,2018-09-01,,J,S,N,1\n"+
		"000000012,2018,WO,92AA,00,50000,SCHAKEL,,,2018-09-01,2019-08-31,N,E,N,1\n")
	canonical.add("diploma", "diploma.csv", diplomaHeader+"123456780,WO,92AA,00,50000,BA,,,,2021-07-02\n")
	canonical.run()
	if d := different(records(canonical.tree()), records(cho.tree())); d != nil {
		t.Errorf("%v differ", d)
		for _, x := range []string{"persoon", "inschrijving", "diploma"} {
			t.Error(cmp.Diff(canonical.rows(x), cho.rows(x)))
		}
	}
}

func TestFaultsOfALayout(t *testing.T) {
	w := newWorld(t)
	l := w.options.Spec.Layouts["1cho"]
	good := student(t, l)
	put := func(at int, s string) string { return good[:at-1] + s + good[at-1+len(s):] }
	var many strings.Builder
	for i := range 100 {
		many.WriteString(student(t, l, "pgn", fmt.Sprintf("000%09d", i+1), "datum_uit", ""))
	}
	w.addLayout("1cho", "x.asc", many.String()+
		put(155, "X")+ // 101 sex
		put(66, "F")+ // 102 soort inschrijving
		put(226, "2018o901")+ // 103 letters in a date
		put(226, "20180931")+ // 104 a date that does not exist
		put(17, "99ZZ")+ // 105 unknown institution
		put(4, "12345A780")+ // 106 a letter in the person number: said once
		good[:200]+"\n"+ // 107 too short
		put(97, "X")) // 108 diploma phase
	r := w.run()
	want := []string{
		"x.asc:101 C-VALUE geslacht X",
		"x.asc:102 C-VALUE si_ho F",
		"x.asc:103 F-TYPE datum_in 2018o901",
		"x.asc:104 F-DATE datum_in 2018-09-31",
		"x.asc:105 C-BRIN brin 99ZZ",
		"x.asc:106 F-PERSON pgn",
		"x.asc:107 F-WIDTH",
		"x.asc:108 C-VALUE fase_diploma X",
	}
	if diff := cmp.Diff(want, w.quarantine()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// Each whole line offers a person and an enrolment, the short one a row, and line 108 a diploma.
	// Of a wrong line nothing is kept: 2 rows of 101 to 106, 1 of 107 and 3 of 108.
	if f := r.Files[0]; f.Lines != 108 || f.In != 2*107+1+1 || f.Rejected != 6*2+1+3 || f.LinesLost != 8 {
		t.Errorf("%+v", f)
	}
}

func TestLayoutFilesThatStopTheRun(t *testing.T) {
	l := newWorld(t).options.Spec.Layouts["1cho"]
	good := student(t, l)
	for name, c := range map[string]struct{ text, rule string }{
		"an empty file":            {"", "F-EMPTY"},
		"another width throughout": {strings.Repeat(good[:300]+"\n", 10), "F-SHAPE"},
		"a last line cut off":      {good + good[:100], "F-END"},
		"UTF-8 in a latin1 file":   {strings.Repeat(strings.Replace(good, " ", "ë", 1), 10), "F-SHAPE"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.addLayout("1cho", "x.asc", c.text)
			w.stop(c.rule)
		})
	}
}

// crohoVest is the official list of programmes by location. The last column
// is not padded.
var crohoVest = &layout.Layout{ID: "croho_vest", Format: "fixed-width", Encoding: "latin1", Width: 155, Fields: []layout.Field{
	{Nr: 1, ID: "brin", Start: 1, Width: 4, Type: "C"},
	{Nr: 2, ID: "isat", Start: 5, Width: 5, Type: "N"},
	{Nr: 3, ID: "vest", Start: 10, Width: 2, Type: "C"},
	{Nr: 4, ID: "brin_act", Start: 12, Width: 4, Type: "C"},
	{Nr: 5, ID: "vest_act", Start: 16, Width: 2, Type: "C"},
	{Nr: 6, ID: "opl_act", Start: 18, Width: 5, Type: "N"},
	{Nr: 7, ID: "opl_hist", Start: 23, Width: 5, Type: "N"},
	{Nr: 8, ID: "onderdeel", Start: 28, Width: 1, Type: "C"},
	{Nr: 9, ID: "sub", Start: 29, Width: 2, Type: "C"},
	{Nr: 10, ID: "soort", Start: 31, Width: 3, Type: "C", Values: []string{"hbo", "wo"}},
	{Nr: 11, ID: "type", Start: 34, Width: 2, Type: "C"},
	{Nr: 12, ID: "naam", Start: 36, Width: 120, Type: "C"},
}, Emit: []layout.Emit{{Record: "aanbod", Set: map[string]layout.Source{
	"brin": {Field: "brin"}, "isat": {Field: "isat"}, "vest": {Field: "vest"}, "soort": {Field: "soort"}, "naam": {Field: "naam"},
	"opl_act": {Field: "opl_act"}, "type": {Field: "type"}, "onderdeel": {Field: "onderdeel"}, "sub": {Field: "sub"},
}}}}

// official reads a list of the official folder, one string per line in UTF-8.
func official(t *testing.T, name string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../shared/data/1cho", name))
	if err != nil {
		t.Skipf("the official code lists are not beside the repository (%v): this test needs ../shared/data/1cho", err)
	}
	var out []string
	for l := range bytes.Lines(b) {
		out = append(out, string(bytes.TrimRight(l, "\r\n")))
	}
	return out
}

func TestRealCodesPassTheChecks(t *testing.T) {
	lines := official(t, "Croho_vest.asc")
	names := map[string]string{}
	for _, l := range official(t, "Dec_opleidingscode.asc") {
		s, err := charmap.Windows1252.NewDecoder().String(l[5:])
		if err != nil {
			t.Fatal(err)
		}
		names[l[:5]] = strings.TrimSpace(s)
	}
	if len(names) != 4114 {
		t.Errorf("Dec_opleidingscode gives %d programmes, 4114 expected", len(names))
	}
	w := newWorld(t)
	cho := w.options.Spec.Layouts["1cho"]
	inst, offer, prog := strings.Builder{}, strings.Builder{}, strings.Builder{}
	inst.WriteString("brin,naam,provincie,plaats,geopend,gesloten,opvolger,bestuur,grootte\n")
	offer.WriteString("brin,vest,sector,opleiding,vanaf,tot\n")
	prog.WriteString("code,sector,naam,niveau,onderdeel,nominaal,vervallen,opvolger\n")
	vest, err := layout.NewDecoder(crohoVest, nil)
	if err != nil {
		t.Fatal(err)
	}
	var file strings.Builder
	seen, unnamed := map[string]bool{}, map[string]bool{}
	for i, l := range lines {
		l = (l + strings.Repeat(" ", 155))[:155]
		m := map[string]string{}
		err := vest.Group([]layout.Line{{Nr: int64(i + 1), Text: []byte(l)}}, func(r *layout.Result) error {
			if r.Fault != nil {
				return r.Fault
			}
			for j, c := range vest.Columns(r.Emit) {
				m[c] = string(r.Values[j])
			}
			return nil
		})
		if err != nil {
			t.Fatalf("Croho_vest line %d: %v", i+1, err)
		}
		sector := map[string]string{"hbo": "HBO", "wo": "WO"}[m["soort"]]
		if !seen[m["brin"]] {
			seen[m["brin"]] = true
			fmt.Fprintf(&inst, "%s,instelling %s,,,1900,,,,\n", m["brin"], m["brin"])
		}
		if !seen[m["isat"]] {
			seen[m["isat"]] = true
			name := names[m["isat"]]
			if name == "" {
				unnamed[m["isat"]] = true
				name = m["naam"]
			}
			fmt.Fprintf(&prog, "%s,%s,\"%s\",,,,,\n", m["isat"], sector, strings.ReplaceAll(name, `"`, `""`))
		}
		if k := m["brin"] + m["vest"] + m["isat"] + sector; !seen[k] {
			seen[k] = true
			fmt.Fprintf(&offer, "%s,%s,%s,%s,1990,\n", m["brin"], m["vest"], sector, m["isat"])
		}
		file.WriteString(student(t, cho, "pgn", fmt.Sprintf("000%09d", i+1), "brin", m["brin"], "vest", m["vest"], "opleiding", m["isat"], "opl_act", m["opl_act"],
			"soort_ho", m["soort"], "type_ho", m["type"], "croho_onderdeel", m["onderdeel"], "croho_sub", m["sub"]))
	}
	if len(unnamed) > 8 {
		t.Errorf("%d programmes without a name, at most 8 expected", len(unnamed))
	}
	r, err := register.Load(fstest.MapFS{"bestuur.csv": {Data: []byte("bestuur,naam\n")}, "instelling.csv": {Data: []byte(inst.String())}, "aanbod.csv": {Data: []byte(offer.String())}, "opleiding.csv": {Data: []byte(prog.String())}})
	if err != nil {
		t.Fatal(err)
	}
	w.options.Register = r
	last := file.String()[file.Len()-324:]
	file.WriteString(last[:16] + "99ZZ" + last[20:])  // an institution that does not exist
	file.WriteString(last[:24] + "00000" + last[29:]) // a programme that does not exist
	w.addLayout("1cho", "EV299XX24.asc", file.String())
	receipt := w.run()
	f := receipt.Files[0]
	if f.Lines != int64(len(lines))+2 || f.LinesLost != 2 || f.Rejected != 4 || count(receipt, "C-BRIN") != 1 || count(receipt, "C-OFFER") != 1 {
		t.Errorf("%d official combinations: %+v, first of the quarantine %v", len(lines), f, w.quarantine()[:min(5, len(w.quarantine()))])
	}
	t.Logf("%d official combinations of institution, location and programme, %d without a name", len(lines), len(unnamed))
}
