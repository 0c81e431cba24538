package strictyaml_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"doorstroommonitor/internal/strictyaml"
)

type thing struct {
	Name  string              `yaml:"name"`
	Count int                 `yaml:"count,omitempty"`
	Loud  bool                `yaml:"loud,omitempty"`
	Parts []*part             `yaml:"parts,omitempty"`
	Where map[string][]string `yaml:"where,omitempty"`
	Inner part                `yaml:"inner,omitempty"`
	Not   string              `yaml:"-"`
}

type part struct {
	ID string `yaml:"id"`
}

func TestDecode(t *testing.T) {
	var got thing
	err := strictyaml.Decode("f.yaml", []byte("name: a\ncount: 3\nloud: true\nparts: [&p {id: x}, *p]\nwhere: {k: [v, w]}\n"), &got)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "a" || got.Count != 3 || !got.Loud || len(got.Parts) != 2 || got.Parts[1].ID != "x" || len(got.Where["k"]) != 2 {
		t.Errorf("decoded %+v", got)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "f.yaml:1: the file is empty"},
		{"comments only", "# a\n", "f.yaml:1: the file is empty"},
		{"no mapping", "- a\n", "f.yaml:1: keys expected here: name, count, loud, parts, where, inner"},
		{"an unknown key", "name: a\nsize: 1\n", `f.yaml:2: unknown key "size"; expected: name,`},
		{"a field that YAML does not have", "name: a\nNot: b\n", `f.yaml:2: unknown key "Not"`},
		{"a missing key", "count: 1\n", `f.yaml:1: key "name" is missing`},
		{"a key twice", "name: a\nname: b\n", `f.yaml:2: key "name" is given twice`},
		{"a key twice in a mapping", "name: a\nwhere:\n  k: [a]\n  k: [b]\n", `f.yaml:4: key "k" is given twice`},
		{"a merge key", "name: a\n<<: {count: 1}\n", `f.yaml:2: unknown key "<<"`},
		{"a null for a word", "name:\ncount: 1\n", "f.yaml:1: one value is expected here, nothing is given"},
		{"a null for a number", "name: a\ncount: ~\n", "f.yaml:2: a whole number is expected here, nothing is given"},
		{"a null for a list", "name: a\nparts:\n", "f.yaml:2: a list is expected here"},
		{"a null in a list", "name: a\nparts:\n  - id: x\n  -\n", "f.yaml:4: keys expected here: id"},
		{"a null for keys", "name: a\ninner:\n", "f.yaml:2: keys expected here: id"},
		{"a fraction", "name: a\ncount: 1.5\n", `f.yaml:2: a whole number is expected here, not "1.5"`},
		{"a number too large", "name: a\ncount: 99999999999999999999\n", `f.yaml:2: a whole number is expected here, not "99999999999999999999"`},
		{"a word for yes or no", "name: a\nloud: 1\n", `f.yaml:2: true or false is expected here, not "1"`},
		{"a list for a word", "name: [a]\n", "f.yaml:1: one value is expected here, not a list or keys"},
		{"a second document", "name: a\n---\nname: b\n", "f.yaml:2: a second document starts here (---); a file holds one"},
		{"a second document that is empty", "name: a\n---\n", "a second document starts here (---); a file holds one"},
		{"a second document that is no YAML", "name: a\n---\n\t{\n", "not valid YAML: "},
		{"not valid", "name: [a\n", "not valid YAML: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got thing
			err := strictyaml.Decode("f.yaml", []byte(c.text), &got)
			if err == nil {
				t.Fatalf("accepted as %+v", got)
			}
			var at *strictyaml.Error
			if !errors.As(err, &at) || at.File != "f.yaml" || at.Line < 1 {
				t.Errorf("error %v has no place", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %q, want %q", err, c.want)
			}
		})
	}
}

// FuzzDecode: no input panics, and every refusal has a place in the file.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"name: a\n", "name: a\n---\n", "a: &x [*x]\n", "? [a]\n: b\n", "name: !!binary x\n", "where: {? {a: b} : [c]}\n", "name: *a\n", "%YAML 1.2\n---\nname: a\n", "...\n", "name: !!float a\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got thing
		err := strictyaml.Decode("f.yaml", data, &got)
		if err == nil {
			return
		}
		lines := strings.Count(string(data), "\n") + strings.Count(string(data), "\r") + strings.Count(string(data), "\u0085") + strings.Count(string(data), "\u2028") + strings.Count(string(data), "\u2029") + 2
		var at *strictyaml.Error
		if !errors.As(err, &at) || at.Line < 1 || at.Line > lines {
			t.Errorf("error %v has no place in a text of %d lines", err, lines)
		}
	})
}

// TestFind: where a path and a word lead to, however the file is laid out.
func TestFind(t *testing.T) {
	tree := strictyaml.Parse([]byte("parts:\n  - {id: x, where: {a.k: [v, w]}}\n  - id: y\n    where:\n      k: [w]\nfields:\n  - {nr: 1}\n  - {nr: 2}\n  - {nr: 3}\n"))
	for _, c := range []struct {
		path         []string
		word         string
		line, column int
	}{
		{[]string{"parts", "x"}, "", 2, 5},
		{[]string{"parts", "y", "where"}, "w", 5, 11},
		{[]string{"parts", "x", "where"}, "k", 2, 21},
		{[]string{"parts", "nobody", "y"}, "", 3, 5},
		{[]string{"parts", "y"}, "nothing", 3, 5},
		{[]string{"parts", "1", "where"}, "", 5, 7},
		{[]string{"fields", "2"}, "", 8, 5},
		{nil, "", 1, 1},
	} {
		if line, column := tree.Find(c.path, c.word); line != c.line || column != c.column {
			t.Errorf("%v %q is found at %d:%d, want %d:%d", c.path, c.word, line, column, c.line, c.column)
		}
	}
	if line, _ := strictyaml.Parse([]byte("a: [")).Find(nil, ""); line != 0 {
		t.Errorf("a file that is no YAML has line %d", line)
	}
}

func TestLine(t *testing.T) {
	for want, v := range map[string]any{
		"{name: a, parts: {id: x}, {id: y}, where: k: [v], l: [w]}": thing{Name: "a", Parts: []*part{{"x"}, {"y"}}, Where: map[string][]string{"l": {"w"}, "k": {"v"}}},
		"-1, 0": []int{-1, 0},
		"":      thing{},
	} {
		if got := strictyaml.Line(reflect.ValueOf(v)); got != want {
			t.Errorf("%+v is written %q, want %q", v, got, want)
		}
	}
}

type lent struct {
	Own    string `yaml:"own"`
	Lender `yaml:",inline"`
}

// Lender lends its keys.
type Lender struct {
	Lent string `yaml:"lent"`
}

func TestInlinedKeys(t *testing.T) {
	var got lent
	if err := strictyaml.Decode("f.yaml", []byte("own: a\nlent: b\n"), &got); err != nil || got.Lent != "b" {
		t.Errorf("decoded %+v, %v", got, err)
	}
	err := strictyaml.Decode("f.yaml", []byte("own: a\nother: b\n"), &got)
	if err == nil || !strings.Contains(err.Error(), `unknown key "other"; expected: own, lent`) || !strings.Contains(err.Error(), `key "lent" is missing`) {
		t.Errorf("error %v", err)
	}
}
