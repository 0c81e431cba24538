package ingest_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
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
		want         []string // the last number counts the rows with the fault
	}{
		// September 1950 to August 2023 is 73 study years. 1950 to 1989 have a
		// year before 1990 (40), 1950 to 1988 a begin before August 1989 (39),
		// 1950 to 1987 an end before it (38); 1990 to 2001 come before the
		// programme of 2002 (12).
		"an enrolment since 1950": {
			"hisbek", hisbekHead + hrd("123456780", "2024", "pi", "19500901", "20230831") + hrd("123456781", "2024", "pi", "20210901", "20230831") + "SLR|2|0|||\n",
			75, 73, map[string]int64{"inschrijving": 2},
			[]string{"2 D-RANGE begin 39", "2 D-RANGE eind 38", "2 D-RANGE jaar 40", "2 D-OFFER jaar 12"},
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
			[]string{"2 F-DATE datum 1"},
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
