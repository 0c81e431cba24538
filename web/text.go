package web

import (
	"embed"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed text/nl.yaml text/en.yaml
var textFiles embed.FS

// Languages of the portal; the first is the default and has no path prefix.
var languages = []string{"nl", "en"}

// catalogue holds every phrase of one language. Phrases have placeholders in
// braces: "tussen {lower} en {upper}".
type catalogue struct {
	lang    string
	phrases map[string]string
}

// loadCatalogue reads the embedded phrases of one language.
func loadCatalogue(lang string) (*catalogue, error) {
	b, err := textFiles.ReadFile("text/" + lang + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("phrases: %w", err)
	}
	c := &catalogue{lang: lang}
	if err := yaml.Unmarshal(b, &c.phrases); err != nil {
		return nil, fmt.Errorf("phrases in text/%s.yaml: %w", lang, err)
	}
	return c, nil
}

// T returns the phrase for key with its placeholders filled from args, which
// are pairs of name and value. An unknown key gives the key in double
// brackets, which a test looks for on every page.
func (c *catalogue) T(key string, args ...any) string {
	s, ok := c.phrases[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	for i := 0; i+1 < len(args); i += 2 {
		s = strings.ReplaceAll(s, "{"+fmt.Sprint(args[i])+"}", c.arg(args[i+1]))
	}
	return s
}

// N is T with the form for one or for several: key.one or key.other; the
// number fills {n}.
func (c *catalogue) N(key string, n int64, args ...any) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return c.T(key+form, append(args, "n", c.num(n))...)
}

func (c *catalogue) arg(v any) string {
	switch v := v.(type) {
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}
