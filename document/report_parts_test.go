package document

import (
	"reflect"
	"testing"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// TestEveryKeyOfARuleHasWords: what the language adds is told in the words of
// people too.
func TestEveryKeyOfARuleHasWords(t *testing.T) {
	n := 0
	var visit func(rt reflect.Type)
	visit = func(rt reflect.Type) {
		for rt.Kind() == reflect.Slice || rt.Kind() == reflect.Pointer {
			rt = rt.Elem()
		}
		if rt.Kind() != reflect.Struct || rt == reflect.TypeFor[sdmx.Text]() {
			return
		}
		for f := range strictyaml.Fields(rt) {
			n++
			if w := partWords[strictyaml.Key(f)]; w.NL == "" || w.EN == "" {
				t.Errorf("%s.%s has no words in the report", rt.Name(), strictyaml.Key(f))
			}
			visit(f.Type)
		}
	}
	visit(reflect.TypeFor[spec.Rule]())
	visit(reflect.TypeFor[spec.Publish]())
	if n < 30 {
		t.Errorf("only %d keys were seen", n)
	}
	for key, list := range map[string][]string{
		"mode": spec.Closed()["Attacker.mode"], "kind": spec.Closed()["Attacker.kind"], "zeros": spec.Closed()["Rule.zeros"], "scenario": spec.Closed()["Publish.scenario"],
	} {
		for _, v := range list {
			if valueWords[key][v].NL == "" {
				t.Errorf("%s %s has no words in the report", key, v)
			}
		}
	}
}
