package table_test

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/table"
)

// world is a folder of small files, by name; table.yaml is the table file.
type world map[string]string

// with changes some files of a world; an empty text takes a file away.
func (w world) with(more world) world {
	out := world{}
	for _, m := range []world{w, more} {
		for name, text := range m {
			out[name] = text
		}
	}
	return out
}

// load writes the files and reads the table file.
func (w world) load(t testing.TB) (*table.File, string, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range w {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := table.Parse(filepath.Join(dir, "table.yaml"), []byte(w["table.yaml"]))
	return f, dir, err
}

// protect protects a world; out is the folder with the results.
func (w world) protect(t testing.TB, run table.Run) (rep *table.Report, out string, err error) {
	t.Helper()
	f, dir, err := w.load(t)
	if err != nil {
		return nil, "", err
	}
	run.Out = filepath.Join(dir, "out")
	rep, err = f.ProtectFile(context.Background(), run)
	return rep, run.Out, err
}

// audit attacks the published table of a world.
func (w world) audit(t testing.TB) (rep *table.AuditReport, out string, err error) {
	t.Helper()
	f, dir, err := w.load(t)
	if err != nil {
		return nil, "", err
	}
	out = filepath.Join(dir, "out")
	rep, err = f.AuditFile(context.Background(), table.Run{Out: out})
	return rep, out, err
}

// read gives the rows of a CSV as the fields joined by commas.
func read(t testing.TB, dir, name string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range records {
		out = append(out, strings.Join(r, ","))
	}
	return out
}

// wants compares a file with rows, each line of text one row.
func wants(t testing.TB, got []string, text string) {
	t.Helper()
	want := strings.Split(strings.TrimSpace(text), "\n")
	for i := range want {
		want[i] = strings.TrimSpace(want[i])
	}
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// refused wants an error that speaks both languages, with the rule and words
// of the English text, and nothing written.
func refused(t *testing.T, err error, out, rule string, words ...string) {
	t.Helper()
	var f *table.Fault
	if !errors.As(err, &f) {
		t.Fatalf("got %v, want a fault with rule %s", err, rule)
	}
	if f.Rule != rule {
		t.Errorf("got rule %s, want %s: %v", f.Rule, rule, f)
	}
	for _, lang := range []string{"nl", "en"} {
		text := f.In(lang)
		if next := map[string]string{"nl": "; volgende stap: ", "en": "; next: "}[lang]; !strings.Contains(text, next) || strings.Contains(text, "%!") {
			t.Errorf("the %s text has no next step or a wrong format: %s", lang, text)
		}
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("the message lacks %q: %v", w, err)
		}
	}
	if out != "" {
		if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("something was written: %v", err)
		}
	}
}
