// Package page is a comparison of scenarios for a steering group, as one HTML
// page and as PDF: a picture of risk and use, a table, what a small, a middle
// and a large school would see, and a recommendation with its reasons.
//
// What belongs here: texts (content.go), the picture, and the layout of the
// page. What does not: metrics (workbench) and how a PDF is written (document).
// It holds true shares of three groups: it is for fictitious worlds, or marked
// as a secret on its first line.
package page

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"math"

	"doorstroommonitor/document"
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
	// Secret marks a comparison on true counts of a house: the first line says
	// that it stays there.
	Secret bool
}

// School is one group under every scenario, in the order of Results.
type School struct {
	Label sdmx.Text
	N     int64
	True  float64
	Seen  []Seen
}

// Seen is what a reader sees of its main destination. Value is NaN where
// nothing is stated, and Estimate, where there is one, what a model says instead.
// Low and High are NaN without a band. Blurred figures did not pass the
// reliability gate: what Peers have says more.
type Seen struct {
	Value, Low, High float64
	Estimate         float64
	Blurred          bool
	Peers            float64
}

//go:embed page.html
var source string

// HTML writes the page in "nl" or "en": one file without scripts or anything
// from elsewhere, the same bytes for the same page.
func (p *Page) HTML(lang string) ([]byte, error) {
	t, err := template.New("page").Funcs(template.FuncMap{
		"svg": func(p document.Plot) template.HTML { return template.HTML(p.SVG()) }, //nolint:gosec // every text in it is escaped
	}).Parse(source)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p.content(lang)); err != nil {
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
		text := sdmx.Text{NL: "afgeschermd, ", EN: "hidden, "}.In(lang) + band
		if !math.IsNaN(s.Estimate) {
			text += sdmx.Text{NL: " (schatting ", EN: " (estimate "}.In(lang) + decimal(100*s.Estimate, lang) + " %)"
		}
		return text
	case band == "":
		return decimal(100*s.Value, lang) + " %"
	}
	text := decimal(100*s.Value, lang) + " % (" + band + ")"
	if s.Blurred {
		text += sdmx.Text{NL: "; onzeker, alle scholen ", EN: "; uncertain, all schools "}.In(lang) + decimal(100*s.Peers, lang) + " %"
	}
	return text
}
