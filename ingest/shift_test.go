package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"doorstroommonitor/ingest"
	"doorstroommonitor/spec"

	"github.com/google/go-cmp/cmp"
)

// school writes n pupils per year, each for one year.
func (w *world) school(perYear map[int]int) {
	var b strings.Builder
	b.WriteString(enrolmentHeader)
	person := 0
	for year, n := range perYear {
		for range n {
			fmt.Fprintf(&b, "%09d,%d,VO,90AA,00,HAVO,HAVO,,5,%d-08-01,%d-07-31,J,S,J,1\n", person+1, year, year, year+1)
			person++
		}
	}
	w.add("inschrijving", "x.csv", b.String())
}

func shiftsOf(r *ingest.Receipt) []string {
	var out []string
	for _, f := range r.Shifts {
		out = append(out, fmt.Sprintf("%s %s %s %d-%d %d-%d %.1f", f.Rule, f.Severity, f.Value, f.From, f.To, f.Before, f.After, f.Percent))
	}
	return out
}

func TestShiftsFromYearToYear(t *testing.T) {
	shifts := []spec.Shift{{ID: "S-A", Record: "inschrijving", By: "sector", Warn: 10, Stop: 50, Least: 20}, {ID: "S-B", Record: "inschrijving", Warn: 30, Least: 20}}
	for name, c := range map[string]struct {
		years map[int]int
		want  []string
	}{
		"exactly the bound is none":   {map[int]int{2016: 100, 2017: 110, 2018: 99}, nil},
		"more than the bound":         {map[int]int{2016: 100, 2017: 111, 2018: 99}, []string{"S-A warning VO 2016-2017 100-111 11.0", "S-A warning VO 2017-2018 111-99 -10.8"}},
		"small totals are none":       {map[int]int{2016: 19, 2017: 5}, nil},
		"a total that was small":      {map[int]int{2016: 20, 2017: 5}, []string{"S-A stop VO 2016-2017 20-5 -75.0", "S-B warning  2016-2017 20-5 -75.0"}},
		"a year that is missing":      {map[int]int{2016: 100, 2018: 100}, []string{"S-A stop VO 2016-2017 100-0 -100.0", "S-A stop VO 2017-2018 0-100 0.0", "S-B warning  2016-2017 100-0 -100.0", "S-B warning  2017-2018 0-100 0.0"}},
		"one year is no comparison":   {map[int]int{2016: 100}, nil},
		"half as many again, exactly": {map[int]int{2016: 100, 2017: 150}, []string{"S-A warning VO 2016-2017 100-150 50.0", "S-B warning  2016-2017 100-150 50.0"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.options.Spec.Screening.Shifts = shifts
			w.school(c.years)
			if diff := cmp.Diff(c.want, shiftsOf(w.run())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhatTheSpecificationFindsOfAYear: all of one kind turned into another,
// and a record type that nobody supplied for a year.
func TestWhatTheSpecificationFindsOfAYear(t *testing.T) {
	const n = 500
	var pupils, students, work strings.Builder
	pupils.WriteString(enrolmentHeader)
	work.WriteString(workHeader)
	for year := 2017; year <= 2019; year++ {
		for i := range n {
			funded := "J"
			if year == 2018 {
				funded = "N"
			}
			fmt.Fprintf(&pupils, "%09d,%d,VO,90AA,00,HAVO,HAVO,,5,%d-08-01,%d-07-31,%s,S,J,1\n", i+1, year, year, year+1, funded)
			route := "BOL"
			if year == 2019 {
				route = "BBL"
			}
			fmt.Fprintf(&students, "%09d,%d,MBO,93AA,00,25000,MBO4,%s,,%d-08-01,%d-07-31,J,S,J,1\n", n+i+1, year, route, year, year+1)
			if year != 2018 {
				fmt.Fprintf(&work, "%09d,%d,J,VANAF12\n", i+1, year)
			}
		}
	}
	w := newWorld(t)
	w.add("inschrijving", "x.csv", pupils.String()+students.String())
	w.add("arbeid", "y.csv", work.String())
	want := []string{
		// N begins with nobody, which is no percentage of anything.
		"S-BEKOSTIGD warning J 2017-2018 1000-500 -50.0", "S-BEKOSTIGD stop J 2018-2019 500-1000 100.0",
		"S-BEKOSTIGD stop N 2017-2018 0-500 0.0", "S-BEKOSTIGD stop N 2018-2019 500-0 -100.0",
		"S-LEERWEG stop BBL 2018-2019 0-500 0.0", "S-LEERWEG stop BOL 2018-2019 500-0 -100.0",
		"S-ARBEID stop  2017-2018 500-0 -100.0",
	}
	r := w.run()
	if diff := cmp.Diff(want, shiftsOf(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var said strings.Builder
	if err := r.WriteText(&said, "nl"); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"S-ARBEID     arbeid 2017-2018: -100,0 % (gestopt)\n", "S-BEKOSTIGD  inschrijving bekostigd N 2017-2018: nieuw (gestopt)\n", "S-BEKOSTIGD  inschrijving bekostigd J 2017-2018: -50,0 % (waarschuwing)\n"} {
		if !strings.Contains(said.String(), line) {
			t.Errorf("%q is not said:\n%s", line, said.String())
		}
	}
}

func TestAShiftBeyondTheBoundStopsTheRun(t *testing.T) {
	w := newWorld(t)
	w.options.AllowShifts = false
	w.options.Spec.Screening.Shifts[0].Least = 20
	w.school(map[int]int{2016: 100, 2017: 20})
	asked := false
	w.options.Accept = func(r *ingest.Receipt) error { asked = len(r.Shifts) == 1; return nil }
	_, err := ingest.Run(context.Background(), w.options)
	var s *ingest.Stop
	if !errors.As(err, &s) || s.Rule.ID != "S-INSCHRIJVING" || !asked {
		t.Fatalf("error is %v, asked %v", err, asked)
	}
	if strings.Contains(err.Error(), "100") || !strings.Contains(err.Error(), "-80%") || !strings.Contains(s.In("nl"), "--allow-shifts") {
		t.Errorf("the message: %v", err)
	}
	if _, err := os.Stat(w.options.Store); !errors.Is(err, os.ErrNotExist) {
		t.Error("a store was left behind")
	}
}
