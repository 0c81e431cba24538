// Package enginetest is the conformance suite of engines: what every engine
// answers to a plan, told in small cases counted by hand, and a comparison
// with engine/memory on random rows and plans.
//
// What belongs here: cases that hold for each engine. What does not: how an
// engine stores or reads rows, which its own tests open for the suite.
package enginetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/engine"
)

// Open makes an engine over the records given: record type to rows, each
// column to value. Columns lists the columns of every record type, also of
// those without rows. A record type of Columns that is not among the records
// has no rows. What Open makes is closed by the suite.
type Open func(t *testing.T, records map[string][]map[string]string) (engine.Engine, engine.Source)

// Columns returns the columns of the record types of the suite, in order.
// "person" has no year.
func Columns() map[string][]string {
	return map[string][]string{
		"person":    {"pgn", "sex"},
		"enrolment": {"pgn", "jaar", "sector", "brin", "programme", "begin", "eind", "main"},
		"diploma":   {"pgn", "jaar", "brin", "level", "date"},
	}
}

// Run runs the whole suite.
func Run(t *testing.T, open Open) {
	for _, c := range slices.Concat(selections(), lookups(), columnCases(), oddities()) {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			eng, src := open(t, c.records)
			defer shut(t, eng)
			got, err := count(context.Background(), eng, src, c.plans)
			if err != nil {
				t.Fatal(err)
			}
			if want := slices.Sorted(slices.Values(c.want)); !slices.Equal(got, want) {
				t.Errorf("%s:\n got %s\nwant %s", c.name, strings.Join(got, "; "), strings.Join(want, "; "))
			}
		})
	}
	t.Run("errors", func(t *testing.T) { runErrors(t, open) })
	t.Run("random", func(t *testing.T) { runRandom(t, open) })
}

// testCase is one case; its name is a sentence.
type testCase struct {
	name    string
	records map[string][]map[string]string
	plans   []engine.Plan
	// want are lines "plan year code,code n".
	want []string
}

// count returns every count as a line, sorted. A combination that is emitted
// twice stands there twice.
func count(ctx context.Context, eng engine.Engine, src engine.Source, plans []engine.Plan) ([]string, error) {
	var out []string
	err := eng.Aggregate(ctx, src, plans, func(c engine.Count) error {
		if c.Plan < 0 || c.Plan >= len(plans) || len(c.Codes) != len(plans[c.Plan].Columns) {
			return fmt.Errorf("count %+v does not fit a plan", c)
		}
		out = append(out, fmt.Sprintf("%d %d %s %d", c.Plan, c.Year, strings.Join(c.Codes, ","), c.N))
		return nil
	})
	slices.Sort(out)
	return out, err
}

func shut(t *testing.T, eng engine.Engine) {
	t.Helper()
	if err := eng.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// enrolment is a row of an enrolment for the whole study year.
func enrolment(pgn, year, sector, brin string, more ...string) map[string]string {
	r := map[string]string{"pgn": pgn, "jaar": year, "sector": sector, "brin": brin, "programme": "P", "begin": year + "-09-01", "eind": "", "main": "J"}
	for i := 0; i+1 < len(more); i += 2 {
		r[more[i]] = more[i+1]
	}
	return r
}

// diploma is a row of a diploma.
func diploma(pgn, year, brin, level, date string) map[string]string {
	return map[string]string{"pgn": pgn, "jaar": year, "brin": brin, "level": level, "date": date}
}

func person(pgn, sex string) map[string]string { return map[string]string{"pgn": pgn, "sex": sex} }

// rows collects rows by record type.
func rows(record string, r ...map[string]string) map[string][]map[string]string {
	return map[string][]map[string]string{record: r}
}

func with(records map[string][]map[string]string, record string, r ...map[string]string) map[string][]map[string]string {
	records[record] = append(records[record], r...)
	return records
}

// of is the column that shows one field.
func of(lookup, field string) engine.Column {
	return engine.Column{ID: lookup + "." + field, Of: lookup, Field: field, None: "none"}
}
