package document

import (
	"fmt"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Sizes on a page of A4, in millimetres and points.
const (
	margin    = 18.0
	pageWidth = 210 - 2*margin
	bottom    = 297 - 20.0
	bodySize  = 9.5
	cellSize  = 8.0
	cellLine  = 3.6
	point     = 25.4 / 72
)

// WritePDF writes the report as PDF. Its bytes depend on the document and on
// made alone, the moment that the file says it was made at. The page is the
// accessible form: this one is for paper and archives.
func WritePDF(w io.Writer, d *Document, made time.Time) error {
	f := fpdf.New("P", "mm", "A4", "")
	f.SetCatalogSort(true)
	f.SetCreationDate(made.UTC())
	f.SetModificationDate(made.UTC())
	f.SetProducer("doorstroommonitor", true)
	f.SetTitle(d.Title, true)
	f.SetSubject(d.Subtitle, true)
	f.SetLang(d.Lang)
	f.SetMargins(margin, margin, margin)
	f.SetAutoPageBreak(true, 20)
	p := &pdf{Fpdf: f, encode: f.UnicodeTranslatorFromDescriptor("")}
	f.SetFooterFunc(func() {
		f.SetY(-14)
		p.font("", 7.5)
		f.CellFormat(pageWidth-20, 5, p.text(d.Title), "", 0, "L", false, 0, "")
		f.CellFormat(20, 5, fmt.Sprint(f.PageNo()), "", 0, "R", false, 0, "")
	})
	f.AddPage()
	p.font("B", 20)
	f.MultiCell(pageWidth, 9, p.text(d.Title), "", "L", false)
	p.font("", bodySize)
	f.Ln(2)
	f.MultiCell(pageWidth, 4.6, p.text(d.Subtitle), "", "L", false)
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case Heading:
			p.heading(b)
		case Paragraph:
			p.font("", bodySize)
			f.Ln(1.2)
			f.MultiCell(pageWidth, 4.6, p.text(string(b)), "", "L", false)
		case Table:
			p.table(b)
		case Figure:
			p.figure(b)
		case Plot:
			p.plot(b)
		}
	}
	if err := f.Output(w); err != nil {
		return fmt.Errorf("report as PDF: %w", err)
	}
	return nil
}

// pdf is a PDF while it is written.
type pdf struct {
	*fpdf.Fpdf
	encode func(string) string
	begun  bool // a heading stands already: the next chapter begins a page
}

func (p *pdf) font(style string, size float64) { p.SetFont("Helvetica", style, size) }

// text writes what the standard fonts of PDF lack in another way: they have
// the characters of Windows-1252.
func (p *pdf) text(s string) string {
	return p.encode(strings.NewReplacer("→", "->", "≥", ">=", "≤", "<=", "−", "-", "×", "x", "\u00a0", " ", "Σ", "som").Replace(s))
}

func (p *pdf) heading(h Heading) {
	size := map[int]float64{1: 15, 2: 12, 3: 10}[h.Level]
	if h.Level == 1 && p.begun {
		p.AddPage()
	} else {
		p.room(22)
		p.Ln(4)
	}
	p.begun = true
	p.Bookmark(p.text(h.Text), h.Level-1, -1)
	p.font("B", size)
	p.MultiCell(pageWidth, size*.45, p.text(h.Text), "", "L", false)
	p.Ln(.8)
}

// room begins a page where less than h is left.
func (p *pdf) room(h float64) {
	if p.GetY()+h > bottom {
		p.AddPage()
	}
}

func (p *pdf) table(t Table) {
	p.room(20)
	p.Ln(1.5)
	p.font("B", cellSize+.5)
	p.MultiCell(pageWidth, 4.2, p.text(t.Caption), "", "L", false)
	sum := 0.0
	for _, w := range t.Widths {
		sum += w
	}
	widths := make([]float64, len(t.Head))
	for i := range widths {
		widths[i] = pageWidth / float64(len(widths))
		if sum > 0 {
			widths[i] = pageWidth * t.Widths[i] / sum
		}
	}
	p.fit(t, widths)
	p.row(t, t.Head, widths, true)
	for _, r := range t.Rows {
		p.row(t, r, widths, false)
	}
	p.Ln(1.5)
}

// fit widens columns in which a word is too long for a line, so that no code
// is broken, from the column that has most to spare.
func (p *pdf) fit(t Table, widths []float64) {
	need := make([]float64, len(widths))
	for n, r := range append([][]string{t.Head}, t.Rows...) {
		style := ""
		if n == 0 {
			style = "B"
		}
		p.font(style, cellSize)
		for i, c := range r {
			for word := range strings.FieldsSeq(p.text(c)) {
				// The library breaks lines within its own margins.
				need[i] = max(need[i], p.GetStringWidth(word)+2+2*p.GetCellMargin()+.1)
			}
		}
	}
	for i := range widths {
		lack := need[i] - widths[i]
		if lack <= 0 {
			continue
		}
		from, spare := -1, lack
		for j := range widths {
			if s := widths[j] - need[j]; j != i && s >= spare {
				from, spare = j, s
			}
		}
		if from >= 0 {
			widths[from] -= lack
			widths[i] += lack
		}
	}
}

// row writes one row of a table; at the top of a page it repeats the head.
func (p *pdf) row(t Table, cells []string, widths []float64, bold bool) {
	style := ""
	if bold {
		style = "B"
	}
	p.font(style, cellSize)
	lines, most := make([][]string, len(cells)), 1
	for i, c := range cells {
		for _, l := range p.SplitLines([]byte(p.text(c)), widths[i]-2) {
			lines[i] = append(lines[i], string(l))
		}
		most = max(most, len(lines[i]))
	}
	height := float64(most)*cellLine + 1.4
	if p.GetY()+height > bottom {
		p.AddPage()
		if !bold {
			p.row(t, t.Head, widths, true)
			p.font(style, cellSize)
		}
	}
	x, y := p.GetX(), p.GetY()
	if bold {
		p.SetFillColor(238, 243, 248)
		p.Rect(x, y, pageWidth, height, "F")
	}
	for i := range cells {
		align := "L"
		if t.Numbers && i > 0 {
			align = "R"
		}
		for j, l := range lines[i] {
			p.SetXY(x+1, y+.7+float64(j)*cellLine)
			p.CellFormat(widths[i]-2, cellLine, l, "", 0, align, false, 0, "")
		}
		x += widths[i]
	}
	p.SetDrawColor(201, 209, 217)
	p.Line(margin, y+height, margin+pageWidth, y+height)
	p.SetXY(margin, y+height)
}

func (p *pdf) figure(f Figure) {
	scale := pageWidth / f.Flow.Width
	height := f.Flow.Height * scale
	if limit := bottom - margin - 20; height > limit {
		scale *= limit / height
		height = limit
	}
	p.room(height + 14)
	p.Ln(2)
	x0, y0 := margin, p.GetY()
	p.SetDrawColor(157, 180, 201)
	p.SetLineWidth(6 * scale)
	for _, b := range f.Flow.Bands {
		c := f.Flow.curve(b)
		p.CurveBezierCubic(x0+c[0][0]*scale, y0+c[0][1]*scale, x0+c[1][0]*scale, y0+c[1][1]*scale, x0+c[2][0]*scale, y0+c[2][1]*scale, x0+c[3][0]*scale, y0+c[3][1]*scale, "D")
	}
	p.SetLineWidth(.2)
	p.SetDrawColor(21, 66, 115)
	p.font("", 11*scale/point)
	for _, b := range f.Flow.Boxes {
		rgb := boxColours[b.Column].rgb
		p.SetFillColor(rgb[0], rgb[1], rgb[2])
		p.Rect(x0+b.X*scale, y0+b.Y*scale, b.W*scale, b.H*scale, "FD")
		for i, l := range b.Lines {
			p.Text(x0+(b.X+boxPadding)*scale, y0+(b.Y+boxPadding+lineHeight*(float64(i)+.75))*scale, p.text(l))
		}
	}
	p.SetXY(margin, y0+height+2)
	p.font("", cellSize)
	p.MultiCell(pageWidth, 3.8, p.text(f.Caption+". "+f.Text), "", "L", false)
}
