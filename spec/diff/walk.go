package diff

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/layout"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// walk goes through two specifications side by side.
type walk struct {
	a, b    *spec.Specification
	pub     uses
	changes []Change
	path    []string
}

func (w *walk) specification() {
	w.path = []string{"specification"}
	w.structs("About", reflect.ValueOf(w.a.About), reflect.ValueOf(w.b.About))
	w.path = []string{"screening"}
	w.structs("", reflect.ValueOf(w.a.Screening), reflect.ValueOf(w.b.Screening))
	w.path = nil
	pairs(w, "codelist", w.a.Codelists, w.b.Codelists)
	pairs(w, "record", w.a.Records, w.b.Records)
	pairs(w, "layout", w.a.Layouts, w.b.Layouts)
	pairs(w, "population", w.a.Populations, w.b.Populations)
	pairs(w, "transition", w.a.Transitions, w.b.Transitions)
}

// pairs compares definitions by id.
func pairs[T any](w *walk, kind string, a, b map[string]*T) {
	ids := slices.Sorted(maps.Keys(a))
	for id := range b {
		if _, ok := a[id]; !ok {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		x, y := a[id], b[id]
		w.in(kind, id, func() {
			switch {
			case x == nil:
				w.add(kind, Added, "", "")
			case y == nil:
				w.add(kind, Removed, "", "")
			default:
				w.structs("", reflect.ValueOf(x).Elem(), reflect.ValueOf(y).Elem())
			}
		})
	}
}

// in runs f with the path one concept deeper.
func (w *walk) in(kind, id string, f func()) {
	w.path = append(w.path, kind, id)
	f()
	w.path = w.path[:len(w.path)-2]
}

// add reports a change of the kind that the policy names.
func (w *walk) add(what, kind, old, new string) { w.judged(policyOf(what), kind, old, new) }

// judged reports a change by a policy.
func (w *walk) judged(p policy, kind, old, new string) {
	c := Change{Path: strings.Join(w.path, "/"), Kind: kind, Old: old, New: new}
	v := p.verdict(situation{w, c})
	c.Grade, c.Reason = v.grade, v.reason
	w.changes = append(w.changes, c)
}

// structs compares two structs field by field; prefix stands for the name of
// the type in the policy.
func (w *walk) structs(prefix string, a, b reflect.Value) {
	if a.Type() == reflect.TypeFor[layout.Layout]() {
		w.layout(policyOf("Layout.*"), a, b)
		return
	}
	if prefix == "" {
		prefix = a.Type().Name()
	}
	for f := range strictyaml.Fields(a.Type()) {
		key := strictyaml.Key(f)
		what := prefix + "." + key
		x, y := a.FieldByIndex(f.Index), b.FieldByIndex(f.Index)
		if identities[what] {
			continue
		}
		switch kind, listed := listKinds[what]; {
		case listed:
			w.list(what, kind, x, y)
		case optional[what] && !x.IsNil() && !y.IsNil():
			w.path = append(w.path, key)
			w.structs("", x.Elem(), y.Elem())
			w.path = w.path[:len(w.path)-1]
		case optional[what]:
			if x.IsNil() != y.IsNil() {
				kind, old, now := Added, "", label(y)
				if y.IsNil() {
					kind, old, now = Removed, label(x), ""
				}
				w.path = append(w.path, key)
				w.add(what, kind, old, now)
				w.path = w.path[:len(w.path)-1]
			}
		case nested(f.Type):
			w.path = append(w.path, key)
			w.structs("", x, y)
			w.path = w.path[:len(w.path)-1]
		default:
			if old, new := strictyaml.Line(x), strictyaml.Line(y); old != new {
				w.path = append(w.path, key)
				w.add(what, Changed, old, new)
				w.path = w.path[:len(w.path)-1]
			}
		}
	}
}

// identities are the keys by which things are told apart, or that the report
// gives by itself.
var identities = map[string]bool{
	"About.version": true, "Party.id": true, "Codelist.id": true, "Code.code": true, "Record.id": true, "Field.id": true, "Layout.id": true, "ScreeningRule.id": true, "Shift.id": true,
	"Population.id": true, "Lookup.id": true, "Column.id": true, "Transition.id": true, "Dimension.id": true, "Node.code": true, "Table.id": true, "Indicator.id": true,
}

// nested reports whether a struct is compared field by field: all are, but
// texts, which are one value.
func nested(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && !text(t)
}

// text reports whether a type is words in two languages.
func text(t reflect.Type) bool {
	_, dutch := t.FieldByName("NL")
	return dutch
}

// listKinds are the lists whose items have a name, with the kind of the item.
var listKinds = map[string]string{
	"About.recipients": "party", "Codelist.codes": "code", "Record.fields": "field", "Population.lookups": "lookup", "Population.columns": "column",
	"Screening.rules": "rule", "Screening.shifts": "shift",
	"Transition.dimensions": "dimension", "Dimension.nodes": "node", "Transition.tables": "table", "Transition.indicators": "indicator",
}

// optional are the structs that may be left out: whether they are there is one
// change, and what differs within them are others.
var optional = map[string]bool{"Population.also": true, "Transition.part": true}

// label is what people call an optional struct, for the report.
func label(v reflect.Value) string {
	if v.IsNil() {
		return ""
	}
	return name(v.Elem())
}

// list compares the items of two lists by name. Order counts for nothing:
// what is published is ordered, but no figure hangs on it.
func (w *walk) list(what, kind string, a, b reflect.Value) {
	x, y := named(a), named(b)
	names := slices.Sorted(maps.Keys(x))
	for n := range y {
		if _, ok := x[n]; !ok {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	for _, n := range names {
		old, inA := x[n]
		new, inB := y[n]
		w.in(kind, n, func() {
			switch {
			case !inA:
				w.add(what, Added, "", name(new))
			case !inB:
				w.add(what, Removed, name(old), "")
			default:
				w.structs("", old, new)
			}
		})
	}
}

func named(list reflect.Value) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	for i := range list.Len() {
		item := list.Index(i)
		out[identity(item)] = item
	}
	return out
}

// identity is the id or code of an item; a node that expands a column is
// named after it.
func identity(item reflect.Value) string {
	for _, field := range []string{"ID", "Code", "Each"} {
		if f := item.FieldByName(field); f.IsValid() && f.String() != "" {
			return f.String()
		}
	}
	return ""
}

// name is what people call an item, for the report.
func name(item reflect.Value) string {
	if f := item.FieldByName("Label"); f.IsValid() {
		if t, ok := f.Interface().(sdmx.Text); ok {
			return t.NL
		}
	}
	return ""
}
