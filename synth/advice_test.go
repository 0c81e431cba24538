package synth

import (
	"fmt"
	"path/filepath"
	"testing"
)

// TestEveryPupilOfGroep8HasOneAdvice reads the files: who was in groep 8 before
// the last study year has one advice, of the school and of the next calendar
// year, and nobody else has.
func TestEveryPupilOfGroep8HasOneAdvice(t *testing.T) {
	t.Parallel()
	o := small("")
	dir, _ := make1(t, o)
	pupils := map[string]bool{}
	readCSV(t, filepath.Join(dir, "inschrijving.csv"), func(_ int, v map[string]string) {
		if v["niveau"] == "GROEP8" && number(t, v["jaar"]) < o.To {
			pupils[fmt.Sprint(v["pgn"], " ", number(t, v["jaar"])+1, " ", v["brin"])] = true
		}
	})
	if len(pupils) < 1000 {
		t.Fatalf("%d pupils in groep 8: too few to say anything", len(pupils))
	}
	readCSV(t, filepath.Join(dir, "schooladvies.csv"), func(line int, v map[string]string) {
		key := v["pgn"] + " " + v["jaar"] + " " + v["brin"]
		if !pupils[key] {
			t.Errorf("line %d: an advice of one who was not in groep 8, or a second one", line)
		}
		delete(pupils, key)
	})
	if len(pupils) > 0 {
		t.Errorf("%d pupils have no advice", len(pupils))
	}
}
