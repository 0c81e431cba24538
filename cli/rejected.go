package cli

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"

	"doorstroommonitor/ingest"
)

// tooMany is the error for more rejected rows than --max-rejected allows. It
// shows the first of them; all are in the quarantine report.
type tooMany struct {
	rejected, limit int64
	first           []rejectedRow
	report          string
}

// rejectedRow is what the quarantine says of one fault.
type rejectedRow struct {
	file, line, field, rule string
	text, mend              map[string]string
}

// acceptable lets at most limit rejected rows pass.
func (r *route) acceptable(rec *ingest.Receipt, limit int64) error {
	n := rec.Total().Rejected
	if n <= limit {
		return nil
	}
	e := &tooMany{rejected: n, limit: limit, report: r.h.secret("report", "quarantine.csv")}
	f, err := os.Open(e.report)
	if err != nil {
		return fmt.Errorf("quarantine: %w", err)
	}
	defer f.Close()
	in := csv.NewReader(f)
	for line := 0; len(e.first) < 5; line++ {
		row, err := in.Read()
		if err != nil {
			break // the end, or a report that says less than it might
		}
		if line > 0 && len(row) == 9 {
			e.first = append(e.first, rejectedOf(row, rec.Findings))
		}
	}
	return e
}

func rejectedOf(row []string, findings []ingest.Finding) rejectedRow {
	out := rejectedRow{file: row[0], line: row[1], field: row[4], rule: row[3], text: map[string]string{"nl": row[7], "en": row[8]}, mend: map[string]string{}}
	for _, f := range findings {
		if f.Rule == out.rule {
			out.mend["nl"], out.mend["en"] = f.Mend.NL, f.Mend.EN
		}
	}
	return out
}

func (e *tooMany) Error() string { return e.In("en") }

// In gives file, line, field, rule and the next step of the first faults.
func (e *tooMany) In(lang string) string {
	w := texts{lang}
	var b strings.Builder
	fmt.Fprintf(&b, w.of("%d rijen afgekeurd, %d toegestaan; niets is vervangen", "%d rows rejected, %d allowed; nothing was replaced"), e.rejected, e.limit)
	for _, r := range e.first {
		field := ""
		if r.field != "" {
			field = fmt.Sprintf(w.of(", veld %s", ", field %s"), r.field)
		}
		fmt.Fprintf(&b, "\n  %s, %s %s%s: %s [%s]. %s", r.file, w.of("regel", "line"), r.line, field, r.text[lang], r.rule, r.mend[lang])
	}
	fmt.Fprintf(&b, "\n"+w.of("alle afgekeurde rijen: %s; volgende stap: herstel ze in de bron, of ga zonder deze rijen verder met --max-rejected %d",
		"all rejected rows: %s; next: mend them at the source, or go on without these rows with --max-rejected %d"), e.report, e.rejected)
	return b.String()
}

// texts picks the text in a language.
type texts struct{ lang string }

func (t texts) of(nl, en string) string {
	if t.lang == "en" {
		return en
	}
	return nl
}
