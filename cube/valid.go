package cube

import (
	"slices"
	"strings"

	"doorstroommonitor/spec"
)

// validity says which codes of columns can occur in the cohorts from the first
// to the last, by the years in which the codelists of the records have them. A
// record is screened by its own year: that of a lookup is the cohort year plus
// the years after it.
type validity struct {
	spec       *spec.Specification
	population *spec.Population
	cohorts    [2]int
}

// possible lists the codes of a column that can occur.
func (v validity) possible(c *spec.Column, codes []string) []string {
	return slices.DeleteFunc(slices.Clone(codes), func(code string) bool {
		for year := v.cohorts[0]; year <= v.cohorts[1]; year++ {
			if v.inYear(c, code, year) {
				return false
			}
		}
		return true
	})
}

func (v validity) inYear(c *spec.Column, code string, cohort int) bool {
	if len(c.Case) > 0 {
		return slices.ContainsFunc(c.Case, func(k spec.Case) bool { return k.Code == code && v.caseHolds(&k, cohort) })
	}
	if c.Recode != "" || code == c.None {
		return true
	}
	from := false // a list has values that become this code
	for _, place := range v.places(c.Of) {
		list, year := v.list(place, c.Field, cohort)
		if list == nil {
			return true
		}
		for _, k := range list.Codes {
			to, mapped := c.Map[k.Code]
			if !mapped {
				to = k.Code
			}
			if to == code {
				from = true
				if list.Has(k.Code, year) {
					return true
				}
			}
		}
	}
	return !from
}

// caseHolds reports whether a case can hold: whether each field that it looks
// at can have one of the values asked.
func (v validity) caseHolds(k *spec.Case, cohort int) bool {
	for key, values := range k.Is {
		of, field, _ := strings.Cut(key, ".")
		if !slices.ContainsFunc(v.places(of), func(p place) bool {
			list, year := v.list(p, field, cohort)
			return list == nil || slices.ContainsFunc(values, func(value string) bool { return !list.Has(value, 0) || list.Has(value, year) })
		}) {
			return false
		}
	}
	return true
}

// place is a record type and how many years after the cohort year its year is.
type place struct {
	record string
	after  int
}

// places are where a column or a condition looks: a lookup, or the records by
// which members are found.
func (v validity) places(of string) []place {
	if l, ok := v.population.Lookup(of); ok {
		return []place{{l.Record, l.After}}
	}
	out := []place{{v.population.Record, 0}}
	if a := v.population.Also; a != nil {
		out = append(out, place{a.Record, a.After})
	}
	return out
}

// list is the codelist of a field and the year in which its codes must be
// valid, 0 where the record has none; nil where the field has no codelist.
func (v validity) list(p place, field string, cohort int) (*spec.Codelist, int) {
	r := v.spec.Records[p.record]
	if r == nil {
		return nil, 0 // a specification that was made, not loaded
	}
	f, ok := r.FieldByID(field)
	if !ok || f.Codelist == "" {
		return nil, 0
	}
	if r.Year == "" {
		return v.spec.Codelists[f.Codelist], 0
	}
	return v.spec.Codelists[f.Codelist], cohort + p.after
}
