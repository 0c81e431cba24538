package meta

import (
	"encoding/json"
	"fmt"
	"io"

	"doorstroommonitor/sdmx"
)

// The types below are the part of the W3C Metadata Vocabulary for Tabular Data
// that a release uses.
type tableGroup struct {
	Context     []any        `json:"@context"`
	Title       []langString `json:"dc:title"`
	Description []langString `json:"dc:description"`
	Version     string       `json:"dc:hasVersion"`
	Tables      []csvwTable  `json:"tables"`
}

type langString struct {
	Value    string `json:"@value"`
	Language string `json:"@language"`
}

type csvwTable struct {
	URL    string       `json:"url"`
	Title  []langString `json:"dc:title"`
	Schema any          `json:"tableSchema"` // csvwSchema, or what forms/columns makes of a partition
}

type csvwSchema struct {
	Columns    []csvwColumn `json:"columns"`
	PrimaryKey []string     `json:"primaryKey,omitempty"`
}

type csvwColumn struct {
	Name        string              `json:"name"`
	Titles      map[string][]string `json:"titles"`
	Description []langString        `json:"dc:description,omitempty"`
	DataType    any                 `json:"datatype"`
	Null        string              `json:"null"`
	Required    bool                `json:"required"`
}

type csvwDataType struct {
	Base    string `json:"base"`
	Format  string `json:"format,omitempty"`
	Minimum *int   `json:"minimum,omitempty"`
	Maximum *int   `json:"maximum,omitempty"`
}

// WriteCSVW writes csv-metadata.json, a table group over the given CSV files. It
// has the schema of every file in full, since readers follow no reference to
// one on disk, and no white space, which would be half of it.
func WriteCSVW(w io.Writer, info Info, resources []Resource) error {
	g := tableGroup{
		Context:     []any{"http://www.w3.org/ns/csvw", map[string]string{"@language": "nl"}},
		Title:       inLanguages(info.releaseTitle()),
		Description: inLanguages(description(info)),
		Version:     info.Specification,
		Tables:      []csvwTable{},
	}
	for i := range resources {
		r := &resources[i]
		t := csvwTable{URL: r.Path, Title: inLanguages(r.title())}
		if r.Schema != nil {
			t.Schema = r.Schema.CSVW()
		} else {
			cols, err := r.columns()
			if err != nil {
				return fmt.Errorf("%s: %w", CSVWName, err)
			}
			s := csvwSchema{PrimaryKey: r.key(cols)}
			for _, c := range cols {
				s.Columns = append(s.Columns, c.csvw())
			}
			t.Schema = s
		}
		g.Tables = append(g.Tables, t)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(g)
}

func (c *column) csvw() csvwColumn {
	out := csvwColumn{
		Name: c.name,
		// A validator looks for the header of the file among the titles, so
		// the header itself comes first.
		Titles: map[string][]string{
			"nl": {c.name, c.title.In("nl")},
			"en": {c.name, c.title.In("en")},
		},
		Description: inLanguages(c.description),
		DataType:    "string",
		Required:    c.required,
	}
	least, most := 0, 100
	switch {
	case c.kind == kindYear:
		out.DataType = "gYear"
	case c.kind == kindCount:
		out.DataType = "nonNegativeInteger"
	case c.kind == kindInteger:
		out.DataType = "integer"
	case c.kind == kindPercent:
		out.DataType = csvwDataType{Base: "decimal", Minimum: &least, Maximum: &most}
	case len(c.enum) > 0:
		out.DataType = csvwDataType{Base: "string", Format: alternatives(c.enum)}
	}
	return out
}

// alternatives is a regular expression for exactly the codes of an enum, which
// are plain letters.
func alternatives(enum []string) string {
	out := ""
	for i, e := range enum {
		if i > 0 {
			out += "|"
		}
		out += e
	}
	return "^(" + out + ")$"
}

func inLanguages(t sdmx.Text) []langString {
	var out []langString
	if t.NL != "" {
		out = append(out, langString{t.NL, "nl"})
	}
	if t.EN != "" {
		out = append(out, langString{t.EN, "en"})
	}
	return out
}
