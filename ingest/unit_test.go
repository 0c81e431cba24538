package ingest_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	hisbekHead = "VLP|92AA|20230930||||\n"
	schoolHead = "geslacht;persoonsgebonden_nummer;schooljaar;onderwijssoort;brin;vestiging;opleiding;niveau;leerjaar;begindatum;einddatum;bekostigd;volgnummer;inschrijvingsvorm;hoofdinschrijving;diplomadatum;profiel\n"
)

// hrd is an enrolment of a HISBEK file.
func hrd(person, budget, status, begin, end string) string {
	return "HRD|" + person + "||" + budget + "|92AA|1|J|" + status + "|LAAG|50000|WO-BA|B|" + begin + "|" + end + "|J|S|VT|20191001|3|||||||||||||\n"
}

// A line that gives many rows is taken or refused as one.
func TestAWrongLineIsRefusedWhole(t *testing.T) {
	for name, c := range map[string]struct {
		layout, text string
		in, rejected int64
		stored       map[string]int64
		want         []string // the field of the file; the last number counts the rows with the fault
	}{
		// September 1950 to August 2023 is 73 study years. 1950 to 1989 have a
		// year before 1990 (40), 1950 to 1988 a begin before August 1989 (39),
		// 1950 to 1987 an end before it (38); 1990 to 2001 come before the
		// programme of 2002 (12).
		"an enrolment since 1950": {
			"hisbek", hisbekHead + hrd("123456780", "2024", "pi", "19500901", "20230831") + hrd("123456781", "2024", "pi", "20210901", "20230831") + "SLR|2|0|||\n",
			75, 73, map[string]int64{"inschrijving": 2},
			[]string{"2 D-RANGE datuminschrijving 40", "2 D-RANGE datumuitschrijving 38", "2 D-OFFER datuminschrijving 12"},
		},
		"a year of study that does not exist": {
			"vo", schoolHead + "V;123456780;2017;VO;90AA;00;HAVO;HAVO;99;1-8-2017;31-7-2018;J;1;S;J;14-6-2018;NT\n" +
				"V;123456781;2017;VO;90AA;00;HAVO;HAVO;5;1-8-2017;31-7-2018;J;1;S;J;14-6-2018;NT\n",
			6, 3, map[string]int64{"persoon": 1, "inschrijving": 1, "diploma": 1},
			[]string{"2 F-INTEGER leerjaar 1"},
		},
		"a diploma that cannot be": {
			"vo", schoolHead + "V;123456780;2017;VO;90AA;00;HAVO;HAVO;5;1-8-2017;31-7-2018;J;1;S;J;31-6-2018;NT\n" +
				"V;123456781;2017;VO;90AA;00;HAVO;HAVO;5;1-8-2017;31-7-2018;J;1;S;J;;\n",
			5, 3, map[string]int64{"persoon": 1, "inschrijving": 1, "diploma": 0},
			[]string{"2 F-DATE diplomadatum 1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.addLayout(c.layout, "x", c.text)
			r := w.run()
			if f := r.Files[0]; f.In != c.in || f.Rejected != c.rejected || f.LinesLost != 1 {
				t.Errorf("%+v; %d in, %d rejected and 1 line lost expected", f, c.in, c.rejected)
			}
			for record, n := range c.stored {
				if r.Records[record] != n {
					t.Errorf("%d rows of %s stored, %d expected", r.Records[record], record, n)
				}
			}
			if diff := cmp.Diff(c.want, w.faultsPerLine()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Of one enrolment with a line in several funding years the latest leads in
// the study years that they share.
func TestTheLatestFundingYearLeads(t *testing.T) {
	old := hrd("123456780", "2023", "np", "20180901", "20210831")
	late := hrd("123456780", "2024", "pi", "20190901", "20220831")
	for name, c := range map[string]struct {
		files            []string
		funded           string // of the study years from 2018 on
		merged, rejected int64
	}{
		// 2018 is of the old line alone, 2019 and 2020 of both, 2021 of the late one.
		"in one file":                     {[]string{late + old}, "NJJJ", 2, 0},
		"in two files":                    {[]string{old, late}, "NJJJ", 2, 0},
		"without a contradiction":         {[]string{late + strings.ReplaceAll(old, "|np|", "|pd|")}, "JJJJ", 2, 0},
		"twice in the latest year":        {[]string{late + old + strings.ReplaceAll(late, "|pi|", "|np|")}, "N", 0, 8},
		"three funding years":             {[]string{late + old + strings.ReplaceAll(late, "|2024|92AA|1|J|pi|", "|2025|92AA|1|J|np|")}, "NNNN", 5, 0},
		"a line without its funding year": {[]string{strings.ReplaceAll(late, "|2024|", "||") + old}, "NNNJ", 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for i, lines := range c.files {
				w.addLayout("hisbek", "x"+strconv.Itoa(i), hisbekHead+lines+"SLR|"+strconv.Itoa(strings.Count(lines, "\n"))+"|0|||\n")
			}
			total := w.run().Total()
			if total.Merged != c.merged || total.Rejected != c.rejected {
				t.Errorf("%+v; %d merged and %d rejected expected, quarantine %v", total, c.merged, c.rejected, w.quarantine())
			}
			funded := map[string]string{}
			var years []string
			for _, r := range w.rows("inschrijving") {
				_, y, _ := strings.Cut(r, "jaar=")
				_, f, _ := strings.Cut(r, "bekostigd=")
				funded[y[:4]], years = f[:1], append(years, y[:4])
			}
			slices.Sort(years)
			got := ""
			for _, y := range years {
				got += funded[y]
			}
			if got != c.funded {
				t.Errorf("funded in %v: %s, want %s", years, got, c.funded)
			}
		})
	}
}

// Of one programme at one institution a student may have lines of two forms
// in one year: si_oplinst tells which is the main one.
func TestTheMainEnrolmentOfAProgrammeLeads(t *testing.T) {
	beside := []string{"si_ho", "4", "si_soort", "4", "si_oplinst", "4"}
	for name, c := range map[string]struct {
		second []string // what differs from a full-time main enrolment
		want   []string // learning routes stored
		lost   int64
	}{
		"beside it, part-time":                  {append([]string{"vorm", "2"}, beside...), []string{"VT"}, 0},
		"beside it, of the same form":           {append([]string{"datum_in", "20190201"}, beside...), []string{"VT"}, 0},
		"main, too, part-time":                  {[]string{"vorm", "2", "si_ho", "4", "si_soort", "4"}, []string{"VT"}, 0},
		"main, too, of the same form":           {[]string{"datum_in", "20190201", "si_ho", "4", "si_soort", "4"}, nil, 2},
		"of another programme, it stands apart": {append([]string{"opleiding", "50001", "vorm", "2"}, beside...), []string{"DT", "VT"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			l := w.options.Spec.Layouts["1cho"]
			w.addLayout("1cho", "x", student(t, l, c.second...)+student(t, l))
			if f := w.run().Files[0]; f.LinesLost != c.lost {
				t.Errorf("%+v, %d lines lost expected; %v", f, c.lost, w.quarantine())
			}
			var got []string
			for _, r := range w.rows("inschrijving") {
				_, route, _ := strings.Cut(r, "leerweg=")
				got = append(got, route[:2])
			}
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A number is cut to nine digits only where zeros go, and is never zeros alone.
func TestNumbersThatAreNoPerson(t *testing.T) {
	row := func(number string) string {
		return "V;" + number + ";2017;VO;90AA;00;HAVO;HAVO;5;1-8-2017;31-7-2018;J;1;S;J;;\n"
	}
	w := newWorld(t)
	w.addLayout("vo", "x", schoolHead+row("000123456780")+row("123456780")+row("999123456780")+row("000000000000")+row("0000000000")+row("1234567890"))
	r := w.run()
	var lines []string
	for _, q := range w.faultsPerLine() {
		lines = append(lines, strings.Join(strings.Fields(q)[:2], " "))
	}
	if diff := cmp.Diff([]string{"4 F-PERSON", "5 F-PERSON", "6 F-PERSON", "7 F-PERSON"}, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if r.Records["persoon"] != 1 || r.Records["inschrijving"] != 1 {
		t.Errorf("%v stored; one person with one enrolment expected", r.Records)
	}
}

// A diploma is expected on the line of its school year, up to the last August.
func TestADiplomaOfAnotherSchoolYearIsTold(t *testing.T) {
	row := func(date string) string {
		return "V;123456780;2017;VO;90AA;00;HAVO;HAVO;5;1-8-2017;31-7-2018;J;1;S;J;" + date + ";NT\n"
	}
	for date, want := range map[string]int64{"14-6-2018": 0, "1-8-2017": 0, "31-8-2018": 0, "1-9-2018": 1, "14-6-2010": 1, "31-7-2017": 1} {
		w := newWorld(t)
		w.addLayout("vo", "x", schoolHead+row(date))
		r := w.run()
		if n := count(r, "D-DIPLOMA"); n != want || r.Records["diploma"] != 1 {
			t.Errorf("%s: %d warnings, %d expected; %d diplomas stored", date, n, want, r.Records["diploma"])
		}
	}
}

// faultsPerLine reads the quarantine as "line rule field rows".
func (w *world) faultsPerLine() (out []string) {
	w.t.Helper()
	b, err := os.ReadFile(filepath.Join(w.options.Report, "quarantine.csv"))
	if err != nil {
		w.t.Fatal(err)
	}
	all, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, r := range all[1:] {
		out = append(out, strings.Join([]string{r[1], r[3], r[4], r[9]}, " "))
	}
	return out
}
