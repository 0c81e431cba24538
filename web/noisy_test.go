package web_test

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"doorstroommonitor/web"
	"doorstroommonitor/web/webtest"
)

func noisyPortal(t *testing.T) map[string]string {
	t.Helper()
	h, err := web.Handler(web.Options{
		Releases: []web.Release{webtest.NewNoisy(newestID, "public", "2026-06-01T09:00:00Z")},
		Ledger:   webtest.Entries, PublicKey: []byte("untrusted comment: key\n"), Now: func() time.Time { return time.Unix(0, 0) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return crawl(t, h)
}

var (
	tags = regexp.MustCompile(`<[^>]*>`)
	// Numbers of the noisy cube have six or seven figures; no other has. Shares
	// are told by their decimal.
	large  = regexp.MustCompile(`\d?\d{1,3}[.,]\d{3}([.,]\d{3})?`)
	shares = regexp.MustCompile(`\d+[.,]\d(\x{a0}?%)`)
)

// bare finds numbers that neither have a band behind them nor are part of one.
func bare(text string, numbers *regexp.Regexp, counts func(string) bool) []string {
	var out []string
	for _, at := range numbers.FindAllStringIndex(text, -1) {
		before, after := text[:at[0]], text[at[1]:]
		if !counts(text[at[0]:at[1]]) || strings.HasPrefix(after, " (") {
			continue
		}
		inside := strings.HasSuffix(before, "(") || strings.HasSuffix(before, "–") || // ca. 37 (31–44)
			strings.HasSuffix(before, "tussen ") || strings.HasSuffix(before, "between ") ||
			strings.HasSuffix(before, " en ") || strings.HasSuffix(before, " and ")
		if !inside {
			out = append(out, text[max(0, at[0]-60):min(len(text), at[1]+20)])
		}
	}
	return out
}

func sixFigures(s string) bool {
	return len(strings.NewReplacer(".", "", ",", "").Replace(s)) >= 5
}

// TestNoNoisyNumberStandsWithoutItsBand goes through every page of a release
// with a noisy cube: each of its counts, and each share on its own pages, has
// its band beside it.
func TestNoNoisyNumberStandsWithoutItsBand(t *testing.T) {
	pages, found, sharesFound := noisyPortal(t), 0, 0
	for path, body := range pages {
		if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/bestanden/") || body == "" || strings.HasPrefix(body, "{") {
			continue
		}
		text := html.UnescapeString(tags.ReplaceAllString(strings.NewReplacer("\u2060", "", "</td>", " | ", "</text>", " | ", "</th>", " | ").Replace(body), ""))
		found += len(large.FindAllString(text, -1))
		for _, b := range bare(text, large, sixFigures) {
			t.Errorf("%s: a bare number: %q", path, b)
		}
		if strings.Contains(path, "/kubus/"+webtest.NoisyCube) {
			sharesFound += len(shares.FindAllString(text, -1))
			if whole := regexp.MustCompile(`· \d+\x{a0}?%`).FindString(text); whole != "" {
				t.Errorf("%s: a bare share in a picture: %q", path, whole)
			}
			for _, b := range bare(text, shares, func(string) bool { return true }) {
				t.Errorf("%s: a bare share: %q", path, b)
			}
		}
	}
	if found < 500 || sharesFound < 50 {
		t.Errorf("only %d counts and %d shares were looked at", found, sharesFound)
	}
}

// TestNoisyFiguresInWords: what a band means, three cohorts in place of one,
// and the refusal to give a figure at all.
func TestNoisyFiguresInWords(t *testing.T) {
	pages := noisyPortal(t)
	all := ""
	for path, body := range pages {
		if !strings.HasPrefix(path, "/api/") {
			all += body
		}
	}
	for _, want := range []string{
		"in 95 van de 100 gevallen ligt het echte aantal tussen 31 en 44", "is geen grens die uit andere cijfers volgt",
		"over de cohorten vanaf", "samen", "niet betrouwbaar genoeg (tussen", "Ruis met een bewijs: rho 1/2, epsilon 5.23",
		"in 95 of 100 cases the true number lies between 31 and 44", "not reliable enough (between",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no page says %q", want)
		}
	}
	if strings.Contains(pages["/kubus/"+webtest.NoisyCube], "afgeschermd") {
		t.Error("a noisy cube tells of hidden cells")
	}
	// A page explains the protection of the figures that it has.
	const noise, hiding = "is geen aantal verborgen en geen aantal precies", "Kleine aantallen tonen wij niet"
	seen := map[[2]bool]int{}
	for path, body := range pages {
		if !strings.HasPrefix(path, "/instelling/") || strings.Contains(body, `<p class="empty">`) {
			continue
		}
		ca := strings.Contains(body, "ca.\u00a0") || strings.Contains(body, "ongeveer") || strings.Contains(body, "niet betrouwbaar genoeg")
		told := [2]bool{strings.Contains(body, noise), strings.Contains(body, hiding)}
		seen[told]++
		if ca != told[0] || !told[0] && !told[1] {
			t.Errorf("%s: figures with noise %v, noise is explained %v, hiding %v", path, ca, told[0], told[1])
		}
	}
	if seen[[2]bool{true, true}] == 0 || seen[[2]bool{false, true}] == 0 {
		t.Errorf("pages by what they explain: %v", seen)
	}
}

// TestTheAPIGivesBands: value, band, status and estimate of every noisy cell.
func TestTheAPIGivesBands(t *testing.T) {
	h, err := web.Handler(web.Options{Releases: []web.Release{webtest.NewNoisy(newestID, "public", "2026-06-01T09:00:00Z")}, Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Observations []struct {
			Value, Lower, Upper *int64
			ObsStatus           string       `json:"obs_status"`
			Estimate            *json.Number `json:"estimate"`
			Error               *json.Number `json:"standard_error"`
		}
	}
	body := get(h, "/api/v1/cubes/MBO-HO/tables/bestemming/2023").Body.Bytes()
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Observations) < 10 {
		t.Fatalf("%d cells", len(got.Observations))
	}
	for _, o := range got.Observations {
		if o.Value == nil || o.Lower == nil || o.Upper == nil || *o.Upper <= *o.Lower || o.ObsStatus != "E" || o.Estimate == nil || o.Error == nil {
			t.Fatalf("cell %+v", o)
		}
	}
	var shares struct {
		Values []struct {
			Value, Lower, Upper *json.Number
			Numerator           struct{ Value, Lower, Upper *int64 }
			ObsStatus           string `json:"obs_status"`
		}
	}
	if err := json.Unmarshal(get(h, "/api/v1/cubes/MBO-HO/indicators/direct_ho/2023").Body.Bytes(), &shares); err != nil {
		t.Fatal(err)
	}
	for _, v := range shares.Values {
		if v.Value == nil || v.Lower == nil || v.Upper == nil || v.ObsStatus != "E" || v.Numerator.Upper == nil || *v.Numerator.Upper == *v.Numerator.Lower {
			t.Errorf("share %+v", v)
		}
	}
	if len(shares.Values) == 0 {
		t.Error("no shares")
	}
}

// TestNoiseThatCanBeGuessedIsSaidToBe on the page about the method.
func TestNoiseThatCanBeGuessedIsSaidToBe(t *testing.T) {
	for _, protected := range []bool{true, false} {
		r := webtest.NewNoisy(newestID, "public", "2026-06-01T09:00:00Z")
		for i := range r.Man.Groups {
			if n := r.Man.Groups[i].Noise; n != nil {
				n.Protected = protected
			}
		}
		h, err := web.Handler(web.Options{Releases: []web.Release{r}, Now: func() time.Time { return time.Unix(0, 0) }})
		if err != nil {
			t.Fatal(err)
		}
		if said := strings.Contains(get(h, "/methode").Body.String(), "beschermt niemand"); said == protected {
			t.Errorf("protected %t: said %t", protected, said)
		}
	}
}

// TestWhatTheProofDoesNotCoverIsSaidInBothLanguages; an earlier release says it
// in Dutch alone.
func TestWhatTheProofDoesNotCoverIsSaidInBothLanguages(t *testing.T) {
	h, err := web.Handler(web.Options{Releases: []web.Release{webtest.NewNoisy(newestID, "public", "2026-06-01T09:00:00Z")}, Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/methode":    "Buiten dit bewijs valt wat exact over dezelfde personen verschijnt: Gediplomeerden havo en vwo (VO); Leerlingen (oud).",
		"/en/methode": "Not covered by this proof is what is published exactly about the same persons: Havo and vwo graduates (VO); Leerlingen (oud).",
	} {
		if !strings.Contains(get(h, path).Body.String(), want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
}

// TestGroupsOfNoisyFigures: the share of a group stands with its band, or gives
// way to it where that is too wide, and the page says what was added up.
func TestGroupsOfNoisyFigures(t *testing.T) {
	pages := noisyPortal(t)
	const note = "opgeteld uit de cijfers met ruis van de instellingen"
	said := 0
	for path, body := range pages {
		if !strings.Contains(body, note) {
			continue
		}
		said++
		_, after, _ := strings.Cut(body, "Ter vergelijking, cohort")
		rows, _, _ := strings.Cut(after, "</table>")
		text := html.UnescapeString(tags.ReplaceAllString(rows, ""))
		if !strings.Contains(text, "Provincie: Noord") || strings.Contains(text, "afgeschermd") {
			t.Errorf("%s: %s", path, text)
		}
		if !strings.Contains(text, "niet betrouwbaar genoeg (tussen") && !strings.Contains(text, "ca.\u00a0") {
			t.Errorf("%s has neither a band nor a word of it: %s", path, text)
		}
	}
	if said == 0 {
		t.Error("no page compares noisy figures with those of a group")
	}
}
