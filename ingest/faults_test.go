package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"doorstroommonitor/ingest"

	"github.com/google/go-cmp/cmp"
)

// with replaces one column of a canonical line.
func with(line string, column int, value string) string {
	cells := strings.Split(strings.TrimSuffix(line, "\n"), ",")
	cells[column] = value
	return strings.Join(cells, ",") + "\n"
}

func TestEveryFaultOfARowHasItsRule(t *testing.T) {
	cases := []struct {
		name   string
		record string
		lines  string // after the header; the first line is line 2
		want   []string
	}{
		{"a column too few", "inschrijving", havo + "123456780,2017\n", []string{"x.csv:3 F-COLUMNS"}},
		{"a column too many", "inschrijving", havo + strings.TrimSuffix(havo, "\n") + ",1\n", []string{"x.csv:3 F-COLUMNS"}},
		{"an empty line", "inschrijving", havo + "\n", []string{"x.csv:3 F-COLUMNS"}},
		{"an open quote", "inschrijving", havo + "\"" + havo, []string{"x.csv:3 F-QUOTE"}},
		{"an empty required field", "inschrijving", with(havo, 2, ""), []string{"x.csv:2 F-REQUIRED sector"}},
		{"no person number", "inschrijving", with(havo, 0, ""), []string{"x.csv:2 F-REQUIRED pgn"}},
		{"a short person number is not repeated", "inschrijving", with(havo, 0, "1234"), []string{"x.csv:2 F-PERSON pgn"}},
		{"a person number with a letter", "inschrijving", with(havo, 0, "12345678A"), []string{"x.csv:2 F-PERSON pgn"}},
		{"a person number of zeros", "inschrijving", with(havo, 0, "000000000"), []string{"x.csv:2 F-PERSON pgn"}},
		{"a control character", "inschrijving", with(havo, 5, "HA\x00VO"), []string{"x.csv:2 F-TEXT opleiding"}},
		{"a year of two digits", "inschrijving", with(havo, 1, "17"), []string{"x.csv:2 F-YEAR jaar 17"}},
		{"29 February of a common year", "inschrijving", with(havo, 10, "2018-02-29"), []string{"x.csv:2 F-DATE eind 2018-02-29"}},
		{"month 13", "diploma", with(havoPaper, 9, "2018-13-01"), []string{"x.csv:2 F-DATE datum 2018-13-01"}},
		{"a date in Dutch form", "diploma", with(havoPaper, 9, "14-06-2018"), []string{"x.csv:2 F-DATE datum 14-06-2018"}},
		{"a sequence number of nought", "inschrijving", with(havo, 14, "0"), []string{"x.csv:2 F-INTEGER volgnr 0"}},
		{"a leading zero", "inschrijving", with(havo, 14, "01"), []string{"x.csv:2 F-INTEGER volgnr 01"}},
		{"a year of study of 13", "inschrijving", with(havo, 8, "13"), []string{"x.csv:2 F-INTEGER leerjaar 13"}},
		{"an unknown code", "inschrijving", with(havo, 12, "Z"), []string{"x.csv:2 C-CODE soort Z"}},
		{"a name in a code field is not repeated", "inschrijving", with(havo, 12, "Janssen"), []string{"x.csv:2 C-CODE soort ‹AAAAAAA›"}},
		{"nor a short one", "inschrijving", with(havo, 12, "Jan"), []string{"x.csv:2 C-CODE soort ‹AAA›"}},
		{"an unknown institution", "inschrijving", with(havo, 3, "99ZZ"), []string{"x.csv:2 C-BRIN brin 99ZZ"}},
		{"a programme that is not offered there", "inschrijving", with(with(havo, 5, "50000"), 6, "BA"), []string{"x.csv:2 C-OFFER opleiding 50000"}},
		{"another location", "inschrijving", with(havo, 4, "07"), []string{"x.csv:2 C-OFFER vest 07"}},
		{"a year before 1990", "inschrijving", with(havo, 1, "1989"), []string{"x.csv:2 D-RANGE jaar 1989"}},
		{"a date far in the future", "diploma", with(havoPaper, 9, "2061-01-01"), []string{"x.csv:2 D-RANGE datum 2061-01-01"}},
		{"an end before the begin", "inschrijving", with(havo, 10, "2017-07-31"), []string{"x.csv:2 D-ORDER eind 2017-07-31"}},
		{
			"an institution after its merger", "inschrijving", with(with(college, 1, "2020"), 9, "2020-09-01"),
			[]string{"x.csv:2 D-ORDER eind 2019-08-31", "x.csv:2 D-OFFER jaar 2020"},
		},
		{"a diploma two years after the offering", "diploma", "123456780,HBO,91AA,00,34000,BA,,,,2021-01-15\n", []string{"x.csv:2 D-OFFER datum 2021-01-15"}},
		{"a diploma in the year after the offering", "diploma", "123456780,HBO,91AA,00,34000,BA,,,,2020-01-15\n", nil},
		{
			"three faults at once", "inschrijving", with(with(with(havo, 2, "QX"), 3, "99ZZ"), 12, "Q"),
			[]string{"x.csv:2 C-CODE sector ‹AA›", "x.csv:2 C-CODE soort Q", "x.csv:2 C-BRIN brin 99ZZ"},
		},
		{"an advice of a secondary school", "schooladvies", "123456780,2019,90AA,HAVO\n123456781,2019,94AA,HAVO\n", []string{"x.csv:2 C-SECTOR brin 90AA"}},
		{"an advice in the year before the primary school", "schooladvies", "123456780,1991,94AB,HAVO\n", []string{"x.csv:2 C-SECTOR brin 94AB"}},
		{"advices from its first school year to its last", "schooladvies", "123456780,1992,94AB,HAVO\n123456780,1996,94AB,HAVO\n", nil},
		{"an advice after its last school year", "schooladvies", "123456780,1997,94AB,HAVO\n", []string{"x.csv:2 C-SECTOR brin 94AB"}},
		{"a havo diploma of a vwo programme", "diploma", with(with(havoPaper, 4, "VWO"), 5, "HAVO"), []string{"x.csv:2 C-LEVEL niveau HAVO"}},
		{"a diploma of another kind than the programme", "diploma", "123456780,WO,92AA,00,50000,OVERIG,,,,2019-07-02\n", nil},
		{"a diploma of a programme without a level", "diploma", "123456780,PO,94AA,00,PO,HAVO,,,,2019-07-02\n", nil},
		{"hours of who is no employee", "arbeid", "123456780,2019,N,MIN12\n123456781,2019,N,\n123456782,2019,J,MIN12\n123456783,2019,J,\n", []string{"x.csv:2 C-TOGETHER uren_pw MIN12"}},
		{"an enrolment at another level than its programme", "inschrijving", with(havo, 6, "VWO"), []string{"x.csv:2 C-LEVEL niveau VWO"}},
		{"an enrolment in secondary education without a level", "inschrijving", with(havo, 6, ""), []string{"x.csv:2 F-REQUIRED niveau"}},
		{"an enrolment in a university of applied sciences without a level", "inschrijving", with(college, 6, ""), []string{"x.csv:2 F-REQUIRED niveau"}},
		{"a pupil of primary school before the final year", "inschrijving", "123456780,2017,PO,94AA,00,PO,,,5,2017-08-01,2018-07-31,J,S,J,1\n", nil},
		{"a pre-master within another programme", "inschrijving", "123456780,2017,WO,92AA,00,50000,SCHAKEL,VT,,2017-09-01,2018-08-31,J,S,J,1\n", nil},
		{"one key, two records", "inschrijving", havo + with(havo, 11, "N") + college, []string{"x.csv:2 K-DUPLICATE", "x.csv:3 K-DUPLICATE"}},
		{
			"one key, equal and different records", "inschrijving", havo + havo + with(havo, 11, "N"),
			[]string{"x.csv:2 K-DUPLICATE", "x.csv:3 K-DUPLICATE", "x.csv:4 K-DUPLICATE"},
		},
		{"one person, two sexes", "persoon", person + with(person, 1, "M"), []string{"x.csv:2 K-DUPLICATE", "x.csv:3 K-DUPLICATE"}},
		{"equal records merge", "inschrijving", havo + havo + havo, nil},
		{"two main enrolments", "inschrijving", havo + with(havo, 14, "2") + college, []string{"x.csv:2 X-MAIN", "x.csv:3 X-MAIN"}},
		{"a main and another enrolment", "inschrijving", havo + with(with(havo, 14, "2"), 13, "N"), nil},
		{"two main enrolments after each other", "inschrijving", with(havo, 10, "2018-01-31") + with(with(havo, 14, "2"), 9, "2018-02-01"), nil},
		{"main enrolments in two sectors", "inschrijving", havo + "123456780,2017,WO,92AA,00,50000,BA,VT,,2017-09-01,2018-08-31,J,S,J,1\n", nil},
		{"overlapping enrolments", "inschrijving", havo + with(with(with(havo, 5, "VWO"), 6, "VWO"), 13, "N"), nil},
		{"quotes around values", "inschrijving", strings.Replace(havo, "VO,90AA", `"VO","90AA"`, 1), nil},
		{"Windows line ends", "inschrijving", strings.ReplaceAll(havo+college, "\n", "\r\n"), nil},
		{"no departure yet", "inschrijving", with(havo, 10, ""), nil},
	}
	headers := map[string]string{"inschrijving": enrolmentHeader, "diploma": diplomaHeader, "persoon": personHeader, "schooladvies": adviceHeader, "arbeid": workHeader}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			// Enough good lines that one bad line is no reason to stop.
			w.add(c.record, "x.csv", headers[c.record]+c.lines)
			r := w.run()
			if diff := cmp.Diff(c.want, w.quarantine()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, q := range c.want {
				if rule := strings.Fields(q)[1]; count(r, rule) == 0 {
					t.Errorf("%s is not among the findings", rule)
				}
			}
			f := r.Files[0]
			lines := int64(strings.Count(c.lines, "\n"))
			refused := map[string]bool{}
			for _, q := range c.want {
				refused[strings.Fields(q)[0]] = true
			}
			if f.Lines != lines || f.In != lines || f.Rejected != int64(len(refused)) || r.Records[c.record] != f.Accepted-f.Merged {
				t.Errorf("%+v, stored %d; %d lines and %d rejected expected", f, r.Records[c.record], lines, len(refused))
			}
		})
	}
}

func TestWarningsKeepTheRow(t *testing.T) {
	w := newWorld(t)
	w.add("persoon", "persoon.csv", personHeader+"000000001,M\n999999999,M\n")
	w.add("inschrijving", "inschrijving.csv", enrolmentHeader+havo+with(college, 9, "2016-09-01")+with(havo, 0, "000000001"))
	r := w.run()
	if n := count(r, "X-PERSON"); n != 2 {
		t.Errorf("%d rows without a person, 2 expected", n)
	}
	if n := count(r, "D-STUDYYEAR"); n != 1 {
		t.Errorf("%d rows outside their study year, 1 expected", n)
	}
	// Neither of the rows of 123456780, on lines 2 and 3, has a person.
	want := []ingest.Warning{
		{File: "inschrijving.csv", Record: "inschrijving", Rule: "D-STUDYYEAR", Field: "begin", Count: 1, Lines: []int64{3}},
		{File: "inschrijving.csv", Record: "inschrijving", Rule: "X-PERSON", Count: 2, Lines: []int64{2, 3}},
	}
	if diff := cmp.Diff(want, r.Warnings); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if r.Records["inschrijving"] != 3 || len(w.quarantine()) != 0 {
		t.Errorf("%d stored, quarantine %v", r.Records["inschrijving"], w.quarantine())
	}
}

func TestAMillionRowsOfOnePersonAreNotQuadratic(t *testing.T) {
	w := newWorld(t)
	var b strings.Builder
	b.WriteString(enrolmentHeader)
	const n = 20_000
	for i := range n { // one key, all different
		b.WriteString(with(havo, 9, []string{"2017-08-", "2017-09-", "2017-10-"}[i%3]+[]string{"01", "02", "03"}[i/3%3]))
	}
	w.add("inschrijving", "x.csv", b.String())
	if r := w.run(); r.Files[0].Rejected != n {
		t.Errorf("%d of %d rejected", r.Files[0].Rejected, n)
	}
}

// Of many warnings the receipt names the first hundred lines, whoever found them.
func TestTheFirstHundredLinesOfAWarningAreNamed(t *testing.T) {
	w := newWorld(t)
	var b strings.Builder
	b.WriteString(enrolmentHeader)
	var want []int64
	for i := range 5000 {
		b.WriteString(with(with(havo, 0, fmt.Sprint(200_000_000+i)), 9, "2017-07-01")) // lines 2 to 5001
		if i < 100 {
			want = append(want, int64(i+2))
		}
	}
	w.add("inschrijving", "x.csv", b.String())
	for _, x := range w.run().Warnings {
		if x.Rule == "D-STUDYYEAR" && (x.Count != 5000 || !cmp.Equal(want, x.Lines)) || x.Count != 5000 {
			t.Errorf("%s: %d, lines %v", x.Rule, x.Count, x.Lines)
		}
	}
}
