package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"time"

	"doorstroommonitor/ledger"
)

//go:embed static
var staticFiles embed.FS

// Options says what the portal serves.
type Options struct {
	// Releases are the verified releases. Those with another audience than
	// "public" are left out. Required; at least one must be public.
	Releases []Release
	// Ledger reads the public ledger from the start, once per call, for the
	// yearly evaluation. Defaults to an empty ledger.
	Ledger func() iter.Seq2[ledger.Entry, error]
	// PublicKey is the text of the public key file that the releases verify
	// with. Defaults to none, and then no key is offered for download.
	PublicKey []byte
	// Now is the clock, for the duration in log lines only. Defaults to
	// time.Now.
	Now func() time.Time
	// Log gets one line per request: method, route, status and duration;
	// never a query, an address or a header. Defaults to no log.
	Log *slog.Logger
}

// ErrNoPublicRelease is returned when there is nothing that may be served
// without login.
var ErrNoPublicRelease = errors.New("no release for the audience \"public\"")

// portal is the handler's state; it is read only after Handler returns.
type portal struct {
	opt       Options
	editions  []*edition // newest first
	byID      map[string]*edition
	texts     map[string]*catalogue
	pages     *pageSet
	static    map[string]staticFile
	evaluated *evaluations
	log       *slog.Logger
}

type staticFile struct {
	body []byte
	etag string
	kind string
}

// Handler returns the portal over the releases.
func Handler(opt Options) (http.Handler, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	h := &portal{opt: opt, log: opt.Log, byID: map[string]*edition{}, texts: map[string]*catalogue{}}
	var err error
	if h.editions, err = publicEditions(opt.Releases); err != nil {
		return nil, err
	}
	if len(h.editions) == 0 {
		return nil, ErrNoPublicRelease
	}
	for _, e := range h.editions {
		h.byID[e.man.ID] = e
	}
	for _, lang := range languages {
		if h.texts[lang], err = loadCatalogue(lang); err != nil {
			return nil, err
		}
	}
	if h.static, err = loadStatic(); err != nil {
		return nil, err
	}
	if h.pages, err = loadPages(); err != nil {
		return nil, err
	}
	h.evaluated = newEvaluations(h.editions)
	return h.guard(h.routes()), nil
}

// current is the release that pages show: the newest.
func (h *portal) current() *edition { return h.editions[0] }

// routes names every address of the portal. Pages exist twice: in Dutch at
// the root and in English below /en.
func (h *portal) routes() *http.ServeMux {
	mux := http.NewServeMux()
	for _, lang := range languages {
		prefix := prefixOf(lang)
		page := func(pattern string, f func(*request) (*page, error)) {
			mux.HandleFunc(prefix+pattern, h.page(lang, f))
		}
		page("/{$}", h.startPage)
		page("/instellingen", h.placesPage)
		page("/instelling/{code}", h.placePage)
		page("/kubus/{cube}", h.cubePage)
		page("/methode", h.methodPage)
		page("/controleren", h.verifyPage)
		page("/toegankelijkheid", h.accessPage)
		page("/releases", h.releasesPage)
		page("/evaluatie", h.evaluationIndex)
		page("/evaluatie/{year}", h.evaluationPage)
		page("/", h.notFoundPage)
	}
	mux.HandleFunc("/en", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/en/", http.StatusMovedPermanently)
	})
	mux.HandleFunc("/bestanden/{release}/{path...}", h.file)
	mux.HandleFunc("/seal.pub", h.publicKey)
	mux.HandleFunc("/static/{name}", h.staticAsset)
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, "User-agent: *\nDisallow: /api/\n")
	})
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = io.WriteString(w, "ok "+h.current().man.ID+"\n")
	})
	h.apiRoutes(mux)
	return mux
}

func prefixOf(lang string) string {
	if lang == languages[0] {
		return ""
	}
	return "/" + lang
}

// loadStatic reads the embedded assets with their digests.
func loadStatic() (map[string]staticFile, error) {
	kinds := map[string]string{".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
	out := map[string]staticFile{}
	entries, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	for _, e := range entries {
		b, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("static files: %w", err)
		}
		out[e.Name()] = staticFile{b, digest(b), kinds[path.Ext(e.Name())]}
	}
	return out, nil
}

// digest is the first 16 bytes of SHA-256 in hexadecimal, for entity tags.
func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

func (h *portal) staticAsset(w http.ResponseWriter, r *http.Request) {
	f, ok := h.static[r.PathValue("name")]
	if !ok {
		h.notFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.kind)
	sendTagged(w, r, f.etag, "public, max-age=86400", f.body)
}

// sendTagged answers with a body, or with 304 if the reader already has it.
func sendTagged(w http.ResponseWriter, r *http.Request, tag, cache string, body []byte) {
	tag = `"` + tag + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", cache)
	for have := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		have = strings.TrimPrefix(strings.TrimSpace(have), "W/")
		if have == tag || have == "*" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	w.Write(body)
}
