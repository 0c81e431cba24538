package meta

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"doorstroommonitor/sdmx"
)

// The types below are the part of Frictionless Data Package v1 that a release
// uses. Version 2 renames some of it; readers of version 1 refuse the new
// names, readers of version 2 accept the old ones.
type dataPackage struct {
	Profile     string         `json:"profile"`
	Name        string         `json:"name"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Version     string         `json:"version"`
	Created     string         `json:"created"`
	Keywords    []string       `json:"keywords"`
	Resources   []dataResource `json:"resources"`
}

type dataResource struct {
	Profile     string `json:"profile"`
	Name        string `json:"name"`
	Path        string `json:"path"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Format      string `json:"format"`
	MediaType   string `json:"mediatype"`
	Encoding    string `json:"encoding"`
	// Schema is a tableSchema, or the path of one that many files share.
	Schema any `json:"schema"`
}

type tableSchema struct {
	Fields        []tableField `json:"fields"`
	MissingValues []string     `json:"missingValues"`
	PrimaryKey    []string     `json:"primaryKey,omitempty"`
}

type tableField struct {
	Name        string           `json:"name"`
	Type        string           `json:"type"`
	Title       string           `json:"title"`
	Description string           `json:"description"`
	Constraints fieldConstraints `json:"constraints"`
}

type fieldConstraints struct {
	Required bool     `json:"required"`
	Minimum  *int     `json:"minimum,omitempty"`
	Maximum  *int     `json:"maximum,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

// WriteDataPackage writes datapackage.json for the given CSV files. The
// profile has one language; titles are Dutch, descriptions Dutch and English.
func WriteDataPackage(w io.Writer, info Info, resources []Resource) error {
	p := dataPackage{
		Profile:     "tabular-data-package",
		Name:        slug("doorstroommonitor-" + info.ReleaseID),
		Title:       info.releaseTitle().NL,
		Description: both(description(info)),
		Version:     info.Specification,
		Created:     info.Created.UTC().Format(time.RFC3339),
		Keywords:    []string{"onderwijs", "doorstroom", "education", "transitions"},
		Resources:   []dataResource{},
	}
	for i := range resources {
		r, err := resources[i].dataResource()
		if err != nil {
			return fmt.Errorf("%s: %w", DataPackageName, err)
		}
		p.Resources = append(p.Resources, r)
	}
	return writeJSON(w, p)
}

// description says in two sentences what the release is, however its cubes are
// protected: not all hide.
func description(info Info) sdmx.Text {
	t := sdmx.Text{
		NL: "Waar leerlingen en studenten heen gaan, geteld uit de registers van het onderwijs. Kleine aantallen zijn beschermd.",
		EN: "Where pupils and students go, counted from the registers of education. Small counts are protected.",
	}
	if info.Synthetic {
		t.NL = SyntheticText().NL + " " + t.NL
		t.EN = SyntheticText().EN + " " + t.EN
	}
	return t
}

func (r *Resource) dataResource() (dataResource, error) {
	var schema any = SchemaPath(r.Cube.ID, r.Table.ID, TableSchemaEnding)
	if r.Schema == nil {
		cols, err := r.columns()
		if err != nil {
			return dataResource{}, err
		}
		s := tableSchema{MissingValues: []string{""}, PrimaryKey: r.key(cols)}
		for _, c := range cols {
			s.Fields = append(s.Fields, c.field())
		}
		schema = s
	}
	return dataResource{
		Profile:     "tabular-data-resource",
		Name:        r.name(),
		Path:        r.Path,
		Title:       r.title().NL,
		Description: both(r.title()),
		Format:      "csv",
		MediaType:   "text/csv",
		Encoding:    "utf-8",
		Schema:      schema,
	}, nil
}

// name identifies the resource within the package; it follows the path, which
// is unique.
func (r *Resource) name() string {
	return slug(strings.ReplaceAll(strings.TrimSuffix(r.Path, ".csv"), "/", "."))
}

func (c *column) field() tableField {
	f := tableField{Name: c.name, Title: c.title.NL, Description: both(c.description), Type: "string"}
	f.Constraints = fieldConstraints{Required: c.required, Enum: c.enum}
	least, most := 0, 100
	switch c.kind {
	case kindYear:
		f.Type = "year"
	case kindCount:
		f.Type, f.Constraints.Minimum = "integer", &least
	case kindInteger:
		f.Type = "integer"
	case kindPercent:
		f.Type, f.Constraints.Minimum, f.Constraints.Maximum = "number", &least, &most
	}
	return f
}

// both joins the two languages of a phrase for a field that has room for one.
func both(t sdmx.Text) string {
	if t.NL == "" || t.EN == "" || t.NL == t.EN {
		return t.In("nl")
	}
	return t.NL + " / " + t.EN
}

// slug turns s into a name that the Data Package allows: lower case letters,
// digits, point, hyphen and underscore.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, s)
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
