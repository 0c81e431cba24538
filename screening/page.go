package screening

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"doorstroommonitor/ingest"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

//go:embed page.html.tmpl
var page string

// view is what the page shows.
type view struct {
	*Report
	Lang    string
	Files   []ingest.FileReceipt
	Total   ingest.FileReceipt
	Groups  []*group
	CSV     string
	Example int
}

// WriteHTML writes the page in "nl" or "en". csvName is the name of the CSV
// file that lies beside it.
func (r *Report) WriteHTML(w io.Writer, lang, csvName string) error {
	v := &view{Report: r, Lang: lang, CSV: csvName, Example: maxExamples}
	var err error
	if v.Groups, err = r.groups(); err != nil {
		return fmt.Errorf("screening report: %w", err)
	}
	if r.Receipt != nil {
		v.Files, v.Total = r.Receipt.Files, r.Receipt.Total()
	}
	t, err := template.New("page").Funcs(template.FuncMap{
		"of":            func(nl, en string) string { return sdmx.Text{NL: nl, EN: en}.In(lang) },
		"in":            func(t sdmx.Text) string { return t.In(lang) },
		"sentence":      func(t sdmx.Text) string { return sentence(t.In(lang)) },
		"severity":      func(s string) string { return severity(s).In(lang) },
		"shiftSeverity": shiftSeverity,
		"kind": func(s string) string {
			return map[string]string{spec.SeverityStop: "stop", spec.SeverityWarning: "warn"}[s]
		},
		"rule":    r.rule,
		"lines":   func(w ingest.Warning) string { return firstLines(w, lang) },
		"n":       func(n any) string { return thousands(n, lang) },
		"percent": func(p float64) string { return percent(p, lang) },
	}).Parse(page)
	if err != nil {
		return fmt.Errorf("screening report: %w", err)
	}
	return t.Execute(w, v)
}

// Verdict is the first thing that the page says.
func (v *view) Verdict() string {
	t := sdmx.Text{NL: "In orde: alle rijen zijn aangenomen.", EN: "In order: every row was accepted."}
	switch {
	case v.Stopped != nil:
		t = sdmx.Text{NL: "Geweigerd: een bestand kon niet worden ingelezen.", EN: "Refused: a file could not be read."}
	case v.Total.Rejected > 0:
		t.NL = fmt.Sprintf("%s van de %s rijen zijn afgekeurd.", thousands(v.Total.Rejected, "nl"), thousands(v.Total.In, "nl"))
		t.EN = fmt.Sprintf("%s of %s rows were rejected.", thousands(v.Total.Rejected, "en"), thousands(v.Total.In, "en"))
	case len(v.Receipt.Findings) > 0 || len(v.Receipt.Shifts) > 0:
		t = sdmx.Text{NL: "Alle rijen zijn aangenomen; er zijn waarschuwingen.", EN: "Every row was accepted; there are warnings."}
	}
	return t.In(v.Lang)
}

// Clean reports whether there is nothing to tell.
func (v *view) Clean() bool {
	return v.Stopped == nil && len(v.Receipt.Findings) == 0 && len(v.Receipt.Shifts) == 0
}

// firstLines names the first lines of a warning.
func firstLines(w ingest.Warning, lang string) string {
	var out []string
	for _, n := range w.Lines[:min(len(w.Lines), maxExamples)] {
		out = append(out, strconv.FormatInt(n, 10))
	}
	if w.Count > int64(len(out)) {
		out = append(out, "…")
	}
	return strings.Join(out, ", ")
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(r)) + s[n:]
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}

// thousands writes a whole number with a mark between thousands.
func thousands(n any, lang string) string {
	mark := "."
	if lang == "en" {
		mark = ","
	}
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	return s
}

func percent(p float64, lang string) string {
	s := strconv.FormatFloat(p, 'f', 1, 64)
	if p > 0 {
		s = "+" + s
	}
	if lang != "en" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return strings.Replace(s, "-", "−", 1) + " %"
}
