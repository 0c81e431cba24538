// Package country compares scenarios on all worlds, the fictitious country
// among them, which is made, taken in and counted for it by the route itself.
package country

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"testing"

	"doorstroommonitor/scenario"
	"doorstroommonitor/workbench"
)

var (
	benchOut   = flag.String("scenarios", "", "file to write the comparison of scenarios to; empty: no comparison")
	benchSeeds = flag.Int("seeds", 20, "number of noise seeds")
	benchScale = flag.Float64("country", 1, "scale of the fictitious country, 0: without")
	benchPart  = flag.Float64("part", 1, "part of the 1,500 locations of the generator")
)

// pairs are the values over seeds, which stay on one line.
var pairs = regexp.MustCompile(`\[\s+(-?[0-9.e+-]+),\s+(-?[0-9.e+-]+)\s+\]`)

// report is docs/results/scenarios.json.
type report struct {
	Command   string           `json:"command"`
	Go        string           `json:"go"`
	Metrics   string           `json:"metrics"`
	Worlds    []worldEntry     `json:"worlds"`
	Goals     []workbench.Goal `json:"goals"`
	Reference []compared       `json:"reference"`
}

type worldEntry struct {
	ID        string              `json:"id"`
	Generator string              `json:"generator"`
	Scale     float64             `json:"scale"`
	Groups    int                 `json:"groups"`
	Pupils    int64               `json:"pupils"`
	Scenarios []*workbench.Result `json:"scenarios"`
}

// compared is a row of the earlier simulation beside ours.
type compared struct {
	Scenario string  `json:"scenario"`
	Metric   string  `json:"metric"`
	Theirs   float64 `json:"theirs"`
	Ours     float64 `json:"ours"`
}

// TestScenarioBenchmark writes the comparison; make bench-scenarios calls it.
func TestScenarioBenchmark(t *testing.T) {
	if *benchOut == "" {
		t.Skip("no -scenarios given")
	}
	list, err := workbench.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	opt := workbench.Options{Workers: runtime.GOMAXPROCS(0), Trials: 20_000}
	for i := range *benchSeeds {
		opt.Seeds = append(opt.Seeds, uint64(i+1))
	}
	rep := &report{Command: fmt.Sprintf("make bench-scenarios SEEDS=%d PART=%v COUNTRY=%v", *benchSeeds, *benchPart, *benchScale), Go: runtime.Version(), Metrics: "docs/method/scenarios.md"}
	for _, b := range benchWorlds(t) {
		world, entry := b.entry(t)
		fmt.Printf("\n%s: %d groups, %d pupils\n%s\n", entry.ID, entry.Groups, entry.Pupils, header)
		opt.Progress = func(r *workbench.Result) { fmt.Println(line(r)) }
		if entry.Scenarios, err = workbench.Run(context.Background(), world, listFor(entry.ID, list), opt); err != nil {
			t.Fatal(err)
		}
		rep.Worlds = append(rep.Worlds, entry)
		opt.Trials = 0 // the game is about the mechanism, not about a world
	}
	var names []string
	results := map[string][]*workbench.Result{}
	for _, w := range rep.Worlds {
		names, results[w.ID] = append(names, w.ID), w.Scenarios
	}
	rep.Goals = workbench.Goals(names, results)
	fmt.Println()
	for _, g := range rep.Goals {
		fmt.Printf("%-5v %-9s %-26s %6.2f (asked >= %v / <= %v) in %s: %s\n", g.Met, g.Scenario, g.Metric, g.Reached, g.Least, g.Most, g.World, g.Text)
	}
	for _, r := range workbench.Reference {
		for _, s := range rep.Worlds[0].Scenarios {
			if s.ID == r.Scenario {
				rep.Reference = append(rep.Reference, compared{r.Scenario, r.Metric, r.Theirs, s.Metrics[r.Metric].Mean})
			}
		}
	}
	b, err := json.MarshalIndent(rep, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	b = pairs.ReplaceAll(b, []byte("[$1, $2]"))
	if err := os.WriteFile(*benchOut, append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// listFor leaves out of the varied world what no goal is about: it is there to
// see how much the goals depend on the generator.
func listFor(world string, list []*scenario.Scenario) []*scenario.Scenario {
	if world != "varied" {
		return list
	}
	var out []*scenario.Scenario
	for _, s := range list {
		if s.Family != scenario.Formal || s.ID == "formal" || s.ID == "formal-3y" {
			out = append(out, s)
		}
	}
	return out
}

// benchWorld is a world that is made when its turn comes.
type benchWorld struct {
	id, generator string
	scale         float64
	make          func() (*scenario.World, error)
}

func benchWorlds(t *testing.T) []benchWorld {
	var out []benchWorld
	for _, g := range []struct {
		id string
		g  workbench.Generator
	}{{"simulation", workbench.Simulation()}, {"varied", workbench.Varied()}} {
		g.g.Locations = int(float64(g.g.Locations) * *benchPart)
		out = append(out, benchWorld{g.id, fmt.Sprintf("workbench.Generator seed %d, %d locations, steady %v", g.g.Seed, g.g.Locations, g.g.Steady), *benchPart, g.g.World})
	}
	if *benchScale > 0 {
		about := fmt.Sprintf("synth seed 1, scale %v, cohorts %d-%d of %s", *benchScale, lastCohort-cohorts+1, lastCohort, population)
		out = append(out, benchWorld{"country", about, *benchScale, func() (*scenario.World, error) { return fictitious(t, *benchScale) }})
	}
	return out
}

// entry makes a world and describes it.
func (b *benchWorld) entry(t *testing.T) (*scenario.World, worldEntry) {
	w, err := b.make()
	if err != nil {
		t.Fatal(err)
	}
	e := worldEntry{ID: b.id, Generator: b.generator, Scale: b.scale, Groups: len(w.Groups)}
	for i := range w.Groups {
		e.Pupils += w.Groups[i].N()
	}
	return w, e
}

const header = "scenario             avail main/1st/2nd  <=5pp main all/25+ (best)   <=5 1st/2nd best  miss/false 25+  cover least  exact"

func line(r *workbench.Result) string {
	m := func(key string) float64 { return r.Metrics[key].Mean }
	least := 100.0
	for key, v := range r.Metrics {
		if len(key) > 14 && key[:15] == "U3.main.covers." {
			least = min(least, v.Mean)
		}
	}
	return fmt.Sprintf("%-20s %5.1f %5.1f %5.1f   %5.1f %5.1f (%5.1f %5.1f)    %5.1f %5.1f       %5.1f %5.1f    %5.1f   %6.2f", r.ID, m("U1.main"), m("U1.first"), m("U1.second"),
		m("U2.main.5"), m("U2.main.5.n25"), m("U2.main.5.best"), m("U2.main.5.n25.best"), m("U2.first.5.best"), m("U2.second.5.best"), m("U7.n25.missed"), m("U7.n25.false"), least, m("R1.exact"))
}
