// Package document writes the Specificatierapport for people: as a page and
// as PDF, in Dutch and in English, with a figure of each transition, its
// dimensions, codes, tables and indicators, the protection rules, and what
// changed. Other reports that people want on paper are written as PDF by the
// same code.
//
// What belongs here: what the Specificatierapport says (report*.go), and how
// any report looks (html.go, pdf.go, flow.go, plot.go). What does not:
// definitions (the specification has them all; nothing here is about one
// transition), figures of persons or institutions, what other reports say, and
// forms for programs (package forms). The Specificatierapport is a pure
// function of the specification.
package document

// Document is a report in one language, before it is a page or a PDF.
type Document struct {
	Lang     string
	Title    string
	Subtitle string
	Blocks   []Block
}

// Block is a Heading, Paragraph, Table, Figure or Plot.
type Block interface{ block() }

// Heading opens a part. Level is 1 (chapter) to 3. ID is unique in the
// document and the same in both languages.
type Heading struct {
	Level    int
	ID, Text string
}

// Paragraph is running text.
type Paragraph string

// Table is rows under a head. Widths are shares of the width, one a column.
// Where Numbers is set, every column but the first stands to the right.
type Table struct {
	Caption string
	Head    []string
	Widths  []float64
	Rows    [][]string
	Numbers bool
}

// Figure is a picture of a flow. Text says in one sentence what it shows.
type Figure struct {
	ID, Caption, Text string
	Flow              *Flow
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Table) block()     {}
func (Figure) block()    {}
