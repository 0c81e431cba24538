package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"doorstroommonitor/spec"
	"doorstroommonitor/specs"
)

// publishedAs writes the built-in specification with another way of publishing,
// and other cohorts, for each population.
func publishedAs(t *testing.T, dir string, as func(s *spec.Specification, population string) string) {
	t.Helper()
	built, err := fs.Sub(specs.FS, specs.Current)
	if err != nil {
		t.Fatal(err)
	}
	s, err := spec.Load(built)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, built); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "changes")); err != nil {
		t.Fatal(err)
	}
	changed := 0
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		const publish = "    publish: {scenario: suppression, estimates: true} # beside what is hidden, from what is shown\n    cohorts: {from: 2010, until: 2060}\n"
		before, after, ok := strings.Cut(string(b), publish)
		if !ok {
			return nil
		}
		id, _, _ := strings.Cut(before[strings.LastIndex(before, "- id: ")+len("- id: "):], "\n")
		changed++
		return os.WriteFile(path, []byte(before+as(s, id)+after), 0o644)
	})
	if err != nil || changed != len(s.Populations) {
		t.Fatalf("%d of %d populations changed: %v", changed, len(s.Populations), err)
	}
}
