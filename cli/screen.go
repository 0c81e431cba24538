package cli

import (
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"doorstroommonitor/ingest"
	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/pseudonym"
	"doorstroommonitor/register"
	"doorstroommonitor/screening"
	"doorstroommonitor/spec"
)

// screeningNames are the report's page and CSV file by language.
var screeningNames = map[string][2]string{"nl": {"keuring.html", "keuring.csv"}, "en": {"screening.html", "screening.csv"}}

// writeScreening writes the report for suppliers into dir, in both languages.
// The quarantine is where ingest left it; "" where there is none.
func writeScreening(dir, quarantine string, s *spec.Specification, rec *ingest.Receipt, stopped *ingest.Stop) error {
	r := &screening.Report{Specification: s.About.Version, Receipt: rec, Stopped: stopped, Rules: s.Screening.Rules}
	r.Rows = func(yield func(ingest.Refused) error) error {
		if quarantine == "" {
			return nil
		}
		f, err := os.Open(quarantine)
		if err != nil {
			return err
		}
		defer f.Close()
		return ingest.ReadQuarantine(f, yield)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, lang := range []string{"nl", "en"} {
		names := screeningNames[lang]
		if err := atomicfile.Write(filepath.Join(dir, names[0]), 0o600, func(w io.Writer) error { return r.WriteHTML(w, lang, names[1]) }); err != nil {
			return err
		}
		if err := atomicfile.Write(filepath.Join(dir, names[1]), 0o600, func(w io.Writer) error { return r.WriteCSV(w, lang) }); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) screenCommand() *cobra.Command {
	var from, out string
	c := &cobra.Command{
		Use: "screen", Args: noArgs(),
		Short: a.text("keur uittreksels zonder iets te bewaren; maakt een rapport voor de leverancier", "screen extracts and keep nothing; makes a report for the supplier"),
		Long: a.text(`Keurt uittreksels zoals ingest dat doet, zonder werkmap en zonder iets te bewaren: pseudoniemen zijn van een
sleutel die daarna weg is, de opslag wordt verwijderd. Wat blijft, is het rapport: keuring.html en keuring.csv
(Nederlands), screening.html en screening.csv (Engels). Er staat geen nummer van een persoon in.`,
			`Screens extracts as ingest does, without a house and without keeping anything: pseudonyms are of a key that is gone
afterwards, the store is removed. What stays is the report: keuring.html and keuring.csv (Dutch), screening.html and
screening.csv (English). No number of a person is in it.`),
		Example: `  doorstroom screen --extracts uittreksels --out keuring`,
		RunE: func(c *cobra.Command, _ []string) error {
			s, err := a.loadSpec()
			if err != nil {
				return err
			}
			reg, err := register.Load(os.DirFS(filepath.Join(from, "register")))
			if err != nil {
				return err
			}
			return a.screen(c, s, reg, from, out)
		},
	}
	c.Flags().StringVar(&from, "extracts", "uittreksels", a.text("map met uittreksels en register", "folder with extracts and register"))
	c.Flags().StringVar(&out, "out", "keuring", a.text("map voor het rapport", "folder for the report"))
	return c
}

func (a *app) screen(c *cobra.Command, s *spec.Specification, reg *register.Register, from, out string) error {
	in, notRead, err := extracts(from, s)
	if err != nil {
		return err
	}
	a.sayNotRead(notRead)
	if err := os.MkdirAll(out, 0o700); err != nil {
		return err
	}
	// Beside the report, not in the system's folder for temporary files: the
	// store is as large as the extracts.
	work, err := os.MkdirTemp(out, ".keuring-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	secret := make([]byte, 64)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	key, err := pseudonym.NewKey(secret)
	if err != nil {
		return err
	}
	bar := a.newBar("keuren", "screening")
	defer bar.done()
	rec, err := ingest.Run(c.Context(), ingest.Options{
		Spec: s, Register: reg, Key: key, CommitmentKey: key.Derive("commitment"), Inputs: in, Program: Version,
		Store: filepath.Join(work, "store"), Report: filepath.Join(work, "report"),
		AllowShifts: true, // they are in the report
		Progress:    func(p ingest.Progress) { bar.set(p.Done, p.Total) },
	})
	bar.done()
	var stopped *ingest.Stop
	quarantine := filepath.Join(work, "report", "quarantine.csv")
	if errors.As(err, &stopped) {
		rec, quarantine = nil, ""
	} else if err != nil {
		return err
	}
	if err := writeScreening(out, quarantine, s, rec, stopped); err != nil {
		return err
	}
	return a.screened(rec, stopped, out)
}

// screened says how the screening went; what a supplier has to mend is an
// error.
func (a *app) screened(rec *ingest.Receipt, stopped *ingest.Stop, out string) error {
	page := filepath.Join(out, screeningNames[a.lang][0])
	if stopped != nil {
		return saidf("%v\nrapport: %s", "%v\nreport: %s", stopped, page)
	}
	if err := rec.WriteText(a.out, a.lang); err != nil {
		return err
	}
	if n := rec.Total().Rejected; n > 0 {
		return saidf("%s afgekeurd; rapport voor de leverancier: %s", "%s rejected; report for the supplier: %s", rows(int(n)), page)
	}
	for _, f := range rec.Shifts {
		if f.Severity == spec.SeverityStop {
			return saidf("totalen verschuiven meer dan de specificatie toelaat; rapport: %s", "totals shift more than the specification allows; report: %s", page)
		}
	}
	a.say("rapport: %s", "report: %s", page)
	return nil
}
