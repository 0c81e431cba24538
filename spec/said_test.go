package spec_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/spec"
)

// TestFaultsInDutch changes one thing at a time, and wants the whole message.
func TestFaultsInDutch(t *testing.T) {
	for _, c := range []struct{ name, file, old, new, want string }{
		{"a codelist that is missing", "about.yaml", "codelist: sector}", "codelist: sectors}", `record inschrijving: field sector: codelist "sectors" bestaat niet; bekend: sector; bedoelde u "sector"?`},
		{"a column that comes later", "flow.yaml", "recode: institution}", "recode: institution, only: {next: [SAME]}}", `population PRESENT: column school: only: eerdere column "next" bestaat niet; bekend: `},
		{"a field of a lookup", "flow.yaml", "later.sector: [WO]", "later.sektor: [WO]", `population PRESENT: column next: case MOVED: is: field van later "sektor" bestaat niet; bekend: pgn, jaar, sector, brin; bedoelde u "sector"?`},
		{"a code of a category", "flow.yaml", "zeros: published", "zeros: published, categories: [{dimension: next, codes: [LOST], threshold: 10, width: 10}]", `population PRESENT: rule: category van next: code "LOST" bestaat niet; bekend: THERE, SAME, MOVED, GONE`},
		{"a category without codes", "flow.yaml", "zeros: published", "zeros: published, categories: [{dimension: next, codes: [], threshold: 10, width: 10}]", "population PRESENT: rule: category van next: noemt geen code"},
		{"a rule behind an address", "flow.yaml", "zeros: published", "zeros: published, attackers: [{kind: institution, mode: report}]", "population PRESENT: rule: attacker institution: vraagt columns: de kolommen van de populatie met de instellingen"},
		{"a fraction", "flow.yaml", "    cohorts: {from", strings.Replace(formal, "1/2", "0.5", 1) + "    cohorts: {from", `population PRESENT: publish: rho: "0.5" is geen vereenvoudigde breuk, zoals 1/2`},
		{"a weight", "flow.yaml", "    cohorts: {from", strings.Replace(formal, `next: "1"`, `next: "-1"`, 1) + "    cohorts: {from", "population PRESENT: publish: weight van HBO-NEXT/next is -1; het moet groter dan 0 zijn"},
		{"a missing key", "flow.yaml", "{threshold: 5, width: 5, zeros: published}", "{threshold: 5, zeros: published}", `sleutel "width" ontbreekt`},
	} {
		fsys := small(t)
		text := string(fsys[c.file].Data)
		if !strings.Contains(text, c.old) {
			t.Fatalf("%s: %s does not hold %q", c.name, c.file, c.old)
		}
		fsys[c.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, c.old, c.new, 1))}
		_, err := spec.Load(fsys)
		var got []string
		for _, f := range spec.Faults(err) {
			got = append(got, f.Text().In("nl"))
		}
		if !slices.ContainsFunc(got, func(m string) bool { return strings.HasPrefix(m, c.want) }) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		sayDutch(t, err)
	}
}

// TestFaultsOfALayoutInDutch: what package layout says of a layout by itself
// goes through, beside what is said of it here.
func TestFaultsOfALayoutInDutch(t *testing.T) {
	fsys := small(t)
	fsys["layout.yaml"] = &fstest.MapFile{Data: []byte(`layouts:
  - id: csv
    label: {nl: Bestand, en: File}
    source: test
    format: separated
    encoding: ascii
    separators: [";"]
    fields: [{nr: 1, id: a, label: A, type: Q}]
    emit: [{record: nothing, set: {x: {field: a}}}]
`)}
	_, err := spec.Load(fsys)
	var got []string
	for _, f := range spec.Faults(err) {
		got = append(got, f.In("nl"))
	}
	slices.Sort(got)
	if want := []string{
		`layout.yaml:6: layout csv: encoding "ascii" is onbekend; kies latin1 of utf-8`,
		`layout.yaml:8: layout csv: field 1 (a): type "Q" is onbekend; kies C, N, Y of D`,
		`layout.yaml:9: layout csv: record "nothing" bestaat niet`,
	}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	sayDutch(t, err)
}

// quoted matches a word in quotes.
var quoted = regexp.MustCompile(`"[^"]*"`)

// english matches words that no Dutch text has, be it by chance or as a key.
var english = regexp.MustCompile(`\b(the|does|not|must|known|needs|and|expected|has|have|be|both|earlier|other|than|give|given|twice|one|here|this|that|which|an|it|line)\b`)

// sayDutch wants every fault in Dutch as well: at the same place, about the
// same words, without English.
func sayDutch(t *testing.T, err error) {
	t.Helper()
	for _, f := range spec.Faults(err) {
		nl, en := f.In("nl"), f.In("en")
		if nl == en || f.Error() != en {
			t.Errorf("%q in Dutch, %q in English", nl, en)
		}
		of := func(text string) []string {
			words := quoted.FindAllString(text, -1)
			slices.Sort(words)
			return words
		}
		if !slices.Equal(of(nl), of(en)) {
			t.Errorf("%q is about other words than %q", nl, en)
		}
		if w := english.FindString(quoted.ReplaceAllString(f.Text().In("nl"), "")); w != "" {
			t.Errorf("%q: %q is English", nl, w)
		}
	}
}
