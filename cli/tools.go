package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"doorstroommonitor/deliver"
	"doorstroommonitor/ledger"
	"doorstroommonitor/owndata"
	"doorstroommonitor/portal"
	"doorstroommonitor/release"
	"doorstroommonitor/synth"
)

func loadAgreement(path string) (*deliver.Agreement, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("agreement: %w", err)
	}
	return deliver.ParseAgreement(filepath.ToSlash(path), b)
}

func (a *app) synthCommand() *cobra.Command {
	var o synth.Options
	var years string
	c := &cobra.Command{
		Use:   "synth",
		Short: a.text("maak een fictief land: uittreksels en register", "make a fictitious country: extracts and register"),
		Example: `  doorstroom synth --scale 0.05 --seed 1 --years 2017-2025 --out uittreksels
  doorstroom synth --scale 0.02 --seed 1 --years 2019-2025 --out uittreksels --1cho   # ho-deel als 1cHO-bestand`,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := parseYears(years, &o); err != nil {
				return err
			}
			rep, err := a.makeCountry(c, o)
			if err != nil {
				return err
			}
			return rep.WriteText(a.out, a.lang)
		},
	}
	f := c.Flags()
	f.Float64Var(&o.Scale, "scale", 0.05, a.text("omvang: 1 is heel Nederland", "size: 1 is the whole country"))
	f.Uint64Var(&o.Seed, "seed", 1, a.text("toevalsgetal; zelfde getal, zelfde bytes", "random seed; same seed, same bytes"))
	f.StringVar(&years, "years", demoYears, a.text("jaren van 1 oktober", "years of 1 October"))
	f.StringVar(&o.Out, "out", "uittreksels", a.text("map om te maken", "folder to make"))
	f.StringSliceVar(&o.Formats, "format", []string{"csv"}, a.text("csv, parquet of beide", "csv, parquet or both"))
	f.BoolVar(&o.OneCHO, "1cho", false, a.text("schrijf het ho-deel als 1cHO-bestand (vaste breedte)", "write the higher education part as a 1cHO file (fixed width)"))
	return c
}

func parseYears(years string, o *synth.Options) error {
	if _, err := fmt.Sscanf(years, "%d-%d", &o.From, &o.To); err != nil {
		return misused("--years %q: verwacht wordt bijvoorbeeld 2017-2025", "--years %q: expected such as 2017-2025", years)
	}
	return nil
}

func (a *app) makeCountry(c *cobra.Command, o synth.Options) (*synth.Report, error) {
	s, err := a.loadSpec()
	if err != nil {
		return nil, err
	}
	o.Layout = s.Layouts["1cho"]
	if err := os.MkdirAll(filepath.Dir(filepath.Clean(o.Out)), 0o755); err != nil {
		return nil, err
	}
	a.say("fictief land maken (schaal %g, %d-%d) in %s", "making a fictitious country (scale %g, %d-%d) in %s", o.Scale, o.From, o.To, o.Out)
	bar := a.newBar("mensen maken", "making people")
	defer bar.done()
	o.Progress = func(done, total int) { bar.set(int64(done), int64(total)) }
	return synth.Generate(c.Context(), o)
}

// family is a command that only holds others; a word it does not know is a
// usage error.
func family(use, short string) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: noArgs(), RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
}

func (a *app) verifyCommand() *cobra.Command {
	var key string
	c := &cobra.Command{
		Use:   "verify FOLDER",
		Short: a.text("controleer een levering, verzegelde uitgave of verstrekking van eigen gegevens, zonder netwerk", "check a delivery, sealed release or provision of own data, offline"),
		Example: `  doorstroom verify --key seal.pub huis/public/releases/2026-public
  minisign -Vm manifest.json -p seal.pub       # hetzelfde zegel, ander programma`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return misused("geef één map; zie doorstroom verify --help", "give one folder; see doorstroom verify --help")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			pub, err := publicKey(key)
			if err != nil {
				return err
			}
			if err := needFolder(args[0], "verify", "geef de map van een uitgave of levering", "give the folder of a release or delivery"); err != nil {
				return err
			}
			if owndata.Is(args[0]) {
				p, err := owndata.Verify(args[0], pub)
				if err != nil {
					return err
				}
				fmt.Fprintf(a.out, a.text("in orde: eigen gegevens %s van %s, %d bestanden; persoonsgegevens, niet doorgeven\n", "in order: own data %s of %s, %d files; personal data, not to be passed on\n"), p.Manifest.ID, p.Manifest.Recipient, len(p.Manifest.Files))
				return nil
			}
			if _, err := os.Stat(filepath.Join(args[0], "proofs.json")); err == nil {
				d, err := deliver.VerifyDelivery(args[0], pub)
				if err != nil {
					return err
				}
				fmt.Fprintf(a.out, a.text("in orde: levering uit %s, wortel %s\n", "in order: delivery from %s, root %s\n"), d.Manifest.ID, d.Manifest.Tree.Root)
				return nil
			}
			m, err := release.Verify(os.DirFS(args[0]), pub)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, a.text("in orde: %s voor %s, %s, specificatie %s, wortel %s\n", "in order: %s for %s, %s, specification %s, root %s\n"), m.ID, m.Audience, files(len(m.Files)).In(a.lang), m.Specification, m.Tree.Root)
			return nil
		},
	}
	c.Flags().StringVar(&key, "key", "seal.pub", a.text("publieke sleutel", "public key"))
	return c
}

func (a *app) ledgerCommand() *cobra.Command {
	c := family("ledger", a.text("controleer de logboeken", "check the ledgers"))
	verify := &cobra.Command{
		Use: "verify", Args: noArgs(),
		Short:   a.text("controleer de keten van elk logboek", "check the chain of every ledger"),
		Example: "  doorstroom ledger verify --dir huis",
		RunE: func(*cobra.Command, []string) error {
			h, pub, err := a.publicSide()
			if err != nil {
				return err
			}
			for _, p := range []string{h.public("ledger.jsonl"), h.secret("ledger.jsonl"), h.secret(privacyLedger)} {
				rep, err := ledger.Verify(p, &pub)
				if errors.Is(err, fs.ErrNotExist) {
					continue // whoever holds the public side only, or has drawn no noise
				}
				if err != nil {
					return err
				}
				fmt.Fprintf(a.out, a.text("in orde: %s, %d regels\n", "in order: %s, %d lines\n"), p, rep.Entries)
			}
			return nil
		},
	}
	c.AddCommand(verify)
	return c
}

func (a *app) serveCommand() *cobra.Command {
	var listen string
	c := &cobra.Command{
		Use:     "serve",
		Short:   a.text("open het portaal op de openbare uitgaven", "open the portal on the public releases"),
		Example: "  doorstroom serve --dir huis --listen 127.0.0.1:8320",
		RunE: func(*cobra.Command, []string) error {
			h, _, err := a.publicSide()
			if err != nil {
				return err
			}
			if code := portal.Main([]string{"--dir", h.public(), "--listen", listen}, a.stdin, a.out, a.err); code != 0 {
				return saidf("het portaal kon niet starten; de reden staat hierboven", "the portal could not start; the reason is above")
			}
			return nil
		},
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8320", a.text("adres en poort", "address and port"))
	return c
}
