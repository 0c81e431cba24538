package ingest

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"doorstroommonitor/sdmx"
)

// Receipt says what became of every row.
type Receipt struct {
	Files    []FileReceipt    `json:"files"` // by name
	Records  map[string]int64 `json:"records"`
	Findings []Finding        `json:"findings"`           // in the order of the rules
	Warnings []Warning        `json:"warnings,omitempty"` // by file, in the order of the rules
	Shifts   []ShiftFinding   `json:"shifts,omitempty"`
	Links    []LinkRate       `json:"links,omitempty"` // by record and year
	// Reused says that the store was there already and nothing was done.
	Reused bool `json:"-"`
}

// FileReceipt counts the rows of one input: In = Accepted + Rejected. Merged
// are those accepted rows that were not stored: they equal another one, or
// another line of the same enrolment leads.
type FileReceipt struct {
	Name     string `json:"name"`
	Kind     string `json:"kind"`  // "csv RECORD", "parquet RECORD" or "layout ID"
	Lines    int64  `json:"lines"` // lines (without header) or rows of the file
	In       int64  `json:"in"`
	Accepted int64  `json:"accepted"`
	Rejected int64  `json:"rejected"`
	Merged   int64  `json:"merged"`
	// LinesLost are the lines of which a row was refused: all rows of the
	// line, or those that other lines contradict.
	LinesLost int64 `json:"lines_lost"`
}

// Finding counts how often a rule was broken. A row can break several rules.
type Finding struct {
	Rule     string    `json:"rule"`
	Severity string    `json:"severity"`
	Count    int64     `json:"count"`
	Text     sdmx.Text `json:"text"`
	Why      sdmx.Text `json:"why"`
	Mend     sdmx.Text `json:"mend"`
}

// Total adds up the files.
func (r *Receipt) Total() FileReceipt {
	var t FileReceipt
	for _, f := range r.Files {
		t.Lines += f.Lines
		t.In += f.In
		t.Accepted += f.Accepted
		t.Rejected += f.Rejected
		t.Merged += f.Merged
		t.LinesLost += f.LinesLost
	}
	return t
}

// words of the report, Dutch and English.
var words = map[string][2]string{
	"input":    {"Bestand", "File"},
	"lines":    {"Regels", "Lines"},
	"in":       {"Rijen in", "Rows in"},
	"accepted": {"Aanvaard", "Accepted"},
	"rejected": {"Afgekeurd", "Rejected"},
	"merged":   {"Dubbel", "Merged"},
	"lost":     {"Regels afgekeurd", "Lines rejected"},
	"total":    {"Totaal", "Total"},
	"balance":  {"Rijen in = aanvaard + afgekeurd, voor elk bestand. Dubbele rijen zijn aanvaard en één keer bewaard, ook waar een andere regel van dezelfde inschrijving voorgaat. Van een regel die zelf fout is, wordt geen enkele rij aanvaard.", "Rows in = accepted + rejected, for every file. Merged rows are accepted and stored once, also where another line of the same enrolment leads. Of a line that is wrong itself no row is accepted."},
	"record":   {"Bewaard", "Stored"},
	"rows":     {"Rijen", "Rows"},
	"links":    {"Gekoppeld (%)", "Linked (%)"},
	"linked": {
		"Van de personen met een rij van dat jaar: het deel dat ook in een ander soort record van dat jaar of eerder staat, of in hetzelfde van een eerder jaar. Een daling wijst op personen die niet te koppelen zijn.",
		"Of the persons with a row of that year: the share that is also in another kind of record of that year or before, or in the same of an earlier year. A fall points at persons who cannot be linked.",
	},
	"new":     {"nieuw", "new"},
	"none":    {"Geen bevindingen.", "No findings."},
	"rule":    {"Controle", "Check"},
	"count":   {"Aantal", "Count"},
	"reject":  {"afgekeurd", "rejected"},
	"warning": {"waarschuwing", "warning"},
	"stop":    {"gestopt", "stopped"},
}

func word(id, lang string) string {
	if lang == "en" {
		return words[id][1]
	}
	return words[id][0]
}

// WriteText writes the receipt for people, in "nl" or "en", in aligned
// columns.
func (r *Receipt) WriteText(w io.Writer, lang string) error {
	var b strings.Builder
	rows := [][]string{{word("input", lang), word("lines", lang), word("in", lang), word("accepted", lang), word("rejected", lang), word("merged", lang), word("lost", lang)}}
	add := func(name string, f FileReceipt) {
		rows = append(rows, []string{name, group(f.Lines, lang), group(f.In, lang), group(f.Accepted, lang), group(f.Rejected, lang), group(f.Merged, lang), group(f.LinesLost, lang)})
	}
	for _, f := range r.Files {
		add(f.Name, f)
	}
	add(word("total", lang), r.Total())
	align(&b, rows)
	fmt.Fprintf(&b, "%s\n\n", word("balance", lang))

	rows = [][]string{{word("record", lang), word("rows", lang)}}
	for _, id := range slices.Sorted(maps.Keys(r.Records)) {
		rows = append(rows, []string{id, group(r.Records[id], lang)})
	}
	align(&b, rows)
	b.WriteString("\n")
	r.writeLinks(&b, lang)
	if len(r.Findings)+len(r.Shifts) == 0 {
		fmt.Fprintf(&b, "%s\n", word("none", lang))
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%-12s %s %s (%s)\n    %s.\n    %s\n", f.Rule, group(f.Count, lang), "×", word(f.Severity, lang), sentence(f.Text.In(lang)), f.Mend.In(lang))
	}
	for _, f := range r.Shifts {
		fmt.Fprintf(&b, "%-12s %s %d-%d: %s (%s)\n    %s.\n    %s\n", f.Rule, f.What(), f.From, f.To, f.Change(lang), word(f.Severity, lang), sentence(f.Text.In(lang)), f.Mend.In(lang))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) + s[n:]
}

// align writes a table: the first column to the left, the others to the right.
func align(b *strings.Builder, rows [][]string) {
	width := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, c := range r {
			width[i] = max(width[i], utf8.RuneCountInString(c))
		}
	}
	for _, r := range rows {
		for i, c := range r {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(c))
			if i == 0 {
				b.WriteString(c + pad)
			} else {
				b.WriteString("  " + pad + c)
			}
		}
		b.WriteString("\n")
	}
}

// group writes a count with a mark between thousands.
func group(n int64, lang string) string {
	mark := "."
	if lang == "en" {
		mark = ","
	}
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	return s
}
