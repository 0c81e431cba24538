package spec_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/spec"
)

// TestNodesThatDoNotShareOut takes one node away or lets two overlap. A member
// of the small specification has SAME, MOVED or GONE under next; with a guard
// on next also "-".
func TestNodesThatDoNotShareOut(t *testing.T) {
	const (
		flow   = "flow.yaml"
		gone   = "          - {code: GONE, label: {nl: Weg, en: Gone}, when: {next: [GONE]}}\n"
		moved  = "          - {code: MOVED, parent: THERE, label: {nl: Anders, en: Moved}, when: {next: [MOVED]}}\n"
		column = "      - id: next\n        label: {nl: Daarna, en: Next}\n        codes: [SAME, MOVED, GONE]\n"
		how    = "      - {id: how, label: {nl: Hoe, en: How}, of: cohort, field: sector, codes: [HBO, WO]}\n"
	)
	for _, c := range []fault{
		{"a node taken away", flow, gone, "", "- id: next # dimension", "dimension next: leaves somebody out: those with next = GONE; the nodes share everybody out without rest"},
		{"a child taken away", flow, moved, "", "code: THERE", "dimension next: node THERE: its children leave somebody out: those with next = MOVED; they share the node out without rest"},
		{"two nodes that overlap", flow, "when: {next: [GONE]}", "when: {next: [GONE, SAME]}", "{code: GONE, label", "dimension next: node GONE: counts persons whom node THERE beside it counts as well: those with next = SAME; nodes under one parent exclude each other"},
		{"two children that overlap", flow, "when: {next: [MOVED]}", "when: {next: [SAME, MOVED]}", "code: MOVED, parent", "dimension next: node MOVED: counts persons whom node SAME beside it counts as well: those with next = SAME"},
		{"those to whom a column does not apply", flow, column, how + column + "        only: {how: [HBO]}\n", "- id: next # dimension", "dimension next: leaves somebody out: those with next = -;"},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
}

// TestSharesOfOthers: who is in the numerator is in the denominator.
func TestSharesOfOthers(t *testing.T) {
	const (
		flow = "flow.yaml"
		// from the tables up to the share
		tables = `    tables:
      - id: next # table
        label: {nl: Per school, en: By school}
        dimensions: [school, next]
        audiences: [public, vo-raad]
    indicators:
      - id: still
        label: {nl: Er nog, en: Still there}
        definition: {nl: Aandeel, en: Share}
        table: next
`
		share = "        dimension: next\n        numerator: THERE\n        denominator: _T"
	)
	of := func(dimension, numerator, denominator string) string {
		return "        dimension: " + dimension + "\n        numerator: " + numerator + "\n        denominator: " + denominator
	}
	for _, c := range []fault{
		{"others", flow, share, of("next", "GONE", "THERE"), "numerator: GONE", `indicator still: numerator: "GONE" counts persons who are not in denominator THERE`},
		{"more than the denominator", flow, share, of("next", "THERE", "SAME"), "numerator: THERE", `indicator still: numerator: "THERE" counts persons who are not in denominator SAME`},
		{"everybody", flow, share, of("next", "_T", "THERE"), "numerator: _T", `indicator still: numerator: "_T" counts persons who are not in denominator THERE`},
		{"no code, beside a node that expands a column", flow,
			"          - {code: GONE, label: {nl: Weg, en: Gone}, when: {next: [GONE]}}\n" + tables + share,
			"          - {each: next, codelist: sector}\n" + tables + of("next", `""`, "THERE"), "numerator:", `indicator still: numerator "" does not exist; known: _T, THERE, SAME, MOVED`},
		{"two institutions", flow, share, of("school", "21AA", "21BB"), "numerator: 21AA", `indicator still: numerator: "21AA" counts persons who are not in denominator 21BB`},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
	for _, good := range []string{of("next", "SAME", "THERE"), of("next", "GONE", "_T")} {
		fsys := small(t)
		fsys[flow] = &fstest.MapFile{Data: []byte(strings.Replace(string(fsys[flow].Data), share, good, 1))}
		if _, err := spec.Load(fsys); err != nil {
			t.Error(err)
		}
	}
	// A child counts those of its parent alone, as in the build: MOVED, and not
	// GONE.
	fsys := small(t)
	text := strings.Replace(string(fsys[flow].Data), "when: {next: [MOVED]}", "when: {next: [MOVED, GONE]}", 1)
	fsys[flow] = &fstest.MapFile{Data: []byte(strings.Replace(text, share, of("next", "MOVED", "THERE"), 1))}
	if _, err := spec.Load(fsys); err != nil {
		t.Error(err)
	}
}
