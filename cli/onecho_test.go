package cli_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryFormOfTheExtractsGivesTheSameFigures: the same persons as CSV, as
// Parquet and with the higher education part in the fixed-width 1cHO layout
// give the same partitions, to the byte, for every audience.
func TestEveryFormOfTheExtractsGivesTheSameFigures(t *testing.T) {
	t.Parallel()
	fresh := newHouse(t)
	figures := map[string]map[string]string{}
	for form, flags := range map[string][]string{"csv": nil, "parquet": {"--format", "parquet"}, "1cho": {"--1cho"}} {
		extracts := country(t, filepath.Join(t.TempDir(), form), append(flags, "--years", "2024-2025")...)
		house := copied(t, fresh)
		route(t, house, extracts)
		figures[form] = map[string]string{}
		for path, text := range contents(t, filepath.Join(house, "public")) {
			if strings.Contains(path, "/data/") || strings.Contains(path, "/indicators/") || strings.HasSuffix(path, "/structure.json") {
				figures[form][path] = text
			}
		}
		if form == "1cho" && len(mustGlob(t, filepath.Join(extracts, "1cho", "*.asc"))) == 0 {
			t.Error("synth --1cho wrote no fixed-width file")
		}
	}
	if len(figures["csv"]) < 50 {
		t.Fatalf("%d files of figures", len(figures["csv"]))
	}
	for _, form := range []string{"parquet", "1cho"} {
		if d := differing(figures["csv"], figures[form]); len(d) > 0 {
			t.Errorf("%s differs from csv in %d of %d files, such as %v", form, len(d), len(figures["csv"]), d[:min(5, len(d))])
		}
	}
}

func mustGlob(t *testing.T, pattern string) []string {
	t.Helper()
	out, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
