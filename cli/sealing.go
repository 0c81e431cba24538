package cli

import (
	"encoding/hex"
	"io"
	"slices"
	"time"

	"crypto/sha256"

	"doorstroommonitor/audit"
	"doorstroommonitor/budget"
	"doorstroommonitor/cube"
	"doorstroommonitor/forms"
	"doorstroommonitor/gate"
	"doorstroommonitor/ingest"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/products"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/seal"
	"doorstroommonitor/spec"
)

// releaseID names the release of an audience in this round.
func (r *route) releaseID(audience string) string { return r.h.round.Name + "-" + audience }

func (r *route) releaseIDs() []string {
	var out []string
	for _, a := range r.audiences() {
		out = append(out, r.releaseID(a))
	}
	return out
}

// sealBody is what the public ledger records of a release.
type sealBody struct {
	Release       string `json:"release"`
	Audience      string `json:"audience"`
	Specification string `json:"specification"`
	Root          string `json:"root,omitempty"`
}

// sealStage makes one release per audience.
func (r *route) sealStage(results []*gate.Result) error {
	key, err := r.h.sealKey()
	if err != nil {
		return err
	}
	pub, err := publicKey(r.h.public("seal.pub"))
	if err != nil {
		return err
	}
	var evidence []*audit.Report
	var receipts []*budget.Receipt
	var models []*cube.Model
	for _, res := range results {
		if res.Receipt != nil {
			receipts = append(receipts, res.Receipt)
		} else {
			evidence = append(evidence, res.Report)
		}
		models = append(models, res.Model)
	}
	for _, audience := range r.audiences() {
		id := r.releaseID(audience)
		dir := r.h.public("releases", id)
		draft, err := r.draft(audience, models, results)
		if err != nil {
			return err
		}
		draft.Evidence, draft.Receipts = evidence, receipts
		if rel, err := release.Open(dir, pub); err == nil { // a rerun: compare, log only what a stopped run could not
			if err := seal.Seal(dir, *draft, r.groupOf, key, r.h.round.Clock); err != nil {
				return err
			}
			body := sealBody{Release: id, Audience: audience, Specification: r.spec.About.Version, Root: rel.Manifest().Tree.Root}
			if err := r.conclude("seal", id, "", body); err != nil {
				return err
			}
		} else if err := r.sealLogged(dir, draft, audience); err != nil {
			return err
		}
		r.report.Releases = append(r.report.Releases, id)
		r.a.say("verzegeld: %s", "sealed: %s", id)
	}
	return r.writeReport()
}

func (r *route) sealLogged(dir string, draft *seal.Draft, audience string) error {
	key, err := r.h.sealKey()
	if err != nil {
		return err
	}
	body := sealBody{Release: draft.Manifest.ID, Audience: audience, Specification: r.spec.About.Version}
	if err := r.conclude("seal", draft.Manifest.ID, "", nil); err != nil {
		return err
	}
	return r.public.Do("seal", body, func() (any, error) {
		if err := seal.Seal(dir, *draft, r.groupOf, key, r.h.round.Clock); err != nil {
			return nil, err
		}
		pub, err := publicKey(r.h.public("seal.pub"))
		if err != nil {
			return nil, err
		}
		rel, err := release.Open(dir, pub)
		if err != nil {
			return nil, err
		}
		body.Root = rel.Manifest().Tree.Root
		return body, nil
	})
}

// groupOf names the protection group of a partition.
func (r *route) groupOf(f release.File) string {
	t, ok := r.spec.Transitions[f.Cube]
	if !ok {
		return ""
	}
	return r.spec.Populations[t.Population].GroupID(f.Cohort)
}

// draft collects everything of one audience's release but the signature.
func (r *route) draft(audience string, models []*cube.Model, results []*gate.Result) (*seal.Draft, error) {
	m, err := r.manifest(audience, results)
	if err != nil {
		return nil, err
	}
	var parts []*sdmx.Dataset
	var measured []*sdmx.Measured
	for _, res := range results {
		parts = append(parts, res.Datasets[audience]...)
		measured = append(measured, res.Measured[audience]...)
	}
	structure := cube.Describe(r.spec, models, audience)
	files, err := products.Files(structure, parts, products.Info{
		ReleaseID: m.ID, Audience: audience, Specification: r.spec.About.Version, Created: r.h.round.Clock, Rule: ruleOf(m), Synthetic: m.Synthetic,
		Forms: releaseForms(r.spec, structure),
	}, measured...)
	if err != nil {
		return nil, err
	}
	d := &seal.Draft{Manifest: *m}
	for _, f := range files {
		d.Files = append(d.Files, seal.Entry(f))
	}
	return d, nil
}

// releaseForms are the forms of the specification that go along with a release:
// those that its structure cannot give, of its tables alone.
func releaseForms(s *spec.Specification, structure *sdmx.Structure) []products.Form {
	out := []products.Form{{Path: sdmxName, Write: func(w io.Writer) error { return forms.WriteReleaseSDMX(w, s, structure) }}}
	s = forms.Narrow(s, structure)
	for _, id := range s.TransitionIDs() {
		out = append(out, products.Form{Path: contractName(id), Write: func(w io.Writer) error { return forms.WriteContract(w, s, s.Transitions[id]) }})
	}
	return out
}

// ruleOf is the rule of the groups with exact figures, if there are any: the
// mildest, which holds for all.
func ruleOf(m *release.Manifest) release.Rule {
	rule := release.Rule{}
	for _, g := range m.Groups {
		if g.Regime == release.RegimeExact && (rule.Threshold == 0 || g.Rule.Threshold < rule.Threshold) {
			rule = g.Rule
		}
	}
	return rule
}

func (r *route) manifest(audience string, results []*gate.Result) (*release.Manifest, error) {
	store, err := ingest.ReadManifest(r.h.secret("store"))
	if err != nil {
		return nil, err
	}
	m := &release.Manifest{
		ID: r.releaseID(audience), Audience: audience, Program: program(),
		Specification: r.spec.About.Version, SpecDigest: r.spec.Digest, Synthetic: synthetic(r.extracts),
	}
	for _, in := range store.Inputs {
		m.Inputs = append(m.Inputs, release.Commitment{Input: in.Name, HMAC: in.HMAC})
	}
	for _, res := range results {
		if len(res.Datasets[audience]) == 0 {
			continue
		}
		g, err := evidence(res, audience)
		if err != nil {
			return nil, err
		}
		g.OwnData = r.insiders
		m.Groups = append(m.Groups, g)
	}
	for _, g := range r.withheld {
		if slices.ContainsFunc(g.model.Tables, func(t *cube.Table) bool { return t.For(audience) }) {
			if g.model.Population.Formal() {
				m.Groups = append(m.Groups, release.Group{Population: g.model.Population.ID, Cohort: g.model.Cohort, Regime: release.RegimeNoise,
					Withheld: []string{explain(g.why, "nl") + " (" + explain(g.why, "en") + ")"}})
				continue
			}
			regime := release.RegimeExact
			if g.model.Population.Perturbed() {
				regime = release.RegimePerturbed
			}
			m.Groups = append(m.Groups, release.Group{
				Population: g.model.Population.ID, Cohort: g.model.Cohort, Since: since(g.model), Regime: regime,
				Rule:     ruleFor(g.model.Population),
				Audit:    release.Audit{Attackers: []string{gate.Outsider}},
				Withheld: []string{"dit cohort was niet veilig te maken en wordt niet getoond (this cohort could not be made safe and is not shown)"},
			})
		}
	}
	if len(m.Groups) == 0 {
		return nil, saidf("niets uit te geven voor %[1]s: geen enkel cohort heeft een tabel voor dit publiek; volgende stap: lever jaren met diploma's aan, of haal de overeenkomst van %[1]s weg",
			"nothing to release for %[1]s: no cohort has a table for this audience; next: take in years with diplomas, or take away the agreement of %[1]s", audience)
	}
	return m, nil
}

// evidence summarises the audit of one group for one audience: counts of what
// that audience sees, and the digest of its datasets.
func evidence(res *gate.Result, audience string) (release.Group, error) {
	if res.Receipt != nil {
		n, err := seal.Noise(res.Receipt, res.Datasets[audience])
		return release.Group{Population: res.Model.Population.ID, Cohort: res.Model.Cohort, Regime: release.RegimeNoise, Noise: n}, err
	}
	g := release.Group{
		Population: res.Model.Population.ID, Cohort: res.Model.Cohort, Since: since(res.Model), Regime: release.RegimeExact,
		Rule:  ruleFor(res.Model.Population),
		Audit: release.Audit{Attackers: res.Report.Attackers(), ExactReveals: res.Report.ExactReveals(), By: reaches(res)},
	}
	if res.Model.Population.Perturbed() {
		g.Regime = release.RegimePerturbed
	}
	var hashes []string
	for _, d := range res.Datasets[audience] {
		h, err := audit.Hash(d)
		if err != nil {
			return g, err
		}
		hashes = append(hashes, h)
		for i := range d.Observations {
			g.Audit.Cells++
			if d.Observations[i].Hidden {
				g.Audit.Hidden++
			}
		}
	}
	slices.Sort(hashes)
	if g.Regime == release.RegimePerturbed {
		p := cube.Perturbation(res.Model.Population)
		g.Perturbation = &release.Perturbation{Method: p.Method, Base: p.Base, Deviation: p.Deviation, Partitions: hashes}
	}
	sum := sha256.New()
	for _, h := range hashes {
		sum.Write([]byte(h + "\n"))
	}
	g.Audit.DatasetHash = hex.EncodeToString(sum.Sum(nil))
	return g, nil
}

// ruleFor is the rule of a population.
func ruleFor(p *spec.Population) release.Rule {
	return release.Rule{Threshold: p.Rule.Threshold, Width: p.Rule.Width, Zeros: p.Rule.Zeros}
}

// since is the first of several cohorts that are counted together; 0 where it
// is one.
func since(m *cube.Model) int {
	if m.First == m.Cohort {
		return 0
	}
	return m.First
}

// reaches says of each attacker what may be told: of those who know what is
// published and no more, what whoever holds it can compute; of insiders who
// are guarded against, that nothing was derived; of others, that it was
// measured.
func reaches(res *gate.Result) []release.Attacker {
	var out []release.Attacker
	for _, t := range res.Report.Attempts() {
		a := release.Attacker{ID: t.Attacker, Mode: t.Mode}
		if o, ok := res.Outer[t.Attacker]; ok {
			a.Reach = &release.Reach{Cells: o.Hidden, ExactReveals: o.Exact, Homogeneous: &o.Homogeneous, Unanimous: &o.Unanimous}
			if o.Narrowest >= 0 {
				a.Reach.MinWidth = &o.Narrowest
			}
		} else if t.Mode == audit.Guarded {
			a.Reach = &release.Reach{ExactReveals: t.ExactReveals}
		}
		out = append(out, a)
	}
	return out
}

// clock is the time of the round, for everything that must not change on a
// rerun.
func (r *route) clock() time.Time { return r.h.round.Clock }

// program names the program and the solver of this build: where the search
// for tables leaves a cell open, the pattern may depend on the solver.
func program() string {
	if s := lp.New(); s != nil {
		return "doorstroom " + Version + ", " + s.Name()
	}
	return "doorstroom " + Version
}
