package enginetest

import "doorstroommonitor/engine"

// selections are cases about who is a member, and with which record.
func selections() []testCase {
	graduates := rows("diploma",
		diploma("p1", "2020", "A", "havo", "2020-06-01"),
		diploma("p2", "2020", "A", "vmbo", "2020-06-01"),
		diploma("p3", "2021", "B", "vwo", "2021-06-01"))
	two := rows("diploma",
		diploma("p1", "2020", "A", "havo", "2020-06-02"),
		diploma("p1", "2020", "B", "vwo", "2020-06-01"),
		diploma("p1", "2021", "C", "havo", "2021-06-01"))
	ties := rows("diploma",
		diploma("p1", "2020", "B", "havo", "2020-06-01"),
		diploma("p1", "2020", "A", "vwo", "2020-06-01"))
	plan := func(s engine.Selection) []engine.Plan {
		s.Record = "diploma"
		return []engine.Plan{{Name: "test", Cohort: s, Columns: []engine.Column{of("", "brin"), of("", "level")}}}
	}
	vwoFirst := engine.Preference{Column: "level", Order: []string{"vwo", "havo"}}
	return append([]testCase{
		{"without conditions everybody is a member of each year with a record", graduates, plan(engine.Selection{}),
			[]string{"0 2020 A,havo 1", "0 2020 A,vmbo 1", "0 2021 B,vwo 1"}},
		{"a filter admits the listed values only", graduates, plan(engine.Selection{Where: map[string][]string{"level": {"havo", "vwo"}}}),
			[]string{"0 2020 A,havo 1", "0 2021 B,vwo 1"}},
		{"all filters must hold", graduates, plan(engine.Selection{Where: map[string][]string{"level": {"havo", "vwo"}, "brin": {"B"}}}),
			[]string{"0 2021 B,vwo 1"}},
		{"a filter that lists nothing admits nobody", graduates, plan(engine.Selection{Where: map[string][]string{"level": {}}}), nil},
		{"who has two records in a year counts once, by preference", two, plan(engine.Selection{Prefer: []engine.Preference{vwoFirst}}),
			[]string{"0 2020 B,vwo 1", "0 2021 C,havo 1"}},
		{"a filter works before the preference", two, plan(engine.Selection{Where: map[string][]string{"level": {"havo"}}, Prefer: []engine.Preference{vwoFirst}}),
			[]string{"0 2020 A,havo 1", "0 2021 C,havo 1"}},
		{"a preference without order takes the largest value", two, plan(engine.Selection{Prefer: []engine.Preference{{Column: "date"}}}),
			[]string{"0 2020 A,havo 1", "0 2021 C,havo 1"}},
		{"the second preference decides where the first is equal", ties, plan(engine.Selection{Prefer: []engine.Preference{{Column: "date"}, vwoFirst}}),
			[]string{"0 2020 A,vwo 1"}},
		{"values outside the order come last and are equal", ties, plan(engine.Selection{Prefer: []engine.Preference{{Column: "level", Order: []string{"vmbo"}}, {Column: "brin"}}}),
			[]string{"0 2020 B,havo 1"}},
		{"what is still equal is decided by all columns in order", ties, plan(engine.Selection{}),
			[]string{"0 2020 A,vwo 1"}},
		{"no rows give no counts", rows("diploma"), plan(engine.Selection{}), nil},
	}, append(active(), also()...)...)
}

// also are cases about members of whom another record speaks: here those who
// left school without a diploma.
func also() []testCase {
	at := func(sector string) engine.Selection {
		return engine.Selection{Record: "enrolment", Where: map[string][]string{"sector": {sector}}, ActiveOn: "10-01"}
	}
	plan := func(absent ...engine.Lookup) []engine.Plan {
		return []engine.Plan{{Name: "test", Cohort: engine.Selection{Record: "diploma"}, Also: &engine.Also{Selection: at("VO"), After: -1, Absent: absent},
			Lookups: []engine.Lookup{{ID: "y0", Selection: engine.Selection{Record: "enrolment"}}}, Columns: []engine.Column{of("", "brin"), of("y0", "sector")}}}
	}
	stayed := engine.Lookup{Selection: at("VO")}
	world := func() map[string][]map[string]string {
		r := rows("diploma", diploma("p1", "2020", "A", "havo", "2020-06-01"))
		return with(r, "enrolment",
			enrolment("p1", "2019", "VO", "B"), // has a diploma: counted by that
			enrolment("p2", "2019", "VO", "B"), enrolment("p2", "2020", "MBO", "C"),
			enrolment("p3", "2019", "VO", "B"), enrolment("p3", "2020", "VO", "B"),
			enrolment("p4", "2019", "VO", "B", "eind", "2019-09-30"), // was gone before the day
			enrolment("p5", "2019", "MBO", "C"))
	}
	return []testCase{
		{"who is not found by the record counts by the other, a year later", world(), plan(),
			[]string{"0 2020 A,none 1", "0 2020 B,MBO 1", "0 2020 B,VO 1", "0 2021 B,none 1"}},
		{"who is found where nothing may be found does not count", world(), plan(stayed),
			[]string{"0 2020 A,none 1", "0 2020 B,MBO 1", "0 2021 B,none 1"}},
		{"what must be absent is looked for in the year of the cohort", world(), plan(engine.Lookup{After: -1, Selection: at("VO")}), []string{"0 2020 A,none 1"}},
	}
}

// active are cases about being enrolled on 1 October of the record's year.
func active() []testCase {
	plan := func(on string) []engine.Plan {
		return []engine.Plan{{Name: "test", Cohort: engine.Selection{Record: "enrolment", ActiveOn: on}, Columns: []engine.Column{of("", "brin")}}}
	}
	span := func(begin, end string) map[string][]map[string]string {
		return rows("enrolment", enrolment("p1", "2020", "HBO", "A", "begin", begin, "eind", end))
	}
	yes, no := []string{"0 2020 A 1"}, []string(nil)
	return []testCase{
		{"an enrolment without end is active", span("2020-09-01", ""), plan("10-01"), yes},
		{"an enrolment that begins on the day is active", span("2020-10-01", "2021-08-31"), plan("10-01"), yes},
		{"an enrolment that begins a day later is not", span("2020-10-02", "2021-08-31"), plan("10-01"), no},
		{"an enrolment that ends on the day is active", span("2020-09-01", "2020-10-01"), plan("10-01"), yes},
		{"an enrolment that ended a day earlier is not", span("2020-09-01", "2020-09-30"), plan("10-01"), no},
		{"an enrolment of one day on the day is active", span("2020-10-01", "2020-10-01"), plan("10-01"), yes},
		{"a start in February of the next calendar year is not active", span("2021-02-01", "2021-08-31"), plan("10-01"), no},
		{"an enrolment that runs on from earlier years is active", span("2017-09-01", ""), plan("10-01"), yes},
		{"without a day nothing is asked", span("2021-02-01", "2020-01-01"), plan(""), yes},
		{"another day can be asked for", span("2021-02-01", ""), plan("02-01"), no},
	}
}
