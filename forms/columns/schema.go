package columns

import (
	"encoding/json"
	"io"
	"regexp"
	"strings"

	"doorstroommonitor/sdmx"
)

// object is JSON whose members go out in alphabetical order.
type object = map[string]any

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// WriteJSONSchema writes a JSON Schema (2020-12) of one observation: an object
// with a member per column, empty cells left out or null.
func (t *Table) WriteJSONSchema(w io.Writer) error {
	props, required := object{}, []string{}
	for _, f := range t.Fields() {
		p := object{"title": f.Title.In("nl"), "description": both(f.Definition)}
		switch {
		case f.Kind == Year:
			p["type"], p["minimum"], p["maximum"] = "integer", t.From, t.Until
		case f.Kind == Count:
			p["type"], p["minimum"] = []string{"integer", "null"}, 0
			if f.Required {
				p["type"] = "integer"
			}
		case f.Kind == Number:
			if p["type"] = "number"; !f.Required {
				p["type"] = []string{"number", "null"}
			}
		case len(f.Codes) == 1:
			p["const"] = f.Codes[0]
		case f.Codes != nil:
			p["enum"] = f.Codes
		default:
			p["type"], p["pattern"] = "string", f.Pattern
		}
		if f.Required {
			required = append(required, f.ID)
		}
		props[f.ID] = p
	}
	schema := object{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"$id":                  t.Name,
		"title":                both(t.Label),
		"description":          both(t.Definition),
		"type":                 "object",
		"properties":           props,
		"required":             required,
		"additionalProperties": false,
	}
	if t.Form == sdmx.FormExact || t.Form == sdmx.FormModelled {
		// What is shown has a value and is free; what is hidden has neither.
		schema["if"] = object{"properties": object{"obs_status": object{"const": sdmx.ObsNormal}}}
		schema["then"] = object{"properties": object{"conf_status": object{"const": sdmx.ConfFree}, "value": object{"type": "integer"}}, "required": []string{"value"}}
		schema["else"] = object{"properties": object{"conf_status": object{"const": sdmx.ConfConfidential}, "value": object{"type": "null"}}}
	}
	return writeJSON(w, schema)
}

// WriteTableSchema writes the Table Schema (Frictionless, version 1) of the
// files of the table.
func (t *Table) WriteTableSchema(w io.Writer) error {
	var out []object
	var key []string
	for _, f := range t.Fields() {
		c := object{"required": f.Required}
		x := object{"name": f.ID, "title": f.Title.In("nl"), "description": both(f.Definition), "type": "string", "constraints": c}
		switch {
		case f.Kind == Year:
			x["type"] = "year"
		case f.Kind == Count:
			x["type"], c["minimum"] = "integer", 0
		case f.Kind == Number:
			x["type"] = "number"
		case f.Codes != nil:
			c["enum"] = f.Codes
		default:
			c["pattern"] = f.Pattern
		}
		if f.Key {
			key = append(key, f.ID)
		}
		out = append(out, x)
	}
	return writeJSON(w, object{"fields": out, "missingValues": []string{""}, "primaryKey": key})
}

// CSVW is the CSV on the Web schema of the files of the table, without the
// context that a file of its own needs.
func (t *Table) CSVW() map[string]any {
	var out []object
	var key []string
	for _, f := range t.Fields() {
		x := object{
			"name": f.ID, "required": f.Required, "null": "", "datatype": "string",
			// A reader looks for the header of the file among the titles.
			"titles":         object{"nl": []string{f.ID, f.Title.In("nl")}, "en": []string{f.ID, f.Title.In("en")}},
			"dc:description": tagged(f.Definition),
		}
		switch f.Kind {
		case Year:
			x["datatype"] = "gYear"
		case Count:
			x["datatype"] = "nonNegativeInteger"
		case Number:
			x["datatype"] = "decimal"
		default:
			x["datatype"] = object{"base": "string", "format": f.expression()}
		}
		if f.Key {
			key = append(key, f.ID)
		}
		out = append(out, x)
	}
	return object{"columns": out, "primaryKey": key}
}

// WriteCSVW writes the same as a file of its own.
func (t *Table) WriteCSVW(w io.Writer) error {
	schema := t.CSVW()
	schema["@context"], schema["@type"] = []any{"http://www.w3.org/ns/csvw", object{"@language": "nl"}}, "Schema"
	schema["dc:title"] = tagged(t.Label)
	return writeJSON(w, schema)
}

// expression is a regular expression for exactly the codes of a field.
func (f *Field) expression() string {
	if f.Codes == nil {
		return f.Pattern
	}
	var quoted []string
	for _, c := range f.Codes {
		quoted = append(quoted, regexp.QuoteMeta(c))
	}
	return "^(" + strings.Join(quoted, "|") + ")$"
}

// tagged is a text in the languages that it has.
func tagged(t sdmx.Text) []object {
	out := []object{}
	if t.NL != "" {
		out = append(out, object{"@value": t.NL, "@language": "nl"})
	}
	if t.EN != "" {
		out = append(out, object{"@value": t.EN, "@language": "en"})
	}
	return out
}

// both gives a text in two languages as one, for forms that know one.
func both(t sdmx.Text) string {
	if t.In("nl") == t.In("en") {
		return t.In("nl")
	}
	return t.In("nl") + " / " + t.In("en")
}
