package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/gate"
	"doorstroommonitor/ingest"
	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/minimality"
)

// runReport is what the house tells its owner about a run. It holds true
// national counts and stays on the secret side.
type runReport struct {
	Ingest   *ingest.Receipt `json:"ingest,omitempty"`
	Balances []*cube.Balance `json:"balances"`
	// Formal are the populations under formal privacy, of which there is no
	// balance here.
	Formal   []string      `json:"formal,omitempty"`
	Groups   []groupReport `json:"groups"`
	Releases []string      `json:"releases"`
}

// groupReport is the outcome of the gate for one group.
type groupReport struct {
	Group string `json:"group"`
	// Members is left out of a group under formal privacy: no exact count of its
	// persons is on a screen, in a report or in a ledger. It is in cubes alone.
	Members int64 `json:"members"`
	Formal  bool  `json:"formal,omitempty"`
	Cells   int   `json:"cells"` // published or hidden
	Hidden  int   `json:"hidden"`
	// Coarse is how many of these no table shows since their group is too small.
	Coarse    int    `json:"coarse,omitempty"`
	Sensitive int    `json:"sensitive"`
	Rounds    int    `json:"rounds"`
	Tables    int    `json:"feasible_tables"`
	Exact     int    `json:"exact_reveals"`
	Narrowest int64  `json:"narrowest_width"`
	ByLP      int    `json:"by_linear_programming"`
	Passed    bool   `json:"passed"`
	Withheld  string `json:"withheld,omitempty"`
	// Rounded says that nothing is hidden and every count is rounded.
	Rounded bool `json:"rounded,omitempty"`
	// Shifted says that nothing is hidden and every count moved by cell keys.
	Shifted bool `json:"shifted,omitempty"`
	// Noise is what was drawn of a group under formal privacy: nothing is hidden
	// or attacked there.
	Noise *noiseReport `json:"noise,omitempty"`
	// Attackers says what each of them achieved.
	Attackers []audit.Attempt `json:"attackers,omitempty"`
	// Minimality is what the method gives away, where that was asked for.
	Minimality *minimality.Report `json:"minimality,omitempty"`
}

func (r *route) summarise(groups []*group, results []*gate.Result) error {
	for i, res := range results {
		cells := 0
		for _, pub := range groups[i].problem.Published {
			if pub {
				cells++
			}
		}
		if res.Receipt != nil {
			epsilon, err := res.Receipt.Epsilon()
			if err != nil {
				return err
			}
			r.report.Groups = append(r.report.Groups, groupReport{
				Group: groups[i].model.Group(), Formal: true, Cells: cells, Passed: true,
				Noise: &noiseReport{Rho: res.Receipt.Rho().RatString(), Epsilon: epsilon, Entries: entries(res.Receipt)},
			})
			continue
		}
		r.report.Groups = append(r.report.Groups, groupReport{
			Group: groups[i].model.Group(), Members: groups[i].balance.Members, Cells: cells, Hidden: res.Verdict.Hidden + unshown(res), Coarse: unshown(res), Sensitive: res.Verdict.Sensitive,
			Rounds: res.Rounds, Tables: res.Findings.Tables, Exact: res.Verdict.ExactReveals, Narrowest: res.Verdict.Narrowest, ByLP: res.Findings.ByLP, Passed: res.Verdict.Passed(),
			Attackers: res.Report.Attempts(), Minimality: res.Minimality, Rounded: res.Model.Population.Rounded(), Shifted: res.Model.Population.CellKeyed(),
		})
	}
	return nil
}

// writeText prints the report for people; short leaves out the outcomes of
// all cohorts but the last one whose window has closed.
func (rep *runReport) writeText(w io.Writer, a *app, short bool) error {
	if rep.Ingest != nil {
		if err := rep.Ingest.WriteText(w, a.lang); err != nil {
			return err
		}
		fmt.Fprintln(w)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, a.text("groep\tleden\tcellen\tverborgen\t%\taanvalstabellen\texact afgeleid\tsmalste\t", "group\tmembers\tcells\thidden\t%\tattack tables\texact reveals\tnarrowest\t"))
	for _, g := range rep.Groups {
		members := strconv.FormatInt(g.Members, 10)
		if g.Formal {
			members = "-"
		}
		if g.Withheld != "" {
			fmt.Fprintf(tw, "%s\t%s\t-\t-\t-\t-\t-\t%s\t\n", g.Group, members, a.text("achtergehouden", "withheld"))
			continue
		}
		if g.Noise != nil {
			fmt.Fprintf(tw, "%s\t%s\t%d\t-\t-\t-\t-\t%s rho %s\t\n", g.Group, members, g.Cells, a.text("ruis", "noise"), g.Noise.Rho)
			continue
		}
		if g.Rounded || g.Shifted {
			how := a.text("afgerond", "rounded")
			if g.Shifted {
				how = a.text("verschoven", "shifted")
			}
			fmt.Fprintf(tw, "%s\t%d\t%d\t%s\t-\t%d\t%d\t%d\t\n", g.Group, g.Members, g.Cells, how, g.Tables, g.Exact, g.Narrowest)
			continue
		}
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%.1f\t%d\t%d\t%d\t\n", g.Group, g.Members, g.Cells, g.Hidden, 100*float64(g.Hidden)/float64(max(1, g.Cells)), g.Tables, g.Exact, g.Narrowest)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if err := a.writeNoise(w, rep.Groups); err != nil {
		return err
	}
	if all := overall(rep.Groups); len(all) > 0 {
		fmt.Fprintf(w, "\n%s\n", a.text("Wat elke aanvaller bereikt, over alle groepen (eenvormig: groepen die bewezen bijna allemaal dezelfde uitkomst hebben; allen: iedereen):",
			"What each attacker achieves, over all groups (alike: groups proven to share nearly all one outcome; all: everybody):"))
		if err := a.writeAttackers(w, all); err != nil {
			return err
		}
	}
	if err := a.writeMinimality(w, rep.Groups); err != nil {
		return err
	}
	balances := rep.Balances
	if short {
		balances = lastMature(balances)
	}
	for _, b := range balances {
		if err := writeBalance(w, b, a); err != nil {
			return err
		}
	}
	for _, id := range rep.Formal {
		fmt.Fprintf(w, "\n%s: %s\n", id, a.text("elk lid in precies één uitkomst; onder formele privacy staat hier geen exact aantal", "every member in exactly one outcome; under formal privacy no exact count stands here"))
	}
	if len(balances) < len(rep.Balances) {
		fmt.Fprintf(w, "\n%s\n", a.text("Alle cohorten: secret/report/run.txt (na verzegelen) en secret/cubes/balance.csv.", "All cohorts: secret/report/run.txt (after sealing) and secret/cubes/balance.csv."))
	}
	fmt.Fprintln(w)
	for _, id := range rep.Releases {
		fmt.Fprintf(w, "%s %s\n", a.text("verzegeld:", "sealed:"), id)
	}
	return nil
}

// writeBalance prints the outcomes of one cohort, a block per dimension.
func writeBalance(w io.Writer, b *cube.Balance, a *app) error {
	fmt.Fprintf(w, "\n%s: %d %s\n", b.Group, b.Members, a.text("leden, elk in precies één uitkomst", "members, each in exactly one outcome"))
	width := 0
	for _, o := range b.Outcomes {
		width = max(width, utf8.RuneCountInString(o.Label.In(a.lang)))
	}
	tw := tabwriter.NewWriter(w, 2, 0, 2, ' ', tabwriter.AlignRight)
	last := ""
	for _, o := range b.Outcomes {
		dimension := ""
		if o.Dimension != last {
			dimension, last = o.Dimension, o.Dimension
		}
		fmt.Fprintf(tw, "  %-20s  %-*s\t%d\t\n", dimension, width, o.Label.In(a.lang), o.N)
	}
	return tw.Flush()
}

// lastMature keeps, per population, the youngest cohort with the most
// dimensions: later ones cannot be observed in full yet.
func lastMature(all []*cube.Balance) []*cube.Balance {
	var out []*cube.Balance
	for _, b := range all {
		n := len(out)
		switch {
		case n == 0 || population(out[n-1]) != population(b):
			out = append(out, b)
		case dimensions(b) >= dimensions(out[n-1]):
			out[n-1] = b
		}
	}
	return out
}

func population(b *cube.Balance) string {
	p, _, _ := strings.Cut(b.Group, "/")
	return p
}

func dimensions(b *cube.Balance) int {
	seen := map[string]bool{}
	for _, o := range b.Outcomes {
		seen[o.Dimension] = true
	}
	return len(seen)
}

func (r *route) writeReport() error {
	if err := atomicfile.Write(r.h.secret("report", "run.json"), 0o600, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(&r.report)
	}); err != nil {
		return err
	}
	return atomicfile.Write(r.h.secret("report", "run.txt"), 0o600, func(w io.Writer) error { return r.report.writeText(w, r.a, false) })
}

// writeBalances keeps the true national counts per group.
func (r *route) writeBalances(groups []*group) error {
	return atomicfile.Write(r.h.secret("cubes", "balance.csv"), 0o600, func(w io.Writer) error {
		cw := csv.NewWriter(w)
		if err := cw.Write([]string{"group", "members", "dimension", "code", "count"}); err != nil {
			return err
		}
		for _, g := range groups {
			for _, o := range g.balance.Outcomes {
				if err := cw.Write([]string{g.balance.Group, strconv.FormatInt(g.balance.Members, 10), o.Dimension, o.Code, strconv.FormatInt(o.N, 10)}); err != nil {
					return err
				}
			}
		}
		cw.Flush()
		return cw.Error()
	})
}

// writeRisk writes the risk file: every cell with its true count and whether
// it is hidden for itself (A, primary) or to protect another (D, secondary), or not
// published since its group is too small for it (N).
func (r *route) writeRisk(groups []*group, results []*gate.Result) error {
	return atomicfile.Write(r.h.secret("report", "risk.csv"), 0o600, func(w io.Writer) error {
		cw := csv.NewWriter(w)
		if err := cw.Write([]string{"group", "cube", "table", "key", "count", "conf_status", "lower", "upper", "proven_width"}); err != nil {
			return err
		}
		for i, res := range results {
			if res.Receipt != nil {
				continue // no cell is hidden for itself or for another
			}
			if err := riskLines(cw, groups[i], res); err != nil {
				return err
			}
		}
		cw.Flush()
		return cw.Error()
	})
}

func riskLines(cw *csv.Writer, g *group, res *gate.Result) error {
	rule := cube.Rule(g.model.Population)
	for _, t := range g.model.Tables {
		for key, c := range g.model.Keys(t) {
			n, in := g.problem.Counts[c], res.Findings.Intervals[c]
			status := "F"
			if tooFine(res, c) {
				status = "N" // no table shows it: its group is too small for it
			}
			if res.Hidden[c] {
				status = "D"
				if g.problem.Sensitive(c, rule) {
					status = "A"
				}
			}
			err := cw.Write([]string{g.model.Group(), t.Cube, t.Spec.ID, key, strconv.FormatInt(n, 10), status,
				strconv.FormatInt(in.Lower, 10), strconv.FormatInt(in.Upper, 10), strconv.FormatInt(in.Proven(), 10)})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// tooFine reports whether a cell has no value for being too fine for its group;
// what everybody can compute all the same has one.
func tooFine(res *gate.Result, c int32) bool {
	in := res.Findings.Intervals[c]
	return res.Coarse != nil && res.Coarse[c] && in.Lower < in.Upper
}

// unshown is the number of such cells.
func unshown(res *gate.Result) (n int) {
	for c := range res.Coarse {
		if tooFine(res, int32(c)) {
			n++
		}
	}
	return n
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
