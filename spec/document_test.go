package spec_test

import (
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/spec"
)

// document is docs/specification.md before and in its example.
func document(t *testing.T) (prose, example string) {
	t.Helper()
	b, err := os.ReadFile("../docs/specification.md")
	if err != nil {
		t.Fatal(err)
	}
	prose, rest, found := strings.Cut(string(b), "```yaml\n")
	example, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatal("docs/specification.md has no example")
	}
	return prose, example
}

// TestTheExampleOfTheDocumentIsInOrder loads it with this year's
// specification.
func TestTheExampleOfTheDocumentIsInOrder(t *testing.T) {
	_, example := document(t)
	fsys := fstest.MapFS{"vavo-ho.yaml": {Data: []byte(example)}}
	dir := os.DirFS("../specs/2026")
	for _, name := range []string{"specification.yaml", "codelists.yaml", "records.yaml"} {
		b, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		fsys[name] = &fstest.MapFile{Data: b}
	}
	s, err := spec.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if tr := s.Transitions["VAVO-HO"]; len(tr.Tables) != 2 || len(tr.Indicators) != 1 {
		t.Errorf("loaded %+v", tr)
	}
}

// TestTheDocumentHasEveryKey of the language, and every closed value; layouts
// are described elsewhere.
func TestTheDocumentHasEveryKey(t *testing.T) {
	prose, _ := document(t)
	seen := map[reflect.Type]bool{}
	var visit func(rt reflect.Type)
	visit = func(rt reflect.Type) {
		for rt.Kind() == reflect.Pointer || rt.Kind() == reflect.Slice || rt.Kind() == reflect.Map {
			rt = rt.Elem()
		}
		if rt.Kind() != reflect.Struct || seen[rt] || !strings.HasSuffix(rt.PkgPath(), "/spec") {
			return
		}
		seen[rt] = true
		for f := range strictyaml.Fields(rt) {
			if key := strictyaml.Key(f); !strings.Contains(prose, "`"+key+"`") {
				t.Errorf("docs/specification.md does not have the key %s of %s", key, rt.Name())
			}
			visit(f.Type)
		}
	}
	visit(spec.FileType())
	if len(seen) < 15 {
		t.Errorf("only %d types were read", len(seen))
	}
	for name, values := range spec.Closed() {
		for _, v := range values {
			if !strings.Contains(prose, "`"+v+"`") {
				t.Errorf("docs/specification.md does not have %s of %s", v, name)
			}
		}
	}
	for _, rule := range []string{"Y01", "Y05", spec.RuleReference, spec.RuleUnique, spec.RuleFit, spec.RuleWords, spec.RuleSensitivity, spec.RuleChange, spec.RuleGroup} {
		if !strings.Contains(prose, rule) {
			t.Errorf("docs/specification.md does not have rule %s", rule)
		}
		if a := spec.AdviceOn(rule); a.Rule != rule || a.Title.NL == "" || a.Next.EN == "" {
			t.Errorf("rule %s has advice %+v", rule, a)
		}
	}
}
