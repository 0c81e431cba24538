package cli

import (
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"doorstroommonitor/audit"
	"doorstroommonitor/gate"
)

// overall adds up what each attacker achieved over all groups, in the order in
// which they appear. The narrowest is that of the worst group.
func overall(groups []groupReport) []audit.Attempt {
	var out []audit.Attempt
	at := map[string]int{}
	for _, g := range groups {
		for _, a := range g.Attackers {
			id := a.Attacker + " " + a.Mode
			i, seen := at[id]
			if !seen {
				i, at[id] = len(out), len(out)
				out = append(out, audit.NewAttempt(a.Attacker, a.Mode))
			}
			out[i].Merge(a)
		}
	}
	return out
}

// writeAttackers prints a line for each attacker.
func (a *app) writeAttackers(w io.Writer, all []audit.Attempt) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, a.text("geprobeerd\tniet\tcellen\texact\tsmalste\tte smal\tonbewezen\teenvormig\tallen\tbeleid\t  aanvaller", "tried\tskipped\tcells\texact\tnarrowest\tnarrow\tunproven\talike\tall\tpolicy\t  attacker"))
	for _, t := range all {
		narrowest := "-"
		if t.Narrowest >= 0 {
			narrowest = strconv.FormatInt(t.Narrowest, 10)
		}
		fmt.Fprintf(tw, "%d\t%d\t%d\t%d\t%s\t%d\t%d\t%d\t%d\t%s\t  %s\n", t.Tried, t.Skipped, t.Cells, t.ExactReveals, narrowest, t.Narrow, t.Unproven, t.Homogeneous, t.Unanimous,
			policy(a, t.Mode), gate.AttackerName(t.Attacker).In(a.lang))
	}
	return tw.Flush()
}

func policy(a *app, mode string) string {
	if mode == audit.Guarded {
		return a.text("geweerd", "guarded")
	}
	return a.text("gemeten", "reported")
}

// writeMinimality prints what the method gives away of each group of which
// that was measured.
func (a *app) writeMinimality(w io.Writer, groups []groupReport) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	any := false
	for _, g := range groups {
		m := g.Minimality
		if m == nil {
			continue
		}
		if !any {
			any = true
			fmt.Fprintf(w, "\n%s\n", a.text("Wie ook de methode kent en haar op mogelijke tabellen overdoet (gemeten, beslist niets). Alleen van cellen die over de tabellen meer waarden hebben dan de breedte valt iets te zeggen:",
				"Whoever knows the method as well and does it again on possible tables (measured, decides nothing). Only of cells with more values over the tables than the width anything can be said:"))
			fmt.Fprintln(tw, a.text("groep\ttabellen\tzelfde patroon\tkleine cellen\tte beoordelen\thoogstens smaller\thoogstens exact\t", "group\ttables\tsame pattern\tsmall cells\tcan be judged\tnarrower at most\texact at most\t"))
		}
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t\n", g.Group, m.Tables, m.Reproduced, m.Primaries, m.Judged, m.Shrunk, m.Exact)
	}
	return tw.Flush()
}
