package diff

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/layout"
)

var (
	otherRecords = always(major("dezelfde regel in een bestand wordt iets anders, en telt in een andere cel", "the same line of a file becomes something else, and counts in another cell"))
	moreRecords  = always(minor("regels die werden geweigerd, tellen mee; wat een cel betekent, blijft", "lines that were refused count; what a cell means stays"))
	otherFiles   = always(minor("er worden andere bestanden of regels geweigerd; wat een cel betekent, blijft", "other files or lines are refused; what a cell means stays"))
)

// layoutKeys judges a change within a layout by the key at which it is found.
// All that says what a line becomes is under emit; the rest is the form of the
// file, and a line of another form is refused.
var layoutKeys = map[string]policy{
	"label": wordsOnly, "source": sourceOnly, "assumptions": wordsOnly, "nr": wordsOnly, "identifying": supplier,
	"emit": otherRecords, "study_year": otherRecords, "key_space": otherRecords, "skip": otherRecords, "parent": otherRecords,
}

// layout compares two values of one layout down to the parts that differ.
func (w *walk) layout(p policy, a, b reflect.Value) {
	switch {
	case a.Kind() == reflect.Struct && !text(a.Type()):
		for f := range strictyaml.Fields(a.Type()) {
			key := strictyaml.Key(f)
			own := p
			if k, ok := layoutKeys[key]; ok {
				own = k
			}
			if key == "map" && mapsMore(a, b) {
				own = moreRecords
			}
			w.at(key, func() { w.layout(own, a.FieldByIndex(f.Index), b.FieldByIndex(f.Index)) })
		}
	case a.Kind() == reflect.Pointer && !a.IsNil() && !b.IsNil():
		w.layout(p, a.Elem(), b.Elem())
	case a.Kind() == reflect.Slice && a.Type().Elem().Kind() == reflect.Struct && !text(a.Type().Elem()):
		w.parts(p, items(a), items(b))
	case a.Type() == reflect.TypeFor[map[string]layout.Source]():
		w.parts(p, entries(a), entries(b))
	case a.Kind() == reflect.Map:
		w.differ(p, apart(entries(a), entries(b)), apart(entries(b), entries(a)))
	default:
		w.differ(p, strictyaml.Line(a), strictyaml.Line(b))
	}
}

// mapsMore reports whether a source maps values that it refused, and else the
// same as before.
func mapsMore(a, b reflect.Value) bool {
	old, ok := a.Interface().(layout.Source)
	if !ok || len(old.Map) == 0 || old.Else != nil || old.Or != nil {
		return false
	}
	now := b.Interface().(layout.Source)
	return now.Else == nil && now.Or == nil && apart(entries(reflect.ValueOf(old.Map)), entries(reflect.ValueOf(now.Map))) == ""
}

// parts compares what has a name: kinds of line, fields, emits, and the
// sources of fields.
func (w *walk) parts(p policy, a, b map[string]reflect.Value) {
	names := slices.Sorted(maps.Keys(a))
	names = slices.AppendSeq(names, maps.Keys(b))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		old, inA := a[name]
		now, inB := b[name]
		w.at(name, func() {
			switch {
			case !inA:
				w.judged(p, Added, "", strictyaml.Line(now))
			case !inB:
				w.judged(p, Removed, strictyaml.Line(old), "")
			default:
				w.layout(p, old, now)
			}
		})
	}
}

// at runs f with the path one step deeper.
func (w *walk) at(step string, f func()) {
	w.path = append(w.path, step)
	f()
	w.path = w.path[:len(w.path)-1]
}

// differ reports one value where it is another.
func (w *walk) differ(p policy, old, now string) {
	if old != now {
		w.judged(p, Changed, old, now)
	}
}

// items names the items of a list: by tag, id or record; the second of one
// name is "NAME 2".
func items(list reflect.Value) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	for i := range list.Len() {
		item := list.Index(i)
		name := ""
		for _, field := range []string{"ID", "Tag", "Record"} {
			if f := item.FieldByName(field); name == "" && f.IsValid() {
				name = f.String()
			}
		}
		base := name
		for n := 2; out[name].IsValid(); n++ {
			name = fmt.Sprint(base, " ", n)
		}
		out[name] = item
	}
	return out
}

func entries(m reflect.Value) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	for _, k := range m.MapKeys() {
		out[k.String()] = m.MapIndex(k)
	}
	return out
}

// apart writes the entries of a map that the other one has not, or otherwise.
func apart(a, b map[string]reflect.Value) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(a)) {
		line := k + ": " + strictyaml.Line(a[k])
		if other, ok := b[k]; !ok || line != k+": "+strictyaml.Line(other) {
			out = append(out, line)
		}
	}
	return strings.Join(out, ", ")
}
