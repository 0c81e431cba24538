package cube_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// edited is the specification of 2026 with changes: file, old, new.
func edited(t testing.TB, changes ...string) *spec.Specification {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../specs/2026")); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(changes); i += 3 {
		path := filepath.Join(dir, changes[i])
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(b), changes[i+1]) {
			t.Fatalf("%s does not hold %q", changes[i], changes[i+1])
		}
		if err := os.WriteFile(path, []byte(strings.Replace(string(b), changes[i+1], changes[i+2], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
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
	s := edited(t,
		"vo.yaml", "zeros: published\n", "zeros: secondary\n      categories: [{dimension: bestemming, codes: [GEEN], threshold: 10, width: 10}, {dimension: status, codes: [GESTOPT], threshold: 8, width: 12}]\n",
		"vo-ho.yaml", "    recipients: [vo-raad, vh, unl]\n", "    recipients: [vo-raad, vh, unl]\n    rule: {threshold: 7}\n")
	for _, g := range countPolder(t, s, tallyMemory) {
		if g.model.Population.ID != "VO" || slices.ContainsFunc(g.model.Open, func(o cube.OpenTable) bool { return o.Cube+"/"+o.Table == "VO-HO/status" }) {
			continue
		}
		want := func(table, key string, threshold, width int64) {
			t.Helper()
			r := ruleOf(t, g, "VO-HO", table, key)
			if r.Threshold != threshold || r.Width != width || !r.ZerosHidden || r.ZerosProtected {
				t.Errorf("%s: %s %s has rule %+v, want threshold %d and width %d", g.model.Group(), table, key, r, threshold, width)
			}
		}
		// A hidden count may be 0 here, so that the 5 of the population is too
		// narrow for sums of 7.
		want("bestemming", "_T _T GEEN", 10, 10)
		want("bestemming", "_T HAVO GEEN", 10, 10)
		want("bestemming", "_T _T MBO", 7, 7)
		want("bestemming", "_T _T _T", 7, 7)
		want("status", "_T _T GESTOPT", 8, 12)
		want("status", "_T _T NIET_INGESTROOMD", 7, 7)
		return
	}
	t.Fatal("no cohort has the tables")
}
