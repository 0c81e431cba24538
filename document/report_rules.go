package document

import (
	"fmt"
	"slices"
	"strings"

	"doorstroommonitor/forms"
	"doorstroommonitor/spec"
	"doorstroommonitor/spec/explain"
)

// observations tells by which rules members get the codes of columns, in the
// sentences of package explain: a table of what is taken over as it is, and one
// for every column with rules, the first of which that holds counts.
func (r *report) observations(t *spec.Transition) {
	list, err := explain.Observations(r.s, t.ID, r.lang)
	if err != nil || len(list) == 0 {
		return // a transition of the specification can be explained
	}
	r.add(Heading{2, t.ID + "-regels", r.of("Regels", "Rules")},
		Paragraph(r.of(
			"Van ieder lid wordt vastgesteld wat hier staat; de codes van de dimensies hieronder verwijzen ernaar. Namen als okt0 zijn plaatsen waar iemand wordt opgezocht, zie hierboven.",
			"Of each member it is established what stands here; the codes of the dimensions below refer to it. Names such as okt0 are where somebody is looked for, see above.")))
	plain := Table{Caption: r.of("Overgenomen uit een record of het register", "Taken from a record or the register"), Head: []string{r.of("Kolom", "Column"), r.of("Hoe", "How")}, Widths: []float64{1.3, 6}}
	var ruled []Block
	for _, o := range list {
		if len(o.Rules) == 0 {
			plain.Rows = append(plain.Rows, []string{o.Column, o.Text})
			continue
		}
		x := Table{Caption: o.Text, Head: []string{r.of("Regel", "Rule"), "Code", r.of("Wanneer", "When")}, Widths: []float64{.7, 1.9, 6}}
		for i, k := range o.Rules {
			x.Rows = append(x.Rows, []string{fmt.Sprint(i + 1), k.Code, k.When})
		}
		ruled = append(ruled, x)
	}
	if len(plain.Rows) > 0 {
		r.add(plain)
	}
	r.add(ruled...)
}

// codes lists the codes of a dimension with what counts somebody under them.
func (r *report) codes(a forms.Axis) Table {
	c := Table{Caption: r.of("Codes van %s", "Codes of %s", a.ID), Widths: []float64{2.1, 2.6, 3.4, 1.9},
		Head: []string{"Code", r.of("Naam", "Name"), r.of("Telt wie", "Counts whom"), r.of("Valt onder", "Falls under")}}
	for _, k := range a.Codes {
		when := r.of("iedereen", "everybody")
		if k.Parent != "" {
			when = explain.Condition(a.When[k.ID], r.lang)
		}
		c.Rows = append(c.Rows, []string{k.ID, r.in(k.Label), when, k.Parent})
	}
	if a.Open {
		c.Rows = append(c.Rows, []string{"…", r.of("codes van het openbare register, zoals zij vandaag heten", "codes of the public register, as they are named today"), r.of("%s is die code", "%s is that code", strings.Join(a.Expands, r.of(" of ", " or "))), ""})
	}
	return c
}

// sensitivity names the class of a concept, with the special categories that it
// reveals.
func (r *report) sensitivity(x spec.Sensitivity) string {
	out := r.in(spec.ClassName(x.Class))
	var names []string
	for _, id := range x.Reveals {
		names = append(names, r.in(spec.CategoryLabel(id)))
	}
	if len(names) > 0 {
		out += ": " + strings.Join(names, ", ")
	}
	return out
}

// concept finds what the specification says of the concept at a path.
func (r *report) concept(path ...string) spec.Concept {
	at := strings.Join(path, "/")
	if i := slices.IndexFunc(r.concepts, func(c spec.Concept) bool { return c.Path == at }); i >= 0 {
		return r.concepts[i]
	}
	return spec.Concept{}
}
