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
