package spec

import (
	"maps"
	"slices"
)

// SameMembers lists the other populations, sorted, of which a record can make
// somebody a member that makes them a member of p as well. Tables about the
// same persons can be subtracted from each other, so that they have to be of
// one population: that is protected as one.
//
// It compares rows, not persons: who obtains diplomas in two sectors in one
// year is in two populations, and is allowed to be.
func (s *Specification) SameMembers(p *Population) []string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(s.Populations)) {
		if id != p.ID && overlap(p, s.Populations[id]) {
			out = append(out, id)
		}
	}
	return out
}

func overlap(p, o *Population) bool {
	for _, a := range p.memberships() {
		for _, b := range o.memberships() {
			if a.record == b.record && compatible(a.where, b.where) {
				return true
			}
		}
	}
	return false
}

// membership is one way to belong to a population: by a row of this record
// with these values.
type membership struct {
	record string
	where  map[string][]string
}

func (p *Population) memberships() []membership {
	out := []membership{{p.Record, p.Where}}
	if p.Also != nil {
		out = append(out, membership{p.Also.Record, p.Also.Where})
	}
	return out
}

// compatible reports whether one row can have what both ask.
func compatible(a, b map[string][]string) bool {
	for field, values := range a {
		others, asked := b[field]
		if asked && !slices.ContainsFunc(values, func(v string) bool { return slices.Contains(others, v) }) {
			return false
		}
	}
	return true
}

// apart checks that no record makes somebody a member of two populations.
func (c *checker) apart() {
	for _, id := range slices.Sorted(maps.Keys(c.s.Populations)) {
		p := c.s.Populations[id]
		for _, other := range c.s.SameMembers(p) {
			if other < id { // a pair is reported once
				c.report(RuleGroup, "population", id, "where: the same rows of %s count in population %s; make this a transition of %s, about a part of it where needed, or let the two exclude each other", p.Record, other, other)
			}
		}
	}
}
