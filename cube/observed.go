package cube

import (
	"maps"
	"slices"

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
	// Missing tells by record type of which years there are no rows, for who
	// sees a release alone and knows of some.
	Missing map[string]map[int]bool
}

// Need is a year of a record type without which a column is not known.
type Need struct {
	Record string
	Year   int
	// Given says that no rows are needed, but that the year has come.
	Given bool
}

// Needs lists what a column of a population looks up for a cohort, and what
// its guards do. The records by which members are found need no rows of that
// year: without them there are no members.
func Needs(s *spec.Specification, p *spec.Population, id string, cohort int) []Need {
	c, ok := p.Column(id)
	if !ok {
		return nil
	}
	var out []Need
	for _, name := range c.Lookups() {
		if l, ok := p.Lookup(name); ok {
			given := s.Records[l.Record].Year == "" || l.Record == p.Record && l.After == 0 || p.Also != nil && l.Record == p.Also.Record && l.After == p.Also.After
			out = append(out, Need{l.Record, cohort + l.After, given})
		}
	}
	for _, guard := range slices.Sorted(maps.Keys(c.Only)) {
		out = append(out, Needs(s, p, guard, cohort)...)
	}
	return out
}

// Column reports whether a column of a population is known for a cohort.
func (o Observed) Column(s *spec.Specification, p *spec.Population, id string, cohort int) bool {
	return !slices.ContainsFunc(Needs(s, p, id, cohort), o.lacks)
}

func (o Observed) lacks(n Need) bool {
	switch {
	case n.Year > o.Last:
		return true
	case n.Given:
		return false
	}
	return o.Rows != nil && !o.Rows[n.Record][n.Year] || o.Missing[n.Record][n.Year]
}
