package page

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"doorstroommonitor/document"
	"doorstroommonitor/workbench"
)

// Size of the picture and its margins, in points.
const (
	width, height          = 720.0, 360.0
	left, right, top, foot = 50.0, 150.0, 15.0, 40.0
	line, wide             = 12.0, 110.0 // of a label
)

// scales put a comparison into the picture.
type scales struct{ least float64 } // use at the foot

// scales begin at the ten below the least use, so that dots lie apart.
func (p *Page) scales() scales {
	least := 100.0
	for _, r := range p.drawn() {
		least = min(least, use(r))
	}
	return scales{min(90, 10*math.Floor(least/10))}
}

// across is the place of a risk on a square root scale, on which 0 and 1 % can
// be told apart.
func (scales) across(risk float64) float64 {
	return left + (width-left-right)*math.Sqrt(min(100, risk)/100)
}

func (s scales) up(use float64) float64 {
	return height - foot - (height-top-foot)*(use-s.least)/(100-s.least)
}

// use is how many main shares are within five points, by the best estimate
// that is published.
func use(r *workbench.Result) float64 { return r.Metrics["U2.main.5.best"].Mean }

// drawn are the annual scenarios that were attacked.
func (p *Page) drawn() []*workbench.Result {
	var out []*workbench.Result
	for _, r := range p.Results {
		if r.Years <= 1 && !math.IsNaN(Found(r)) {
			out = append(out, r)
		}
	}
	return out
}

// picture has risk across and use up.
func (w writer) picture() document.Plot {
	s := w.scales()
	p := document.Plot{
		ID: "risico-en-nut", Caption: w.of("Elke manier als punt", "Every way as a dot"),
		Text:  w.of("Naar links is veiliger, naar boven nuttiger; de cijfers staan in de tabel.", "To the left is safer, upwards is more useful; the figures are in the table."),
		Width: width, Height: height, Dots: w.dots(),
		Lines: []document.Line{{X1: left, Y1: s.up(s.least), X2: s.across(100), Y2: s.up(s.least)}, {X1: left, Y1: s.up(s.least), X2: left, Y2: s.up(100)}},
	}
	for _, risk := range []float64{0, 1, 10, 25, 100} {
		p.Words = append(p.Words, document.Word{X: s.across(risk), Y: height - foot + 15, Align: document.Middle, Text: fmt.Sprint(risk)})
	}
	p.Words[len(p.Words)-1].Text += " %"
	for _, use := range []float64{s.least, (s.least + 100) / 2, 100} {
		p.Words = append(p.Words, document.Word{X: left - 6, Y: s.up(use) + 4, Align: document.Right, Text: fmt.Sprint(use)})
	}
	p.Words = append(p.Words,
		document.Word{X: (left + s.across(100)) / 2, Y: height - 6, Align: document.Middle, Text: w.of("kleine aantallen die de beste aanval vindt, boven blind raden", "small counts that the best attack finds, above blind guesses")},
		document.Word{X: left + 6, Y: top - 3, Text: w.of("% van de hoofdcijfers binnen 5 punten", "% of main figures within 5 points")})
	return p
}

// dots are the scenarios from top to bottom. Labels that would overlap move
// down.
func (p *Page) dots() []document.Dot {
	var out []document.Dot
	s := p.scales()
	for _, r := range p.drawn() {
		out = append(out, document.Dot{X: math.Round(s.across(Found(r))*10) / 10, Y: math.Round(s.up(use(r))*10) / 10, Label: r.ID})
	}
	slices.SortStableFunc(out, func(a, b document.Dot) int { return cmp.Compare(a.Y, b.Y) })
	for i := range out {
		out[i].Text = out[i].Y
		for _, above := range out[:i] {
			if math.Abs(above.X-out[i].X) < wide {
				out[i].Text = max(out[i].Text, above.Text+line)
			}
		}
	}
	return out
}
