package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"doorstroommonitor/spec"
	explaining "doorstroommonitor/spec/explain"
	"doorstroommonitor/spec/schema"
	"doorstroommonitor/specs"
)

func (a *app) specCommand() *cobra.Command {
	c := family("spec", a.text("bekijk, controleer, vergelijk en breid de specificatie uit", "look at, check, compare and extend the specification"))
	c.AddCommand(a.specCheckCommand(), a.specListCommand(), a.specExplainCommand(), a.specNewCommand(), a.specSchemaCommand(), a.specDiffCommand(), a.specImpactCommand(), a.specChangesCommand())
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
				return saidf("%d fouten; niets is geladen", "%d faults; nothing is loaded", len(wrong.list()))
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, a.text("in orde: %s, %d overgangen, sha256 %s\n", "in order: %s, %d transitions, sha256 %s\n"), s.About.Version, len(s.Transitions), s.Digest)
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, a.text("als JSON", "as JSON"))
	return c
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

func (a *app) specExplainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain TRANSITION",
		Short: a.text("zeg in gewone taal wat een overgang telt", "say in plain words what a transition counts"),
		Args:  oneWord("geef één overgang, zoals VO-HO", "give one transition, such as VO-HO"),
		Example: `  doorstroom spec explain VO-HO
  doorstroom spec explain VO-HO --lang en`,
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := a.loadSpec()
			if err != nil {
				return err
			}
			if _, ok := s.Transitions[args[0]]; !ok {
				return unknownTransition(s, args[0])
			}
			return explaining.Transition(a.out, s, args[0], a.lang)
		},
	}
}

func unknownTransition(s *spec.Specification, id string) error {
	return saidf("overgang %q bestaat niet; bekend: %v", "transition %q does not exist; known: %v", id, s.TransitionIDs())
}

func (a *app) specSchemaCommand() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Args: noArgs(),
		Short: a.text("geef het JSON Schema waarmee een editor de bestanden aanvult en nakijkt", "give the JSON Schema by which an editor completes and marks the files"),
		Example: `  doorstroom spec schema > specification.schema.json
  # bovenaan een bestand / on top of a file: # yaml-language-server: $schema=specification.schema.json`,
		RunE: func(*cobra.Command, []string) error {
			_, err := a.out.Write(schema.JSON())
			return err
		},
	}
}
