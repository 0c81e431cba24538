package web_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// TestGroupsBesideAnInstitution: added up by hand from the figures of the
// fixture for 2023. North is 01AA, which sent 117 of 145 to higher education,
// and 02BB, which sent 197 of 242: 314 of 387. South is 03CC, 230 of 290, and
// 05EE, of which nothing is shown. East is one school.
func TestGroupsBesideAnInstitution(t *testing.T) {
	h := newPortal(t)
	tag := regexp.MustCompile(`<[^>]*>`)
	row := func(path string) string {
		page := get(h, path).Body.String()
		_, after, _ := strings.Cut(page, `<caption>`+"Ter vergelijking, cohort 2023")
		for _, line := range strings.Split(after, "<tr") {
			if strings.Contains(line, "Direct naar het hoger onderwijs") {
				return strings.Join(strings.Fields(strings.ReplaceAll(tag.ReplaceAllString("<"+line, " "), "\u00a0", " ")), " ")
			}
		}
		return ""
	}
	for path, want := range map[string]string{
		"/instelling/01AA?cohort=2023": "Direct naar het hoger onderwijs Provincie: Noord 2 81,1 %",
		"/instelling/02BB?cohort=2023": "Direct naar het hoger onderwijs Provincie: Noord 2 81,1 %",
		"/instelling/04DD?cohort=2023": "", // would be the school itself
		"/instelling/06FF?cohort=2023": "", // in no group
	} {
		if got := row(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	// 05EE has at least one and sent at most 14: at most 244 of 291. Estimated
	// are 21 (no upper bound: 20 above the lower) and 1 + 13/3: 235.33 of 311.
	if got, want := row("/instelling/03CC?cohort=2023"), "Direct naar het hoger onderwijs Provincie: Zuid 2, waarvan 1 met een afgeschermd aantal x afgeschermd: hooguit 83,9 % (schatting 76 %)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	// 105 of 838 are in no register, 15 of the 145 of 01AA.
	for path, want := range map[string]string{
		"/kubus/VO-HO?cohort=2023":        "Dekking. Niet teruggevonden in bekostigd onderwijs: 12,5 %.",
		"/instelling/01AA?cohort=2023":    "Dekking. Niet teruggevonden in bekostigd onderwijs: 10,3 %.",
		"/en/instelling/01AA?cohort=2023": "Coverage. Not found in funded education: 10.3%.",
	} {
		if page := strings.ReplaceAll(get(h, path).Body.String(), "\u00a0", " "); !strings.Contains(page, want) {
			t.Errorf("%s: no %q", path, want)
		}
	}
}

// TestGroupsOverTheAPI has the figures of TestGroupsBesideAnInstitution.
func TestGroupsOverTheAPI(t *testing.T) {
	h := newPortal(t)
	var got struct {
		By, Dimension string
		Values        []struct {
			Key                    map[string]string
			Value, Lower, Upper    *float64
			Numerator, Denominator struct{ Value *int64 }
			Status                 string `json:"obs_status"`
			Institutions           int
			Hidden                 int `json:"hidden_institutions"`
		}
	}
	if err := json.Unmarshal(get(h, "/api/v1/cubes/VO-HO/comparisons/direct_ho/provincie/2023").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.By != "provincie" || got.Dimension != "school" {
		t.Errorf("by %s of %s", got.By, got.Dimension)
	}
	seen := 0
	for _, v := range got.Values {
		if v.Key["soort"] != "_T" {
			continue
		}
		switch seen++; v.Key["school"] {
		case "NOORD":
			if v.Value == nil || *v.Value != 81.1 || *v.Numerator.Value != 314 || *v.Denominator.Value != 387 || v.Institutions != 2 || v.Hidden != 0 {
				t.Errorf("north is %+v", v)
			}
		case "ZUID":
			if v.Value != nil || v.Numerator.Value != nil || v.Status != "Q" || *v.Upper != 83.9 || v.Hidden != 1 {
				t.Errorf("south is %+v", v)
			}
		default:
			t.Errorf("a group %v", v.Key)
		}
	}
	if seen != 2 {
		t.Errorf("%d groups at the total", seen)
	}
	for _, path := range []string{"nobody/provincie/2023", "direct_ho/kleur/2023", "direct_ho/provincie/1900"} {
		if code := get(h, "/api/v1/cubes/VO-HO/comparisons/"+path).Code; code != 404 {
			t.Errorf("%s: %d", path, code)
		}
	}
}
