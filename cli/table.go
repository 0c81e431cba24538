package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"doorstroommonitor/table"
)

// tableFlags are what both commands on table files share.
type tableFlags struct {
	file, out string
	seed      uint64
	json      bool
}

func (a *app) tableCommand() *cobra.Command {
	c := family("table", a.text("bescherm een frequentietabel, of val er een aan, met alleen een CSV", "protect a frequency table, or attack one, with just a CSV"))
	c.Long = a.tableHelp()
	c.AddCommand(a.tableProtectCommand(), a.tableAuditCommand())
	return c
}

func (t *tableFlags) register(a *app, c *cobra.Command) {
	f := c.Flags()
	f.StringVarP(&t.file, "file", "f", "table.yaml", a.text("tabelbestand", "table file"))
	f.StringVar(&t.out, "out", "", a.text("map voor de uitkomst; wordt gemaakt", "folder for the results; it is made"))
	f.Uint64Var(&t.seed, "seed", 1, a.text("toevalsgetal van de aanval; zelfde getal, zelfde bytes", "random seed of the attack; same seed, same bytes"))
	f.BoolVar(&t.json, "json", false, a.text("schrijf report.json ook naar stdout", "write report.json to stdout, too"))
}

// load reads the table file.
func (t *tableFlags) load(c *cobra.Command) (*table.File, error) {
	if t.out == "" {
		return nil, misused("geef met --out een map voor de uitkomst; zie %s --help", "give a folder for the results with --out; see %s --help", c.CommandPath())
	}
	b, err := os.ReadFile(t.file)
	if err != nil {
		return nil, saidf("%s is niet te lezen (%v); volgende stap: geef met -f een tabelbestand; doorstroom table --help toont er drie",
			"%s cannot be read (%v); next: give a table file with -f; doorstroom table --help shows three", t.file, errors.Unwrap(err))
	}
	return table.Parse(t.file, b)
}

// run is how the table file is carried out.
func (t *tableFlags) run(a *app) table.Run {
	return table.Run{
		Out: t.out, Seed: t.seed, Program: "doorstroom " + Version, Say: a.say,
		Measure: func() (float64, float64) { return time.Since(a.started).Seconds(), peakMB() },
	}
}

func (a *app) tableProtectCommand() *cobra.Command {
	var t tableFlags
	var widen, zeros bool
	c := &cobra.Command{
		Use: "protect", Args: noArgs(),
		Short: a.text("verberg cellen tot geen enkel klein aantal af te leiden is", "hide cells until no small count can be derived"),
		Long: a.text(`Leest de gegevens van het tabelbestand, verbergt cellen, valt de uitkomst aan en schrijft in de map van --out:

  cells.csv    om te delen: dimensies, value (leeg waar verborgen), status, lower en upper
  risk.csv     alleen voor de eigenaar: ook count en reason (primary of secondary)
  report.json  om te delen: aantallen cellen, uitkomst van de aanvallen, tijd en geheugen

Wat niet veilig te maken is, wordt geweigerd; dan is er niets geschreven.

Methoden (method: in het tabelbestand; opties en grenzen: docs/table.md):

  suppress     verbergt cellen (als er geen method staat)
  gauss        verbergt cellen, gekozen door eliminatie
  optimal      verbergt zo weinig mogelijk cellen; kleine tabellen, gebouwd met de tag clp
  round-small  rondt kleine aantallen af, sommen kloppen; rounding: {base: 5, zeros: false}
  cell-key     ruis uit een sleutel, een rij per persoon; cell_key: {d: 5, v: 3, js: 2, key_file: FILE, person: KOLOM}
  primary      verbergt alleen gevoelige cellen; beschermt niet, om te vergelijken
  round        rondt elk aantal apart af; rounding: {base: 5}; beschermt niet, om te vergelijken`,
			`Reads the data of the table file, hides cells, attacks the result and writes into the folder of --out:

  cells.csv    to share: dimensions, value (empty where hidden), status, lower and upper
  risk.csv     for the owner only: also count and reason (primary or secondary)
  report.json  to share: numbers of cells, outcome of the attacks, time and memory

What cannot be made safe is refused; then nothing is written.

Methods (method: in the table file; options and bounds: docs/table.md):

  suppress     hides cells (where no method is given)
  gauss        hides cells, chosen by elimination
  optimal      hides as few cells as can be; small tables, built with the tag clp
  round-small  rounds small counts, sums hold; rounding: {base: 5, zeros: false}
  cell-key     noise from a key, one row a person; cell_key: {d: 5, v: 3, js: 2, key_file: FILE, person: COLUMN}
  primary      hides sensitive cells only; does not protect, to compare
  round        rounds each count by itself; rounding: {base: 5}; does not protect, to compare`),
		Example: `  doorstroom table protect -f table.yaml --out veilig
  doorstroom table protect -f table.yaml --out kaal --widen=false   # ` + a.text("alleen tegen exact afleiden, om te vergelijken", "against exact derivation only, to compare"),
		RunE: func(c *cobra.Command, _ []string) error {
			f, err := t.load(c)
			if err != nil {
				return err
			}
			run := t.run(a)
			run.Widen = widen
			f.ListZeros = f.ListZeros || zeros
			rep, err := f.ProtectFile(c.Context(), run)
			if rep == nil {
				return err
			}
			return errors.Join(a.tableResult(t.json, rep, a.protectSummary(rep)), err)
		},
	}
	t.register(a, c)
	c.Flags().BoolVar(&widen, "widen", true, a.text("verberg meer tot elk interval breed genoeg is", "hide more until every interval is wide enough"))
	c.Flags().BoolVar(&zeros, "zeros", false, a.text("schrijf ook de lege cellen, die als nul gepubliceerd zijn", "also write the empty cells, which are published as zero"))
	return c
}

func (a *app) tableAuditCommand() *cobra.Command {
	var t tableFlags
	var published string
	c := &cobra.Command{
		Use: "audit", Args: noArgs(),
		Short: a.text("val een beschermde tabel aan, zonder de ware aantallen", "attack a protected table, without the true counts"),
		Long: a.text(`Leest de gepubliceerde tabel van het tabelbestand en zegt welke verborgen aantallen exact volgen en hoe nauw de andere begrensd zijn. Schrijft
in de map van --out: audit.csv (elke cel met lower, upper en exact) en report.json. Een gevonden lek is geen fout: de exitcode is 0.`,
			`Reads the published table of the table file and says which hidden counts follow exactly and how narrowly the others are bounded. Writes
into the folder of --out: audit.csv (each cell with lower, upper and exact) and report.json. A leak that is found is no error: the exit code is 0.`),
		Example: `  doorstroom table audit -f table.yaml --out controle
  doorstroom table audit -f table.yaml --published veilig/cells.csv --out controle   # ` + a.text("na table protect", "after table protect"),
		RunE: func(c *cobra.Command, _ []string) error {
			f, err := t.load(c)
			if err != nil {
				return err
			}
			if published != "" {
				path, err := filepath.Abs(published)
				if err != nil {
					return err
				}
				f.Publish(path)
			}
			rep, err := f.AuditFile(c.Context(), t.run(a))
			if err != nil {
				return err
			}
			return a.tableResult(t.json, rep, a.auditSummary(rep))
		},
	}
	t.register(a, c)
	c.Flags().StringVar(&published, "published", "", a.text("cells.csv van table protect, in plaats van published in het tabelbestand", "cells.csv of table protect, in place of published in the table file"))
	return c
}

// peakMB is the most memory the process has had, in megabytes; 0 where the
// system does not say.
func peakMB() float64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			kB, err := strconv.ParseFloat(f[1], 64)
			if err != nil {
				return 0
			}
			return kB * 1024 / 1e6
		}
	}
	return 0
}
