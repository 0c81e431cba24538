// Package layout describes how a physical file holds canonical records: the
// fields of its lines, how lines of several kinds belong together, and how
// they become canonical records. Layouts are data in the specification, so
// that a new file form needs no Go.
//
// What belongs here: the layout types and the codec between lines and their
// fields. What does not: opening files, checking codes, pseudonyms (ingest).
package layout

// Formats of a file.
const (
	FormatFixed     = "fixed-width" // fields at fixed positions, no header line
	FormatSeparated = "separated"   // values between separators, no header line, no quotes
	FormatTable     = "table"       // CSV with a line of column names, or Parquet with string columns
)

// Layout is one physical file form. A file whose lines are all alike has
// Fields and Emit; a file with several kinds of line has Records instead.
type Layout struct {
	ID     string `yaml:"id"`
	Label  Label  `yaml:"label"`
	Source string `yaml:"source"` // where the layout is described
	// Assumptions say what the source leaves open and what was chosen.
	Assumptions []Label `yaml:"assumptions,omitempty"`
	Format      string  `yaml:"format"`
	// Encoding is "latin1" or "utf-8".
	Encoding string `yaml:"encoding"`
	// Width is the record width in bytes without the line end, of a
	// fixed-width file with one kind of line.
	Width int `yaml:"width,omitempty"`
	// Separators are the admitted separators of a separated file or table;
	// the first line of a file shows which of them it has.
	Separators []string `yaml:"separators,omitempty"`
	// Padded says that lines may end in any number of extra separators.
	Padded bool `yaml:"padded,omitempty"`
	// Dates are the admitted forms of type D: yyyymmdd (the default),
	// yyyy-mm-dd and d-m-yyyy.
	Dates []string `yaml:"dates,omitempty"`
	// KeySpace keeps person numbers that are not comparable with those of
	// other files apart; empty for the general person number.
	KeySpace string `yaml:"key_space,omitempty"`
	// StudyYear is the first day of a study year, mm-dd, for emits with years.
	StudyYear string `yaml:"study_year,omitempty"`

	Records []Record `yaml:"records,omitempty"`
	Fields  []Field  `yaml:"fields,omitempty"`
	Emit    []Emit   `yaml:"emit,omitempty"`
}

// Roles of a kind of line.
const (
	RoleHeader  = "header"  // the first line of the file
	RoleTrailer = "trailer" // the last line of the file
)

// Record is one kind of line of a file with several. Its first field holds
// the tag. Two records may share a tag when their numbers of fields differ.
type Record struct {
	Tag   string `yaml:"tag"`
	ID    string `yaml:"id,omitempty"` // defaults to the tag
	Label Label  `yaml:"label"`
	Role  string `yaml:"role,omitempty"`
	// Parent is the record under which this one stands: the last line of that
	// kind before it. A record without one begins a group of lines that
	// belong together, such as all lines of a person.
	Parent string `yaml:"parent,omitempty"`
	// Same are fields that must equal those of the same id of the parent.
	Same []string `yaml:"same,omitempty"`
	// Either are fields of which exactly one must be filled.
	Either []string `yaml:"either,omitempty"`
	// Skip says that the lines are known and counted, and not read.
	Skip bool `yaml:"skip,omitempty"`
	// Counts, of a trailer, names for each tag the field with the number of
	// its lines.
	Counts map[string]string `yaml:"counts,omitempty"`
	Width  int               `yaml:"width,omitempty"`
	Fields []Field           `yaml:"fields,omitempty"`
	Emit   []Emit            `yaml:"emit,omitempty"`
}

// Label is a name in Dutch and English.
type Label struct {
	NL string `yaml:"nl"`
	EN string `yaml:"en"`
}

// Field is one field of a line. Start counts from 1 and is given for
// fixed-width files alone; of a table the id is the name of the column.
type Field struct {
	Nr    int    `yaml:"nr"`
	ID    string `yaml:"id"`
	Label string `yaml:"label"`
	Start int    `yaml:"start,omitempty"`
	// Width is the exact number of bytes in a fixed-width file; elsewhere the
	// exact number of digits of type N, where it is given.
	Width int `yaml:"width,omitempty"`
	// Type is C (text), N (digits), Y (year) or D (date).
	Type string `yaml:"type"`
	// Values lists the admitted values; empty admits all. A blank field is
	// admitted when Values holds "" or is empty.
	Values []string `yaml:"values,omitempty"`
	// Identifying marks fields that are never copied to a report.
	Identifying bool `yaml:"identifying,omitempty"`
	// Optional fields stand at the end of a separated line, which may lack
	// them, or are columns that a table may lack.
	Optional bool `yaml:"optional,omitempty"`
}

// Emit says when a line yields a canonical record and how its fields are
// filled. When (field -> admitted values) and Filled (fields that are not
// blank) are a conjunction.
//
// A field is named by its id; RECORD.id is a field of the header or of a
// record above the line, next.id one of the next line of the same kind under
// the same parent.
type Emit struct {
	Record string              `yaml:"record"`
	When   map[string][]string `yaml:"when,omitempty"`
	Filled []string            `yaml:"filled,omitempty"`
	Years  *Years              `yaml:"years,omitempty"`
	Set    map[string]Source   `yaml:"set"`
	// Leads ranks the lines of a file that give different records of one key:
	// that with the highest values, compared as text one after the other, is
	// the record. Lines that rank alike, and all lines where Leads is left
	// out, contradict each other.
	Leads []Source `yaml:"leads,omitempty"`
	// Within is a field of the record with a date, and the field of the line
	// with the year in which its study year begins.
	Within *Within `yaml:"within,omitempty"`
}

// Within says in the study year of which field of the line a date is expected.
type Within struct {
	Date string `yaml:"date"`
	Year string `yaml:"year"`
}

// Years cuts a span of dates at the study years: the line then yields one
// record for each study year that the span touches.
type Years struct {
	// Begin is the field with the first day.
	Begin string `yaml:"begin"`
	// End are fields with the last day; the first that is filled counts. Of a
	// field of the next line it is the day before.
	End []string `yaml:"end"`
	// Open is the last day that the file reports on, the end of a span without
	// end; its last record then has no end. A year stands for the last day of
	// the study year that begins in it.
	Open string `yaml:"open"`
}

// What a source takes of a span.
const (
	YearsYear  = "year"  // the year in which the study year begins
	YearsBegin = "begin" // the first day within the study year
	YearsEnd   = "end"   // the last day within the study year
)

// Source fills one canonical field: a constant, a field, a part of the span of
// years, or a count of lines; a field optionally cut, mapped and with a default for values
// that are not mapped. A canonical field without a source stays empty.
type Source struct {
	Const string `yaml:"const,omitempty"`
	Years string `yaml:"years,omitempty"`
	// Nth is the number of the line among those of its kind in its group,
	// from 1.
	Nth   bool   `yaml:"nth,omitempty"`
	Field string `yaml:"field,omitempty"`
	// Last keeps the last n characters of a number that is filled up with
	// zeros; a value with anything else before them stays whole.
	Last int               `yaml:"last,omitempty"`
	Map  map[string]string `yaml:"map,omitempty"`
	Else *string           `yaml:"else,omitempty"` // value when Map has no entry; absent: the value is rejected
	// List is the separator of a list of values in the field; the first of
	// them that Map has counts.
	List string `yaml:"list,omitempty"`
	// Or is the source to use instead when the field is blank, or Map has
	// no entry for its value.
	Or *Source `yaml:"or,omitempty"`
	// Date turns a date into yyyy-mm-dd; blank and 00000000 become empty.
	Date bool `yaml:"date,omitempty"`
	// Number drops leading zeros.
	Number bool `yaml:"number,omitempty"`
	// Programme looks the value up as a programme code in the public
	// register: "niveau" gives the programme's level.
	Programme string `yaml:"programme,omitempty"`
}

// Kinds are the kinds of line of the file; of a file whose lines are all
// alike there is one, without tag.
func (l *Layout) Kinds() []Record {
	if len(l.Records) > 0 {
		return l.Records
	}
	return []Record{{Width: l.Width, Fields: l.Fields, Emit: l.Emit}}
}

// Emits are all emits of all kinds of line, in their order.
func (l *Layout) Emits() []Emit {
	var out []Emit
	for _, r := range l.Kinds() {
		out = append(out, r.Emit...)
	}
	return out
}

// Name is the id of the record.
func (r *Record) Name() string {
	if r.ID != "" {
		return r.ID
	}
	return r.Tag
}

func (r *Record) field(id string) *Field {
	for i := range r.Fields {
		if r.Fields[i].ID == id {
			return &r.Fields[i]
		}
	}
	return nil
}
