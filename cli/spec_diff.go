package cli

import (
	"fmt"
	"io/fs"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"doorstroommonitor/internal/version"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
	"doorstroommonitor/spec/diff"
	"doorstroommonitor/specs"
)

// versionAt reads the specification in a folder, or the one built in under
// that name.
func (a *app) versionAt(name string) (*spec.Specification, error) {
	if _, err := os.Stat(name); err == nil {
		return loadSpecification(os.DirFS(name), name)
	}
	if built, err := fs.Sub(specs.FS, name); err == nil {
		if _, err := fs.Stat(specs.FS, name); err == nil {
			return loadSpecification(built, name)
		}
	}
	return nil, saidf("%s is geen map en geen ingebouwde specificatie; volgende stap: geef een map zoals specs/2026, of %s", "%s is no folder and no specification built in; next: give a folder such as specs/2026, or %s", name, specs.Current)
}

// twoVersions takes the earlier and the later version.
func twoVersions(c *cobra.Command, args []string) error {
	if len(args) != 2 {
		return misused("geef twee versies, eerst de oude; zie %s --help", "give two versions, the earlier first; see %s --help", c.CommandPath())
	}
	return nil
}

func (a *app) bothVersions(args []string) (old, now *spec.Specification, err error) {
	if old, err = a.versionAt(args[0]); err != nil {
		return nil, nil, err
	}
	now, err = a.versionAt(args[1])
	return old, now, err
}

func (a *app) specDiffCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "diff OLD NEW", Args: twoVersions,
		Short: a.text("vergelijk twee versies; elke wijziging beoordeeld vanuit de ontvanger", "compare two versions; every change graded from the recipient's side"),
		Long: a.text("Groot (major): er vervalt iets of het betekent iets anders. Klein (minor): er komt iets bij. Correctie (patch): alleen woorden.\nMet het versienummer dat volgt en een voorstel om vervallen codes over te zetten.",
			"Major: something goes or means something else. Minor: something comes along. Patch: words only.\nWith the version number that follows and a proposal for codes that went."),
		Example: `  doorstroom spec diff 2026 specs/2027
  doorstroom spec diff specs/2026 specs/2027 --json`,
		RunE: func(_ *cobra.Command, args []string) error {
			old, now, err := a.bothVersions(args)
			if err != nil {
				return err
			}
			r := diff.Compare(old, now)
			if asJSON {
				return a.printJSON(r)
			}
			return a.writeDiff(r)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, a.text("als JSON", "as JSON"))
	return c
}

// gradeWord is the word of people for a grade.
func gradeWord(g version.Grade) sdmx.Text {
	return map[version.Grade]sdmx.Text{
		version.None: {NL: "geen", EN: "none"}, version.Patch: {NL: "correctie", EN: "patch"}, version.Minor: {NL: "klein", EN: "minor"}, version.Major: {NL: "groot", EN: "major"},
	}[g]
}

func kindWord(kind string) sdmx.Text {
	return map[string]sdmx.Text{
		diff.Added: {NL: "erbij", EN: "added"}, diff.Removed: {NL: "weg", EN: "removed"}, diff.Changed: {NL: "anders", EN: "changed"},
	}[kind]
}

func (a *app) gradeName(g version.Grade) string { return gradeWord(g).In(a.lang) }

func (a *app) kindName(kind string) string { return kindWord(kind).In(a.lang) }

func (a *app) writeDiff(r *diff.Report) error {
	counts := map[version.Grade]int{}
	for _, c := range r.Changes {
		counts[c.Grade]++
	}
	fmt.Fprintf(a.out, a.text("van %s naar %s: %s (%d groot, %d klein, %s)\n", "from %s to %s: %s (%d major, %d minor, %s)\n"), r.From, r.To,
		a.number(len(r.Changes), "wijziging", "wijzigingen", "change", "changes"),
		counts[version.Major], counts[version.Minor], a.number(counts[version.Patch], "correctie", "correcties", "patch", "patches"))
	for _, c := range r.Changes {
		fmt.Fprintf(a.out, "\n%s  %s (%s)\n", a.gradeName(c.Grade), c.Path, a.kindName(c.Kind))
		if c.Old != "" {
			fmt.Fprintf(a.out, "    - %s\n", c.Old)
		}
		if c.New != "" {
			fmt.Fprintf(a.out, "    + %s\n", c.New)
		}
		fmt.Fprintf(a.out, "    %s\n", c.Reason.In(a.lang))
	}
	if len(r.Mappings) > 0 {
		fmt.Fprintf(a.out, "\n%s\n", a.text("Vervallen codes, en wat ervoor in de plaats komt:", "Codes that went, and what takes their place:"))
		tw := tabwriter.NewWriter(a.out, 2, 0, 2, ' ', 0)
		for _, m := range r.Mappings {
			to := m.To
			if to == "" {
				to = "-"
			}
			fmt.Fprintf(tw, "  %s\t%s\t-> %s\t%s\t%s\n", m.In, m.From, to, a.stateName(m.State), m.Why.In(a.lang))
		}
		if err := tw.Flush(); err != nil {
			return err
		}
	}
	a.writeVersionAdvice(r)
	return nil
}

// number writes how many there are of something, in the right number.
func (a *app) number(n int, one, more, oneEN, moreEN string) string {
	return amount{n, one, more, oneEN, moreEN}.In(a.lang)
}

func (a *app) stateName(state string) string {
	return map[string]string{
		diff.AutoMapped: a.text("automatisch", "automatic"), diff.AutoNone: a.text("automatisch, geen", "automatic, none"),
		diff.ManualMapped: a.text("vastgelegd", "manual"), diff.ManualNone: a.text("vastgelegd, geen", "manual, none"),
	}[state]
}

func (a *app) writeVersionAdvice(r *diff.Report) {
	switch {
	case r.Next == "":
	case r.Fits:
		fmt.Fprintf(a.out, a.text("\nversie %s past: deze wijzigingen vragen minstens %s\n", "\nversion %s fits: these changes ask for at least %s\n"), r.To, r.Next)
	default:
		fmt.Fprintf(a.out, a.text("\nversie %s is te laag: deze wijzigingen vragen minstens %s\n", "\nversion %s is too low: these changes ask for at least %s\n"), r.To, r.Next)
	}
}
