package web

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
)

//go:embed templates
var templateFiles embed.FS

// errNotFound and errMoved are the two ways in which a page may not exist.
var errNotFound = errors.New("no such page")

type errMoved struct{ to string } // language-neutral path

func (e errMoved) Error() string { return "moved to " + e.to }

// request is what a page needs to know.
type request struct {
	*http.Request
	l *catalogue
	e *edition
}

// page is what the layout draws. Body belongs to the template Name.
type page struct {
	Name   string
	Title  string
	Nav    string // which menu item is current
	Status int    // defaults to 200
	Body   any

	L        *catalogue
	Path     string // language-neutral, with the query that was understood
	Current  *edition
	CSS      string
	HasEvals bool
}

// T and N are the phrases of the page's language.
func (p *page) T(key string, args ...any) string          { return p.L.T(key, args...) }
func (p *page) N(key string, n int64, args ...any) string { return p.L.N(key, n, args...) }

// URL puts the language before a neutral path.
func (p *page) URL(neutral string) string { return p.L.url(neutral) }

func (c *catalogue) url(neutral string) string { return prefixOf(c.lang) + neutral }

// Lang is the code of the page's language.
func (p *page) Lang() string { return p.L.lang }

// OtherLang and OtherURL lead to the same page in the other language.
func (p *page) OtherLang() string {
	if p.L.lang == "nl" {
		return "en"
	}
	return "nl"
}

func (p *page) OtherURL() string { return prefixOf(p.OtherLang()) + p.Path }

// Synthetic says that the release was made from fictitious persons.
func (p *page) Synthetic() bool { return p.Current.man.Synthetic }

// ReleaseID and Created name the release that the page shows.
func (p *page) ReleaseID() string { return p.Current.man.ID }
func (p *page) Created() string   { return p.L.day(p.Current.man.Created) }

// pageSet holds one parsed template per page.
type pageSet struct{ byName map[string]*template.Template }

// loadPages parses each page together with the layout and the shared parts.
func loadPages() (*pageSet, error) {
	names, err := fs.Glob(templateFiles, "templates/page_*.html")
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	set := &pageSet{map[string]*template.Template{}}
	for _, n := range names {
		t, err := template.ParseFS(templateFiles, "templates/layout.html", "templates/parts.html", n)
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", n, err)
		}
		set.byName[strings.TrimSuffix(strings.TrimPrefix(path.Base(n), "page_"), ".html")] = t
	}
	return set, nil
}

// page turns a page function into a handler. The page is drawn into memory
// first, so that an error never leaves half a page behind.
func (h *portal) page(lang string, f func(*request) (*page, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, err := f(&request{r, h.texts[lang], h.current()})
		var moved errMoved
		switch {
		case errors.As(err, &moved):
			http.Redirect(w, r, prefixOf(lang)+moved.to, http.StatusSeeOther)
			return
		case errors.Is(err, errNotFound):
			h.errorPage(w, lang, http.StatusNotFound)
			return
		case err != nil:
			h.log.Error("page", "route", r.Pattern, "error", err.Error())
			h.errorPage(w, lang, http.StatusInternalServerError)
			return
		}
		body, err := h.draw(p, lang)
		if err != nil {
			h.log.Error("page", "route", r.Pattern, "error", err.Error())
			h.errorPage(w, lang, http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Language", lang)
		sendTagged(w, r, digest(body), "public, max-age=300", body)
	}
}

// draw executes the page's template.
func (h *portal) draw(p *page, lang string) ([]byte, error) {
	p.L, p.Current, p.CSS = h.texts[lang], h.current(), h.static["portal.css"].etag[:12]
	p.HasEvals = h.opt.Ledger != nil
	if p.Path == "" {
		p.Path = "/"
	}
	t, ok := h.pages.byName[p.Name]
	if !ok {
		return nil, fmt.Errorf("template %q does not exist", p.Name)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", p); err != nil {
		return nil, fmt.Errorf("page %s: %w", p.Name, err)
	}
	return b.Bytes(), nil
}

// errorPage says in plain words what went wrong and where to go next.
func (h *portal) errorPage(w http.ResponseWriter, lang string, status int) {
	l := h.texts[lang]
	key := "error.500"
	switch status {
	case http.StatusNotFound:
		key = "error.404"
	case http.StatusMethodNotAllowed:
		key = "error.405"
	}
	body, err := h.draw(&page{Name: "error", Title: l.T(key + ".title"), Body: l.T(key + ".text")}, lang)
	if err != nil {
		body = []byte(l.T(key+".title") + "\n")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(body)
}

func (h *portal) notFoundPage(*request) (*page, error) { return nil, errNotFound }

// neutral builds a language-neutral address from a path and pairs of query
// name and value; empty values are left out.
func neutral(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// link is one choice; Current marks the one that is shown.
type link struct {
	Label, URL string
	Current    bool
}
