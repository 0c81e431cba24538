package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

func (a *app) specListCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "list", Args: noArgs(),
		Short: a.text("toon overgangen met populatie, dimensies, kerncijfers, tabellen en ontvangers", "show transitions with population, dimensions, indicators, tables and recipients"),
		Example: `  doorstroom spec list
  doorstroom spec list --json | jq '.transitions[].tables[].id'`,
		RunE: func(*cobra.Command, []string) error {
			s, err := a.loadSpec()
			if err != nil {
				return err
			}
			if asJSON {
				return a.printJSON(listed(s))
			}
			return writeList(a.out, s, a.lang)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, a.text("als JSON", "as JSON"))
	return c
}

// specList is what spec list --json writes. Its keys are those of the files,
// and stay when the language grows.
type specList struct {
	Version     string           `json:"version"`
	SHA256      string           `json:"sha256"`
	Agency      string           `json:"agency"`
	Since       string           `json:"since"`
	Recipients  []partyJSON      `json:"recipients"`
	Transitions []transitionJSON `json:"transitions"`
}

type partyJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type transitionJSON struct {
	ID         string          `json:"id"`
	Label      sdmx.Text       `json:"label"`
	Definition sdmx.Text       `json:"definition"`
	Source     string          `json:"source"`
	Population populationJSON  `json:"population"`
	Part       *partJSON       `json:"part,omitempty"`
	Recipients []string        `json:"recipients"`
	Dimensions []dimensionJSON `json:"dimensions"`
	Indicators []indicatorJSON `json:"indicators"`
	Compare    []compareJSON   `json:"compare,omitempty"`
	Tables     []tableJSON     `json:"tables"`
}

type populationJSON struct {
	ID         string    `json:"id"`
	Label      sdmx.Text `json:"label"`
	Definition sdmx.Text `json:"definition"`
	Kind       string    `json:"kind"`
	From       int       `json:"from"`
	Until      int       `json:"until"`
	Threshold  int64     `json:"threshold"`
	Width      int64     `json:"width"`
}

type dimensionJSON struct {
	ID         string     `json:"id"`
	Label      sdmx.Text  `json:"label"`
	Definition sdmx.Text  `json:"definition"`
	Role       string     `json:"role,omitempty"`
	Codelist   string     `json:"codelist,omitempty"` // where the codes come from a list or the register
	Codes      []codeJSON `json:"codes,omitempty"`
	Reveals    []string   `json:"reveals,omitempty"`
	Exception  string     `json:"exception,omitempty"`
}

type codeJSON struct {
	Code   string    `json:"code,omitempty"`
	Label  sdmx.Text `json:"label,omitzero"`
	Parent string    `json:"parent,omitempty"`
	Each   string    `json:"each,omitempty"` // one code per code of this list
}

// partJSON is the part of the population that the transition is about.
type partJSON struct {
	Label      sdmx.Text           `json:"label"`
	Definition sdmx.Text           `json:"definition"`
	When       map[string][]string `json:"when"`
}

type compareJSON struct {
	Dimension string `json:"dimension"`
	By        string `json:"by"`
}

type indicatorJSON struct {
	sdmx.Indicator
	Unit sdmx.Text `json:"unit"`
}

type tableJSON struct {
	ID         string    `json:"id"`
	Label      sdmx.Text `json:"label"`
	Dimensions []string  `json:"dimensions"`
	Audiences  []string  `json:"audiences"`
	From       int       `json:"from"`
	Until      int       `json:"until"`
	Reveals    []string  `json:"reveals,omitempty"`
	Exceptions []string  `json:"exceptions,omitempty"`
}

func listed(s *spec.Specification) specList {
	out := specList{Version: s.About.Version, SHA256: s.Digest, Agency: s.About.Agency, Since: s.About.Since}
	for _, p := range s.About.Recipients {
		out.Recipients = append(out.Recipients, partyJSON(p))
	}
	concepts := map[string]spec.Concept{}
	for _, c := range s.Concepts() {
		concepts[c.Path] = c
	}
	for _, id := range s.TransitionIDs() {
		out.Transitions = append(out.Transitions, listedTransition(s, s.Transitions[id], concepts))
	}
	return out
}

func listedTransition(s *spec.Specification, t *spec.Transition, concepts map[string]spec.Concept) transitionJSON {
	p := s.Populations[t.Population]
	out := transitionJSON{
		ID: t.ID, Label: t.Label, Definition: t.Definition, Source: t.Source, Recipients: t.Recipients,
		Population: populationJSON{p.ID, p.Label, p.Definition, p.Kind, p.Cohorts.From, p.Cohorts.Until, p.Rule.Threshold, p.Rule.Width},
	}
	for _, x := range t.Compare {
		out.Compare = append(out.Compare, compareJSON(x))
	}
	if x := t.Part; x != nil {
		part := partJSON(*x)
		out.Part = &part
	}
	for i := range t.Dimensions {
		d := &t.Dimensions[i]
		x := dimensionJSON{ID: d.ID, Label: d.Label, Definition: d.Definition, Role: d.Role, Codelist: d.Codelist, Reveals: s.DimensionReveals(t, d), Exception: d.Exception}
		if d.Register != "" {
			x.Codelist = "register:" + d.Register
		}
		for _, n := range d.Nodes {
			k := codeJSON{Code: n.Code, Label: n.Label, Parent: n.Parent}
			if n.Each != "" {
				k.Each = n.Codelist
			}
			x.Codes = append(x.Codes, k)
		}
		out.Dimensions = append(out.Dimensions, x)
	}
	for _, i := range t.Indicators {
		c := concepts["transition/"+t.ID+"/indicator/"+i.ID]
		out.Indicators = append(out.Indicators, indicatorJSON{sdmx.Indicator{
			ID: i.ID, Label: i.Label, Definition: i.Definition, Table: i.Table, Dimension: i.Dimension, Numerator: i.Numerator, Denominator: i.Denominator, Main: i.Main, Coverage: i.Coverage,
		}, c.Unit})
	}
	for i := range t.Tables {
		tab := &t.Tables[i]
		c := concepts["transition/"+t.ID+"/table/"+tab.ID]
		out.Tables = append(out.Tables, tableJSON{tab.ID, tab.Label, tab.Dimensions, tab.Audiences, c.From, c.Until, c.Reveals, s.Exceptions(t, tab)})
	}
	return out
}

// writeList is the list for people.
func writeList(w io.Writer, s *spec.Specification, lang string) error {
	word := func(nl, en string) string { return sdmx.Text{NL: nl, EN: en}.In(lang) }
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, id := range s.TransitionIDs() {
		t := s.Transitions[id]
		p := s.Populations[t.Population]
		if i > 0 {
			fmt.Fprintln(tw)
		}
		fmt.Fprintf(tw, "%s  %s\n", t.ID, t.Label.In(lang))
		fmt.Fprintf(tw, "  %s\t%s\t%s, %s %d-%d\n", word("populatie", "population"), p.ID, p.Label.In(lang), word("cohorten", "cohorts"), p.Cohorts.From, p.Cohorts.Until)
		if t.Part != nil {
			fmt.Fprintf(tw, "  %s\t%s\n", word("waarvan", "of whom"), t.Part.Label.In(lang))
		}
		fmt.Fprintf(tw, "  %s\t%s\n", word("ontvangers", "recipients"), strings.Join(t.Recipients, ", "))
		for i := range t.Dimensions {
			d := &t.Dimensions[i]
			fmt.Fprintf(tw, "  %s\t%s\t%s\n", word("dimensie", "dimension"), d.ID, d.Label.In(lang))
		}
		for _, x := range t.Indicators {
			fmt.Fprintf(tw, "  %s\t%s\t%s\t%s: %s / %s\n", word("kerncijfer", "indicator"), x.ID, x.Label.In(lang), x.Table, x.Numerator, x.Denominator)
		}
		for _, tab := range t.Tables {
			fmt.Fprintf(tw, "  %s\t%s\t%s\t%s\t%s\n", word("tabel", "table"), tab.ID, tab.Label.In(lang), strings.Join(tab.Dimensions, " x "), strings.Join(tab.Audiences, ", "))
		}
	}
	return tw.Flush()
}
