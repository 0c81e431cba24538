package table

import (
	"bytes"
	"encoding/json"
)

// Report is report.json of a protected table. It holds numbers of cells and no
// true count, so that it may leave the house. Seconds and PeakMB alone differ
// from run to run.
type Report struct {
	Program string `json:"program"`
	Command string `json:"command"`
	// Safe says that the loop of hiding and attacking ended well.
	Safe bool `json:"safe"`
	// Cells are those of all tables together, empty ones only where zeros are
	// protected; Rows are the lines of cells.csv.
	Cells     int `json:"cells"`
	Rows      int `json:"rows"`
	Hidden    int `json:"hidden"`
	Primary   int `json:"primary"`
	Secondary int `json:"secondary"`
	// ExactReveals, MinWidth and Narrow are about sensitive cells and the
	// attacker against whom the table was protected. MinWidth is -1 where no
	// cell is sensitive.
	ExactReveals int   `json:"exact_reveals"`
	MinWidth     int64 `json:"min_width"`
	Narrow       int   `json:"narrow"`
	// InsiderReveals counts what insiders learn exactly, where the table file
	// asks to guard against them.
	InsiderReveals int `json:"insider_reveals"`
	// Change is there where figures are perturbed and none hidden.
	*Change
	Method     string     `json:"method"`
	Widen      bool       `json:"widen"`
	Rule       RuleReport `json:"rule"`
	Tables     [][]string `json:"tables"`
	EmptyCells string     `json:"empty_cells"`
	Attackers  []Attack   `json:"attackers"`
	Seconds    float64    `json:"seconds"`
	PeakMB     float64    `json:"peak_mb"`
}

// RuleReport is the rule with its defaults filled in.
type RuleReport struct {
	Threshold int64  `json:"threshold"`
	Width     int64  `json:"width"`
	Zeros     string `json:"zeros"`
}

// AuditReport is report.json of an attack on a published table.
type AuditReport struct {
	Program string `json:"program"`
	Command string `json:"command"`
	// Cells are the rows of the published table; Hidden those without a value.
	Cells  int `json:"cells"`
	Hidden int `json:"hidden"`
	// ExactReveals counts hidden cells that have one possible value.
	ExactReveals int `json:"exact_reveals"`
	// MinWidth is the smallest width over the hidden cells that have an upper
	// bound; -1 where there are none. MinWidthOthers leaves out those that are
	// exact.
	MinWidth       int64 `json:"min_width"`
	MinWidthOthers int64 `json:"min_width_others"`
	// Narrow counts hidden cells with less than the width of the rule, where
	// the table file has one.
	Narrow int     `json:"narrow"`
	Widths []Width `json:"widths"`
	// Absent counts cells of the tables without a row; AbsentExact those of
	// them for which all the same one value follows; not zero, unless zeros are
	// protected.
	Absent      int        `json:"absent"`
	AbsentExact int        `json:"absent_exact"`
	Ratios      int        `json:"percentages"`
	Rule        RuleReport `json:"rule"`
	Tables      [][]string `json:"tables"`
	Attackers   []Attack   `json:"attackers"`
	Seconds     float64    `json:"seconds"`
	PeakMB      float64    `json:"peak_mb"`
}

// Width counts hidden cells of which upper - lower lies from From to To; To is
// -1 where there is no upper bound.
type Width struct {
	From  int64 `json:"from"`
	To    int64 `json:"to"`
	Cells int   `json:"cells"`
}

// histogram counts widths.
func histogram(widths []int64) []Width {
	out := []Width{{From: 0, To: 0}, {From: 1, To: 1}, {From: 2, To: 2}, {From: 3, To: 3}, {From: 4, To: 4}, {From: 5, To: 9}, {From: 10, To: 19}, {From: 20, To: 49}, {From: 50, To: -1}}
	for _, w := range widths {
		for i := range out {
			if out[i].To < 0 || w <= out[i].To {
				out[i].Cells++
				break
			}
		}
	}
	return out
}

// ruleReport fills in the defaults.
func (f *File) ruleReport() RuleReport {
	r := f.rule()
	zeros := "published"
	if f.zerosProtected() {
		zeros = "protected"
	}
	return RuleReport{Threshold: r.Threshold, Width: r.Width, Zeros: zeros}
}

// tableNames lists the dimensions of each table.
func (f *File) tableNames() [][]string {
	var out [][]string
	for _, t := range f.crossings {
		var names []string
		for _, d := range t {
			names = append(names, f.Dimensions[d].name())
		}
		out = append(out, names)
	}
	return out
}

// JSON is a report as it is written.
func JSON(report any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(report)
	return b.Bytes(), err
}
