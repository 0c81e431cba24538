package cli

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/workbench"
	"doorstroommonitor/workbench/page"
)

// subject is what scenarios are compared on.
type subject struct {
	world  *scenario.World
	about  sdmx.Text
	secret bool // true counts of a house
}

// compare measures, and writes what was asked for.
func (a *app) compare(c *cobra.Command, s subject, list []*scenario.Scenario, w worldFlags, o compareOptions) error {
	opt := workbench.Options{Workers: 1, Progress: func(r *workbench.Result) { a.say("klaar: %s", "done: %s", r.ID) }}
	for i := range o.seeds {
		opt.Seeds = append(opt.Seeds, w.seed+uint64(i))
	}
	a.say("%s, %s", "%s, %s", groupsOf(len(s.world.Groups)), amount{len(list), "manier", "manieren", "way", "ways"})
	results, err := workbench.Run(c.Context(), s.world, list, opt)
	if err != nil {
		return err
	}
	if o.html != "" || o.pdf != "" {
		p, err := page.Make(c.Context(), s.world, list, results, o.seeds, s.about)
		if err != nil {
			return err
		}
		p.Secret = s.secret
		if err := a.writePaper(p, o); err != nil {
			return err
		}
	}
	if w.json {
		return a.resultsAsJSON(results, s.secret)
	}
	if s.secret {
		fmt.Fprintln(a.out, page.Warning.In(a.lang))
	}
	return a.tableOfScenarios(results)
}

// resultsAsJSON is a list; of true counts, an object that begins with the
// warning.
func (a *app) resultsAsJSON(results []*workbench.Result, secret bool) error {
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	if !secret {
		return enc.Encode(results)
	}
	return enc.Encode(struct {
		Secret  string              `json:"secret"`
		Results []*workbench.Result `json:"results"`
	}{page.Warning.In(a.lang), results})
}

// writePaper writes what a steering group reads, in the forms asked for.
func (a *app) writePaper(p *page.Page, o compareOptions) error {
	mode := os.FileMode(0o644)
	if p.Secret {
		mode = 0o600
	}
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
		if err := atomicfile.WriteBytes(form.path, mode, b); err != nil {
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
