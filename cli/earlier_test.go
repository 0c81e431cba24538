package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// nextRound gives the house of a finished round another name and clock, as
// the yearly change does by hand: the releases stay, new ones come.
func nextRound(t *testing.T, house string) {
	t.Helper()
	b, err := json.Marshal(map[string]string{"name": "2027", "clock": "2027-09-01T00:00:00Z"})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(house, "secret", "round.json"), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// hiddenCells lists the hidden cells of all partitions of a release.
func hiddenCells(t *testing.T, house, release string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	files := 0
	for path, text := range contents(t, filepath.Join(house, "public", "releases", release)) {
		if !strings.HasPrefix(path, "data/") || !strings.HasSuffix(path, ".csv") {
			continue
		}
		files++
		head, rest, _ := strings.Cut(text, "\n")
		conf := slices.Index(strings.Split(head, ","), "conf_status")
		for line := range strings.Lines(rest) {
			cells := strings.Split(strings.TrimSpace(line), ",")
			if cells[conf] == "C" { // value, lower, upper and a status stand before it
				out[path+" "+strings.Join(cells[:conf-4], ",")] = true
			}
		}
	}
	if files == 0 || len(out) == 0 {
		t.Fatalf("%s: %d partitions, %d hidden cells", release, files, len(out))
	}
	return out
}

// TestASecondRoundKeepsHiddenHidden: what a round has shown stays shown and
// what it has hidden stays hidden, since the next release about the same
// persons is read beside it.
func TestASecondRoundKeepsHiddenHidden(t *testing.T) {
	t.Parallel()
	extracts := country(t, filepath.Join(t.TempDir(), "land"))
	house, spec := newHouse(t), fewer(t)
	route(t, house, extracts, "--spec", spec)
	first := contents(t, filepath.Join(house, "public", "releases"))
	nextRound(t, house)
	route(t, house, extracts, "--spec", spec)
	for _, audience := range []string{"public", "vo-raad"} {
		a, b := hiddenCells(t, house, "2026-"+audience), hiddenCells(t, house, "2027-"+audience)
		for c := range a {
			if !b[c] {
				t.Errorf("%s: %s was hidden and is shown", audience, c)
			}
		}
		for c := range b {
			if !a[c] {
				t.Errorf("%s: %s was shown and is hidden, which helps nobody", audience, c)
			}
		}
	}

	// One diploma less: the difference would be one person.
	nextAgain := copied(t, house)
	path := filepath.Join(extracts, "diploma.csv")
	rows := readCSV(t, path)
	kept := rows[:1]
	dropped := 0
	for _, row := range rows[1:] {
		if dropped == 0 && row[1] == "VO" && row[5] == "HAVO" && strings.HasPrefix(row[len(row)-1], "2024-") {
			dropped++
			continue
		}
		kept = append(kept, row)
	}
	if dropped == 0 {
		t.Fatal("no havo diploma of 2024 in the country")
	}
	writeCSV(t, path, kept)
	if err := os.WriteFile(filepath.Join(nextAgain, "secret", "round.json"), []byte(`{"name": "2028", "clock": "2028-09-01T00:00:00Z"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, stderr := doorstroom("run", "--dir", nextAgain, "--extracts", extracts, "--agreements", "", "--spec", spec)
	if code != 1 || !strings.Contains(stderr, "VO/2024: de gegevens zijn veranderd sinds uitgave 202") || !strings.Contains(stderr, "Volgende stap: houd de eerdere uitgave") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	after := contents(t, filepath.Join(nextAgain, "public", "releases"))
	for path := range after {
		if strings.HasPrefix(path, "2028") {
			t.Errorf("a refused round left %s", path)
		}
	}
	for path, text := range first {
		if after[path] != text {
			t.Errorf("%s of the first round changed", path)
		}
	}
}
