// Package engine is the boundary to the machine that holds person rows. What
// is asked of it is a plan, which is data; what comes back is counts.
//
// What belongs here: the plan types and the Engine interface. What does not:
// SQL (each engine has its own), the specification (cube turns it into
// plans), and anything about protection. An engine returns rows in any order;
// ordering is done by the caller.
package engine

import "context"

// Engine counts plans over person rows.
type Engine interface {
	// Aggregate counts every plan over the source, reading each record type
	// once, and calls emit once for each plan, year and combination of
	// codes. It calls emit from one goroutine. A source that cannot be read
	// whole is an error: a partial result is never returned as a whole one.
	Aggregate(ctx context.Context, src Source, plans []Plan, emit func(Count) error) error
	// Close releases everything, spill files included.
	Close() error
}

// Source lists, for each record type, its columns and the Parquet files to
// read. A record type may have no files; it then holds no rows. The column
// Person is the pseudonym; the column Year, where there is one, is an integer.
type Source struct {
	Records map[string]Files
}

// Files are the files of one record type and its columns.
type Files struct {
	Columns []string
	Paths   []string
}

// Names of the columns that every plan uses.
const (
	Person = "pgn"
	Year   = "jaar"
)

// Plan counts cohort members by year and columns.
type Plan struct {
	Name   string
	Cohort Selection
	// Also adds members that Cohort does not find; nil: nobody.
	Also    *Also
	Lookups []Lookup
	Columns []Column
	// Recodes are the mappings that columns name. A value without an entry
	// stays as it is when Strict is false, and becomes Unknown when it is true.
	Recodes map[string]Recode
}

// Unknown is the code of a value that a strict recode does not know.
const Unknown = "?"

// Recode maps values to codes.
type Recode struct {
	Strict bool
	Codes  map[string]string
}

// Selection picks at most one record per person and year: those that satisfy
// Where, the first by Prefer; what is still equal is ordered by all columns.
type Selection struct {
	Record string
	Where  map[string][]string
	Prefer []Preference
	// ActiveOn is "" or a month and day ("10-01"): only records with begin up
	// to that day of their year and eind empty or not before it.
	ActiveOn string
}

// Preference orders by one column: values in Order first, in that order, then
// all others equal. An empty Order sorts values descending.
type Preference struct {
	Column string
	Order  []string
}

// Also adds, to a year, the persons whom the cohort selection does not find in
// it and for whom the selection finds a record in year + After, unless one of
// Absent finds one (each After years from the same year). Their cohort record
// is the record found; it has the columns that both record types have.
type Also struct {
	Selection
	After  int
	Absent []Lookup
}

// Lookup joins a selection on person and year + After; Once joins on person
// alone (records without a year).
type Lookup struct {
	ID    string
	After int
	Once  bool
	Selection
}

// Column is one coded observation. Of is "" for the cohort record or the id of
// a lookup. Where Only does not hold the code is NotApplicable.
type Column struct {
	ID     string
	Of     string
	Field  string
	Recode string
	Map    map[string]string
	None   string
	Case   []Case
	Only   map[string][]string // column id -> codes; refers to earlier columns
}

// NotApplicable is the code of a column whose guard does not hold.
const NotApplicable = "-"

// Case gives Code when all conditions hold; the first that holds counts.
type Case struct {
	Code           string
	Exists, Absent []string // lookup ids
	Same           *Same
	Is             []Is
}

// Same holds when Fields, recoded by Recodes[i] where that is not empty, are
// equal in lookups A and B and both found a record.
type Same struct {
	A, B    string
	Fields  []string
	Recodes []string
}

// Is holds when the field of the lookup has one of Values.
type Is struct {
	Of, Field string
	Values    []string
}

// Count is one line of the result.
type Count struct {
	Plan  int
	Year  int
	Codes []string
	N     int64
}
