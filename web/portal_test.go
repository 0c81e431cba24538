package web_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"doorstroommonitor/release"
	"doorstroommonitor/web"
	"doorstroommonitor/web/webtest"
)

const (
	newestID = "public-2026.1"
	secretID = "vo-raad-2026.1"
)

// newPortal serves the fixture: an older and a newer public release, and one
// that is for a recipient.
func newPortal(t *testing.T, change ...func(*web.Options)) http.Handler {
	t.Helper()
	opt := web.Options{
		Releases: []web.Release{
			webtest.New("public-2025.1", "public", "2025-06-01T09:00:00Z"), webtest.New(newestID, "public", "2026-06-01T09:00:00Z"),
			webtest.New(secretID, "vo-raad", "2026-07-01T09:00:00Z"),
		},
		Ledger: webtest.Entries, PublicKey: []byte("untrusted comment: key\n"),
		Now: func() time.Time { return time.Unix(0, 0) },
	}
	for _, c := range change {
		c(&opt)
	}
	h, err := web.Handler(opt)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var (
	hrefs = regexp.MustCompile(`(?:href|action)="([^"]+)"`)
	ids   = regexp.MustCompile(` id="([^"]+)"`)
)

// crawl visits every page that can be reached and returns the bodies by path.
func crawl(t *testing.T, h http.Handler) map[string]string {
	t.Helper()
	seen := map[string]string{}
	queue := []string{"/", "/en/", "/instelling/09OG", "/api/v1/cubes/VO-HO/tables/bestemming/2023", "/api/v1/cubes/VO-HO/indicators/direct_ho/2023", "/api/v1/institutions", "/api/v1/structure", "/api/v1/releases"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if _, ok := seen[path]; ok {
			continue
		}
		w := get(h, path)
		if w.Code == http.StatusSeeOther {
			seen[path] = ""
			queue = append(queue, w.Header().Get("Location"))
			continue
		}
		if w.Code != http.StatusOK {
			t.Errorf("%s: status %d", path, w.Code)
		}
		seen[path] = w.Body.String()
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		for _, m := range hrefs.FindAllStringSubmatch(seen[path], -1) {
			to, _, _ := strings.Cut(html.UnescapeString(m[1]), "#")
			if to == "" {
				continue
			}
			if !strings.HasPrefix(to, "/") {
				t.Errorf("%s links outside: %s", path, to)
				continue
			}
			queue = append(queue, to)
		}
	}
	return seen
}

func TestEveryLinkWorksAndEveryPhraseExists(t *testing.T) {
	pages := crawl(t, newPortal(t))
	if len(pages) < 200 {
		t.Errorf("only %d addresses reached", len(pages))
	}
	for path, body := range pages {
		if strings.Contains(body, "⟦") {
			t.Errorf("%s: a phrase is missing", path)
		}
		if strings.Contains(body, "style=") || strings.Contains(body, "<script") {
			t.Errorf("%s: inline style or script, which the content policy refuses", path)
		}
		have := map[string]bool{}
		for _, m := range ids.FindAllStringSubmatch(body, -1) {
			if have[m[1]] {
				t.Errorf("%s: id %s occurs twice", path, m[1])
			}
			have[m[1]] = true
		}
		for _, m := range hrefs.FindAllStringSubmatch(body, -1) {
			if at, frag, ok := strings.Cut(m[1], "#"); ok && at == "" {
				if f, _ := url.PathUnescape(frag); !have[f] {
					t.Errorf("%s: link to #%s leads nowhere", path, frag)
				}
			}
		}
	}
}

// Two worlds that differ only in the values behind hidden cells must look the
// same from outside. The fixture's hidden cells get a nonsense value.
func TestPagesDoNotDependOnHiddenValues(t *testing.T) {
	want := crawl(t, newPortal(t))
	got := crawl(t, newPortal(t, func(o *web.Options) {
		for _, r := range o.Releases {
			for _, d := range r.(*webtest.Release).Parts {
				for i := range d.Observations {
					if d.Observations[i].Hidden {
						d.Observations[i].Value = 777777
					}
				}
			}
		}
	}))
	for path, body := range want {
		if got[path] != body {
			t.Errorf("%s differs", path)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d addresses, want %d", len(got), len(want))
	}
}

var (
	hiddenCell = regexp.MustCompile(`<t[dh] class="num hid">(.*?)</td>`)
	boundsText = regexp.MustCompile(`<span class="bounds">.*?</span>`)
)

func TestHiddenCellsAllHaveTheSameWords(t *testing.T) {
	forms := map[string]string{}
	n := 0
	for path, body := range crawl(t, newPortal(t)) {
		if strings.HasPrefix(path, "/en/") {
			continue
		}
		for _, m := range hiddenCell.FindAllStringSubmatch(body, -1) {
			forms[boundsText.ReplaceAllString(m[1], "")] = path
			n++
		}
	}
	if n < 100 || len(forms) != 1 {
		t.Errorf("%d hidden cells in %d wordings: %v", n, len(forms), forms)
	}
}

func TestOnlyPublicReleasesAreServed(t *testing.T) {
	h := newPortal(t)
	for path, body := range crawl(t, h) {
		if strings.Contains(path, secretID) {
			t.Errorf("%s is reachable", path)
		}
		if strings.Contains(body, secretID) && !strings.Contains(path, "evalua") {
			t.Errorf("%s names a release that is not public", path)
		}
	}
	for _, path := range []string{"/bestanden/" + secretID + "/manifest.json", "/bestanden/" + secretID + "/structure.json", "/bestanden/" + secretID + "/data/VO-HO/bestemming/2023.csv"} {
		if w := get(h, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	if w := get(h, "/api/v1/releases"); strings.Contains(w.Body.String(), "vo-raad") {
		t.Error("the API names a release that is not public")
	}
	_, err := web.Handler(web.Options{Releases: []web.Release{webtest.New(secretID, "vo-raad", "2026-07-01T09:00:00Z")}})
	if !errors.Is(err, web.ErrNoPublicRelease) {
		t.Errorf("error %v, want ErrNoPublicRelease", err)
	}
}

func TestNewestReleaseIsShown(t *testing.T) {
	same := "2026-06-01T09:00:00Z"
	h := newPortal(t, func(o *web.Options) {
		o.Releases = []web.Release{webtest.New("b", "public", same), webtest.New("c", "public", "2025-06-01T09:00:00Z"), webtest.New("a", "public", same)}
	})
	if got := get(h, "/healthz").Body.String(); got != "ok b\n" {
		t.Errorf("newest is %q: by Created, then by ID", got)
	}
}

func TestReadersMayOnlyRead(t *testing.T) {
	h := newPortal(t)
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"} {
		for _, path := range []string{"/", "/api/v1/cubes"} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
			if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: status %d, Allow %q", method, path, w.Code, w.Header().Get("Allow"))
			}
		}
	}
}

func TestPathsCannotLeaveTheRelease(t *testing.T) {
	s := httptest.NewServer(newPortal(t))
	defer s.Close()
	at := "/bestanden/" + newestID + "/"
	for _, path := range []string{
		at + "../../../etc/passwd", at + "..%2f..%2f..%2fetc%2fpasswd", at + "%2e%2e/%2e%2e/etc/passwd", at + "data/..%5c..%5cseal.key", at, at + "data", at + "data/",
		at + "/etc/passwd", "/bestanden/..%2f..%2f/etc/passwd", "/bestanden/", "/bestanden/" + newestID, "/static/", "/static/..%2fhandler.go", "/static/../handler.go",
	} {
		req, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != http.StatusNotFound || bytes.Contains(body, []byte("root:")) {
			t.Errorf("%s: status %d", path, resp.StatusCode)
		}
	}
}

func TestEveryAnswerHasTheSecurityHeaders(t *testing.T) {
	h := newPortal(t)
	for _, path := range []string{"/", "/nope", "/api/v1/cubes", "/static/portal.css", "/bestanden/" + newestID + "/manifest.json", "/api/nope"} {
		head := get(h, path).Header()
		csp := head.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if head.Get("X-Content-Type-Options") != "nosniff" || head.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: headers %v", path, head)
		}
	}
}

func TestLogHasNoQueryAndNoAddress(t *testing.T) {
	var buf bytes.Buffer
	h := newPortal(t, func(o *web.Options) { o.Log = slog.New(slog.NewTextHandler(&buf, nil)) })
	get(h, "/instellingen?q=geheime-zoekterm", "User-Agent", "geheime-bladeraar", "X-Forwarded-For", "203.0.113.9")
	get(h, "/instelling/geheime-code")
	got := buf.String()
	for _, bad := range []string{"geheime", "203.0.113", "192.0.2"} {
		if strings.Contains(got, bad) {
			t.Errorf("the log holds %q:\n%s", bad, got)
		}
	}
	if !strings.Contains(got, "route=/instellingen status=200") || !strings.Contains(got, "route=/instelling/{code} status=404") {
		t.Errorf("log:\n%s", got)
	}
}

func TestUnchangedAnswersAreNotSentAgain(t *testing.T) {
	h := newPortal(t)
	for _, path := range []string{"/", "/static/portal.css", "/bestanden/" + newestID + "/data/VO-HO/bestemming/2023.csv", "/api/v1/cubes", "/api/v1/cubes/VO-HO/tables/bestemming/2023"} {
		first := get(h, path)
		tag := first.Header().Get("ETag")
		if tag == "" || first.Header().Get("Cache-Control") == "" {
			t.Errorf("%s: headers %v", path, first.Header())
		}
		if again := get(h, path, "If-None-Match", tag); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("%s: second answer %d with %d bytes", path, again.Code, again.Body.Len())
		}
		if other := get(h, path, "If-None-Match", `"x"`); other.Code != http.StatusOK {
			t.Errorf("%s: with another tag %d", path, other.Code)
		}
	}
}

func TestSearch(t *testing.T) {
	h := newPortal(t)
	for _, c := range []struct {
		name, path string
		status     int
		to         string
		has        []string
	}{
		{"a part of a name, without accents", "/instellingen?q=educatief", 200, "", []string{"Éducatief College ’t Wad", "Eén instelling gevonden"}},
		{"a code leads to the page", "/instellingen?q=01aa", 303, "/instelling/01AA", nil},
		{"the code of a former institution leads to its successor", "/en/instellingen?q=08xy", 303, "/en/instelling/03CC", nil},
		{"a small-letter code", "/instelling/01aa", 303, "/instelling/01AA", nil},
		{"nothing found is explained and quotes safely", "/instellingen?q=%3Cb%3Ezz", 200, "", []string{"&lt;b&gt;zz", "geen instelling met deze naam"}},
		{"rest categories are no institutions", "/instelling/OVERIG", 404, "", nil},
		{"groups are no institutions", "/instelling/HO", 404, "", nil},
		{"an unknown cohort is no page", "/instelling/01AA?cohort=1999", 404, "", nil},
	} {
		w := get(h, c.path)
		if w.Code != c.status || w.Header().Get("Location") != c.to {
			t.Errorf("%s: %d to %q", c.name, w.Code, w.Header().Get("Location"))
		}
		for _, s := range c.has {
			if !strings.Contains(w.Body.String(), s) {
				t.Errorf("%s: %q is not on the page", c.name, s)
			}
		}
	}
}

func TestInstitutionPages(t *testing.T) {
	h := newPortal(t)
	for _, c := range []struct {
		name, path string
		has, not   []string
	}{
		{"a school with figures", "/instelling/01AA", []string{"gediplomeerden havo en vwo van 2025 ging", "landelijk was dat", "<svg", "role=\"img\"", "Kerncijfers"}, []string{"Daarom is er geen plaat"}},
		{
			"a merged hogeschool in a table of the country", "/kubus/VO-HO",
			[]string{"Hogeschool Amstelland †", "† Hogeschool Amstelland: met de cijfers van Hogeschool IJmond (21ZZ) (gefuseerd in 2016), in alle cohorten."}, nil,
		},
		{"a merged school marks the break", "/instelling/02BB", []string{"Lyceum Oude Gracht (09OG)", `class="break"`, "fusie"}, nil},
		{"a school of which nearly all is hidden", "/instelling/05EE", []string{"is hier afgeschermd", "Daarom is er geen plaat", "zegt niets over de kwaliteit"}, []string{"class=\"flow\""}},
		{"a school with havo only has no vwo column", "/instelling/06FF", []string{"havo"}, []string{">vwo<"}},
		{"an institution that people came to", "/instelling/21AA", []string{"kwamen er", "Aantal dat hierheen kwam"}, []string{"class=\"flow\""}},
		{"English", "/en/instelling/01AA", []string{"went directly to higher education; nationally this was", `<html lang="en">`}, []string{"Kerncijfers"}},
	} {
		body := get(h, c.path).Body.String()
		for _, s := range c.has {
			if !strings.Contains(body, s) {
				t.Errorf("%s: %q is missing", c.name, s)
			}
		}
		for _, s := range c.not {
			if strings.Contains(body, s) {
				t.Errorf("%s: %q should not be there", c.name, s)
			}
		}
	}
}

func TestDownloadIsTheSealedFile(t *testing.T) {
	h := newPortal(t)
	rel := webtest.New(newestID, "public", "2026-06-01T09:00:00Z")
	path := "data/VO-HO/bestemming/2023.csv"
	want, _ := rel.File(path)
	for _, from := range []string{"/bestanden/" + newestID + "/" + path, "/api/v1/cubes/VO-HO/tables/bestemming/2023?format=csv"} {
		if w := get(h, from); !bytes.Equal(w.Body.Bytes(), want) {
			t.Errorf("%s: other bytes than the release holds", from)
		}
	}
	if w := get(h, "/bestanden/"+newestID+"/"+release.ManifestName); !json.Valid(w.Body.Bytes()) {
		t.Error("manifest is not served")
	}
}

func TestAPIHidesValues(t *testing.T) {
	h := newPortal(t)
	var got struct {
		Observations []struct {
			Key        map[string]string
			Value      *int64
			Lower      int64
			Upper      *int64
			ObsStatus  string `json:"obs_status"`
			ConfStatus string `json:"conf_status"`
		}
	}
	w := get(h, "/api/v1/cubes/VO-HO/tables/bestemming/2023?school=05EE&soort=_T")
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Observations) != 7 {
		t.Fatalf("%d cells, want 7", len(got.Observations))
	}
	o := got.Observations[0]
	if o.Value != nil || o.Lower != 1 || o.Upper != nil || o.ObsStatus != "Q" || o.ConfStatus != "C" {
		t.Errorf("hidden total: %+v", o)
	}
}

func TestAPIErrorsAreProblems(t *testing.T) {
	h := newPortal(t)
	for path, status := range map[string]int{
		"/api/v1/cubes/NOPE": 404, "/api/nope": 404, "/api/v1/cubes/VO-HO/tables/bestemming/1999": 404, "/api/v1/cubes/VO-HO/tables/bestemming/x": 404,
		"/api/v1/cubes/VO-HO/tables/bestemming/2023?school=01AA&typo=1": 400, "/api/v1/cubes/VO-HO/tables/bestemming/2023?format=xml": 400, "/api/v1/institutions?name=x": 400,
		"/api/v1/cubes/VO-HO/tables/bestemming/2023?format=csv&school=01AA": 400, "/api/v1/evaluations/1900": 404,
	} {
		w := get(h, path)
		var p struct {
			Title, Detail string
			Status        int
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != status || p.Status != status || p.Detail == "" || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s (%v)", path, w.Code, w.Body, err)
		}
	}
}

func TestHeadAnswersLikeGet(t *testing.T) {
	s := httptest.NewServer(newPortal(t))
	defer s.Close()
	resp, err := http.Head(s.URL + "/kubus/VO-HO")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 || resp.ContentLength < 10000 {
		t.Errorf("status %d, length %d", resp.StatusCode, resp.ContentLength)
	}
}

// brokenRelease fails when a partition is read, as after a changed byte.
type brokenRelease struct{ *webtest.Release }

func TestAFileThatDoesNotVerifyIsNotShown(t *testing.T) {
	r := webtest.New(newestID, "public", "2026-06-01T09:00:00Z")
	clear(r.Parts)
	delete(r.Files, "data/VO-HO/bestemming/2023.csv")
	h := newPortal(t, func(o *web.Options) { o.Releases = []web.Release{brokenRelease{r}} })
	for _, path := range []string{"/kubus/VO-HO", "/instelling/01AA", "/bestanden/" + newestID + "/data/VO-HO/bestemming/2023.csv", "/api/v1/cubes/VO-HO/tables/bestemming/2023"} {
		if w := get(h, path); w.Code != http.StatusInternalServerError {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

func TestSameReleaseSameBytes(t *testing.T) {
	a, b := crawl(t, newPortal(t)), crawl(t, newPortal(t))
	paths := make([]string, 0, len(a))
	for p := range a {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		if a[p] != b[p] {
			t.Errorf("%s differs from run to run", p)
		}
	}
}

// TestMethodPageSaysWhatAttackersAchieve: of those who know what is published
// and no more all figures, of guarded insiders that nothing was derived, of
// measured ones no figure.
func TestMethodPageSaysWhatAttackersAchieve(t *testing.T) {
	body := get(newPortal(t), "/en/methode").Body.String()
	_, section, ok := strings.Cut(body, `id="aanvallers"`)
	if !ok {
		t.Fatal("the page has no section about attackers")
	}
	for _, want := range []string{
		`<th scope="row">outsider</th><td>guarded</td><td class="num">1,234</td><td class="num">0</td><td class="num">5</td><td class="num">12</td>`,
		`<th scope="row">pupil or student in the group</th><td>guarded</td><td class="num">–</td><td class="num">0</td><td class="num">–</td><td class="num">–</td>`,
		`<th scope="row">institution with all its own rows</th><td>measured</td><td colspan="4" class="note">measured; the result stays with the supplier</td>`,
	} {
		if !strings.Contains(section, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}
