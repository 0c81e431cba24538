package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"doorstroommonitor/internal/message"
)

// said is an error with a text in Dutch and in English; both end with the
// next step where there is one.
type said struct {
	nl, en string
	err    error
}

// saidf formats both texts with the same arguments. An argument that is an
// error speaks the language, too; the first becomes the cause.
func saidf(nl, en string, args ...any) error {
	dutch, english := slices.Clone(args), slices.Clone(args)
	e := &said{}
	for i, a := range args {
		err, ok := a.(error)
		if x, speaks := a.(amount); speaks {
			dutch[i], english[i] = x.In("nl"), x.In("en")
		}
		if !ok {
			continue
		}
		if e.err == nil {
			e.err = err
		}
		dutch[i], english[i] = explain(err, "nl"), explain(err, "en")
	}
	e.nl, e.en = fmt.Sprintf(nl, dutch...), fmt.Sprintf(en, english...)
	return e
}

// explain gives the text of an error in the language, where it has one.
func explain(err error, lang string) string { return message.Explain(err, lang) }

// amount is how many there are of something, in the right number.
type amount struct {
	n                        int
	one, more, oneEN, moreEN string
}

// In writes it in a language.
func (x amount) In(lang string) string {
	one, more := x.one, x.more
	if lang == "en" {
		one, more = x.oneEN, x.moreEN
	}
	if x.n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", x.n, more)
}

func rows(n int) amount     { return amount{n, "rij", "rijen", "row", "rows"} }
func files(n int) amount    { return amount{n, "bestand", "bestanden", "file", "files"} }
func groupsOf(n int) amount { return amount{n, "groep", "groepen", "group", "groups"} }

// Error is the English form.
func (e *said) Error() string { return e.en }

// Unwrap gives the cause, if there is one.
func (e *said) Unwrap() error { return e.err }

// In gives the text in a language.
func (e *said) In(lang string) string {
	if lang == "en" {
		return e.en
	}
	return e.nl
}

// misused is a usage error with a text in both languages.
func misused(nl, en string, args ...any) error { return &usageError{saidf(nl, en, args...)} }

// flagError translates what the flag parser says.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return misused("onbekende vlag %s; zie %s --help", "unknown flag %s; see %s --help", dashes(unknown.GetSpecifiedName()), c.CommandPath())
	case errors.As(err, &empty):
		return misused("vlag %s mist een waarde; zie %s --help", "flag %s lacks a value; see %s --help", dashes(empty.GetSpecifiedName()), c.CommandPath())
	case errors.As(err, &invalid):
		return misused("vlag --%s: %q past niet; zie %s --help", "flag --%s: %q does not fit; see %s --help", invalid.GetFlag().Name, invalid.GetValue(), c.CommandPath())
	}
	return misused("%[1]v; zie %[2]s --help", "%[1]v; see %[2]s --help", err, c.CommandPath())
}

func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// dutchHelp replaces the fixed words of the help texts.
func dutchHelp() *strings.Replacer {
	return strings.NewReplacer(
		"Usage:", "Gebruik:", "Aliases:", "Andere namen:", "Examples:", "Voorbeelden:", "Available Commands:", "Opdrachten:",
		"Additional Commands:", "Verdere opdrachten:", "Global Flags:", "Vlaggen van elke opdracht:", "Flags:", "Vlaggen:",
		"[command]", "[opdracht]", "[flags]", "[vlaggen]",
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`, "Meer over een opdracht: {{.CommandPath}} OPDRACHT --help",
	)
}

// helpTexts puts the help in the language of the run.
func (a *app) helpTexts(root *cobra.Command) {
	root.PersistentFlags().BoolP("help", "h", false, a.text("deze hulp", "this help"))
	root.Flags().Bool("version", false, a.text("versie van het programma", "version of the program"))
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() == "help" {
			c.Short, c.Hidden = a.text("hulp bij een opdracht", "help about a command"), true
		}
	}
	if a.lang != "en" {
		root.SetUsageTemplate(dutchHelp().Replace(root.UsageTemplate()))
	}
}

// needFolder says what to do when the folder that a flag names is not there.
func needFolder(dir, flag, nextNL, nextEN string) error {
	st, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &said{
			nl: fmt.Sprintf("%s %s: die map bestaat niet; volgende stap: %s", flag, dir, nextNL),
			en: fmt.Sprintf("%s %s: there is no such folder; next: %s", flag, dir, nextEN), err: err,
		}
	case err != nil:
		return fmt.Errorf("%s: %w", flag, err)
	case !st.IsDir():
		return &said{
			nl: fmt.Sprintf("%s %s: dat is geen map; volgende stap: %s", flag, dir, nextNL),
			en: fmt.Sprintf("%s %s: that is no folder; next: %s", flag, dir, nextEN),
		}
	}
	return nil
}
