package table

import (
	"fmt"
	"slices"
	"strings"

	"doorstroommonitor/sdc"
)

// checkSums refuses a published table in which a sum cannot hold: with such a
// table everything could be derived.
func (a *attackable) checkSums() error {
	for _, r := range a.know.Relations {
		lower, upper := int64(0), int64(0)
		for _, c := range r.Children {
			lower += a.know.Lower[c]
			upper += a.know.Upper[c]
		}
		if lower > a.know.Upper[r.Parent] || upper < a.know.Lower[r.Parent] {
			return a.broken(r)
		}
	}
	return nil
}

// broken names the cells of a sum that cannot hold.
func (a *attackable) broken(r sdc.Relation) error {
	const most = 6
	var parts []string
	at := line{}
	for _, c := range slices.Concat(r.Children, []int32{r.Parent}) {
		if a.of[c] >= 0 {
			at = a.lines[a.of[c]]
		}
	}
	for i, c := range r.Children {
		if i == most {
			parts = append(parts, fmt.Sprintf("... (%d)", len(r.Children)))
			break
		}
		parts = append(parts, a.cell(c))
	}
	sum := a.cell(r.Parent) + " <> " + strings.Join(parts, " + ")
	return a.about(at, "P-SUM", say("de delen tellen niet op tot het geheel: %s", "the parts do not add up to the whole: %s", sum),
		say("verbeter de tabel, kies zeros: protected als verborgen cellen nul kunnen zijn, of geef een hierarchy als er een code is die nergens in het bestand staat", "correct the table, choose zeros: protected if hidden cells can be zero, or give a hierarchy if there is a code that is nowhere in the file"))
}

// cell is a cell for people: (school=S1) 5.
func (a *attackable) cell(c int32) string {
	return "(" + named(a.axes, a.codes(c)) + ") " + a.value(c)
}

// value is what is said of a cell: 5, 1..4, >=1.
func (a *attackable) value(c int32) string {
	lo, hi := a.know.Lower[c], a.know.Upper[c]
	switch {
	case lo == hi:
		return fmt.Sprint(lo)
	case bound(hi) == "":
		return fmt.Sprintf(">=%d", lo)
	}
	return fmt.Sprintf("%d..%d", lo, hi)
}
