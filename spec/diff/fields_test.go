package diff

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/layout"
	"doorstroommonitor/spec"
	"doorstroommonitor/spec/spectest"
)

// tops lists the types of what a file may hold; proposals aside, since they
// change nothing that is counted.
func tops() []reflect.Type {
	var out []reflect.Type
	for f := range strictyaml.Fields(spec.FileType()) {
		rt := f.Type
		for rt.Kind() == reflect.Slice || rt.Kind() == reflect.Pointer {
			rt = rt.Elem()
		}
		if rt != reflect.TypeFor[spec.Change]() {
			out = append(out, rt)
		}
	}
	return out
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
			case optional[what]:
				if !own {
					t.Errorf("%s has no verdict on what comes and goes", what)
				}
				visit(f.Type.Elem())
			case !own && !all:
				t.Errorf("%s has no verdict; add it to policies, from the side of a recipient", what)
			}
		}
	}
	for _, rt := range tops() {
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
	n := 0
	visit := func(what string) {
		if identities[what] {
			return
		}
		n++
		_, key, _ := strings.Cut(what, ".")
		if kind, listed := listKinds[what]; listed {
			key = kind + "/"
		}
		changes := Compare(a, b).Changes
		found := func(c Change) bool { return strings.Contains(c.Path+"/", "/"+key) }
		if _, own := policies[what]; len(changes) == 0 || own && !slices.ContainsFunc(changes, found) {
			t.Errorf("a change of %s is not found", what)
		}
	}
	for _, s := range []*spec.Specification{a, b} {
		s.Transitions["VO-HO"].Part = &spec.Part{When: map[string][]string{"soort": {"HAVO"}}}
		s.Populations["VO-DIPLOMA"].Also = &spec.Also{Record: "inschrijving"}
		s.Screening = spec.Screening{Rules: []spec.ScreeningRule{{ID: "r"}}, Shifts: []spec.Shift{{ID: "s"}}}
	}
	definitions := []any{&b.About, &b.Screening}
	for _, id := range []string{"niveau", "sector"} {
		definitions = append(definitions, b.Codelists[id])
	}
	for _, id := range b.PopulationIDs() {
		definitions = append(definitions, b.Populations[id])
	}
	for _, id := range b.TransitionIDs() {
		definitions = append(definitions, b.Transitions[id])
	}
	reached := map[string]bool{}
	spectest.EachField(func(what string) {
		owner, _, _ := strings.Cut(what, ".")
		reached[owner] = true
		visit(what)
	}, append(definitions, b.Records["diploma"], b.Layouts["x"])...)
	for _, rt := range tops() {
		if !reached[rt.Name()] {
			t.Errorf("no field of %s was changed; add it to the definitions of this test, and to the comparison", rt.Name())
		}
	}
	if n < 80 {
		t.Errorf("only %d fields were changed", n)
	}
	if n := len(Compare(a, b).Changes); n != 0 {
		t.Errorf("%d changes are left", n)
	}
}
