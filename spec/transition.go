package spec

import (
	"maps"
	"slices"
	"strings"

	"doorstroommonitor/sdmx"
)

// RoleOutcome is the role of a dimension that says what happened.
const RoleOutcome = "outcome"

// Population is a set of persons by year: who is followed, what is observed
// of them, and the rule that protects them. Everything published about one
// population and year is one protection group.
type Population struct {
	ID         string    `yaml:"id"`
	Label      sdmx.Text `yaml:"label"`
	Definition sdmx.Text `yaml:"definition"`
	Source     string    `yaml:"source,omitempty"` // of the record where left out
	// Exception is needed where being a member reveals a special category.
	Exception string `yaml:"exception,omitempty"`
	// Kind is DIPLOMA (diploma, or school advice, in the school year that ends before
	// 1 October of the cohort year) or PRESENT (enrolled on 1 October of that year).
	Kind   string              `yaml:"kind"`
	Record string              `yaml:"record"`
	Where  map[string][]string `yaml:"where"`
	// Prefer orders several records of one person in one year; the first counts.
	Prefer []Preference `yaml:"prefer"`
	// Also adds members of whom there is no such record.
	Also *Also `yaml:"also,omitempty"`
	Rule Rule  `yaml:"rule"`
	// Publish is how figures leave; suppression where left out.
	Publish *Publish `yaml:"publish,omitempty"`
	Cohorts Years    `yaml:"cohorts"`
	Lookups []Lookup `yaml:"lookups"`
	Columns []Column `yaml:"columns"`
	// Domains say which combinations of codes can exist, from the public
	// register alone.
	Domains []Domain `yaml:"domains"`
}

// Also adds to a cohort who is found in another record, After years from the
// cohort year, and not by the record of the population: with diplomas as
// record, those who left without one. Absent names lookups that must find
// nothing.
type Also struct {
	Record string              `yaml:"record"`
	After  int                 `yaml:"after"`
	Where  map[string][]string `yaml:"where,omitempty"`
	Prefer []Preference        `yaml:"prefer,omitempty"`
	Absent []string            `yaml:"absent,omitempty"`
}

// Years is an inclusive range of years.
type Years struct {
	From  int `yaml:"from"`
	Until int `yaml:"until"`
}

// Preference orders records by one field: values in Order first, in that
// order, all others after them. An empty Order sorts the values descending.
type Preference struct {
	Field string   `yaml:"field"`
	Order []string `yaml:"order,omitempty"`
}

// Lookup finds at most one record per person: active on 1 October (records
// with begin and eind) or dated in the year (others) After years later.
type Lookup struct {
	ID     string              `yaml:"id"`
	Record string              `yaml:"record"`
	After  int                 `yaml:"after"`
	Where  map[string][]string `yaml:"where,omitempty"`
	Prefer []Preference        `yaml:"prefer,omitempty"`
}

// Column is one coded observation of a cohort member. Exactly one of Field
// and Case fills it.
type Column struct {
	ID         string    `yaml:"id"`
	Label      sdmx.Text `yaml:"label"`
	Definition sdmx.Text `yaml:"definition,omitempty"` // of the field where left out
	// Of is "cohort" or the id of a lookup.
	Of    string `yaml:"of,omitempty"`
	Field string `yaml:"field,omitempty"`
	// Recode replaces the value by what the public register says of it; one
	// of Recodes.
	Recode string `yaml:"recode,omitempty"`
	// Map renames values; others stay.
	Map map[string]string `yaml:"map,omitempty"`
	// None is the code when the lookup finds nothing.
	None string `yaml:"none,omitempty"`
	Case []Case `yaml:"case,omitempty"`
	// Only guards the column: where it does not hold, the code is "-".
	Only map[string][]string `yaml:"only,omitempty"`
	// Codes is the closed list of codes; empty where a domain lists them.
	Codes []string `yaml:"codes,omitempty"`
}

// What the public register says of the institution or the programme in a
// field, as of today; level and length are those of the programme itself.
const (
	RecodeInstitution = "institution"           // who carries its figures
	RecodeBoard       = "institution.bestuur"   // its board
	RecodeProvince    = "institution.provincie" // its province
	RecodeSize        = "institution.grootte"   // its size class
	RecodeProgramme   = "programme"             // what it was reformed into
	RecodeField       = "programme.onderdeel"   // croho-onderdeel or mbo-domein, of what it was reformed into
	RecodeLevel       = "programme.niveau"      // level
	RecodeNominal     = "programme.nominaal"    // nominal length in years
)

// Recodes lists what a column may be recoded to.
var Recodes = []string{RecodeInstitution, RecodeBoard, RecodeProvince, RecodeSize, RecodeProgramme, RecodeField, RecodeLevel, RecodeNominal}

// OfferedFields lists what a domain may ask of an offering of the register.
var OfferedFields = []string{"brin", "sector", "niveau", "onderdeel", "nominaal", "bestuur", "provincie", "grootte"}

// NotApplicable is the code of a column whose guard does not hold.
const NotApplicable = "-"

// Case gives Code when all its conditions hold; the first case that holds
// counts. A case without conditions always holds and must be last.
type Case struct {
	Code string `yaml:"code"`
	// Exists and Absent name lookups that found a record, or none.
	Exists []string `yaml:"exists,omitempty"`
	Absent []string `yaml:"absent,omitempty"`
	// Same compares fields of two lookups.
	Same *Same `yaml:"same,omitempty"`
	// Is holds conditions "lookup.field": admitted values.
	Is map[string][]string `yaml:"is,omitempty"`
}

// Same holds when all Fields are equal in both lookups of Of; institutions
// and programmes are compared as of today.
type Same struct {
	Of     []string `yaml:"of"`
	Fields []string `yaml:"fields"`
}

// Domain lists the combinations of columns that can exist: the offerings of
// the public register that satisfy Offered, in the study years cohort +
// each of After. Columns maps a column to one of OfferedFields.
type Domain struct {
	Offered map[string][]string `yaml:"offered"`
	After   []int               `yaml:"after"`
	Columns map[string]string   `yaml:"columns"`
}

// Transition is one cube: what is published about a population. From and
// Until are the first and last cohort year, within those of the population; 0
// leaves it to the population.
type Transition struct {
	ID         string    `yaml:"id"`
	Label      sdmx.Text `yaml:"label"`
	Definition sdmx.Text `yaml:"definition"`
	Source     string    `yaml:"source"`
	Population string    `yaml:"population"`
	// Part is the part of the population that the transition is about; all of
	// it where left out. Transitions about parts of one population are
	// protected as one, since they are about the same persons.
	Part  *Part `yaml:"part,omitempty"`
	From  int   `yaml:"from,omitempty"`
	Until int   `yaml:"until,omitempty"`
	// Rule is stricter than that of the population, for the cells of this
	// transition alone.
	Rule       *Stricter   `yaml:"rule,omitempty"`
	Recipients []string    `yaml:"recipients"`
	Dimensions []Dimension `yaml:"dimensions"`
	Indicators []Indicator `yaml:"indicators"`
	// Compare says beside which groups of institutions a share stands, but for
	// the country.
	Compare []Comparison `yaml:"compare,omitempty"`
	Tables  []Table      `yaml:"tables"`
}

// Comparison groups the institutions of a dimension by what the public
// register says of them, one of ComparedBy. Figures of groups are computed
// from published cells alone.
type Comparison struct {
	Dimension string `yaml:"dimension"`
	By        string `yaml:"by"`
}

// ComparedBy lists what a comparison may go by.
var ComparedBy = []string{"provincie", "grootte", "bestuur"}

// Part is a part of a population: the members for whom every column of When
// has one of the listed codes. It is known in the cohort year.
type Part struct {
	Label      sdmx.Text           `yaml:"label"`
	Definition sdmx.Text           `yaml:"definition"`
	When       map[string][]string `yaml:"when"`
}

// Dimension is a tree of codes, each a condition on columns. It is either a
// flat list of one column's codes (Column, with labels from Codelist or from
// the register) or spelled out (Nodes).
type Dimension struct {
	ID         string    `yaml:"id"`
	Label      sdmx.Text `yaml:"label"`
	Definition sdmx.Text `yaml:"definition"`
	Source     string    `yaml:"source,omitempty"` // of the transition where left out
	// Exception is the provision of the law that allows a dimension which
	// reveals a special category; an agreement must cite the same words.
	Exception string `yaml:"exception,omitempty"`
	Role      string `yaml:"role,omitempty"`
	Column    string `yaml:"column,omitempty"`
	Codelist  string `yaml:"codelist,omitempty"`
	Register  string `yaml:"register,omitempty"` // "institution"
	Nodes     []Node `yaml:"nodes,omitempty"`
}

// Node is one code of a spelled-out dimension: persons for whom every column
// of When has one of the listed codes. Each expands the codes of a column
// under Parent, with labels from Codelist.
type Node struct {
	Code  string    `yaml:"code,omitempty"`
	Label sdmx.Text `yaml:"label,omitempty"`
	// Definition is that of the dimension where it is left out.
	Definition sdmx.Text           `yaml:"definition,omitempty"`
	Parent     string              `yaml:"parent,omitempty"`
	When       map[string][]string `yaml:"when,omitempty"`
	Each       string              `yaml:"each,omitempty"`
	Codelist   string              `yaml:"codelist,omitempty"`
	Prefix     string              `yaml:"prefix,omitempty"`
}

// Indicator is a share within one table; see sdmx.Indicator.
type Indicator struct {
	ID          string    `yaml:"id"`
	Label       sdmx.Text `yaml:"label"`
	Definition  sdmx.Text `yaml:"definition"`
	Source      string    `yaml:"source,omitempty"` // of the transition where left out
	Unit        sdmx.Text `yaml:"unit,omitempty"`   // UnitShare where left out
	Table       string    `yaml:"table"`
	Dimension   string    `yaml:"dimension"`
	Numerator   string    `yaml:"numerator"`
	Denominator string    `yaml:"denominator"`
	Main        bool      `yaml:"main,omitempty"`
	// Coverage says that the share is that of persons of whom the table does
	// not know where they are.
	Coverage bool `yaml:"coverage,omitempty"`
}

// Table is one cross-tabulation to publish and the audiences that may have
// it: "public" or ids of recipients.
type Table struct {
	ID         string    `yaml:"id"`
	Label      sdmx.Text `yaml:"label"`
	Definition sdmx.Text `yaml:"definition,omitempty"` // of the transition where left out
	// From and Until are the first and last cohort year of the table, within
	// those of the transition; 0 leaves it to the transition.
	From       int      `yaml:"from,omitempty"`
	Until      int      `yaml:"until,omitempty"`
	Dimensions []string `yaml:"dimensions"`
	Audiences  []string `yaml:"audiences"`
}

// PublicAudience is the audience that needs no agreement.
const PublicAudience = "public"

// PartColumns lists the columns that say who is in the part, sorted; none
// where the transition is about the whole population.
func (t *Transition) PartColumns() []string {
	if t.Part == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(t.Part.When))
}

// TableByID returns the table with the given id.
func (t *Transition) TableByID(id string) (*Table, bool) {
	for i := range t.Tables {
		if t.Tables[i].ID == id {
			return &t.Tables[i], true
		}
	}
	return nil, false
}

// DimensionByID returns the dimension with the given id.
func (t *Transition) DimensionByID(id string) (*Dimension, bool) {
	for i := range t.Dimensions {
		if t.Dimensions[i].ID == id {
			return &t.Dimensions[i], true
		}
	}
	return nil, false
}

// Column returns the column with the given id.
func (p *Population) Column(id string) (*Column, bool) {
	for i := range p.Columns {
		if p.Columns[i].ID == id {
			return &p.Columns[i], true
		}
	}
	return nil, false
}

// Owned lists the columns whose codes are institutions or boards, so that a row
// is theirs, in the order of the population.
func (p *Population) Owned() []string {
	var out []string
	for i := range p.Columns {
		c := &p.Columns[i]
		named := slices.ContainsFunc(p.Rule.Attackers, func(a Attacker) bool {
			return (a.Kind == Institution || a.Kind == Board) && slices.Contains(a.Columns, c.ID)
		})
		if named || c.Recode == RecodeInstitution || c.Recode == RecodeBoard {
			out = append(out, c.ID)
		}
	}
	return out
}

// Lookup returns the lookup with the given id.
func (p *Population) Lookup(id string) (*Lookup, bool) {
	for i := range p.Lookups {
		if p.Lookups[i].ID == id {
			return &p.Lookups[i], true
		}
	}
	return nil, false
}

// Horizon returns how many years after the cohort year a column needs to be
// observed: the largest After of the lookups that it, or its guard, reads.
func (p *Population) Horizon(column string) int {
	c, ok := p.Column(column)
	if !ok {
		return 0
	}
	h := 0
	for _, id := range c.Lookups() {
		if l, ok := p.Lookup(id); ok {
			h = max(h, l.After)
		}
	}
	for guard := range c.Only {
		h = max(h, p.Horizon(guard))
	}
	return h
}

// LooksBack reports whether a cohort can be told only with the study year before
// its 1 October: that in which a diploma was obtained, or one that a lookup or
// the other record of members asks of.
func (p *Population) LooksBack() bool {
	return p.Kind != KindPresent || p.Also != nil && p.Also.After < 0 || slices.ContainsFunc(p.Lookups, func(l Lookup) bool { return l.After < 0 })
}

// KindPresent is the kind of a population of who is enrolled on 1 October.
const KindPresent = "PRESENT"

// splitKey divides "lookup.field".
func splitKey(key string) (lookup, field string) {
	lookup, field, _ = strings.Cut(key, ".")
	return lookup, field
}

// Lookups lists the lookups that the column reads, cohort included, sorted;
// those of its guard are not among them.
func (c *Column) Lookups() []string {
	var out []string
	if c.Of != "" {
		out = append(out, c.Of)
	}
	for i := range c.Case {
		out = append(out, c.Case[i].lookups()...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// cohortFields lists the fields of the cohort record that the column reads,
// sorted.
func (c *Column) cohortFields() []string {
	var out []string
	if c.Of == "cohort" {
		out = append(out, c.Field)
	}
	for i := range c.Case {
		if s := c.Case[i].Same; s != nil && slices.Contains(s.Of, "cohort") {
			out = append(out, s.Fields...)
		}
		for key := range c.Case[i].Is {
			if of, field := splitKey(key); of == "cohort" {
				out = append(out, field)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Columns lists the columns that the dimension reads, sorted.
func (d *Dimension) Columns() []string {
	if d.Column != "" {
		return []string{d.Column}
	}
	var out []string
	for _, n := range d.Nodes {
		if n.Each != "" {
			out = append(out, n.Each)
		}
		for c := range n.When {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
