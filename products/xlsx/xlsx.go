// Package xlsx writes one workbook per cube for people with a spreadsheet:
// first the notes, then a sheet per table over all cohorts, the indicators,
// those of groups of institutions, and the codes.
//
// What belongs here: the layout of sheets. What does not: counting, protecting
// or explaining in other words than package meta does. A hidden value is an
// empty shaded cell; the workbook holds no formula, no cached result and no
// hidden sheet, so nothing can stand behind it.
//
// The bytes depend on the arguments alone: parts of the archive are sorted and
// dated 1980, document properties carry the moment of the release.
package xlsx

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"doorstroommonitor/products/meta"
	"doorstroommonitor/sdmx"
)

// Names of the sheets that are no table.
const (
	notesSheet       = "Toelichting"
	indicatorsSheet  = "Indicatoren"
	comparisonsSheet = "Vergelijking"
	codesSheet       = "Codes"
)

// workbook is a workbook in the making.
type workbook struct {
	file      *excelize.File
	structure *sdmx.Structure
	cube      sdmx.Cube
	info      meta.Info
	labels    map[string]map[string]sdmx.Text // dimension, code
	styles    styles
	names     map[string]bool // sheet names in use, lower case
	maxRows   int             // per sheet, header included
}

// Write writes the workbook of one cube. parts are all partitions of that
// cube; the sheets follow the tables of the cube, the lines of a sheet the
// order of parts.
func Write(w io.Writer, s *sdmx.Structure, cube string, parts []*sdmx.Dataset, info meta.Info) error {
	return write(w, s, cube, parts, info, excelize.TotalRows)
}

func write(w io.Writer, s *sdmx.Structure, cube string, parts []*sdmx.Dataset, info meta.Info, maxRows int) error {
	b, err := newWorkbook(s, cube, info, maxRows)
	if err != nil {
		return fmt.Errorf("workbook %s: %w", cube, err)
	}
	defer b.file.Close()
	for _, fill := range []func([]*sdmx.Dataset) error{b.tables, b.indicators, b.comparisons, b.codes, b.notes} {
		if err := fill(parts); err != nil {
			return fmt.Errorf("workbook %s: %w", cube, err)
		}
	}
	b.file.SetZipWriter(newSortedZip)
	if _, err := b.file.WriteTo(w); err != nil {
		return fmt.Errorf("workbook %s: %w", cube, err)
	}
	return nil
}

func newWorkbook(s *sdmx.Structure, cube string, info meta.Info, maxRows int) (*workbook, error) {
	c, ok := s.Cube(cube)
	if !ok {
		return nil, fmt.Errorf("the structure has no such cube")
	}
	b := &workbook{
		file: excelize.NewFile(), structure: s, cube: c, info: info, maxRows: maxRows,
		labels: map[string]map[string]sdmx.Text{},
		names:  map[string]bool{"toelichting": true, "indicatoren": true, "vergelijking": true, "codes": true},
	}
	for _, d := range c.Dimensions {
		list, ok := s.Codelist(d.Codelist)
		if !ok {
			return nil, fmt.Errorf("dimension %s: the structure has no codelist %s", d.ID, d.Codelist)
		}
		b.labels[d.ID] = make(map[string]sdmx.Text, len(list.Codes))
		for _, code := range list.Codes {
			b.labels[d.ID][code.ID] = marked(code)
		}
	}
	if err := b.file.SetSheetName("Sheet1", notesSheet); err != nil {
		return nil, err
	}
	created := info.Created.UTC().Format(time.RFC3339)
	err := b.file.SetDocProps(&excelize.DocProperties{
		Title: c.Label.NL, Subject: info.ReleaseID, Creator: "Doorstroommonitor", LastModifiedBy: "Doorstroommonitor",
		Created: created, Modified: created, Language: "nl-NL", Version: info.Specification,
	})
	if err != nil {
		return nil, err
	}
	b.styles, err = newStyles(b.file)
	return b, err
}

// label returns the Dutch label of a code; an unknown code is an error, for a
// reader could not know what the line is about.
func (b *workbook) label(dimension, code string) (string, error) {
	t, ok := b.labels[dimension][code]
	if !ok {
		return "", fmt.Errorf("dimension %s: code %q is not in its codelist", dimension, code)
	}
	return t.In("nl"), nil
}
