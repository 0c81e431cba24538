package cli

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"doorstroommonitor/cube"
	"doorstroommonitor/deliver"
	"doorstroommonitor/engine"
	"doorstroommonitor/engine/duckdb"
	"doorstroommonitor/gate"
	"doorstroommonitor/ingest"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/ledger"
	"doorstroommonitor/protect"
	"doorstroommonitor/pseudonym"
	"doorstroommonitor/register"
	"doorstroommonitor/release"
	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// route is one run of the route on one house.
type route struct {
	a          *app
	h          *house
	spec       *spec.Specification
	reg        *register.Register
	extracts   string
	agreements []*deliver.Agreement
	secret     *ledger.Ledger
	public     *ledger.Ledger
	key        *pseudonym.Key
	report     runReport
	// mayWithhold says that a group that cannot be made safe is left out;
	// else it stops the run. The groups left out are in withheld.
	mayWithhold bool
	// minimality is on how many tables of each group the method is done again,
	// to measure what it gives away.
	minimality int
	withheld   []*group
	// most is in how many cohort years of a population one person is at most,
	// as counted, for populations under formal privacy.
	most map[string]int
	// maxRejected is how many rows screening may reject before it stops.
	maxRejected int64
	// noiseSeed stands in for the noise key, for fictitious persons alone.
	noiseSeed *uint64
	// insiders are the recipients of own data, against whom all groups are
	// guarded.
	insiders []release.OwnData
	// received says who received which table, where that is taken from sealed
	// releases; nil: agreements decide.
	received cube.Audiences
	// allowShifts lets totals pass that shift beyond the bounds.
	allowShifts bool
}

// routeOptions are the flags that the commands of the route share.
type routeOptions struct {
	extracts    string
	agreements  string
	maxRejected int64
	allowShifts bool
}

// openRoute opens everything that a stage needs; nothing is written but the
// ledgers.
func (a *app) openRoute(o routeOptions) (*route, error) {
	h, err := openHouse(a.dir)
	if err != nil {
		return nil, err
	}
	r := &route{a: a, h: h, extracts: o.extracts, maxRejected: o.maxRejected, allowShifts: o.allowShifts}
	if err := needFolder(o.extracts, "--extracts", "maak een fictief land met doorstroom synth --out "+o.extracts+", of geef de map met uw uittreksels",
		"make a fictitious country with doorstroom synth --out "+o.extracts+", or give the folder with your extracts"); err != nil {
		return nil, err
	}
	if r.spec, err = a.loadSpec(); err != nil {
		return nil, err
	}
	if r.reg, err = register.Load(os.DirFS(filepath.Join(o.extracts, "register"))); err != nil {
		return nil, err
	}
	if r.key, err = pseudonym.LoadKey(h.secret("keys", "pseudonym.key")); err != nil {
		return nil, err
	}
	sealKey, err := h.sealKey()
	if err != nil {
		return nil, err
	}
	if r.secret, r.public, err = h.ledgers(time.Now, &sealKey); err != nil {
		return nil, err
	}
	if o.agreements != "" {
		if err := needFolder(o.agreements, "--agreements", "geef de map met overeenkomsten, of --agreements \"\" voor alleen openbaar",
			"give the folder with agreements, or --agreements \"\" for public only"); err != nil {
			return nil, err
		}
		if r.agreements, err = deliver.LoadAgreements(o.agreements); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// ingestStage takes the extracts in.
func (r *route) ingestStage(ctx context.Context) error {
	in, notRead, err := extracts(r.extracts, r.spec)
	if err != nil {
		return err
	}
	r.a.sayNotRead(notRead)
	r.a.say("inlezen en controleren: %s uit %s", "reading and checking: %s from %s", files(len(in)), r.extracts)
	bar := r.a.newBar("inlezen", "reading")
	defer bar.done()
	told := false // the report for suppliers was written
	rec, err := ingest.Run(ctx, ingest.Options{
		Spec: r.spec, Register: r.reg, Key: r.key, CommitmentKey: r.key.Derive("commitment"),
		Inputs: in, Store: r.h.secret("store"), Report: r.h.secret("report"), Buckets: 8, Program: Version,
		Progress:    func(p ingest.Progress) { bar.set(p.Done, p.Total) },
		AllowShifts: r.allowShifts,
		Accept:      func(rec *ingest.Receipt) error { told = true; return r.acceptable(rec, r.maxRejected) },
	})
	bar.done()
	if stop := new(ingest.Stop); errors.As(err, &stop) && !told {
		return errors.Join(err, writeScreening(r.h.secret("report"), "", r.spec, nil, stop))
	}
	if err != nil {
		return err
	}
	r.report.Ingest = rec
	if n := len(rec.Shifts); n > 0 {
		r.a.say("%d totalen verschuiven meer dan verwacht; zie %s", "%d totals shift more than expected; see %s", n, r.h.secret("report", screeningNames[r.a.lang][0]))
	}
	t := rec.Total()
	r.a.say("rijen in %d = aangenomen %d + geweigerd %d", "rows in %d = accepted %d + rejected %d", t.In, t.Accepted, t.Rejected)
	_, err = r.secret.Note("ingest", rec)
	return err
}

// group is one protection group on its way through the house.
type group struct {
	model   *cube.Model
	problem *sdc.Problem
	balance *cube.Balance
	// regime is that of the earlier release about the same persons, if any.
	regime string
	// said is what earlier releases said of these persons.
	said []earlierSaid
	// overlaps names an earlier release that counts some of the cohorts by
	// themselves, or together with others.
	overlaps string
	// rows and counts are the finest combinations, where the population is
	// published with rounding; rounded are partitions of earlier releases.
	rows    *sdc.Matrix
	counts  []int64
	rounded []earlierFile
	// why the group is withheld, if it is.
	why error
}

// buildStage counts every population and checks the mass balance.
func (r *route) buildStage(ctx context.Context) ([]*group, error) {
	m, err := r.store()
	if err != nil {
		return nil, err
	}
	if r.insiders, err = r.ownInsiders(); err != nil {
		return nil, err
	}
	r.a.say("tellen met DuckDB", "counting with DuckDB")
	inner, plans, err := r.tally(ctx, m)
	if err != nil {
		return nil, err
	}
	first, seen := observed(m)
	last := seen.Last
	repeated, populations := r.repeats(first, last)
	r.most = map[string]int{}
	for i, id := range populations {
		from, until := cohorts(r.spec.Populations[id], first, last)
		r.most[id] = inner[len(inner)-len(repeated)+i].Most(from, until)
	}
	var groups []*group
	for i, id := range r.spec.PopulationIDs() {
		p := r.spec.Populations[id]
		from, until := cohorts(p, first, last)
		for cohort := from; cohort <= until; cohort++ {
			if since, ok := p.Window(cohort); !ok || since < from {
				continue // a window that is not complete
			}
			g, err := r.count(p, inner[2*i], inner[2*i+1], cohort, seen)
			if none := (*cube.NoCodes)(nil); errors.As(err, &none) {
				if err = r.uncoded(none, inner[2*i+1]); err == nil {
					break
				}
			}
			if err != nil {
				return nil, err
			}
			groups = append(groups, g)
		}
	}
	r.a.say("%s geteld (%s over %s); ieder lid in precies één uitkomst", "%s counted (%s over %s); every member in exactly one outcome", groupsOf(len(groups)), amount{len(plans), "telling", "tellingen", "plan", "plans"}, amount{m.Buckets, "emmer", "emmers", "bucket", "buckets"})
	for _, g := range groups {
		p := g.model.Population
		switch {
		case !p.Formal():
			r.report.Balances = append(r.report.Balances, g.balance)
		case !slices.Contains(r.report.Formal, p.ID):
			r.report.Formal = append(r.report.Formal, p.ID)
		}
	}
	return groups, r.writeBalances(groups)
}

// uncoded says that a population is left out of which neither members nor codes
// are there: a house of higher education has no primary schools. With members it
// is the register that lacks something.
func (r *route) uncoded(none *cube.NoCodes, members cube.Inner) error {
	for _, year := range members {
		for _, n := range year {
			if n > 0 {
				return saidf("populatie %s: het register heeft geen code voor kolom %s, en er zijn wel personen; volgende stap: vul het register aan en begin bij doorstroom ingest",
					"population %s: the register has no code for column %s, and there are persons; next: complete the register and begin at doorstroom ingest", none.Population, none.Column)
			}
		}
	}
	r.a.say("%s: niemand, en het register heeft geen code voor kolom %s; deze populatie wordt niet geteld", "%s: nobody, and the register has no code for column %s; this population is not counted", none.Population, none.Column)
	return nil
}

// store is what was taken in, with the specification of now.
func (r *route) store() (*ingest.Manifest, error) {
	m, err := ingest.ReadManifest(r.h.secret("store"))
	if err != nil {
		return nil, saidf("er is geen volledige opslag (%v); volgende stap: doorstroom ingest", "there is no complete store (%v); next: doorstroom ingest", err)
	}
	if m.Spec != r.spec.Digest {
		return nil, saidf("de opslag is met een andere specificatie gemaakt; volgende stap: doorstroom ingest", "the store was made with another specification; next: doorstroom ingest")
	}
	return m, nil
}

func (r *route) tally(ctx context.Context, m *ingest.Manifest) ([]cube.Inner, []engine.Plan, error) {
	var plans []engine.Plan
	for _, id := range r.spec.PopulationIDs() {
		p, err := cube.Plans(r.spec, r.spec.Populations[id], r.reg)
		if err != nil {
			return nil, nil, err
		}
		plans = append(plans, p...)
	}
	first, seen := observed(m)
	repeated, _ := r.repeats(first, seen.Last)
	plans = append(plans, repeated...)
	inner, err := r.carryOut(ctx, m, plans)
	return inner, plans, err
}

// carryOut lets the engine count.
func (r *route) carryOut(ctx context.Context, m *ingest.Manifest, plans []engine.Plan) ([]cube.Inner, error) {
	eng, err := duckdb.Open(duckdb.Options{SpillDir: r.h.secret("spill"), Threads: runtime.GOMAXPROCS(0)})
	if err != nil {
		return nil, err
	}
	defer eng.Close()
	bar := r.a.newBar("tellen", "counting")
	defer bar.done()
	return cube.Tally(ctx, eng, sources(r.h.secret("store"), m, r.spec), plans, func(done, total int) { bar.set(int64(done), int64(total)) })
}

// sourceRows is up to how many rows are counted at a time: planning a question
// costs the same for a row as for a million.
const sourceRows = 2_000_000

// sources lists the files of person buckets, as many at a time as is worth a
// question of its own. A person is in one of them.
func sources(dir string, m *ingest.Manifest, s *spec.Specification) []engine.Source {
	rows := make([]int64, m.Buckets)
	for _, f := range m.Files {
		if f.Record != "" {
			rows[f.Bucket] += f.Rows
		}
	}
	var out []engine.Source
	of := make([]int, m.Buckets) // bucket -> source
	for b, sum := 0, int64(0); b < m.Buckets; b++ {
		if sum += rows[b]; len(out) == 0 || sum > sourceRows {
			out, sum = append(out, newSource(s)), rows[b]
		}
		of[b] = len(out) - 1
	}
	for _, f := range m.Files {
		if f.Record == "" {
			continue
		}
		rec := out[of[f.Bucket]].Records[f.Record]
		rec.Paths = append(rec.Paths, filepath.Join(dir, filepath.FromSlash(f.Path)))
		out[of[f.Bucket]].Records[f.Record] = rec
	}
	return out
}

// newSource has every record, and no file yet.
func newSource(s *spec.Specification) engine.Source {
	out := engine.Source{Records: map[string]engine.Files{}}
	for id, rec := range s.Records {
		f := engine.Files{}
		for _, field := range rec.Fields {
			f.Columns = append(f.Columns, field.ID)
		}
		out.Records[id] = f
	}
	return out
}

// observed returns the first year of which 1 October is in the store, and of
// which years what is.
func observed(m *ingest.Manifest) (first int, seen cube.Observed) {
	seen.Rows = map[string]map[int]bool{}
	for _, f := range m.Files {
		if f.Record == "" {
			continue
		}
		if seen.Rows[f.Record] == nil {
			seen.Rows[f.Record] = map[int]bool{}
		}
		seen.Rows[f.Record][f.Year] = true
		if f.Record == "inschrijving" {
			if first == 0 || f.Year < first {
				first = f.Year
			}
			seen.Last = max(seen.Last, f.Year)
		}
	}
	return first, seen
}

func (r *route) count(p *spec.Population, inner, members cube.Inner, cohort int, seen cube.Observed) (*group, error) {
	audiences := r.received
	if audiences == nil {
		audiences = r.audiencesOf()
	}
	m, err := cube.NewModel(r.spec, p, r.reg, cohort, seen, audiences)
	if err != nil {
		return nil, err
	}
	counts := inner.Window(m.First, cohort)
	problem, balance, err := m.Count(counts, members.MembersOnce(m.First, cohort))
	if err != nil {
		return nil, err
	}
	g := &group{model: m, problem: problem, balance: balance}
	if p.Perturbed() {
		if g.rows, g.counts, err = m.Rows(counts); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// audiencesOf resolves the agreements: who receives which table.
func (r *route) audiencesOf() cube.Audiences {
	coverage, _ := deliver.Resolve(r.agreements, r.h.round.Clock)
	return func(c string, t *spec.Table, cohort int) []string {
		first, _ := r.spec.Populations[r.spec.Transitions[c].Population].Window(cohort)
		covers := func(cov deliver.Coverage) bool {
			for year := first; year <= cohort; year++ {
				if !cov.Covers(c, t.ID, year, r.spec.Exceptions(r.spec.Transitions[c], t)...) {
					return false
				}
			}
			return true
		}
		var out []string
		for _, a := range t.Audiences {
			if cov, ok := coverage[a]; a == spec.PublicAudience || ok && covers(cov) {
				out = append(out, a)
			}
		}
		return out
	}
}

// uncited returns a refusal for every table that names the recipient of the
// agreement and needs an exception that the agreement does not cite.
func (r *route) uncited(ag *deliver.Agreement) []*deliver.Refusal {
	var out []*deliver.Refusal
	for _, id := range r.spec.TransitionIDs() {
		t := r.spec.Transitions[id]
		for i := range t.Tables {
			tab := &t.Tables[i]
			if refusal := ag.Uncited(id, tab.ID, r.spec.Exceptions(t, tab)); refusal != nil && slices.Contains(tab.Audiences, ag.Recipient.ID) {
				out = append(out, refusal)
			}
		}
	}
	return out
}

// audiences lists the public and every recipient with an agreement in force.
func (r *route) audiences() []string {
	coverage, _ := deliver.Resolve(r.agreements, r.h.round.Clock)
	return append([]string{spec.PublicAudience}, slices.Sorted(maps.Keys(coverage))...)
}

// refusals is nil when no group was refused; else it tells of the first, and
// how many there are.
func refusals(refused []error) error {
	refused = slices.DeleteFunc(refused, func(err error) bool { return err == nil })
	switch len(refused) {
	case 0:
		return nil
	case 1:
		return refused[0]
	}
	return saidf("%v (in totaal %d groepen geweigerd)", "%v (%d groups refused in all)", refused[0], len(refused))
}

// gateStage takes every group through the gate, several at a time. A group
// that cannot be made safe is withheld where that is allowed and something is
// left; otherwise the run is refused.
func (r *route) gateStage(ctx context.Context, groups []*group, method protect.Method) ([]*gate.Result, error) {
	r.a.say("beschermen en aanvallen: %s", "protecting and attacking: %s", groupsOf(len(groups)))
	solver := lp.New()
	if solver == nil {
		r.a.say("zonder lineaire programmering: wat open blijft, geldt als onveilig", "without linear programming: what stays open counts as unsafe")
	}
	if err := r.earlier(groups); err != nil {
		return nil, err
	}
	results, refused := make([]*gate.Result, len(groups)), make([]error, len(groups))
	if err := r.formal(groups, results, refused); err != nil {
		return nil, err
	}
	bar := r.a.newBar("beschermen", "protecting")
	defer bar.done()
	var done atomic.Int64
	eg, ctx := errgroup.WithContext(ctx)
	eg.SetLimit(runtime.GOMAXPROCS(0))
	for i, g := range groups {
		if results[i] != nil || refused[i] != nil {
			bar.set(done.Add(1), int64(len(groups)))
			continue
		}
		eg.Go(func() error {
			var err error
			results[i], err = r.attacked(ctx, g, method, solver)
			bar.set(done.Add(1), int64(len(groups)))
			if refuses(err) {
				refused[i] = err // the others go on: which one is told must not depend on who is first
				return nil
			}
			return err
		})
	}
	if err := eg.Wait(); err != nil {
		return nil, err
	}
	bar.done()
	if !r.mayWithhold || !slices.ContainsFunc(results, func(res *gate.Result) bool { return res != nil }) {
		if err := refusals(refused); err != nil {
			return nil, err
		}
	}
	for i, err := range refused {
		if err != nil {
			r.withhold(groups[i], err)
		}
	}
	groups = slices.DeleteFunc(groups, func(g *group) bool { return slices.Contains(r.withheld, g) })
	results = slices.DeleteFunc(results, func(res *gate.Result) bool { return res == nil })
	if err := r.summarise(groups, results); err != nil {
		return nil, err
	}
	if _, err := r.secret.Note("gate", r.report.Groups); err != nil {
		return nil, err
	}
	return results, r.writeRisk(groups, results)
}

// attacked takes one group through the gate, with hidden cells or with rounded
// ones.
func (r *route) attacked(ctx context.Context, g *group, method protect.Method, solver lp.Solver) (*gate.Result, error) {
	if g.model.Population.Perturbed() {
		return r.round(ctx, g, solver)
	}
	opt := gate.Options{Method: method, Solver: solver, Seed: uint64(g.model.Cohort), Own: r.ownCells(g.model)}
	res, err := gate.Run(ctx, g.model, g.problem, r.audiences(), opt)
	if err == nil && r.minimality > 0 {
		res.Minimality, err = gate.Minimality(ctx, res, g.problem, r.audiences(), r.minimality, opt)
	}
	return res, err
}

// withhold leaves a group out of everything that is sealed, and says so.
func (r *route) withhold(g *group, why error) {
	g.why = why
	r.withheld = append(r.withheld, g)
	r.a.say("achtergehouden: %s", "withheld: %s", explain(why, r.a.lang))
	rep := groupReport{Group: g.model.Group(), Members: g.balance.Members, Withheld: explain(why, r.a.lang)}
	if g.model.Population.Formal() {
		rep.Members, rep.Formal = 0, true
	}
	r.report.Groups = append(r.report.Groups, rep)
}
