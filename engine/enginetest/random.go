package enginetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"doorstroommonitor/engine"
	"doorstroommonitor/engine/memory"
)

// cases is how many random worlds are compared.
const cases = 200

// runRandom compares the engine with engine/memory on random rows and plans.
// A failure names its seed.
func runRandom(t *testing.T, open Open) {
	counts := 0
	for seed := range uint64(cases) {
		r := &random{rand.New(rand.NewPCG(seed, 5))}
		records := r.records()
		var plans []engine.Plan
		for range 1 + r.IntN(3) {
			plans = append(plans, r.plan())
		}
		eng, src := open(t, records)
		got, err := count(context.Background(), eng, src, plans)
		shut(t, eng)
		if err != nil {
			t.Fatalf("seed %d: %v\nplans %+v", seed, err, plans)
		}
		want, err := count(context.Background(), inMemory(records), src, plans)
		if err != nil {
			t.Fatalf("seed %d: memory: %v", seed, err)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d:\n   got %q\nmemory %q\nplans %+v\nrecords %v", seed, got, want, plans, records)
		}
		counts += len(got)
	}
	if counts < 5*cases {
		t.Errorf("%d random worlds gave only %d counts; the comparison is empty", cases, counts)
	}
}

func inMemory(records map[string][]map[string]string) *memory.Engine {
	e := &memory.Engine{Rows: map[string][]memory.Row{}}
	for id, rows := range records {
		for _, r := range rows {
			e.Rows[id] = append(e.Rows[id], memory.Row(r))
		}
	}
	return e
}

type random struct{ *rand.Rand }

// values are few, so that rows meet, and odd, so that quoting matters.
var values = []string{"a", "b", "A", "a b", "it's", "é", "", "-", "?"}

func (r *random) value() string { return values[r.IntN(len(values))] }

func (r *random) some() []string {
	var out []string
	for range r.IntN(5) {
		out = append(out, r.value())
	}
	return out
}

func (r *random) one(of []string) string { return of[r.IntN(len(of))] }

func (r *random) records() map[string][]map[string]string {
	out := map[string][]map[string]string{}
	for _, id := range []string{"person", "enrolment", "diploma"} {
		n := r.IntN(30)
		if id == "diploma" {
			n += 10
		}
		for range n {
			row := map[string]string{}
			for _, c := range Columns()[id] {
				row[c] = r.cell(c)
			}
			if id == "person" && slices.ContainsFunc(out[id], func(o map[string]string) bool { return o["pgn"] == row["pgn"] }) {
				continue // one row a person
			}
			out[id] = append(out[id], row)
		}
	}
	return out
}

func (r *random) cell(column string) string {
	switch column {
	case engine.Person:
		return fmt.Sprint("p", r.IntN(6))
	case engine.Year:
		return strconv.Itoa(2018 + r.IntN(5))
	case "begin":
		return r.one([]string{"2019-09-01", "2019-10-01", "2019-10-02", "2021-02-01"})
	case "eind":
		return r.one([]string{"", "2020-09-30", "2020-10-01", "2022-08-31"})
	}
	return r.value()
}

func (r *random) plan() engine.Plan {
	p := engine.Plan{Name: "random", Cohort: r.selection("diploma"), Recodes: map[string]engine.Recode{}}
	for i := range 2 {
		codes := map[string]string{}
		for _, v := range r.some() {
			codes[v] = r.value()
		}
		p.Recodes[fmt.Sprint("r", i)] = engine.Recode{Strict: i == 1, Codes: codes}
	}
	p.Lookups = append(p.Lookups, engine.Lookup{ID: "who", Once: true, Selection: r.selection("person")})
	for i := range r.IntN(3) {
		p.Lookups = append(p.Lookups, engine.Lookup{ID: fmt.Sprint("l", i), After: r.IntN(3), Selection: r.selection(r.one([]string{"enrolment", "diploma"}))})
	}
	if r.IntN(3) == 0 {
		p.Also = &engine.Also{Selection: r.selection("diploma"), After: r.IntN(3) - 1}
		for range r.IntN(3) {
			p.Also.Absent = append(p.Also.Absent, engine.Lookup{After: r.IntN(2), Selection: r.selection(r.one([]string{"enrolment", "diploma"}))})
		}
	}
	for i := range 1 + r.IntN(4) {
		p.Columns = append(p.Columns, r.column(&p, i))
	}
	return p
}

// field draws a column of a record type that is not a number.
func (r *random) field(record string) string {
	for {
		if c := r.one(Columns()[record]); c != engine.Year {
			return c
		}
	}
}

func (r *random) selection(record string) engine.Selection {
	s := engine.Selection{Record: record}
	if r.IntN(3) == 0 {
		s.Where = map[string][]string{r.field(record): append(r.some(), "p1", "p2")}
	}
	for range r.IntN(3) {
		p := engine.Preference{Column: r.field(record)}
		if r.IntN(2) == 0 {
			p.Order = r.some()
		}
		s.Prefer = append(s.Prefer, p)
	}
	if record == "enrolment" && r.IntN(2) == 0 {
		s.ActiveOn = "10-01"
	}
	return s
}

func (r *random) column(p *engine.Plan, i int) engine.Column {
	c := engine.Column{ID: fmt.Sprint("c", i), None: "none"}
	if i > 0 && r.IntN(3) == 0 {
		c.Only = map[string][]string{fmt.Sprint("c", r.IntN(i)): append(r.some(), "none", "S")}
	}
	of, record := r.where(p)
	if r.IntN(2) == 0 {
		c.Of, c.Field, c.Recode = of, r.field(record), r.one([]string{"", "r0", "r1"})
		if r.IntN(3) == 0 {
			c.Map = map[string]string{r.value(): r.value(), r.value() + "!": "x"}
		}
		return c
	}
	for k := range 1 + r.IntN(3) {
		c.Case = append(c.Case, r.kase(p, fmt.Sprint("S", k)))
	}
	if r.IntN(2) == 0 {
		c.Case = append(c.Case, engine.Case{Code: "else"})
	}
	return c
}

// where draws the cohort record or a lookup, with its record type.
func (r *random) where(p *engine.Plan) (of, record string) {
	i := r.IntN(len(p.Lookups) + 1)
	if i == len(p.Lookups) {
		return "", "diploma"
	}
	return p.Lookups[i].ID, p.Lookups[i].Record
}

func (r *random) kase(p *engine.Plan, code string) engine.Case {
	k := engine.Case{Code: code}
	of, record := r.where(p)
	switch r.IntN(4) {
	case 0:
		k.Exists = []string{of}
	case 1:
		k.Absent = []string{p.Lookups[r.IntN(len(p.Lookups))].ID}
	case 2:
		k.Is = []engine.Is{{Of: of, Field: r.field(record), Values: r.some()}}
	case 3:
		other, _ := r.where(p)
		k.Same = &engine.Same{A: of, B: other, Fields: []string{"pgn"}, Recodes: []string{r.one([]string{"", "r0", "r1"})}}
		if of != "who" && other != "who" {
			k.Same.Fields, k.Same.Recodes = append(k.Same.Fields, "brin"), append(k.Same.Recodes, r.one([]string{"", "r0"}))
		}
	}
	return k
}
