package owndata

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"
)

//go:embed readme.txt.tmpl
var readmeText string

// purposes of article 1 of the agreements on flow data.
var purposes = map[string][2]string{
	"a": {"de kwaliteit van het onderwijs verbeteren", "to improve the quality of education"},
	"b": {"de kwaliteit van het onderwijs verantwoorden", "to account for the quality of education"},
}

// writeReadme writes README.txt: Dutch, then English.
func (m *Manifest) writeReadme(w io.Writer) error {
	words := func(lang int) func() string {
		return func() string {
			var out []string
			for _, p := range m.Purpose {
				out = append(out, purposes[p][lang])
			}
			return strings.Join(out, "; ")
		}
	}
	pooled := func() bool { return slices.ContainsFunc(m.Files, func(f File) bool { return f.Since != 0 }) }
	t, err := template.New(ReadmeName).Funcs(template.FuncMap{
		"join": func(list []string) string { return strings.Join(list, ", ") }, "purposeNL": words(0), "purposeEN": words(1), "pooled": pooled,
	}).Parse(readmeText)
	if err != nil {
		return fmt.Errorf("%s: %w", ReadmeName, err)
	}
	return t.Execute(w, m)
}
