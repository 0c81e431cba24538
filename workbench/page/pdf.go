package page

import (
	"bytes"
	"time"

	"doorstroommonitor/document"
)

// PDF writes the same as HTML on paper, in "nl" or "en": the recommendation
// and the picture, then all ways, then the three schools. made is the moment
// that the file says it was made at.
func (p *Page) PDF(lang string, made time.Time) ([]byte, error) {
	var b bytes.Buffer
	err := document.WritePDF(&b, p.document(lang), made)
	return b.Bytes(), err
}

func (p *Page) document(lang string) *document.Document {
	c := p.content(lang)
	d := &document.Document{Lang: lang, Title: c.Title, Subtitle: c.Intro}
	if c.Warning != "" { // as the title it stands at the foot of every page, too
		d.Title, d.Subtitle = c.Warning, c.Title+". "+c.Intro
	}
	add := func(b ...document.Block) { d.Blocks = append(d.Blocks, b...) }
	risk := 1 // a chapter of its own where nothing stands before it
	if a := c.Advice; a != nil {
		add(document.Heading{Level: 1, ID: "aanbeveling", Text: a.Title}, document.Heading{Level: 2, ID: "wat", Text: a.What})
		for _, why := range a.Why {
			add(document.Paragraph("• " + why))
		}
		add(document.Paragraph(a.Price))
		risk = 2
	}
	add(document.Heading{Level: risk, ID: "risico", Text: c.Risk}, c.Picture)
	add(document.Heading{Level: 1, ID: "manieren", Text: c.WaysTitle}, c.Ways)
	if len(c.Seen.Rows) > 0 {
		add(document.Heading{Level: 1, ID: "scholen", Text: c.SeenTitle}, c.Seen)
	}
	add(document.Paragraph(c.Note))
	return d
}
