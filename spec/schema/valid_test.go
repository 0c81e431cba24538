package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"doorstroommonitor/spec"
	"doorstroommonitor/spec/schema"
)

// compiled reads the schema with a library that is not ours.
func compiled(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.JSON()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("specification.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("specification.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plain turns YAML into what JSON knows; dates stay words, as editors read
// them.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return plain(n.Content[0])
	case yaml.AliasNode:
		return plain(n.Alias)
	case yaml.SequenceNode:
		out := []any{}
		for _, c := range n.Content {
			out = append(out, plain(c))
		}
		return out
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			out[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return out
	}
	var v any
	if err := n.Decode(&v); err != nil || n.ShortTag() == "!!timestamp" {
		return n.Value
	}
	return v
}

func validate(t testing.TB, s *jsonschema.Schema, text []byte) error {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return s.Validate(plain(&doc))
}

// TestEveryFileOfASpecificationIsValid, layouts and changes included.
func TestEveryFileOfASpecificationIsValid(t *testing.T) {
	s := compiled(t)
	n := 0
	for _, dir := range []string{"../../specs", "../testdata/small", "../diff/testdata", "../../cube/testdata"} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yaml") {
				return err
			}
			b, err := fs.ReadFile(os.DirFS(dir), path)
			if err != nil {
				return err
			}
			n++
			if err := validate(t, s, b); err != nil {
				t.Errorf("%s/%s: %v", dir, path, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 15 {
		t.Errorf("only %d files were read", n)
	}
}

// TestSeededFaultsAreInvalid: what an editor should mark, one thing at a time.
func TestSeededFaultsAreInvalid(t *testing.T) {
	s := compiled(t)
	flow, err := os.ReadFile("../testdata/small/flow.yaml")
	if err != nil {
		t.Fatal(err)
	}
	about, err := os.ReadFile("../testdata/small/about.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, file, old, new, at string }{
		{"an unknown key", "flow", "    kind: PRESENT\n", "    kind: PRESENT\n    sort: x\n", "populations/0"},
		{"a missing key", "flow", "    source: test\n", "", "transitions/0"},
		{"a kind that does not exist", "flow", "kind: PRESENT", "kind: HERE", "populations/0/kind"},
		{"a word where a number is due", "flow", "after: 1\n", "after: soon\n", "populations/0/lookups/0/after"},
		{"a fraction where a whole number is due", "flow", "after: 1\n", "after: 1.5\n", "populations/0/lookups/0/after"},
		{"one recipient where a list is due", "flow", "recipients: [vo-raad]", "recipients: vo-raad", "transitions/0/recipients"},
		{"a label in one language", "flow", "label: {nl: Aanwezig, en: Present}", "label: {nl: Aanwezig}", "populations/0/label"},
		{"a role that does not exist", "flow", "role: origin", "role: begin", "transitions/0/dimensions/0/role"},
		{"zeros that are hidden", "flow", "zeros: published", "zeros: hidden", "populations/0/rule/zeros"},
		{"a condition that is no list", "flow", "where: {sector: [HBO]}\n", "where: {sector: HBO}\n", "populations/0/where/sector"},
		{"a key without a value", "flow", "    source: test\n", "    source:\n", "transitions/0/source"},
		{"a type that does not exist", "about", "type: brin", "type: school", "records/0/fields/3/type"},
		{"a class that does not exist", "about", "code: WO,", "code: WO, sensitivity: secret,", "codelists/0/codes/1/sensitivity"},
		{"a category that does not exist", "about", "code: WO,", "code: WO, sensitivity: special, reveals: [wealth],", "codelists/0/codes/1/reveals/0"},
		{"a step that does not exist", "about", "codelists:", "changes: [{id: a, label: {nl: a, en: a}, reason: {nl: a, en: a}, concerns: [], version: '1', steps: [{step: vote, date: 2026-01-01, by: x}]}]\ncodelists:", "changes/0/steps/0/step"},
	} {
		t.Run(c.name, func(t *testing.T) {
			old := map[string]string{"flow": string(flow), "about": string(about)}[c.file]
			text := strings.Replace(old, c.old, c.new, 1)
			if text == old {
				t.Fatalf("%s does not hold %q", c.file, c.old)
			}
			err := validate(t, s, []byte(text))
			if err == nil {
				t.Fatal("it is valid")
			}
			if !strings.Contains(fmt.Sprint(err), "'/"+c.at+"'") {
				t.Errorf("the fault is not at %s: %v", c.at, err)
			}
		})
	}
}

// TestClosedListsAreMarked: every closed list is that of a field, and its enum
// in the schema.
func TestClosedListsAreMarked(t *testing.T) {
	type property struct {
		Enum                        []string
		Items, AdditionalProperties json.RawMessage
	}
	var doc struct {
		Defs map[string]struct{ Properties map[string]property } `json:"$defs"`
	}
	if err := json.Unmarshal(schema.JSON(), &doc); err != nil {
		t.Fatal(err)
	}
	for name, values := range spec.Closed() {
		owner, key, _ := strings.Cut(name, ".")
		p := doc.Defs["spec."+owner].Properties[key]
		for _, inner := range []json.RawMessage{p.Items, p.AdditionalProperties} {
			if len(inner) > 0 && len(p.Enum) == 0 {
				if err := json.Unmarshal(inner, &p); err != nil {
					t.Fatal(err)
				}
			}
		}
		if !slices.Equal(p.Enum, values) {
			t.Errorf("the schema admits %v for %s, the language %v", p.Enum, name, values)
		}
	}
}
