package diff

import (
	"doorstroommonitor/spec"
)

// uses is what the published tables of either version depend on.
type uses struct {
	codelists map[string]bool    // id: a dimension shows its codes
	columns   map[string]bool    // POPULATION/column
	lookups   map[string]bool    // POPULATION/lookup
	read      map[[2]string]bool // codelist, code: a condition, an order or a column reads it
	screened  map[string]bool    // codelist: rows with another code are refused
}

// usesOf collects what the dimensions of both versions read.
func usesOf(versions ...*spec.Specification) uses {
	u := uses{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[[2]string]bool{}, map[string]bool{}}
	for _, s := range versions {
		for _, id := range s.TransitionIDs() {
			u.transition(s, s.Transitions[id])
		}
		u.codes(s)
	}
	return u
}

func (u uses) transition(s *spec.Specification, t *spec.Transition) {
	p, ok := s.Populations[t.Population]
	if !ok {
		return
	}
	u.population(s, p)
	if p.Also != nil {
		for _, l := range p.Also.Absent {
			u.lookups[p.ID+"/"+l] = true
		}
	}
	if t.Part != nil {
		for c := range t.Part.When {
			u.column(p, c)
		}
	}
	for i := range t.Dimensions {
		d := &t.Dimensions[i]
		u.codelists[d.Codelist] = true
		for _, n := range d.Nodes {
			u.codelists[n.Codelist] = true
		}
		for _, c := range d.Columns() {
			u.column(p, c)
		}
	}
}

// column marks a column, what guards it, and the lookups it reads.
func (u uses) column(p *spec.Population, id string) {
	c, ok := p.Column(id)
	if !ok || u.columns[p.ID+"/"+id] {
		return
	}
	u.columns[p.ID+"/"+id] = true
	for _, l := range c.Lookups() {
		u.lookups[p.ID+"/"+l] = true
	}
	for guard := range c.Only {
		u.column(p, guard)
	}
}
