package document

import (
	"strings"
	"unicode/utf8"
)

// Flow is a picture of boxes in columns and bands between them: from whom is
// followed, on the left, to what can become of them. Bands have no width that
// means anything: a specification has no figures. Units are points.
type Flow struct {
	Width, Height float64
	Boxes         []Box
	Bands         []Band
}

// Box is a labelled box; Lines is its text, broken to fit.
type Box struct {
	X, Y, W, H float64
	Lines      []string
	Column     int
}

// Band joins the right side of one box to the left side of another.
type Band struct{ From, To int }

const (
	flowWidth  = 700.0
	boxWidth   = 176.0
	columnStep = (flowWidth - boxWidth) / 2
	lineHeight = 14.0
	boxPadding = 7.0
	boxGap     = 10.0
	boxChars   = 26 // of a line in a box
)

// branch is one outcome and what it divides into.
type branch struct {
	label    string
	branches []branch
}

// newFlow draws a tree of up to three levels: the root left, then its
// branches, then theirs. Deeper levels are left to the tables.
func newFlow(root branch) *Flow {
	f := &Flow{Width: flowWidth}
	f.place(root, 0, 0)
	for _, b := range f.Boxes {
		f.Height = max(f.Height, b.Y+b.H)
	}
	return f
}

// place puts a branch with all below it at height y, and gives the index of
// its box and the height that it takes.
func (f *Flow) place(b branch, column int, y float64) (box int, height float64) {
	lines := wrap(b.label, boxChars)
	h := float64(len(lines))*lineHeight + 2*boxPadding
	box = len(f.Boxes)
	f.Boxes = append(f.Boxes, Box{X: float64(column) * columnStep, W: boxWidth, H: h, Lines: lines, Column: column})
	below := 0.0
	if column < 2 {
		for _, c := range b.branches {
			if below > 0 {
				below += boxGap
			}
			child, used := f.place(c, column+1, y+below)
			f.Bands = append(f.Bands, Band{box, child})
			below += used
		}
	}
	height = max(h, below)
	f.Boxes[box].Y = y + (height-h)/2
	return box, height
}

// wrap breaks text at spaces into lines of at most n characters, where words
// allow.
func wrap(text string, n int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > n {
			lines = append(lines, line)
			line = word
			continue
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// curve gives the four points of a band's Bézier curve.
func (f *Flow) curve(b Band) [4][2]float64 {
	from, to := f.Boxes[b.From], f.Boxes[b.To]
	x0, y0 := from.X+from.W, from.Y+from.H/2
	x1, y1 := to.X, to.Y+to.H/2
	middle := (x0 + x1) / 2
	return [4][2]float64{{x0, y0}, {middle, y0}, {middle, y1}, {x1, y1}}
}
