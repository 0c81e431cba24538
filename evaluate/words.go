package evaluate

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"go.yaml.in/yaml/v3"
)

//go:embed text/nl.yaml text/en.yaml evaluation.html
var files embed.FS

// words are the phrases of one language.
type words struct {
	lang    string
	phrases map[string]string
}

func loadWords(lang string) (*words, error) {
	if lang != "en" {
		lang = "nl"
	}
	b, err := files.ReadFile("text/" + lang + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("phrases: %w", err)
	}
	w := &words{lang: lang}
	if err := yaml.Unmarshal(b, &w.phrases); err != nil {
		return nil, fmt.Errorf("phrases in text/%s.yaml: %w", lang, err)
	}
	return w, nil
}

// T returns a phrase; args are pairs of placeholder and value.
func (w *words) T(key string, args ...any) string {
	s, ok := w.phrases[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	for i := 0; i+1 < len(args); i += 2 {
		s = strings.ReplaceAll(s, "{"+fmt.Sprint(args[i])+"}", fmt.Sprint(args[i+1]))
	}
	return s
}

// N is T in the form for one or for several.
func (w *words) N(key string, n int, args ...any) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return w.T(key+form, append(args, "n", w.Num(n))...)
}

// Num writes a count with the thousands mark of the language.
func (w *words) Num(n int) string {
	mark := "."
	if w.lang == "en" {
		mark = ","
	}
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	return s
}

// Share writes part of whole in tenths of a percent, rounded half to even.
func (w *words) Share(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	q, r := part*1000/whole, part*1000%whole
	if 2*r > whole || 2*r == whole && q%2 == 1 {
		q++
	}
	if w.lang == "en" {
		return fmt.Sprintf("%d.%d%%", q/10, q%10)
	}
	return fmt.Sprintf("%d,%d\u00a0%%", q/10, q%10)
}

// Kept writes the share of hidden cells of a cube, or that it has noise.
func (w *words) Kept(c Cube) string {
	switch {
	case c.Noisy:
		return w.T("noisy")
	case c.Rounded:
		return w.T("rounded")
	case c.Shifted:
		return w.T("shifted")
	}
	share := w.Share(c.Hidden, c.Cells)
	if c.Together > 1 {
		share += " " + fmt.Sprintf(w.T("together"), c.Together)
	}
	if c.Coarser {
		share += " " + w.T("coarser")
	}
	return share
}

// Lang is the code of the language.
func (w *words) Lang() string { return w.lang }

// YesNo says yes or no.
func (w *words) YesNo(b bool) string {
	if b {
		return w.T("yes")
	}
	return w.T("no")
}

// view is what the template and the text see.
type view struct {
	*words
	Ev *Evaluation
}

// Summary is the whole year in a few sentences.
func (v view) Summary() []string {
	ev := v.Ev
	out := []string{v.N("summary.releases", len(ev.Releases), "year", ev.Year)}
	switch {
	case len(ev.Deliveries) == 0:
		out = append(out, v.T("summary.nodeliveries", "year", ev.Year))
	case ev.Late == 0:
		out = append(out, v.N("summary.allontime", len(ev.Deliveries)))
	default:
		out = append(out, v.N("summary.late", len(ev.Deliveries), "late", v.Num(ev.Late)))
	}
	if len(ev.Refusals) > 0 {
		out = append(out, v.N("summary.refusals", len(ev.Refusals)))
	}
	if ev.Unfinished > 0 {
		out = append(out, v.N("summary.unfinished", ev.Unfinished))
	}
	if len(ev.Specifications) > 0 {
		out = append(out, v.N("summary.spec", len(ev.Specifications), "list", strings.Join(ev.Specifications, ", ")))
	}
	return out
}

// HTML returns the evaluation as a fragment of HTML that starts at heading
// level 2, in Dutch unless lang is "en".
func (ev *Evaluation) HTML(lang string) (template.HTML, error) {
	w, err := loadWords(lang)
	if err != nil {
		return "", err
	}
	t, err := template.ParseFS(files, "evaluation.html")
	if err != nil {
		return "", fmt.Errorf("evaluation template: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, view{w, ev}); err != nil {
		return "", fmt.Errorf("evaluation of %d: %w", ev.Year, err)
	}
	return template.HTML(b.String()), nil
}

// WriteText writes the evaluation as plain text, in Dutch unless lang is "en".
func (ev *Evaluation) WriteText(out io.Writer, lang string) error {
	w, err := loadWords(lang)
	if err != nil {
		return err
	}
	v := view{w, ev}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n\n", w.T("title", "year", ev.Year))
	for _, s := range v.Summary() {
		fmt.Fprintf(&b, "%s\n", s)
	}
	v.table(&b, "deliveries", []string{"date", "recipient", "agreement", "release", "files", "ontime", "acknowledged"}, len(ev.Deliveries), func(i int) []string {
		d := ev.Deliveries[i]
		return []string{d.Date, d.Recipient, d.Agreement, d.Release, w.Num(d.Files), w.YesNo(d.OnTime), w.YesNo(d.Acknowledged)}
	})
	if len(ev.OwnData) > 0 {
		v.table(&b, "own", []string{"date", "recipient", "agreement", "basis", "decision", "acknowledged"}, len(ev.OwnData), func(i int) []string {
			p := ev.OwnData[i]
			return []string{p.Date, p.Recipient, p.Agreement, p.StatutoryBasis, p.Decision, w.YesNo(p.Acknowledged)}
		})
	}
	v.table(&b, "refusals", []string{"date", "recipient", "agreement", "clause", "text"}, len(ev.Refusals), func(i int) []string {
		r := ev.Refusals[i]
		return []string{r.Date, r.Recipient, r.Agreement, strconv.Itoa(r.Clause), r.Text.In(w.lang)}
	})
	v.table(&b, "hidden", []string{"release", "cube", "cells", "hiddencells", "share", "modelled"}, len(ev.Cubes), func(i int) []string {
		c := ev.Cubes[i]
		return []string{c.Release, c.Cube, w.Num(c.Cells), w.Num(c.Hidden), w.Kept(c), w.Num(c.Modelled)}
	})
	_, err = out.Write(b.Bytes())
	return err
}

func (v view) table(b *bytes.Buffer, title string, cols []string, n int, row func(int) []string) {
	fmt.Fprintf(b, "\n%s\n", v.T("head."+title))
	if n == 0 {
		fmt.Fprintf(b, "%s\n", v.T("nothing"))
		return
	}
	tw := tabwriter.NewWriter(b, 0, 4, 2, ' ', 0)
	var head []string
	for _, c := range cols {
		head = append(head, v.T("col."+c))
	}
	fmt.Fprintln(tw, "  "+strings.Join(head, "\t"))
	for i := range n {
		fmt.Fprintln(tw, "  "+strings.Join(row(i), "\t"))
	}
	tw.Flush()
}
