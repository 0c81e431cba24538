package web

import (
	"regexp"
	"strings"
	"testing"
)

func known(p int64) point { return point{true, share{Known: true, Possible: true, PerMille: p}} }

func TestALineHasAGapWhereAValueIsHidden(t *testing.T) {
	nl, _ := catalogues(t)
	gap := point{true, share{Possible: true, Lower: 100, Upper: 400}}
	tr := &trend{Years: []int{2019, 2020, 2021, 2022}, Series: []series{{Name: "School", Own: true, Points: []point{known(700), gap, known(720), known(730)}}}}
	svg := tr.svg(nl, trendWide, "t", "Titel")
	line := regexp.MustCompile(`<path d="([^"]*)" class="line own"`).FindStringSubmatch(svg)[1]
	if strings.Count(line, "M") != 2 || strings.Count(line, "L") != 1 {
		t.Errorf("line %s: want two pieces of one and two points", line)
	}
	if n := strings.Count(svg, "<circle"); n != 3 {
		t.Errorf("%d dots, want 3", n)
	}
	if !strings.Contains(svg, "2020 afgeschermd (tussen 10,0") {
		t.Errorf("the description does not tell of the hidden year: %s", tr.describe(nl))
	}
}

func TestALineIsNotDrawnAcrossAMerger(t *testing.T) {
	nl, _ := catalogues(t)
	tr := &trend{Years: []int{2019, 2020, 2021}, Breaks: []int{2021}, Series: []series{{Name: "School", Own: true, Points: []point{known(700), known(710), known(800)}}}}
	svg := tr.svg(nl, trendWide, "t", "Titel")
	line := regexp.MustCompile(`<path d="([^"]*)" class="line own"`).FindStringSubmatch(svg)[1]
	if strings.Count(line, "M") != 2 || !strings.Contains(svg, ">fusie<") {
		t.Errorf("line %s", line)
	}
}

func TestAxisHoldsEveryPoint(t *testing.T) {
	for lo := int64(0); lo <= 1000; lo += 37 {
		for hi := lo; hi <= 1000; hi += 53 {
			tr := &trend{Series: []series{{Points: []point{known(lo), known(hi)}}}}
			a, b := tr.axis()
			if a < 0 || b > 1000 || a > lo || b < hi || b-a < 300 || a%100 != 0 || b%100 != 0 {
				t.Fatalf("axis %d..%d for %d..%d", a, b, lo, hi)
			}
		}
	}
}

func TestLabelsAreEscaped(t *testing.T) {
	nl, _ := catalogues(t)
	tr := &trend{Years: []int{2019}, Series: []series{{Name: `<script>"x"`, Points: []point{known(500)}}}}
	if svg := tr.svg(nl, trendWide, "t", "<b>"); strings.Contains(svg, "<script") || strings.Contains(svg, "<b>") {
		t.Error(svg)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in           string
		width, lines int
		want         string
	}{
		{"Hbo", 10, 2, "Hbo"},
		{"Geen bekostigd onderwijs", 14, 2, "Geen bekostigd|onderwijs"},
		{"ROC Het Groene Hart van het Land", 11, 2, "ROC Het|Groene Hart …"},
		{"Gezondheidszorgopleidingen", 10, 2, "Gezondheid…"},
	} {
		if got := strings.Join(wrap(c.in, c.width, c.lines), "|"); got != c.want {
			t.Errorf("wrap %q: %q, want %q", c.in, got, c.want)
		}
	}
}
