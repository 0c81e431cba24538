package strictyaml

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatIsNotClosedIsPointedAt: line, column and words, found by hand.
func TestWhatIsNotClosedIsPointedAt(t *testing.T) {
	for _, c := range []struct {
		name, text   string
		line, column int
		en           string
	}{
		{"keys, and more keys below", "x: 1\na: {b: 1, c: {d: 2}\nc: 2\nz: {q: 1}\n", 2, 4, "the { that opens here is not closed"},
		{"a list in an item", "l:\n  - {a: 1}\n  - {a: 1, b: [1, 2}\n  - {a: 2}\n", 3, 15, "the [ that opens here is not closed before } in line 3"},
		{"an item, and more items below", "l:\n  - {a: 1, when: {x: [A, B]}\n  - {a: 2}\nm: 1\n", 2, 5, "the { that opens here is not closed"},
		{"the inner keys, before another item", "l:\n  - {a: 1, when: {x: [A, B]\n  - {a: 2}\n", 2, 18, "the { that opens here is not closed"},
		{"keys over two lines", "a: {b: 1,\n  c: [d,\n    e}\nf: 1\n", 2, 6, "the [ that opens here is not closed before } in line 3"},
		{"the last line", "a: 1\nb: {c: 1\n", 2, 4, "the { that opens here is not closed"},
		{"one too many", "a: {b: 1}}\nc: 1\n", 1, 10, "this } closes nothing"},
		{"a quotation mark", "a: 1\nb: \"x\nc: 2\n", 2, 4, "the quotation mark \" that opens here is not closed"},
		{"behind text with brackets and quotes", "a: don't {b\nt: |\n  [ { \" '\nc: 'it''s [' # {\nd: [1\ne: 1\n", 5, 4, "the [ that opens here is not closed"},
	} {
		var v map[string]any
		err := Decode("f.yaml", []byte(c.text), &struct {
			A any `yaml:"a"`
		}{v})
		var e *Error
		if !errors.As(err, &e) || e.Rule != RuleText || e.Line != c.line || e.Column != c.column || e.Msg != "not valid YAML: "+c.en {
			t.Errorf("%s: %+v", c.name, err)
			if e != nil {
				t.Errorf("line %d, column %d", e.Line, e.Column)
			}
		}
	}
}

// TestNothingIsUnclosedInFilesThatAreRead: all YAML of this project, in which no
// bracket is missing.
func TestNothingIsUnclosedInFilesThatAreRead(t *testing.T) {
	n := 0
	err := filepath.WalkDir("../..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n++
		if line, column, what, ok := unclosed(data); ok {
			t.Errorf("%s:%d:%d: %s", path, line, column, what.EN)
		}
		return nil
	})
	if err != nil || n < 20 {
		t.Errorf("%d files, %v", n, err)
	}
}
