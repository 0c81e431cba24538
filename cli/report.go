package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"text/tabwriter"

	"doorstroommonitor/cube"
	"doorstroommonitor/gate"
	"doorstroommonitor/ingest"
	"doorstroommonitor/internal/atomicfile"
)

// runReport is what the house tells its owner about a run. It holds true
// national counts and stays on the secret side.
type runReport struct {
	Ingest   *ingest.Receipt `json:"ingest,omitempty"`
	Balances []*cube.Balance `json:"balances"`
	Groups   []groupReport   `json:"groups"`
	Releases []string        `json:"releases"`
}

// groupReport is the outcome of the gate for one group.
type groupReport struct {
	Group     string `json:"group"`
	Members   int64  `json:"members"`
	Cells     int    `json:"cells"` // published or hidden
	Hidden    int    `json:"hidden"`
	Sensitive int    `json:"sensitive"`
	Rounds    int    `json:"rounds"`
	Tables    int    `json:"feasible_tables"`
	Exact     int    `json:"exact_reveals"`
	Narrowest int64  `json:"narrowest_width"`
	ByLP      int    `json:"by_linear_programming"`
	Passed    bool   `json:"passed"`
}

func (r *route) summarise(groups []*group, results []*gate.Result) {
	for i, res := range results {
		cells := 0
		for _, pub := range groups[i].problem.Published {
			if pub {
				cells++
			}
		}
		r.report.Groups = append(r.report.Groups, groupReport{
			Group: groups[i].model.Group(), Members: groups[i].balance.Members, Cells: cells, Hidden: res.Verdict.Hidden, Sensitive: res.Verdict.Sensitive,
			Rounds: res.Rounds, Tables: res.Findings.Tables, Exact: res.Verdict.ExactReveals, Narrowest: res.Verdict.Narrowest, ByLP: res.Findings.ByLP, Passed: res.Verdict.Passed(),
		})
	}
}

// writeText prints the report for people.
func (rep *runReport) writeText(w io.Writer, a *app) error {
	if rep.Ingest != nil {
		if err := rep.Ingest.WriteText(w, a.lang); err != nil {
			return err
		}
		fmt.Fprintln(w)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, a.text("groep\tleden\tcellen\tverborgen\t%\taanvalstabellen\texact afgeleid\tsmalste\t", "group\tmembers\tcells\thidden\t%\tattack tables\texact reveals\tnarrowest\t"))
	for _, g := range rep.Groups {
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%.1f\t%d\t%d\t%d\t\n", g.Group, g.Members, g.Cells, g.Hidden, 100*float64(g.Hidden)/float64(max(1, g.Cells)), g.Tables, g.Exact, g.Narrowest)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	for _, b := range rep.Balances {
		fmt.Fprintf(w, "\n%s: %d %s\n", b.Group, b.Members, a.text("leden, elk in precies één uitkomst", "members, each in exactly one outcome"))
		tw := tabwriter.NewWriter(w, 2, 0, 2, ' ', 0)
		for _, o := range b.Outcomes {
			fmt.Fprintf(tw, "  %s\t%s\t%d\n", o.Dimension, o.Label.In(a.lang), o.N)
		}
		if err := tw.Flush(); err != nil {
			return err
		}
	}
	fmt.Fprintln(w)
	for _, id := range rep.Releases {
		fmt.Fprintf(w, "%s %s\n", a.text("verzegeld:", "sealed:"), id)
	}
	return nil
}

func (r *route) writeReport() error {
	if err := atomicfile.Write(r.h.secret("report", "run.json"), 0o600, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(&r.report)
	}); err != nil {
		return err
	}
	return atomicfile.Write(r.h.secret("report", "run.txt"), 0o600, func(w io.Writer) error { return r.report.writeText(w, r.a) })
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
// it is hidden for itself (A, primary) or to protect another (D, secondary).
func (r *route) writeRisk(groups []*group, results []*gate.Result) error {
	return atomicfile.Write(r.h.secret("report", "risk.csv"), 0o600, func(w io.Writer) error {
		cw := csv.NewWriter(w)
		if err := cw.Write([]string{"group", "cube", "table", "key", "count", "conf_status", "lower", "upper", "proven_width"}); err != nil {
			return err
		}
		for i, res := range results {
			if err := riskLines(cw, groups[i], res); err != nil {
				return err
			}
		}
		cw.Flush()
		return cw.Error()
	})
}

func riskLines(cw *csv.Writer, g *group, res *gate.Result) error {
	rule := g.model.Population.Rule
	for _, t := range g.model.Tables {
		for key, c := range g.model.Keys(t) {
			n, in := g.problem.Counts[c], res.Findings.Intervals[c]
			status := "F"
			if res.Hidden[c] {
				status = "D"
				if n >= 1 && n < rule.Threshold {
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

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
