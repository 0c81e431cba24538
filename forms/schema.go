package forms

import (
	"encoding/json"
	"io"
	"regexp"
	"strings"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// object is JSON whose members go out in alphabetical order.
type object = map[string]any

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// WriteJSONSchema writes a JSON Schema (2020-12) of one observation of a
// table: an object with a member per column, empty cells left out or null.
func WriteJSONSchema(w io.Writer, s *spec.Specification, t *spec.Transition, table *spec.Table) error {
	props, required := object{}, []string{}
	for _, f := range fields(t.ID, table.ID, axesOf(Axes(s, t), table), form(s, t), together(s, t)) {
		p := object{"title": f.title.In("nl"), "description": both(f.definition)}
		switch {
		case f.typ == "year":
			p["type"], p["minimum"], p["maximum"] = "integer", s.Populations[t.Population].Cohorts.From, s.Populations[t.Population].Cohorts.Until
		case f.typ == "count":
			p["type"], p["minimum"] = []string{"integer", "null"}, 0
			if f.required {
				p["type"] = "integer"
			}
		case f.typ == "number":
			if p["type"] = "number"; !f.required {
				p["type"] = []string{"number", "null"}
			}
		case len(f.codes) == 1:
			p["const"] = f.codes[0]
		case f.codes != nil:
			p["enum"] = f.codes
		default:
			p["type"], p["pattern"] = "string", f.pattern
		}
		if f.required {
			required = append(required, f.id)
		}
		props[f.id] = p
	}
	schema := object{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"$id":                  urn(s, "schema:"+t.ID+":"+table.ID),
		"title":                both(table.Label),
		"description":          both(t.Definition),
		"type":                 "object",
		"properties":           props,
		"required":             required,
		"additionalProperties": false,
	}
	if f := form(s, t); f == sdmx.FormExact || f == sdmx.FormModelled {
		// What is shown has a value and is free; what is hidden has neither.
		schema["if"] = object{"properties": object{"obs_status": object{"const": sdmx.ObsNormal}}}
		schema["then"] = object{"properties": object{"conf_status": object{"const": sdmx.ConfFree}, "value": object{"type": "integer"}}, "required": []string{"value"}}
		schema["else"] = object{"properties": object{"conf_status": object{"const": sdmx.ConfConfidential}, "value": object{"type": "null"}}}
	}
	return writeJSON(w, schema)
}

// WriteTableSchema writes the Table Schema (Frictionless, version 1) of the
// files of a table.
func WriteTableSchema(w io.Writer, s *spec.Specification, t *spec.Transition, table *spec.Table) error {
	var out []object
	var key []string
	for _, f := range fields(t.ID, table.ID, axesOf(Axes(s, t), table), form(s, t), together(s, t)) {
		c := object{"required": f.required}
		x := object{"name": f.id, "title": f.title.In("nl"), "description": both(f.definition), "type": "string", "constraints": c}
		switch {
		case f.typ == "year":
			x["type"] = "year"
		case f.typ == "count":
			x["type"], c["minimum"] = "integer", 0
		case f.typ == "number":
			x["type"] = "number"
		case f.codes != nil:
			c["enum"] = f.codes
		default:
			c["pattern"] = f.pattern
		}
		if f.key {
			key = append(key, f.id)
		}
		out = append(out, x)
	}
	return writeJSON(w, object{"fields": out, "missingValues": []string{""}, "primaryKey": key})
}

// WriteCSVW writes the CSV on the Web schema of the files of a table.
func WriteCSVW(w io.Writer, s *spec.Specification, t *spec.Transition, table *spec.Table) error {
	var out []object
	var key []string
	for _, f := range fields(t.ID, table.ID, axesOf(Axes(s, t), table), form(s, t), together(s, t)) {
		x := object{
			"name": f.id, "required": f.required, "null": "", "datatype": "string",
			// A reader looks for the header of the file among the titles.
			"titles":         object{"nl": []string{f.id, f.title.In("nl")}, "en": []string{f.id, f.title.In("en")}},
			"dc:description": []object{{"@value": f.definition.In("nl"), "@language": "nl"}, {"@value": f.definition.In("en"), "@language": "en"}},
		}
		switch f.typ {
		case "year":
			x["datatype"] = "gYear"
		case "count":
			x["datatype"] = "nonNegativeInteger"
		case "number":
			x["datatype"] = "decimal"
		default:
			x["datatype"] = object{"base": "string", "format": f.expression()}
		}
		if f.key {
			key = append(key, f.id)
		}
		out = append(out, x)
	}
	return writeJSON(w, object{
		"@context": []any{"http://www.w3.org/ns/csvw", object{"@language": "nl"}}, "@type": "Schema",
		"dc:title": []object{{"@value": table.Label.In("nl"), "@language": "nl"}, {"@value": table.Label.In("en"), "@language": "en"}},
		"columns":  out, "primaryKey": key,
	})
}

// expression is a regular expression for exactly the codes of a field.
func (f *field) expression() string {
	if f.codes == nil {
		return f.pattern
	}
	var quoted []string
	for _, c := range f.codes {
		quoted = append(quoted, regexp.QuoteMeta(c))
	}
	return "^(" + strings.Join(quoted, "|") + ")$"
}

// urn names something in the specification for good: the version is part of
// it.
func urn(s *spec.Specification, what string) string {
	return "urn:doorstroommonitor:" + s.About.Version + ":" + what
}
