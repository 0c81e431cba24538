package synth

import (
	"path/filepath"
	"testing"
)

// TestWorkIsOfWhoLeftOrLearnsAtWork reads the files: a row of work is of a
// person outside funded education who was in vocational education or applied
// sciences before, or of one who learns at work; hours go with a job, and
// nobody has two rows of a year.
func TestWorkIsOfWhoLeftOrLearnsAtWork(t *testing.T) {
	t.Parallel()
	dir, _ := make1(t, small(""))
	in, atWork, vocational := map[string]bool{}, map[string]bool{}, map[string]int{}
	readCSV(t, filepath.Join(dir, "inschrijving.csv"), func(_ int, v map[string]string) {
		if year := number(t, v["jaar"]); (v["sector"] == "MBO" || v["sector"] == "HBO") && (vocational[v["pgn"]] == 0 || year < vocational[v["pgn"]]) {
			vocational[v["pgn"]] = year
		}
		if d := v["jaar"] + "-10-01"; v["bekostigd"] == "J" && v["soort"] == "S" && v["begin"] <= d && (v["eind"] == "" || v["eind"] >= d) {
			in[v["pgn"]+v["jaar"]] = true
			atWork[v["pgn"]+v["jaar"]] = atWork[v["pgn"]+v["jaar"]] || v["leerweg"] == "BBL"
		}
	})
	seen, left, learning := map[string]bool{}, 0, 0
	readCSV(t, filepath.Join(dir, "arbeid.csv"), func(line int, v map[string]string) {
		key := v["pgn"] + v["jaar"]
		switch {
		case seen[key]:
			t.Errorf("line %d: a second row of the year", line)
		case in[key] && !atWork[key]:
			t.Errorf("line %d: work of one who is in education and does not learn at work", line)
		case !in[key] && (vocational[v["pgn"]] == 0 || vocational[v["pgn"]] >= number(t, v["jaar"])):
			t.Errorf("line %d: work of one who left neither vocational education nor applied sciences", line)
		case v["werknemer"] != "J" || v["uren_pw"] == "":
			t.Errorf("line %d: employee %q with hours %q", line, v["werknemer"], v["uren_pw"])
		}
		seen[key] = true
		if in[key] {
			learning++
		} else {
			left++
		}
	})
	if left < 100 || learning < 100 {
		t.Errorf("%d rows of who left, %d of who learns at work", left, learning)
	}
}
