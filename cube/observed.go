package cube

import (
	"doorstroommonitor/spec"
)

// Observed says of which years 1 October is known.
type Observed struct {
	// Last is the last year of which enrolments are known.
	Last int
	// Rows tells by record type in which years there are rows. Others supply
	// some record types, later or not at all; who finds no row of a year that
	// nobody supplied would be counted as one who has none. Where it is nil
	// every record type is known up to Last.
	Rows map[string]map[int]bool
}

// Column reports whether a column of a population is known for a cohort: every
// record that it, or its guard, looks up. The records by which members are
// found need no rows of that year: without them there are no members.
func (o Observed) Column(s *spec.Specification, p *spec.Population, id string, cohort int) bool {
	c, ok := p.Column(id)
	if !ok {
		return true
	}
	for _, name := range c.Lookups() {
		if l, ok := p.Lookup(name); ok && !o.lookup(s, p, l, cohort+l.After) {
			return false
		}
	}
	for guard := range c.Only {
		if !o.Column(s, p, guard, cohort) {
			return false
		}
	}
	return true
}

func (o Observed) lookup(s *spec.Specification, p *spec.Population, l *spec.Lookup, year int) bool {
	switch {
	case year > o.Last:
		return false
	case o.Rows == nil, s.Records[l.Record].Year == "", l.Record == p.Record && l.After == 0, p.Also != nil && l.Record == p.Also.Record && l.After == p.Also.After:
		return true
	}
	return o.Rows[l.Record][year]
}
