package spec_test

import "testing"

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
