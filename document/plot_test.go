package document_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"doorstroommonitor/document"
)

// TestAPlotIsOnPageAndPaper: with text that has to be escaped, and a line to
// the one label that gave way.
func TestAPlotIsOnPageAndPaper(t *testing.T) {
	p := document.Plot{
		ID: "x", Caption: "Risk & use", Text: "All", Width: 100, Height: 50,
		Lines: []document.Line{{X1: 10, Y1: 40, X2: 90, Y2: 40}},
		Words: []document.Word{{X: 50, Y: 48, Align: document.Middle, Text: "a < b"}},
		Dots:  []document.Dot{{X: 20, Y: 30, Text: 30, Label: "one"}, {X: 20, Y: 32, Text: 42, Label: "two"}},
	}
	svg := p.SVG()
	if err := xml.Unmarshal([]byte(svg), new(struct{})); err != nil {
		t.Fatal(err)
	}
	for what, n := range map[string]int{"<circle": 2, "<line": 2, ">a &lt; b<": 1, ">one<": 1} {
		if got := strings.Count(svg, what); got != n {
			t.Errorf("%q is there %d times, %d expected", what, got, n)
		}
	}
	d := &document.Document{Lang: "en", Title: "T", Blocks: []document.Block{p, document.Table{Caption: "C", Head: []string{"a", "b"}, Rows: [][]string{{"x", "1"}}, Numbers: true}}}
	if text, _ := shown(t, d); !strings.Contains(text, "a < b") || !strings.Contains(text, "Risk & use. All") {
		t.Errorf("the page says %q", text)
	}
	var pdf bytes.Buffer
	if err := document.WritePDF(&pdf, d, made); err != nil || !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF-")) {
		t.Errorf("no PDF: %v", err)
	}
}
