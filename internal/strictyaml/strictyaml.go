// Package strictyaml decodes YAML into structs and refuses what it does not
// know: an unknown key, a missing key, a key given twice, a value of the wrong
// kind. Each error names file, line and the keys expected there.
//
// A struct field is required unless its yaml tag says omitempty. The package
// knows nothing of what is described.
package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Error is one fault in a YAML file.
type Error struct {
	File string
	Line int
	Msg  string
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg) }

// Decode decodes the single document in data into out, a pointer to a struct.
// All faults are reported together, joined.
func Decode(file string, data []byte, out any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return &Error{file, 1, "the file is empty"}
		}
		return &Error{file, lineOf(err), "not valid YAML: " + clean(err)}
	}
	if err := single(file, dec); err != nil {
		return err
	}
	c := &checker{file: file}
	c.check(doc.Content[0], reflect.TypeOf(out).Elem())
	if len(c.errs) > 0 {
		return errors.Join(c.errs...)
	}
	if err := doc.Content[0].Decode(out); err != nil {
		return &Error{file, lineOf(err), clean(err)}
	}
	return nil
}

// single refuses what follows the first document: it would silently not
// count.
func single(file string, dec *yaml.Decoder) error {
	var next yaml.Node
	switch err := dec.Decode(&next); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return &Error{file, lineOf(err), "not valid YAML: " + clean(err)}
	}
	return &Error{file, max(next.Line, 1), "a second document starts here (---); a file holds one"}
}

type checker struct {
	file string
	errs []error
}

func (c *checker) fail(n *yaml.Node, format string, args ...any) {
	c.errs = append(c.errs, &Error{c.file, n.Line, fmt.Sprintf(format, args...)})
}

func (c *checker) check(n *yaml.Node, t reflect.Type) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		c.object(n, t)
	case reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			c.fail(n, "a list is expected here")
			return
		}
		for _, item := range n.Content {
			c.check(item, t.Elem())
		}
	case reflect.Map:
		if n.Kind != yaml.MappingNode {
			c.fail(n, "a mapping (key: value) is expected here")
			return
		}
		seen := map[string]bool{}
		for i := 0; i < len(n.Content); i += 2 {
			if k := n.Content[i]; seen[k.Value] {
				c.fail(k, "key %q is given twice", k.Value)
			} else {
				seen[k.Value] = true
			}
			c.check(n.Content[i+1], t.Elem())
		}
	default:
		c.scalar(n, t)
	}
}

// scalar checks one value. A key without a value is refused: it may have been
// forgotten, and would count as empty or zero.
func (c *checker) scalar(n *yaml.Node, t reflect.Type) {
	what, whole := "one value", false
	switch {
	case t.Kind() == reflect.Bool:
		what = "true or false"
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64:
		what, whole = "a whole number", true
	}
	switch {
	case n.Kind != yaml.ScalarNode:
		c.fail(n, "%s is expected here, not a list or keys", what)
	case n.Tag == "!!null":
		c.fail(n, "%s is expected here, nothing is given", what)
	case whole && n.ShortTag() == "!!float", n.Decode(reflect.New(t).Interface()) != nil: // 1.5 would become 1
		c.fail(n, "%s is expected here, not %q", what, n.Value)
	}
}

func (c *checker) object(n *yaml.Node, t reflect.Type) {
	if n.Kind != yaml.MappingNode {
		c.fail(n, "keys expected here: %s", strings.Join(keys(t), ", "))
		return
	}
	fields := map[string]reflect.StructField{}
	for i := range t.NumField() {
		if name, _ := tag(t.Field(i)); name != "" {
			fields[name] = t.Field(i)
		}
	}
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		k := n.Content[i]
		f, known := fields[k.Value]
		switch {
		case !known:
			c.fail(k, "unknown key %q; expected: %s", k.Value, strings.Join(keys(t), ", "))
			continue
		case seen[k.Value]:
			c.fail(k, "key %q is given twice", k.Value)
		}
		seen[k.Value] = true
		c.check(n.Content[i+1], f.Type)
	}
	for _, name := range keys(t) {
		if _, optional := tag(fields[name]); !optional && !seen[name] {
			c.fail(n, "key %q is missing", name)
		}
	}
}

// tag returns the key of a field and whether it may be absent.
func tag(f reflect.StructField) (name string, optional bool) {
	name, opts, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	if name == "-" {
		return "", true
	}
	return name, strings.Contains(opts, "omitempty")
}

func keys(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		if name, _ := tag(t.Field(i)); name != "" {
			out = append(out, name)
		}
	}
	return out
}

func lineOf(err error) int {
	var line int
	s := err.Error()
	if i := strings.Index(s, "line "); i >= 0 {
		_, _ = fmt.Sscanf(s[i:], "line %d", &line)
	}
	return max(line, 1)
}

func clean(err error) string {
	s := strings.TrimPrefix(err.Error(), "yaml: ")
	s = strings.ReplaceAll(s, "unmarshal errors:\n  ", "")
	return strings.Join(strings.Fields(s), " ")
}
