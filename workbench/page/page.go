// Package page is a comparison of scenarios as one HTML page for a steering
// group: a picture of risk and use, a table, what a small, a middle and a large
// school would see, and a recommendation with its reasons.
//
// What belongs here: texts and layout. What does not: metrics (workbench). The
// page holds true shares of three groups: it is for fictitious worlds.
package page

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"slices"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/workbench"
)

// Page is what is shown.
type Page struct {
	// World says what the figures were made on.
	World   sdmx.Text
	Seeds   int
	Results []*workbench.Result
	Schools []School
}

// School is one group under every scenario, in the order of Results.
type School struct {
	Label sdmx.Text
	N     int64
	True  float64
	Seen  []Seen
}

// Seen is what a reader sees of its main destination. Value is NaN where
// nothing is stated, Low and High are NaN without a band. Blurred figures did
// not pass the reliability gate: what Peers have says more.
type Seen struct {
	Value, Low, High float64
	Blurred          bool
	Peers            float64
}

//go:embed page.html
var source string

// HTML writes the page in "nl" or "en": one file without scripts or anything
// from elsewhere, the same bytes for the same page.
func (p *Page) HTML(lang string) ([]byte, error) {
	t, err := template.New("page").Funcs(template.FuncMap{
		"t":       func(nl, en string) string { return sdmx.Text{NL: nl, EN: en}.In(lang) },
		"in":      func(x sdmx.Text) string { return x.In(lang) },
		"percent": func(v float64) string { return decimal(v, lang) },
		"mean":    func(r *workbench.Result, key string) string { return mean(r, key, lang) },
		"dots":    p.dots,
		"find":    p.find,
		"lang":    func() string { return lang },
		"seen":    func(s Seen) string { return seen(s, lang) },
		"band": func(r *workbench.Result) string {
			if r.Family == "S3" || r.Family == "S4" {
				return "–" // they state no band
			}
			return mean(r, "U3.main.5", lang)
		},
		"found": func(r *workbench.Result) string { return decimal(Found(r), lang) },
	}).Parse(source)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return nil, fmt.Errorf("page of scenarios: %w", err)
	}
	return b.Bytes(), nil
}

// Found is the risk in the picture: what the best attack on a scenario finds
// of small counts, in percent beyond what is guessed without seeing anything.
// Scenarios that hide: counts that follow exactly. Others: right guesses. NaN
// where nothing was tried.
func Found(r *workbench.Result) float64 {
	found := math.NaN()
	for _, key := range []string{"R1.exact", "R1.percentages"} {
		if v, ok := r.Metrics[key]; ok && !(found > v.Mean) {
			found = v.Mean
		}
	}
	if v, ok := r.Metrics["R6.seen"]; ok {
		if over := max(0, v.Mean-r.Metrics["R6.blind"].Mean); !(found > over) {
			found = over
		}
	}
	return found
}

// use is how many main shares are within five points, by the best estimate
// that is published.
func use(r *workbench.Result) float64 { return r.Metrics["U2.main.5.best"].Mean }

// Dot is a scenario in the picture; Text is the height of its label.
type Dot struct {
	X, Y, Text float64
	Label      string
}

// Size of the picture and its margins, in points.
const (
	width, height          = 720.0, 360.0
	left, right, top, foot = 50.0, 150.0, 15.0, 40.0
	line, wide             = 12.0, 110.0 // of a label
)

// dots are the annual scenarios that were attacked, from top to bottom; risk
// on a square root scale, on which 0 and 1 % can be told apart. Labels that
// would overlap move down.
func (p *Page) dots() []Dot {
	var out []Dot
	for _, r := range p.Results {
		if found := Found(r); r.Years <= 1 && !math.IsNaN(found) {
			x := left + (width-left-right)*math.Sqrt(min(100, found)/100)
			y := height - foot - (height-top-foot)*use(r)/100
			out = append(out, Dot{X: math.Round(x*10) / 10, Y: math.Round(y*10) / 10, Label: r.ID})
		}
	}
	slices.SortStableFunc(out, func(a, b Dot) int { return cmp.Compare(a.Y, b.Y) })
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

// find returns the result of a scenario, nil without one.
func (p *Page) find(id string) *workbench.Result {
	for _, r := range p.Results {
		if r.ID == id {
			return r
		}
	}
	return nil
}

func mean(r *workbench.Result, key, lang string) string {
	v, ok := r.Metrics[key]
	if !ok {
		return "–"
	}
	return decimal(v.Mean, lang)
}

func decimal(v float64, lang string) string {
	if math.IsNaN(v) {
		return "–"
	}
	s := fmt.Sprintf("%.1f", v)
	if lang != "en" {
		s = string(bytes.ReplaceAll([]byte(s), []byte("."), []byte(",")))
	}
	return s
}

// seen says a share as a reader gets it; a value that comes from noise never
// stands without its band.
func seen(s Seen, lang string) string {
	band := ""
	if !math.IsNaN(s.Low) && s.High > s.Low {
		band = decimal(100*s.Low, lang) + "–" + decimal(100*s.High, lang) + " %"
	}
	switch {
	case math.IsNaN(s.Value) && band == "":
		return sdmx.Text{NL: "afgeschermd", EN: "hidden"}.In(lang)
	case math.IsNaN(s.Value):
		return sdmx.Text{NL: "afgeschermd, ", EN: "hidden, "}.In(lang) + band
	case band == "":
		return decimal(100*s.Value, lang) + " %"
	}
	text := decimal(100*s.Value, lang) + " % (" + band + ")"
	if s.Blurred {
		text += sdmx.Text{NL: "; onzeker, alle scholen ", EN: "; uncertain, all schools "}.In(lang) + decimal(100*s.Peers, lang) + " %"
	}
	return text
}
