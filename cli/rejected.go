package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"doorstroommonitor/ingest"
	"doorstroommonitor/spec"
)

// tooMany is the error for more rejected rows than --max-rejected allows. It
// shows the first of them; all are in the screening report.
type tooMany struct {
	rejected, limit int64
	first           []rejectedRow
	report          string
}

// rejectedRow is what the quarantine says of one fault, and the specification
// of its rule.
type rejectedRow struct {
	ingest.Refused
	rule spec.ScreeningRule
}

// acceptable writes the report for suppliers and lets at most limit rejected
// rows pass.
func (r *route) acceptable(rec *ingest.Receipt, limit int64) error {
	quarantine := r.h.secret("report", "quarantine.csv")
	if err := writeScreening(r.h.secret("report"), quarantine, r.spec, rec, nil); err != nil {
		return err
	}
	n := rec.Total().Rejected
	if n <= limit {
		return nil
	}
	e := &tooMany{rejected: n, limit: limit, report: r.h.secret("report", screeningNames[r.a.lang][0])}
	f, err := os.Open(quarantine)
	if err != nil {
		return fmt.Errorf("quarantine: %w", err)
	}
	defer f.Close()
	enough := errors.New("enough")
	err = ingest.ReadQuarantine(f, func(x ingest.Refused) error {
		rule, _ := r.spec.Screening.RuleByID(x.Rule)
		if e.first = append(e.first, rejectedRow{x, rule}); len(e.first) == 5 {
			return enough
		}
		return nil
	})
	if err != nil && !errors.Is(err, enough) {
		return err
	}
	return e
}

func (e *tooMany) Error() string { return e.In("en") }

// In gives file, line, field, rule and the next step of the first faults.
func (e *tooMany) In(lang string) string {
	w := texts{lang}
	var b strings.Builder
	fmt.Fprintf(&b, w.of("%s afgekeurd, %d toegestaan; niets is vervangen", "%s rejected, %d allowed; nothing was replaced"), rows(int(e.rejected)).In(lang), e.limit)
	for _, r := range e.first {
		field := ""
		if r.Field != "" {
			field = fmt.Sprintf(w.of(", veld %s", ", field %s"), r.Field)
		}
		fmt.Fprintf(&b, "\n  %s, %s %d%s: %s [%s]. %s", r.File, w.of("regel", "line"), r.Line, field, r.rule.Text.In(lang), r.Rule, r.rule.Mend.In(lang))
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
