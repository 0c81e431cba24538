package xlsx

import (
	"fmt"
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
		{"Voorgangers / Predecessors", 24},
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

// predecessors names the codes that a code carries, each with the year since
// when: "90BB (2020)".
func predecessors(c sdmx.Code) string {
	var out []string
	for _, p := range c.Predecessors {
		out = append(out, fmt.Sprintf("%s (%d)", p.ID, p.Since))
	}
	return strings.Join(out, " ")
}
