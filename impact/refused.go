package impact

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"doorstroommonitor/spec"
)

// Refused says which rows screening would refuse that it let through. How many
// there are is in the extracts, which are not looked at here.
type Refused struct {
	Record   string `json:"record"`
	Field    string `json:"field"`
	Codelist string `json:"codelist"`
	Code     string `json:"code"`
	// Years of the rows, of those of the round; none of a record without years.
	Years []int `json:"years"`
}

// refused lists the codes that records of the round may not hold any more.
func (w *work) refused() []Refused {
	cohorts, observed := w.years()
	out := []Refused{}
	if len(cohorts) == 0 {
		return out
	}
	for _, id := range slices.Sorted(maps.Keys(w.now.Records)) {
		r := w.now.Records[id]
		for _, f := range r.Fields {
			list, ok := w.old.Codelists[f.Codelist]
			if !ok {
				continue
			}
			for _, k := range list.Codes {
				x := Refused{Record: id, Field: f.ID, Codelist: list.ID, Code: k.Code, Years: []int{}}
				if r.Year == "" {
					if w.closes(list.ID, k.Code, 0) {
						out = append(out, x)
					}
					continue
				}
				// Some are looked for in the year before the first cohort.
				for y := cohorts[0] - 1; y <= observed; y++ {
					if w.closes(list.ID, k.Code, y) {
						x.Years = append(x.Years, y)
					}
				}
				if len(x.Years) > 0 {
					out = append(out, x)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Refused) int {
		return cmp.Or(strings.Compare(a.Codelist, b.Codelist), strings.Compare(a.Code, b.Code))
	})
	return out
}

// closes reports whether a code that was admitted in a year (0: in any) is not
// any more.
func (w *work) closes(list, code string, year int) bool {
	old, ok := w.old.Codelists[list]
	now, stays := w.now.Codelists[list]
	return ok && old.Has(code, year) && !(stays && now.Has(code, year))
}

// refuses reports whether rows of a record with the code are refused in a year.
func (w *work) refuses(record, list, code string, year int) bool {
	r, ok := w.old.Records[record]
	if !ok || !slices.ContainsFunc(r.Fields, func(f spec.Field) bool { return f.Codelist == list }) {
		return false
	}
	if r.Year == "" {
		year = 0
	}
	return w.closes(list, code, year)
}

// loses notes that rows with a code are refused: whoever such a row made a
// member is none any more, and a lookup finds other rows or none.
func (w *work) loses(r *reasons, i, cohort int, path string, p *spec.Population, d *spec.Dimension) {
	at := strings.Split(path, "/")
	list, code := at[1], at[3]
	if w.refuses(p.Record, list, code, cohort) || p.Also != nil && w.refuses(p.Also.Record, list, code, cohort+p.Also.After) {
		r.every = path
		return
	}
	for _, l := range p.Lookups {
		if w.refuses(l.Record, list, code, cohort+l.After) {
			r.column(i, path, d, func(c *spec.Column) bool { return slices.Contains(c.Lookups(), l.ID) }, p)
		}
	}
}
