package table_test

import (
	"strings"
	"testing"

	"doorstroommonitor/table"
)

// TestTableFileFaultsNameLineAndKey is about YAML that has the wrong form.
func TestTableFileFaultsNameLineAndKey(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"an unknown key", "data: a.csv\ndimension:\n  - column: x\n", `table.yaml:2: unknown key "dimension"`},
		{"a misspelt option of the rule", "dimensions:\n  - column: x\nrule: {treshold: 5}\n", `table.yaml:3: unknown key "treshold"`},
		{"no dimensions", "data: a.csv\n", `table.yaml:1: key "dimensions" is missing`},
		{"a fraction as threshold", "dimensions:\n  - column: x\nrule: {threshold: 4.5}\n", "table.yaml:3: a whole number"},
		{"a key twice", "dimensions:\n  - column: x\ndata: a\ndata: b\n", `"data"`},
		{"an empty file", "", "the file is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := table.Parse("table.yaml", []byte(tt.yaml)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// TestTableFileFaultsSayWhatToDo is about YAML that has the right form and
// makes no sense.
func TestTableFileFaultsSayWhatToDo(t *testing.T) {
	tests := []struct{ name, yaml, rule, word string }{
		{"no dimension at all", "dimensions: []", "F-DIMENSIONS", "at least one"},
		{"column and columns", "dimensions: [{column: a, columns: [b, c]}]", "F-DIMENSION", "not both"},
		{"neither", "dimensions: [{total: Alle}]", "F-DIMENSION", "not both"},
		{"an empty column", "dimensions: [{columns: [a, '']}]", "F-DIMENSION", "no name"},
		{"hierarchy and hierarchies", "dimensions: [{column: a, hierarchy: h, hierarchies: [g]}]", "F-DIMENSION", "hierarchies"},
		{"nested with a hierarchy", "dimensions: [{columns: [a, b], hierarchy: h}]", "F-DIMENSION", "nested"},
		{"a total beside a root", "dimensions: [{column: a, hierarchy: h, total: T}]", "F-DIMENSION", "root"},
		{"one column twice", "dimensions: [{column: a}, {columns: [b, a]}]", "F-COLUMN", "column a"},
		{"a dimension that counts", "dimensions: [{column: a}]\ncount: a", "F-COLUMN", "column a"},
		{"a column that is written", "dimensions: [{column: status}]", "F-COLUMN", "status"},
		{"a table with an unknown dimension", "dimensions: [{column: a}]\ntables: [[b]]", "F-TABLE", "choose from: a"},
		{"a table with one twice", "dimensions: [{column: a}]\ntables: [[a, a]]", "F-TABLE", "a is no dimension or stands there twice"},
		{"a table twice", "dimensions: [{column: a}, {column: b}]\ntables: [[a, b], [b, a]]", "F-TABLE", "twice"},
		{"a dimension in no table", "dimensions: [{column: a}, {column: b}]\ntables: [[a]]", "F-TABLE", "b is in no table"},
		{"unknown zeros", "dimensions: [{column: a}]\nrule: {zeros: shown}", "F-ZEROS", "shown"},
		{"totals with a method that knows none", "dimensions: [{column: a}]\nrule: {totals: preferred}\nmethod: gauss", "F-TOTALS", "suppress"},
		{"unknown totals", "dimensions: [{column: a}]\nrule: {totals: shown}", "F-TOTALS", "preferred"},
		{"a negative width", "dimensions: [{column: a}]\nrule: {width: -1}", "F-RULE", "negative"},
		{"a long separator", "dimensions: [{column: a}]\nseparator: ';;'", "F-SEPARATOR", ";;"},
		{"a filter without codes", "dimensions: [{column: a}]\nwhere: {year: []}", "F-WHERE", "year"},
		{"absent neither", "dimensions: [{column: a}]\nabsent: no", "F-ABSENT", "no"},
		{"absent zero where zeros hide", "dimensions: [{column: a}]\nabsent: zero\nrule: {zeros: protected}", "F-ABSENT", "zero"},
		{"a symbol upside down", "dimensions: [{column: a}]\nhidden: {x: {lower: 5, upper: 4}}", "F-HIDDEN", `"x"`},
		{"percentages of nothing", "dimensions: [{column: a}]\npercentages: [{column: p, decimals: 1, of: b}]", "F-PERCENTAGE", "p"},
		{"two parents for a percentage", "dimensions: [{column: a, hierarchies: [g, h]}]\npercentages: [{column: p, decimals: 1, of: a, base: parent}]", "F-PERCENTAGE", "more than one parent"},
		{"a sum without parts", "dimensions: [{column: a}]\nrelations: [{parent: {a: x}, children: []}]", "F-RELATION", "no parts"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := table.Parse("table.yaml", []byte(tt.yaml))
			refused(t, err, "", tt.rule, tt.word)
		})
	}
}
