package cli

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"doorstroommonitor/attack"
	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/workbench"
	"doorstroommonitor/workbench/page"
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
			a.say("%d groepen van verzonnen scholen aanvallen", "attacking %d groups of made-up schools", len(world.Groups))
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
	seeds           int
	made            time.Time // what the PDF bears
}

func (a *app) scenarioCompareCommand() *cobra.Command {
	var w worldFlags
	var o compareOptions
	var now string
	c := &cobra.Command{
		Use: "compare", Args: noArgs(),
		Short: a.text("meet nut en risico van elke manier, op verzonnen scholen", "measure use and risk of every way, on made-up schools"),
		Long: a.text(`Publiceert dezelfde verzonnen scholen op elke manier en meet wat een lezer eraan heeft en wat een aanvaller eraan vindt.
Met --html of --pdf komt er een stuk bij voor een stuurgroep, als pagina of op papier: aanbeveling, plaatje, tabel, wat drie scholen zouden zien.
Op echte gegevens is zo'n vergelijking zelf een onthulling; daarvoor is deze opdracht niet.`,
			`Publishes the same made-up schools in every way and measures what a reader gains and what an attacker finds.
With --html or --pdf there is a paper for a steering group as well, as page or as PDF: recommendation, picture, table, what three schools would see.
On real data such a comparison is a disclosure itself; this command is not for that.`),
		Example: `  doorstroom scenario compare
  doorstroom scenario compare --locations 1500 --seeds 20 --html scenarios.html --pdf scenarios.pdf
  doorstroom scenario compare --file scenarios.yaml --json`,
		RunE: func(c *cobra.Command, _ []string) error {
			list, err := readScenarios(o.file)
			if err != nil {
				return err
			}
			if o.made, err = parseClock(now); err != nil {
				return err
			}
			world, err := w.world()
			if err != nil {
				return err
			}
			if o.seeds < 1 {
				return misused("--seeds %d: kies minstens 1", "--seeds %d: choose at least 1", o.seeds)
			}
			return a.compare(c, world, list, w, o)
		},
	}
	w.register(a, c)
	f := c.Flags()
	f.StringVarP(&o.file, "file", "f", "", a.text("scenario's in YAML in plaats van de ingebouwde", "scenarios in YAML instead of those built in"))
	f.StringVar(&o.html, "html", "", a.text("bestand voor de pagina", "file for the page"))
	f.StringVar(&o.pdf, "pdf", "", a.text("bestand voor hetzelfde als PDF", "file for the same as PDF"))
	f.StringVar(&now, "now", "", a.text("tijdstip dat in de PDF staat (RFC 3339); leeg: nu", "moment that the PDF bears (RFC 3339); empty: now"))
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

func (a *app) compare(c *cobra.Command, world *scenario.World, list []*scenario.Scenario, w worldFlags, o compareOptions) error {
	opt := workbench.Options{Workers: 1, Progress: func(r *workbench.Result) { a.say("klaar: %s", "done: %s", r.ID) }}
	for i := range o.seeds {
		opt.Seeds = append(opt.Seeds, w.seed+uint64(i))
	}
	a.say("%d groepen van verzonnen scholen, %d manieren", "%d groups of made-up schools, %d ways", len(world.Groups), len(list))
	results, err := workbench.Run(c.Context(), world, list, opt)
	if err != nil {
		return err
	}
	if o.html != "" || o.pdf != "" {
		about := sdmx.Text{
			NL: fmt.Sprintf("Gemeten op %d verzonnen schoollocaties (geen echte school), vijf cohorten.", w.locations),
			EN: fmt.Sprintf("Measured on %d made-up school locations (no real school), five cohorts.", w.locations),
		}
		p, err := page.Make(c.Context(), world, list, results, o.seeds, about)
		if err != nil {
			return err
		}
		if err := a.writePaper(p, o); err != nil {
			return err
		}
	}
	if w.json {
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		return enc.Encode(results)
	}
	return a.tableOfScenarios(results)
}

// writePaper writes what a steering group reads, in the forms asked for.
func (a *app) writePaper(p *page.Page, o compareOptions) error {
	for _, form := range []struct {
		path, nl, en string
		make         func() ([]byte, error)
	}{
		{o.html, "pagina: %s", "page: %s", func() ([]byte, error) { return p.HTML(a.lang) }},
		{o.pdf, "PDF: %s", "PDF: %s", func() ([]byte, error) { return p.PDF(a.lang, o.made) }},
	} {
		if form.path == "" {
			continue
		}
		b, err := form.make()
		if err != nil {
			return err
		}
		if err := atomicfile.WriteBytes(form.path, 0o644, b); err != nil {
			return err
		}
		a.say(form.nl, form.en, form.path)
	}
	return nil
}

func (a *app) tableOfScenarios(results []*workbench.Result) error {
	tw := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, a.text("getoond\tbinnen 5 punten\tvanaf 25\tband <= 5\tgemist\tvals alarm\tgevonden\t  manier", "shown\twithin 5 points\tfrom 25 on\tband <= 5\tmissed\tfalse alarm\tfound\t  way"))
	for _, r := range results {
		for _, key := range []string{"U1.first", "U2.main.5.best", "U2.main.5.n25.best", "U3.main.5", "U7.n25.missed", "U7.n25.false"} {
			v, ok := r.Metrics[key]
			if noBand := key == "U3.main.5" && (r.Family == string(scenario.Round) || r.Family == string(scenario.CellKey)); ok && !noBand {
				fmt.Fprintf(tw, "%.1f %%\t", v.Mean)
			} else {
				fmt.Fprint(tw, "-\t")
			}
		}
		found := "-"
		if v := page.Found(r); !math.IsNaN(v) {
			found = fmt.Sprintf("%.1f %%", v)
		}
		fmt.Fprintf(tw, "%s\t  %s\n", found, r.Label.In(a.lang))
	}
	return tw.Flush()
}
