package strictyaml

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Line writes a decoded value in one line, nearly as YAML would: keys in the
// order of the struct, maps sorted, what is zero left out.
func Line(v reflect.Value) string {
	if v.IsZero() {
		return ""
	}
	var out []string
	switch v.Kind() {
	case reflect.Pointer:
		return Line(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			if x := v.Index(i); x.CanInt() {
				out = append(out, fmt.Sprint(x.Int())) // in a list zero is a value
			} else {
				out = append(out, Line(x))
			}
		}
		return strings.Join(out, ", ")
	case reflect.Map:
		for _, k := range v.MapKeys() {
			out = append(out, k.String()+": ["+Line(v.MapIndex(k))+"]")
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	case reflect.Struct:
		for f := range Fields(v.Type()) {
			if x := v.FieldByIndex(f.Index); !x.IsZero() {
				out = append(out, Key(f)+": "+Line(x))
			}
		}
		return "{" + strings.Join(out, ", ") + "}"
	}
	return fmt.Sprint(v.Interface())
}
