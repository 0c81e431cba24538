package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) specCheckCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "check", Args: noArgs(),
		Short: a.text("controleer de specificatie; elke fout in het bestand aangewezen", "check the specification; every fault pointed at in its file"),
		Example: `  doorstroom spec check --spec specs/2026
  doorstroom spec check --spec specs/2026 --json`,
		RunE: func(*cobra.Command, []string) error {
			s, err := a.loadSpec()
			if asJSON {
				var wrong *specFaults
				if err != nil && !errors.As(err, &wrong) {
					return err
				}
				if err := a.printJSON(checked(s, wrong, a.lang)); err != nil || wrong == nil {
					return err
				}
				return &said{nl: wrong.number("nl") + "; niets is geladen", en: wrong.number("en") + "; nothing is loaded"}
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, a.text("in orde: %s, %s, sha256 %s\n", "in order: %s, %s, sha256 %s\n"), s.About.Version, a.number(len(s.Transitions), "overgang", "overgangen", "transition", "transitions"), s.Digest)
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, a.text("als JSON", "as JSON"))
	return c
}
