package page

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strings"
	"sync"
	"testing"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/workbench"
)

// example is made once: it takes a second.
var example = sync.OnceValues(func() (*Page, error) {
	g := workbench.Simulation()
	g.Locations = 25
	w, err := g.World()
	if err != nil {
		return nil, err
	}
	list, err := workbench.Scenarios()
	if err != nil {
		return nil, err
	}
	results, err := workbench.Run(context.Background(), w, list, workbench.Options{Seeds: []uint64{1}, Workers: 1})
	if err != nil {
		return nil, err
	}
	return Make(context.Background(), w, list, results, 1, sdmx.Text{NL: "Verzonnen scholen.", EN: "Made-up schools."})
})

// TestThePageIsComplete in both languages: well-formed, every scenario is
// there, and nothing comes from elsewhere.
func TestThePageIsComplete(t *testing.T) {
	p, err := example()
	if err != nil {
		t.Fatal(err)
	}
	var pages [][]byte
	for _, lang := range []string{"nl", "en"} {
		b, err := p.HTML(lang)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := p.HTML(lang)
		if !bytes.Equal(b, again) {
			t.Error("a second page has other bytes")
		}
		pages = append(pages, b)
		for _, r := range p.Results {
			if !bytes.Contains(b, []byte(r.ID)) {
				t.Errorf("%s: %s is missing", lang, r.ID)
			}
		}
		if regexp.MustCompile(`(src|href)=|@import|<script`).Match(b) {
			t.Errorf("%s: the page wants something from elsewhere", lang)
		}
		if bytes.Contains(b, []byte("NaN")) || bytes.Contains(b, []byte("<no value>")) {
			t.Errorf("%s: a figure is missing", lang)
		}
		d := xml.NewDecoder(bytes.NewReader(b))
		d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", lang, err)
			}
		}
	}
	if bytes.Equal(pages[0], pages[1]) {
		t.Error("both languages are the same")
	}
}

// TestLabelsDoNotOverlap: where dots are close, labels move down.
func TestLabelsDoNotOverlap(t *testing.T) {
	p, err := example()
	if err != nil {
		t.Fatal(err)
	}
	dots := p.dots()
	if len(dots) < 10 {
		t.Fatalf("%d dots", len(dots))
	}
	for i, a := range dots {
		for _, b := range dots[:i] {
			if math.Abs(a.X-b.X) < wide && math.Abs(a.Text-b.Text) < line-1e-9 {
				t.Errorf("%s and %s overlap", a.Label, b.Label)
			}
		}
	}
}

// TestNoNoisyNumberWithoutItsBand: under every scenario with formal privacy
// each of the three schools sees a band beside its number.
func TestNoNoisyNumberWithoutItsBand(t *testing.T) {
	p, err := example()
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range p.Results {
		if r.Family != "S5" || r.Years > 1 {
			continue
		}
		for _, s := range p.Schools {
			if text := seen(s.Seen[i], "en"); !strings.Contains(text, "–") {
				t.Errorf("%s, %d pupils: %s", r.ID, s.N, text)
			}
		}
	}
	nan := math.NaN()
	for want, s := range map[string]Seen{
		"hidden": {Value: nan, Low: nan, High: nan}, "hidden, 10.0–40.0 %": {Value: nan, Low: 0.1, High: 0.4, Estimate: nan},
		"hidden, 10.0–40.0 % (estimate 25.0 %)": {Value: nan, Low: 0.1, High: 0.4, Estimate: 0.25},
		"25.0 %": {Value: 0.25, Low: 0.25, High: 0.25}, "25.0 % (20.0–30.0 %)": {Value: 0.25, Low: 0.2, High: 0.3},
		"25.0 % (0.0–70.0 %); uncertain, all schools 60.0 %": {Value: 0.25, Low: 0, High: 0.7, Blurred: true, Peers: 0.6},
	} {
		if got := seen(s, "en"); got != want {
			t.Errorf("%+v: %q, want %q", s, got, want)
		}
	}
}

// TestThePageTellsWhatAModelSaysAndTheOdds: who is shown S2 sees an estimate of
// what is hidden, and the odds of the recommendation are those of a bet: an
// advantage of 38.3 in a hundred makes 69.2 rights, not 88.3.
func TestThePageTellsWhatAModelSaysAndTheOdds(t *testing.T) {
	p, err := example()
	if err != nil {
		t.Fatal(err)
	}
	estimates := 0
	for i, r := range p.Results {
		for _, s := range p.Schools {
			if text := seen(s.Seen[i], "en"); r.ID == "interval-5" && strings.Contains(text, "estimate") {
				estimates++
			}
		}
	}
	if estimates == 0 {
		t.Error("no school sees an estimate under S2")
	}
	b, err := p.HTML("en")
	if err != nil {
		t.Fatal(err)
	}
	if want := "is right in at most 69.2 of 100 cases, instead of 50"; !bytes.Contains(b, []byte(want)) {
		t.Errorf("the page does not say %q", want)
	}
}

// TestThePictureIsLegibleOnATelephone: its labels would shrink with it, so that it
// keeps its width and is moved sideways, as the tables are.
func TestThePictureIsLegibleOnATelephone(t *testing.T) {
	p, err := example()
	if err != nil {
		t.Fatal(err)
	}
	b, err := p.HTML("nl")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`<div class="scroll"><svg`).Match(b) || !bytes.Contains(b, []byte(".scroll svg { min-width:")) {
		t.Error("the picture shrinks with the page")
	}
}
