package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"doorstroommonitor/deliver"
	"doorstroommonitor/impact"
	"doorstroommonitor/register"
	"doorstroommonitor/release"
)

func (a *app) specImpactCommand() *cobra.Command {
	var o routeOptions
	var id, store string
	var asJSON bool
	c := &cobra.Command{
		Use: "impact OLD NEW", Args: twoVersions,
		Short: a.text("toon wat een nieuwe versie met de kubussen van vorig jaar doet", "show what a new version does to last year's cubes"),
		Long: a.text("Welke cellen verschijnen, vervallen of iets anders betekenen, voor welke instellingen, overeenkomsten en bestanden, voordat iemand besluit.\nBerekend uit wat openbaar is: beide versies, het register en de openbare uitgave van de werkmap. Geen echt aantal komt eraan te pas.",
			"Which cells appear, vanish or mean something else, for which institutions, agreements and files, before anybody decides.\nComputed from what is public: both versions, the register and the public release of the house. No true count is touched."),
		Example: `  doorstroom spec impact 2026 specs/2027 --dir huis --extracts uittreksels --agreements agreements
  doorstroom spec impact 2026 specs/2027 --dir huis --json`,
		RunE: func(_ *cobra.Command, args []string) error {
			old, now, err := a.bothVersions(args)
			if err != nil {
				return err
			}
			if store != "" {
				a.dir = store
			}
			round, err := a.lastRound(id, o)
			if err != nil {
				return err
			}
			rep, err := impact.Compare(old, now, *round)
			if err != nil {
				return err
			}
			if asJSON {
				return a.printJSON(rep)
			}
			return a.writeImpact(rep)
		},
	}
	a.routeFlags(c, &o)
	c.Flags().StringVar(&store, "store", "", a.text("hetzelfde als --dir: de werkmap met de kubussen van vorig jaar", "the same as --dir: the house with last year's cubes"))
	c.Flags().StringVar(&id, "release", "", a.text("openbare uitgave om mee te vergelijken (leeg: de laatste van de werkmap)", "public release to compare with (empty: the last of the house)"))
	c.Flags().BoolVar(&asJSON, "json", false, a.text("als JSON", "as JSON"))
	return c
}

// lastRound reads the public side of a house, the register and agreements.
func (a *app) lastRound(id string, o routeOptions) (*impact.Round, error) {
	h, pub, err := a.publicSide()
	if err != nil {
		return nil, err
	}
	if id == "" {
		names, err := filepath.Glob(h.public("releases", "*-public"))
		if err != nil || len(names) == 0 {
			return nil, saidf("in %s staat geen openbare uitgave; volgende stap: doorstroom run", "there is no public release in %s; next: doorstroom run", h.public("releases"))
		}
		id = filepath.Base(names[len(names)-1])
	}
	rel, err := release.Open(h.public("releases", id), pub)
	if err != nil {
		return nil, err
	}
	r := &impact.Round{ID: id, Files: rel.Manifest().Files, Partition: rel.Partition}
	if r.Structure, err = rel.Structure(); err != nil {
		return nil, err
	}
	if err := needFolder(filepath.Join(o.extracts, "register"), "--extracts", "geef de map met het register van de ronde", "give the folder with the register of the round"); err != nil {
		return nil, err
	}
	if r.Register, err = register.Load(os.DirFS(filepath.Join(o.extracts, "register"))); err != nil {
		return nil, err
	}
	if o.agreements != "" {
		r.Agreements, err = deliver.LoadAgreements(o.agreements)
	}
	return r, err
}

func (a *app) writeImpact(r *impact.Report) error {
	d := r.Diff
	fmt.Fprintf(a.out, a.text("van %s naar %s op uitgave %s: %s, zwaarste %s\n\n", "from %s to %s on release %s: %s, gravest %s\n\n"), d.From, d.To, r.Round,
		a.number(len(d.Changes), "wijziging", "wijzigingen", "change", "changes"), a.gradeName(d.Grade))
	tw := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, a.text("tabel\tcellen\tvervallen\tnieuw\tandere betekenis\tpubliek minder\tnu verborgen\terbij verborgen", "table\tcells\tvanish\tappear\tother meaning\taudience less\thidden now\thides more"))
	for _, t := range r.Tables {
		fmt.Fprintf(tw, "%s/%s\t%5d\t%8d\t%5d\t%8d\t%8d\t%8d\t%s\n", t.Cube, t.Table, t.Before, t.Vanish, t.Appear, t.Meaning, t.Lost, t.Hidden, atLeast(t.Hides))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.text("(erbij verborgen: getoonde aantallen onder de nieuwe drempel; om die te beschermen volgen er meer)", "(hides more: shown counts below the new threshold; to protect them others follow)"))
	a.writeBecause(r)
	a.writeLost(r)
	a.writeRefused(r)
	a.writeInstitutions(r)
	a.writeAgreements(r)
	if len(r.Files) > 0 {
		fmt.Fprintln(a.out, a.text("\nbestanden van de openbare uitgave:", "\nfiles of the public release:"))
		for _, f := range r.Files {
			fmt.Fprintf(a.out, "  %s  %s\n", f.Path, map[string]string{
				impact.Gone: a.text("vervalt", "goes"), impact.New: a.text("nieuw: ", "new: ") + f.New, impact.Columns: f.Old + " -> " + f.New,
			}[f.What])
		}
	}
	a.writeVersionAdvice(d)
	return nil
}

func atLeast(n int) string {
	if n == 0 {
		return "0"
	}
	return fmt.Sprintf("≥ %d", n)
}

func (a *app) writeBecause(r *impact.Report) {
	said := map[string]bool{}
	for _, t := range r.Tables {
		for _, path := range t.Because {
			if !said[path] {
				if len(said) == 0 {
					fmt.Fprintln(a.out, a.text("\nandere betekenis door:", "\nother meaning because of:"))
				}
				said[path] = true
				fmt.Fprintf(a.out, "  %s\n", path)
			}
		}
	}
}

// writeLost says which audience gets a table no more.
func (a *app) writeLost(r *impact.Report) {
	said := false
	for _, t := range r.Tables {
		for _, x := range t.Audiences {
			if !said {
				fmt.Fprintln(a.out, a.text("\npublieken die een tabel niet meer krijgen:", "\naudiences that get a table no more:"))
			}
			said = true
			fmt.Fprintf(a.out, "  %s  %s/%s  %s\n", x.ID, t.Cube, t.Table, a.number(x.Lost, "cel", "cellen", "cell", "cells"))
		}
	}
}

// writeRefused says which rows screening refuses, and how to count them: here
// nobody looks at rows.
func (a *app) writeRefused(r *impact.Report) {
	if len(r.Refused) == 0 {
		return
	}
	fmt.Fprintln(a.out, a.text("\nrijen die de keuring zal weigeren, en wie daardoor niet of anders meetelt:", "\nrows that screening will refuse, and whoever then counts not or otherwise:"))
	for _, x := range r.Refused {
		years := a.text("alle jaren", "all years")
		if n := len(x.Years); n > 0 {
			years = fmt.Sprintf("%d-%d", x.Years[0], x.Years[n-1])
		}
		fmt.Fprintf(a.out, "  %s.%s = %s  %s  (codelist/%s)\n", x.Record, x.Field, x.Code, years, x.Codelist)
	}
	fmt.Fprintln(a.out, a.text("(hoeveel het er zijn, telt: doorstroom screen --spec NIEUW --extracts UITTREKSELS)", "(how many there are is counted by: doorstroom screen --spec NEW --extracts EXTRACTS)"))
}

// shownInstitutions is how many institutions the screen lists; --json has all.
const shownInstitutions = 10

func (a *app) writeInstitutions(r *impact.Report) {
	if len(r.Institutions) == 0 {
		fmt.Fprintln(a.out, a.text("\ngeen instelling wordt geraakt", "\nno institution is touched"))
		return
	}
	fmt.Fprintf(a.out, a.text("\n%s geraakt; de meeste cellen bij:\n", "\n%s touched; most cells at:\n"), a.number(len(r.Institutions), "instelling", "instellingen", "institution", "institutions"))
	tw := tabwriter.NewWriter(a.out, 2, 0, 2, ' ', 0)
	for _, i := range r.Institutions[:min(shownInstitutions, len(r.Institutions))] {
		fmt.Fprintf(tw, "  %s\t%s\t%s\n", i.ID, i.Name, fmt.Sprintf(a.text("%d van %d vervallen, %d nieuw, %d anders, %d voor een publiek minder", "%d of %d vanish, %d appear, %d other, %d for an audience less"), i.Vanish, i.Before, i.Appear, i.Meaning, i.Lost))
	}
	_ = tw.Flush()
}

func (a *app) writeAgreements(r *impact.Report) {
	if len(r.Agreements) == 0 {
		return
	}
	fmt.Fprintln(a.out, a.text("\novereenkomsten:", "\nagreements:"))
	for _, x := range r.Agreements {
		if len(x.Problems)+len(x.Loses)+len(x.Gains) == 0 {
			fmt.Fprintf(a.out, "  %s: %s\n", x.ID, a.text("past", "fits"))
			continue
		}
		fmt.Fprintf(a.out, "  %s\n", x.ID)
		for _, p := range x.Problems {
			fmt.Fprintf(a.out, a.text("    bepaling %d (%s): %s\n", "    clause %d (%s): %s\n"), p.Clause, deliver.Clause(p.Clause).Name().In(a.lang), p.Text.In(a.lang))
		}
		if len(x.Loses) > 0 {
			fmt.Fprintf(a.out, "    %s: %s\n", a.text("verliest", "loses"), strings.Join(x.Loses, ", "))
		}
		if len(x.Gains) > 0 {
			fmt.Fprintf(a.out, "    %s: %s\n", a.text("krijgt erbij", "gains"), strings.Join(x.Gains, ", "))
		}
	}
}
