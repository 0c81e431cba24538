// Package table protects any frequency table of which somebody has a CSV, and
// attacks tables that somebody else protected. A table file, in YAML, says
// where the data lie, which dimensions and linked tables there are, and by
// which rule and method cells are hidden.
//
// What belongs here: table files, hierarchies, reading rows of counts, cells
// with all sums between them, and the files that come out. What does not:
// methods (protect), attacks (audit), and anything about education.
package table

import (
	"path/filepath"
	"slices"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/sdc"
)

// File is a table file. Protecting needs Data, attacking needs Published; one
// file may have both.
type File struct {
	// Data is a CSV of the owner: a row a person, or rows with Count.
	Data string `yaml:"data,omitempty"`
	// Count is the column with the number of persons; empty: one a row.
	Count string `yaml:"count,omitempty"`
	// Where keeps the rows that have one of the codes in each of the columns.
	Where map[string][]string `yaml:"where,omitempty"`
	// Separator of the fields of all CSV files; defaults to a comma.
	Separator string `yaml:"separator,omitempty"`

	Dimensions []DimensionSpec `yaml:"dimensions"`
	// Tables are lists of dimensions, each by its (last) column; defaults to
	// one table of all dimensions.
	Tables [][]string `yaml:"tables,omitempty"`
	Rule   RuleSpec   `yaml:"rule,omitempty"`
	// Method defaults to suppress.
	Method string `yaml:"method,omitempty"`
	// Rounding and CellKey are options of methods.
	Rounding RoundingSpec `yaml:"rounding,omitempty"`
	CellKey  CellKeySpec  `yaml:"cell_key,omitempty"`
	// Insiders are attackers who know some cells.
	Insiders InsiderSpec `yaml:"insiders,omitempty"`
	// ListZeros also writes the empty cells that are published as zero.
	ListZeros bool `yaml:"list_zeros,omitempty"`

	// Published is a table that somebody protected.
	Published string `yaml:"published,omitempty"`
	// Value is the column of the published counts; defaults to value.
	Value string `yaml:"value,omitempty"`
	// Hidden are the symbols of hidden values, with the bounds they imply;
	// defaults to an empty field, x and a dot. "<5" needs no declaration.
	Hidden map[string]Symbol `yaml:"hidden,omitempty"`
	// Absent says what a combination of codes without a row is: zero, or
	// unknown (the default).
	Absent      string        `yaml:"absent,omitempty"`
	Percentages []Percentage  `yaml:"percentages,omitempty"`
	Relations   []RelationSum `yaml:"relations,omitempty"`
	// RelationsFile is a CSV with the columns relation, role (parent or
	// child) and those of the dimensions.
	RelationsFile string `yaml:"relations_file,omitempty"`

	path      string
	crossings [][]int
}

// DimensionSpec says which column is a dimension and how its codes add up:
// by hierarchies, by columns that nest, or flat.
type DimensionSpec struct {
	Column strictyaml.OneOrMore `yaml:"column,omitempty"`
	// Columns nest, the finest last; the same as a list under column.
	Columns []string `yaml:"columns,omitempty"`
	// Hierarchy is a CSV with the columns code, parent and level, or flat.
	Hierarchy strictyaml.OneOrMore `yaml:"hierarchy,omitempty"`
	// Hierarchies are several of them over the same finest codes; the same as a
	// list under hierarchy.
	Hierarchies []string `yaml:"hierarchies,omitempty"`
	// Total names the total where no hierarchy does; defaults to Total.
	Total string `yaml:"total,omitempty"`
}

// RuleSpec says which counts are sensitive, and how wide the interval of a
// hidden count must stay.
type RuleSpec struct {
	// Threshold: counts of 1 to Threshold - 1 are sensitive.
	Threshold int64 `yaml:"threshold,omitempty"`
	// Width defaults to Threshold; with round-small to the base less one.
	Width int64 `yaml:"width,omitempty"`
	// Zeros are published (the default) or protected.
	Zeros string `yaml:"zeros,omitempty"`
	// Totals preferred hides parts rather than totals of about the same size.
	Totals string `yaml:"totals,omitempty"`
	// Homogeneity is about groups of which nearly all share one outcome.
	Homogeneity *HomogeneitySpec `yaml:"homogeneity,omitempty"`
}

// InsiderSpec names dimensions of which somebody knows rows, see Insiders.
type InsiderSpec struct {
	Contributor bool     `yaml:"contributor,omitempty"`
	Owners      []string `yaml:"owners,omitempty"`
	Receivers   []string `yaml:"receivers,omitempty"`
	Guard       bool     `yaml:"guard,omitempty"`
}

// Symbol is a published sign for a hidden count, and what it says about it.
type Symbol struct {
	// Lower defaults to 1 where zeros are published, else to 0.
	Lower *int64 `yaml:"lower,omitempty"`
	// Upper defaults to no bound.
	Upper *int64 `yaml:"upper,omitempty"`
}

// Percentage is a column with the share of each cell in a larger one.
type Percentage struct {
	Column   string `yaml:"column"`
	Decimals int    `yaml:"decimals"`
	// Of is the dimension along which the larger cell is larger.
	Of string `yaml:"of"`
	// Base is that dimension's total (the default) or the parent of the
	// cell's code.
	Base string `yaml:"base,omitempty"`
}

// RelationSum is an additive relation that no hierarchy implies. Cells are
// given by column and code; a dimension left out is at its total.
type RelationSum struct {
	Parent   map[string]string   `yaml:"parent"`
	Children []map[string]string `yaml:"children"`
}

// Parse reads a table file; name is its path, to which the paths in it are
// relative. All faults of form are reported together.
func Parse(name string, data []byte) (*File, error) {
	f := &File{path: name}
	if err := strictyaml.Decode(name, data, f); err != nil {
		return nil, err
	}
	return f, f.check()
}

// beside resolves a path of the table file.
func (f *File) beside(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(f.path), path)
}

// zerosProtected reports whether empty cells may be hidden.
func (f *File) zerosProtected() bool { return f.Rule.Zeros == "protected" }

// rule returns the rule with its defaults.
func (f *File) rule() sdc.Rule {
	r := sdc.Rule{Threshold: f.Rule.Threshold, Width: f.Rule.Width, ZerosProtected: f.zerosProtected()}
	if r.Width == 0 {
		r.Width = r.Threshold
		if f.method() == roundSmall {
			r.Width = max(f.base()-1, 1)
		}
	}
	if f.suppresses() {
		r.Width = max(r.Width, r.LeastWidth())
	}
	return r
}

// noHierarchy is the word for a dimension that is flat, where a hierarchy is
// asked for.
const noHierarchy = "flat"

// files lists the hierarchies of a dimension.
func (d *DimensionSpec) files() []string {
	all := slices.Concat(d.Hierarchy, d.Hierarchies)
	if len(all) == 1 && all[0] == noHierarchy {
		return nil
	}
	return all
}

// columns lists the columns of a dimension, the finest last.
func (d *DimensionSpec) columns() []string { return slices.Concat(d.Column, d.Columns) }

// name is what tables call the dimension.
func (d *DimensionSpec) name() string {
	c := d.columns()
	return c[len(c)-1]
}

// total names the total.
func (d *DimensionSpec) total() string {
	if d.Total != "" {
		return d.Total
	}
	return "Total"
}

// Publish names what table protect wrote as the published table, in place of
// that of the table file; path is absolute. There the values are in the column
// value, and where zeros are published an absent row is one.
func (f *File) Publish(path string) {
	f.Published, f.Value, f.Hidden, f.Percentages, f.Absent = path, "", nil, nil, "unknown"
	if !f.zerosProtected() {
		f.Absent = "zero"
	}
}
