package cli

import (
	"encoding/json"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"doorstroommonitor/spec"
	"doorstroommonitor/specs"
)

func (a *app) specCommand() *cobra.Command {
	c := family("spec", a.text("bekijk, controleer, vergelijk en breid de specificatie uit", "look at, check, compare and extend the specification"))
	c.AddCommand(a.specCheckCommand(), a.specListCommand(), a.specExplainCommand(), a.specNewCommand(), a.specSchemaCommand(), a.specDiffCommand(), a.specImpactCommand(), a.specChangesCommand(), a.specReportCommand())
	return c
}

// specFolder is the folder in --spec, or the specification built in.
func (a *app) specFolder() (fs.FS, string, error) {
	if a.specDir == "" {
		sub, err := fs.Sub(specs.FS, specs.Current)
		return sub, "specs/" + specs.Current, err
	}
	if err := needFolder(a.specDir, "--spec", "geef de map van één jaar, zoals specs/2026", "give the folder of one year, such as specs/2026"); err != nil {
		return nil, "", err
	}
	return os.DirFS(a.specDir), a.specDir, nil
}

// loadSpec reads the specification in --spec or the one built in. What is
// wrong with it is shown in place.
func (a *app) loadSpec() (*spec.Specification, error) {
	fsys, dir, err := a.specFolder()
	if err != nil {
		return nil, err
	}
	return loadSpecification(fsys, dir)
}

func loadSpecification(fsys fs.FS, dir string) (*spec.Specification, error) {
	s, err := spec.Load(fsys)
	if err != nil {
		return nil, &specFaults{fsys: fsys, dir: dir, err: err}
	}
	return s, nil
}

// printJSON writes data for machines.
func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// oneWord takes exactly one argument.
func oneWord(nl, en string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != 1 {
			return misused(nl+"; zie %s --help", en+"; see %s --help", c.CommandPath())
		}
		return nil
	}
}
