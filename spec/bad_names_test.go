package spec_test

import "testing"

// TestNamesThatNothingCanCarry: what a release or a form for programs refuses
// is refused before anybody is counted.
func TestNamesThatNothingCanCarry(t *testing.T) {
	const flow, about = "flow.yaml", "about.yaml"
	for _, c := range []fault{
		{"a transition", flow, "id: HBO-NEXT", `id: "HBO NEXT ../x"`, `id: "HBO NEXT ../x"`, `id: "HBO NEXT ../x" is not made of letters, digits, - and _`},
		{"a table", flow, "id: next # table", "id: next/1 # table", "id: next/1", `table next/1: id: "next/1" is not made of letters, digits, - and _`},
		{"a population", flow, "  - id: PRESENT\n", "  - id: PRESENT.1\n", "id: PRESENT.1", `population PRESENT.1: id: "PRESENT.1" is not made of letters, digits, - and _`},
		{"a first letter that is none", flow, "id: next # table", "id: -next # table", "id: -next", `id: "-next" is not made of letters`},
		{"a dimension twice", flow, "dimensions: [school, next]", "dimensions: [school, school, next]", "dimensions: [school, school, next]", `table next: dimension "school" is defined twice`},
		{"a day that is none", about, `since: "2026-01-01"`, `since: "2026-13-45"`, "since:", `since: "2026-13-45" is no date; expected: yyyy-mm-dd`},
		{"a version in words", about, `version: "2026.1"`, `version: "zes"`, "version:", `version: "zes" is no version; expected: year, issue and correction`},
		{"a version without a year", about, `version: "2026.1"`, `version: "1.0"`, "version:", `version: "1.0" is no version`},
		{"a version of four numbers", about, `version: "2026.1"`, `version: "2026.1.2.3"`, "version:", `version: "2026.1.2.3" is no version`},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
}
