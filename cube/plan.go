package cube

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/engine"
	"doorstroommonitor/register"
	"doorstroommonitor/spec"
)

// ActiveOn is the counting date: 1 October.
const ActiveOn = "10-01"

// cohortOf is how the specification names the cohort record in a column.
const cohortOf = "cohort"

// Plans turns a population into what an engine is asked: the coded columns of
// every member, and the bare number of members, which the balance is checked
// against.
func Plans(s *spec.Specification, p *spec.Population, reg *register.Register) ([]engine.Plan, error) {
	plan := cohort(s, p)
	plan.Name, plan.Recodes = p.ID, recodes(reg)
	for i := range p.Lookups {
		plan.Lookups = append(plan.Lookups, lookup(s, &p.Lookups[i]))
	}
	for i := range p.Columns {
		c, err := column(&p.Columns[i])
		if err != nil {
			return nil, fmt.Errorf("population %s: column %s: %w", p.ID, p.Columns[i].ID, err)
		}
		plan.Columns = append(plan.Columns, c)
	}
	members := engine.Plan{Name: p.ID + " members", Cohort: plan.Cohort, Also: plan.Also, Columns: []engine.Column{{ID: "members", Case: []engine.Case{{Code: "all"}}}}}
	if p.Pooled() { // who is in several cohorts of a window counts in the last, see Inner.Window
		askLater(&plan, p.Publish.Pool.Cohorts-1)
		askLater(&members, p.Publish.Pool.Cohorts-1)
	}
	return []engine.Plan{plan, members}, nil
}

// cohort is a plan that finds the members and asks nothing of them.
func cohort(s *spec.Specification, p *spec.Population) engine.Plan {
	plan := engine.Plan{Cohort: selection(s, p.Record, p.Where, p.Prefer)}
	if p.Kind == spec.KindPresent {
		plan.Cohort.ActiveOn = ActiveOn
	}
	if a := p.Also; a != nil {
		plan.Also = &engine.Also{Selection: onTheDay(s, a.Record, a.Where, a.Prefer), After: a.After}
		for _, id := range a.Absent {
			l, _ := p.Lookup(id)
			plan.Also.Absent = append(plan.Also.Absent, lookup(s, l))
		}
	}
	return plan
}

func lookup(s *spec.Specification, l *spec.Lookup) engine.Lookup {
	return engine.Lookup{ID: l.ID, After: l.After, Once: s.Records[l.Record].Year == "", Selection: onTheDay(s, l.Record, l.Where, l.Prefer)}
}

func selection(s *spec.Specification, record string, where map[string][]string, prefer []spec.Preference) engine.Selection {
	sel := engine.Selection{Record: record, Where: where}
	for _, p := range prefer {
		sel.Prefer = append(sel.Prefer, engine.Preference{Column: p.Field, Order: p.Order})
	}
	return sel
}

// onTheDay is a selection of records that count on the counting date, where
// they last.
func onTheDay(s *spec.Specification, record string, where map[string][]string, prefer []spec.Preference) engine.Selection {
	sel := selection(s, record, where, prefer)
	if _, ok := s.Records[record].FieldByID("begin"); ok {
		sel.ActiveOn = ActiveOn
	}
	return sel
}

// recodes turns what the public register says of institutions and programmes
// into mappings, one for each of spec.Recodes.
func recodes(reg *register.Register) map[string]engine.Recode {
	out := map[string]engine.Recode{}
	for _, name := range spec.Recodes {
		out[name] = engine.Recode{Strict: name != spec.RecodeInstitution && name != spec.RecodeProgramme, Codes: map[string]string{}}
	}
	for i := range reg.Institutions() {
		out[spec.RecodeInstitution].Codes[i.BRIN] = reg.Actual(i.BRIN)
		out[spec.RecodeBoard].Codes[i.BRIN] = reg.Group(i.BRIN, register.GroupBoard)
		out[spec.RecodeProvince].Codes[i.BRIN] = reg.Group(i.BRIN, register.GroupProvince)
		out[spec.RecodeSize].Codes[i.BRIN] = reg.Group(i.BRIN, register.GroupSize)
	}
	for p := range reg.Programmes() {
		out[spec.RecodeProgramme].Codes[p.Code] = reg.ActualProgramme(p.Code)
		out[spec.RecodeField].Codes[p.Code] = reg.ActualField(p.Code)
		out[spec.RecodeLevel].Codes[p.Code] = p.Level
		out[spec.RecodeNominal].Codes[p.Code] = strconv.Itoa(p.Nominal)
	}
	return out
}

// asOfToday names the recode with which a field is compared between two years.
var asOfToday = map[string]string{"brin": spec.RecodeInstitution, "opleiding": spec.RecodeProgramme}

func column(c *spec.Column) (engine.Column, error) {
	out := engine.Column{ID: c.ID, Of: lookupID(c.Of), Field: c.Field, Recode: c.Recode, Map: c.Map, None: c.None, Only: c.Only}
	for _, k := range c.Case {
		e := engine.Case{Code: k.Code, Exists: k.Exists, Absent: k.Absent}
		if k.Same != nil {
			e.Same = &engine.Same{A: lookupID(k.Same.Of[0]), B: lookupID(k.Same.Of[1]), Fields: k.Same.Fields}
			for _, f := range k.Same.Fields {
				e.Same.Recodes = append(e.Same.Recodes, asOfToday[f])
			}
		}
		for _, key := range slices.Sorted(maps.Keys(k.Is)) {
			of, field, ok := strings.Cut(key, ".")
			if !ok {
				return out, fmt.Errorf("condition %q is not of the form lookup.field", key)
			}
			e.Is = append(e.Is, engine.Is{Of: lookupID(of), Field: field, Values: k.Is[key]})
		}
		out.Case = append(out.Case, e)
	}
	return out, nil
}

func lookupID(of string) string {
	if of == cohortOf {
		return ""
	}
	return of
}
