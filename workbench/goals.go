package workbench

import "fmt"

// Goal is a figure that was asked for, with what was reached: the worst over
// all worlds.
type Goal struct {
	Text     string  `json:"text"`
	Scenario string  `json:"scenario"`
	Metric   string  `json:"metric"`
	Least    float64 `json:"least,omitempty"` // at least this
	Most     float64 `json:"most,omitempty"`  // or at most this
	Reached  float64 `json:"reached"`
	World    string  `json:"world"`
	Met      bool    `json:"met"`
}

// asked are the goals; the annual ones are about the scenario "formal", those
// about three years about "formal-3y".
func asked() []Goal {
	g := []Goal{
		{Text: "main indicator within 5 points, groups of 25 and more, annual", Scenario: "formal", Metric: "U2.main.5.n25", Least: 90},
		{Text: "main indicator within 5 points, all groups, three years", Scenario: "formal-3y", Metric: "U2.main.5", Least: 85},
		{Text: "outliers missed, groups of 25 and more, annual", Scenario: "formal", Metric: "U7.n25.missed", Most: 20},
		{Text: "false alarms, groups of 25 and more, annual", Scenario: "formal", Metric: "U7.n25.false", Most: 5},
		{Text: "lower 99 % limit of the membership advantage below the bound (difference)", Scenario: "formal", Metric: "R4.lower-bound", Most: 0},
		{Text: "counts that follow exactly from suppression", Scenario: "suppress-5", Metric: "R1.exact", Most: 0},
	}
	for _, s := range []string{"formal", "formal-3y"} {
		for _, part := range []string{"first", "second"} {
			g = append(g, Goal{Text: "indicators with a value and a band", Scenario: s, Metric: "U1." + part, Least: 99})
			for _, y := range widths {
				g = append(g, Goal{Text: fmt.Sprintf("indicators with a value and a band of at most %v points to either side", y), Scenario: s, Metric: "U1." + part + ".gate" + number(y), Least: 99})
			}
		}
		for _, c := range classes {
			g = append(g, Goal{Text: "bands of the main indicator hold the truth", Scenario: s, Metric: "U3.main.covers." + c.name, Least: 94})
		}
		g = append(g, Goal{Text: "bands of the main indicator hold the truth, most extreme tenth", Scenario: s, Metric: "U3.main.covers.extreme", Least: 94})
	}
	return g
}

// Goals takes the worst of all worlds, which results gives by name.
func Goals(names []string, results map[string][]*Result) []Goal {
	var out []Goal
	for _, g := range asked() {
		found := false
		for _, name := range names {
			for _, r := range results[name] {
				if r.ID != g.Scenario {
					continue
				}
				v, ok := r.Metrics[g.Metric]
				if g.Metric == "R4.lower-bound" {
					v, ok = r.Metrics["R4.lower"]
					v.Mean -= r.Metrics["R4.bound"].Mean
				}
				if worse := g.Least > 0 && v.Mean < g.Reached || g.Least == 0 && v.Mean > g.Reached; ok && (!found || worse) {
					g.Reached, g.World, found = v.Mean, name, true
				}
			}
		}
		if g.Met = found && g.Reached >= g.Least; g.Least == 0 {
			g.Met = found && g.Reached <= g.Most
		}
		out = append(out, g)
	}
	return out
}
