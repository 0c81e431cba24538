package web

import (
	"fmt"
	"strings"
)

// flowBox is the geometry of a flow picture in pixels.
type flowBox struct {
	id            string
	width, height int
	left, right   float64 // room for labels
	labelChars    int
	lines         int     // of a label
	space         float64 // least distance of two labels
}

var (
	flowWide   = flowBox{id: "w", width: 760, height: 400, left: 150, right: 240, labelChars: 26, lines: 2, space: 38}
	flowNarrow = flowBox{id: "n", width: 340, height: 430, left: 90, right: 132, labelChars: 13, lines: 3, space: 56}
)

const (
	nodeWidth = 14.0
	nodeGap   = 12.0
)

// placed is a node with its vertical position.
type placed struct{ y, h float64 }

// svg draws the flow. id makes element ids unique on the page; title and desc
// are the text alternative.
func (f *flow) svg(l *catalogue, box flowBox, id, title string) string {
	var w svgWriter
	id += "-" + box.id
	box.height = max(box.height, int(box.space*1.1)*len(f.Right))
	w.open(id, "flow", box.width, box.height, title, f.describe(l))
	w.hatch(id + "-h")
	scale := f.scale(float64(box.height))
	left, right := stack(f.Left, scale, float64(box.height)), stack(f.Right, scale, float64(box.height))
	x0, x1 := box.left, float64(box.width)-box.right
	f.drawBands(&w, left, right, x0+nodeWidth, x1-nodeWidth, scale, id)
	f.drawNodes(&w, l, box, f.Left, left, x0, false, id)
	f.drawNodes(&w, l, box, f.Right, right, x1-nodeWidth, true, id)
	return w.close()
}

// scale is the number of pixels per person, the same on both sides.
func (f *flow) scale(height float64) float64 {
	nodes := max(len(f.Left), len(f.Right), 1)
	return (height - 40 - nodeGap*float64(nodes-1)) / float64(max(f.Total, 1))
}

// stack places nodes below each other, centred.
func stack(nodes []flowNode, scale, height float64) []placed {
	var sum float64
	for _, n := range nodes {
		sum += float64(n.N) * scale
	}
	y := (height - sum - nodeGap*float64(len(nodes)-1)) / 2
	out := make([]placed, len(nodes))
	for i, n := range nodes {
		out[i] = placed{y, float64(n.N) * scale}
		y += out[i].h + nodeGap
	}
	return out
}

func (f *flow) drawBands(w *svgWriter, left, right []placed, x0, x1, scale float64, id string) {
	usedL, usedR := make([]float64, len(left)), make([]float64, len(right))
	for _, b := range f.Bands {
		h := float64(b.N) * scale
		a, c := left[b.From].y+usedL[b.From], right[b.To].y+usedR[b.To]
		usedL[b.From] += h
		usedR[b.To] += h
		h = max(h, 1)
		mid := (x0 + x1) / 2
		fill := fmt.Sprintf(`class="band k%d"`, f.Right[b.To].Kind%8)
		if f.Right[b.To].Hidden {
			fill = fmt.Sprintf(`class="band-hidden" fill="url(#%s-h)"`, id)
		}
		fmt.Fprintf(w, `<path d="M%s %s C%s %s %s %s %s %s V%s C%s %s %s %s %s %s Z" %s/>`,
			px(x0), px(a), px(mid), px(a), px(mid), px(c), px(x1), px(c),
			px(c+h), px(mid), px(c+h), px(mid), px(a+h), px(x0), px(a+h), fill)
	}
}

func (f *flow) drawNodes(w *svgWriter, l *catalogue, box flowBox, nodes []flowNode, at []placed, x float64, rightSide bool, id string) {
	ys := spread(at, float64(box.height-7*box.lines-13), box.space)
	for i, n := range nodes {
		switch {
		case n.Hidden:
			fmt.Fprintf(w, `<rect x="%s" y="%s" width="%s" height="%s" class="node-hidden" fill="url(#%s-h)"/>`,
				px(x), px(at[i].y), px(nodeWidth), px(max(at[i].h, 1)), id)
		case rightSide:
			w.rect(x, at[i].y, nodeWidth, max(at[i].h, 1), fmt.Sprintf("node k%d", n.Kind%8))
		default:
			w.rect(x, at[i].y, nodeWidth, max(at[i].h, 1), "node")
		}
		tx, anchor, chars := x-8, "end", box.labelChars*2/3
		if rightSide {
			tx, anchor, chars = x+nodeWidth+8, "start", box.labelChars
		}
		lines := wrap(n.Label, chars, box.lines)
		y := ys[i] - float64(len(lines)-1)*8
		for _, s := range lines {
			w.text(tx, y, "lab", anchor, s)
			y += 15
		}
		value, band := n.Said, ""
		switch roomy := rightSide || box.left > 100; {
		case n.Noisy && !roomy:
			value, band, _ = strings.Cut(value, " ")
		case !n.Noisy && roomy:
			value += " · " + l.percent(halfEven(n.N*100, f.Total))
		}
		w.lines(tx, y+1, "val", anchor, value, band)
	}
}

// spread keeps labels space apart and above the limit; it returns the baseline
// of each label's first line if it has one line.
func spread(at []placed, limit, space float64) []float64 {
	ys := make([]float64, len(at))
	for i, p := range at {
		ys[i] = p.y + p.h/2 - 2
		if i > 0 {
			ys[i] = max(ys[i], ys[i-1]+space)
		} else {
			ys[i] = max(ys[i], 22)
		}
	}
	for i := len(ys) - 1; i >= 0; i-- {
		ys[i] = min(ys[i], limit)
		limit = ys[i] - space
	}
	return ys
}

// describe tells the picture in one sentence.
func (f *flow) describe(l *catalogue) string {
	var parts []string
	for _, n := range f.Right {
		parts = append(parts, n.Label+" "+n.Said)
	}
	return l.T("flow.desc", "n", f.Said, "parts", strings.Join(parts, "; "))
}
