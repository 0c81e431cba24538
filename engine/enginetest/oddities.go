package enginetest

import (
	"context"
	"errors"
	"testing"

	"doorstroommonitor/engine"
)

// oddities are cases about several plans at once and values that a query
// language may trip over.
func oddities() []testCase {
	simple := func(where ...string) engine.Plan {
		p := engine.Plan{Name: "simple", Cohort: engine.Selection{Record: "diploma"}, Columns: []engine.Column{of("", "level")}}
		if len(where) > 0 {
			p.Cohort.Where = map[string][]string{"brin": where}
		}
		return p
	}
	recoded := func(to string) engine.Plan {
		p := simple()
		p.Columns[0].Recode = "r"
		p.Recodes = map[string]engine.Recode{"r": {Codes: map[string]string{"havo": to}}}
		return p
	}
	members := engine.Plan{Name: "members", Cohort: engine.Selection{Record: "diploma"}, Columns: []engine.Column{{ID: "all", Case: []engine.Case{{Code: "all"}}}}}
	world := func() map[string][]map[string]string {
		return rows("diploma", diploma("p1", "2020", "A", "havo", "2020-06-01"), diploma("p2", "2020", "B", "vwo", "2020-06-01"), diploma("p3", "2020", "A B", "vwo", "2020-06-01"))
	}
	const quote, accent, sql = "O'Neil \"x\"", "Škola Ørsted 学校", "'; DROP TABLE x; --"
	odd := func() map[string][]map[string]string {
		return rows("diploma", diploma("p1", "2020", quote, "a", ""), diploma("p2", "2020", accent, "b", ""), diploma("p3", "2020", sql, "c", ""),
			diploma("p4", "2020", "?", "d", ""), diploma("p5", "2020", "%", "e", ""), diploma("p6", "2020", "a", "f", ""), diploma("p7", "2020", "A", "g", ""))
	}
	odds := engine.Plan{Name: "odd 'plan'", Cohort: engine.Selection{Record: "diploma", Where: map[string][]string{"brin": {quote, accent, sql, "?", "%", "a"}},
		Prefer: []engine.Preference{{Column: "brin", Order: []string{quote, sql}}}},
		Recodes: map[string]engine.Recode{"r's": {Codes: map[string]string{quote: "q'", accent: "é"}}},
		Columns: []engine.Column{{ID: "c'", Field: "brin", Recode: "r's", Map: map[string]string{sql: "d\"rop", "q'": "q'q"}}}}
	return []testCase{
		{"several plans are counted in one call, each with its own number", world(), []engine.Plan{simple(), members, simple("A")},
			[]string{"0 2020 havo 1", "0 2020 vwo 2", "1 2020 all 3", "2 2020 havo 1"}},
		{"plans over different record types share a call", with(world(), "person", person("p1", "V")),
			[]engine.Plan{simple("A"), {Name: "enrolled", Cohort: engine.Selection{Record: "enrolment"}, Columns: []engine.Column{of("", "brin")}}},
			[]string{"0 2020 havo 1"}},
		{"recodes of one name in two plans are not mixed up", world(), []engine.Plan{recoded("h1"), recoded("h2")},
			[]string{"0 2020 h1 1", "0 2020 vwo 2", "1 2020 h2 1", "1 2020 vwo 2"}},
		{"filters that look alike when printed are not mixed up", world(), []engine.Plan{simple("A", "B"), simple("A B")},
			[]string{"0 2020 havo 1", "0 2020 vwo 1", "1 2020 vwo 1"}},
		{"quotes, other alphabets and wildcards are values like others, and case matters", odd(), []engine.Plan{odds},
			[]string{"0 2020 % 1", "0 2020 ? 1", "0 2020 a 1", "0 2020 d\"rop 1", "0 2020 q'q 1", "0 2020 é 1"}},
		{"a value may be the code of a column that does not apply", rows("diploma", diploma("p1", "2020", "-", "", "")),
			[]engine.Plan{{Name: "test", Cohort: engine.Selection{Record: "diploma"}, Columns: []engine.Column{of("", "brin"), of("", "level"), of("", "date")}}},
			[]string{"0 2020 -,, 1"}},
		{"the largest of values is by bytes, not by language", rows("diploma", diploma("p1", "2020", "a", "1", ""), diploma("p1", "2020", "Z", "2", ""), diploma("p1", "2020", "é", "3", "")),
			[]engine.Plan{{Name: "test", Cohort: engine.Selection{Record: "diploma", Prefer: []engine.Preference{{Column: "brin"}}}, Columns: []engine.Column{of("", "level")}}},
			[]string{"0 2020 3 1"}},
	}
}

// runErrors wants errors, not counts, where a plan or a source is wrong or
// the caller gives up.
func runErrors(t *testing.T, open Open) {
	world := rows("diploma", diploma("p1", "2020", "A", "havo", "2020-06-01"))
	good := engine.Plan{Name: "good", Cohort: engine.Selection{Record: "diploma"}, Columns: []engine.Column{of("", "brin")}}
	eng, src := open(t, world)
	defer shut(t, eng)
	for name, change := range map[string]func(p *engine.Plan){
		"a record type that is not in the source": func(p *engine.Plan) { p.Cohort.Record = "nothing" },
		"a lookup in a record type that is not in the source": func(p *engine.Plan) {
			p.Lookups = []engine.Lookup{{ID: "l", Selection: engine.Selection{Record: "nothing"}}}
		},
		"a recode that is not given":            func(p *engine.Plan) { p.Columns[0].Recode = "nothing" },
		"a guard that is not an earlier column": func(p *engine.Plan) { p.Columns[0].Only = map[string][]string{"later": {"x"}} },
	} {
		p := good
		p.Columns = []engine.Column{good.Columns[0]}
		change(&p)
		if got, err := count(context.Background(), eng, src, []engine.Plan{p}); err == nil {
			t.Errorf("%s: no error, counts %v", name, got)
		}
	}
	stop := errors.New("enough")
	if err := eng.Aggregate(context.Background(), src, []engine.Plan{good}, func(engine.Count) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error of the caller comes back as %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := count(ctx, eng, src, []engine.Plan{good}); !errors.Is(err, context.Canceled) {
		t.Errorf("a call that was cancelled ends with %v", err)
	}
	if got, err := count(context.Background(), eng, src, []engine.Plan{good}); err != nil || len(got) != 1 {
		t.Errorf("after errors the engine answers %v, %v", got, err)
	}
}
