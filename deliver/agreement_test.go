package deliver

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"doorstroommonitor/internal/strictyaml"
)

const goodAgreement = `id: vh
version: "1"
supplier: {name: DUO}
recipient:
  id: vh
  name: Vereniging Hogescholen
  contact: x@vh.example
purpose: [a, b]
legal_basis: voorbeeld
cubes:
  - cube: VO-HO
  - cube: HBO-WO
    tables: [stroom]
    cohorts: {from: 2020, to: 2023}
specification: "2026.*"
scenario: suppression
own_data: false
term: {from: 2026-01-01, until: 2027-12-31}
signed: {date: 2025-12-15, by: [A, B]}
`

func TestParseAgreement(t *testing.T) {
	a, err := ParseAgreement("vh.yaml", []byte(goodAgreement))
	if err != nil {
		t.Fatal(err)
	}
	if a.Recipient.ID != "vh" || len(a.Cubes) != 2 || a.Cubes[1].Cohorts.To != 2023 || a.Term.Until != "2027-12-31" || a.OwnData {
		t.Errorf("read as %+v", a)
	}
}

func TestParseAgreementNamesFileLineAndExpectation(t *testing.T) {
	cases := []struct{ what, old, new, at, text string }{
		{"an unknown key", "scenario: suppression", "scenario: suppression\nscope: all", "vh.yaml:17:", `unknown key "scope"`},
		{"a missing key", "legal_basis: voorbeeld\n", "", "vh.yaml:1:", `"legal_basis" is missing`},
		{"a missing key below", "  contact: x@vh.example\n", "", "vh.yaml:5:", `"contact" is missing`},
		{"a key twice", "scenario: suppression", "scenario: suppression\nscenario: noise", "vh.yaml:17:", "twice"},
		{"own_data left out", "own_data: false\n", "", "vh.yaml:1:", `"own_data" is missing`},
		{"own_data as a word", "own_data: false", "own_data: misschien", "vh.yaml:17:", "true or false"},
		{"an id that is a path", "id: vh\nv", "id: ../vh\nv", "vh.yaml:1:", "A01"},
		{"everybody as recipient", "  id: vh", "  id: public", "vh.yaml:5:", "A02"},
		{"an empty name", "name: Vereniging Hogescholen", `name: ""`, "vh.yaml:6:", "A01"},
		{"an unknown purpose", "purpose: [a, b]", "purpose: [a, c]", "vh.yaml:8:", "a or b"},
		{"a purpose twice", "purpose: [a, b]", "purpose: [a, a]", "vh.yaml:8:", "each once"},
		{"no purpose", "purpose: [a, b]", "purpose: []", "vh.yaml:8:", "A03"},
		{"a cube twice", "- cube: HBO-WO", "- cube: VO-HO", "vh.yaml:12:", "named twice"},
		{"an empty list of tables", "tables: [stroom]", "tables: []", "vh.yaml:13:", "empty list"},
		{"cohorts the wrong way round", "{from: 2020, to: 2023}", "{from: 2023, to: 2020}", "vh.yaml:14:", "A04"},
		{"a range that is no range", `"2026.*"`, `"*"`, "vh.yaml:15:", "2026.*, or >=2026.1 <2027"},
		{"an unknown scenario", "scenario: suppression", "scenario: none", "vh.yaml:16:", "suppression, noise, rounding or cell-key"},
		{"a date that does not exist", "until: 2027-12-31", "until: 2027-02-30", "vh.yaml:18:", "yyyy-mm-dd"},
		{"a term that ends before it begins", "until: 2027-12-31", "until: 2025-12-31", "vh.yaml:18:", "ends before"},
		{"one signature", "by: [A, B]", "by: [A]", "vh.yaml:19:", "two names"},
		{"a second document", "by: [A, B]}\n", "by: [A, B]}\n---\nid: vh\n", "vh.yaml:", "a second document"},
		{"a list for a key", "supplier: {name: DUO}", "supplier: [DUO]", "vh.yaml:3:", "name"},
		{"broken YAML", "supplier: {name: DUO}", "supplier: {name: DUO", "vh.yaml:", "YAML"},
	}
	for _, c := range cases {
		text := strings.Replace(goodAgreement, c.old, c.new, 1)
		if text == goodAgreement {
			t.Fatalf("%s: nothing was changed", c.what)
		}
		a, err := ParseAgreement("vh.yaml", []byte(text))
		if err == nil || a != nil {
			t.Errorf("%s is accepted", c.what)
			continue
		}
		if !strings.Contains(err.Error(), c.at) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v; %q and %q expected in it", c.what, err, c.at, c.text)
		}
	}
}

func TestParseAgreementReportsAllFaults(t *testing.T) {
	text := strings.NewReplacer("purpose: [a, b]", "purpose: [x]", "scenario: suppression", "scenario: y").Replace(goodAgreement)
	_, err := ParseAgreement("vh.yaml", []byte(text))
	var e *strictyaml.Error
	if !errors.As(err, &e) || e.Line != 8 || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("two faults expected: %v", err)
	}
}

func TestLoadAgreements(t *testing.T) {
	dir := t.TempDir()
	if _, err := LoadAgreements(dir); err == nil {
		t.Error("an empty folder is accepted")
	}
	put(t, filepath.Join(dir, "b.yaml"), []byte(goodAgreement))
	put(t, filepath.Join(dir, "a.yaml"), []byte(strings.Replace(goodAgreement, "id: vh\nv", "id: eerste\nv", 1)))
	put(t, filepath.Join(dir, "notes.txt"), []byte("x"))
	all, err := LoadAgreements(dir)
	if err != nil || len(all) != 2 || all[0].ID != "eerste" || all[1].ID != "vh" {
		t.Errorf("%v, %v", all, err)
	}
	put(t, filepath.Join(dir, "c.yaml"), []byte(goodAgreement))
	if _, err := LoadAgreements(dir); err == nil || !strings.Contains(err.Error(), "c.yaml") || !strings.Contains(err.Error(), "b.yaml") {
		t.Errorf("the same id twice: %v", err)
	}
}

// The examples in the repository say what this test says of them.
func TestExampleAgreements(t *testing.T) {
	all, err := LoadAgreements("../agreements")
	if err != nil {
		t.Fatal(err)
	}
	coverage, refused := Resolve(all, testNow)
	if len(refused) != 0 {
		t.Errorf("refused: %v", refused)
	}
	want := map[string]string{"po-raad": "PO-VO", "vo-raad": "PO-VO VO-HO VO-MBO VO-VLG", "mbo-raad": "MBO-ARB MBO-HO MBO-MBO VO-MBO", "vh": "HBO-ARB HBO-UIT HBO-WO MBO-HO VO-HO", "unl": "HBO-UIT HBO-WO VO-HO WO-ARB WO-UIT WO-WO"}
	if len(coverage) != len(want) {
		t.Errorf("%d recipients, %d expected", len(coverage), len(want))
	}
	for id, cubes := range want {
		if got := strings.Join(coverage[id].Cubes(), " "); got != cubes {
			t.Errorf("%s gets %q, %q expected", id, got, cubes)
		}
	}
	for _, a := range all {
		text, err := os.ReadFile("../agreements/" + a.ID + ".yaml")
		if err != nil || !strings.Contains(string(text), "VOORBEELD") {
			t.Errorf("%s does not say that it is an example: %v", a.ID, err)
		}
		if err := a.ValidOn(time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)); err == nil {
			t.Errorf("%s never ends", a.ID)
		}
	}
}

func TestValidOnCountsBothDays(t *testing.T) {
	amsterdam := time.FixedZone("CET", 3600)
	cases := []struct {
		what   string
		now    time.Time
		clause Clause // 0: in force
	}{
		{"the last second before", time.Date(2025, 12, 31, 23, 59, 59, 0, amsterdam), ClauseTerm},
		{"the first second", time.Date(2026, 1, 1, 0, 0, 0, 0, amsterdam), 0},
		{"the last second", time.Date(2027, 12, 31, 23, 59, 59, 0, amsterdam), 0},
		{"the first second after", time.Date(2028, 1, 1, 0, 0, 0, 0, amsterdam), ClauseTerm},
		{"before the signature", time.Date(2025, 12, 14, 12, 0, 0, 0, amsterdam), ClauseSignature},
	}
	for _, c := range cases {
		err := testAgreement().ValidOn(c.now)
		var r *Refusal
		if c.clause == 0 && err != nil || c.clause != 0 && (!errors.As(err, &r) || r.Clause != c.clause) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

func TestResolveJoinsAgreementsOfOneRecipient(t *testing.T) {
	a, b, old, own := testAgreement(), testAgreement(), testAgreement(), testAgreement()
	b.ID, b.Cubes = "vh-2", []Grant{{Cube: "HBO-WO", Tables: []string{"stroom"}, Cohorts: &Cohorts{2022, 2022}}}
	old.ID, old.Term.Until = "vh-oud", "2026-08-31"
	old.Cubes = []Grant{{Cube: "MBO-HO"}}
	own.ID, own.OwnData = "vh-eigen", true
	got, refused := Resolve([]*Agreement{a, b, old, own}, testNow)
	c := got["vh"]
	cases := []struct {
		cube, table string
		cohort      int
		covered     bool
	}{
		{"VO-HO", "stroom", 2023, true},
		{"VO-HO", "", 0, true},
		{"HBO-WO", "stroom", 2022, true},
		{"HBO-WO", "stroom", 2023, false},
		{"HBO-WO", "status", 2022, false},
		{"HBO-WO", "", 2022, false},
		{"HBO-WO", "stroom", 0, false},
		{"MBO-HO", "stroom", 2022, false},
	}
	for _, k := range cases {
		if c.Covers(k.cube, k.table, k.cohort) != k.covered {
			t.Errorf("%s %q %d covered should be %v", k.cube, k.table, k.cohort, k.covered)
		}
	}
	if len(refused) != 2 || refused[0].Clause != ClauseTerm || refused[1].Clause != ClauseOwnData {
		t.Errorf("refused %v; the expired one (clause 7) and own data without a law (clause 8) expected", refused)
	}
}

func FuzzParseAgreement(f *testing.F) {
	f.Add([]byte(goodAgreement))
	f.Add([]byte(ownAgreement))
	f.Add([]byte("id: &a [*a]\n"))
	f.Add([]byte("---\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := ParseAgreement("x.yaml", data)
		if err != nil {
			return
		}
		if strings.ContainsAny(a.ID+a.Recipient.ID, "/\\\x00") || len(a.Cubes) == 0 || len(a.Purpose) == 0 || a.Term.From > a.Term.Until {
			t.Fatalf("accepted %+v", a)
		}
	})
}
