package document

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
)

//go:embed page.html.tmpl
var page string

// WriteHTML writes the report as one page that needs nothing else: no script,
// no other file.
func WriteHTML(w io.Writer, d *Document) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"svg":     func(f Figure) template.HTML { return template.HTML(svg(f)) }, //nolint:gosec // every text in it is escaped
		"heading": func(b Block) *Heading { h, ok := b.(Heading); return pointer(h, ok) },
		"text":    func(b Block) *Paragraph { p, ok := b.(Paragraph); return pointer(p, ok) },
		"table":   func(b Block) *Table { t, ok := b.(Table); return pointer(t, ok) },
		"figure":  func(b Block) *Figure { f, ok := b.(Figure); return pointer(f, ok) },
		"plot":    func(b Block) *Plot { p, ok := b.(Plot); return pointer(p, ok) },
		"dots":    func(p Plot) template.HTML { return template.HTML(p.SVG()) }, //nolint:gosec // every text in it is escaped
	}).Parse(page)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return t.Execute(w, d)
}

func pointer[T any](v T, ok bool) *T {
	if !ok {
		return nil
	}
	return &v
}

// SVG draws the figure by itself.
func SVG(f Figure) string { return svg(f) }

// number writes a coordinate: at most one decimal, the same everywhere.
func number(x float64) string { return strconv.FormatFloat(float64(int64(x*10+.5))/10, 'f', -1, 64) }

func svg(f Figure) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 %s %s" role="img" aria-labelledby="%s-t %s-d" font-family="system-ui, sans-serif" font-size="11">`,
		number(f.Flow.Width+2), number(f.Flow.Height+2), f.ID, f.ID)
	fmt.Fprintf(&b, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, f.ID, template.HTMLEscapeString(f.Caption), f.ID, template.HTMLEscapeString(f.Text))
	for _, band := range f.Flow.Bands {
		p := f.Flow.curve(band)
		fmt.Fprintf(&b, `<path d="M%s %sC%s %s %s %s %s %s" fill="none" stroke="#9db4c9" stroke-width="6"/>`,
			number(p[0][0]), number(p[0][1]), number(p[1][0]), number(p[1][1]), number(p[2][0]), number(p[2][1]), number(p[3][0]), number(p[3][1]))
	}
	for _, x := range f.Flow.Boxes {
		fmt.Fprintf(&b, `<rect x="%s" y="%s" width="%s" height="%s" rx="3" fill="%s" stroke="#154273"/>`, number(x.X), number(x.Y), number(x.W), number(x.H), boxColours[x.Column].css)
		for i, line := range x.Lines {
			fmt.Fprintf(&b, `<text x="%s" y="%s" fill="#1b1b1b">%s</text>`, number(x.X+boxPadding), number(x.Y+boxPadding+lineHeight*(float64(i)+.75)), template.HTMLEscapeString(line))
		}
	}
	b.WriteString(`</svg>`)
	return b.String()
}

// boxColours are the fills of the three columns, light enough for black text.
var boxColours = [3]struct {
	css string
	rgb [3]int
}{{"#d9e6f2", [3]int{217, 230, 242}}, {"#eef3f8", [3]int{238, 243, 248}}, {"#ffffff", [3]int{255, 255, 255}}}

// Contents are the chapters and sections.
func (d *Document) Contents() []Heading {
	var out []Heading
	for _, b := range d.Blocks {
		if h, ok := b.(Heading); ok && h.Level < 3 {
			out = append(out, h)
		}
	}
	return out
}

// Word picks a word of the page in its language.
func (d *Document) Word(nl, en string) string {
	if d.Lang == "en" {
		return en
	}
	return nl
}
