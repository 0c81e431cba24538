package spec

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"doorstroommonitor/sdmx"
)

// Definition is the SHA-256 (hexadecimal) of all that says which persons a
// table counts in which cell: the population and the part of it, the records it
// reads and the dimensions of the table. Words, rules of protection, recipients and other
// tables are left out, so that a new version which counts the same has the
// same digest.
func (s *Specification) Definition(transition, table string) (string, error) {
	t, ok := s.Transitions[transition]
	if !ok {
		return "", fmt.Errorf("definition of %s: no such transition", TableID(transition, table))
	}
	tab, ok := t.TableByID(table)
	if !ok {
		return "", fmt.Errorf("definition of %s: no such table", TableID(transition, table))
	}
	p := *s.Populations[t.Population]
	p.Rule, p.Publish, p.Cohorts = Rule{}, nil, Years{}
	parts := []any{transition, table, t.Part, p, s.Records[p.Record]}
	if p.Also != nil {
		parts = append(parts, s.Records[p.Also.Record])
	}
	for i := range p.Lookups {
		parts = append(parts, s.Records[p.Lookups[i].Record])
	}
	for _, id := range tab.Dimensions {
		d, ok := t.DimensionByID(id)
		if !ok {
			return "", fmt.Errorf("definition of %s: no dimension %s", TableID(transition, table), id)
		}
		parts = append(parts, *d)
	}
	text, err := json.Marshal(wordless(reflect.ValueOf(parts)))
	if err != nil {
		return "", fmt.Errorf("definition of %s: %w", TableID(transition, table), err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// words are the fields that say where something is laid down, how sensitive it
// is and how it is drawn; none says who is counted.
var words = []string{"Source", "Exception", "Sensitivity", "Reveals", "Role"}

// wordless turns a value into lists and maps without phrases, which json writes
// in one way.
func wordless(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return wordless(v.Elem())
	case reflect.Slice:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = wordless(v.Index(i))
		}
		return out
	case reflect.Map:
		out := map[string]any{}
		for _, k := range v.MapKeys() {
			out[k.String()] = wordless(v.MapIndex(k))
		}
		return out
	case reflect.Struct:
		out := map[string]any{}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Type != reflect.TypeFor[sdmx.Text]() && !slices.Contains(words, f.Name) && !v.Field(i).IsZero() {
				out[f.Name] = wordless(v.Field(i))
			}
		}
		return out
	}
	return v.Interface()
}
