package enginetest

import "doorstroommonitor/engine"

// lookups are cases about what is found of a member in other records.
func lookups() []testCase {
	graduate := func() map[string][]map[string]string {
		return rows("diploma", diploma("p1", "2020", "A", "havo", "2020-06-01"))
	}
	at := func(id string, after int, more ...func(*engine.Selection)) engine.Lookup {
		l := engine.Lookup{ID: id, After: after, Selection: engine.Selection{Record: "enrolment", ActiveOn: "10-01"}}
		for _, m := range more {
			m(&l.Selection)
		}
		return l
	}
	plan := func(ls []engine.Lookup, cols ...engine.Column) []engine.Plan {
		return []engine.Plan{{Name: "test", Cohort: engine.Selection{Record: "diploma"}, Lookups: ls, Columns: cols}}
	}
	highest := func(s *engine.Selection) {
		s.Prefer = []engine.Preference{{Column: "sector", Order: []string{"WO", "HBO"}}}
	}
	hbo := func(s *engine.Selection) { s.Where = map[string][]string{"sector": {"HBO"}} }
	years := []engine.Lookup{at("y0", 0), at("y1", 1), at("y2", 2)}
	show := []engine.Column{of("y0", "brin"), of("y1", "brin"), of("y2", "brin")}
	sex := engine.Lookup{ID: "who", Once: true, Selection: engine.Selection{Record: "person"}}
	return []testCase{
		{"a lookup finds the record of that many years later, and none in a gap",
			with(graduate(), "enrolment", enrolment("p1", "2020", "HBO", "B"), enrolment("p1", "2022", "HBO", "C"), enrolment("p1", "2019", "VO", "A")),
			plan(years, show...), []string{"0 2020 B,none,C 1"}},
		{"records of others are not found",
			with(graduate(), "enrolment", enrolment("p2", "2020", "HBO", "B")), plan(years, show...), []string{"0 2020 none,none,none 1"}},
		{"each year of a member has lookups of its own",
			with(with(graduate(), "diploma", diploma("p1", "2021", "A", "vwo", "2021-06-01")), "enrolment", enrolment("p1", "2021", "VO", "A"), enrolment("p1", "2022", "WO", "D")),
			plan(years[:2], show[:2]...), []string{"0 2020 none,A 1", "0 2021 A,D 1"}},
		{"a record type without rows is found nowhere", graduate(), plan(years, show...), []string{"0 2020 none,none,none 1"}},
		{"a lookup takes one record, by its preference",
			with(graduate(), "enrolment", enrolment("p1", "2020", "HBO", "B"), enrolment("p1", "2020", "WO", "D")),
			plan([]engine.Lookup{at("y0", 0, highest), at("h0", 0, hbo)}, of("y0", "brin"), of("h0", "brin")), []string{"0 2020 D,B 1"}},
		{"an enrolment that is not active on the day is not found, though it is preferred",
			with(graduate(), "enrolment", enrolment("p1", "2020", "HBO", "B"), enrolment("p1", "2020", "WO", "D", "begin", "2021-02-01")),
			plan([]engine.Lookup{at("y0", 0, highest)}, of("y0", "brin")), []string{"0 2020 B 1"}},
		{"a lookup once finds the person in any year",
			with(with(graduate(), "diploma", diploma("p1", "2022", "A", "vwo", "2022-06-01"), diploma("p2", "2022", "A", "vwo", "2022-06-01")), "person", person("p1", "V"), person("p3", "M")),
			plan([]engine.Lookup{sex}, of("who", "sex")), []string{"0 2020 V 1", "0 2022 V 1", "0 2022 none 1"}},
		{"a field that is empty is not a record that is absent",
			with(graduate(), "enrolment", enrolment("p1", "2020", "HBO", "")), plan(years[:1], show[0]), []string{"0 2020  1"}},
	}
}
