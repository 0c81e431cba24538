// Package strictyaml decodes YAML into structs and refuses what it does not
// know: an unknown key, a missing key, a key given twice, a value of the wrong
// kind. Each error names file, line and the keys expected there, in Dutch or in
// English.
//
// A struct field is required unless its yaml tag says omitempty; an embedded
// struct with the tag ",inline" lends its keys. The package
// knows nothing of what is described.
package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"doorstroommonitor/internal/message"
)

// Error is one fault in a YAML file.
type Error struct {
	File   string
	Line   int
	Column int // counts from 1; 0 where only the line is known
	Rule   string
	Msg    string // in English
	Dutch  string // empty where there is none
}

// Rules that a file can break.
const (
	RuleText    = "Y01" // not YAML, empty, or more than one document
	RuleUnknown = "Y02" // a key that nobody reads
	RuleMissing = "Y03" // a key that is required
	RuleTwice   = "Y04" // a key given twice
	RuleValue   = "Y05" // a value of the wrong kind
)

// Error is the English text, with file and line.
func (e *Error) Error() string { return e.In("en") }

// In is the text in "nl" or "en", with file and line.
func (e *Error) In(lang string) string {
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text().In(lang))
}

// Text is what is wrong, without the place.
func (e *Error) Text() message.Text { return message.Text{NL: e.Dutch, EN: e.Msg} }

// fault is what is wrong at a line of a file.
func fault(file string, line int, rule, format string, args ...any) *Error {
	text := texts.Say(format, args...)
	return &Error{File: file, Line: line, Rule: rule, Msg: text.EN, Dutch: text.NL}
}

// Decode decodes the single document in data into out, a pointer to a struct.
// All faults are reported together, joined.
func Decode(file string, data []byte, out any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return fault(file, 1, RuleText, "the file is empty")
		}
		return invalid(file, data, err)
	}
	if err := single(file, data, dec); err != nil {
		return err
	}
	c := &checker{file: file}
	c.check(doc.Content[0], reflect.TypeOf(out).Elem())
	if len(c.errs) > 0 {
		return errors.Join(c.errs...)
	}
	if err := doc.Content[0].Decode(out); err != nil {
		return fault(file, lineOf(err), RuleValue, "%s", parserSays(err))
	}
	return nil
}

// invalid is what the parser says of a text that is no YAML, at the place where
// it went wrong.
func invalid(file string, data []byte, err error) error {
	if speaksOfBrackets(err) {
		if line, column, what, ok := unclosed(data); ok {
			e := fault(file, line, RuleText, "not valid YAML: %s", what)
			e.Column = column
			return e
		}
	}
	return fault(file, lineOf(err), RuleText, "not valid YAML: %s", parserSays(err))
}

// single refuses what follows the first document: it would silently not
// count.
func single(file string, data []byte, dec *yaml.Decoder) error {
	var next yaml.Node
	switch err := dec.Decode(&next); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return invalid(file, data, err)
	}
	return fault(file, max(next.Line, 1), RuleText, "a second document starts here (---); a file holds one")
}

type checker struct {
	file string
	errs []error
}

func (c *checker) fail(n *yaml.Node, rule, format string, args ...any) {
	e := fault(c.file, n.Line, rule, format, args...)
	e.Column = n.Column
	c.errs = append(c.errs, e)
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
		if n.Kind == yaml.ScalarNode && t == reflect.TypeFor[OneOrMore]() {
			c.scalar(n, t.Elem())
			return
		}
		if n.Kind != yaml.SequenceNode {
			c.fail(n, RuleValue, "a list is expected here")
			return
		}
		for _, item := range n.Content {
			c.check(item, t.Elem())
		}
	case reflect.Map:
		if n.Kind != yaml.MappingNode {
			c.fail(n, RuleValue, "a mapping (key: value) is expected here")
			return
		}
		seen := map[string]bool{}
		for i := 0; i < len(n.Content); i += 2 {
			if k := n.Content[i]; seen[k.Value] {
				c.fail(k, RuleTwice, "key %q is given twice", k.Value)
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
	what, whole := texts.Say("one value"), false
	switch {
	case t.Kind() == reflect.Bool:
		what = texts.Say("true or false")
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64:
		what, whole = texts.Say("a whole number"), true
	}
	switch {
	case n.Kind != yaml.ScalarNode:
		c.fail(n, RuleValue, "%s is expected here, not a list or keys", what)
	case n.Tag == "!!null":
		c.fail(n, RuleValue, "%s is expected here, nothing is given", what)
	case whole && n.ShortTag() == "!!float", n.Decode(reflect.New(t).Interface()) != nil: // 1.5 would become 1
		c.fail(n, RuleValue, "%s is expected here, not %q", what, n.Value)
	}
}

func (c *checker) object(n *yaml.Node, t reflect.Type) {
	if n.Kind != yaml.MappingNode {
		c.fail(n, RuleValue, "keys expected here: %s", strings.Join(keys(t), ", "))
		return
	}
	fields := map[string]reflect.StructField{}
	for f := range Fields(t) {
		fields[Key(f)] = f
	}
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		k := n.Content[i]
		f, known := fields[k.Value]
		switch {
		case !known:
			c.fail(k, RuleUnknown, "unknown key %q; expected: %s", k.Value, strings.Join(keys(t), ", "))
			continue
		case seen[k.Value]:
			c.fail(k, RuleTwice, "key %q is given twice", k.Value)
		}
		seen[k.Value] = true
		c.check(n.Content[i+1], f.Type)
	}
	for _, name := range keys(t) {
		if !Optional(fields[name]) && !seen[name] {
			c.fail(n, RuleMissing, "key %q is missing", name)
		}
	}
}

// Fields goes through the fields of a struct that have a key, those of
// inlined structs in their place.
func Fields(t reflect.Type) iter.Seq[reflect.StructField] {
	return func(yield func(reflect.StructField) bool) {
		for _, f := range reflect.VisibleFields(t) {
			if name := Key(f); name != "" && !yield(f) {
				return
			}
		}
	}
}

// Key returns the key of a field, "" where it has none: it is inlined, or not
// part of the file.
func Key(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	if name == "-" {
		return ""
	}
	return name
}

// Optional reports whether the key of a field may be absent.
func Optional(f reflect.StructField) bool {
	_, opts, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return strings.Contains(opts, "omitempty")
}

func keys(t reflect.Type) []string {
	var out []string
	for f := range Fields(t) {
		out = append(out, Key(f))
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
