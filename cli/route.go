package cli

import (
	"errors"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"doorstroommonitor/deliver"
	"doorstroommonitor/protect"
	"doorstroommonitor/release"
)

func (a *app) routeFlags(c *cobra.Command, o *routeOptions) {
	c.Flags().StringVar(&o.extracts, "extracts", "uittreksels", a.text("map met uittreksels en register", "folder with extracts and register"))
	c.Flags().StringVar(&o.agreements, "agreements", "agreements", a.text("map met leveringsovereenkomsten (leeg: alleen openbaar)", "folder with delivery agreements (empty: public only)"))
}

func (a *app) screenFlag(c *cobra.Command, o *routeOptions) {
	c.Flags().Int64Var(&o.maxRejected, "max-rejected", 0, a.text("zoveel rijen mogen worden afgekeurd; bij meer stopt de opdracht en blijft alles zoals het was", "rows that may be rejected; with more the command stops and leaves everything as it was"))
	c.Flags().BoolVar(&o.allowShifts, "allow-shifts", false, a.text("ga verder als totalen meer verschuiven dan de specificatie toelaat", "go on when totals shift more than the specification allows"))
}

func (a *app) initCommand() *cobra.Command {
	var name, now string
	var next bool
	c := &cobra.Command{
		Use:   "init",
		Short: a.text("maak een werkmap met sleutels voor een jaarronde", "make a house with keys for a yearly round"),
		Example: `  doorstroom init --dir huis --round 2026
  doorstroom init --dir huis --round 2026 --now 2026-09-01T00:00:00Z
  doorstroom init --dir huis --round 2027 --next      # zelfde sleutels, logboeken en eerdere uitgaven`,
		RunE: func(*cobra.Command, []string) error {
			clock, err := parseClock(now)
			if err != nil {
				return err
			}
			h, err := makeHouse(a.dir, name, clock, next)
			if err != nil {
				return err
			}
			a.say("werkmap %s, ronde %s, klok %s", "house %s, round %s, clock %s", a.dir, h.round.Name, h.round.Clock.Format(time.RFC3339))
			return nil
		},
	}
	c.Flags().StringVar(&name, "round", "2026", a.text("naam van de ronde; komt in de naam van elke levering", "name of the round; part of the name of every release"))
	c.Flags().StringVar(&now, "now", "", a.text("klok van de ronde (RFC 3339); leeg: nu", "clock of the round (RFC 3339); empty: now"))
	c.Flags().BoolVar(&next, "next", false, a.text("ga in deze werkmap verder met een volgende ronde", "go on with a next round in this house"))
	return c
}

func parseClock(s string) (time.Time, error) {
	if s == "" {
		return time.Now(), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, misused("--now %q: verwacht wordt een tijdstip zoals 2026-09-01T00:00:00Z", "--now %q: expected a time such as 2026-09-01T00:00:00Z", s)
	}
	return t, nil
}

func (a *app) ingestCommand() *cobra.Command {
	var o routeOptions
	c := &cobra.Command{
		Use:   "ingest",
		Short: a.text("lees uittreksels in: keuren, pseudonimiseren, opslaan", "take extracts in: check, pseudonymise, store"),
		Example: `  doorstroom ingest --dir huis --extracts uittreksels
  doorstroom ingest --dir huis --extracts uittreksels --max-rejected 10`,
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := a.openRoute(o)
			if err != nil {
				return err
			}
			if err := r.ingestStage(c.Context()); err != nil {
				return err
			}
			return r.report.Ingest.WriteText(a.out, a.lang)
		},
	}
	a.routeFlags(c, &o)
	a.screenFlag(c, &o)
	return c
}

func (a *app) buildCommand() *cobra.Command {
	var o routeOptions
	c := &cobra.Command{
		Use:     "build",
		Short:   a.text("tel de kubussen en controleer de massabalans (geheim)", "count the cubes and check the mass balance (secret)"),
		Example: "  doorstroom build --dir huis --extracts uittreksels",
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := a.openRoute(o)
			if err != nil {
				return err
			}
			if _, err := r.buildStage(c.Context()); err != nil {
				return err
			}
			return r.report.writeText(a.out, a, true)
		},
	}
	a.routeFlags(c, &o)
	return c
}

func (a *app) sealCommand() *cobra.Command {
	var o routeOptions
	var method string
	var withhold bool
	var seed uint64
	var tables int
	c := &cobra.Command{
		Use:   "seal",
		Short: a.text("tel, bescherm, val aan, oordeel en verzegel", "count, protect, attack, judge and seal"),
		Example: `  doorstroom seal --dir huis --extracts uittreksels --agreements agreements
  doorstroom seal --method primary      # negatieve controle: de poort weigert
  doorstroom seal --minimality 100      # meet ook wat de methode zelf verraadt`,
		RunE: func(c *cobra.Command, _ []string) error {
			m, err := methodNamed(method)
			if err != nil {
				return err
			}
			r, err := a.openRoute(o)
			if err != nil {
				return err
			}
			if tables < 0 {
				return misused("--minimality %d: 0 of meer tabellen", "--minimality %d: 0 tables or more", tables)
			}
			r.mayWithhold, r.minimality = withhold, tables
			if !c.Flags().Changed("withhold") {
				r.mayWithhold = method == methodDefault
			}
			if c.Flags().Changed("noise-seed") {
				r.noiseSeed = &seed
			}
			return a.sealWith(c, r, m)
		},
	}
	a.routeFlags(c, &o)
	c.Flags().StringVar(&method, "method", methodDefault, a.text("suppress; of primary, none (negatieve controles)", "suppress; or primary, none (negative controls)"))
	c.Flags().Uint64Var(&seed, "noise-seed", 0, a.text("ruis uit dit getal in plaats van de sleutel: alleen voor fictieve personen, en beschermt niemand", "noise from this number instead of the key: for fictitious persons alone, and protects nobody"))
	c.Flags().IntVar(&tables, "minimality", 0, a.text("doe beschermen over op zoveel mogelijke tabellen per groep, en meet wat wie de methode kent uitsluit (geheim rapport; beslist niets)", "protect anew on so many possible tables of each group, and measure what those who know the method exclude (secret report; decides nothing)"))
	c.Flags().BoolVar(&withhold, "withhold", true, a.text("houd achter wat niet veilig te maken is (bij een negatieve controle: weiger)", "withhold what cannot be made safe (a negative control refuses instead)"))
	return c
}

// methodDefault is the method of every ordinary run.
const methodDefault = "suppress"

func methodNamed(name string) (protect.Method, error) {
	switch name {
	case methodDefault:
		return protect.Suppress{Totals: true}, nil
	case "primary":
		return protect.Primary{}, nil
	case "none":
		return protect.None{}, nil
	}
	return nil, misused("--method %q: suppress, primary of none", "--method %q: suppress, primary or none", name)
}

func (a *app) sealWith(c *cobra.Command, r *route, m protect.Method) error {
	groups, err := r.buildStage(c.Context())
	if err != nil {
		return err
	}
	results, err := r.gateStage(c.Context(), groups, m)
	if err != nil {
		return err
	}
	return r.sealStage(results)
}

func (a *app) runCommand() *cobra.Command {
	var o routeOptions
	c := &cobra.Command{
		Use:   "run",
		Short: a.text("alle stappen: van uittreksels tot leveringen", "every step: from extracts to deliveries"),
		Long: a.text("Alle stappen achter elkaar. Onderbroken? Geef dezelfde opdracht nog eens: wat af is, blijft staan, en de uitkomst is byte voor byte dezelfde.",
			"Every step in turn. Interrupted? Give the same command again: what is finished stays, and the outcome is the same to the byte."),
		Example: "  doorstroom run --dir huis --extracts uittreksels --agreements agreements",
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := a.openRoute(o)
			if err != nil {
				return err
			}
			return a.runAll(c, r)
		},
	}
	a.routeFlags(c, &o)
	a.screenFlag(c, &o)
	return c
}

func (a *app) runAll(c *cobra.Command, r *route) error {
	if err := r.ingestStage(c.Context()); err != nil {
		return err
	}
	r.mayWithhold = true
	if err := a.sealWith(c, r, protect.Suppress{Totals: true}); err != nil {
		return err
	}
	refused, err := r.deliverStage()
	if err != nil {
		return err
	}
	if err := r.report.writeText(a.out, a, true); err != nil {
		return err
	}
	return refused
}

// deliverStage delivers to every recipient with an agreement in force. An
// agreement that is refused is reported and logged; the others go on.
// The last refusal is returned, so that the run does not pass for a success.
func (r *route) deliverStage() (refused, err error) {
	for _, ag := range r.agreements {
		if ag.OwnData { // never by itself
			r.a.say("%s: eigen gegevens gaan niet mee; verstrek ze met doorstroom own", "%s: own data do not come along; provide them with doorstroom own", ag.ID)
			continue
		}
		if err := r.deliverTo(ag, nil); err != nil {
			var refusal *deliver.Refusal
			if !errors.As(err, &refusal) {
				return nil, err
			}
			r.a.say("geweigerd: %s", "refused: %s", refusal.In(r.a.lang))
			refused = refusal
		}
	}
	return refused, nil
}

func (r *route) deliverTo(ag *deliver.Agreement, want []deliver.Request) error {
	key, err := r.h.sealKey()
	if err != nil {
		return err
	}
	pub, err := publicKey(r.h.public("seal.pub"))
	if err != nil {
		return err
	}
	if err := ag.AllowsDelivery(r.clock()); err != nil {
		return r.refuse(err)
	}
	if err := r.leaveUncited(ag, want); err != nil {
		return err
	}
	rel, err := release.Open(r.h.public("releases", r.releaseID(ag.Recipient.ID)), pub)
	if err != nil {
		return saidf("geen bruikbare uitgave voor %s in deze ronde: %v; volgende stap: doorstroom seal met deze overeenkomst in --agreements", "no usable release for %s in this round: %v; next: doorstroom seal with this agreement in --agreements", ag.Recipient.ID, err)
	}
	plan, err := deliver.NewPlan(deliver.Options{Agreement: ag, Release: rel, Now: r.clock(), Out: r.h.public("deliveries"), Want: want, Key: &key})
	if err != nil {
		return r.refuse(err)
	}
	out := r.h.public("deliveries", ag.ID, rel.Manifest().ID)
	if _, err := deliver.VerifyDelivery(out, pub); err == nil { // a rerun
		res, err := plan.CarryOut()
		if err != nil {
			return err
		}
		if err := r.conclude(deliver.KindDelivery, rel.Manifest().ID, ag.ID, res.Body); err != nil {
			return err
		}
	} else if err := r.conclude(deliver.KindDelivery, rel.Manifest().ID, ag.ID, nil); err != nil {
		return err
	} else if err := r.public.Do(deliver.KindDelivery, plan.Body(), func() (any, error) {
		res, err := plan.CarryOut()
		if err != nil {
			return nil, err
		}
		return res.Body, nil
	}); err != nil {
		return err
	}
	r.a.say("geleverd aan %s: %s in %s", "delivered to %s: %s in %s", ag.Recipient.Name, files(len(plan.Files)), filepath.ToSlash(out))
	return nil
}

// leaveUncited says and logs which tables stay behind, since the agreement
// does not cite the exception they need; asked for by name they are refused.
func (r *route) leaveUncited(ag *deliver.Agreement, want []deliver.Request) error {
	for _, refusal := range r.uncited(ag) {
		if slices.ContainsFunc(want, func(w deliver.Request) bool { return w.Cube+"/"+w.Table == refusal.Table }) {
			return r.refuse(refusal)
		}
		if len(want) > 0 {
			continue
		}
		r.a.say("blijft achter: %s", "stays behind: %s", refusal.In(r.a.lang))
		if _, err := r.public.Note(deliver.KindRefusal, refusal.Body()); err != nil {
			return err
		}
	}
	return nil
}

// refuse logs a refusal and passes it on.
func (r *route) refuse(err error) error {
	var refusal *deliver.Refusal
	if errors.As(err, &refusal) {
		if _, lerr := r.public.Note(deliver.KindRefusal, refusal.Body()); lerr != nil {
			return lerr
		}
	}
	return err
}

func (a *app) deliverCommand() *cobra.Command {
	var o routeOptions
	var agreement, cubeID, table string
	var cohort int
	c := &cobra.Command{
		Use:   "deliver",
		Short: a.text("lever wat een overeenkomst toestaat; weiger de rest met het artikel", "deliver what an agreement covers; refuse the rest with the clause"),
		Example: `  doorstroom deliver --dir huis --agreement agreements/vo-raad.yaml
  doorstroom deliver --dir huis --agreement agreements/vo-raad.yaml --cube MBO-HO   # geweigerd: artikel 4`,
		RunE: func(c *cobra.Command, _ []string) error {
			if agreement == "" {
				return misused("geef met --agreement een overeenkomst, zoals agreements/vo-raad.yaml", "give an agreement with --agreement, such as agreements/vo-raad.yaml")
			}
			r, err := a.openRoute(routeOptions{extracts: o.extracts})
			if err != nil {
				return err
			}
			ag, err := loadAgreement(agreement)
			if err != nil {
				return err
			}
			var want []deliver.Request
			if cubeID != "" {
				want = []deliver.Request{{Cube: cubeID, Table: table, Cohort: cohort}}
			}
			return r.deliverTo(ag, want)
		},
	}
	c.Flags().StringVar(&o.extracts, "extracts", "uittreksels", a.text("map met het register", "folder with the register"))
	c.Flags().StringVar(&agreement, "agreement", "", a.text("overeenkomst (YAML)", "agreement (YAML)"))
	c.Flags().StringVar(&cubeID, "cube", "", a.text("alleen deze kubus", "this cube only"))
	c.Flags().StringVar(&table, "table", "", a.text("alleen deze tabel", "this table only"))
	c.Flags().IntVar(&cohort, "cohort", 0, a.text("alleen dit cohort", "this cohort only"))
	return c
}
