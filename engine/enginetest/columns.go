package enginetest

import "doorstroommonitor/engine"

// columnCases are cases about the codes of a member.
func columnCases() []testCase {
	world := func() map[string][]map[string]string {
		r := rows("diploma",
			diploma("p1", "2020", "OLD", "havo", "2020-06-01"), // goes on at the successor
			diploma("p2", "2020", "A", "havo", "2020-06-01"),   // changes programme
			diploma("p3", "2020", "A", "vwo", "2020-06-01"),    // stops
			diploma("p4", "2020", "X", "vwo", "2020-06-01"))    // goes nowhere
		return with(r, "enrolment",
			enrolment("p1", "2020", "HBO", "OLD"), enrolment("p1", "2021", "HBO", "NEW"),
			enrolment("p2", "2020", "HBO", "NEW"), enrolment("p2", "2021", "HBO", "NEW", "programme", "Q"),
			enrolment("p3", "2020", "WO", "B"))
	}
	recodes := map[string]engine.Recode{
		"today":  {Codes: map[string]string{"OLD": "NEW"}},
		"strict": {Strict: true, Codes: map[string]string{"OLD": "NEW", "NEW": "NEW", "A": "A1"}},
	}
	plan := func(cols ...engine.Column) []engine.Plan {
		on := engine.Selection{Record: "enrolment", ActiveOn: "10-01"}
		return []engine.Plan{{Name: "test", Cohort: engine.Selection{Record: "diploma"}, Recodes: recodes, Columns: cols,
			Lookups: []engine.Lookup{{ID: "y0", Selection: on}, {ID: "y1", After: 1, Selection: on}}}}
	}
	school := func(recode string) engine.Column {
		return engine.Column{ID: "school", Field: "brin", Recode: recode}
	}
	sector := engine.Column{ID: "sector", Of: "y0", Field: "sector", Map: map[string]string{"WO": "HO", "HBO": "HO"}, None: "NONE"}
	same := func(recode string, fields ...string) *engine.Same {
		s := &engine.Same{A: "y0", B: "y1", Fields: fields}
		for _, f := range fields {
			r := ""
			if f == "brin" {
				r = recode
			}
			s.Recodes = append(s.Recodes, r)
		}
		return s
	}
	status := func(recode string) engine.Column {
		return engine.Column{ID: "status", Case: []engine.Case{
			{Code: "NOT", Absent: []string{"y0"}},
			{Code: "STOPPED", Exists: []string{"y0"}, Absent: []string{"y1"}},
			{Code: "SAME", Same: same(recode, "brin", "programme")},
			{Code: "OTHER"},
		}}
	}
	is := func(values ...string) engine.Column {
		return engine.Column{ID: "is", Case: []engine.Case{{Code: "YES", Is: []engine.Is{{Of: "y0", Field: "sector", Values: values}, {Field: "level", Values: []string{"vwo"}}}}, {Code: "NO"}}}
	}
	only := func(codes ...string) engine.Column {
		return engine.Column{ID: "only", Of: "y0", Field: "brin", None: "none", Only: map[string][]string{"sector": codes}}
	}
	return []testCase{
		{"a recode renames what it knows and leaves the rest", world(), plan(school("today")),
			[]string{"0 2020 A 2", "0 2020 NEW 1", "0 2020 X 1"}},
		{"a strict recode marks what it does not know", world(), plan(school("strict")),
			[]string{"0 2020 ? 1", "0 2020 A1 2", "0 2020 NEW 1"}},
		{"a map works after the recode and not on none", world(), plan(sector), []string{"0 2020 HO 3", "0 2020 NONE 1"}},
		{"a map may rename what a recode gave", world(), plan(engine.Column{ID: "c", Field: "brin", Recode: "today", Map: map[string]string{"NEW": "N", "OLD": "wrong"}}),
			[]string{"0 2020 A 2", "0 2020 N 1", "0 2020 X 1"}},
		{"the first case that holds counts", world(), plan(status("today")),
			[]string{"0 2020 NOT 1", "0 2020 OTHER 1", "0 2020 SAME 1", "0 2020 STOPPED 1"}},
		{"without recode an institution that merged is another", world(), plan(status("")),
			[]string{"0 2020 NOT 1", "0 2020 OTHER 2", "0 2020 STOPPED 1"}},
		{"fields are compared without recodes where none are given", world(),
			plan(engine.Column{ID: "c", Case: []engine.Case{{Code: "S", Same: &engine.Same{A: "y0", B: "y1", Fields: []string{"sector"}}}, {Code: "D"}}}),
			[]string{"0 2020 D 2", "0 2020 S 2"}},
		{"two lookups without record are not the same", world(),
			plan(engine.Column{ID: "c", Case: []engine.Case{{Code: "S", Same: &engine.Same{A: "y1", B: "y1", Fields: []string{"brin"}}}, {Code: "D"}}}),
			[]string{"0 2020 D 2", "0 2020 S 2"}},
		{"the cohort record can be compared with a lookup", world(),
			plan(engine.Column{ID: "c", Case: []engine.Case{{Code: "S", Same: &engine.Same{A: "", B: "y0", Fields: []string{"brin"}}}, {Code: "D"}}}),
			[]string{"0 2020 D 3", "0 2020 S 1"}},
		{"all conditions of a case must hold, the cohort record may be asked", world(), plan(is("WO", "HBO")), []string{"0 2020 NO 3", "0 2020 YES 1"}},
		{"a condition that lists nothing never holds", world(), plan(is()), []string{"0 2020 NO 4"}},
		{"a member for whom no case holds is marked", world(),
			plan(engine.Column{ID: "c", Case: []engine.Case{{Code: "NEXT", Exists: []string{"y1"}}}}), []string{"0 2020 ? 2", "0 2020 NEXT 2"}},
		{"a column does not apply where its guard does not hold", world(), plan(sector, only("HO")),
			[]string{"0 2020 HO,B 1", "0 2020 HO,NEW 1", "0 2020 HO,OLD 1", "0 2020 NONE,- 1"}},
		{"a guard may ask for the code of none", world(), plan(sector, only("NONE")), []string{"0 2020 HO,- 3", "0 2020 NONE,none 1"}},
		{"a guard may ask whether a column does not apply", world(), plan(sector, only("HO"),
			engine.Column{ID: "late", Field: "level", Only: map[string][]string{"only": {engine.NotApplicable, "B"}, "sector": {"NONE", "HO"}}}),
			[]string{"0 2020 HO,B,vwo 1", "0 2020 HO,NEW,- 1", "0 2020 HO,OLD,- 1", "0 2020 NONE,-,vwo 1"}},
		{"a guard works on cases", world(), plan(sector, func() engine.Column {
			c := status("today")
			c.Only = map[string][]string{"sector": {"HO"}}
			return c
		}()), []string{"0 2020 HO,OTHER 1", "0 2020 HO,SAME 1", "0 2020 HO,STOPPED 1", "0 2020 NONE,- 1"}},
	}
}
