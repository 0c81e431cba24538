package sdmx

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// Measured is what a privacy mechanism drew of one table and cohort: the noisy
// counts of its finest cells before anything was made consistent, cut or
// rounded. They may be negative, and are right on average.
type Measured struct {
	Cube, Table string
	Cohort      int
	Dimensions  []string
	Variance    string // of the noise of every cell, a fraction
	Keys        [][]string
	Values      []int64
}

// Columns returns the header of WriteCSV.
func (m *Measured) Columns() []string {
	return slices.Concat(csvLead, m.Dimensions, []string{"measured", "variance"})
}

// WriteCSV writes the noisy counts, a line a cell.
func (m *Measured) WriteCSV(w io.Writer) error {
	if len(m.Keys) != len(m.Values) {
		return fmt.Errorf("%s %s %d: %d cells and %d noisy counts", m.Cube, m.Table, m.Cohort, len(m.Keys), len(m.Values))
	}
	cw := csv.NewWriter(w)
	if err := cw.Write(m.Columns()); err != nil {
		return err
	}
	for i, key := range m.Keys {
		line := append([]string{m.Cube, m.Table, strconv.Itoa(m.Cohort)}, key...)
		if err := cw.Write(append(line, strconv.FormatInt(m.Values[i], 10), m.Variance)); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}
