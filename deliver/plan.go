package deliver

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/internal/version"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// Options says what is to be delivered.
type Options struct {
	Agreement *Agreement
	Release   *release.Release // verified by release.Open
	Now       time.Time        // decides whether the agreement is in force
	Out       string           // folder of all deliveries; made where absent
	// Want lists what is asked for; empty means all that is covered.
	Want []Request
	// Key signs the list of delivered files. It is the key of the releases.
	Key *minisign.PrivateKey
}

// Request asks for a cube. Without Table it asks for every table that the
// agreement covers, with Cohort 0 for every cohort year that it covers.
type Request struct {
	Cube   string
	Table  string
	Cohort int
}

// Plan is a delivery that the agreement covers and that is not carried out
// yet.
type Plan struct {
	Files []release.File // ascending by path
	// Absent lists agreed cubes of which the release holds no figures, in the
	// order of the agreement.
	Absent []string
	// Refused says which agreed tables stay behind, since the agreement does
	// not cite the exception they need, in the order of the release.
	Refused []*Refusal

	opt Options
}

// NewPlan decides which files of the release are handed over whole. Whatever
// the agreement does not cover is a *Refusal; nothing is written.
func NewPlan(o Options) (*Plan, error) {
	if o.Agreement == nil || o.Release == nil || o.Key == nil {
		return nil, errors.New("deliver: agreement, release and key are required")
	}
	a, m := o.Agreement, o.Release.Manifest()
	if err := a.allows(m, o.Now); err != nil {
		return nil, err
	}
	n, err := needsOf(o.Release)
	if err != nil {
		return nil, err
	}
	for _, w := range o.Want {
		if err := a.allowsRequest(w); err != nil {
			return nil, err
		}
		if r := a.Uncited(w.Cube, w.Table, n.of(w.Cube, w.Table)); r != nil && w.Table != "" {
			return nil, r
		}
	}
	p := &Plan{opt: o}
	for _, c := range n {
		for _, t := range c.Tables {
			if r := a.Uncited(c.ID, t.ID, t.Exceptions); r != nil {
				p.Refused = append(p.Refused, r)
			}
		}
	}
	if err := p.choose(m, n); err != nil {
		return nil, err
	}
	return p, nil
}

// choose fills in the files that are covered and wanted.
func (p *Plan) choose(m *release.Manifest, n needs) error {
	a, want := p.opt.Agreement, p.opt.Want
	found := make([]bool, len(want))
	figures := map[string]bool{} // cubes of which something is handed over
	for i := range m.Files {
		f := &m.Files[i]
		if !a.coversFile(f, n) || !wanted(f, want, found) {
			continue
		}
		if f.Path == ProofsName || f.Path == ProofsSignatureName {
			return fmt.Errorf("deliver: release %s has a file named %s, which is kept for deliveries", m.ID, f.Path)
		}
		if f.Kind == release.KindPartition {
			figures[f.Cube] = true
		}
		p.Files = append(p.Files, *f)
	}
	for i, w := range want {
		if !found[i] {
			return a.refuse(ClauseCubes, notInRelease(w.String()))
		}
	}
	if len(figures) == 0 && len(p.Refused) > 0 {
		return p.Refused[0]
	}
	if len(figures) == 0 {
		return a.refuse(ClauseCubes, nothingCovered())
	}
	for _, g := range a.Cubes {
		if len(want) == 0 && !figures[g.Cube] {
			p.Absent = append(p.Absent, g.Cube)
		}
	}
	return nil
}

// allows checks every clause that does not depend on what is asked.
func (a *Agreement) allows(m *release.Manifest, now time.Time) error {
	if err := a.AllowsDelivery(now); err != nil {
		return err
	}
	if m.Audience != a.Recipient.ID {
		return a.refuse(ClauseParties, otherAudience(m.Audience, a.Recipient.ID))
	}
	if !version.In(m.Specification, a.Specification) {
		return a.refuse(ClauseSpecification, otherSpecification(m.Specification, a.Specification))
	}
	if len(m.Groups) == 0 {
		return a.refuse(ClauseScenario, unprotected(a.Scenario))
	}
	return a.allowsRegimes(m)
}

// allowsRegimes checks that what is covered is protected as agreed for its
// cube.
func (a *Agreement) allowsRegimes(m *release.Manifest) error {
	regimes := m.Regimes()
	for i := range m.Files {
		f := &m.Files[i]
		if f.Kind != release.KindPartition || !a.Covers(f.Cube, f.Table, f.Cohort) {
			continue
		}
		found, agreed := cmp.Or(regimes[f.SHA256], release.RegimeExact), a.scenario(f.Cube)
		if found != regime(agreed) {
			return a.refuse(ClauseScenario, otherRegime(f.Cube, found, agreed))
		}
		if method := m.Method(f.SHA256); method != "" && (method == sdmx.CellKey) != (agreed == ScenarioCellKey) {
			return a.refuse(ClauseScenario, otherRegime(f.Cube, method, agreed))
		}
	}
	return nil
}

// allowsRequest names the clause that a request goes beyond.
func (a *Agreement) allowsRequest(w Request) error {
	if !release.SafeName(w.Cube) || w.Table != "" && !release.SafeName(w.Table) || w.Cohort < 0 {
		return fmt.Errorf("deliver: %q is no request; next: give cube, cube/table or cube/table/year", w)
	}
	g := a.grant(w.Cube)
	switch {
	case g == nil:
		return a.refuse(ClauseCubes, cubeNotCovered(w.Cube))
	case w.Table != "" && !g.coversTable(w.Table):
		return a.refuse(ClauseCubes, tableNotCovered(w.Cube, w.Table))
	case w.Cohort != 0 && !g.coversCohort(w.Cohort):
		return a.refuse(ClauseCubes, cohortNotCovered(w.Cube, w.Cohort))
	}
	return nil
}

// wanted reports whether a file answers one of the requests, and marks the
// requests for which figures were found. Descriptions always come along.
func wanted(f *release.File, want []Request, found []bool) bool {
	ok := len(want) == 0 || f.Cube == ""
	for i, w := range want {
		if w.Cube == f.Cube && (w.Table == "" || w.Table == f.Table) && (w.Cohort == 0 || w.Cohort == f.Cohort) {
			ok = true
			found[i] = found[i] || f.Kind == release.KindPartition
		}
	}
	return ok
}

// String returns the request as cube/table/year, shorter where it asks for
// more.
func (w Request) String() string {
	s := w.Cube
	if w.Table != "" || w.Cohort != 0 {
		s += "/" + cmp.Or(w.Table, "*")
	}
	if w.Cohort != 0 {
		s += fmt.Sprintf("/%d", w.Cohort)
	}
	return s
}
