package cli

import (
	"os"
	"slices"
	"strings"

	"doorstroommonitor/deliver"
	"doorstroommonitor/ingest"
	"doorstroommonitor/release"
)

// sealedTable is one table and cohort that some release of the round has.
type sealedTable struct {
	cube, table string
	cohort      int
}

// choose lists the tables of this round's releases that the agreement covers
// and that are asked for. Everything of their groups must have been guarded
// against the recipient, in every release and on the very data of now.
func (p *provision) choose() error {
	releases, err := p.ofThisRound()
	if err != nil {
		return err
	}
	for _, m := range releases {
		if err := p.sameData(m); err != nil {
			return err
		}
		if err := p.guarded(m); err != nil {
			return err
		}
		for _, f := range m.Files {
			t := sealedTable{f.Cube, f.Table, f.Cohort}
			if f.Kind != release.KindPartition || !strings.HasSuffix(f.Path, ".csv") || slices.Contains(p.all, t) {
				continue
			}
			if p.all = append(p.all, t); p.covers(t) {
				p.sealed = append(p.sealed, t)
			}
		}
	}
	if err := p.leaveUncited(); err != nil {
		return err
	}
	if len(p.sealed) == 0 {
		if len(p.want) > 0 && len(p.behind) == 0 {
			return p.ag.NotSealed(p.want[0].String())
		}
		return p.nothing()
	}
	return nil
}

// ofThisRound opens the manifests of the round's releases, for whomever.
func (p *provision) ofThisRound() ([]*release.Manifest, error) {
	pub, err := publicKey(p.h.public("seal.pub"))
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(p.h.public("releases"))
	if err != nil {
		return nil, err
	}
	var out []*release.Manifest
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), p.h.round.Name+"-") || strings.HasSuffix(e.Name(), ".part") {
			continue
		}
		rel, err := release.Open(p.h.public("releases", e.Name()), pub)
		if err != nil {
			return nil, err
		}
		if m := rel.Manifest(); m.ID == p.releaseID(m.Audience) {
			out = append(out, m)
		}
	}
	if len(out) == 0 {
		return nil, saidf("in deze ronde is nog niets verzegeld; volgende stap: doorstroom seal met deze overeenkomst in --agreements", "nothing was sealed in this round yet; next: doorstroom seal with this agreement in --agreements")
	}
	return out, nil
}

// sameData checks that what is counted now is what was sealed.
func (p *provision) sameData(m *release.Manifest) error {
	store, err := ingest.ReadManifest(p.h.secret("store"))
	if err != nil {
		return err
	}
	same := m.SpecDigest == p.spec.Digest && len(m.Inputs) == len(store.Inputs)
	for i := 0; same && i < len(m.Inputs); i++ {
		same = m.Inputs[i] == release.Commitment{Input: store.Inputs[i].Name, HMAC: store.Inputs[i].HMAC}
	}
	if !same {
		return saidf("uitgave %s is van andere gegevens of een andere specificatie dan er nu zijn; volgende stap: zet die terug, of verzegel in een volgende ronde (doorstroom init --next)",
			"release %s is of other data or another specification than there are now; next: put those back, or seal in a next round (doorstroom init --next)", m.ID)
	}
	return nil
}

// guarded refuses where a group that is asked for was not guarded against the
// recipient, and leaves behind what was withheld from everybody.
func (p *provision) guarded(m *release.Manifest) error {
	for i := range m.Groups {
		g := &m.Groups[i]
		if !p.asked(g) {
			continue
		}
		if len(g.Withheld) > 0 {
			refusal := p.ag.HeldBack(g.Population, g.Cohort)
			known := func(r *deliver.Refusal) bool { return r.Text == refusal.Text }
			if !slices.ContainsFunc(p.behind, known) {
				p.behind = append(p.behind, refusal)
			}
			continue
		}
		if refusal := p.ag.Unguarded(m, g); refusal != nil {
			return refusal
		}
	}
	return nil
}

// asked reports whether some table of the group may be provided.
func (p *provision) asked(g *release.Group) bool {
	for _, id := range p.spec.TransitionIDs() {
		t := p.spec.Transitions[id]
		if t.Population != g.Population {
			continue
		}
		for i := range t.Tables {
			if p.covers(sealedTable{id, t.Tables[i].ID, g.Cohort}) {
				return true
			}
		}
	}
	return false
}

// covers reports whether a table is covered, over all cohorts that it is about,
// and asked for.
func (p *provision) covers(t sealedTable) bool {
	transition, ok := p.spec.Transitions[t.cube]
	if !ok {
		return false
	}
	first, ok := p.spec.Populations[transition.Population].Window(t.cohort)
	for year := first; ok && year <= t.cohort; year++ {
		ok = p.ag.Covers(t.cube, t.table, year)
	}
	wanted := func(w deliver.Request) bool {
		return w.Cube == t.cube && (w.Table == "" || w.Table == t.table) && (w.Cohort == 0 || w.Cohort == t.cohort)
	}
	return ok && (len(p.want) == 0 || slices.ContainsFunc(p.want, wanted))
}

// leaveUncited takes out the tables that need an exception which the agreement
// does not cite; one that is asked for by name is refused.
func (p *provision) leaveUncited() error {
	var refused error
	told := map[string]bool{}
	p.sealed = slices.DeleteFunc(p.sealed, func(s sealedTable) bool {
		t := p.spec.Transitions[s.cube]
		for i := range t.Tables {
			tab := &t.Tables[i]
			if tab.ID != s.table {
				continue
			}
			refusal := p.ag.Uncited(s.cube, s.table, p.spec.Exceptions(t, tab))
			if refusal == nil {
				continue
			}
			if slices.ContainsFunc(p.want, func(w deliver.Request) bool { return w.Table == s.table }) {
				refused = refusal
			} else if !told[refusal.Table] {
				told[refusal.Table] = true
				p.behind = append(p.behind, refusal)
			}
			return true
		}
		return false
	})
	return refused
}

// cohorts lists the cohort years of the chosen tables of a population,
// ascending.
func (p *provision) cohorts(population string) []int {
	var out []int
	for _, s := range p.sealed {
		if p.spec.Transitions[s.cube].Population == population {
			out = append(out, s.cohort)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
