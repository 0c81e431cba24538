package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"doorstroommonitor/deliver"
	"doorstroommonitor/portal"
	"doorstroommonitor/synth"
)

// The demo: what it covers and roughly what it costs on two cores.
const (
	demoScale = 0.05
	demoYears = "2017-2025"
	// demoFaults is how many rows may be rejected: those of writeFaults.
	demoFaults = 12
)

func (a *app) demoCommand() *cobra.Command {
	var scale float64
	var seed uint64
	var agreements, listen, now, years string
	var serve bool
	c := &cobra.Command{
		Use:   "demo",
		Short: a.text("de hele route op een fictief land, met het portaal als slot", "the whole route on a fictitious country, ending in the portal"),
		Example: `  doorstroom demo
  doorstroom demo --serve=false --dir demo --scale 0.02
  doorstroom demo --dir klein --scale 0.02 --years 2022-2025   # sneller: minder cohorten`,
		RunE: func(c *cobra.Command, _ []string) error {
			o := synth.Options{Scale: scale, Seed: seed, Out: filepath.Join(a.dir, "uittreksels"), Formats: []string{"csv"}}
			if err := parseYears(years, &o); err != nil {
				return err
			}
			a.say("dit doet de hele route op een fictief land (schaal %g, %s): ongeveer een minuut, 200 MB in %s", "this carries out the whole route on a fictitious country (scale %g, %s): about a minute, 200 MB in %s", scale, years, a.dir)
			clock, err := parseClock(now)
			if err != nil {
				return err
			}
			if _, err := makeHouse(a.dir, "2026", clock, false); err != nil {
				return err
			}
			rep, err := a.makeCountry(c, o)
			if err != nil {
				return err
			}
			if err := rep.WriteText(a.out, a.lang); err != nil {
				return err
			}
			r, err := a.openRoute(routeOptions{extracts: o.Out, agreements: agreements, maxRejected: demoFaults})
			if err != nil {
				return err
			}
			if err := writeFaults(o.Out, r.reg, o.To); err != nil {
				return err
			}
			var refusal *deliver.Refusal // an example that ran out must not keep the demo from its end
			if err := a.runAll(c, r); err != nil && !errors.As(err, &refusal) {
				return err
			}
			a.say("klaar; rapport voor de geheime kant: %s", "done; report for the secret side: %s", r.h.secret("report", "run.txt"))
			if !serve {
				return nil
			}
			return a.servePortal(c.Context(), r.h, listen)
		},
	}
	f := c.Flags()
	f.Float64Var(&scale, "scale", demoScale, a.text("omvang van het land", "size of the country"))
	f.Uint64Var(&seed, "seed", 1, a.text("toevalsgetal", "random seed"))
	f.StringVar(&years, "years", demoYears, a.text("jaren van 1 oktober", "years of 1 October"))
	f.StringVar(&agreements, "agreements", "agreements", a.text("map met overeenkomsten", "folder with agreements"))
	f.StringVar(&listen, "listen", "127.0.0.1:8320", a.text("adres en poort van het portaal", "address and port of the portal"))
	f.StringVar(&now, "now", "", a.text("klok van de ronde; leeg: nu", "clock of the round; empty: now"))
	f.BoolVar(&serve, "serve", true, a.text("open aan het eind het portaal", "open the portal at the end"))
	return c
}

// servePortal says what to look at as soon as the portal answers, and serves
// until it is interrupted.
func (a *app) servePortal(ctx context.Context, h *house, listen string) error {
	go func() {
		for range 100 {
			if ctx.Err() != nil {
				return
			}
			if conn, err := net.DialTimeout("tcp", listen, time.Second); err == nil {
				conn.Close()
				fmt.Fprintf(a.err, a.text(lookNL, lookEN), listen, listen, listen, a.dir, listen)
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	}()
	if code := portal.Main([]string{"--dir", h.public(), "--listen", listen}, os.Stdin, a.out, a.err); code != 0 {
		return saidf("het portaal kon niet starten; de reden staat hierboven", "the portal could not start; the reason is above")
	}
	return nil
}

const lookNL = `
Het portaal staat op http://%s/ (stop met Ctrl-C). Kijk bijvoorbeeld naar:
  1. de overgang van havo en vwo naar het hoger onderwijs:  http://%s/kubus/VO-HO
  2. een school: kies er een op                             http://%s/
  3. het zegel, met een ander programma dan het onze:       cd %s/public/releases/2026-public && minisign -Vm manifest.json -p ../../seal.pub
     of de uitleg op                                        http://%s/controleren
`

const lookEN = `
The portal is at http://%s/ (stop with Ctrl-C). Look for instance at:
  1. the transition from havo and vwo to higher education:  http://%s/en/kubus/VO-HO
  2. a school: choose one on                                http://%s/en/
  3. the seal, with another program than ours:              cd %s/public/releases/2026-public && minisign -Vm manifest.json -p ../../seal.pub
     or the explanation at                                  http://%s/en/controleren
`
