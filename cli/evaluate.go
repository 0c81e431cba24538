package cli

import (
	"encoding/json"
	"os"
	"time"

	"github.com/spf13/cobra"

	"doorstroommonitor/evaluate"
	"doorstroommonitor/ledger"
	"doorstroommonitor/release"
)

func (a *app) evaluateCommand() *cobra.Command {
	var year int
	var asJSON bool
	c := &cobra.Command{
		Use:     "evaluate",
		Short:   a.text("schrijf de jaarlijkse evaluatie uit logboek en uitgaven", "write the yearly evaluation from ledger and releases"),
		Example: "  doorstroom evaluate --dir huis --year 2026",
		RunE: func(*cobra.Command, []string) error {
			h, pub, err := a.publicSide()
			if err != nil {
				return err
			}
			entries, err := os.ReadDir(h.public("releases"))
			if err != nil {
				return err
			}
			var releases []evaluate.Release
			for _, e := range entries {
				if !e.IsDir() || len(e.Name()) > 5 && e.Name()[len(e.Name())-5:] == ".part" {
					continue
				}
				rel, err := release.Open(h.public("releases", e.Name()), pub)
				if err != nil {
					return err
				}
				releases = append(releases, rel)
			}
			ev, err := evaluate.Report(year, releases, ledger.Read(h.public("ledger.jsonl")))
			if err != nil {
				return err
			}
			if asJSON {
				enc := json.NewEncoder(a.out)
				enc.SetIndent("", "  ")
				return enc.Encode(ev)
			}
			return ev.WriteText(a.out, a.lang)
		},
	}
	c.Flags().IntVar(&year, "year", time.Now().Year(), a.text("jaar", "year"))
	c.Flags().BoolVar(&asJSON, "json", false, a.text("als JSON", "as JSON"))
	return c
}
