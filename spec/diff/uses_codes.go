package diff

import (
	"strings"

	"doorstroommonitor/spec"
)

// codes marks every code that a record may hold, and those that what is
// published reads. Columns and lookups must have been marked before.
func (u uses) codes(s *spec.Specification) {
	for _, r := range s.Records {
		for _, f := range r.Fields {
			u.screened[f.Codelist] = true
		}
	}
	for _, p := range s.Populations {
		for i := range p.Lookups {
			if l := &p.Lookups[i]; u.lookups[p.ID+"/"+l.ID] {
				u.where(s, l.Record, l.Where, l.Prefer)
			}
		}
		for i := range p.Columns {
			if u.columns[p.ID+"/"+p.Columns[i].ID] {
				u.values(s, p, &p.Columns[i])
			}
		}
	}
}

// population marks the codes by which members are found.
func (u uses) population(s *spec.Specification, p *spec.Population) {
	u.where(s, p.Record, p.Where, p.Prefer)
	if p.Also != nil {
		u.where(s, p.Also.Record, p.Also.Where, p.Also.Prefer)
	}
}

func (u uses) where(s *spec.Specification, record string, where map[string][]string, prefer []spec.Preference) {
	for field, values := range where {
		u.field(s, record, field, values)
	}
	for _, q := range prefer {
		u.field(s, record, q.Field, q.Order)
	}
}

// values marks the codes that a column reads: those of its conditions, and
// every code of a field that it shows or compares.
func (u uses) values(s *spec.Specification, p *spec.Population, c *spec.Column) {
	if c.Field != "" {
		u.field(s, recordOf(p, c.Of), c.Field, nil)
	}
	for i := range c.Case {
		for key, values := range c.Case[i].Is {
			of, field, _ := strings.Cut(key, ".")
			u.field(s, recordOf(p, of), field, values)
		}
		if same := c.Case[i].Same; same != nil {
			for _, of := range same.Of {
				for _, field := range same.Fields {
					u.field(s, recordOf(p, of), field, nil)
				}
			}
		}
	}
}

// field marks codes of a field; all of them where none is named.
func (u uses) field(s *spec.Specification, record, field string, values []string) {
	r, ok := s.Records[record]
	if !ok {
		return
	}
	f, _ := r.FieldByID(field)
	l, ok := s.Codelists[f.Codelist]
	if !ok {
		return
	}
	if len(values) == 0 {
		for i := range l.Codes {
			values = append(values, l.Codes[i].Code)
		}
	}
	for _, v := range values {
		u.read[[2]string{l.ID, v}] = true
	}
}

// recordOf is the record that "cohort" or a lookup reads.
func recordOf(p *spec.Population, of string) string {
	if of == "cohort" {
		return p.Record
	}
	l, ok := p.Lookup(of)
	if !ok {
		return ""
	}
	return l.Record
}
