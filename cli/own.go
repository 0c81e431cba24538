package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"doorstroommonitor/cube"
	"doorstroommonitor/deliver"
	"doorstroommonitor/owndata"
	"doorstroommonitor/spec"
)

// ownCommand provides own data to one institution or board.
func (a *app) ownCommand() *cobra.Command {
	var extracts, agreement, decision, cubeID, table string
	var cohort int
	var asJSON bool
	c := &cobra.Command{
		Use:   "own",
		Short: a.text("verstrek eigen gegevens aan een instelling of bestuur: persoonsgegevens, alleen op grond van een wet", "provide own data to an institution or board: personal data, only by law"),
		Long: a.text(`Schrijft de exacte rijen van de codes die een overeenkomst onder own noemt naar DIR/secret/own/OVEREENKOMST/KENMERK:
leerlingen en studenten die daar vertrokken of instroomden. Niets is beveiligd. Alleen als de overeenkomst een wet
noemt (statutory_basis) en loopt, en alleen cijfers die in deze ronde zijn verzegeld en daarbij zijn beproefd tegen
deze ontvanger. Elke verstrekking heeft een besluit nodig en krijgt een kenmerk, dat in elke rij staat. Het openbare
logboek krijgt voornemen en uitvoering. Geen andere opdracht verstrekt eigen gegevens.`,
			`Writes the exact rows of the codes that an agreement names under own to DIR/secret/own/AGREEMENT/MARK: pupils and
students who left there or entered there. Nothing is protected. Only where the agreement cites a law
(statutory_basis) and is in force, and only figures that were sealed in this round and guarded against this
recipient. Every provision needs a decision and gets a mark, which stands in every row. The public ledger gets
intent and commit. No other command provides own data.`),
		Example: `  doorstroom own --dir huis --extracts uittreksels --agreement eigen/school.yaml --decision 2026-114
  doorstroom own --dir huis --extracts uittreksels --agreement eigen/school.yaml --decision 2026-115 --cube VO-HO --cohort 2023
  doorstroom verify --key huis/public/seal.pub huis/secret/own/eigen-school/2026-0123456789ab`,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case agreement == "":
				return misused("geef met --agreement een overeenkomst over eigen gegevens", "give an agreement on own data with --agreement")
			case strings.TrimSpace(decision) == "" || len(decision) > 200 || strings.ContainsFunc(decision, func(r rune) bool { return r < ' ' || r == 0x7f }):
				return misused("geef met --decision het besluit waarop deze verstrekking berust, op één regel, zoals een zaaknummer", "give with --decision the decision that this provision rests on, on one line, such as the number of a case")
			case cubeID == "" && (table != "" || cohort != 0):
				return misused("--table en --cohort horen bij --cube", "--table and --cohort go with --cube")
			}
			ag, err := loadAgreement(agreement)
			if err != nil {
				return err
			}
			r, err := a.openRoute(routeOptions{extracts: extracts})
			if err != nil {
				return err
			}
			p := &provision{route: r, ag: ag, decision: decision}
			if cubeID != "" {
				p.want = []deliver.Request{{Cube: cubeID, Table: table, Cohort: cohort}}
			}
			res, err := p.provide(c.Context())
			if err != nil {
				return r.refuse(err)
			}
			return a.tellProvision(p, res, asJSON)
		},
	}
	f := c.Flags()
	f.StringVar(&extracts, "extracts", "uittreksels", a.text("map met het register", "folder with the register"))
	f.StringVar(&agreement, "agreement", "", a.text("overeenkomst over eigen gegevens (YAML)", "agreement on own data (YAML)"))
	f.StringVar(&decision, "decision", "", a.text("besluit waarop deze verstrekking berust, zoals een zaaknummer; komt in het logboek", "decision that this provision rests on, such as the number of a case; goes into the ledger"))
	f.StringVar(&cubeID, "cube", "", a.text("alleen deze kubus", "this cube only"))
	f.StringVar(&table, "table", "", a.text("alleen deze tabel", "this table only"))
	f.IntVar(&cohort, "cohort", 0, a.text("alleen dit cohort", "this cohort only"))
	f.BoolVar(&asJSON, "json", false, a.text("als JSON", "as JSON"))
	return c
}

// provision is one provision of own data on its way.
type provision struct {
	*route
	ag       *deliver.Agreement
	decision string
	want     []deliver.Request

	all    []sealedTable      // of the releases of the round
	sealed []sealedTable      // those that are covered, wanted and guarded
	behind []*deliver.Refusal // what stays behind
	tables []owndata.Table
}

// provide checks everything, counts the own rows and writes them, with intent
// and commit in the public ledger.
func (p *provision) provide(ctx context.Context) (*owndata.Result, error) {
	if err := p.ag.AllowsOwn(p.spec.About.Version, p.clock()); err != nil {
		return nil, err
	}
	if err := p.registered(p.ag); err != nil {
		return nil, err
	}
	for _, w := range p.want {
		if err := p.ag.AllowsRequest(w); err != nil {
			return nil, err
		}
	}
	if err := p.choose(); err != nil {
		return nil, err
	}
	if err := p.count(ctx); err != nil {
		return nil, err
	}
	m, err := p.manifest()
	if err != nil {
		return nil, err
	}
	return p.write(m)
}

// manifest says what the provision is.
func (p *provision) manifest() (*owndata.Manifest, error) {
	a := p.ag
	m := &owndata.Manifest{
		Agreement: a.ID, AgreementVersion: a.Version, Supplier: a.Supplier.Name, Recipient: a.Recipient.ID, RecipientName: a.Recipient.Name,
		Institutions: a.Own.Institutions, Boards: a.Own.Boards, StatutoryBasis: a.StatutoryBasis, LegalBasis: a.LegalBasis, Exceptions: a.Exceptions,
		Purpose: a.Purpose, Decision: p.decision, Round: p.h.round.Name, Created: p.clock().UTC().Format(time.RFC3339),
		Specification: p.spec.About.Version, SpecDigest: p.spec.Digest, Synthetic: synthetic(p.extracts),
	}
	for _, t := range p.tables {
		if pop := p.spec.Populations[p.spec.Transitions[t.Cube].Population]; pop.Formal() && !slices.Contains(m.Noisy, t.Cube) {
			m.Noisy = append(m.Noisy, t.Cube)
		}
	}
	want, err := json.Marshal(p.want)
	if err != nil {
		return nil, err
	}
	m.ID, err = owndata.Identify(m, want, p.key.Derive("own data"))
	return m, err
}

// write hands over, and closes what a stopped run left open.
func (p *provision) write(m *owndata.Manifest) (*owndata.Result, error) {
	key, err := p.h.sealKey()
	if err != nil {
		return nil, err
	}
	pub, err := publicKey(p.h.public("seal.pub"))
	if err != nil {
		return nil, err
	}
	parent := p.h.secret("own", p.ag.ID)
	body := p.ag.Provision(m.ID, m.Decision, m.Specification)
	body.Institutions = p.governed(body.Institutions, body.Boards)
	var res *owndata.Result
	done := func() deliver.ProvisionBody {
		body.Files, body.SHA256 = len(res.Manifest.Files), res.Digest
		return body
	}
	if _, err := owndata.Verify(filepath.Join(parent, m.ID), pub); err == nil { // a rerun
		if res, err = owndata.Write(parent, *m, p.tables, key); err != nil {
			return nil, err
		}
		return res, p.conclude(deliver.KindProvision, m.ID, p.ag.ID, done())
	}
	if err := p.conclude(deliver.KindProvision, m.ID, p.ag.ID, nil); err != nil {
		return nil, err
	}
	err = p.public.Do(deliver.KindProvision, body, func() (any, error) {
		if res, err = owndata.Write(parent, *m, p.tables, key); err != nil {
			return nil, err
		}
		return done(), nil
	})
	return res, err
}

// count counts the populations of the chosen tables again and keeps the own
// rows.
func (p *provision) count(ctx context.Context) error {
	store, err := p.store()
	if err != nil {
		return err
	}
	// The cells are those that were attacked: of all tables that were sealed.
	p.received = func(c string, t *spec.Table, cohort int) []string {
		if slices.Contains(p.all, sealedTable{c, t.ID, cohort}) {
			return []string{p.ag.Recipient.ID}
		}
		return nil
	}
	var populations []string
	for _, s := range p.sealed {
		populations = append(populations, p.spec.Transitions[s.cube].Population)
	}
	slices.Sort(populations)
	_, seen := observed(store)
	for _, id := range slices.Compact(populations) {
		pop := p.spec.Populations[id]
		plans, err := cube.Plans(p.spec, pop, p.reg)
		if err != nil {
			return err
		}
		inner, err := p.carryOut(ctx, store, plans)
		if err != nil {
			return err
		}
		for _, cohort := range p.cohorts(id) {
			g, err := p.route.count(pop, inner[0], inner[1], cohort, seen)
			if err != nil {
				return err
			}
			p.keep(g)
		}
	}
	if len(p.tables) == 0 {
		return p.nothing()
	}
	slices.SortFunc(p.tables, func(a, b owndata.Table) int {
		return cmp.Or(cmp.Compare(a.Cube, b.Cube), cmp.Compare(a.Table, b.Table), cmp.Compare(a.Cohort, b.Cohort))
	})
	return nil
}

// keep takes the own rows of a group.
func (p *provision) keep(g *group) {
	own := g.model.OwnCells(p.ag.Own.Institutions, p.ag.Own.Boards)
	for _, t := range g.model.Tables {
		if !slices.Contains(p.sealed, sealedTable{t.Cube, t.Spec.ID, g.model.Cohort}) {
			continue
		}
		out := owndata.Table{Cube: t.Cube, Table: t.Spec.ID, Cohort: g.model.Cohort, Since: since(g.model), Dimensions: t.Spec.Dimensions}
		for key, c := range g.model.Keys(t) {
			if _, mine := slices.BinarySearch(own, c); mine {
				out.Rows = append(out.Rows, owndata.Row{Key: strings.Split(key, " "), Value: g.problem.Counts[c]})
			}
		}
		if len(out.Rows) > 0 {
			p.tables = append(p.tables, out)
		}
	}
}

// nothing is why nothing can be provided.
func (p *provision) nothing() error {
	if len(p.behind) > 0 {
		return p.behind[0]
	}
	return p.ag.NoOwnRows()
}

// toldProvision is the outcome for programs.
type toldProvision struct {
	Folder      string            `json:"folder"`
	Existing    bool              `json:"existing"`
	SHA256      string            `json:"own_data_sha256"`
	OwnData     *owndata.Manifest `json:"own_data"`
	StaysBehind []toldRefusal     `json:"stays_behind"`
}

type toldRefusal struct {
	Clause int    `json:"clause"`
	Table  string `json:"table,omitempty"`
	Text   string `json:"text"`
}

func (a *app) tellProvision(p *provision, res *owndata.Result, asJSON bool) error {
	if asJSON {
		out := toldProvision{Folder: filepath.ToSlash(res.Dir), Existing: res.Existing, SHA256: res.Digest, OwnData: res.Manifest, StaysBehind: []toldRefusal{}}
		for _, r := range p.behind {
			out.StaysBehind = append(out.StaysBehind, toldRefusal{int(r.Clause), r.Table, r.In(a.lang)})
		}
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		return enc.Encode(out)
	}
	for _, r := range p.behind {
		fmt.Fprintf(a.out, a.text("blijft achter: %s\n", "stays behind: %s\n"), r.In(a.lang))
	}
	fmt.Fprintf(a.out, a.text("verstrekt aan %s: %d tabellen, kenmerk %s\n%s\nDit zijn persoonsgegevens: overhandig de map op een beveiligde manier, en aan niemand anders.\n",
		"provided to %s: %d tables, mark %s\n%s\nThese are personal data: hand the folder over safely, and to nobody else.\n"),
		p.ag.Recipient.Name, len(p.tables), res.Manifest.ID, filepath.ToSlash(res.Dir))
	return nil
}
