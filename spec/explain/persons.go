package explain

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"doorstroommonitor/spec"
)

// persons says who is counted, and when.
func (e *writer) persons() {
	p := e.p
	e.section(Persons, "Wie er geteld worden", "Who is counted")
	e.line(2, 0, e.in(p.Label)+". "+stop(e.in(p.Definition)))
	e.line(2, 0, e.say("In het register (%s, %s): %s.", "In the register (%s, %s): %s.", e.recordName(p.Record), p.ID, e.chosen(p.Record, p.Where)))
	if how := e.first(p.Record, p.Prefer); how != "" {
		e.line(2, 0, e.say("Wie er in één jaar meer heeft, telt één keer: %s.", "Who has several in one year counts once: %s.", how))
	}
	if a := p.Also; a != nil {
		e.line(2, 0, e.also(a))
	}
	if part := e.t.Part; part != nil {
		e.line(2, 0, e.say("Deze kubus gaat over een deel van hen: %s. %s Dat zijn degenen van wie %s.", "This cube is about a part of them: %s. %s These are those of whom %s.",
			e.in(part.Label), stop(e.in(part.Definition)), e.where(part.When)))
	}
	when := map[string]string{
		"DIPLOMA": e.say("Het cohortjaar is het jaar van de eerste 1 oktober na het diploma.", "The cohort year is the year of the first 1 October after the diploma."),
		"PRESENT": e.say("Het cohortjaar is het jaar van de 1 oktober waarop iemand is ingeschreven.", "The cohort year is the year of the 1 October on which somebody is enrolled."),
	}[p.Kind]
	if p.Kind == "DIPLOMA" && p.Record != "diploma" {
		when = e.say("Het cohortjaar is het jaar van de eerste 1 oktober erna.", "The cohort year is the year of the first 1 October after that.")
	}
	if when == "" {
		when = e.say("Soort cohort: %s.", "Kind of cohort: %s.", p.Kind)
	}
	e.line(2, 0, when+" "+e.say("Er zijn cohorten %s.", "There are cohorts %s.", e.years(p.Cohorts.From, p.Cohorts.Until)))
	if e.t.From != 0 || e.t.Until != 0 {
		e.line(2, 0, e.say("Deze kubus wordt gemaakt voor cohorten %s.", "This cube is made for cohorts %s.", e.years(e.t.From, e.t.Until)))
	}
	if p.Source != "" {
		e.line(2, 0, e.say("Bron: %s.", "Source: %s.", p.Source))
	}
}

// also says who else belongs to the population.
func (e *writer) also(a *spec.Also) string {
	year := map[int]string{
		0:  e.say("in het cohortjaar", "in the cohort year"),
		-1: e.say("een jaar eerder", "a year earlier"),
	}[a.After]
	if year == "" && a.After < 0 {
		year = e.say("%d jaar eerder", "%d years earlier", -a.After)
	}
	if year == "" {
		year = e.say("%d jaar na het cohortjaar", "%d years after the cohort year", a.After)
	}
	out := e.say("Ook wie zo niet wordt gevonden, maar wel %s in %s", "Also who is not found so, but is %s in %s", year, e.recordName(a.Record))
	if len(a.Where) > 0 {
		out += ": " + e.chosen(a.Record, a.Where)
	}
	if len(a.Absent) > 0 {
		out += e.say(", en van wie niets staat bij %s", ", and of whom nothing is at %s", e.or(a.Absent))
	}
	if how := e.first(a.Record, a.Prefer); how != "" {
		out += "; " + how
	}
	return out + "."
}

func (e *writer) years(from, until int) string {
	switch {
	case from == 0 && until == 0:
		return e.say("van alle jaren", "of all years")
	case until == 0:
		return e.say("vanaf %d", "from %d on", from)
	case from == 0:
		return e.say("tot en met %d", "up to %d", until)
	}
	return e.say("van %d tot en met %d", "from %d to %d", from, until)
}

func (e *writer) recordName(id string) string {
	if r, ok := e.s.Records[id]; ok {
		return strings.ToLower(e.in(r.Label))
	}
	return id
}

func (e *writer) fieldName(record, field string) string {
	if r, ok := e.s.Records[record]; ok {
		if f, ok := r.FieldByID(field); ok {
			return strings.ToLower(e.in(f.Label))
		}
	}
	return field
}

// values names the values of a field by the labels of its codelist.
func (e *writer) values(record, field string, values []string) []string {
	out := slices.Clone(values)
	r, ok := e.s.Records[record]
	if !ok {
		return out
	}
	f, _ := r.FieldByID(field)
	l, ok := e.s.Codelists[f.Codelist]
	if !ok {
		return out
	}
	for i, v := range out {
		for _, k := range l.Codes {
			if k.Code == v {
				out[i] = e.in(k.Label)
			}
		}
	}
	return out
}

// chosen says which records count.
func (e *writer) chosen(record string, where map[string][]string) string {
	var out []string
	for _, f := range slices.Sorted(maps.Keys(where)) {
		out = append(out, fmt.Sprintf("%s: %s", e.fieldName(record, f), e.or(e.values(record, f, where[f]))))
	}
	if len(out) == 0 {
		return e.say("alle", "all")
	}
	return strings.Join(out, "; ")
}

// first says which of several records counts, "" where there is no rule.
func (e *writer) first(record string, prefer []spec.Preference) string {
	var out []string
	for _, q := range prefer {
		if len(q.Order) == 0 {
			out = append(out, e.say("de hoogste of laatste %s", "the highest or latest %s", e.fieldName(record, q.Field)))
			continue
		}
		out = append(out, e.say("naar %s in de volgorde %s", "by %s in the order %s", e.fieldName(record, q.Field), strings.Join(e.values(record, q.Field, q.Order), " > ")))
	}
	return strings.Join(out, e.say("; daarna ", "; then "))
}

// lookups says where and when members are looked for.
func (e *writer) lookups() {
	if len(e.p.Lookups) == 0 {
		return
	}
	e.section(Lookups, "Waar zij worden opgezocht", "Where they are looked for")
	for i, l := range e.p.Lookups {
		if before := e.alike(i); before != "" {
			e.line(2, 4, e.say("%s: als %s, maar %s.", "%s: as %s, but %s.", l.ID, before, e.moment(&l)))
			continue
		}
		text := fmt.Sprintf("%s: %s, %s", l.ID, e.recordName(l.Record), e.moment(&l))
		if len(l.Where) > 0 {
			text += "; " + e.chosen(l.Record, l.Where)
		}
		text += "."
		if how := e.first(l.Record, l.Prefer); how != "" {
			text += " " + e.say("Bij meer dan één telt er één: %s.", "Of several one counts: %s.", how)
		}
		e.line(2, 4, text)
	}
}

// alike returns the earlier lookup that differs from the i-th in its moment
// alone, "" where there is none or nothing is gained.
func (e *writer) alike(i int) string {
	l := e.p.Lookups[i]
	for _, before := range e.p.Lookups[:i] {
		l.ID, l.After = before.ID, before.After
		if len(l.Where)+len(l.Prefer) > 0 && reflect.DeepEqual(l, before) {
			return before.ID
		}
	}
	return ""
}

// moment says in which year a lookup looks: on 1 October where records last,
// in the year where they happen.
func (e *writer) moment(l *spec.Lookup) string {
	lasts, dated := false, false
	if r, ok := e.s.Records[l.Record]; ok {
		_, lasts = r.FieldByID("begin")
		dated = r.Year != ""
	}
	when := e.say("in het cohortjaar", "in the cohort year")
	if lasts {
		when = e.say("op 1 oktober van het cohortjaar", "on 1 October of the cohort year")
	}
	switch {
	case l.After == 0 && !dated:
		return e.say("zonder jaar", "without a year")
	case l.After == 0:
		return when
	case l.After == 1:
		return when + " " + e.say("plus 1 jaar", "plus 1 year")
	case l.After == -1:
		return when + " " + e.say("min 1 jaar", "minus 1 year")
	case l.After < 0:
		return when + " " + e.say("min %d jaar", "minus %d years", -l.After)
	}
	return when + " " + e.say("plus %d jaar", "plus %d years", l.After)
}
