package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"doorstroommonitor/attack"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/workbench"
)

// worldFlags are about the made-up schools that scenarios are tried on.
type worldFlags struct {
	locations int
	seed      uint64
	json      bool
}

func (w *worldFlags) register(a *app, c *cobra.Command) {
	f := c.Flags()
	f.IntVar(&w.locations, "locations", 150, a.text("aantal verzonnen schoollocaties; 1500 is heel Nederland", "number of made-up school locations; 1500 is the whole country"))
	f.Uint64Var(&w.seed, "seed", 1, a.text("toevalsgetal van ruis en aanvallen; zelfde getal, zelfde uitkomst", "random seed of noise and attacks; same seed, same result"))
	f.BoolVar(&w.json, "json", false, a.text("als JSON", "as JSON"))
}

func (w *worldFlags) world() (*scenario.World, error) {
	if w.locations < 20 || w.locations > 1500 {
		return nil, misused("--locations %d: kies 20 tot 1500", "--locations %d: choose 20 to 1500", w.locations)
	}
	g := workbench.Simulation()
	g.Locations = w.locations
	return g.World()
}

func (w *worldFlags) about() sdmx.Text {
	return sdmx.Text{
		NL: fmt.Sprintf("Gemeten op %d verzonnen schoollocaties (geen echte school), vijf cohorten.", w.locations),
		EN: fmt.Sprintf("Measured on %d made-up school locations (no real school), five cohorts.", w.locations),
	}
}

func (a *app) attackCommand() *cobra.Command {
	var w worldFlags
	c := &cobra.Command{
		Use:   "attack",
		Short: a.text("val manieren van publiceren aan, op verzonnen scholen", "attack ways of publishing, on made-up schools"),
		Long: a.text(`Voert elke aanval uit op zwakke en sterke manieren van publiceren: optellen, middelen, verschillen tussen leveringen, waarschijnlijkheid.
Zwakke manieren horen te breken, sterke niet. De exitcode is 1 als een sterke manier breekt of een zwakke heel blijft.
Een eigen tabel aanvallen: doorstroom table audit. De tabellen van een uitgave worden aangevallen voor ze worden verzegeld: doorstroom seal.`,
			`Carries out every attack on weak and strong ways of publishing: sums, averages, differences between deliveries, likelihood.
Weak ways ought to break, strong ones ought not. The exit code is 1 when a strong one breaks or a weak one stays whole.
To attack a table of your own: doorstroom table audit. The tables of a release are attacked before they are sealed: doorstroom seal.`),
		Example: `  doorstroom attack
  doorstroom attack --locations 300 --seed 2 --json`,
		RunE: func(c *cobra.Command, _ []string) error {
			world, err := w.world()
			if err != nil {
				return err
			}
			a.say("%s van verzonnen scholen aanvallen", "attacking %s of made-up schools", groupsOf(len(world.Groups)))
			findings, err := attack.Suite(c.Context(), world, w.seed)
			if err != nil {
				return err
			}
			return a.showFindings(findings, w.json)
		},
	}
	w.register(a, c)
	return c
}

func (a *app) showFindings(findings []attack.Finding, asJSON bool) error {
	unexpected := 0
	for i := range findings {
		if !findings[i].AsExpected() {
			unexpected++
		}
	}
	if asJSON {
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(map[string]any{"findings": findings, "unexpected": unexpected}); err != nil {
			return err
		}
	} else if err := a.tableOfFindings(findings); err != nil {
		return err
	}
	if unexpected > 0 {
		return saidf("%d aanvallen liepen anders dan verwacht; volgende stap: probeer meer locaties, en lees docs/method/scenarios.md", "%d attacks went otherwise than expected; next: try more locations, and read docs/method/scenarios.md", unexpected)
	}
	return nil
}

func (a *app) tableOfFindings(findings []attack.Finding) error {
	tw := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, a.text("aanval\tgevonden\tgrens\tuitkomst", "attack\tfound\tlimit\tresult"))
	for _, f := range findings {
		sign, result := "<=", a.text("houdt stand", "holds")
		switch {
		case f.Weak:
			sign, result = ">=", a.text("gebroken, zoals verwacht", "broken, as expected")
			if !f.AsExpected() {
				result = a.text("HEEL GEBLEVEN", "STAYED WHOLE")
			}
		case !f.AsExpected():
			result = a.text("GEBROKEN", "BROKEN")
		}
		fmt.Fprintf(tw, "%s\t%.1f %%\t%s %.1f %%\t%s\n", f.Label.In(a.lang), f.Rate, sign, f.Limit, result)
	}
	return tw.Flush()
}

func (a *app) scenarioCommand() *cobra.Command {
	c := family("scenario", a.text("vergelijk manieren om schoolcijfers te publiceren", "compare ways to publish figures of schools"))
	c.AddCommand(a.scenarioCompareCommand())
	return c
}

// compareOptions are the flags of scenario compare.
type compareOptions struct {
	file, html, pdf string
	cube, extracts  string // true counts of a house in place of made-up schools
	seeds           int
	made            time.Time // what the PDF bears
}

func (a *app) scenarioCompareCommand() *cobra.Command {
	var w worldFlags
	var o compareOptions
	var now string
	c := &cobra.Command{
		Use: "compare", Args: noArgs(),
		Short: a.text("meet nut en risico van elke manier, op verzonnen scholen of (geheim) een kubus van de werkmap", "measure use and risk of every way, on made-up schools or (secret) a cube of the house"),
		Long: a.text(`Publiceert dezelfde scholen op elke manier en meet wat een lezer eraan heeft en wat een aanvaller eraan vindt.
Met --html of --pdf komt er een stuk bij voor een stuurgroep, als pagina of op papier: aanbeveling, plaatje, tabel, wat drie scholen zouden zien.
Met --cube gaat het over de ware aantallen van één kubus van de werkmap, voor wie die gegevens heeft. Dat is zelf een onthulling:
pagina en PDF komen in DIR/secret/report, gaan nergens anders heen, en zeggen op de eerste regel dat ze het huis niet mogen verlaten. Wat op het scherm komt is even geheim.`,
			`Publishes the same schools in every way and measures what a reader gains and what an attacker finds.
With --html or --pdf there is a paper for a steering group as well, as page or as PDF: recommendation, picture, table, what three schools would see.
With --cube it is about the true counts of one cube of the house, for who owns those data. That is a disclosure itself:
page and PDF are put into DIR/secret/report, go nowhere else, and say on their first line that they must not leave the house. What is printed is as secret.`),
		Example: `  doorstroom scenario compare
  doorstroom scenario compare --locations 1500 --seeds 20 --html scenarios.html --pdf scenarios.pdf
  doorstroom scenario compare --file scenarios.yaml --json
  doorstroom scenario compare --cube VO-HO --dir huis --extracts uittreksels`,
		RunE: func(c *cobra.Command, _ []string) error {
			list, err := readScenarios(o.file)
			if err != nil {
				return err
			}
			if o.made, err = parseClock(now); err != nil {
				return err
			}
			if o.seeds < 1 {
				return misused("--seeds %d: kies minstens 1", "--seeds %d: choose at least 1", o.seeds)
			}
			if o.cube != "" {
				if c.Flags().Changed("locations") {
					return misused("--locations gaat over verzonnen scholen, --cube over die van de werkmap: kies", "--locations is about made-up schools, --cube about those of the house: choose")
				}
				return a.compareCube(c, list, w, o)
			}
			world, err := w.world()
			if err != nil {
				return err
			}
			return a.compare(c, subject{world: world, about: w.about()}, list, w, o)
		},
	}
	w.register(a, c)
	f := c.Flags()
	f.StringVarP(&o.file, "file", "f", "", a.text("scenario's in YAML in plaats van de ingebouwde", "scenarios in YAML instead of those built in"))
	f.StringVar(&o.html, "html", "", a.text("bestand voor de pagina", "file for the page"))
	f.StringVar(&o.pdf, "pdf", "", a.text("bestand voor hetzelfde als PDF", "file for the same as PDF"))
	f.StringVar(&now, "now", "", a.text("tijdstip dat in de PDF staat (RFC 3339); leeg: nu", "moment that the PDF bears (RFC 3339); empty: now"))
	f.StringVar(&o.cube, "cube", "", a.text("kubus van de werkmap, zoals VO-HO, in plaats van verzonnen scholen (geheim)", "cube of the house, such as VO-HO, in place of made-up schools (secret)"))
	f.StringVar(&o.extracts, "extracts", "uittreksels", a.text("bij --cube: map met uittreksels en register", "with --cube: folder with extracts and register"))
	f.IntVar(&o.seeds, "seeds", 3, a.text("aantal trekkingen van de ruis", "number of draws of the noise"))
	return c
}

func readScenarios(file string) ([]*scenario.Scenario, error) {
	if file == "" {
		return workbench.Scenarios()
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("scenarios: %w", err)
	}
	return scenario.Load(file, b)
}
