package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

func (a *app) specChangesCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "changes", Args: noArgs(),
		Short:   a.text("toon voorstellen en wijzigingen: wie deed wanneer welke stap", "show proposals and changes: who took which step when"),
		Example: `  doorstroom spec changes --spec specs/2026`,
		RunE: func(*cobra.Command, []string) error {
			s, err := a.loadSpec()
			if err != nil {
				return err
			}
			if asJSON {
				return a.printJSON(listedChanges(s))
			}
			for i, id := range slices.Sorted(maps.Keys(s.Changes)) {
				ch := s.Changes[id]
				if i > 0 {
					fmt.Fprintln(a.out)
				}
				fmt.Fprintf(a.out, "%s  %s (%s %s, %s)\n", ch.ID, ch.Label.In(a.lang), a.text("voor versie", "for version"), ch.Version, a.stepName(ch.State()))
				fmt.Fprintf(a.out, "  %s\n  %s: %s\n", strings.TrimSpace(ch.Reason.In(a.lang)), a.text("gaat over", "concerns"), strings.Join(ch.Concerns, ", "))
				tw := tabwriter.NewWriter(a.out, 2, 0, 2, ' ', 0)
				for _, x := range ch.Steps {
					step := a.stepName(x.Step)
					if x.Outcome != "" {
						step += ": " + a.stepName(x.Outcome)
					}
					fmt.Fprintf(tw, "  %s\t%s\t%s\t%s\n", x.Date, step, x.By, x.Note.In(a.lang))
				}
				if err := tw.Flush(); err != nil {
					return err
				}
			}
			if len(s.Changes) == 0 {
				a.say("geen voorstellen in de map %s van deze specificatie", "no proposals in the folder %s of this specification", spec.ChangesDir)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, a.text("als JSON", "as JSON"))
	return c
}

// stepName is the word of people for a step or an outcome.
func (a *app) stepName(step string) string { return spec.StepName(step).In(a.lang) }

// changeJSON is what spec changes --json writes.
type changeJSON struct {
	ID       string     `json:"id"`
	Label    sdmx.Text  `json:"label"`
	Reason   sdmx.Text  `json:"reason"`
	Concerns []string   `json:"concerns"`
	Version  string     `json:"version"`
	State    string     `json:"state"`
	Steps    []stepJSON `json:"steps"`
}

type stepJSON struct {
	Step    string    `json:"step"`
	Date    string    `json:"date"`
	By      string    `json:"by"`
	Outcome string    `json:"outcome,omitempty"`
	Note    sdmx.Text `json:"note,omitzero"`
}

func listedChanges(s *spec.Specification) []changeJSON {
	out := []changeJSON{}
	for _, id := range slices.Sorted(maps.Keys(s.Changes)) {
		ch := s.Changes[id]
		x := changeJSON{ID: ch.ID, Label: ch.Label, Reason: ch.Reason, Concerns: ch.Concerns, Version: ch.Version, State: ch.State()}
		for _, st := range ch.Steps {
			x.Steps = append(x.Steps, stepJSON(st))
		}
		out = append(out, x)
	}
	return out
}
