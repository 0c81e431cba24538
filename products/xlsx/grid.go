package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// heading is the head of a column and its width in characters.
type heading struct {
	title string
	width float64
}

// grid is a sheet with one header line that stays in view, a filter and a
// line per record. Past the last line a sheet can have it goes on in another.
type grid struct {
	book     *workbook
	name     string
	headings []heading
	stream   *excelize.StreamWriter
	sheet    string // the sheet being written
	row      int    // its last line
}

func (b *workbook) newGrid(name string, headings []heading) (*grid, error) {
	g := &grid{book: b, name: name, headings: headings}
	return g, g.open(name)
}

// open starts a sheet with its header.
func (g *grid) open(sheet string) error {
	g.sheet, g.row = sheet, 0
	if _, err := g.book.file.NewSheet(sheet); err != nil {
		return err
	}
	var err error
	if g.stream, err = g.book.file.NewStreamWriter(sheet); err != nil {
		return err
	}
	head := make([]any, len(g.headings))
	for i, h := range g.headings {
		head[i] = excelize.Cell{StyleID: g.book.styles.head, Value: h.title}
		if err := g.stream.SetColWidth(i+1, i+1, h.width); err != nil {
			return err
		}
	}
	if err := g.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return g.line(head)
}

// add writes one record; it has a cell for every heading.
func (g *grid) add(cells []any) error {
	if g.row == g.book.maxRows {
		if err := g.close(); err != nil {
			return err
		}
		if err := g.open(g.book.sheetName(g.name)); err != nil {
			return err
		}
	}
	return g.line(cells)
}

func (g *grid) line(cells []any) error {
	g.row++
	return g.stream.SetRow(fmt.Sprintf("A%d", g.row), cells)
}

// close sets the filter over all lines and finishes the sheet.
func (g *grid) close() error {
	last, err := excelize.CoordinatesToCellName(len(g.headings), g.row)
	if err != nil {
		return err
	}
	if err := g.book.file.AutoFilter(g.sheet, "A1:"+last, nil); err != nil {
		return err
	}
	return g.stream.Flush()
}

// maxName is the longest name of a sheet, in characters.
const maxName = 31

// sheetName makes a name of a sheet from an id and reserves it: it replaces
// what a spreadsheet forbids, shortens, and numbers what is taken.
func (b *workbook) sheetName(id string) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '_'
		}
		return r
	}, id)
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = fmt.Sprintf(" (%d)", n)
		}
		stem := []rune(clean)
		stem = stem[:min(len(stem), maxName-len(suffix))]
		name := string(stem) + suffix
		if key := strings.ToLower(name); !b.names[key] {
			b.names[key] = true
			return name
		}
	}
}
