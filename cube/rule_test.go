package cube_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// edited is the specification of 2026 with changes in one of its files.
func edited(t testing.TB, file string, changes ...string) *spec.Specification {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../specs/2026")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, file)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(text, changes[i]) {
			t.Fatalf("%s does not hold %q", file, changes[i])
		}
		text = strings.Replace(text, changes[i], changes[i+1], 1)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return loadSpec(t, os.DirFS(dir))
}

// ruleOf is the rule of the cell with that key.
func ruleOf(t *testing.T, g counted, cubeID, tab, key string) sdc.Rule {
	t.Helper()
	for k, c := range g.model.Keys(table(t, g.model, cubeID, tab)) {
		if k == key {
			return g.problem.RuleOf(c, cube.Rule(g.model.Population))
		}
	}
	t.Fatalf("%s/%s has no cell %s", cubeID, tab, key)
	return sdc.Rule{}
}

// TestCategoriesHaveRulesOfTheirOwn: a category's rule holds for every cell
// all of whose members are in it, whichever table shows it, and for no other;
// the strictest of several rules counts.
func TestCategoriesHaveRulesOfTheirOwn(t *testing.T) {
	s := edited(t, "vo-ho.yaml",
		"zeros: published\n", "zeros: secondary\n      categories: [{dimension: bestemming, codes: [GEEN], threshold: 10, width: 9}, {dimension: status, codes: [GESTOPT], threshold: 8, width: 12}]\n",
		"    recipients: [vo-raad, vh, unl]\n", "    recipients: [vo-raad, vh, unl]\n    rule: {threshold: 6, width: 7}\n")
	for _, g := range countPolder(t, s, tallyMemory) {
		if g.model.Population.ID != "VO-DIPLOMA" || len(g.model.Open) > 0 {
			continue
		}
		want := func(table, key string, threshold, width int64) {
			t.Helper()
			r := ruleOf(t, g, "VO-HO", table, key)
			if r.Threshold != threshold || r.Width != width || !r.ZerosHidden || r.ZerosProtected {
				t.Errorf("%s: %s %s has rule %+v, want threshold %d and width %d", g.model.Group(), table, key, r, threshold, width)
			}
		}
		want("bestemming", "_T _T GEEN", 10, 9)
		want("bestemming", "_T HAVO GEEN", 10, 9)
		want("bestemming", "_T _T MBO", 6, 7)
		want("bestemming", "_T _T _T", 6, 7)
		want("status", "_T _T GESTOPT", 8, 12)
		want("status", "_T _T NIET_INGESTROOMD", 6, 7)
		return
	}
	t.Fatal("no cohort has every table")
}
