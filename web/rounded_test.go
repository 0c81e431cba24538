package web_test

import (
	"encoding/json"
	"html"
	"strings"
	"testing"
	"time"

	"doorstroommonitor/web"
	"doorstroommonitor/web/webtest"
)

// TestNoRoundedNumberStandsWithoutItsBounds goes through every page of a release
// with a rounded cube: each of its counts, and each share on its own pages, has
// its bounds beside it, and is explained as rounded and not as noisy.
func TestNoRoundedNumberStandsWithoutItsBounds(t *testing.T) {
	h, err := web.Handler(web.Options{
		Releases: []web.Release{webtest.NewRounded(newestID, "public", "2026-06-01T09:00:00Z")},
		Ledger:   webtest.Entries, PublicKey: []byte("untrusted comment: key\n"), Now: func() time.Time { return time.Unix(0, 0) },
	})
	if err != nil {
		t.Fatal(err)
	}
	found, sharesFound := 0, 0
	pages := crawl(t, h)
	for path, body := range pages {
		if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/bestanden/") || body == "" || strings.HasPrefix(body, "{") || strings.Contains(path, "/methode") {
			continue
		}
		text := html.UnescapeString(tags.ReplaceAllString(strings.NewReplacer("\u2060", "", "</td>", " | ", "</text>", " | ", "</th>", " | ").Replace(body), ""))
		found += len(large.FindAllString(text, -1))
		for _, b := range bare(text, large, sixFigures) {
			t.Errorf("%s: a bare number: %q", path, b)
		}
		if strings.Contains(text, "95 van de 100") || strings.Contains(text, "ca.\u00a0") {
			t.Errorf("%s: rounded figures are told of as noisy ones", path)
		}
		if strings.Contains(path, "/kubus/"+webtest.NoisyCube) {
			sharesFound += len(shares.FindAllString(text, -1))
			for _, b := range bare(text, shares, func(string) bool { return true }) {
				t.Errorf("%s: a bare share: %q", path, b)
			}
		}
	}
	if found < 500 || sharesFound < 50 {
		t.Errorf("only %d counts and %d shares were looked at", found, sharesFound)
	}
	cube := pages["/kubus/"+webtest.NoisyCube]
	for _, want := range []string{"≈", "Het echte getal ligt zeker tussen de twee getallen tussen haakjes", "worden 0 of een veelvoud van 6; een getoond aantal ligt ten hoogste 20000 van het echte"} {
		if !strings.Contains(cube, want) {
			t.Errorf("the page of the cube does not say %q", want)
		}
	}
	if strings.Contains(cube, "afgeschermd") {
		t.Error("a rounded cube tells of hidden cells")
	}
	if !strings.Contains(pages["/methode"], "veranderen (afronden of verschuiven) en aanvallen") {
		t.Error("the method page does not name the regime")
	}
	var got struct {
		Observations []struct {
			Value, Lower, Upper *int64
			Method              string
			Estimate            *float64
			ObsStatus           string `json:"obs_status"`
		}
	}
	if err := json.Unmarshal(get(h, "/api/v1/cubes/"+webtest.NoisyCube+"/tables/bestemming/2023").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, o := range got.Observations {
		if o.Value == nil || o.Lower == nil || o.Upper == nil || *o.Lower > *o.Value || *o.Upper != *o.Value+20000 || o.Method != "small_count_rounding" || o.ObsStatus != "E" || o.Estimate != nil {
			t.Fatalf("the API answers %+v", o)
		}
	}
}

// TestShiftedFiguresAreNotToldOfAsRounded: cell keys make no multiples, and
// parts that make no whole; each count has its bounds, and no flow is drawn.
func TestShiftedFiguresAreNotToldOfAsRounded(t *testing.T) {
	h, err := web.Handler(web.Options{
		Releases: []web.Release{webtest.NewShifted(newestID, "public", "2026-06-01T09:00:00Z")},
		Ledger:   webtest.Entries, PublicKey: []byte("untrusted comment: key\n"), Now: func() time.Time { return time.Unix(0, 0) },
	})
	if err != nil {
		t.Fatal(err)
	}
	cube := get(h, "/kubus/"+webtest.NoisyCube).Body.String()
	for _, want := range []string{"≈", "Elk aantal is een beetje verschoven", "Een getoond aantal ligt ten hoogste 20.000 van het echte"} {
		if !strings.Contains(cube, want) {
			t.Errorf("the page of the cube does not say %q", want)
		}
	}
	for _, not := range []string{"veelvoud", "afgeschermd", "stroom-"} {
		if strings.Contains(cube, not) {
			t.Errorf("the page of the cube has %q", not)
		}
	}
	for _, path := range []string{"/", "/methode"} {
		if body := get(h, path).Body.String(); !strings.Contains(body, "een beetje verschoven") || strings.Contains(body, "een veelvoud van een vast getal") {
			t.Errorf("%s tells of rounding", path)
		}
	}
	if api := get(h, "/api/v1/cubes/"+webtest.NoisyCube+"/tables/bestemming/2023").Body.String(); !strings.Contains(api, `"method": "cell_key"`) && !strings.Contains(api, `"method":"cell_key"`) {
		t.Error("the API does not name the method")
	}
}
