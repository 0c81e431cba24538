package spec

import "doorstroommonitor/sdmx"

// Codelist is a closed list of codes of the specification itself. Lists of
// institutions and programmes come from the public register instead.
type Codelist struct {
	ID    string    `yaml:"id"`
	Label sdmx.Text `yaml:"label"`
	// Definition says what the codes tell apart; a code without a definition
	// of its own means what its label says within it.
	Definition  sdmx.Text `yaml:"definition,omitempty"`
	Source      string    `yaml:"source"`
	Sensitivity `yaml:",inline"`
	Codes       []Code `yaml:"codes"`
}

// Code is one code of a codelist. From and Until are the first and last year
// in which it may be used; 0 is open.
type Code struct {
	Code        string    `yaml:"code"`
	Label       sdmx.Text `yaml:"label"`
	Definition  sdmx.Text `yaml:"definition,omitempty"`
	Parent      string    `yaml:"parent,omitempty"`
	From        int       `yaml:"from,omitempty"`
	Until       int       `yaml:"until,omitempty"`
	Sensitivity `yaml:",inline"`
}

// Has reports whether code is on the list and valid in year (0: any year).
func (c *Codelist) Has(code string, year int) bool {
	for i := range c.Codes {
		k := &c.Codes[i]
		if k.Code == code {
			return year == 0 || (k.From == 0 || year >= k.From) && (k.Until == 0 || year <= k.Until)
		}
	}
	return false
}

// Record is a canonical record type: what every physical layout is turned
// into before anything is counted.
type Record struct {
	ID          string    `yaml:"id"`
	Label       sdmx.Text `yaml:"label"`
	Definition  sdmx.Text `yaml:"definition,omitempty"`
	Source      string    `yaml:"source"`
	Sensitivity `yaml:",inline"`
	// Key are the fields that identify a record; two different records with
	// one key are both refused, equal ones count once.
	Key []string `yaml:"key"`
	// Year is the field that holds the partition year ("" for records without).
	Year   string  `yaml:"year,omitempty"`
	Fields []Field `yaml:"fields"`
	// Offered names fields that together must be an offering in the public
	// register (register table aanbod) in the record's year.
	Offered []string `yaml:"offered,omitempty"`
}

// Field types.
const (
	TypePerson = "person" // person number; replaced by a pseudonym before anything else
	TypeCode   = "code"   // value of Codelist
	TypeBRIN   = "brin"   // institution of the public register
	TypeText   = "text"
	TypeYear   = "year" // four digits within Min..Max
	TypeDate   = "date" // yyyy-mm-dd within Min..Max
	TypeInt    = "int"
)

// Field is one field of a canonical record.
type Field struct {
	ID    string    `yaml:"id"`
	Label sdmx.Text `yaml:"label"`
	// Definition is that of the codelist where it is left out, Source that of
	// the record.
	Definition  sdmx.Text `yaml:"definition,omitempty"`
	Source      string    `yaml:"source,omitempty"`
	Unit        sdmx.Text `yaml:"unit,omitempty"` // of a whole number
	Sensitivity `yaml:",inline"`
	Type        string `yaml:"type"`
	Codelist    string `yaml:"codelist,omitempty"`
	Required    bool   `yaml:"required,omitempty"`
	// RequiredWhere lists, by other field, the codes with which this one may
	// not be empty; of several fields all must have such a code.
	RequiredWhere map[string][]string `yaml:"required_where,omitempty"`
	Min           string              `yaml:"min,omitempty"`
	Max           string              `yaml:"max,omitempty"`
	// Derive computes the field instead of reading it. The one derivation is
	// "first_october_after:FIELD": the year of the first 1 October after that
	// date (a diploma of 1 October T .. 30 September T+1 gives T+1).
	Derive string `yaml:"derive,omitempty"`
	// Offers, of an institution, is the sector of which it must offer some
	// programme in the record's year or the year before.
	Offers string `yaml:"offers,omitempty"`
	// LevelOf names the field with the programme of which this is the level:
	// the public register must say the same of the programme, where it says a
	// level. LevelExcept are codes that go with a programme of any level.
	LevelOf     string   `yaml:"level_of,omitempty"`
	LevelExcept []string `yaml:"level_except,omitempty"`
	// Only says by codes of other fields where this one may be filled; elsewhere
	// it is empty.
	Only map[string][]string `yaml:"only,omitempty"`
}

// FieldByID returns the field with the given id.
func (r *Record) FieldByID(id string) (Field, bool) {
	for _, f := range r.Fields {
		if f.ID == id {
			return f, true
		}
	}
	return Field{}, false
}
