package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"doorstroommonitor/budget"
	"doorstroommonitor/ledger"
)

// budgetReport is what formal privacy has cost, and what is left.
type budgetReport struct {
	Groups []groupBudget `json:"groups"`
	// Bounds say in how many years of each population one person can be; 0:
	// every year.
	Bounds []boundReport `json:"bounds"`
	// Lifetime is rho of the person with the longest way.
	Lifetime string  `json:"lifetime_spent"`
	Epsilon  float64 `json:"lifetime_epsilon"`
	Cap      string  `json:"lifetime_cap,omitempty"`
	Left     string  `json:"lifetime_left,omitempty"`
	Delta    float64 `json:"delta"`
}

type groupBudget struct {
	Population string  `json:"population"`
	Year       int     `json:"year"`
	Regime     string  `json:"regime"`
	Spent      string  `json:"rho_spent"`
	Left       string  `json:"rho_left,omitempty"`
	Epsilon    float64 `json:"epsilon"`
}

type boundReport struct {
	Population string `json:"population"`
	Years      int    `json:"years"`
	Formal     bool   `json:"formal"`
}

func (a *app) budgetCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "budget",
		Short: a.text("toon wat cijfers met ruis hebben gekost en wat er nog is (geheim)", "show what noisy figures have cost and what is left (secret)"),
		Long: a.text(`Toont uit het logboek van formele privacy per populatie en jaar wat is uitgegeven en wat er nog is, als rho en als epsilon,
en wat er op het spel staat voor wie in de meeste groepen zit: de langste weg door het onderwijs, volgens de specificatie.`,
			`Shows from the ledger of formal privacy by population and year what was spent and what is left, as rho and as epsilon, and
what is at stake for whoever is in the most groups: the longest way through education, by the specification.`),
		Example: `  doorstroom budget --dir huis
  doorstroom budget --dir huis --json`,
		RunE: func(*cobra.Command, []string) error {
			rep, err := a.budgetReport()
			if err != nil {
				return err
			}
			if asJSON {
				enc := json.NewEncoder(a.out)
				enc.SetIndent("", "  ")
				return enc.Encode(rep)
			}
			return a.writeBudget(a.out, rep)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, a.text("als JSON", "as JSON"))
	return c
}

func (a *app) budgetReport() (*budgetReport, error) {
	h, err := openHouse(a.dir)
	if err != nil {
		return nil, err
	}
	if err := a.wholeCharges(h); err != nil {
		return nil, err
	}
	s, err := a.loadSpec()
	if err != nil {
		return nil, err
	}
	bounds := budget.Bounds(s)
	account, err := budget.Replay(h.secret(privacyLedger), bounds)
	if err != nil {
		return nil, err
	}
	lines, err := account.Lines()
	if err != nil {
		return nil, err
	}
	life, err := account.LifetimeLine()
	if err != nil {
		return nil, err
	}
	rep := &budgetReport{Groups: []groupBudget{}, Bounds: []boundReport{}, Lifetime: life.Rho.RatString(), Epsilon: life.Epsilon, Delta: budget.Delta}
	for _, l := range lines {
		g := groupBudget{Population: l.Population, Year: l.Year, Regime: string(l.Regime), Spent: l.Rho.RatString(), Epsilon: l.Epsilon}
		if p := s.Populations[l.Population]; p != nil && p.Formal() {
			caps, err := capsOf(p)
			if err != nil {
				return nil, err
			}
			g.Left = new(big.Rat).Sub(caps.Year, l.Rho).RatString()
		}
		rep.Groups = append(rep.Groups, g)
	}
	for _, id := range formalPopulations(s) {
		caps, err := capsOf(s.Populations[id])
		if err != nil {
			return nil, err
		}
		rep.Cap, rep.Left = caps.Lifetime.RatString(), new(big.Rat).Sub(caps.Lifetime, life.Rho).RatString()
	}
	for _, b := range bounds {
		rep.Bounds = append(rep.Bounds, boundReport{b.Population, b.Times, s.Populations[b.Population].Formal()})
	}
	return rep, nil
}

// wholeCharges refuses a ledger of charges from which entries are gone that its
// signed head knows: what is left to spend would be told too high. A line that
// was cut short is none that anybody was told about.
func (a *app) wholeCharges(h *house) error {
	_, pub, err := a.publicSide()
	if err != nil {
		return err
	}
	_, err = ledger.Verify(h.secret(privacyLedger), &pub)
	if torn := new(ledger.Fault); errors.Is(err, fs.ErrNotExist) || errors.As(err, &torn) && torn.Rule == ledger.RuleTorn {
		return nil
	}
	return err
}

func (a *app) writeBudget(w io.Writer, rep *budgetReport) error {
	if len(rep.Groups) == 0 {
		fmt.Fprintln(w, a.text("er is niets uitgegeven: geen groep is met ruis gepubliceerd", "nothing was spent: no group was published with noise"))
	} else {
		tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(tw, a.text("groep\trho\tnog\tepsilon\t", "group\trho\tleft\tepsilon\t"))
		for _, g := range rep.Groups {
			fmt.Fprintf(tw, "%s/%d\t%s\t%s\t%s\t\n", g.Population, g.Year, g.Spent, g.Left, budget.Say(g.Epsilon))
		}
		if err := tw.Flush(); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, a.text("\nVoor één persoon: rho %s (epsilon %s bij delta %g)", "\nFor one person: rho %s (epsilon %s at delta %g)"), rep.Lifetime, budget.Say(rep.Epsilon), rep.Delta)
	if rep.Cap != "" {
		fmt.Fprintf(w, a.text(", toegestaan %s, nog %s", ", the cap is %s, %s left"), rep.Cap, rep.Left)
	}
	fmt.Fprintln(w, a.text(". De langste weg, in cohortjaren per populatie:", ". The longest way, in cohort years by population:"))
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, b := range rep.Bounds {
		years, how := a.text("elk jaar", "every year"), a.text("exact (telt niet mee)", "exact (does not count)")
		if b.Years > 0 {
			years = strconv.Itoa(b.Years)
		}
		if b.Formal {
			how = a.text("met ruis", "with noise")
		}
		fmt.Fprintf(tw, "  %s\t%s\t%s\n", b.Population, years, how)
	}
	return tw.Flush()
}

// writeNoise prints a line for each group under formal privacy.
func (a *app) writeNoise(w io.Writer, groups []groupReport) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	n := 0
	for _, g := range groups {
		if g.Noise == nil {
			continue
		}
		if n++; n == 1 {
			fmt.Fprintln(w, "\n"+a.text("Groepen met ruis (bewezen, niet aangevallen; doorstroom budget toont wat er nog is):", "Groups with noise (proven, not attacked; doorstroom budget shows what is left):"))
			fmt.Fprintln(tw, a.text("groep\trho\tepsilon\tregels\t", "group\trho\tepsilon\tentries\t"))
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t\n", g.Group, g.Noise.Rho, g.Noise.Epsilon, strings.Trim(fmt.Sprint(g.Noise.Entries), "[]"))
	}
	return tw.Flush()
}
