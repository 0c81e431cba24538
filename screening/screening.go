// Package screening writes the report with which a supplier of files can
// mend them: what is wrong, where, why it matters and what to do, as a page
// and as CSV.
//
// What belongs here: the report, made from what ingest found. What does not:
// the checks (ingest), their words (the specification), and anything that
// identifies a person: a report holds no person number and no pseudonym, so
// that it may be sent to whoever made the file.
package screening

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"doorstroommonitor/ingest"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Report is one screening.
type Report struct {
	// Specification is the version of the rules.
	Specification string
	// Receipt counts rows and findings; nil when a file stopped the run.
	Receipt *ingest.Receipt
	// Stopped is why the run ended before all was read; nil when it did not.
	Stopped *ingest.Stop
	// Rows goes through the refused rows; it may be asked more than once.
	Rows func(yield func(ingest.Refused) error) error
	// Rules are the texts of the rules.
	Rules []spec.ScreeningRule
}

// rule finds the texts of a rule.
func (r *Report) rule(id string) spec.ScreeningRule {
	s := spec.Screening{Rules: r.Rules}
	x, _ := s.RuleByID(id)
	return x
}

// columns of the CSV file, Dutch and English.
var columns = []sdmx.Text{
	{NL: "bestand", EN: "file"},
	{NL: "regel", EN: "line"},
	{NL: "record", EN: "record"},
	{NL: "veld", EN: "field"},
	{NL: "waarde", EN: "value"},
	{NL: "controle", EN: "rule"},
	{NL: "ernst", EN: "severity"},
	{NL: "wat_is_er", EN: "what_is_wrong"},
	{NL: "waarom", EN: "why"},
	{NL: "wat_te_doen", EN: "what_to_do"},
}

// WriteCSV writes one line per fault, in "nl" or "en". A file without faults
// is the header alone.
func (r *Report) WriteCSV(w io.Writer, lang string) error {
	cw := csv.NewWriter(w)
	var head []string
	for _, c := range columns {
		head = append(head, c.In(lang))
	}
	if err := cw.Write(head); err != nil {
		return err
	}
	if s := r.Stopped; s != nil {
		line := ""
		if s.Line > 0 {
			line = strconv.FormatInt(s.Line, 10)
		}
		if err := cw.Write([]string{s.Input, line, "", s.Field, "", s.Rule.ID, severity(s.Rule.Severity).In(lang), s.Rule.Text.In(lang), s.Rule.Why.In(lang), s.Rule.Mend.In(lang)}); err != nil {
			return err
		}
	}
	err := r.Rows(func(x ingest.Refused) error {
		u := r.rule(x.Rule)
		return cw.Write([]string{x.File, strconv.FormatInt(x.Line, 10), x.Record, x.Field, x.Value, x.Rule, severity(u.Severity).In(lang), u.Text.In(lang), u.Why.In(lang), u.Mend.In(lang)})
	})
	if err != nil {
		return fmt.Errorf("screening report: %w", err)
	}
	if err := r.writeWarnings(cw, lang); err != nil {
		return err
	}
	if err := r.writeShifts(cw, lang); err != nil {
		return err
	}
	cw.Flush()
	return cw.Error()
}

// writeWarnings writes a line per line that is named in a warning, and one
// that says how many there are where they are more.
func (r *Report) writeWarnings(cw *csv.Writer, lang string) error {
	if r.Receipt == nil {
		return nil
	}
	for _, x := range r.Receipt.Warnings {
		u := r.rule(x.Rule)
		write := func(line, text string) error {
			return cw.Write([]string{x.File, line, x.Record, x.Field, "", x.Rule, severity(spec.SeverityWarning).In(lang), text, u.Why.In(lang), u.Mend.In(lang)})
		}
		for _, line := range x.Lines {
			if err := write(strconv.FormatInt(line, 10), u.Text.In(lang)); err != nil {
				return err
			}
		}
		if n := int64(len(x.Lines)); x.Count > n {
			more := fmt.Sprintf(sdmx.Text{NL: "%s (%d keer; de eerste %d regels staan hierboven)", EN: "%s (%d times; the first %d lines are above)"}.In(lang), u.Text.In(lang), x.Count, n)
			if err := write("", more); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeShifts writes a line per total that shifts: of no file and no line.
func (r *Report) writeShifts(cw *csv.Writer, lang string) error {
	if r.Receipt == nil {
		return nil
	}
	for _, x := range r.Receipt.Shifts {
		what := fmt.Sprintf("%s (%d-%d: %s)", x.Text.In(lang), x.From, x.To, x.Change(lang))
		if err := cw.Write([]string{"", "", x.Record, x.Field, x.Value, x.Rule, shiftSeverity(x.Severity).In(lang), what, x.Why.In(lang), x.Mend.In(lang)}); err != nil {
			return err
		}
	}
	return nil
}

// shiftSeverity names how severe a shift is.
func shiftSeverity(s string) sdmx.Text {
	if s == spec.SeverityStop {
		return sdmx.Text{NL: "gestopt", EN: "stopped"}
	}
	return severity(s)
}

// severity names a severity for people.
func severity(s string) sdmx.Text {
	switch s {
	case spec.SeverityStop:
		return sdmx.Text{NL: "bestand geweigerd", EN: "file refused"}
	case spec.SeverityWarning:
		return sdmx.Text{NL: "waarschuwing", EN: "warning"}
	}
	return sdmx.Text{NL: "rij afgekeurd", EN: "row rejected"}
}

// maxExamples is how many rows of one rule in one file the page shows.
const maxExamples = 20

// group is the refused rows of one file that break one rule.
type group struct {
	File  string
	Rule  spec.ScreeningRule
	Count int
	Rows  []ingest.Refused // the first
}

// groups gathers the refused rows by file and rule.
func (r *Report) groups() ([]*group, error) {
	byKey := map[[2]string]*group{}
	var out []*group
	err := r.Rows(func(x ingest.Refused) error {
		k := [2]string{x.File, x.Rule}
		g := byKey[k]
		if g == nil {
			g = &group{File: x.File, Rule: r.rule(x.Rule)}
			byKey[k], out = g, append(out, g)
		}
		if g.Count++; len(g.Rows) < maxExamples {
			g.Rows = append(g.Rows, x)
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Rule.ID, b.Rule.ID))
	})
	return out, err
}
