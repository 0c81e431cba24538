package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/spec/scaffold"
)

func (a *app) specNewCommand() *cobra.Command {
	var o scaffold.Options
	c := &cobra.Command{
		Use:   "new ID",
		Short: a.text("maak een bestand voor een nieuwe overgang", "make a file for a new transition"),
		Long: a.text("Schrijft DIR/id.yaml in de map van --spec: in orde volgens spec check, en met het woord besluit bij elke keuze die nog open is.",
			"Writes DIR/id.yaml in the folder of --spec: in order by spec check, and with the word besluit (decide) at every choice that is open."),
		Args: oneWord("geef één naam, zoals VAVO-HO", "give one name, such as VAVO-HO"),
		Example: `  cp -r specs/2026 mijn
  doorstroom spec new VAVO-HO --from VAVO --level HAVO,VWO --to HBO,WO --spec mijn
  doorstroom spec explain VAVO-HO --spec mijn`,
		RunE: func(_ *cobra.Command, args []string) error {
			if a.specDir == "" {
				return misused("geef met --spec de map waarin de overgang komt; de ingebouwde specificatie verandert niet", "give the folder that gets the transition with --spec; the one built in does not change")
			}
			if o.From == "" || len(o.To) == 0 {
				return misused("geef --from en --to, zoals --from VAVO --to HBO,WO", "give --from and --to, such as --from VAVO --to HBO,WO")
			}
			s, err := a.loadSpec()
			if err != nil {
				return err
			}
			o.ID = args[0]
			var text bytes.Buffer
			if err := scaffold.Write(&text, s, o); err != nil {
				return saidf("geen nieuwe overgang: %v", "no new transition: %v", err)
			}
			path := filepath.Join(a.specDir, strings.ToLower(o.ID)+".yaml")
			if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
				return saidf("%s bestaat al; volgende stap: kies een andere naam", "%s exists already; next: choose another name", path)
			}
			if err := atomicfile.WriteBytes(path, 0o644, text.Bytes()); err != nil {
				return err
			}
			if _, err := a.loadSpec(); err != nil {
				return err
			}
			a.say("gemaakt: %s; vul aan bij \"besluit\", controleer met doorstroom spec check", "made: %s; fill in at \"besluit\", check with doorstroom spec check", filepath.ToSlash(path))
			return nil
		},
	}
	f := c.Flags()
	f.StringVar(&o.From, "from", "", a.text("sector die iemand verlaat (codelijst sector)", "sector that is left (codelist sector)"))
	f.StringSliceVar(&o.Levels, "level", nil, a.text("niveaus van het diploma of de inschrijving", "levels of the diploma or enrolment"))
	f.StringSliceVar(&o.To, "to", nil, a.text("sectoren waarnaar wordt gekeken", "sectors that are looked for"))
	f.BoolVar(&o.Present, "present", false, a.text("tel wie op 1 oktober aanwezig is in plaats van wie een diploma haalde", "count who is present on 1 October instead of who obtained a diploma"))
	return c
}
