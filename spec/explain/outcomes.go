package explain

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doorstroommonitor/spec"
)

// Observation is what is noted of each member in one column: in words, and
// rule by rule where it has rules.
type Observation struct {
	Column string
	Text   string
	Rules  []Rule // in their order: the first that holds counts
}

// Rule says when a column has a code.
type Rule struct{ Code, When string }

// Observations explains the columns that the codes of a transition rest on, in
// the order of the specification.
func Observations(s *spec.Specification, id, lang string) ([]Observation, error) {
	e, err := newWriter(s, id, lang)
	if err != nil {
		return nil, err
	}
	read := map[string]bool{}
	for _, c := range e.t.PartColumns() {
		e.reads(c, read)
	}
	for i := range e.t.Dimensions {
		for _, c := range e.t.Dimensions[i].Columns() {
			e.reads(c, read)
		}
	}
	var out []Observation
	for i := range e.p.Columns {
		if c := &e.p.Columns[i]; read[c.ID] {
			out = append(out, e.observation(c))
		}
	}
	return out, nil
}

// reads marks a column and those that guard it.
func (e *writer) reads(id string, read map[string]bool) {
	c, ok := e.p.Column(id)
	if !ok || read[id] {
		return
	}
	read[id] = true
	for guard := range c.Only {
		e.reads(guard, read)
	}
}

// Condition says of columns which codes they have.
func Condition(when map[string][]string, lang string) string {
	e := writer{lang: lang}
	return e.condition(when)
}

// observations says what is noted of each member, and by which rule.
func (e *writer) observations() {
	e.section(Observed, "Wat er van ieder wordt vastgesteld", "What is established of each of them")
	for i := range e.p.Columns {
		o := e.observation(&e.p.Columns[i])
		e.line(2, 4, o.Text)
		for n, r := range o.Rules {
			e.line(4, 3, fmt.Sprintf("%d. %s %s", n+1, r.Code, r.When))
		}
	}
}

// observation says how one column is filled.
func (e *writer) observation(c *spec.Column) Observation {
	text := fmt.Sprintf("%s (%s)", e.in(c.Label), c.ID)
	if d := e.in(c.Definition); d != "" {
		text += ": " + strings.TrimSuffix(d, ".")
	}
	if len(c.Only) > 0 {
		text += e.say(", alleen waar %s", ", only where %s", e.where(c.Only))
	}
	out := Observation{Column: c.ID}
	if len(c.Case) == 0 {
		out.Text = text + ". " + e.reading(c)
		return out
	}
	out.Text = text + e.say(". De eerste regel die klopt, geldt; mogelijk zijn %s:", ". The first rule that holds counts; possible are %s:", strings.Join(c.Codes, ", "))
	for n := range c.Case {
		out.Rules = append(out.Rules, Rule{c.Case[n].Code, e.rule(&c.Case[n])})
	}
	return out
}

// reading describes a column that takes the value of a field.
func (e *writer) reading(c *spec.Column) string {
	record := e.p.Record
	from := e.say("het record waarmee iemand meetelt", "the record by which somebody is counted")
	if l, ok := e.p.Lookup(c.Of); ok {
		record, from = l.Record, l.ID
	}
	out := []string{e.say("%s uit %s", "%s from %s", capital(e.fieldName(record, c.Field)), from)}
	switch c.Recode {
	case "":
	case "institution":
		out = append(out, e.say("instellingen zoals zij nu heten, na fusies", "institutions as they are named now, after mergers"))
	case spec.RecodeField:
		out = append(out, e.say("het onderdeel of domein volgens het register (%s), van een vernieuwde opleiding dat van haar opvolger", "the field according to the register (%s), of a reformed programme that of its successor", c.Recode))
	default:
		out = append(out, e.say("vervangen door wat het register ervan zegt (%s)", "replaced by what the register says of it (%s)", c.Recode))
	}
	to := map[string][]string{}
	for v, k := range c.Map {
		to[k] = append(to[k], v)
	}
	for _, k := range slices.Sorted(maps.Keys(to)) {
		slices.Sort(to[k])
		if len(to[k]) == 1 {
			out = append(out, e.say("%s telt als %s", "%s counts as %s", to[k][0], k))
		} else {
			out = append(out, e.say("%s tellen als %s", "%s count as %s", e.and(to[k]), k))
		}
	}
	if c.None != "" {
		out = append(out, e.say("wie niet wordt gevonden: %s", "whoever is not found: %s", c.None))
	}
	if len(c.Codes) > 0 {
		out = append(out, e.say("mogelijk zijn %s", "possible are %s", strings.Join(c.Codes, ", ")))
	}
	return strings.Join(out, "; ") + "."
}

func capital(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// rule says when a case holds.
func (e *writer) rule(k *spec.Case) string {
	var out []string
	for _, l := range k.Exists {
		out = append(out, e.say("er een record is bij %s", "there is a record at %s", l))
	}
	for _, l := range k.Absent {
		out = append(out, e.say("er geen record is bij %s", "there is no record at %s", l))
	}
	if k.Same != nil {
		out = append(out, e.same(k.Same))
	}
	for _, key := range slices.Sorted(maps.Keys(k.Is)) {
		of, field, _ := strings.Cut(key, ".")
		record := e.p.Record
		if l, ok := e.p.Lookup(of); ok {
			record = l.Record
		}
		out = append(out, e.say("%s bij %s %s is", "%s at %s is %s", e.fieldName(record, field), of, e.or(e.values(record, field, k.Is[key]))))
	}
	if len(out) == 0 {
		return e.say("voor alle anderen", "for all others")
	}
	return e.say("als %s", "if %s", e.and(out))
}

// condition says of columns which codes they have.
func (e *writer) condition(when map[string][]string) string {
	var out []string
	for _, c := range slices.Sorted(maps.Keys(when)) {
		out = append(out, e.say("%s is %s", "%s is %s", c, e.or(when[c])))
	}
	return e.and(out)
}

// where says the same in a clause.
func (e *writer) where(when map[string][]string) string {
	var out []string
	for _, c := range slices.Sorted(maps.Keys(when)) {
		out = append(out, e.say("%s %s is", "%s is %s", c, e.or(when[c])))
	}
	return e.and(out)
}

// dimensions says how persons are divided, and how they land in each code.
func (e *writer) dimensions() {
	e.section(Dimensions, "Waarnaar wordt verdeeld", "How they are divided")
	for i := range e.t.Dimensions {
		d := &e.t.Dimensions[i]
		text := fmt.Sprintf("%s (%s, %s): %s", e.in(d.Label), d.ID, e.in(spec.RoleName(d.Role)), stop(e.in(d.Definition)))
		if d.Source != "" {
			text += " " + e.say("Bron: %s.", "Source: %s.", d.Source)
		}
		if d.Column != "" {
			text += " " + e.say("Eén code per waarde van %s, met de namen van %s.", "One code per value of %s, with the names of %s.", d.Column, e.names(d.Codelist, d.Register))
		}
		e.line(2, 4, text)
		e.nodes(d)
	}
}

func (e *writer) names(codelist, register string) string {
	if register != "" {
		codelist = "register:" + register
	}
	if what, ok := strings.CutPrefix(codelist, "register:"); ok {
		return e.say("het openbare register (%s)", "the public register (%s)", what)
	}
	return e.say("codelijst %s", "codelist %s", codelist)
}

func (e *writer) nodes(d *spec.Dimension) {
	depth := map[string]int{}
	for _, n := range d.Nodes {
		deep := 0
		if n.Parent != "" {
			deep = depth[n.Parent] + 1
		}
		depth[n.Code] = deep
		text := "- "
		if n.Each != "" {
			text += e.say("één code per waarde van %s, met de namen van %s", "one code per value of %s, with the names of %s", n.Each, e.names(n.Codelist, ""))
			if n.Prefix != "" {
				text += e.say(", voorafgegaan door %s", ", preceded by %s", n.Prefix)
			}
		} else {
			text += fmt.Sprintf("%s, %s: %s", n.Code, e.in(n.Label), e.condition(n.When))
		}
		if def := e.in(n.Definition); def != "" {
			text += ". " + def
		}
		e.line(4+2*deep, 2, stop(text))
	}
}

// same says of two records that fields are equal. Institutions and programmes
// are compared as of today, so that what came of a merger or a reform is equal
// to what was there.
func (e *writer) same(s *spec.Same) string {
	text := e.say("%s gelijk zijn in %s", "%s are equal in %s", e.and(s.Fields), e.and(s.Of))
	if len(s.Fields) == 1 {
		text = e.say("%s gelijk is in %s", "%s is equal in %s", s.Fields[0], e.and(s.Of))
	}
	if slices.Contains(s.Fields, "brin") || slices.Contains(s.Fields, "opleiding") {
		text += e.say(" (een opvolger telt als dezelfde)", " (a successor counts as the same)")
	}
	return text
}
