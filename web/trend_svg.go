package web

import (
	"fmt"
	"slices"
	"strings"
)

// trendBox is the geometry of a line chart in pixels.
type trendBox struct {
	id            string
	width, height int
	right         float64 // room for the direct labels
	labelChars    int
}

var (
	trendWide   = trendBox{id: "w", width: 760, height: 300, right: 190, labelChars: 22}
	trendNarrow = trendBox{id: "n", width: 340, height: 290, right: 128, labelChars: 13}
)

const (
	plotLeft   = 48.0
	plotTop    = 30.0
	plotBottom = 32.0
)

// plot maps years and shares to pixels.
type plot struct {
	box    trendBox
	years  []int
	lo, hi int64
}

func (p plot) x(i int) float64 {
	w := float64(p.box.width) - plotLeft - p.box.right - 24
	if len(p.years) < 2 {
		return plotLeft + 12 + w/2
	}
	return plotLeft + 12 + w*float64(i)/float64(len(p.years)-1)
}

func (p plot) y(perMille int64) float64 {
	h := float64(p.box.height) - plotTop - plotBottom
	return plotTop + h*float64(p.hi-perMille)/float64(p.hi-p.lo)
}

func (p plot) bottom() float64 { return float64(p.box.height) - plotBottom }

// svg draws the lines: a gap where a value is hidden, a break where schools
// merged, names at the end of the lines.
func (t *trend) svg(l *catalogue, box trendBox, id, title string) string {
	var w svgWriter
	id += "-" + box.id
	w.open(id, "trend", box.width, box.height, title, t.describe(l))
	w.hatch(id + "-h")
	lo, hi := t.axis()
	p := plot{box, t.Years, lo, hi}
	t.drawAxes(&w, l, p)
	t.drawGaps(&w, p, id)
	for i := len(t.Series) - 1; i >= 0; i-- {
		t.drawLine(&w, p, t.Series[i])
	}
	t.drawBreaks(&w, l, p)
	t.drawNames(&w, l, p)
	return w.close()
}

func (t *trend) drawAxes(w *svgWriter, l *catalogue, p plot) {
	end := float64(p.box.width) - p.box.right
	step := int64(100)
	if p.hi-p.lo > 500 {
		step = 200
	}
	for v := p.lo; v <= p.hi; v += step {
		w.line(plotLeft, p.y(v), end, p.y(v), "grid")
		w.text(plotLeft-7, p.y(v)+4, "tick", "end", l.percent(v/10))
	}
	every := 1
	if p.box.id == "n" && len(p.years) > 5 {
		every = 2
	}
	for i, y := range p.years {
		if (len(p.years)-1-i)%every == 0 {
			w.text(p.x(i), p.bottom()+20, "tick", "middle", t.cube.Years(y))
		}
	}
}

// drawGaps hatches the years in which the own value is hidden: from the lower
// to the upper bound that anybody can compute, cut to the plot.
func (t *trend) drawGaps(w *svgWriter, p plot, id string) {
	if len(t.Series) == 0 {
		return
	}
	for i, pt := range t.Series[0].Points {
		if pt.Exists && pt.Possible && !pt.Drawn() {
			top, bottom := p.y(min(pt.Upper, p.hi)), p.y(max(pt.Lower, p.lo))
			if bottom-top < gapHeight { // beside the plot, or too small to see
				top = max(plotTop, min(top, p.bottom()-gapHeight))
				bottom = top + gapHeight
			}
			fmt.Fprintf(w, `<rect x="%s" y="%s" width="16" height="%s" fill="url(#%s-h)"/>`, px(p.x(i)-8), px(top), px(bottom-top), id)
			mark := "x"
			if pt.Estimated {
				mark = "?"
			}
			w.text(p.x(i), top-6, "tick strong", "middle", mark)
		}
	}
}

// gapHeight is the least height of a hatched interval, in pixels.
const gapHeight = 8

func (t *trend) drawLine(w *svgWriter, p plot, s series) {
	class := s.class()
	var path strings.Builder
	pen := false
	for i, pt := range s.Points {
		if !pt.Drawn() {
			pen = false
			continue
		}
		op := "L"
		if !pen || s.Own && slices.Contains(t.Breaks, p.years[i]) {
			op = "M"
		}
		fmt.Fprintf(&path, "%s%s %s", op, px(p.x(i)), px(p.y(pt.PerMille)))
		pen = true
	}
	fmt.Fprintf(w, `<path d="%s" class="line %s"/>`, path.String(), class)
	for i, pt := range s.Points {
		if pt.Drawn() {
			x, y := p.x(i), p.y(pt.PerMille)
			if pt.Estimated { // the band, cut to the plot
				w.line(x, p.y(min(pt.Upper, p.hi)), x, p.y(max(pt.Lower, p.lo)), "band-line "+class)
			}
			if s.Own {
				fmt.Fprintf(w, `<circle cx="%s" cy="%s" r="4.5" class="dot own"/>`, px(x), px(y))
			} else {
				w.rect(x-3.5, y-3.5, 7, 7, "dot "+class)
			}
		}
	}
}

func (t *trend) drawBreaks(w *svgWriter, l *catalogue, p plot) {
	for _, year := range t.Breaks {
		if i := slices.Index(p.years, year); i > 0 {
			x := (p.x(i-1) + p.x(i)) / 2
			w.line(x, plotTop, x, p.bottom(), "break")
			w.text(x, plotTop-16, "tick", "middle", l.T("trend.break"))
		}
	}
}

// drawNames writes each name beside the last point of its line, with its
// value, and keeps the names apart.
func (t *trend) drawNames(w *svgWriter, l *catalogue, p plot) {
	type name struct {
		y, at       float64 // of the name, and of its point
		end         float64 // across
		s           series
		value, band string
	}
	var names []name
	height := 50.0
	for _, s := range t.Series {
		for i := len(s.Points) - 1; i >= 0; i-- {
			if pt := s.Points[i]; pt.Drawn() {
				value, band := l.perMille(pt.PerMille), ""
				if pt.Estimated {
					value, band, _ = strings.Cut(l.noisyShareInShort(share{Perturbed: pt.Perturbed, PerMille: pt.PerMille, Lower: pt.Lower, Upper: pt.Upper}), " ")
					height = 65 // the band has a line of its own
				}
				names = append(names, name{p.y(pt.PerMille), p.y(pt.PerMille), p.x(i), s, t.cube.Years(p.years[i]) + ": " + value, band})
				break
			}
		}
	}
	slices.SortStableFunc(names, func(a, b name) int {
		if a.y < b.y {
			return -1
		}
		return 1
	})
	x := float64(p.box.width) - p.box.right + 2
	for i := range names {
		if i > 0 {
			names[i].y = max(names[i].y, names[i-1].y+height)
		}
		names[i].y = max(min(names[i].y, p.bottom()-height+40-height*float64(len(names)-1-i)), plotTop)
		y := names[i].y
		if len(names) > 2 { // which name is of which line
			w.line(names[i].end+6, names[i].at, x-4, y-4, "lead")
		}
		class := "lab " + names[i].s.class()
		for _, line := range wrap(names[i].s.Name, p.box.labelChars, 2) {
			w.text(x, y, class, "start", line)
			y += 15
		}
		w.lines(x, y, "val", "start", names[i].value, names[i].band)
	}
}

// describe tells the lines in words, hidden years included.
func (t *trend) describe(l *catalogue) string {
	var out []string
	for _, s := range t.Series {
		var vals []string
		for i, pt := range s.Points {
			vals = append(vals, t.cube.Years(t.Years[i])+" "+l.point(pt))
		}
		out = append(out, s.Name+": "+strings.Join(vals, ", "))
	}
	return strings.Join(out, ". ") + "."
}

// point words one value of a line.
func (l *catalogue) point(pt point) string {
	switch {
	case !pt.Exists || !pt.Possible:
		return l.T("none")
	case pt.Known:
		return l.perMille(pt.PerMille)
	case pt.Estimated:
		return l.noisyShare(pt.share)
	default:
		return l.T("hidden") + " (" + l.shareBounds(pt.Lower, pt.Upper) + ")"
	}
}
