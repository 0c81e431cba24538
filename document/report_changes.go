package document

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doorstroommonitor/spec"
)

// changes writes what is proposed and decided about the specification, and
// what differs from an earlier version where one is given; nothing where there
// is neither.
func (r *report) changes(c *Changes) {
	if c == nil && len(r.s.Changes) == 0 {
		return
	}
	r.chapter("wijzigingen", "Wijzigingen sinds de vorige versie", "Changes since the version before")
	for i, id := range slices.Sorted(maps.Keys(r.s.Changes)) {
		r.change(i, r.s.Changes[id])
	}
	if c != nil {
		r.differences(c)
	}
}

// change writes the way of one change, from the proposal on.
func (r *report) change(i int, c *spec.Change) {
	r.add(Heading{2, fmt.Sprintf("wijziging-%d", i+1), c.ID + ": " + r.in(c.Label)})
	r.add(Paragraph(strings.TrimSpace(r.in(c.Reason))))
	r.add(Paragraph(r.of("Voor versie %s. Stand: %s. Gaat over: %s.", "For version %s. State: %s. Concerns: %s.", c.Version, r.in(spec.StepName(c.State())), strings.Join(c.Concerns, ", "))))
	t := Table{
		Caption: r.of("Stappen van %s: wat, wanneer en door wie", "Steps of %s: what, when and by whom", c.ID),
		Head:    []string{r.of("Stap", "Step"), r.of("Datum", "Date"), r.of("Door", "By"), r.of("Toelichting", "Note")},
		Widths:  []float64{2, 1.4, 2.4, 4},
	}
	for _, x := range c.Steps {
		step := r.in(spec.StepName(x.Step))
		if x.Outcome != "" {
			step += ": " + r.in(spec.StepName(x.Outcome))
		}
		t.Rows = append(t.Rows, []string{step, x.Date, r.party(x.By), r.in(x.Note)})
	}
	r.add(t)
}

// party names who took a step: a body of the change process, a recipient, or
// whoever proposed.
func (r *report) party(id string) string {
	if g := r.s.About.Governance; g != nil {
		for _, b := range []spec.Body{g.Care, g.Advice, g.Decision} {
			if b.ID == id {
				return b.Name
			}
		}
	}
	return r.s.Names([]string{id}, r.lang)[0]
}

// differences writes what differs from an earlier version.
func (r *report) differences(c *Changes) {
	r.add(Heading{2, "verschillen", r.of("Wijzigingen sinds %s", "Changes since %s", c.Since)})
	if len(c.List) == 0 {
		r.add(Paragraph(r.of("Er is niets gewijzigd.", "Nothing has changed.")))
		return
	}
	t := Table{Caption: r.of("Wijzigingen, beoordeeld vanuit wie cijfers ontvangt", "Changes, graded from the side of who receives figures"), Head: []string{r.of("Graad", "Grade"), r.of("Waar", "Where"), r.of("Wat", "What")}, Widths: []float64{1, 3, 5}}
	for _, x := range c.List {
		t.Rows = append(t.Rows, []string{x.Grade, x.Where, x.What})
	}
	r.add(t)
}
