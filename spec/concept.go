package spec

import (
	"cmp"
	"maps"
	"slices"

	"doorstroommonitor/sdmx"
)

// Units of what is published, where a concept gives no other.
var (
	UnitPersons = sdmx.Text{NL: "personen", EN: "persons"}
	UnitShare   = sdmx.Text{NL: "procent van de personen", EN: "per cent of the persons"}
)

// Concept is everything that the specification says of one named thing, what
// it inherits included.
type Concept struct {
	// Path tells concepts apart: kind and id of what it stands in, then its
	// own, such as transition/VO-HO/dimension/stroom/node/DIRECT.
	Path, Kind, ID string
	Label          sdmx.Text
	Definition     sdmx.Text
	Unit           sdmx.Text // empty where it is no quantity
	Source         string
	// From and Until are the first and last year of 1 October in which it is
	// used; 0 is open.
	From, Until int
	Sensitivity
}

// within fills in from above what a concept does not say itself.
func (c Concept) within(above Concept) Concept {
	c.Path = c.Kind + "/" + c.ID
	if above.Path != "" {
		c.Path = above.Path + "/" + c.Path
	}
	if c.Definition == (sdmx.Text{}) {
		c.Definition = above.Definition
	}
	c.Source = cmp.Or(c.Source, above.Source)
	c.From = max(c.From, above.From)
	if c.Until == 0 || above.Until != 0 && above.Until < c.Until {
		c.Until = above.Until
	}
	if c.Class == "" {
		c.Sensitivity = above.Sensitivity
	}
	return c
}

// Concepts lists every concept with what it says and inherits: codelists,
// records, populations, transitions, each followed by its parts, in the order
// of the specification and ids sorted at the top. Checks, documents and
// comparisons read the same list.
func (s *Specification) Concepts() []Concept {
	var out []Concept
	for _, id := range slices.Sorted(maps.Keys(s.Codelists)) {
		out = append(out, s.codelistConcepts(s.Codelists[id])...)
	}
	for _, id := range slices.Sorted(maps.Keys(s.Records)) {
		out = append(out, s.recordConcepts(s.Records[id])...)
	}
	for _, id := range slices.Sorted(maps.Keys(s.Populations)) {
		out = append(out, s.populationConcepts(s.Populations[id])...)
	}
	for _, id := range s.TransitionIDs() {
		out = append(out, s.transitionConcepts(s.Transitions[id])...)
	}
	return out
}

func (s *Specification) codelistConcepts(l *Codelist) []Concept {
	top := Concept{Kind: "codelist", ID: l.ID, Label: l.Label, Definition: l.Definition, Source: l.Source, Sensitivity: l.Sensitivity}
	top = top.within(Concept{Sensitivity: Sensitivity{Class: NotSensitive}})
	out := []Concept{top}
	for _, k := range l.Codes {
		out = append(out, Concept{Kind: "code", ID: k.Code, Label: k.Label, Definition: k.Definition, From: k.From, Until: k.Until, Sensitivity: k.Sensitivity}.within(top))
	}
	return out
}

func (s *Specification) recordConcepts(r *Record) []Concept {
	top := Concept{Kind: "record", ID: r.ID, Label: r.Label, Definition: r.Definition, Source: r.Source, Sensitivity: r.Sensitivity}
	top = top.within(Concept{Sensitivity: Sensitivity{Class: Personal}})
	out := []Concept{top}
	for i := range r.Fields {
		out = append(out, s.fieldConcept(top, &r.Fields[i]))
	}
	return out
}

func (s *Specification) fieldConcept(record Concept, f *Field) Concept {
	c := Concept{Kind: "field", ID: f.ID, Label: f.Label, Definition: f.Definition, Unit: f.Unit, Source: f.Source, Sensitivity: f.Sensitivity}
	if l, ok := s.Codelists[f.Codelist]; ok {
		if c.Definition == (sdmx.Text{}) {
			c.Definition = l.Definition
		}
		if c.Class == "" {
			c.Sensitivity = l.Sensitivity
		}
	}
	record.Definition = sdmx.Text{} // what a record is says nothing of its fields
	return c.within(record)
}

func (s *Specification) populationConcepts(p *Population) []Concept {
	top := Concept{
		Kind: "population", ID: p.ID, Label: p.Label, Definition: p.Definition, Unit: UnitPersons, Source: p.Source,
		From: p.Cohorts.From, Until: p.Cohorts.Until, Sensitivity: derived(s.Membership(p)),
	}
	if r, ok := s.Records[p.Record]; ok {
		top.Source = cmp.Or(p.Source, r.Source)
	}
	top = top.within(Concept{})
	out := []Concept{top}
	reveals := s.columnsReveal(p)
	for i := range p.Columns {
		out = append(out, s.columnConcept(p, &p.Columns[i], reveals[p.Columns[i].ID].any()).within(top))
	}
	return out
}

// columnConcept describes a column: by its own words, by those of the field
// it reads, or by its label, since its cases say the rest.
func (s *Specification) columnConcept(p *Population, col *Column, reveals []string) Concept {
	c := Concept{Kind: "column", ID: col.ID, Label: col.Label, Definition: col.Definition, Sensitivity: derived(reveals)}
	record := p.Record
	if l, ok := p.Lookup(col.Of); ok {
		record = l.Record
	}
	if r, ok := s.Records[record]; ok && c.Definition == (sdmx.Text{}) {
		if f, ok := r.FieldByID(col.Field); ok {
			c.Definition = s.fieldConcept(Concept{}, &f).Definition
		}
	}
	if c.Definition == (sdmx.Text{}) {
		c.Definition = col.Label
	}
	return c
}

func (s *Specification) transitionConcepts(t *Transition) []Concept {
	top := Concept{Kind: "transition", ID: t.ID, Label: t.Label, Definition: t.Definition, Unit: UnitPersons, Source: t.Source, From: t.From, Until: t.Until, Sensitivity: derived(nil)}
	var years Concept
	if p, ok := s.Populations[t.Population]; ok {
		years.From, years.Until = p.Cohorts.From, p.Cohorts.Until
		top.Sensitivity = derived(s.Membership(p))
	}
	top = top.within(years)
	out := []Concept{top}
	for i := range t.Dimensions {
		d := &t.Dimensions[i]
		dim := Concept{Kind: "dimension", ID: d.ID, Label: d.Label, Definition: d.Definition, Source: d.Source, Sensitivity: derived(s.DimensionReveals(t, d))}.within(top)
		out = append(out, dim)
		for _, n := range d.Nodes {
			if n.Each == "" {
				out = append(out, Concept{Kind: "node", ID: n.Code, Label: n.Label, Definition: n.Definition}.within(dim))
			}
		}
	}
	for i := range t.Tables {
		tab := &t.Tables[i]
		out = append(out, Concept{Kind: "table", ID: tab.ID, Label: tab.Label, Definition: tab.Definition, Unit: UnitPersons, From: tab.From, Until: tab.Until, Sensitivity: derived(s.TableReveals(t, tab))}.within(top))
	}
	for _, i := range t.Indicators {
		out = append(out, s.indicatorConcept(t, &i, top))
	}
	return out
}

func (s *Specification) indicatorConcept(t *Transition, i *Indicator, top Concept) Concept {
	c := Concept{Kind: "indicator", ID: i.ID, Label: i.Label, Definition: i.Definition, Unit: i.Unit, Source: i.Source}
	if c.Unit == (sdmx.Text{}) {
		c.Unit = UnitShare
	}
	if tab, ok := t.TableByID(i.Table); ok {
		c.From, c.Until = tab.From, tab.Until
		c.Sensitivity = derived(s.TableReveals(t, tab))
	}
	return c.within(top)
}

// derived is the class of what is computed from records of persons.
func derived(reveals []string) Sensitivity {
	if len(reveals) > 0 {
		return Sensitivity{Class: Special, Reveals: reveals}
	}
	return Sensitivity{Class: Personal}
}

// InForce reports whether a table of the transition is made for a cohort
// year: within its own years and those of the transition.
func (t *Transition) InForce(tab *Table, cohort int) bool {
	within := func(from, until int) bool { return cohort >= from && (until == 0 || cohort <= until) }
	return within(t.From, t.Until) && within(tab.From, tab.Until)
}
