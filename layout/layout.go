// Package layout describes how a physical file holds canonical records: the
// fields of a fixed-width or delimited file and how one line becomes one or
// more canonical records. Layouts are data in the specification, so that a
// new file form needs no Go.
//
// What belongs here: the layout types and the codec between a line and its
// fields. What does not: opening files, checking codes, pseudonyms (ingest).
package layout

// Layout is one physical file form.
type Layout struct {
	ID     string `yaml:"id"`
	Label  Label  `yaml:"label"`
	Source string `yaml:"source"` // where the layout is described
	// Format is "fixed-width" (one record a line, no header).
	Format string `yaml:"format"`
	// Encoding is "latin1" or "utf-8".
	Encoding string `yaml:"encoding"`
	// Width is the record width in bytes without the line end.
	Width  int     `yaml:"width"`
	Fields []Field `yaml:"fields"`
	Emit   []Emit  `yaml:"emit"`
}

// Label is a name in Dutch and English.
type Label struct {
	NL string `yaml:"nl"`
	EN string `yaml:"en"`
}

// Field is one field of a line. Start counts from 1.
type Field struct {
	Nr    int    `yaml:"nr"`
	ID    string `yaml:"id"`
	Label string `yaml:"label"`
	Start int    `yaml:"start"`
	Width int    `yaml:"width"`
	// Type is C (text), N (digits), Y (year) or D (date EEJJMMDD).
	Type string `yaml:"type"`
	// Values lists the admitted values; empty admits all. A blank field is
	// admitted when Values holds "" or is empty.
	Values []string `yaml:"values,omitempty"`
	// Identifying marks fields that are never copied to a report.
	Identifying bool `yaml:"identifying,omitempty"`
}

// Emit says when a line yields a canonical record and how its fields are
// filled. When is a conjunction: field -> admitted values.
type Emit struct {
	Record string              `yaml:"record"`
	When   map[string][]string `yaml:"when,omitempty"`
	Set    map[string]Source   `yaml:"set"`
}

// Source fills one canonical field: a constant, or a field of the line,
// optionally cut, mapped and with a default for values that are not mapped.
// A canonical field without a source stays empty.
type Source struct {
	Const string            `yaml:"const,omitempty"`
	Field string            `yaml:"field,omitempty"`
	Last  int               `yaml:"last,omitempty"` // keep the last n characters
	Map   map[string]string `yaml:"map,omitempty"`
	Else  *string           `yaml:"else,omitempty"` // value when Map has no entry; absent: the value is rejected
	// Or is the source to use instead when the field is blank or Map has no
	// entry for its value.
	Or *Source `yaml:"or,omitempty"`
	// Date turns EEJJMMDD into yyyy-mm-dd; blank and 00000000 become empty.
	Date bool `yaml:"date,omitempty"`
}
