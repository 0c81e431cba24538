package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// ShiftFinding is a total of stored records that changed more from one year to
// the next than the specification expects. Value is empty where all records
// of the type are meant. Percent is the change of Before (0 where that is 0).
type ShiftFinding struct {
	Rule     string    `json:"rule"`
	Severity string    `json:"severity"`
	Record   string    `json:"record"`
	Field    string    `json:"field,omitempty"` // of which Value is a code
	Value    string    `json:"value,omitempty"`
	From     int       `json:"from"`
	To       int       `json:"to"`
	Before   int64     `json:"before"`
	After    int64     `json:"after"`
	Percent  float64   `json:"percent"`
	Text     sdmx.Text `json:"text"`
	Why      sdmx.Text `json:"why"`
	Mend     sdmx.Text `json:"mend"`
}

// shiftKey is a total that a shift compares.
type shiftKey struct {
	shift int
	year  int
	value string
}

// shiftCounter counts the stored rows of one record type for the shifts that
// look at it. A partition has one year, so that counting goes by value alone.
type shiftCounter struct {
	shift  int
	field  int // -1: all rows together
	values map[string]int64
}

func (s *intake) shiftCounters(p *recordPlan) []shiftCounter {
	var out []shiftCounter
	for i, x := range s.options.Spec.Screening.Shifts {
		if x.Record == p.id {
			out = append(out, shiftCounter{i, p.field(x.By), map[string]int64{}})
		}
	}
	return out
}

// count takes one stored row.
func (c *shiftCounter) count(cells [][]byte) {
	if c.field < 0 {
		c.values[""]++
		return
	}
	if len(cells[c.field]) > 0 {
		c.values[string(cells[c.field])]++
	}
}

// shifts compares consecutive years. A year that is the first or last in the
// store is compared too: that is where a delivery falls short.
func (s *intake) shifts(totals map[shiftKey]int64) []ShiftFinding {
	first, last := map[int]int{}, map[int]int{}
	for k := range totals {
		if first[k.shift] == 0 || k.year < first[k.shift] {
			first[k.shift] = k.year
		}
		last[k.shift] = max(last[k.shift], k.year)
	}
	seen := map[shiftKey]bool{}
	var out []ShiftFinding
	look := func(k shiftKey) {
		if seen[k] || k.year >= last[k.shift] || k.year < first[k.shift] {
			return
		}
		seen[k] = true
		next := k
		next.year++
		if f, ok := s.compare(k, totals[k], totals[next]); ok {
			out = append(out, f)
		}
	}
	for k := range totals {
		look(k)
		k.year--
		look(k)
	}
	order := func(f ShiftFinding) int {
		return slices.IndexFunc(s.options.Spec.Screening.Shifts, func(x spec.Shift) bool { return x.ID == f.Rule })
	}
	slices.SortFunc(out, func(a, b ShiftFinding) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(a.Value, b.Value), cmp.Compare(a.From, b.From))
	})
	return out
}

func (s *intake) compare(k shiftKey, before, after int64) (ShiftFinding, bool) {
	x := &s.options.Spec.Screening.Shifts[k.shift]
	change := after - before
	if x.Falls && change > 0 || max(before, after) < x.Least || max(change, -change)*100 <= before*int64(x.Warn) {
		return ShiftFinding{}, false
	}
	f := ShiftFinding{
		Rule: x.ID, Severity: spec.SeverityWarning, Record: x.Record, Field: x.By, Value: k.value, From: k.year, To: k.year + 1, Before: before, After: after,
		Text: x.Text, Why: x.Why, Mend: x.Mend,
	}
	if before > 0 {
		f.Percent = 100 * float64(change) / float64(before)
	}
	if x.Stop > 0 && max(change, -change)*100 > before*int64(x.Stop) {
		f.Severity = spec.SeverityStop
	}
	return f, true
}

// What names the total: a record type, and a code of a field of it.
func (f *ShiftFinding) What() string {
	if f.Value == "" {
		return f.Record
	}
	return f.Record + " " + f.Field + " " + f.Value
}

// Change is the change in percent in "nl" or "en"; a word where there was
// nothing before.
func (f *ShiftFinding) Change(lang string) string {
	if f.Before == 0 {
		return word("new", lang)
	}
	s := fmt.Sprintf("%+.1f %%", f.Percent)
	if lang != "en" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// halt is the first shift that may not pass, nil for none. It names no count:
// those are in the report.
func (r *Receipt) halt() error {
	for _, f := range r.Shifts {
		if f.Severity != spec.SeverityStop {
			continue
		}
		return &Stop{
			Rule:  spec.ScreeningRule{ID: f.Rule, Severity: f.Severity, Text: f.Text, Why: f.Why, Mend: f.Mend},
			Input: f.What(), Detail: fmt.Sprintf("%d-%d: %+.0f%%", f.From, f.To, f.Percent),
		}
	}
	return nil
}
