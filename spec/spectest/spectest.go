// Package spectest helps tests that must not forget a field of the
// specification language: it changes every field in turn.
//
// What belongs here: going through the fields of definitions. What does not:
// any expectation of what a change should do.
package spectest

import (
	"reflect"

	"doorstroommonitor/internal/strictyaml"
)

// EachField gives every field below the definitions, which are pointers to
// structs, another value, everywhere at once, calls visit with the field's
// name, "Type.key", and puts the old values back. Lists get an item more, and
// words change in both languages.
func EachField(visit func(field string), definitions ...any) {
	var names []string
	places := map[string][]reflect.Value{}
	for _, d := range definitions {
		collect(reflect.ValueOf(d).Elem(), func(name string, v reflect.Value) {
			if places[name] == nil {
				names = append(names, name)
			}
			places[name] = append(places[name], v)
		})
	}
	for _, name := range names {
		var old []reflect.Value
		for _, v := range places[name] {
			was := reflect.New(v.Type()).Elem()
			was.Set(v)
			old = append(old, was)
			disturb(v)
		}
		visit(name)
		for i, v := range places[name] {
			v.Set(old[i])
		}
	}
}

// collect finds every field below a struct.
func collect(v reflect.Value, found func(name string, v reflect.Value)) {
	for f := range strictyaml.Fields(v.Type()) {
		field := v.FieldByIndex(f.Index)
		found(v.Type().Name()+"."+strictyaml.Key(f), field)
		switch {
		case text(field.Type()):
		case field.Kind() == reflect.Struct:
			collect(field, found)
		case field.Kind() == reflect.Pointer && !field.IsNil() && field.Elem().Kind() == reflect.Struct:
			collect(field.Elem(), found)
		case field.Kind() == reflect.Slice && field.Type().Elem().Kind() == reflect.Struct && !text(field.Type().Elem()):
			for i := range field.Len() {
				collect(field.Index(i), found)
			}
		}
	}
}

// text reports whether a type is words in two languages; they change together.
func text(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	_, dutch := t.FieldByName("NL")
	return dutch
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
		if text(v.Type()) {
			disturb(v.Field(1))
		}
	case reflect.Slice:
		item := reflect.New(v.Type().Elem()).Elem()
		disturb(item)
		longer := reflect.MakeSlice(v.Type(), v.Len(), v.Len()+1)
		reflect.Copy(longer, v)
		v.Set(reflect.Append(longer, item))
	case reflect.Map:
		m := reflect.MakeMap(v.Type())
		for _, k := range v.MapKeys() {
			m.SetMapIndex(k, v.MapIndex(k))
		}
		value := reflect.New(v.Type().Elem()).Elem()
		disturb(value)
		m.SetMapIndex(reflect.ValueOf("disturbed"), value)
		v.Set(m)
	}
}
