package ingest_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"doorstroommonitor/ingest"

	"github.com/google/go-cmp/cmp"
)

// pseudonymOf is written anew: HMAC-SHA-256 under the test key.
func pseudonymOf(number string) string {
	m := hmac.New(sha256.New, bytes.Repeat([]byte{1}, 32))
	m.Write([]byte("pgn\x00" + number))
	return hex.EncodeToString(m.Sum(nil))[:32]
}

func TestOnePersonIsStoredWithAPseudonym(t *testing.T) {
	w := newWorld(t)
	w.family()
	r := w.run()
	p := pseudonymOf("123456780")
	want := map[string][]string{
		"persoon": {"pgn=" + p + " geslacht=V"},
		"inschrijving": {
			"pgn=" + p + " jaar=2017 sector=VO brin=90AA vest=00 opleiding=HAVO niveau=HAVO leerweg= leerjaar=5 begin=2017-08-01 eind=2018-07-31 bekostigd=J soort=S hoofd=J volgnr=1",
			"pgn=" + p + " jaar=2018 sector=HBO brin=91AA vest=00 opleiding=34000 niveau=BA leerweg=VT leerjaar= begin=2018-09-01 eind=2019-08-31 bekostigd=J soort=S hoofd=J volgnr=1",
		},
		"diploma": {"pgn=" + p + " sector=VO brin=90AA vest=00 opleiding=HAVO niveau=HAVO profiel=NT cijfer=TOT_70 leeftijd= datum=2018-06-14 jaar=2018"},
	}
	for record, rows := range want {
		if diff := cmp.Diff(rows, w.rows(record)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", record, diff)
		}
	}
	if len(r.Findings) != 0 {
		t.Errorf("findings %v", r.Findings)
	}
	if diff := cmp.Diff(map[string]int64{"persoon": 1, "inschrijving": 2, "diploma": 1, "arbeid": 0, "schooladvies": 0}, r.Records); diff != "" {
		t.Error(diff)
	}
}

func TestDiplomaYearIsThatOfTheNextFirstOctober(t *testing.T) {
	for date, year := range map[string]string{"2019-09-30": "2019", "2019-10-01": "2020", "2019-12-31": "2020", "2020-01-01": "2020"} {
		w := newWorld(t)
		w.add("diploma", "diploma.csv", diplomaHeader+"123456780,WO,92AA,00,50000,BA,,,,"+date+"\n")
		w.run()
		rows := w.rows("diploma")
		if len(rows) != 1 || !strings.HasSuffix(rows[0], "jaar="+year) {
			t.Errorf("%s gives %v, want year %s", date, rows, year)
		}
	}
}

func TestModesAreForTheOwnerAlone(t *testing.T) {
	w := newWorld(t)
	w.family()
	w.run()
	for _, root := range []string{w.options.Store, w.options.Report} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if want := map[bool]os.FileMode{true: 0o700, false: 0o600}[d.IsDir()]; err == nil && info.Mode().Perm() != want {
				t.Errorf("%s has mode %04o", path, info.Mode().Perm())
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestNoNumberIsWrittenAnywhere(t *testing.T) {
	w := newWorld(t)
	w.family()
	// The number stands in a wrong field too, and in rows of every kind of fault.
	w.add("persoon", "fout.csv", personHeader+"123456780,123456780\n12345678,V\n123456780,M\n")
	w.add("inschrijving", "fout2.csv", enrolmentHeader+strings.Replace(havo, "HAVO,HAVO", "123456780,HAVO", 1)+
		strings.Replace(havo, ",5,", ",123456780,", 1)+"123456780"+havo+havo)
	w.run()
	for _, root := range []string{w.options.Store, w.options.Report} {
		filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				b, _ := os.ReadFile(path)
				if bytes.Contains(b, []byte("12345678")) {
					t.Errorf("%s holds the number", path)
				}
			}
			return nil
		})
	}
}

func TestReceiptForPeople(t *testing.T) {
	w := newWorld(t)
	w.add("persoon", "persoon.csv", personHeader+person+person+"123456780,X\n")
	w.add("inschrijving", "inschrijving.csv", enrolmentHeader+havo+college)
	r := w.run()
	var nl, en strings.Builder
	if err := errors.Join(r.WriteText(&nl, "nl"), r.WriteText(&en, "en")); err != nil {
		t.Fatal(err)
	}
	want := `Bestand           Regels  Rijen in  Aanvaard  Afgekeurd  Dubbel  Regels afgekeurd
inschrijving.csv       2         2         2          0       0                 0
persoon.csv            3         3         2          1       1                 1
Totaal                 5         5         4          1       1                 1
Rijen in = aanvaard + afgekeurd, voor elk bestand. Dubbele rijen zijn aanvaard en één keer bewaard, ook waar een andere regel van dezelfde inschrijving voorgaat. Van een regel die zelf fout is, wordt geen enkele rij aanvaard.

Bewaard       Rijen
arbeid            0
diploma           0
inschrijving      2
persoon           1
schooladvies      0

Gekoppeld (%)   2018
inschrijving   100,0
Van de personen met een rij van dat jaar: het deel dat ook in een ander soort record van dat jaar of eerder staat, of in hetzelfde van een eerder jaar. Een daling wijst op personen die niet te koppelen zijn.

C-CODE       1 × (afgekeurd)
    De code staat niet op de codelijst of geldt niet in dat jaar.
    Gebruik een code uit codelists.yaml.
`
	if diff := cmp.Diff(want, nl.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.Contains(en.String(), "Rows in = accepted + rejected") {
		t.Errorf("English:\n%s", en.String())
	}
	b, err := os.ReadFile(filepath.Join(w.options.Report, "ontvangst.txt"))
	if err != nil || string(b) != nl.String() {
		t.Errorf("the report folder holds another text: %v", err)
	}
}

func TestRulesAreComplete(t *testing.T) {
	w := newWorld(t)
	seen := map[string]bool{}
	for _, r := range ingest.Rules() {
		if seen[r.ID] {
			t.Errorf("%s is used twice", r.ID)
		}
		seen[r.ID] = true
		x, ok := w.options.Spec.Screening.RuleByID(r.ID)
		if !ok {
			t.Errorf("%s is not in the specification", r.ID)
		}
		for _, s := range []string{x.Why.NL, x.Why.EN, x.Mend.NL, x.Mend.EN} {
			if !strings.HasSuffix(s, ".") {
				t.Errorf("%s: %q is no sentence", r.ID, s)
			}
		}
		if !strings.Contains("FCDKX", r.ID[:1]) || r.ID[1] != '-' {
			t.Errorf("%s has no stage", r.ID)
		}
	}
	if len(seen) != len(w.options.Spec.Screening.Rules) {
		t.Errorf("%d checks, %d rules in the specification", len(seen), len(w.options.Spec.Screening.Rules))
	}
}

// severity gives a rule of the specification another severity.
func (w *world) severity(rule, severity string) {
	for i := range w.options.Spec.Screening.Rules {
		if r := &w.options.Spec.Screening.Rules[i]; r.ID == rule {
			r.Severity = severity
		}
	}
}

func TestTheSpecificationSetsTheSeverity(t *testing.T) {
	w := newWorld(t)
	w.severity("D-STUDYYEAR", "reject")
	w.add("inschrijving", "x.csv", enrolmentHeader+havo+with(college, 9, "2016-09-01"))
	w.run()
	if diff := cmp.Diff([]string{"x.csv:3 D-STUDYYEAR begin 2016-09-01"}, w.quarantine()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	for rule, rows := range map[string]string{"C-CODE": with(havo, 12, "Z"), "K-DUPLICATE": havo + with(havo, 11, "N")} {
		w = newWorld(t)
		w.severity(rule, "stop")
		w.add("inschrijving", "x.csv", enrolmentHeader+rows)
		if s := w.stop(rule); s.Line != 2 {
			t.Errorf("%s stops at line %d", rule, s.Line)
		}
	}

	w = newWorld(t)
	w.severity("C-CODE", "warning")
	w.family()
	if _, err := ingest.Run(context.Background(), w.options); err == nil || !strings.Contains(err.Error(), `"C-CODE": severity "warning" is not possible`) {
		t.Errorf("an impossible severity gives %v", err)
	}
}
