package spec

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/sdmx"
)

// lookups lists the lookups that a case reads.
func (c *Case) lookups() []string {
	out := slices.Concat(c.Exists, c.Absent)
	if c.Same != nil {
		out = append(out, c.Same.Of...)
	}
	for k := range c.Is {
		of, _ := splitKey(k)
		out = append(out, of)
	}
	slices.Sort(out)
	return out
}

func (s *Specification) check() []error {
	c := &checker{s: s, trees: map[string]strictyaml.Tree{}}
	if s.About.Version == "" {
		c.errs = append(c.errs, said(position{"specification.yaml", 1}, RuleMissing, "no file has the key \"specification\" with version, title, agency, since and recipients"))
	} else {
		c.about()
	}
	for _, id := range slices.Sorted(maps.Keys(s.Codelists)) {
		c.codelist(s.Codelists[id])
	}
	for _, id := range slices.Sorted(maps.Keys(s.Records)) {
		c.record(s.Records[id])
	}
	for _, id := range slices.Sorted(maps.Keys(s.Layouts)) {
		c.layout(s.Layouts[id])
	}
	c.screening(&s.Screening)
	for _, id := range slices.Sorted(maps.Keys(s.Populations)) {
		c.population(s.Populations[id])
	}
	c.apart()
	for _, id := range s.TransitionIDs() {
		c.transition(s.Transitions[id])
	}
	c.concepts()
	c.exceptions()
	c.changes()
	return c.sorted()
}

func (c *checker) codelist(l *Codelist) {
	seen := map[string]bool{}
	for _, k := range l.Codes {
		if seen[k.Code] {
			c.fail("codelist", l.ID, "code %q is listed twice", k.Code)
		}
		if k.Parent != "" && !seen[k.Parent] {
			c.fail("codelist", l.ID, "code %q: parent %q must be listed before it", k.Code, k.Parent)
		}
		seen[k.Code] = true
		c.years("codelist", l.ID, "code "+k.Code+": ", k.From, k.Until)
	}
}

func (c *checker) record(r *Record) {
	persons := 0
	for _, f := range r.Fields {
		c.among("record", r.ID, "field "+f.ID+": type", f.Type, fieldTypes)
		if f.Type == TypePerson {
			persons++
		}
		if f.Type == TypeInt && (f.Unit.NL == "" || f.Unit.EN == "") {
			c.report(RuleWords, "record", r.ID, "field %s: needs a Dutch and an English unit", f.ID)
		}
		if f.Offers != "" && (f.Type != TypeBRIN || r.Year == "") {
			c.fail("record", r.ID, "field %s: offers belongs to type brin, in a record with a year", f.ID)
		}
		if f.LevelOf != "" {
			c.among("record", r.ID, "field "+f.ID+": level_of", f.LevelOf, fieldIDs(r))
		}
		for _, other := range slices.Sorted(maps.Keys(f.Only)) {
			c.onlyWhere(r, &f, other)
		}
		c.fieldCodes(r, f, f.LevelExcept)
		for _, other := range slices.Sorted(maps.Keys(f.RequiredWhere)) {
			if c.among("record", r.ID, "field "+f.ID+": required_where", other, fieldIDs(r)) {
				o, _ := r.FieldByID(other)
				c.fieldCodes(r, o, f.RequiredWhere[other])
			}
		}
		if f.Type == TypeCode {
			c.among("record", r.ID, "field "+f.ID+": codelist", f.Codelist, slices.Sorted(maps.Keys(c.s.Codelists)))
		}
	}
	if persons != 1 {
		c.fail("record", r.ID, "exactly one field of type person is needed, %d found", persons)
	}
	c.unique("record", r.ID, "field", fieldIDs(r))
	for _, f := range slices.Concat(r.Key, r.Offered) {
		c.among("record", r.ID, "field", f, fieldIDs(r))
	}
}

// onlyWhere checks one of the fields that say where another may be filled.
func (c *checker) onlyWhere(r *Record, f *Field, other string) {
	what := "field " + f.ID + ": only"
	if !c.among("record", r.ID, what+": field", other, fieldIDs(r)) {
		return
	}
	of, _ := r.FieldByID(other)
	l := c.s.Codelists[of.Codelist]
	if l == nil || other == f.ID || len(f.Only[other]) == 0 || f.Required {
		c.fail("record", r.ID, "%s: takes codes of another field with a codelist, and no field that is required", what)
		return
	}
	var known []string
	for _, k := range l.Codes {
		known = append(known, k.Code)
	}
	for _, v := range f.Only[other] {
		c.among("record", r.ID, what+": "+other+": code", v, known)
	}
}

// fieldCodes checks that codes are on the codelist of a field, where it has one.
func (c *checker) fieldCodes(r *Record, f Field, codes []string) {
	l, ok := c.s.Codelists[f.Codelist]
	for _, v := range codes {
		if ok && !l.Has(v, 0) {
			c.fail("record", r.ID, "code %q for field %s is not on codelist %s", v, f.ID, l.ID)
		}
	}
}

// fieldIDs lists the fields of a record type; none of one that does not exist,
// which is a fault of its own.
func fieldIDs(r *Record) []string {
	if r == nil {
		return nil
	}
	var out []string
	for _, f := range r.Fields {
		out = append(out, f.ID)
	}
	return out
}

func (c *checker) population(p *Population) {
	fail := func(format string, args ...any) { c.fail("population", p.ID, format, args...) }
	c.carried("population", p.ID, "", p.ID)
	c.among("population", p.ID, "kind", p.Kind, cohortKinds)
	if !c.among("population", p.ID, "record", p.Record, slices.Sorted(maps.Keys(c.s.Records))) {
		return
	}
	c.selection(p, "where", p.Record, p.Where, p.Prefer)
	c.years("population", p.ID, "cohorts: ", p.Cohorts.From, p.Cohorts.Until)
	lookups := []string{"cohort"}
	for _, l := range p.Lookups {
		if c.among("population", p.ID, "lookup "+l.ID+": record", l.Record, slices.Sorted(maps.Keys(c.s.Records))) {
			c.selection(p, "lookup "+l.ID, l.Record, l.Where, l.Prefer)
		}
		if l.After < -1 || l.After > 20 {
			fail("lookup %s: after must be -1 to 20 years", l.ID)
		}
		lookups = append(lookups, l.ID)
	}
	c.unique("population", p.ID, "lookup", lookups[1:])
	if slices.Contains(lookups[1:], lookups[0]) {
		c.report(RuleUnique, "population", p.ID, "%s %q is defined twice", phrase("lookup"), lookups[0])
	}
	var columns []string
	for i := range p.Columns {
		c.column(p, &p.Columns[i], lookups, columns)
		columns = append(columns, p.Columns[i].ID)
	}
	c.also(p, lookups)
	c.listed(p)
	for _, d := range p.Domains {
		for _, col := range slices.Sorted(maps.Keys(d.Columns)) {
			c.among("population", p.ID, "domain: column", col, columns)
			c.among("population", p.ID, "domain: register field", d.Columns[col], OfferedFields)
		}
	}
	c.rule(p, columns)
	c.publish(p)
}

// listed checks that of every column somebody lists the codes: the column, or
// the public register by way of a domain.
func (c *checker) listed(p *Population) {
	for i := range p.Columns {
		col := &p.Columns[i]
		if len(col.Codes) == 0 && !slices.ContainsFunc(p.Domains, func(d Domain) bool { _, ok := d.Columns[col.ID]; return ok }) {
			c.fail("population", p.ID, "column %s: nothing lists its codes; give codes, or name the column in a domain", col.ID)
		}
	}
}

// also checks who else belongs to a population. Lookups are those of the
// population, the cohort record first.
func (c *checker) also(p *Population, lookups []string) {
	a := p.Also
	if a == nil || !c.among("population", p.ID, "also: record", a.Record, slices.Sorted(maps.Keys(c.s.Records))) {
		return
	}
	c.selection(p, "also", a.Record, a.Where, a.Prefer)
	if a.After < -1 || a.After > 0 {
		c.fail("population", p.ID, "also: after must be 0 or -1: the year of the cohort or the one before")
	}
	for _, l := range a.Absent {
		c.among("population", p.ID, "also: absent: lookup", l, lookups[1:])
	}
	for i := range p.Columns {
		for _, f := range p.Columns[i].cohortFields() {
			c.among("population", p.ID, "also: column "+p.Columns[i].ID+": field of both records", f, fieldIDs(c.s.Records[a.Record]))
		}
	}
}

func (c *checker) selection(p *Population, what, record string, where map[string][]string, prefer []Preference) {
	r := c.s.Records[record]
	for _, f := range slices.Sorted(maps.Keys(where)) {
		c.among("population", p.ID, what+": field", f, fieldIDs(r))
		c.codes(p, what, r, f, where[f])
	}
	for i, q := range prefer {
		c.among("population", p.ID, what+": prefer: field", q.Field, fieldIDs(r))
		c.codes(p, what+": prefer", r, q.Field, q.Order)
		for j, v := range q.Order {
			if slices.Contains(q.Order[:j], v) {
				at, _ := address(strings.TrimPrefix(what, "where"))
				at = append(slices.Clip(at), "prefer", strconv.Itoa(i), "order", strconv.Itoa(j))
				c.reportAt(at, v, RuleUnique, "population", p.ID, texts.Say("%s: prefer: order names %q twice, and its first place counts; take the other away", what, v))
			}
		}
	}
}

// codes checks that values are on the field's codelist.
func (c *checker) codes(p *Population, what string, r *Record, field string, values []string) {
	if r == nil {
		return
	}
	f, _ := r.FieldByID(field)
	l, ok := c.s.Codelists[f.Codelist]
	if !ok {
		return
	}
	for _, v := range values {
		if !l.Has(v, 0) {
			c.fail("population", p.ID, "%s: code %q of field %s is not on codelist %s", what, v, field, l.ID)
		}
	}
}

func (c *checker) column(p *Population, col *Column, lookups, earlier []string) {
	fail := func(format string, args ...any) {
		c.fail("population", p.ID, "column %s: "+format, append([]any{col.ID}, args...)...)
	}
	what := "column " + col.ID + ": "
	if slices.Contains(earlier, col.ID) {
		fail("is defined twice")
	}
	if (col.Field == "") == (len(col.Case) == 0) {
		fail("needs either of and field, or case")
	}
	c.guards(p, col, what, earlier)
	if col.Field != "" && c.among("population", p.ID, what+"of", col.Of, lookups) {
		c.among("population", p.ID, what+"field", col.Field, fieldIDs(c.s.Records[c.recordOf(p, col.Of)]))
		if col.Of != "cohort" && col.None == "" && len(col.Only) == 0 {
			fail("needs none: the code of a member for whom %s finds no record", col.Of)
		}
	}
	if col.Recode != "" {
		c.among("population", p.ID, what+"recode", col.Recode, Recodes)
	}
	c.mapped(p, col, what)
	for i, k := range col.Case {
		c.conditions(p, what+"case "+k.Code+": ", &k, lookups)
		always := len(k.lookups()) == 0
		if last := i == len(col.Case)-1; always != last {
			fail("the last case, and only the last, has no conditions, so that every member gets a code")
		}
		if !slices.Contains(col.Codes, k.Code) {
			fail("case %s is not listed in codes", k.Code)
		}
	}
}

// guards checks that a column looks at earlier columns, and at codes that they
// can have.
func (c *checker) guards(p *Population, col *Column, what string, earlier []string) {
	for _, g := range slices.Sorted(maps.Keys(col.Only)) {
		if !c.among("population", p.ID, what+"only: earlier column", g, earlier) {
			continue
		}
		guard, _ := p.Column(g)
		known := c.possible(p, guard)
		if len(known) > 0 && len(guard.Only) > 0 {
			known = append(known, NotApplicable)
		}
		for _, v := range col.Only[g] {
			if len(known) > 0 {
				c.among("population", p.ID, what+"only: code of "+g, v, known)
			}
		}
	}
}

// possible lists the codes that a column can have; none where only the register
// knows.
func (c *checker) possible(p *Population, col *Column) []string {
	if len(col.Codes) > 0 {
		return slices.Clone(col.Codes)
	}
	r := c.s.Records[c.recordOf(p, col.Of)]
	if r == nil || col.Recode != "" {
		return nil
	}
	f, _ := r.FieldByID(col.Field)
	list, ok := c.s.Codelists[f.Codelist]
	if !ok {
		return nil
	}
	var out []string
	for _, k := range list.Codes {
		code, mapped := col.Map[k.Code]
		if !mapped {
			code = k.Code
		}
		out = append(out, code)
	}
	if col.None != "" {
		out = append(out, col.None)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// conditions checks that what a case asks about is there.
func (c *checker) conditions(p *Population, what string, k *Case, lookups []string) {
	for _, l := range k.lookups() {
		if !c.among("population", p.ID, what+"lookup", l, lookups) {
			return
		}
	}
	if k.Same != nil {
		if len(k.Same.Of) != 2 {
			c.fail("population", p.ID, "%ssame needs two lookups", what)
		}
		for _, l := range k.Same.Of {
			for _, f := range k.Same.Fields {
				c.among("population", p.ID, what+"same: field of "+l, f, fieldIDs(c.s.Records[c.recordOf(p, l)]))
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(k.Is)) {
		of, field := splitKey(key)
		r := c.s.Records[c.recordOf(p, of)]
		if c.among("population", p.ID, what+"is: field of "+of, field, fieldIDs(r)) {
			c.codes(p, what+"is", r, field, k.Is[key])
		}
	}
}

func (c *checker) recordOf(p *Population, of string) string {
	if l, ok := p.Lookup(of); ok {
		return l.Record
	}
	return p.Record
}

func (c *checker) transition(t *Transition) {
	c.carried("transition", t.ID, "", t.ID)
	p, ok := c.s.Populations[t.Population]
	if !ok {
		c.among("transition", t.ID, "population", t.Population, slices.Sorted(maps.Keys(c.s.Populations)))
		return
	}
	var parties []string
	for _, r := range c.s.About.Recipients {
		parties = append(parties, r.ID)
	}
	for _, r := range t.Recipients {
		c.among("transition", t.ID, "recipient", r, parties)
	}
	if c.years("transition", t.ID, "", t.From, t.Until) {
		c.inside(t, "", t.From, t.Until, p.Cohorts)
	}
	c.part(t, p)
	var dims []string
	trees := map[string]*tree{}
	for i := range t.Dimensions {
		before := len(c.errs)
		c.dimension(t, p, &t.Dimensions[i])
		if len(c.errs) == before { // else it is not known what the nodes are
			if x := treeOf(t, p, &t.Dimensions[i]); x != nil {
				c.shared(t, x, &t.Dimensions[i])
				trees[t.Dimensions[i].ID] = x
			}
		}
		dims = append(dims, t.Dimensions[i].ID)
	}
	c.unique("transition", t.ID, "dimension", dims)
	var tables []string
	for _, tab := range t.Tables {
		for _, d := range tab.Dimensions {
			c.among("transition", t.ID, "table "+tab.ID+": dimension", d, dims)
		}
		c.carried("transition", t.ID, "table "+tab.ID+": ", tab.ID)
		c.unique("transition", t.ID, "table "+tab.ID+": dimension", tab.Dimensions)
		for _, a := range tab.Audiences {
			c.among("transition", t.ID, "table "+tab.ID+": audience", a, append([]string{PublicAudience}, t.Recipients...))
		}
		if c.years("transition", t.ID, "table "+tab.ID+": ", tab.From, tab.Until) {
			c.inside(t, "table "+tab.ID+": ", tab.From, tab.Until, p.Cohorts)
		}
		tables = append(tables, tab.ID)
	}
	c.unique("transition", t.ID, "table", tables)
	var indicators []string
	for _, i := range t.Indicators {
		c.indicator(t, &i, tables, trees)
		indicators = append(indicators, i.ID)
	}
	c.unique("transition", t.ID, "indicator", indicators)
	c.oneMain(t)
	c.comparisons(t, dims)
	c.stricter(t, p)
}

// part checks the part of the population that a transition is about.
func (c *checker) part(t *Transition, p *Population) {
	if t.Part == nil {
		return
	}
	if len(t.Part.When) == 0 {
		c.fail("transition", t.ID, "part: names no column; leave part out where the transition is about the whole population")
	}
	c.when(t, p, "part: ", t.Part.When)
	for _, col := range slices.Sorted(maps.Keys(t.Part.When)) {
		if n := p.Horizon(col); n > 0 {
			c.fail("transition", t.ID, "part: column %s is known only in year %d after the cohort year; choose one of the cohort year itself", col, n)
		}
	}
}

// when checks a condition on columns.
func (c *checker) when(t *Transition, p *Population, what string, when map[string][]string) {
	var columns []string
	for _, col := range p.Columns {
		columns = append(columns, col.ID)
	}
	for _, col := range slices.Sorted(maps.Keys(when)) {
		if c.among("transition", t.ID, what+"when: column", col, columns) {
			k, _ := p.Column(col)
			codes := k.Codes
			if len(codes) > 0 && len(k.Only) > 0 {
				codes = append(slices.Clip(codes), NotApplicable)
			}
			for _, v := range when[col] {
				if len(codes) > 0 {
					c.among("transition", t.ID, what+"when: "+col+": code", v, codes)
				}
			}
		}
	}
}

func (c *checker) dimension(t *Transition, p *Population, d *Dimension) {
	what := "dimension " + d.ID + ": "
	var columns []string
	for _, col := range p.Columns {
		columns = append(columns, col.ID)
	}
	lists := append(slices.Sorted(maps.Keys(c.s.Codelists)), "register:institution", "register:board", "register:province")
	c.among("transition", t.ID, what+"role", d.Role, append([]string{""}, dimensionRoles...))
	if (d.Column == "") == (len(d.Nodes) == 0) {
		c.fail("transition", t.ID, "%sneeds either column or nodes", what)
	}
	if d.Column != "" {
		c.among("transition", t.ID, what+"column", d.Column, columns)
		if d.Register != "" {
			c.among("transition", t.ID, what+"register", d.Register, registers)
		} else {
			c.among("transition", t.ID, what+"codelist", d.Codelist, lists)
		}
	}
	codes := map[string]bool{sdmx.Total: true}
	for _, n := range d.Nodes {
		if n.Parent != "" && !codes[n.Parent] {
			c.fail("transition", t.ID, "%snode %s: parent %q must be listed before it", what, n.Code, n.Parent)
		}
		if n.Each != "" {
			c.among("transition", t.ID, what+"each: column", n.Each, columns)
			c.among("transition", t.ID, what+"codelist", n.Codelist, lists)
			continue
		}
		if codes[n.Code] {
			c.fail("transition", t.ID, "%snode %s is listed twice", what, n.Code)
		}
		codes[n.Code] = true
		c.when(t, p, what+"node "+n.Code+": ", n.When)
	}
}

// indicator checks a share. Trees are those of the dimensions without fault.
func (c *checker) indicator(t *Transition, i *Indicator, tables []string, trees map[string]*tree) {
	what := "indicator " + i.ID + ": "
	if !c.among("transition", t.ID, what+"table", i.Table, tables) {
		return
	}
	tab, _ := t.TableByID(i.Table)
	if !c.among("transition", t.ID, what+"dimension", i.Dimension, tab.Dimensions) {
		return
	}
	d, ok := t.DimensionByID(i.Dimension)
	if !ok {
		return
	}
	codes := []string{sdmx.Total}
	for _, n := range d.Nodes {
		if n.Code != "" { // codes of a column are not known here
			codes = append(codes, n.Code)
		}
	}
	known := len(d.Nodes) == 0 ||
		c.among("transition", t.ID, what+"numerator", i.Numerator, codes) && c.among("transition", t.ID, what+"denominator", i.Denominator, codes)
	if known && !within(i, d, trees[d.ID]) {
		c.fail("transition", t.ID, "%snumerator: %q counts persons who are not in denominator %s; a share is of those in the denominator", what, i.Numerator, i.Denominator)
	}
}
