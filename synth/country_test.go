package synth

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/layout"

	"go.yaml.in/yaml/v3"
)

// small is a country that is made in a fraction of a second.
func small(out string) Options {
	return Options{Scale: .004, Seed: 11, From: 2019, To: 2023, Out: out}
}

// make1 generates into a new folder.
func make1(t testing.TB, o Options) (string, *Report) {
	t.Helper()
	if o.Out == "" {
		o.Out = filepath.Join(t.TempDir(), "extracts")
	}
	rep, err := Generate(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return o.Out, rep
}

// readCSV returns the header and calls row for every line after it.
func readCSV(t testing.TB, path string, row func(line int, v map[string]string)) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(bufio.NewReaderSize(f, 1<<20))
	head, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	head = slices.Clone(head)
	for line := 2; ; line++ {
		rec, err := r.Read()
		if err != nil {
			if rec == nil && err.Error() == "EOF" {
				return head
			}
			t.Fatalf("%s: %v", path, err)
		}
		v := make(map[string]string, len(head))
		for i, h := range head {
			v[h] = rec[i]
		}
		row(line, v)
	}
}

// oneCHO loads the layout of the specification.
func oneCHO(t testing.TB) *layout.Layout {
	t.Helper()
	b, err := os.ReadFile("../specs/2026/layouts/1cho.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Layouts []*layout.Layout `yaml:"layouts"`
	}
	if err := yaml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Layouts[0]
}

func TestHeadersAreTheRecordTypesOfTheSpecification(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../specs/2026/records.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Records []struct {
			ID     string
			Fields []struct{ ID, Derive string }
		}
	}
	if err := yaml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	have := map[string]string{"persoon": headPersoon, "inschrijving": headInschrijving, "diploma": headDiploma, "arbeid": headArbeid, "schooladvies": headAdvies}
	for _, r := range doc.Records {
		var ids []string
		for _, f := range r.Fields {
			if f.Derive == "" {
				ids = append(ids, f.ID)
			}
		}
		if want := strings.Join(ids, ","); have[r.ID] != want {
			t.Errorf("%s has columns\n%s, the specification says\n%s", r.ID, have[r.ID], want)
		}
	}
}

// offering is a line of the register of offerings.
type offering struct{ brin, vest, sector, opleiding string }

type span struct{ from, until int }

// TestEveryRowIsConsistentWithTheRegister reads the files back as an outsider
// would and checks every row.
func TestEveryRowIsConsistentWithTheRegister(t *testing.T) {
	t.Parallel()
	o := small("")
	dir, _ := make1(t, o)
	offers, levels := readRegister(t, dir)
	persons := map[string]bool{}
	readCSV(t, filepath.Join(dir, "persoon.csv"), func(line int, v map[string]string) {
		if persons[v["pgn"]] || len(v["pgn"]) != 9 || !strings.Contains("MVO", v["geslacht"]) {
			t.Fatalf("persoon.csv:%d is a second or a malformed record", line)
		}
		persons[v["pgn"]] = true
	})
	used, keys, mains, active := map[string]bool{}, map[string]bool{}, map[string]int{}, map[string]int{}
	years := map[string][]string{}
	readCSV(t, filepath.Join(dir, "inschrijving.csv"), func(line int, v map[string]string) {
		used[v["pgn"]] = true
		key := strings.Join([]string{v["pgn"], v["jaar"], v["sector"], v["brin"], v["vest"], v["opleiding"], v["volgnr"]}, " ")
		if keys[key] {
			t.Fatalf("inschrijving.csv:%d repeats a key", line)
		}
		keys[key] = true
		if v["sector"] == "HBO" || v["sector"] == "WO" {
			if v["volgnr"] != "1" || v["leerjaar"] != "" {
				t.Fatalf("inschrijving.csv:%d: higher education has volgnr %s, leerjaar %q", line, v["volgnr"], v["leerjaar"])
			}
		}
		year := number(t, v["jaar"])
		if !covered(offers, v, year) {
			t.Fatalf("inschrijving.csv:%d: %s %s %s %s is not offered in %d", line, v["brin"], v["vest"], v["sector"], v["opleiding"], year)
		}
		if year < o.From || year > o.To {
			t.Fatalf("inschrijving.csv:%d: study year %d", line, year)
		}
		if l := levels[v["opleiding"]]; l != v["niveau"] {
			t.Fatalf("inschrijving.csv:%d: niveau %s, programme %s", line, v["niveau"], l)
		}
		checkDates(t, line, v, year, o.To)
		group := v["pgn"] + " " + v["jaar"] + " " + v["sector"]
		on := v["begin"] <= v["jaar"]+"-10-01" && (v["eind"] == "" || v["eind"] >= v["jaar"]+"-10-01")
		if on {
			active[group]++
		}
		if v["hoofd"] == "J" {
			mains[group]++
			if !on {
				t.Fatalf("inschrijving.csv:%d: a main enrolment that is not active on 1 October", line)
			}
		}
		place := v["pgn"] + " " + v["sector"] + " " + v["brin"] + " " + v["vest"] + " " + v["opleiding"]
		years[place] = append(years[place], v["jaar"])
	})
	for g := range active {
		if mains[g] != 1 {
			t.Fatalf("a person has %d main enrolments in one sector and year", mains[g])
		}
	}
	if len(used) != len(persons) {
		t.Errorf("%d persons have rows, %d have a person record", len(used), len(persons))
	}
	readCSV(t, filepath.Join(dir, "diploma.csv"), func(line int, v map[string]string) {
		y := firstOctober(t, v["datum"])
		if y <= o.From || y > o.To {
			t.Fatalf("diploma.csv:%d: cohort %d is not complete", line, y)
		}
		if !covered(offers, v, y-1) && !covered(offers, v, y) {
			t.Fatalf("diploma.csv:%d: not offered", line)
		}
		place := v["pgn"] + " " + v["sector"] + " " + v["brin"] + " " + v["vest"] + " " + v["opleiding"]
		if !slices.Contains(years[place], fmt.Sprint(y-1)) && !slices.Contains(years[place], fmt.Sprint(y)) {
			t.Fatalf("diploma.csv:%d: without an enrolment", line)
		}
		if levels[v["opleiding"]] != v["niveau"] || v["niveau"] == "SCHAKEL" {
			t.Fatalf("diploma.csv:%d: niveau %s", line, v["niveau"])
		}
	})
}

func readRegister(t testing.TB, dir string) (map[offering][]span, map[string]string) {
	t.Helper()
	open := map[string]bool{}
	readCSV(t, filepath.Join(dir, "register/instelling.csv"), func(line int, v map[string]string) {
		b := v["brin"]
		if len(b) != 4 || b[0] != '9' || b[1] < '0' || b[1] > '9' || b[2] < 'A' || b[3] > 'Z' || open[b] {
			t.Fatalf("instelling.csv:%d: code %q", line, b)
		}
		open[b] = true
	})
	levels := map[string]string{}
	readCSV(t, filepath.Join(dir, "register/opleiding.csv"), func(line int, v map[string]string) {
		if levels[v["code"]] != "" {
			t.Fatalf("opleiding.csv:%d: code twice", line)
		}
		levels[v["code"]] = v["niveau"]
	})
	offers := map[offering][]span{}
	readCSV(t, filepath.Join(dir, "register/aanbod.csv"), func(line int, v map[string]string) {
		if !open[v["brin"]] || levels[v["opleiding"]] == "" {
			t.Fatalf("aanbod.csv:%d: unknown institution or programme", line)
		}
		until := 9999
		if v["tot"] != "" {
			until = number(t, v["tot"])
		}
		k := offering{v["brin"], v["vest"], v["sector"], v["opleiding"]}
		offers[k] = append(offers[k], span{number(t, v["vanaf"]), until})
		if s := offers[k]; len(s) > 1 || s[0].from > s[0].until {
			t.Fatalf("aanbod.csv:%d: offered twice or never", line)
		}
	})
	return offers, levels
}

func covered(offers map[offering][]span, v map[string]string, year int) bool {
	for _, s := range offers[offering{v["brin"], v["vest"], v["sector"], v["opleiding"]}] {
		if s.from <= year && year <= s.until {
			return true
		}
	}
	return false
}

// checkDates holds rows to their study year, and the last year to what is
// known shortly after its 1 October.
func checkDates(t testing.TB, line int, v map[string]string, year, last int) {
	t.Helper()
	first, end := fmt.Sprintf("%d-08-01", year), fmt.Sprintf("%d-07-31", year+1)
	if v["sector"] == "HBO" || v["sector"] == "WO" {
		first, end = fmt.Sprintf("%d-09-01", year), fmt.Sprintf("%d-08-31", year+1)
	}
	known := fmt.Sprintf("%d-10-01", last)
	switch {
	case v["begin"] < first || v["begin"] > end || v["begin"] > known:
		t.Fatalf("inschrijving.csv:%d: begin %s of study year %d", line, v["begin"], year)
	case v["eind"] == "" && year < last:
		t.Fatalf("inschrijving.csv:%d: open in study year %d", line, year)
	case v["eind"] != "" && (v["eind"] < v["begin"] || v["eind"] > end || v["eind"] >= known):
		t.Fatalf("inschrijving.csv:%d: %s to %s", line, v["begin"], v["eind"])
	}
}

func firstOctober(t testing.TB, d string) int {
	t.Helper()
	y := number(t, d[:4])
	if d[5:] >= "10-01" {
		y++
	}
	return y
}

func number(t testing.TB, s string) int {
	t.Helper()
	n := 0
	if _, err := fmt.Sscanf(s, "%d", &n); err != nil {
		t.Fatalf("%q is no number", s)
	}
	return n
}

// TestTheCountryHasItsOddities looks for the cases that later steps must
// cope with, in the files alone.
func TestTheCountryHasItsOddities(t *testing.T) {
	t.Parallel()
	dir, _ := make1(t, small(""))
	successor, closed, sectorOf := map[string]string{}, map[string]string{}, map[string]string{}
	found, governed := map[string]int{}, map[string]int{}
	readCSV(t, filepath.Join(dir, "register/instelling.csv"), func(_ int, v map[string]string) {
		successor[v["brin"]], closed[v["brin"]] = v["opvolger"], v["gesloten"]
		found["size "+v["grootte"]]++
		if governed[v["bestuur"]]++; governed[v["bestuur"]] == 2 {
			found["board of several institutions"]++
		}
	})
	renewal := map[string]string{}
	readCSV(t, filepath.Join(dir, "register/opleiding.csv"), func(_ int, v map[string]string) { renewal[v["code"]] = v["opvolger"] })
	last := map[string]map[string]string{} // person and sector: last row
	sectors := map[string]string{}         // person and year: sectors active
	readCSV(t, filepath.Join(dir, "inschrijving.csv"), func(_ int, v map[string]string) {
		sectorOf[v["brin"]] = v["sector"]
		on := v["begin"] <= v["jaar"]+"-10-01" && (v["eind"] == "" || v["eind"] >= v["jaar"]+"-10-01")
		if on {
			k := v["pgn"] + " " + v["jaar"]
			if s := sectors[k]; s != "" && s != v["sector"] {
				found["two sectors at once"]++
			}
			sectors[k] = v["sector"]
		}
		if v["begin"][5:] == "02-01" {
			found["February start in "+v["sector"]]++
		}
		if v["eind"] != "" && v["eind"] < v["jaar"]+"-10-01" {
			found["ended before 1 October"]++
		}
		if v["soort"] == "E" {
			found["exam only in "+v["sector"]]++
		}
		if v["bekostigd"] == "N" {
			found["not funded in "+v["sector"]]++
		}
		if v["hoofd"] == "N" && on {
			found["second enrolment"]++
		}
		if v["volgnr"] != "1" {
			found["begun again"]++
		}
		k := v["pgn"] + " " + v["sector"]
		if p := last[k]; p != nil && successor[p["brin"]] == v["brin"] && closed[p["brin"]] == v["jaar"] && p["opleiding"] == v["opleiding"] {
			found["goes on at the successor in "+v["sector"]]++
		}
		if p := last[k]; p != nil && renewal[p["opleiding"]] == v["opleiding"] {
			found["goes on under the new code in "+v["sector"]]++
		}
		last[k] = v
	})
	for b, s := range successor {
		if s != "" {
			found["merger in "+sectorOf[b]]++
			if closed[b] <= "2019" || closed[b] > "2023" {
				t.Errorf("merger in %s", closed[b])
			}
		}
	}
	leavers := map[string]int{}
	readCSV(t, filepath.Join(dir, "diploma.csv"), func(_ int, v map[string]string) {
		if v["sector"] == "VO" {
			leavers[v["brin"]]++
		}
		if v["sector"] == "WO" && v["datum"][5:7] == "09" {
			found["diploma in September"]++
		}
	})
	for _, n := range leavers {
		if n > 0 && n < 20*4 { // four cohorts
			found["very small school"]++
		}
	}
	for _, want := range []string{
		"two sectors at once", "February start in HBO", "February start in MBO", "ended before 1 October", "exam only in HBO", "exam only in MBO",
		"not funded in VO", "not funded in HBO", "second enrolment", "begun again", "merger in VO", "merger in HBO",
		"goes on at the successor in VO", "goes on at the successor in HBO", "diploma in September", "very small school",
		"goes on under the new code in MBO", "goes on under the new code in HBO", "board of several institutions", "size KLEIN", "size GROOT",
	} {
		if found[want] == 0 {
			t.Errorf("the country has no %s", want)
		}
	}
}

func TestInstitutionsScaleAndSizesDoNot(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		scale                float64
		vo, mbo, hbo, wo, po int
	}{
		{1, 640, 60, 36, 18, 5900},
		{.1, 64, 6, 4, 3, 590},
		{.0005, 12, 3, 4, 3, 24},
	} {
		w := newWorld(test.scale, 5, 2018, 2025)
		var n [sectorWO + 1]int
		for i := range w.institutions {
			n[w.institutions[i].sector]++
		}
		if n[sectorVO] != test.vo || n[sectorMBO] != test.mbo || n[sectorHBO] != test.hbo || n[sectorWO] != test.wo || n[sectorPO] != test.po {
			t.Errorf("scale %g: %v institutions", test.scale, n)
		}
	}
}
