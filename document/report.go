package document

import (
	"fmt"
	"slices"
	"strings"

	"doorstroommonitor/forms"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
	"doorstroommonitor/spec/explain"
)

// Change is one change since the version before, graded from the side of who
// receives the figures.
type Change struct {
	Grade, Where, What string
}

// Changes are the changes since another version.
type Changes struct {
	Since string // its version
	List  []Change
}

// New makes the report of a specification in "nl" or "en". changes may be
// nil: then nothing is compared with an earlier version.
func New(s *spec.Specification, changes *Changes, lang string) *Document {
	r := &report{s: s, lang: lang, concepts: s.Concepts()}
	r.doc = &Document{
		Lang: lang, Title: s.About.Title.In(lang) + " " + s.About.Version,
		Subtitle: r.of("Beheer: %s. Geldt vanaf %s. SHA-256 van de bestanden: %s.", "In care of: %s. In force from %s. SHA-256 of the files: %s.", s.About.Agency, s.About.Since, s.Digest),
	}
	r.introduction()
	for _, id := range s.TransitionIDs() {
		r.transition(s.Transitions[id])
	}
	r.protection()
	r.codelists()
	r.records()
	r.layouts()
	r.screening()
	r.changes(changes)
	return r.doc
}

// report is a report while it is written.
type report struct {
	s        *spec.Specification
	lang     string
	doc      *Document
	concepts []spec.Concept
}

// of formats the text of its language.
func (r *report) of(nl, en string, args ...any) string {
	if r.lang == "en" {
		nl = en
	}
	if len(args) == 0 {
		return nl
	}
	return fmt.Sprintf(nl, args...)
}

func (r *report) in(t sdmx.Text) string { return t.In(r.lang) }

func (r *report) add(b ...Block) { r.doc.Blocks = append(r.doc.Blocks, b...) }

func (r *report) chapter(id, nl, en string) { r.add(Heading{1, id, r.of(nl, en)}) }

func (r *report) introduction() {
	r.chapter("overzicht", "Overzicht", "Overview")
	r.add(
		Paragraph(r.of(
			"Dit rapport is gemaakt uit de specificatie waarmee ook wordt geteld, beschermd en geleverd: wat hier staat is wat het programma doet. Elke overgang is een kubus: tabellen over één populatie, per cohortjaar.",
			"This report was made from the specification that also drives counting, protection and delivery: what stands here is what the program does. Every transition is a cube: tables about one population, by cohort year.")),
		Paragraph(r.of(
			"Een cohort bestaat uit de leden van een populatie in een jaar. Van ieder lid is vastgelegd in welke uitkomst het valt; elk lid valt in precies één. Peildatum is 1 oktober.",
			"A cohort is the members of a population in a year. For every member it is laid down which outcome it falls in; each falls in exactly one. The counting date is 1 October.")),
	)
	t := Table{Caption: r.of("Overgangen", "Transitions"), Widths: []float64{1.1, 3, 3, 2},
		Head: []string{r.of("Kubus", "Cube"), r.of("Overgang", "Transition"), r.of("Populatie", "Population"), r.of("Ontvangers", "Recipients")}}
	for _, id := range r.s.TransitionIDs() {
		x := r.s.Transitions[id]
		who, _ := r.s.Members(x)
		t.Rows = append(t.Rows, []string{id, r.in(x.Label), r.in(who), strings.Join(r.s.Names(x.Recipients, r.lang), ", ")})
	}
	r.add(t)
}

func (r *report) transition(t *spec.Transition) {
	r.add(Heading{1, t.ID, t.ID + ": " + r.in(t.Label)}, Paragraph(r.in(r.s.Described(t))), Paragraph(r.of("Bron: ", "Source: ")+t.Source))
	axes := forms.Axes(r.s, t)
	if f, ok := r.figure(t, axes); ok {
		r.add(f)
	}
	r.population(t)
	r.observations(t)
	r.dimensions(t, axes)
	r.tables(t)
	r.indicators(t)
}

// figure draws from those whom the transition is about to the outcomes of the main indicator's
// table, or else of the first table with one.
func (r *report) figure(t *spec.Transition, axes []forms.Axis) (Figure, bool) {
	chosen := -1
	for i, a := range axes {
		main := slices.ContainsFunc(t.Indicators, func(x spec.Indicator) bool { return x.Main && x.Dimension == a.ID })
		if len(a.Codes) > 1 && (main || a.Role == "outcome" && chosen < 0) {
			if chosen = i; main {
				break
			}
		}
	}
	if chosen < 0 {
		return Figure{}, false
	}
	a := axes[chosen]
	who, _ := r.s.Members(t)
	root := branch{label: r.in(who)}
	root.branches = r.branches(a.Codes, sdmx.Total)
	var names []string
	for _, b := range root.branches {
		names = append(names, b.label)
	}
	return Figure{
		ID: "figuur-" + t.ID, Caption: r.of("%s: van populatie naar uitkomst", "%s: from population to outcome", t.ID), Flow: newFlow(root),
		Text: r.of("Van %s naar, volgens %s: %s. Een band heeft geen dikte die iets betekent.", "From %s to, by %s: %s. The width of a band means nothing.", r.in(who), r.in(a.Label), strings.Join(names, "; ")),
	}, true
}

func (r *report) branches(codes []sdmx.Code, parent string) []branch {
	var out []branch
	for _, c := range codes {
		if c.Parent == parent {
			out = append(out, branch{r.in(c.Label), r.branches(codes, c.ID)})
		}
	}
	return out
}

// population tells who is counted and where they are looked for, in the
// sentences in which package explain tells it.
func (r *report) population(t *spec.Transition) {
	who, _ := r.s.Members(t)
	r.add(Heading{2, t.ID + "-populatie", r.of("Populatie: ", "Population: ") + r.in(who)})
	r.told(t, explain.Persons, explain.Lookups)
}

// told adds sections of the explanation of a transition.
func (r *report) told(t *spec.Transition, ids ...string) {
	sections, err := explain.Sections(r.s, t.ID, r.lang)
	if err != nil {
		return // a transition of the specification can be explained
	}
	for _, x := range sections {
		if !slices.Contains(ids, x.ID) {
			continue
		}
		r.add(Heading{3, t.ID + "-" + x.ID, x.Title})
		for _, p := range x.Paragraphs {
			r.add(Paragraph(p.Text))
		}
	}
}

func (r *report) dimensions(t *spec.Transition, axes []forms.Axis) {
	r.add(Heading{2, t.ID + "-dimensies", r.of("Dimensies", "Dimensions")})
	d := Table{Caption: r.of("Dimensies van %s", "Dimensions of %s", t.ID), Head: []string{r.of("Dimensie", "Dimension"), r.of("Naam", "Name"), r.of("Definitie", "Definition"), r.of("Rol", "Role"), r.of("Gevoeligheid", "Sensitivity")}, Widths: []float64{1.8, 1.8, 3.3, 1.4, 1.7}}
	for _, a := range axes {
		d.Rows = append(d.Rows, []string{a.ID, r.in(a.Label), r.in(a.Definition), r.in(spec.RoleName(a.Role)), r.sensitivity(r.concept("transition", t.ID, "dimension", a.ID).Sensitivity)})
	}
	r.add(d)
	for _, a := range axes {
		r.add(r.codes(a))
	}
}

func (r *report) tables(t *spec.Transition) {
	r.add(Heading{2, t.ID + "-tabellen", r.of("Tabellen", "Tables")})
	x := Table{Caption: r.of("Tabellen van %s", "Tables of %s", t.ID), Head: []string{r.of("Tabel", "Table"), r.of("Naam", "Name"), r.of("Dimensies", "Dimensions"), r.of("Voor wie", "For whom"), r.of("Gevoeligheid", "Sensitivity")}, Widths: []float64{2, 2.6, 1.9, 2, 1.9}}
	for i := range t.Tables {
		tab := &t.Tables[i]
		reveals := r.sensitivity(r.concept("transition", t.ID, "table", tab.ID).Sensitivity)
		if e := r.s.Exceptions(t, tab); len(e) > 0 {
			reveals += r.of("; alleen onder een overeenkomst die noemt: ", "; only under an agreement that cites: ") + strings.Join(e, ", ")
		}
		x.Rows = append(x.Rows, []string{tab.ID, r.in(tab.Label), strings.Join(tab.Dimensions, ", "), strings.Join(r.s.Names(tab.Audiences, r.lang), ", "), reveals})
	}
	r.add(x)
	r.told(t, explain.Existing)
}

func (r *report) indicators(t *spec.Transition) {
	if len(t.Indicators) == 0 {
		return
	}
	r.add(Heading{2, t.ID + "-indicatoren", r.of("Indicatoren", "Indicators")})
	x := Table{Caption: r.of("Indicatoren van %s", "Indicators of %s", t.ID), Head: []string{r.of("Indicator", "Indicator"), r.of("Naam", "Name"), r.of("Definitie", "Definition"), r.of("Teller / noemer", "Numerator / denominator")}, Widths: []float64{1.7, 2, 3.4, 2}}
	for _, i := range t.Indicators {
		definition := r.in(i.Definition)
		if i.Coverage {
			definition += " " + r.of("(dekking: staat bij de uitkomsten)", "(coverage: stands beside the outcomes)")
		}
		x.Rows = append(x.Rows, []string{i.ID, r.in(i.Label), definition, fmt.Sprintf("%s.%s: %s / %s", i.Table, i.Dimension, i.Numerator, i.Denominator)})
	}
	r.add(x, Paragraph(r.of("Een aandeel is alleen getoond als teller en noemer zijn getoond.", "A share is shown only where numerator and denominator are shown.")))
	r.told(t, explain.Comparisons)
}
