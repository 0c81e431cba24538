package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func catalogues(t *testing.T) (nl, en *catalogue) {
	t.Helper()
	var err error
	if nl, err = loadCatalogue("nl"); err != nil {
		t.Fatal(err)
	}
	if en, err = loadCatalogue("en"); err != nil {
		t.Fatal(err)
	}
	return nl, en
}

func TestBothLanguagesHaveTheSameKeysAndPlaceholders(t *testing.T) {
	nl, en := catalogues(t)
	placeholder := regexp.MustCompile(`\{[a-z]+\}`)
	for key, dutch := range nl.phrases {
		english, ok := en.phrases[key]
		if !ok {
			t.Errorf("%s is in nl.yaml only", key)
			continue
		}
		a, b := placeholder.FindAllString(dutch, -1), placeholder.FindAllString(english, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s: placeholders %v in nl.yaml, %v in en.yaml", key, a, b)
		}
		if strings.TrimSpace(dutch) == "" || strings.TrimSpace(english) == "" {
			t.Errorf("%s is empty", key)
		}
	}
	for key := range en.phrases {
		if _, ok := nl.phrases[key]; !ok {
			t.Errorf("%s is in en.yaml only", key)
		}
	}
}

// Keys stand as string constants in templates and code; each must exist, and
// each that exists must be used.
func TestEveryPhraseIsKnownAndUsed(t *testing.T) {
	nl, _ := catalogues(t)
	call := regexp.MustCompile(`\b(T|N|sentence)[( ]"([a-z0-9.]+)"`)
	var all strings.Builder
	for _, glob := range []string{"*.go", "templates/*.html"} {
		names, _ := filepath.Glob(glob)
		for _, n := range names {
			if strings.HasSuffix(n, "_test.go") {
				continue
			}
			b, err := os.ReadFile(n)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(b)
		}
	}
	used := map[string]bool{}
	for _, m := range call.FindAllStringSubmatch(all.String(), -1) {
		key := m[2]
		used[key] = true
		forms := []string{key}
		switch m[1] {
		case "N":
			forms = []string{key + ".one", key + ".other"}
		case "sentence":
			forms = []string{key, key + ".bounds"}
		}
		for _, f := range forms {
			used[f] = true
			if _, ok := nl.phrases[f]; !ok && !strings.HasSuffix(key, ".") {
				t.Errorf("phrase %s is used and does not exist", f)
			}
		}
	}
	for key := range nl.phrases {
		if !used[key] && !strings.Contains(all.String(), `"`+key+`"`) && !strings.HasPrefix(key, "error.") && !strings.HasPrefix(key, "regime.") && !strings.HasPrefix(key, "attacker.") && !strings.HasPrefix(key, "attackers.mode.") {
			t.Errorf("phrase %s is never used", key)
		}
	}
	if _, err := fs.Stat(textFiles, "text/nl.yaml"); err != nil {
		t.Error(err)
	}
}

func TestNumbersAndBoundsInWords(t *testing.T) {
	nl, en := catalogues(t)
	for _, c := range []struct{ name, got, want string }{
		{"thousands in Dutch", nl.num(1234567), "1.234.567"},
		{"thousands in English", en.num(1234567), "1,234,567"},
		{"small numbers have no mark", nl.num(999), "999"},
		{"decimal comma", nl.perMille(762), "76,2\u00a0%"},
		{"decimal point", en.perMille(762), "76.2%"},
		{"a whole", nl.perMille(1000), "100,0\u00a0%"},
		{"between", nl.bounds(12, 19), "tussen 12 en 19"},
		{"at least", nl.bounds(3, -1), "ten minste 3"},
		{"at most", nl.bounds(0, 4), "hooguit 4"},
		{"nothing known", nl.bounds(0, -1), "niet te bepalen"},
		{"between in English", en.bounds(1200, 1300), "between 1,200 and 1,300"},
		{"share without bounds", nl.shareBounds(0, 1000), "niet te bepalen"},
		{"share between", nl.shareBounds(701, 850), "tussen 70,1\u00a0% en 85,0\u00a0%"},
		{"no part of a hidden whole", nl.shareBounds(0, 0), "0,0\u00a0%"},
		{"date", nl.day("2026-06-01T09:00:00Z"), "1 juni 2026"},
		{"list", nl.list([]string{"a", "b", "c"}), "a, b en c"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}
