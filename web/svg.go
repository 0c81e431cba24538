package web

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

// svgWriter builds an SVG by appending; text is always escaped. Colours and
// fonts come from the style sheet by class, because the content security
// policy allows no inline style.
type svgWriter struct{ strings.Builder }

// open starts a picture that a screen reader meets as one image with a title
// and a description. id must be unique on the page.
func (w *svgWriter) open(id, class string, width, height int, title, desc string) {
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" class="%s" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t" aria-describedby="%s-d">`,
		class, width, height, id, id)
	fmt.Fprintf(w, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, id, html.EscapeString(title), id, html.EscapeString(desc))
}

func (w *svgWriter) close() string {
	w.WriteString("</svg>")
	return w.String()
}

// text writes one line; anchor is start, middle or end.
func (w *svgWriter) text(x, y float64, class, anchor, s string) {
	fmt.Fprintf(w, `<text x="%s" y="%s" class="%s" text-anchor="%s">%s</text>`, px(x), px(y), class, anchor, html.EscapeString(s))
}

// lines writes a line, and another below it unless that is empty.
func (w *svgWriter) lines(x, y float64, class, anchor, first, second string) {
	if second == "" {
		w.text(x, y, class, anchor, first)
		return
	}
	fmt.Fprintf(w, `<text x="%s" y="%s" class="%s" text-anchor="%s">%s <tspan x="%s" dy="15">%s</tspan></text>`,
		px(x), px(y), class, anchor, html.EscapeString(first), px(x), html.EscapeString(second))
}

func (w *svgWriter) rect(x, y, width, height float64, class string) {
	fmt.Fprintf(w, `<rect x="%s" y="%s" width="%s" height="%s" class="%s"/>`, px(x), px(y), px(width), px(height), class)
}

func (w *svgWriter) line(x1, y1, x2, y2 float64, class string) {
	fmt.Fprintf(w, `<line x1="%s" y1="%s" x2="%s" y2="%s" class="%s"/>`, px(x1), px(y1), px(x2), px(y2), class)
}

// hatch defines the pattern for what is not shown, under the given id.
func (w *svgWriter) hatch(id string) {
	fmt.Fprintf(w, `<defs><pattern id="%s" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">`+
		`<rect width="7" height="7" class="hatch-ground"/><line x1="0" y1="0" x2="0" y2="7" class="hatch-line"/></pattern></defs>`, id)
}

// px writes a coordinate with at most one decimal.
func px(v float64) string {
	s := strconv.FormatFloat(v, 'f', 1, 64)
	return strings.TrimSuffix(s, ".0")
}

// wrap breaks a label into lines of about width characters; what does not fit
// in the given number of lines ends in an ellipsis.
func wrap(s string, width, lines int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			out = append(out, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	out = append(out, line)
	if len(out) > lines {
		out = out[:lines]
		out[lines-1] += " …"
	}
	for i := range out {
		if r := []rune(out[i]); len(r) > width+2 {
			out[i] = string(r[:width]) + "…"
		}
	}
	return out
}
