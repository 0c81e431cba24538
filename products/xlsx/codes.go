package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"doorstroommonitor/sdmx"
)

// codes writes the codelist of every dimension of the cube.
func (b *workbook) codes([]*sdmx.Dataset) error {
	g, err := b.newGrid(codesSheet, []heading{
		{"Dimensie / Dimension", 28},
		{"dimension", 16},
		{"code", 14},
		{"Naam", 40},
		{"Label (EN)", 40},
		{"Valt onder / Parent", 14},
		{"Voorgangers / Predecessors", 40},
	})
	if err != nil {
		return err
	}
	for _, d := range b.cube.Dimensions {
		list, _ := b.structure.Codelist(d.Codelist) // newWorkbook found it
		for _, c := range list.Codes {
			err := g.add([]any{both(d.Label), d.ID, c.ID, c.Label.NL, c.Label.EN, c.Parent, predecessors(c)})
			if err != nil {
				return err
			}
		}
	}
	return g.close()
}

// carriedMark stands at a label whose figures are also those of others.
const carriedMark = "†"

// marked is the label of a code, with the mark where it carries others.
func marked(c sdmx.Code) sdmx.Text {
	if len(c.Predecessors) == 0 {
		return c.Label
	}
	return sdmx.Text{NL: c.Label.NL + " " + carriedMark, EN: c.Label.EN + " " + carriedMark}
}

// carries reports whether some code of the cube carries others.
func (b *workbook) carries() bool {
	for _, d := range b.cube.Dimensions {
		list, _ := b.structure.Codelist(d.Codelist) // newWorkbook found it
		if slices.ContainsFunc(list.Codes, func(c sdmx.Code) bool { return len(c.Predecessors) > 0 }) {
			return true
		}
	}
	return false
}

// predecessors names the codes that a code carries, each with the year since
// when: "Het Riet 90BB (2020)".
func predecessors(c sdmx.Code) string {
	var out []string
	for _, p := range c.Predecessors {
		name := p.ID
		if p.Label.NL != "" {
			name = p.Label.NL + " " + p.ID
		}
		out = append(out, fmt.Sprintf("%s (%d)", name, p.Since))
	}
	return strings.Join(out, ", ")
}
