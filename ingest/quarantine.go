package ingest

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// refusal is one reason why one row was refused. It holds nothing that
// identifies a person but the pseudonym.
type refusal struct {
	origin    origin
	record    string
	rule      *Rule
	field     string
	pseudonym string // empty when the person number is not usable
	value     string // empty unless it may be repeated (see echo)
	rows      int    // of the line that have this fault
}

// quarantineColumns is the header of quarantine.csv: input, line (or row of a
// Parquet file), record type, rule, field, pseudonym, value, message in Dutch
// and in English, and how many of the rows that the line gives have the fault.
// A row with several faults has several lines.
var quarantineColumns = []string{"bestand", "regel", "record", "controle", "veld", "pseudoniem", "waarde", "melding", "message", "rijen"}

// writeQuarantine writes the refusals in the order of file, line, rule and
// field.
func (s *intake) writeQuarantine(w io.Writer, refused []refusal) error {
	slices.SortFunc(refused, func(a, b refusal) int {
		return cmp.Or(cmp.Compare(a.origin.file, b.origin.file), cmp.Compare(a.origin.line, b.origin.line), cmp.Compare(a.record, b.record),
			cmp.Compare(s.rules[a.rule], s.rules[b.rule]), cmp.Compare(a.field, b.field))
	})
	cw := csv.NewWriter(w)
	if err := cw.Write(quarantineColumns); err != nil {
		return err
	}
	for _, r := range refused {
		text := s.guidance[r.rule].Text
		err := cw.Write([]string{
			s.files[r.origin.file].input.Name, strconv.FormatInt(r.origin.line, 10), r.record, r.rule.ID, r.field,
			r.pseudonym, r.value, text.NL, text.EN, strconv.Itoa(r.rows),
		})
		if err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// Refused is one reason why one row was refused, as the quarantine tells it to
// others: without the pseudonym.
type Refused struct {
	File                string
	Line                int64
	Record, Rule, Field string
	Value               string // empty unless it may be repeated
}

// ReadQuarantine goes through a quarantine file. It stops at the first error
// of yield.
func ReadQuarantine(r io.Reader, yield func(Refused) error) error {
	in := csv.NewReader(r)
	in.ReuseRecord = true
	in.FieldsPerRecord = len(quarantineColumns)
	for first := true; ; first = false {
		row, err := in.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("quarantine: %w", err)
		case first:
			continue
		}
		line, err := strconv.ParseInt(row[1], 10, 64)
		if err != nil {
			return fmt.Errorf("quarantine: line number %q: %w", row[1], err)
		}
		if err := yield(Refused{File: row[0], Line: line, Record: row[2], Rule: row[3], Field: row[4], Value: row[6]}); err != nil {
			return err
		}
	}
}
