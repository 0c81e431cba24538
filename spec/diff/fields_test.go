package diff

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/layout"
	"doorstroommonitor/spec"
)

// tops are the types that the comparison begins with.
var tops = []reflect.Type{
	reflect.TypeFor[spec.About](), reflect.TypeFor[spec.Codelist](), reflect.TypeFor[spec.Record](), reflect.TypeFor[layout.Layout](),
	reflect.TypeFor[spec.Population](), reflect.TypeFor[spec.Transition](),
}

// TestEveryFieldOfTheLanguageHasAVerdict: whoever adds a field to the language
// says what a change of it means to a recipient.
func TestEveryFieldOfTheLanguageHasAVerdict(t *testing.T) {
	seen := map[reflect.Type]bool{}
	known := map[string]bool{}
	var visit func(rt reflect.Type)
	visit = func(rt reflect.Type) {
		if seen[rt] {
			return
		}
		seen[rt] = true
		known[rt.Name()+".*"] = true
		for f := range strictyaml.Fields(rt) {
			what := rt.Name() + "." + strictyaml.Key(f)
			known[what] = true
			_, own := policies[what]
			_, all := policies[rt.Name()+".*"]
			switch _, listed := listKinds[what]; {
			case identities[what]:
			case listed:
				if !own {
					t.Errorf("%s has no verdict on what comes and goes", what)
				}
				visit(f.Type.Elem())
			case nested(f.Type):
				visit(f.Type)
			case !own && !all:
				t.Errorf("%s has no verdict; add it to policies, from the side of a recipient", what)
			}
		}
	}
	for _, rt := range tops {
		visit(rt)
	}
	for what := range policies {
		if strings.Contains(what, ".") && !known[what] {
			t.Errorf("policies judge %s, which the language does not have", what)
		}
	}
}

// TestEveryFieldIsCompared changes one value of every field of the language
// and wants it to be found, at a path that ends with the field.
func TestEveryFieldIsCompared(t *testing.T) {
	a, err := spec.Load(os.DirFS("testdata/2027"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := spec.Load(os.DirFS("testdata/2027"))
	if err != nil {
		t.Fatal(err)
	}
	b.Layouts["x"], a.Layouts["x"] = &layout.Layout{ID: "x"}, &layout.Layout{ID: "x"}
	done := map[string]bool{}
	var visit func(v reflect.Value)
	visit = func(v reflect.Value) {
		for f := range strictyaml.Fields(v.Type()) {
			what, field := v.Type().Name()+"."+strictyaml.Key(f), v.FieldByIndex(f.Index)
			_, listed := listKinds[what]
			switch {
			case identities[what]:
				continue
			case listed:
				for i := range field.Len() {
					visit(field.Index(i))
				}
			case nested(f.Type):
				visit(field)
				continue
			}
			if done[what] {
				continue
			}
			done[what] = true
			old := reflect.New(field.Type()).Elem()
			old.Set(field)
			disturb(field)
			found := false
			for _, c := range Compare(a, b).Changes {
				key := "/" + strictyaml.Key(f)
				found = found || strings.HasSuffix(c.Path, key) || listed && strings.Contains(c.Path, "/"+listKinds[what]+"/")
			}
			if !found {
				t.Errorf("a change of %s is not found", what)
			}
			field.Set(old)
		}
	}
	visit(reflect.ValueOf(&b.About).Elem())
	for _, x := range b.Codelists {
		visit(reflect.ValueOf(x).Elem())
	}
	for _, x := range b.Records {
		visit(reflect.ValueOf(x).Elem())
	}
	for _, x := range b.Layouts {
		visit(reflect.ValueOf(x).Elem())
	}
	for _, x := range b.Populations {
		visit(reflect.ValueOf(x).Elem())
	}
	for _, x := range b.Transitions {
		visit(reflect.ValueOf(x).Elem())
	}
	if len(done) < 80 {
		t.Errorf("only %d fields were disturbed", len(done))
	}
	if n := len(Compare(a, b).Changes); n != 0 {
		t.Errorf("%d changes are left", n)
	}
}

// disturb gives a value another one.
func disturb(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
			disturb(v.Elem())
		} else {
			v.SetZero()
		}
	case reflect.Struct:
		disturb(v.Field(0))
	case reflect.Slice:
		item := reflect.New(v.Type().Elem()).Elem()
		disturb(item)
		v.Set(reflect.Append(v.Slice(0, v.Len()), item))
	case reflect.Map:
		m := reflect.MakeMap(v.Type())
		for _, k := range v.MapKeys() {
			m.SetMapIndex(k, v.MapIndex(k))
		}
		m.SetMapIndex(reflect.ValueOf("disturbed"), reflect.Zero(v.Type().Elem()))
		v.Set(m)
	}
}
