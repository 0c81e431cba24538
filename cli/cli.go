// Package cli is the program doorstroom: one file per command, and all the
// wiring. A command parses flags, opens things, calls the packages of the
// route and prints.
//
// What belongs here: flags, texts, folders, the order of the stages. What does
// not: any rule about education, counting or protection.
//
// stdout is data, stderr is talk. The exit code is 0, 1 when something went
// wrong, 2 for a command that was not understood.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// Version is the version of the program; the build sets it.
var Version = "0.1.0"

// Main runs the program and returns its exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	debug.SetGCPercent(200) // counting allocates much that lives briefly
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	app := &app{stdin: stdin, out: stdout, err: stderr, lang: language(args), started: time.Now()}
	root := app.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var usage *usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usage):
		fmt.Fprintln(stderr, app.text("fout: ", "error: ")+explain(usage.error, app.lang))
		return 2
	}
	fmt.Fprintln(stderr, app.text("fout: ", "error: ")+explain(err, app.lang))
	return 1
}

// app is one run of the program.
type app struct {
	stdin    io.Reader
	out, err io.Writer
	lang     string
	started  time.Time
	specDir  string
	dir      string
	quiet    bool
}

// usageError is a command that was not understood.
type usageError struct{ error }

// language looks for --lang before anything is parsed, since help is in that
// language, too.
func language(args []string) string {
	for i, arg := range args {
		if v, ok := strings.CutPrefix(arg, "--lang="); ok {
			return v
		}
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	if v := os.Getenv("DOORSTROOM_LANG"); v != "" {
		return v
	}
	return "nl"
}

func (a *app) text(nl, en string) string {
	if a.lang == "en" {
		return en
	}
	return nl
}

// say tells the person at the screen how far the work is.
func (a *app) say(nl, en string, args ...any) {
	if !a.quiet {
		for i, x := range args {
			if n, ok := x.(amount); ok {
				args[i] = n.In(a.lang)
			}
		}
		fmt.Fprintf(a.err, "%6.1fs  %s\n", time.Since(a.started).Seconds(), fmt.Sprintf(a.text(nl, en), args...))
	}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "doorstroom",
		Short:         a.text("Doorstroommonitor: waar leerlingen en studenten heen gaan, zonder dat iemands privacy wordt geschaad", "Doorstroommonitor: where pupils and students go next, with nobody's privacy harmed"),
		Long:          a.text(longNL, longEN),
		Version:       Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if a.lang != "nl" && a.lang != "en" {
				return misused("--lang %s: kies nl of en / choose nl or en", "--lang %s: kies nl of en / choose nl or en", a.lang)
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return c.Help() },
	}
	f := root.PersistentFlags()
	f.StringVar(&a.dir, "dir", "huis", a.text("werkmap: DIR/secret blijft binnen, DIR/public mag naar buiten", "house: DIR/secret stays inside, DIR/public may leave"))
	f.StringVar(&a.specDir, "spec", "", a.text("map met een specificatie in plaats van de ingebouwde", "folder with a specification instead of the one built in"))
	f.String("lang", "nl", a.text("taal: nl of en", "language: nl or en"))
	f.BoolVar(&a.quiet, "quiet", false, a.text("geen voortgang op het scherm", "no progress on the screen"))
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	for _, c := range []*cobra.Command{
		a.specCommand(), a.synthCommand(), a.initCommand(), a.ingestCommand(), a.buildCommand(), a.sealCommand(), a.reportCommand(), a.budgetCommand(), a.runCommand(),
		a.deliverCommand(), a.ownCommand(), a.acknowledgeCommand(), a.verifyCommand(), a.ledgerCommand(), a.evaluateCommand(), a.serveCommand(), a.demoCommand(), a.tableCommand(), a.attackCommand(), a.scenarioCommand(),
	} {
		if c.Args == nil {
			c.Args = noArgs()
		}
		root.AddCommand(c)
	}
	root.AddCommand(a.screenCommand())
	a.helpTexts(root)
	root.Args = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return misused("onbekende opdracht %q; bekend zijn: %s", "unknown command %q; known: %s", args[0], commandNames(root))
	}
	return root
}

func noArgs() cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return misused("%[1]s: onverwacht woord %[2]q; zie %[1]s --help", "%[1]s: unexpected word %[2]q; see %[1]s --help", c.CommandPath(), args[0])
		}
		return nil
	}
}

func commandNames(root *cobra.Command) string {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

const longNL = `De route, een opdracht per stap:

  spec -> ingest -> build -> seal (beschermen, aanvallen, oordelen, verzegelen) -> deliver -> serve -> evaluate

  doorstroom demo              doet alles op een fictief land en opent het portaal
  doorstroom run --help        doet alle stappen op uw eigen uittreksels`

const longEN = `The route, one command per step:

  spec -> ingest -> build -> seal (protect, attack, judge, seal) -> deliver -> serve -> evaluate

  doorstroom demo              does it all on a fictitious country and opens the portal
  doorstroom run --help        does every step on your own extracts`
