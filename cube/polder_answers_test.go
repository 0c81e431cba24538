package cube_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

// answer is what answers.txt of a world says of one table of one cohort.
type answer struct {
	cube, table string
	cohort      int
	dimensions  []string
	line        int
	open        bool             // cannot be observed yet
	rest        bool             // cells that are not listed are zero
	counts      map[string]int64 // by codes joined by a space
	impossible  map[string]bool
}

// readAnswers reads answers.txt of a world; the first lines of that of the
// polder say how it is written.
func readAnswers(t testing.TB, world string) []*answer {
	t.Helper()
	b, err := os.ReadFile(world + "/answers.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := &answerReader{}
	for i, line := range strings.Split(string(b), "\n") {
		line, _, _ = strings.Cut(line, "#")
		if f := strings.Fields(line); len(f) > 0 {
			if err := r.read(i+1, f); err != nil {
				t.Fatalf("answers.txt:%d: %v", i+1, err)
			}
		}
	}
	return r.out
}

type answerReader struct {
	out         []*answer
	cube, table string
	dims        []string
	across      []string // codes of the last dimension
}

func (r *answerReader) read(line int, f []string) error {
	switch f[0] {
	case "cube":
		r.cube, r.table = f[1], ""
	case "table":
		r.table, r.dims = strings.TrimSuffix(f[1], ":"), f[2:]
	case "cohort":
		year, err := strconv.Atoi(f[1])
		if err != nil || r.table == "" {
			return fmt.Errorf("a cohort needs a year and a table above it")
		}
		r.across = f[2:]
		r.out = append(r.out, &answer{cube: r.cube, table: r.table, cohort: year, dimensions: r.dims, line: line,
			open: f[2] == "open", counts: map[string]int64{}, impossible: map[string]bool{}})
	case "rest":
		r.out[len(r.out)-1].rest = true
	default:
		return r.row(f)
	}
	return nil
}

func (r *answerReader) row(f []string) error {
	if len(r.out) == 0 || len(f) != len(r.dims)-1+len(r.across) {
		return fmt.Errorf("%d words; %d codes and %d counts expected", len(f), len(r.dims)-1, len(r.across))
	}
	a := r.out[len(r.out)-1]
	lead, counts := f[:len(r.dims)-1], f[len(r.dims)-1:]
	for i, c := range counts {
		key := strings.TrimSpace(strings.Join(lead, " ") + " " + r.across[i])
		if _, again := a.counts[key]; again || a.impossible[key] {
			return fmt.Errorf("cell %s is given twice", key)
		}
		if c == "-" {
			a.impossible[key] = true
			continue
		}
		n, err := strconv.ParseInt(c, 10, 64)
		if err != nil {
			return fmt.Errorf("%q is not a count", c)
		}
		a.counts[key] = n
	}
	return nil
}

// TestNumbersAreNobodys: a citizen service number passes the eleven-test; no
// number of the polder or the waard does.
func TestNumbersAreNobodys(t *testing.T) {
	persons, others := csvRows(t, polder+"/persoon.csv"), csvRows(t, waard+"/persoon.csv")
	if len(persons) != 74 || len(others) != 19 {
		t.Errorf("%d and %d persons, want 74 and 19", len(persons), len(others))
	}
	for _, p := range append(persons, others...) {
		pgn, sum := p["pgn"], 0
		if len(pgn) != 9 {
			t.Fatalf("%s has not nine digits", pgn)
		}
		for i, c := range pgn[:8] {
			sum += int(c-'0') * (9 - i)
		}
		if (sum-int(pgn[8]-'0'))%11 == 0 {
			t.Errorf("%s passes the eleven-test", pgn)
		}
	}
}
