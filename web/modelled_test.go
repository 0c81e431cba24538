package web_test

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"

	"doorstroommonitor/web/webtest"
)

var estimated = regexp.MustCompile(`.{0,60}\((schatting|estimate) [0-9.,]+[^)]*\)`)

// TestEstimatesStandInTheirBounds goes through every page: an estimate has what
// is known of the hidden count before it, in one cell of a table or one
// sentence, and a page with estimates in a table explains them.
func TestEstimatesStandInTheirBounds(t *testing.T) {
	found := 0
	for path, body := range crawl(t, newPortal(t)) {
		if body == "" || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/bestanden/") || strings.Contains(path, "/methode") {
			continue
		}
		text := html.UnescapeString(tags.ReplaceAllString(strings.NewReplacer("</td>", " | ", "</p>", " | ").Replace(body), ""))
		all := estimated.FindAllString(text, -1)
		found += len(all)
		for _, s := range all {
			one := s[strings.LastIndex(s, "|")+1:]
			known := false
			for _, w := range []string{"tussen ", "hooguit ", "ten minste ", "niet te bepalen", "between ", "at most ", "at least ", "cannot be determined"} {
				known = known || strings.Contains(one, w)
			}
			if !known {
				t.Errorf("%s: an estimate without its bounds: %q", path, one)
			}
		}
		explained := strings.Contains(body, "Het is geen telling.") || strings.Contains(body, "It is no count.")
		if inTable := strings.Contains(body, `class="bounds"`) && len(all) > 0; inTable && !explained {
			t.Errorf("%s: estimates are not explained", path)
		}
		if strings.Contains(path, "/kubus/MBO-HO") && len(all) > 0 {
			t.Errorf("%s: estimates of a cube without", path)
		}
	}
	if found < 500 {
		t.Errorf("only %d estimates were looked at", found)
	}
}

// TestTheMethodPageExplainsEstimates: what it is made of, and that it gives
// nothing away.
func TestTheMethodPageExplainsEstimates(t *testing.T) {
	page := get(newPortal(t), "/methode").Body.String()
	for _, want := range []string{"Tussen 12 en 19 (schatting 15)", "Een schatting is geen telling", "met dezelfde openbare cijfers zou er precies dezelfde schatting staan"} {
		if !strings.Contains(page, want) {
			t.Errorf("the method page does not say %q", want)
		}
	}
}

// TestTheAPIMarksEstimates: a hidden cell has no value and an estimate under a
// name of its own; a shown one has none.
func TestTheAPIMarksEstimates(t *testing.T) {
	type cell struct {
		Value, Modelled *float64
		Lower           float64
		ObsStatus       string `json:"obs_status"`
	}
	var got struct{ Observations, Values []cell }
	h := newPortal(t)
	// 05EE has at least one graduate, by the fixture estimated at 21.
	if err := json.Unmarshal(get(h, "/api/v1/cubes/"+webtest.ModelledCube+"/tables/bestemming/2023?soort=_T&bestemming=_T").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	hidden := 0
	for _, o := range got.Observations {
		switch {
		case o.ObsStatus == "A" && (o.Value == nil || o.Modelled != nil):
			t.Errorf("a shown cell: %+v", o)
		case o.ObsStatus == "Q":
			if hidden++; o.Value != nil || o.Modelled == nil || *o.Modelled != 21 {
				t.Errorf("a hidden cell: %+v", o)
			}
		}
	}
	if hidden != 1 {
		t.Errorf("%d hidden cells, want that of 05EE", hidden)
	}
	if err := json.Unmarshal(get(h, "/api/v1/cubes/"+webtest.ModelledCube+"/indicators/direct_ho/2023?school=05EE&soort=_T").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	// 5.33 of 21 are 25.4 %.
	if len(got.Values) != 1 || got.Values[0].Modelled == nil || *got.Values[0].Modelled != 25.4 {
		t.Errorf("share of 05EE: %+v", got.Values)
	}
}
