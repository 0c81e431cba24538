package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
)

func (a *app) reportCommand() *cobra.Command {
	var group string
	var asJSON bool
	c := &cobra.Command{
		Use:   "report",
		Short: a.text("toon wat elke aanvaller bereikt, en wat ruis kost (geheim)", "show what each attacker achieves, and what noise costs (secret)"),
		Long: a.text(`Toont uit het rapport van de laatste verzegeling wat elke aanvaller bereikt: hoeveel er geprobeerd zijn, hoeveel cellen zij
aanvielen, hoeveel zij exact kennen, de smalste marge, en van hoeveel groepen zij weten dat (bijna) allen dezelfde uitkomst hebben.
Wat ingewijden leren hangt van echte aantallen af: dit overzicht blijft binnen.`,
			`Shows from the report of the last sealing what each attacker achieves: how many were tried, how many cells they attacked, how many
they know exactly, the narrowest margin, and of how many groups they know that (nearly) all share one outcome.
What insiders learn depends on true counts: this overview stays inside.`),
		Example: `  doorstroom report --dir huis
  doorstroom report --dir huis --group VO/2023
  doorstroom report --dir huis --json`,
		RunE: func(*cobra.Command, []string) error {
			rep, err := a.lastReport()
			if err != nil {
				return err
			}
			groups := rep.Groups
			if group != "" {
				groups = nil
				for _, g := range rep.Groups {
					if g.Group == group {
						groups = append(groups, g)
					}
				}
				if len(groups) == 0 {
					return saidf("groep %s staat niet in het rapport; volgende stap: doorstroom report --json noemt alle groepen", "group %s is not in the report; next: doorstroom report --json names all groups", group)
				}
			}
			if asJSON {
				enc := json.NewEncoder(a.out)
				enc.SetIndent("", "  ")
				return enc.Encode(groups)
			}
			if err := a.writeNoise(a.out, groups); err != nil {
				return err
			}
			all := overall(groups)
			if len(all) == 0 {
				return nil
			}
			return a.writeAttackers(a.out, all)
		},
	}
	c.Flags().StringVar(&group, "group", "", a.text("alleen deze groep, zoals VO/2023", "this group alone, such as VO/2023"))
	c.Flags().BoolVar(&asJSON, "json", false, a.text("per groep, als JSON", "by group, as JSON"))
	return c
}

// lastReport reads what the last sealing left on the secret side.
func (a *app) lastReport() (*runReport, error) {
	h, err := openHouse(a.dir)
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(h.secret("report", "run.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, saidf("er is nog geen rapport; volgende stap: doorstroom seal", "there is no report yet; next: doorstroom seal")
	}
	if err != nil {
		return nil, err
	}
	var rep runReport
	if err := json.Unmarshal(b, &rep); err != nil {
		return nil, fmt.Errorf("report of the last run: %w", err)
	}
	return &rep, nil
}
