package spec_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/spec"
)

// TestTwoThingsOfOneName points at the second, in its own list: the small
// specification has a column, a dimension and a table next.
func TestTwoThingsOfOneName(t *testing.T) {
	const flow = "flow.yaml"
	for _, c := range []fault{
		{"a table", flow, "    indicators:\n", "      - {id: next, label: {nl: N, en: N}, dimensions: [next], audiences: [public]}\n    indicators:\n", "- {id: next, label", `transition HBO-NEXT: table "next" is defined twice`},
		{"an indicator", flow, "    indicators:\n", "    indicators:\n      - {id: still, label: {nl: a, en: b}, definition: {nl: a, en: b}, table: next, dimension: next, numerator: GONE, denominator: _T}\n", "- id: still", `indicator "still" is defined twice`},
		{"a lookup that is the cohort", flow, "      - id: later\n", "      - {id: cohort, record: inschrijving, after: 2}\n      - id: later\n", "- {id: cohort", `lookup "cohort" is defined twice`},
		{"two main indicators", flow, "    indicators:\n", "    indicators:\n      - {id: gone, label: {nl: a, en: b}, definition: {nl: a, en: b}, table: next, dimension: next, numerator: GONE, denominator: _T, main: true}\n      - {id: same, label: {nl: a, en: b}, definition: {nl: a, en: b}, table: next, dimension: next, numerator: SAME, denominator: _T, main: true}\n", "- {id: same", "indicator same: main: indicator gone is main as well"},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
}

// TestAWordIsPointedAt: the column, too, of what is wrong within braces.
func TestAWordIsPointedAt(t *testing.T) {
	for name, c := range map[string]struct{ old, new, word string }{
		"a code of a node's condition":    {"when: {next: [GONE]}", "when: {school: [NONE], next: [SAME, NONE]}", "NONE]}"},
		"a code beside a column of nodes": {"when: {next: [GONE]}", "when: {next: [GONE, LOST]}", "LOST"},
		"a column of a node's condition":  {"when: {next: [GONE]}", "when: {nxt: [GONE]}", "nxt"},
	} {
		fsys := small(t)
		text := strings.Replace(string(fsys["flow.yaml"].Data), c.old, c.new, 1)
		fsys["flow.yaml"] = &fstest.MapFile{Data: []byte(text)}
		_, err := spec.Load(fsys)
		found := false
		for _, f := range spec.Faults(err) {
			if line := strings.Split(text, "\n")[f.Line-1]; f.Column > 0 && strings.HasPrefix(line[f.Column-1:], c.word) {
				found = true
			}
		}
		if !found {
			t.Errorf("%s: nothing points at %s: %v", name, c.word, err)
		}
	}
}

// TestYearsAndCodesThatCannotBe: cohorts are those of 2010 to 2060, a member
// of the codelist is HBO or WO, and the column next has SAME, MOVED and GONE.
func TestYearsAndCodesThatCannotBe(t *testing.T) {
	const (
		flow, about = "flow.yaml", "about.yaml"
		columns     = "      - id: next\n        label: {nl: Daarna, en: Next}\n        codes"
		how         = "      - {id: how, label: {nl: H, en: H}, of: later, field: sector, none: NONE, "
	)
	for _, c := range []fault{
		{"years before the population", flow, "    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    from: 1900\n    until: 1950\n", "from: 1900", "transition HBO-NEXT: from: 1900 is no cohort of population PRESENT, which has 2010 to 2060"},
		{"a last year after the population", flow, "    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    until: 2061\n", "until: 2061", "transition HBO-NEXT: until: 2061 is no cohort of population PRESENT"},
		{"a table before the population", flow, "        dimensions: [school, next]\n", "        dimensions: [school, next]\n        from: 2009\n", "from: 2009", "table next: from: 2009 is no cohort of population PRESENT"},
		{"a code that ends before it begins", about, "code: WO,", "code: WO, from: 2020, until: 2010,", "code: WO", "codelist sector: code WO: from 2020 is after until 2010"},
		{"a value that the field does not have", flow, columns, how + "map: {MBO: WO}, codes: [HBO, WO, NONE]}\n" + columns, "- {id: how", `column how: map: code "MBO" of field sector is not on codelist sector`},
		{"a value that becomes no code of the column", flow, columns, how + "map: {WO: HO}, codes: [HBO, WO, NONE]}\n" + columns, "- {id: how", `column how: map: code "HO" is not listed in codes`},
		{"nothing that is no code of the column", flow, columns, how + "codes: [HBO, WO]}\n" + columns, "- {id: how", `column how: none: code "NONE" is not listed in codes`},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
}

// TestCodesThatALayoutGives: of a field with a codelist each has to be on it,
// however the layout comes to it; empty is no code.
func TestCodesThatALayoutGives(t *testing.T) {
	for _, c := range []struct{ source, wrong string }{
		{"{field: s, map: {a: HBO, b: WO}}", ""}, {`{field: s, map: {a: HBO}, else: ""}`, ""},
		{"{field: s, map: {a: HBO, b: XX}}", "XX"}, {"{const: YY}", "YY"}, {"{field: s, map: {a: WO}, else: ZZ}", "ZZ"},
		{"{field: s, map: {a: WO}, or: {field: s, map: {b: VV}}}", "VV"},
	} {
		fsys := small(t)
		fsys["layout.yaml"] = &fstest.MapFile{Data: []byte(`layouts:
  - id: csv
    label: {nl: Bestand, en: File}
    source: test
    format: table
    encoding: utf-8
    separators: [";"]
    fields: [{nr: 1, id: s, label: S, type: C}]
    emit:
      - record: inschrijving
        set: {sector: ` + c.source + `}
`)}
		_, err := spec.Load(fsys)
		if c.wrong == "" {
			if err != nil {
				t.Errorf("%s: %v", c.source, err)
			}
			continue
		}
		if want := `layout.yaml:11: layout csv: code "` + c.wrong + `" for field sector is not on codelist sector`; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", c.source, err, want)
		}
		sayDutch(t, err)
	}
}
