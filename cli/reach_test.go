package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/products/indicator"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

var (
	reachOut   = flag.String("reach", "", "file for what readers of a national run under formal privacy get")
	reachScale = flag.Float64("reach-scale", 1, "of that run: 1 is the country")
)

// Cohorts of the run: three, so that the last can be read together with the two
// before it.
const reachFirst, reachLast = 2022, 2024

// TestReach carries all populations of the made-up country through the route
// under formal privacy, at rho 1/2 a year and 2 a lifetime at most, and compares
// the indicators of institutions that are released with the truth. Metrics:
// docs/method/scenarios.md.
func TestReach(t *testing.T) {
	if *reachOut == "" {
		t.Skip("run by make bench-reach")
	}
	dir := t.TempDir()
	publishedAs(t, filepath.Join(dir, "spec"), withinALifetime)
	for _, args := range [][]string{
		{"synth", "--scale", fmt.Sprint(*reachScale), "--years", fmt.Sprintf("%d-%d", reachFirst-1, reachLast+1), "--out", "land"},
		{"init", "--round", "2026", "--now", "2026-09-01T00:00:00Z"},
		{"ingest", "--extracts", "land", "--spec", "spec", "--agreements", ""},
		{"seal", "--extracts", "land", "--spec", "spec", "--agreements", "", "--noise-seed", "1"},
	} {
		cmd := exec.Command("doorstroom", append(args, "--quiet")...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("doorstroom %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	out := map[string]any{"command": "make bench-reach", "scale": *reachScale, "go": runtime.Version(), "cohort": reachLast, "reached": reached(t, dir)}
	b, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(*reachOut, append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// derived are tables that cells of another make up.
var derived = []string{"VO-MBO/school"}

// affordable is a setting for all populations together that keeps one person's
// lifetime at 2: what a cohort year costs, and in how many one person is at
// most. Schools are small and take most of it; institutions of vocational and
// higher education are large.
var affordable = map[string]struct {
	rho   string
	years int
}{"PO": {"1/2", 1}, "VO": {"3/10", 3}, "MBO": {"1/20", 4}, "HBO-DIPLOMA": {"1/20", 3}, "WO-DIPLOMA": {"1/20", 3}, "WO-MASTER": {"1/20", 2}}

// withinALifetime is how it publishes a population. Half of rho is for the tables of main
// indicators by institution, three tenths for the others by institution, the rest
// for national ones.
func withinALifetime(s *spec.Specification, population string) string {
	x := affordable[population]
	return fmt.Sprintf("    publish: {scenario: formal, rho: %[1]s, year: %[1]s, lifetime: \"2\", years: %[2]d, reliability: 5, weights: {%[3]s}}\n    cohorts: {from: %[4]d, until: %[5]d}\n",
		x.rho, x.years, strings.Join(settingOf(s, population), ", "), reachFirst, reachLast)
}

func settingOf(s *spec.Specification, population string) []string {
	var kinds [3][]string // main by institution, others by institution, national
	for _, x := range s.Of(population) {
		for _, table := range x.Tables {
			kind := 2
			if slices.ContainsFunc(table.Dimensions, func(id string) bool {
				d, _ := x.DimensionByID(id)
				return d.Role == sdmx.RoleOrigin && d.Register != ""
			}) {
				kind = 1
			}
			if kind == 1 && slices.ContainsFunc(x.Indicators, func(i spec.Indicator) bool { return i.Main && i.Table == table.ID }) {
				kind = 0
			}
			if id := spec.TableID(x.ID, table.ID); !slices.Contains(derived, id) {
				kinds[kind] = append(kinds[kind], id)
			}
		}
	}
	shares := [3]int{5, 3, 2}
	whole := 0
	for k, list := range kinds {
		if len(list) > 0 {
			whole += shares[k]
		}
	}
	var out []string
	for k, list := range kinds {
		for _, id := range list {
			out = append(out, fmt.Sprintf("%s: %s", id, fraction(shares[k], whole*len(list))))
		}
	}
	for _, id := range derived {
		if x, _, _ := strings.Cut(id, "/"); s.Transitions[x].Population == population {
			out = append(out, id+`: "0"`)
		}
	}
	return out
}

func fraction(a, b int) string {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	if b == x {
		return fmt.Sprintf("%q", fmt.Sprint(a/x))
	}
	return fmt.Sprintf("%d/%d", a/x, b/x)
}

// reach is how near a kind of published share comes to the truth.
type reach struct {
	Cube      string             `json:"cube"`
	Indicator string             `json:"indicator"`
	Shares    int                `json:"shares"`
	Figures   map[string]float64 `json:"figures"`
	counts    map[string][2]int
}

// add counts one share: whether it is within points of the truth, and whether
// its band holds it.
func (r *reach) add(kind string, n int64, truth float64, value, lower, upper int64) {
	p := 1000 * truth
	classes := []string{"", ".n1-9", ".n10-24", ".n25-49", ".n50-99", ".n100+"}
	class := classes[1+slices.IndexFunc([]int64{10, 25, 50, 100, math.MaxInt64}, func(below int64) bool { return n < below })]
	for _, suffix := range []string{"", class, cond(n >= 25, ".n25")} {
		if suffix == "" && class == "" {
			continue
		}
		r.count("U2.5."+kind+suffix, math.Abs(float64(value)-p) <= 50+1e-9)
		r.count("U3.covers."+kind+suffix, float64(lower) <= p+1e-9 && p <= float64(upper)+1e-9)
		r.count("U1.gate5."+kind+suffix, indicator.Within(5, value, lower, upper))
	}
}

func cond(yes bool, s string) string {
	if yes {
		return s
	}
	return ".n1-24"
}

func (r *reach) count(metric string, yes bool) {
	c := r.counts[metric]
	c[1]++
	if yes {
		c[0]++
	}
	r.counts[metric] = c
}

// reached compares the main indicators of the release with the counts.
func reached(t *testing.T, dir string) []*reach {
	t.Helper()
	t.Chdir(dir)
	a := &app{out: io.Discard, err: io.Discard, lang: "en", dir: "huis", specDir: "spec", quiet: true}
	r, err := a.openRoute(routeOptions{extracts: "land"})
	if err != nil {
		t.Fatal(err)
	}
	groups, err := r.buildStage(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	pub, err := os.ReadFile(filepath.Join("huis", "public", "releases", "2026-public", release.StructureName))
	if err != nil {
		t.Fatal(err)
	}
	var st sdmx.Structure
	if err := json.Unmarshal(pub, &st); err != nil {
		t.Fatal(err)
	}
	var all []*reach
	for _, c := range st.Cubes {
		for _, ind := range c.Indicators {
			table, _ := c.Table(ind.Table)
			axis := slices.IndexFunc(table.Dimensions, func(id string) bool {
				d, _ := c.Dimension(id)
				return d.Role == sdmx.RoleOrigin
			})
			if axis < 0 || ind.Coverage || !slices.Contains(table.Cohorts, reachLast) {
				continue
			}
			x := &reach{Cube: c.ID, Indicator: ind.ID, Figures: map[string]float64{}, counts: map[string][2]int{}}
			x.measure(t, &st, c, ind, table, groups)
			for k, n := range x.counts {
				x.Figures[k] = math.Round(1000*float64(n[0])/float64(n[1])) / 10
			}
			all = append(all, x)
			line := fmt.Sprintf("%-8s %-18s %6d shares", x.Cube, x.Indicator, x.Shares)
			for _, k := range []string{"U2.5.own", "U2.5.own.n25", "U2.5.own.smoothed", "U2.5.own.smoothed.n25", "U2.5.three", "U2.5.three.smoothed", "U3.covers.own", "U3.covers.own.smoothed", "U1.gate5.own", "U1.gate5.three"} {
				line += fmt.Sprintf("  %s %.1f", k, x.Figures[k])
			}
			fmt.Println(line)
		}
	}
	slices.SortFunc(all, func(x, y *reach) int {
		return cmp.Or(cmp.Compare(x.Cube, y.Cube), cmp.Compare(x.Indicator, y.Indicator))
	})
	return all
}

func (r *reach) measure(t *testing.T, st *sdmx.Structure, c sdmx.Cube, ind sdmx.Indicator, table sdmx.Table, groups []*group) {
	t.Helper()
	var parts []*sdmx.Dataset
	var truth []map[string]int64 // by cohort
	for _, y := range table.Cohorts {
		f, err := os.Open(filepath.Join("huis", "public", "releases", "2026-public", "data", c.ID, table.ID, fmt.Sprintf("%d.csv", y)))
		if err != nil {
			t.Fatal(err)
		}
		d, err := sdmx.ReadCSV(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, d)
		counts := map[string]int64{}
		for _, g := range groups {
			for _, tab := range g.model.Tables {
				if g.model.Cohort == y && tab.Cube == c.ID && tab.Spec.ID == table.ID {
					for key, cell := range g.model.Index(tab) {
						counts[key] = g.problem.Counts[cell]
					}
				}
			}
		}
		truth = append(truth, counts)
	}
	origin := slices.IndexFunc(table.Dimensions, func(id string) bool {
		d, _ := c.Dimension(id)
		return d.Role == sdmx.RoleOrigin
	})
	dim, _ := c.Dimension(table.Dimensions[origin])
	list, _ := st.Codelist(dim.Codelist)
	along := slices.Index(table.Dimensions, ind.Dimension)
	of := func(key []string, code string, cohorts []map[string]int64) (sum int64) {
		whole := slices.Insert(slices.Clone(key), along, code)
		for _, one := range cohorts {
			sum += one[sdmx.JoinKey(whole...)]
		}
		return sum
	}
	measure := func(kind string, parts []*sdmx.Dataset, truth []map[string]int64) {
		own, err := indicator.Compute(parts[len(parts)-1], ind)
		if err != nil {
			t.Fatal(err)
		}
		smoothed, err := indicator.Smooth(parts, ind, dim.ID, list, c.Regions(dim.ID))
		if err != nil {
			t.Fatal(err)
		}
		for i := range own.Values {
			v, s := &own.Values[i], &smoothed[i]
			n := of(v.Key, ind.Denominator, truth)
			if n == 0 || v.Key[slices.Index(own.Dimensions, dim.ID)] == sdmx.Total {
				continue // nobody is there, or it is the country
			}
			p := float64(of(v.Key, ind.Numerator, truth)) / float64(n)
			if kind == "own" {
				r.Shares++
			}
			r.add(kind, n, p, v.PerMille, v.Lower, v.Upper)
			if s.Known {
				r.add(kind+".smoothed", n, p, s.PerMille, s.Lower, s.Upper)
			}
		}
	}
	measure("own", parts, truth[len(truth)-1:])
	if len(parts) == reachLast-reachFirst+1 {
		measure("three", []*sdmx.Dataset{indicator.Pool(parts...)}, truth)
	}
}
