package document

import (
	"fmt"
	"html/template"
	"strings"
)

// Plot is a picture of labelled dots between axes. Text says in one sentence
// what it shows. Units are those of Flow; where things stand, the caller says.
type Plot struct {
	ID, Caption, Text string
	Width, Height     float64
	Lines             []Line
	Words             []Word
	Dots              []Dot
}

// Line is part of an axis.
type Line struct{ X1, Y1, X2, Y2 float64 }

// Word is text at an axis, on the baseline Y.
type Word struct {
	X, Y  float64
	Align Align
	Text  string
}

// Align says which side of a word its X is; the zero value is the left one.
type Align uint8

// Where X is.
const (
	Left Align = iota
	Middle
	Right
)

// Dot is one point. Its label stands to the right of it at the height Text; a
// thin line leads to one that had to give way to others.
type Dot struct {
	X, Y, Text float64
	Label      string
}

// leader goes from a dot to its label.
func (d Dot) leader() Line { return Line{d.X, d.Y, d.X + labelGap - 1, d.Text} }

const (
	dotRadius = 5.0
	labelGap  = 8.0 // from the middle of a dot to its label
	labelDrop = 4.0 // from the middle of a dot to the baseline
	wordSize  = 11.0
)

func (Plot) block() {}

// SVG draws the plot by itself.
func (p Plot) SVG() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img" aria-labelledby="%s-t %s-d" font-family="system-ui, sans-serif" font-size="11">`,
		number(p.Width), number(p.Height), p.ID, p.ID)
	fmt.Fprintf(&b, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, p.ID, template.HTMLEscapeString(p.Caption), p.ID, template.HTMLEscapeString(p.Text))
	for _, l := range p.Lines {
		fmt.Fprintf(&b, `<line x1="%s" y1="%s" x2="%s" y2="%s" stroke="#444"/>`, number(l.X1), number(l.Y1), number(l.X2), number(l.Y2))
	}
	for _, w := range p.Words {
		fmt.Fprintf(&b, `<text x="%s" y="%s" fill="#444" text-anchor="%s">%s</text>`, number(w.X), number(w.Y), [...]string{"start", "middle", "end"}[w.Align], template.HTMLEscapeString(w.Text))
	}
	for _, d := range p.Dots {
		if l := d.leader(); l.Y1 != l.Y2 {
			fmt.Fprintf(&b, `<line x1="%s" y1="%s" x2="%s" y2="%s" stroke="#9db4c9"/>`, number(l.X1), number(l.Y1), number(l.X2), number(l.Y2))
		}
	}
	for _, d := range p.Dots {
		fmt.Fprintf(&b, `<circle cx="%s" cy="%s" r="%s" fill="#154273"/><text x="%s" y="%s" fill="#1b1b1b">%s</text>`,
			number(d.X), number(d.Y), number(dotRadius), number(d.X+labelGap), number(d.Text+labelDrop), template.HTMLEscapeString(d.Label))
	}
	b.WriteString(`</svg>`)
	return b.String()
}

// plot draws the same on paper.
func (p *pdf) plot(f Plot) {
	scale := pageWidth / f.Width
	height := f.Height * scale
	p.room(height + 14)
	p.Ln(2)
	x0, y0 := margin, p.GetY()
	p.SetLineWidth(.2)
	p.SetDrawColor(68, 68, 68)
	for _, l := range f.Lines {
		p.Line(x0+l.X1*scale, y0+l.Y1*scale, x0+l.X2*scale, y0+l.Y2*scale)
	}
	p.font("", wordSize*scale/point)
	for _, w := range f.Words {
		text := p.text(w.Text)
		p.Text(x0+w.X*scale-p.GetStringWidth(text)*float64(w.Align)/2, y0+w.Y*scale, text)
	}
	p.SetDrawColor(157, 180, 201)
	for _, d := range f.Dots {
		if l := d.leader(); l.Y1 != l.Y2 {
			p.Line(x0+l.X1*scale, y0+l.Y1*scale, x0+l.X2*scale, y0+l.Y2*scale)
		}
	}
	p.SetFillColor(21, 66, 115)
	for _, d := range f.Dots {
		p.Circle(x0+d.X*scale, y0+d.Y*scale, dotRadius*scale, "F")
		p.Text(x0+(d.X+labelGap)*scale, y0+(d.Text+labelDrop)*scale, p.text(d.Label))
	}
	p.SetXY(margin, y0+height+2)
	p.font("", cellSize)
	p.MultiCell(pageWidth, 3.8, p.text(f.Caption+". "+f.Text), "", "L", false)
}
