package synth

import (
	"math"
	"path/filepath"
	"strings"
	"testing"
)

// TestCalibration compares a country at scale 0.05 with the published shares.
//
// The tolerance is 4.5 binomial standard deviations (a false alarm once in
// 150,000 lines), plus 1.5 points: published sources differ by half a point
// among themselves, cohorts of one school vary together, and with 32 schools
// the mix of schools is not the one that was raked. Numbers of persons, which
// are sums of several flows, may be 6 percent off.
func TestCalibration(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{1, 2} {
		o := Options{Scale: .05, Seed: seed, From: 2018, To: 2025}
		_, rep := make1(t, o)
		if len(rep.Lines) < 25 {
			t.Errorf("%d figures", len(rep.Lines))
		}
		for _, l := range rep.Lines {
			p := l.Target / 100
			tolerance := 1.5 + 450*math.Sqrt(p*(1-p)/float64(max(1, l.N)))
			if l.Target == 100 {
				tolerance = 6 + 450/math.Sqrt(float64(max(1, l.N)))
			}
			if d := l.Achieved - l.Target; math.Abs(d) > tolerance || l.N < 500 {
				t.Errorf("seed %d: %s is %.1f, published %.1f, tolerance %.1f, n %d", seed, l.ID, l.Achieved, l.Target, tolerance, l.N)
			}
		}
	}
}

// TestReportAgreesWithTheFiles counts three figures from the files alone, in
// another way than the report does.
func TestReportAgreesWithTheFiles(t *testing.T) {
	t.Parallel()
	dir, rep := make1(t, small(""))
	rank := map[string]int{"PO": 1, "VAVO": 2, "VO": 3, "MBO": 4, "HBO": 5, "WO": 6}
	at := map[string]string{} // person and year: highest sector
	readCSV(t, filepath.Join(dir, "inschrijving.csv"), func(_ int, v map[string]string) {
		d := v["jaar"] + "-10-01"
		if v["bekostigd"] != "J" || v["soort"] != "S" || v["begin"] > d || v["eind"] != "" && v["eind"] < d {
			return
		}
		k := v["pgn"] + " " + v["jaar"]
		if rank[v["sector"]] > rank[at[k]] {
			at[k] = v["sector"]
		}
	})
	type share struct{ n, hit int }
	count := map[string]*share{"havo_ho": {}, "vwo_wo": {}, "mbo4_hbo": {}}
	readCSV(t, filepath.Join(dir, "diploma.csv"), func(_ int, v map[string]string) {
		y := v["datum"][:4]
		if v["datum"][5:] >= "10-01" {
			y = string(appendDate(nil, day(number(t, y)+1, 1, 1))[:4])
		}
		id, want := "", ""
		switch v["sector"] + v["niveau"] {
		case "VOHAVO":
			id, want = "havo_ho", "HBO WO"
		case "VOVWO":
			id, want = "vwo_wo", "WO"
		case "MBOMBO4":
			id, want = "mbo4_hbo", "HBO"
		default:
			return
		}
		count[id].n++
		if s := at[v["pgn"]+" "+y]; s != "" && strings.Contains(want, s) {
			count[id].hit++
		}
	})
	for _, l := range rep.Lines {
		if c := count[l.ID]; c != nil {
			if share := 100 * float64(c.hit) / float64(c.n); c.n != l.N || math.Abs(share-l.Achieved) > 1e-9 {
				t.Errorf("%s: the files say %.3f of %d, the report %.3f of %d", l.ID, share, c.n, l.Achieved, l.N)
			}
		}
	}
}

// TestSchoolsDiffer checks that the shares of schools spread as they are made
// to: around a share of 0.75 with concentration 60 and, within a school, 400,
// the standard deviation over schools is about 5.5 points; the test asks for
// 3 to 10 among schools with at least 100 graduates.
func TestSchoolsDiffer(t *testing.T) {
	t.Parallel()
	o := small("")
	o.Scale = .03
	w := newWorld(o.Scale, o.Seed, o.From, o.To)
	var sum, squares, n float64
	for k, p := range w.effects.school {
		if k.level == levelHAVO {
			x := p[toHBO] + p[toWO]
			sum, squares, n = sum+x, squares+x*x, n+1
		}
	}
	sd := 100 * math.Sqrt(squares/n-sum/n*sum/n)
	if n < 8 || sd < 3 || sd > 10 {
		t.Errorf("standard deviation %.1f points over %.0f schools", sd, n)
	}
}
