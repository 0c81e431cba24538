package method_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/formal"
)

// comparison is what the page needs of docs/results/scenarios.json.
type comparison struct {
	Worlds []struct {
		ID        string
		Groups    int
		Pupils    int64
		Scenarios []struct {
			ID      string
			Seeds   []uint64
			Metrics map[string][2]float64 // mean, deviation
		}
	}
	Goals []struct {
		Text, Scenario, Metric, World string
		Least, Most, Reached          float64
		Met                           bool
	}
	Reference []struct {
		Scenario, Metric string
		Theirs, Ours     float64
	}
}

func results(t *testing.T) *comparison {
	t.Helper()
	b, err := os.ReadFile("../results/scenarios.json")
	if err != nil {
		t.Fatal(err)
	}
	var c comparison
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	return &c
}

// TestTheComparisonIsThatOfTheResults: the tables on the page are those of the
// last run of make bench-scenarios.
func TestTheComparisonIsThatOfTheResults(t *testing.T) {
	c := results(t)
	for _, w := range c.Worlds {
		var out strings.Builder
		fmt.Fprintf(&out, "%s: %d groups, %d pupils\n", w.ID, w.Groups, w.Pupils)
		out.WriteString("                   shown %     main <= 5 points %   rest <= 5     outliers 25+ %  found %\n")
		out.WriteString("                  1st   2nd     all    25+  skill    1st   2nd     missed  false\n")
		for _, s := range w.Scenarios {
			m := func(key string) float64 { return s.Metrics[key][0] }
			found := "-" // nothing was tried
			for _, v := range []float64{m("R1.exact"), m("R1.percentages"), m("R6.seen") - m("R6.blind")} {
				_, sums := s.Metrics["R1.exact"]
				_, guess := s.Metrics["R6.seen"]
				if best, err := strconv.ParseFloat(found, 64); (sums || guess) && (err != nil || v > best) {
					found = fmt.Sprintf("%.2f", v)
				}
			}
			fmt.Fprintf(&out, "%-17s %5.1f %5.1f   %5.1f  %5.1f  %5.1f   %5.1f %5.1f     %5.1f  %5.1f   %6s\n", s.ID, m("U1.first"), m("U1.second"),
				m("U2.main.5.best"), m("U2.main.5.n25.best"), m("U2.main.5.skill"), m("U2.first.5.best"), m("U2.second.5.best"), m("U7.n25.missed"), m("U7.n25.false"), found)
		}
		onPage(t, "scenarios.md", out.String())
	}
}

// TestTheGoalsAreThoseOfTheResults: what was asked, what was reached, in the
// worst of the worlds.
func TestTheGoalsAreThoseOfTheResults(t *testing.T) {
	var out strings.Builder
	for _, g := range results(t).Goals {
		asked := fmt.Sprintf(">= %.0f", g.Least)
		if g.Least == 0 {
			asked = fmt.Sprintf("<= %.0f", g.Most)
		}
		met := "yes"
		if !g.Met {
			met = "NO"
		}
		fmt.Fprintf(&out, "%-3s %6.2f (%5s)  %-10s %-26s %s\n", met, g.Reached, asked, g.Scenario, g.Metric, g.World)
	}
	onPage(t, "scenarios.md", out.String())
}

// TestTheGeneratorIsHeldAgainstItsSource: rows of the earlier simulation.
func TestTheGeneratorIsHeldAgainstItsSource(t *testing.T) {
	var out strings.Builder
	out.WriteString("                              theirs   ours\n")
	for _, r := range results(t).Reference {
		fmt.Fprintf(&out, "%-12s %-16s %6.1f %6.1f\n", r.Scenario, r.Metric, r.Theirs, r.Ours)
	}
	onPage(t, "scenarios.md", out.String())
}

// TestTheGateIsThatOfTheResults: what passes the reliability gate at several
// widths, for the scenario "formal" in every world.
func TestTheGateIsThatOfTheResults(t *testing.T) {
	var out strings.Builder
	out.WriteString("                 first destinations, %           second destinations, %\n")
	out.WriteString("band up to    year  3 years  above  peers     year  3 years  above  peers\n")
	for _, w := range results(t).Worlds {
		for _, s := range w.Scenarios {
			if s.ID != "formal" {
				continue
			}
			fmt.Fprintf(&out, "%s\n", w.ID)
			for _, half := range []string{"5", "10", "15", "20", "25"} {
				fmt.Fprintf(&out, "%7s points", half)
				for _, part := range []string{"first", "second"} {
					for i, level := range []string{"annual", "three", "coarser", "peers"} {
						gap := [...]string{" ", "   ", "  ", "  "}[i]
						fmt.Fprintf(&out, "%s%5.1f", gap, s.Metrics["U1."+part+".chosen"+half+"."+level][0])
					}
					out.WriteString("   ")
				}
				out.WriteString("\n")
			}
		}
	}
	text := out.String()
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	onPage(t, "scenarios.md", strings.Join(lines, "\n"))
}

// TestTheOddsOfThePrincipal: a pupil who is in or not moves one cell of each
// table, one who went elsewhere two, so that it takes twice the rho to be as
// hard to tell. With replace-one neighbours and rho 1 the noise is that of rho
// 1/2 with one record more or less.
func TestTheOddsOfThePrincipal(t *testing.T) {
	page, err := os.ReadFile("scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		neighbours formal.Neighbours
		rho        *big.Rat
		says       []string
	}{
		{formal.AddRemove, big.NewRat(1, 2), []string{"was counted, is right in %.0f of 100 cases", "become %.0f to "}},
		{formal.Replace, big.NewRat(1, 1), []string{"which of two ways this one went, in %.0f.", " and %.0f to "}},
	} {
		d := formal.Design{Rho: c.rho, Neighbours: c.neighbours, Tables: []formal.Table{
			{ID: "main", Weight: big.NewRat(9, 20)}, {ID: "first", Weight: big.NewRat(3, 20)}, {ID: "second", Weight: big.NewRat(3, 10)}, {ID: "sex", Weight: big.NewRat(1, 10)},
		}}
		advantage, err := d.Advantage()
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range c.says {
			if text = fmt.Sprintf(text, 100*(1+advantage)/2); !strings.Contains(string(page), text) {
				t.Errorf("scenarios.md does not say %q", text)
			}
		}
	}
}
