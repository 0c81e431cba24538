package page

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var made = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)

// TestThePDFSaysWhatThePageSays reads the PDF back with a program of others,
// in both languages: every word of the page that is not broken over lines.
func TestThePDFSaysWhatThePageSays(t *testing.T) {
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed (apt-get install poppler-utils)")
	}
	p, err := example()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"nl", "en"} {
		b, err := p.PDF(lang, made)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := p.PDF(lang, made); !bytes.Equal(b, again) {
			t.Errorf("%s: a second PDF has other bytes", lang)
		}
		path := filepath.Join(t.TempDir(), "x.pdf")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(reader, path, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		if pages := strings.Count(string(out), "\f"); pages != 3 {
			t.Errorf("%s: %d pages, 3 expected: the recommendation, all ways, three schools", lang, pages)
		}
		have := map[string]int{}
		for w := range strings.FieldsSeq(string(out)) {
			have[w]++
		}
		for w, n := range p.content(lang).words() {
			if w = strings.ReplaceAll(w, "≤", "<="); have[w] < n {
				t.Errorf("%s: %q is in the PDF %d times, %d expected", lang, w, have[w], n)
			}
		}
	}
}

// words counts the words of everything that is said.
func (c *content) words() map[string]int {
	said := []string{c.Title, c.Intro, c.Advice.Title, c.Advice.What, c.Advice.Price, c.Risk, c.Picture.Caption + ". " + c.Picture.Text, c.WaysTitle, c.SeenTitle, c.Note}
	said = append(said, c.Advice.Why...)
	for _, d := range c.Picture.Dots {
		said = append(said, d.Label)
	}
	for _, w := range c.Picture.Words {
		said = append(said, w.Text)
	}
	said = append(append(append(said, c.Ways.Caption), c.Ways.Head...), append(c.Seen.Head, c.Seen.Caption)...)
	for _, row := range append(c.Ways.Rows, c.Seen.Rows...) {
		said = append(said, row...)
	}
	out := map[string]int{}
	for _, text := range said {
		for w := range strings.FieldsSeq(text) {
			out[w]++
		}
	}
	return out
}
