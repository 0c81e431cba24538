package register

import (
	"encoding/csv"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Rules that a register can break.
const (
	RuleTable     = "R-TABLE"     // the file is missing, or not a table with the right header
	RuleRequired  = "R-REQUIRED"  // an empty field that must be filled
	RuleYear      = "R-YEAR"      // not a year of four digits
	RuleNumber    = "R-NUMBER"    // not a number
	RuleBRIN      = "R-BRIN"      // not of the form of a BRIN
	RuleDouble    = "R-DOUBLE"    // listed twice
	RulePeriod    = "R-PERIOD"    // ends before it starts
	RuleSuccessor = "R-SUCCESSOR" // a successor of an open institution
	RuleReference = "R-REFERENCE" // refers to what is not there
	RuleCycle     = "R-CYCLE"     // successors in a circle
)

// maxErrors is how many faults are told at once.
const maxErrors = 20

// Error is one fault of the register.
type Error struct {
	File  string
	Line  int    // 1 is the header; 0 when the whole file is meant
	Field string // empty when the whole line or file is meant
	Rule  string
	Text  string
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:", e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, "%d:", e.Line)
	}
	if e.Field != "" {
		fmt.Fprintf(&b, " field %s:", e.Field)
	}
	fmt.Fprintf(&b, " %s (%s)", e.Text, e.Rule)
	return b.String()
}

type loader struct {
	fsys fs.FS
	r    *Register
	sum  hash.Hash
	errs []error
}

func (l *loader) bad(file string, line int, field, rule, text string) {
	if len(l.errs) < maxErrors {
		l.errs = append(l.errs, &Error{file, line, field, rule, text})
	}
}

// row is one line of a table while it is read.
type row struct {
	l       *loader
	file    string
	line    int
	columns []string
	cells   []string
}

// table reads a file line by line and gives each to one.
func (l *loader) table(file string, columns []string, one func(row)) {
	f, err := l.fsys.Open(file)
	if err != nil {
		l.bad(file, 0, "", RuleTable, fmt.Sprintf("cannot be opened: %v; put the public register next to the extracts", err))
		return
	}
	defer f.Close()
	fmt.Fprintf(l.sum, "%s\n", file)
	cr := csv.NewReader(io.TeeReader(f, l.sum))
	cr.ReuseRecord = true
	head, err := cr.Read()
	if err != nil || !slices.Equal(head, columns) {
		l.bad(file, 1, "", RuleTable, "the header must be "+strings.Join(columns, ","))
		return
	}
	for {
		cells, err := cr.Read()
		if err == io.EOF {
			return
		}
		line, _ := cr.FieldPos(0)
		if err != nil {
			// The reader's own message holds the line and no values.
			l.bad(file, line, "", RuleTable, err.Error())
			return
		}
		one(row{l, file, line, columns, cells})
	}
}

func (r row) bad(field, rule, text string) { r.l.bad(r.file, r.line, field, rule, text) }

func (r row) get(column string) string {
	return strings.Clone(r.cells[slices.Index(r.columns, column)])
}

func (r row) required(column string) string {
	s := r.get(column)
	if s == "" {
		r.bad(column, RuleRequired, "is empty")
	}
	return s
}

func (r row) year(column string, required bool) int {
	s := r.get(column)
	if s == "" && !required {
		return 0
	}
	y, err := strconv.Atoi(s)
	if err != nil || len(s) != 4 || y < 1000 {
		r.bad(column, RuleYear, fmt.Sprintf("%q is not a year of four digits", s))
		return 0
	}
	return y
}

func (r row) number(column string) int {
	s := r.get(column)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		r.bad(column, RuleNumber, fmt.Sprintf("%q is not a number", s))
	}
	return n
}
