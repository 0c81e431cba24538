package schema

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/spec"
)

var update = flag.Bool("update", false, "write the schema")

// object is a JSON object; encoding/json sorts its keys.
type object map[string]any

// generator makes a schema of types.
type generator struct {
	docs map[string]string // "package.Type" and "package.Type.Field" -> comment
	defs object
}

// generate gives the schema of a file of a specification.
func generate(t *testing.T) []byte {
	t.Helper()
	g := &generator{docs: comments(t, "..", "../../layout", "../../sdmx"), defs: object{}}
	top := g.structure(spec.FileType())
	top["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	top["title"] = "Doorstroommonitor: a file of a specification"
	top["description"] = "Checked in full, with what lies between definitions, by: doorstroom spec check --spec DIR"
	top["minProperties"] = 1
	top["$defs"] = g.defs
	b, err := json.MarshalIndent(top, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(b, '\n')
}

// of gives the schema of a type; name is "package.Type.key" of the field that has it.
func (g *generator) of(rt reflect.Type, name string) object {
	switch rt.Kind() {
	case reflect.Pointer:
		return g.of(rt.Elem(), name)
	case reflect.Struct:
		id := qualified(rt)
		if _, ok := g.defs[id]; !ok {
			g.defs[id] = object{} // it may contain itself
			g.defs[id] = g.structure(rt)
		}
		return object{"$ref": "#/$defs/" + id}
	case reflect.Slice:
		return object{"type": "array", "items": g.of(rt.Elem(), name)}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": g.of(rt.Elem(), name)}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.String:
		if values, ok := spec.Closed()[strings.TrimPrefix(name, "spec.")]; ok {
			return object{"type": "string", "enum": values}
		}
		return object{"type": "string"}
	}
	return object{"type": "integer"}
}

func qualified(rt reflect.Type) string { return filepath.Base(rt.PkgPath()) + "." + rt.Name() }

func (g *generator) structure(rt reflect.Type) object {
	name := qualified(rt)
	properties, required := object{}, []string{}
	for f := range strictyaml.Fields(rt) {
		key := strictyaml.Key(f)
		p := g.of(f.Type, name+"."+key)
		owner := name
		if len(f.Index) > 1 {
			owner = qualified(rt.Field(f.Index[0]).Type)
		}
		if doc := g.docs[owner+"."+f.Name]; doc != "" {
			p["description"] = doc
		}
		properties[key] = p
		if !strictyaml.Optional(f) {
			required = append(required, key)
		}
	}
	out := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	if doc := g.docs[name]; doc != "" {
		out["description"] = doc
	}
	return out
}

// comments reads the comments of types and fields in folders of Go files.
func comments(t *testing.T, dirs ...string) map[string]string {
	t.Helper()
	docs := map[string]string{}
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range f.Decls {
				if gen, ok := d.(*ast.GenDecl); ok && gen.Tok == token.TYPE {
					readType(docs, f.Name.Name, gen)
				}
			}
		}
	}
	return docs
}

func readType(docs map[string]string, pkg string, gen *ast.GenDecl) {
	ts := gen.Specs[0].(*ast.TypeSpec)
	st, ok := ts.Type.(*ast.StructType)
	if !ok {
		return
	}
	name := pkg + "." + ts.Name.Name
	docs[name] = oneLine(gen.Doc)
	for _, field := range st.Fields.List {
		doc := oneLine(field.Doc)
		if doc == "" {
			doc = oneLine(field.Comment)
		}
		for _, n := range field.Names {
			docs[name+"."+n.Name] = doc
		}
	}
}

func oneLine(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }

// TestSchemaIsThatOfTheLanguage: the file is what the types give; with
// -update it is written.
func TestSchemaIsThatOfTheLanguage(t *testing.T) {
	want := generate(t)
	if *update {
		if err := os.WriteFile("specification.schema.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(want) != string(JSON()) {
		t.Error("the language changed and its schema did not; next: go test ./spec/schema -update, and read the difference")
	}
}
