// Package meta describes a release to other programs and to people: a
// Frictionless Data Package (datapackage.json), CSV on the Web metadata
// (csv-metadata.json), README.txt, and the words in which every product
// explains statuses, hidden values and bounds.
//
// What belongs here: descriptions made from the structure and from facts about
// the release as a whole. What does not: the columns of a partition
// (forms/columns), observations, digests (the manifest
// has them) and anything that differs between two releases with the same
// structure and rule. No description depends on which cells are hidden.
package meta

import (
	"fmt"
	"io"
	"slices"
	"time"

	"doorstroommonitor/forms/columns"
	"doorstroommonitor/products/compare"
	"doorstroommonitor/products/indicator"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// Names of the files at the root of a release.
const (
	DataPackageName = "datapackage.json"
	CSVWName        = "csv-metadata.json" // where CSV on the Web looks first
	ReadmeName      = "README.txt"
)

// Endings of the schemas of a table.
const (
	TableSchemaEnding = ".table.json"
	JSONSchemaEnding  = ".schema.json"
)

// Info is what products say about the release they are part of.
type Info struct {
	// ReleaseID is the name of the release's folder. Required.
	ReleaseID string
	// Audience is "public" or the id of one recipient. Required.
	Audience string
	// Specification is the version of the Specificatierapport. Required.
	Specification string
	// Created is the moment of the release, from the clock argument. Required.
	Created time.Time
	// Rule is the protection rule. A zero Threshold leaves its sentence out.
	Rule release.Rule
	// Synthetic says that the persons are fictitious.
	Synthetic bool
	// Forms are further descriptions, made of what a structure does not have.
	Forms []Form
}

// Form is a description of the release that others make.
type Form struct {
	Path  string
	Write func(io.Writer) error
}

// Resource is one CSV file of the release.
type Resource struct {
	Path   string // slash-separated, relative to the release
	Cube   sdmx.Cube
	Table  sdmx.Table // zero for the indicator files of the cube
	Cohort int
	// Schema describes the columns of a partition; nil for other files.
	Schema *columns.Table
	// Measured says that the file holds noisy counts as they were drawn.
	Measured bool
	// Dependable says that the file holds shares of noisy counts as they may be
	// shown.
	Dependable bool
	// Groups says that the file holds indicators of groups of institutions.
	Groups bool
}

// kind is the type of a column, to be translated for each standard.
type kind int

const (
	kindText kind = iota
	kindYear
	kindCount   // a whole number of persons, 0 or more
	kindPercent // 0..100 with one decimal
	kindInteger // any whole number
)

type column struct {
	name        string
	title       sdmx.Text
	description sdmx.Text
	kind        kind
	required    bool
	enum        []string
}

// SchemaPath is where a release has the schema of a table; ending is that of the
// form.
func SchemaPath(cube, table, ending string) string {
	return "schemas/" + cube + "/" + table + ending
}

// columns describes the columns of a resource that is no partition, in their
// order.
func (r *Resource) columns() ([]column, error) {
	form := r.Cube.Form()
	var names []string
	switch {
	case r.Groups:
		names = compare.Columns(compare.Dimensions(r.Cube), r.Cube.Modelled)
	case r.Dependable:
		names = indicator.DependableColumns(indicator.Dimensions(r.Cube))
	case r.isIndicators():
		names = indicator.Columns(indicator.Dimensions(r.Cube), r.Cube.Modelled)
	case r.Measured:
		names = (&sdmx.Measured{Dimensions: r.Table.Dimensions}).Columns()
	}
	var cols []column
	for _, name := range names {
		c, ok := fixedColumn(name, form)
		if t := PoolText(&r.Cube); name == "cohort" && t.NL != "" {
			c.description = t
		}
		if r.Dependable && name == "obs_status" {
			c.enum = append(c.enum, indicator.ObsUnreliable)
			c.description.NL += " U: de band is te breed, er staat geen waarde."
			c.description.EN += " U: the band is too wide, there is no value."
		}
		if !ok {
			d, known := r.Cube.Dimension(name)
			if !known {
				return nil, fmt.Errorf("%s: cube %s has no dimension %s", r.Path, r.Cube.ID, name)
			}
			c = column{name: name, title: d.Label, description: d.Definition, required: !r.sometimesEmpty(name)}
		}
		cols = append(cols, c)
	}
	return cols, nil
}

func (r *Resource) isIndicators() bool { return r.Table.ID == "" }

// sometimesEmpty says that a dimension column of an indicator file has empty
// cells: on the lines of an indicator that is a share along that dimension.
func (r *Resource) sometimesEmpty(dim string) bool {
	return r.isIndicators() && slices.ContainsFunc(r.Cube.Indicators, func(i sdmx.Indicator) bool { return i.Dimension == dim })
}

// key returns the columns that tell the lines apart, or nil where one of them
// has empty cells, which no key may have.
func (r *Resource) key(cols []column) []string {
	var key []string
	for _, c := range cols {
		_, fixed := fixedColumn(c.name, r.Cube.Form())
		if fixed && !slices.Contains([]string{"cube", "table", "indicator", "cohort", "by", "group"}, c.name) {
			continue
		}
		if !c.required {
			return nil
		}
		key = append(key, c.name)
	}
	return key
}

// title names the resource for people.
func (r *Resource) title() sdmx.Text {
	what := r.Table.Label
	if r.isIndicators() {
		what = sdmx.Text{NL: "indicatoren", EN: "indicators"}
	}
	if r.Groups {
		what = sdmx.Text{NL: "indicatoren van groepen instellingen", EN: "indicators of groups of institutions"}
	}
	if r.Dependable {
		what = sdmx.Text{NL: "indicatoren zoals ze getoond kunnen worden", EN: "indicators as they may be shown"}
	}
	if r.Measured {
		what.NL, what.EN = what.NL+" (metingen)", what.EN+" (measurements)"
	}
	return sdmx.Text{
		NL: fmt.Sprintf("%s: %s, cohort %s", r.Cube.Label.In("nl"), what.In("nl"), r.Cube.Years(r.Cohort)),
		EN: fmt.Sprintf("%s: %s, cohort %s", r.Cube.Label.In("en"), what.In("en"), r.Cube.Years(r.Cohort)),
	}
}

// releaseTitle names the release for people.
func (i *Info) releaseTitle() sdmx.Text {
	t := sdmx.Text{NL: "Doorstroommonitor " + i.ReleaseID, EN: "Doorstroommonitor (flow monitor) " + i.ReleaseID}
	if i.Synthetic {
		t.NL += " (fictieve personen)"
		t.EN += " (fictitious persons)"
	}
	return t
}
