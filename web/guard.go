package web

import (
	"log/slog"
	"net/http"
	"strings"
)

// contentPolicy allows the portal's own style sheet and images and forms to
// itself; no script at all, nothing from elsewhere, no frame.
const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard wraps every answer: security headers, reading methods only, a log
// line without anything about the reader, and an error page instead of a
// broken connection if a handler panics.
func (h *portal) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := h.opt.Now()
		head := w.Header()
		head.Set("Content-Security-Policy", contentPolicy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		head.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("X-Frame-Options", "DENY")
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so, too
					panic(p)
				}
				h.log.Error("a handler stopped", slog.String("route", r.Pattern))
				if rec.status == 0 {
					h.fail(rec, r, http.StatusInternalServerError)
				}
			}
			h.log.Info("request", slog.String("method", method(r)), slog.String("route", route(r)),
				slog.Int("status", rec.code()), slog.Duration("duration", h.opt.Now().Sub(start)))
		}()
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			head.Set("Allow", "GET, HEAD")
			h.fail(rec, r, http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(rec, r)
	})
}

// route is the pattern that matched, never the address itself, which could
// hold what somebody searched for.
func route(r *http.Request) string {
	if r.Pattern == "" {
		return "-"
	}
	return r.Pattern
}

// method keeps free text of a request out of the log.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// recorder remembers the status for the log.
type recorder struct {
	http.ResponseWriter
	status int
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

func (w *recorder) code() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// fail answers with an error page, or a problem document below /api/.
func (h *portal) fail(w http.ResponseWriter, r *http.Request, status int) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		problem(w, status, "")
		return
	}
	h.errorPage(w, langOf(r), status)
}

func (h *portal) notFound(w http.ResponseWriter, r *http.Request) { h.fail(w, r, http.StatusNotFound) }

func langOf(r *http.Request) string {
	if r.URL.Path == "/en" || strings.HasPrefix(r.URL.Path, "/en/") {
		return "en"
	}
	return languages[0]
}
