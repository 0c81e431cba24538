package spec

import (
	"maps"
	"slices"
)

// Sensitivity says what knowing a value tells about a person. It is embedded
// where it can be stated; what is derived from these inherits it.
type Sensitivity struct {
	// Class is none, personal or special; left out it is inherited: a code
	// from its list, a field from its codelist and else from its record, a
	// record is personal, a list is none.
	Class string `yaml:"sensitivity,omitempty"`
	// Reveals lists the special categories; only and always where special.
	Reveals []string `yaml:"reveals,omitempty"`
}

var classes = []string{NotSensitive, Personal, Special}

// Classes of sensitivity.
const (
	NotSensitive = "none"     // about no person
	Personal     = "personal" // about a person
	Special      = "special"  // reveals a category of articles 9 and 10 of the GDPR
)

// special returns the categories, nil where there are none.
func (x Sensitivity) special() []string {
	if x.Class == Special {
		return x.Reveals
	}
	return nil
}

// revelations are the special categories that the codes of a column give
// away: all of them (whole), or some codes only.
type revelations struct {
	whole []string
	codes map[string][]string
}

// of returns what a code gives away.
func (r revelations) of(code string) []string { return union(r.whole, r.codes[code]) }

// together returns what is known of somebody of whom only is known that the
// code is one of these: each must give something away.
func (r revelations) together(codes []string) []string {
	var out []string
	for _, c := range codes {
		got := r.of(c)
		if len(got) == 0 {
			return nil
		}
		out = union(out, got)
	}
	return out
}

// any returns what any of the codes gives away.
func (r revelations) any() []string {
	out := r.whole
	for _, got := range r.codes {
		out = union(out, got)
	}
	return out
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// fieldReveals gives what the values of a field give away.
func (s *Specification) fieldReveals(record, field string) revelations {
	out := revelations{codes: map[string][]string{}}
	r, ok := s.Records[record]
	if !ok {
		return out
	}
	f, ok := r.FieldByID(field)
	if !ok {
		return out
	}
	out.whole = union(r.special(), f.special())
	if l, ok := s.Codelists[f.Codelist]; ok && f.Class == "" {
		out.whole = union(out.whole, l.special())
		for i := range l.Codes {
			if got := l.Codes[i].special(); got != nil {
				out.codes[l.Codes[i].Code] = got
			}
		}
	}
	return out
}

// whereReveals gives what is known of somebody who has a record that
// satisfies the conditions.
func (s *Specification) whereReveals(record string, where map[string][]string) []string {
	var out []string
	if r, ok := s.Records[record]; ok {
		out = r.special()
	}
	for f, values := range where {
		out = union(out, s.fieldReveals(record, f).together(values))
	}
	return out
}

// Membership returns the special categories that being a member of the
// population reveals, sorted; nil where none.
func (s *Specification) Membership(p *Population) []string {
	out := s.whereReveals(p.Record, p.Where)
	if p.Also == nil || len(out) == 0 {
		return out
	}
	also := s.whereReveals(p.Also.Record, p.Also.Where)
	for _, id := range p.Also.Absent {
		if l, ok := p.Lookup(id); ok {
			also = union(also, s.whereReveals(l.Record, l.Where))
		}
	}
	if len(also) == 0 {
		return nil // a member may be one of whom nothing special is known
	}
	return union(out, also)
}

// DimensionReveals returns the special categories that some code of the
// dimension reveals, sorted; nil where none. A code that takes special and
// other values together reveals nothing: who is counted there may be either.
// Institutions and programmes are judged as public names, whatever kind of
// education they offer.
func (s *Specification) DimensionReveals(t *Transition, d *Dimension) []string {
	p, ok := s.Populations[t.Population]
	if !ok {
		return nil
	}
	reveals := s.columnsReveal(p)
	out := reveals[d.Column].any()
	for _, n := range d.Nodes {
		out = union(out, reveals[n.Each].any())
		for c, codes := range n.When {
			out = union(out, reveals[c].together(codes))
		}
	}
	return out
}

// PartReveals returns the special categories that being in the part of the
// population reveals, sorted; nil where none.
func (s *Specification) PartReveals(t *Transition) []string {
	p, ok := s.Populations[t.Population]
	if !ok || t.Part == nil {
		return nil
	}
	var out []string
	reveals := s.columnsReveal(p)
	for c, codes := range t.Part.When {
		out = union(out, reveals[c].together(codes))
	}
	return out
}

// TableReveals joins what the population, the part of it and the dimensions of
// a table reveal.
func (s *Specification) TableReveals(t *Transition, tab *Table) []string {
	out := s.PartReveals(t)
	if p, ok := s.Populations[t.Population]; ok {
		out = union(out, s.Membership(p))
	}
	for _, id := range tab.Dimensions {
		if d, ok := t.DimensionByID(id); ok {
			out = union(out, s.DimensionReveals(t, d))
		}
	}
	return out
}

// Exceptions returns the provisions that an agreement must cite to cover the
// table, sorted; nil where it reveals nothing special.
func (s *Specification) Exceptions(t *Transition, tab *Table) []string {
	set := map[string]bool{}
	if p, ok := s.Populations[t.Population]; ok {
		set[p.Exception] = true
	}
	for _, id := range tab.Dimensions {
		if d, ok := t.DimensionByID(id); ok {
			set[d.Exception] = true
		}
	}
	delete(set, "")
	return slices.Sorted(maps.Keys(set))
}

// columnsReveal gives for every column what its codes give away.
func (s *Specification) columnsReveal(p *Population) map[string]revelations {
	out := map[string]revelations{}
	for i := range p.Columns {
		c := &p.Columns[i]
		r := revelations{codes: map[string][]string{}}
		for guard, codes := range c.Only {
			r.whole = union(r.whole, out[guard].together(codes))
		}
		if len(c.Case) > 0 {
			s.casesReveal(p, c, &r)
		} else {
			s.valuesReveal(p, c, &r)
		}
		out[c.ID] = r
	}
	return out
}

// valuesReveal follows the values of a field through the map of a column: a
// code is special when every value that becomes it is.
func (s *Specification) valuesReveal(p *Population, c *Column, r *revelations) {
	record, where := p.Record, p.Where
	if l, ok := p.Lookup(c.Of); ok {
		record, where = l.Record, l.Where
		r.whole = union(r.whole, s.whereReveals(record, where))
	}
	plain := map[string]bool{c.None: true}
	s.fieldCodes(record, where, c, r, plain)
	if p.Also != nil && c.Of == "cohort" {
		s.fieldCodes(p.Also.Record, p.Also.Where, c, r, plain)
	}
	maps.DeleteFunc(r.codes, func(code string, _ []string) bool { return plain[code] })
}

// fieldCodes notes which codes of a column come from a special value of its
// field in a record, and which from another.
func (s *Specification) fieldCodes(record string, where map[string][]string, c *Column, r *revelations, plain map[string]bool) {
	values := s.fieldReveals(record, c.Field)
	r.whole = union(r.whole, values.whole)
	if c.Recode != "" || len(values.codes) == 0 {
		return
	}
	f, _ := s.Records[record].FieldByID(c.Field)
	for _, k := range s.Codelists[f.Codelist].Codes {
		if admitted, ok := where[c.Field]; ok && !slices.Contains(admitted, k.Code) {
			continue
		}
		to, ok := c.Map[k.Code]
		if !ok {
			to = k.Code
		}
		if got := values.codes[k.Code]; got != nil {
			r.codes[to] = union(r.codes[to], got)
		} else {
			plain[to] = true
		}
	}
}

// casesReveal does the same for a column of cases.
func (s *Specification) casesReveal(p *Population, c *Column, r *revelations) {
	plain := map[string]bool{}
	for i := range c.Case {
		k := &c.Case[i]
		if got := s.caseReveals(p, k); got != nil {
			r.codes[k.Code] = union(r.codes[k.Code], got)
		} else {
			plain[k.Code] = true
		}
	}
	maps.DeleteFunc(r.codes, func(code string, _ []string) bool { return plain[code] })
}

// caseReveals gives what is known of somebody for whom the case holds. Not to
// be found among special records is as telling as to be found there.
func (s *Specification) caseReveals(p *Population, k *Case) []string {
	var out []string
	of := func(lookup string) (record string) {
		if l, ok := p.Lookup(lookup); ok {
			out = union(out, s.whereReveals(l.Record, l.Where))
			return l.Record
		}
		return p.Record
	}
	for _, l := range k.lookups() {
		of(l)
	}
	for key, values := range k.Is {
		lookup, field := splitKey(key)
		out = union(out, s.fieldReveals(of(lookup), field).together(values))
	}
	if k.Same != nil {
		for _, l := range k.Same.Of {
			for _, f := range k.Same.Fields {
				out = union(out, s.fieldReveals(of(l), f).whole)
			}
		}
	}
	return out
}
