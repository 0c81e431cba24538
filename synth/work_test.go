package synth

import (
	"path/filepath"
	"testing"
)

// TestWorkIsOfWhoLeftOrLearnsAtWork reads the files: a row of work is of a
// person outside funded education who was in vocational or higher education
// before, or of one who learns at work; hours go with a job, and nobody has
// two rows of a year. Masters of universities are among those who left.
func TestWorkIsOfWhoLeftOrLearnsAtWork(t *testing.T) {
	t.Parallel()
	dir, _ := make1(t, small(""))
	in, atWork, before, masters := map[string]bool{}, map[string]bool{}, map[string]int{}, map[string]bool{}
	readCSV(t, filepath.Join(dir, "inschrijving.csv"), func(_ int, v map[string]string) {
		if year := number(t, v["jaar"]); (v["sector"] == "MBO" || v["sector"] == "HBO" || v["sector"] == "WO") && (before[v["pgn"]] == 0 || year < before[v["pgn"]]) {
			before[v["pgn"]] = year
		}
		if d := v["jaar"] + "-10-01"; v["bekostigd"] == "J" && v["soort"] == "S" && v["begin"] <= d && (v["eind"] == "" || v["eind"] >= d) {
			in[v["pgn"]+v["jaar"]] = true
			atWork[v["pgn"]+v["jaar"]] = atWork[v["pgn"]+v["jaar"]] || v["leerweg"] == "BBL"
		}
	})
	readCSV(t, filepath.Join(dir, "diploma.csv"), func(_ int, v map[string]string) {
		masters[v["pgn"]] = masters[v["pgn"]] || v["sector"] == "WO" && v["niveau"] == "MA"
	})
	seen, left, learning, working := map[string]bool{}, 0, 0, 0
	readCSV(t, filepath.Join(dir, "arbeid.csv"), func(line int, v map[string]string) {
		key := v["pgn"] + v["jaar"]
		switch {
		case seen[key]:
			t.Errorf("line %d: a second row of the year", line)
		case in[key] && !atWork[key]:
			t.Errorf("line %d: work of one who is in education and does not learn at work", line)
		case !in[key] && (before[v["pgn"]] == 0 || before[v["pgn"]] >= number(t, v["jaar"])):
			t.Errorf("line %d: work of one who left neither vocational nor higher education", line)
		case v["werknemer"] != "J" || v["uren_pw"] == "":
			t.Errorf("line %d: employee %q with hours %q", line, v["werknemer"], v["uren_pw"])
		}
		seen[key] = true
		if in[key] {
			learning++
		} else {
			left++
			if masters[v["pgn"]] {
				working++
			}
		}
	})
	if left < 100 || learning < 100 || working < 50 {
		t.Errorf("%d rows of who left, %d of who learns at work, %d of masters", left, learning, working)
	}
}
