package cli_test

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ownAgreement is about the one vocational school of the polder.
const ownAgreement = `id: eigen-91aa
version: "1"
supplier: {name: Dienst Uitvoering Onderwijs}
recipient: {id: b9003, name: Vakschool De Polder, contact: gegevens@91aa.example}
purpose: [a, b]
legal_basis: voorbeeld
cubes: [{cube: MBO-HO}]
specification: "2026.*"
scenario: none
own_data: true
own: {boards: [B9003]}
statutory_basis: voorbeeldwet artikel 1
term: {from: 2026-01-01, until: 2027-12-31}
signed: {date: 2025-12-15, by: [A, B]}
`

// TestOwnDataAsCountedByHand carries out every step on the hand-counted polder
// and compares each exact row that its vocational school receives with
// answers.txt. It is the only one of its kind, so that the cells of every table
// about its leavers are its own.
func TestOwnDataAsCountedByHand(t *testing.T) {
	dir, polder := t.TempDir(), "../testdata/polder"
	land, some, specs := filepath.Join(dir, "land"), filepath.Join(dir, "agreements"), filepath.Join(dir, "spec")
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(os.CopyFS(land, os.DirFS(polder)))
	check(os.CopyFS(specs, os.DirFS("../specs/2026")))
	check(os.RemoveAll(filepath.Join(specs, "changes")))
	for _, pattern := range []string{"po-*", "vo*", "hbo*", "wo*", "mbo-mbo*", "mbo-arb*"} {
		names, err := filepath.Glob(filepath.Join(specs, pattern))
		check(err)
		for _, name := range names {
			check(os.Remove(name))
		}
	}
	check(os.Mkdir(some, 0o755))
	agreement := filepath.Join(some, "eigen.yaml")
	check(os.WriteFile(agreement, []byte(ownAgreement), 0o644))
	for _, name := range []string{"answers.txt", "persons.txt"} {
		check(os.Remove(filepath.Join(land, name)))
	}
	house := newHouse(t)
	must(t, "run", "--quiet", "--dir", house, "--extracts", land, "--agreements", some, "--spec", specs)
	must(t, "own", "--quiet", "--dir", house, "--extracts", land, "--agreement", agreement, "--spec", specs, "--decision", "1")
	// The board is known by its institutions, too, should these change boards.
	for _, file := range []string{"releases/2026-public/manifest.json", "ledger.jsonl"} {
		text, err := os.ReadFile(filepath.Join(house, "public", file))
		check(err)
		if !strings.Contains(string(text), "91AA") || !strings.Contains(string(text), "B9003") {
			t.Errorf("%s does not name the board and its school", file)
		}
	}
	answers := polderAnswers(t, "MBO-HO")
	seen, persons := 0, 0
	check(filepath.WalkDir(filepath.Join(house, "secret", "own"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".csv") {
			return err
		}
		f, err := os.Open(path)
		check(err)
		defer f.Close()
		lines, err := csv.NewReader(f).ReadAll()
		check(err)
		for _, l := range lines[1:] {
			key, value := strings.Join(l[:len(l)-2], " "), l[len(l)-2]
			want, ok := answers[key]
			if !ok {
				want = "0" // "rest 0", or a cell that nobody can be in
			}
			if value != want {
				t.Errorf("%s: %s provided, %s counted by hand", key, value, want)
			}
			if ok {
				seen++
			}
			if n, _ := strconv.Atoi(value); n > 0 {
				persons++
			}
			delete(answers, key)
		}
		return nil
	}))
	if seen < 100 || persons < 50 {
		t.Errorf("%d rows were counted by hand, %d of them with somebody: the test tests little", seen, persons)
	}
	for key, n := range answers {
		if strings.Contains(key, "MBO-HO bestemming ") && strings.Contains(key, " 91AA ") && n != "-" {
			t.Errorf("%s: counted by hand and not provided", key)
		}
	}
}

// polderAnswers reads the counts of a cube from answers.txt, by cube, table,
// cohort and codes.
func polderAnswers(t *testing.T, cube string) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../testdata/polder/answers.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var of, table, cohort string
	var across []string
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || f[0] == "rest":
		case f[0] == "cube":
			of = f[1]
		case f[0] == "table":
			table = strings.TrimSuffix(f[1], ":")
		case f[0] == "cohort":
			cohort, across = f[1], f[2:]
		case of == cube:
			lead := f[:len(f)-len(across)]
			for i, code := range across {
				out[strings.Join(slices.Concat([]string{of, table, cohort}, lead, []string{code}), " ")] = f[len(lead)+i]
			}
		}
	}
	return out
}
