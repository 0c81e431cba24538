package cli_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNobodyIsNamedOutsideTheStore: after a run over extracts with faults, no
// person number and no pseudonym occurs in what is published, said or
// reported; the quarantine report alone holds pseudonyms of refused rows.
func TestNobodyIsNamedOutsideTheStore(t *testing.T) {
	t.Parallel()
	extracts := country(t, filepath.Join(t.TempDir(), "land"))
	persons := injectFaults(t, extracts)
	house := newHouse(t)
	code, out1, err1 := doorstroom("ingest", "--dir", house, "--extracts", extracts, "--agreements", "")
	if code != 1 {
		t.Fatalf("faulty rows are not told: exit code %d", code)
	}
	out2, err2 := must(t, "run", "--dir", house, "--extracts", extracts, "--agreements", agreements(t), "--max-rejected", "100")

	texts := map[string]string{"stdout": out1 + out2, "stderr": err1 + err2}
	for path, text := range contents(t, filepath.Join(house, "public")) {
		texts["public/"+path] = text
	}
	for path, text := range contents(t, filepath.Join(house, "secret", "report")) {
		texts["report/"+path] = text
	}
	for _, path := range []string{"public/ledger.jsonl", "secret/ledger.jsonl", "secret/cubes/balance.csv"} {
		b, err := os.ReadFile(filepath.Join(house, path))
		if err != nil {
			t.Fatal(err)
		}
		texts[path] = string(b)
	}
	quarantine := texts["report/quarantine.csv"]
	pseudonyms := regexp.MustCompile(`\b[0-9a-f]{32}\b`).FindAllString(quarantine, -1)
	if len(pseudonyms) < 5 {
		t.Fatalf("quarantine holds %d pseudonyms, at least 5 expected:\n%s", len(pseudonyms), quarantine)
	}
	number := regexp.MustCompile(`\d{9,}`)
	for name, text := range texts {
		for _, n := range number.FindAllString(text, -1) {
			for i := 0; i+9 <= len(n); i++ {
				if persons[n[i:i+9]] {
					t.Errorf("%s holds person number %s", name, n)
				}
			}
		}
		for _, p := range pseudonyms {
			if name != "report/quarantine.csv" && strings.Contains(text, p) {
				t.Errorf("%s holds a pseudonym", name)
			}
		}
		if name != "report/quarantine.csv" && strings.Contains(text, "Jansen") {
			t.Errorf("%s repeats a name from the extracts", name)
		}
	}
	if strings.Contains(quarantine, "Jansen") {
		t.Error("quarantine repeats a name from the extracts")
	}
	secretsAreClosed(t, house)
}

// injectFaults spoils rows of the enrolments, and returns all person numbers
// of the extracts.
func injectFaults(t *testing.T, extracts string) map[string]bool {
	t.Helper()
	persons := map[string]bool{"900000001": true}
	for _, row := range readCSV(t, filepath.Join(extracts, "persoon.csv")) {
		persons[row[0]] = true
	}
	path := filepath.Join(extracts, "inschrijving.csv")
	rows := readCSV(t, path)
	for i, fault := range []struct {
		column int
		value  string
	}{{2, "XX"}, {3, "99ZZ"}, {5, "Jansen"}, {9, "1800-01-01"}, {10, "2024-02-31"}, {12, "Jansen"}, {0, "900000001x"}, {14, "900000001"}} {
		rows[20+7*i][fault.column] = fault.value
	}
	twice := append([]string{}, rows[10]...)
	twice[11] = map[string]string{"J": "N", "N": "J"}[twice[11]]
	writeCSV(t, path, append(rows, twice))
	return persons
}

// secretsAreClosed checks the modes of the secret side.
func secretsAreClosed(t *testing.T, house string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(house, "secret"), func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		want := os.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, %o expected", path, info.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func writeCSV(t *testing.T, path string, rows [][]string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := csv.NewWriter(f).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
