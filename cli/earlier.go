package cli

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"doorstroommonitor/budget"
	"doorstroommonitor/cube"
	"doorstroommonitor/release"
	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// earlier brings what earlier rounds released about the same persons into the
// problem: what was shown stays shown, what was hidden stays hidden, and a
// figure that has changed since stops the run, since the difference of two
// releases is about the few persons who changed.
func (r *route) earlier(groups []*group) error {
	entries, err := os.ReadDir(r.h.public("releases"))
	if err != nil {
		return err
	}
	pub, err := publicKey(r.h.public("seal.pub"))
	if err != nil {
		return err
	}
	account, err := budget.Replay(r.h.secret(privacyLedger), budget.Bounds(r.spec))
	if err != nil {
		return err
	}
	var otherwise []*release.Manifest
	for _, e := range entries {
		if !e.IsDir() || strings.HasSuffix(e.Name(), ".part") || slices.Contains(r.releaseIDs(), e.Name()) {
			continue
		}
		old, err := release.Open(r.h.public("releases", e.Name()), pub)
		if err != nil {
			return fmt.Errorf("earlier release %s: %w", e.Name(), err)
		}
		if err := charged(account, old.Manifest()); err != nil {
			return err
		}
		if m := old.Manifest(); m.Specification == r.spec.About.Version && m.SpecDigest != r.spec.Digest {
			otherwise = append(otherwise, m)
		}
		for _, f := range old.Manifest().Files {
			if f.Kind != release.KindPartition || !strings.HasSuffix(f.Path, ".csv") {
				continue
			}
			if err := r.remember(old, f, groups); err != nil {
				return err
			}
		}
	}
	r.oneNumber(otherwise)
	for _, g := range groups {
		if err := g.bind(); err != nil {
			return err
		}
	}
	return nil
}

// oneNumber warns, quiet or not, that earlier releases carry the same version of
// another specification: whoever reads the number, an agreement included, cannot
// tell the two apart. It is no refusal: the digests in both manifests differ, and
// the earlier specification is not at hand to say what the change is worth.
func (r *route) oneNumber(otherwise []*release.Manifest) {
	if len(otherwise) == 0 {
		return
	}
	m := otherwise[len(otherwise)-1]
	fmt.Fprintf(r.a.err, r.a.text("let op: uitgave %s heet ook versie %s, en is met een andere specificatie gemaakt (sha256 %.12s, nu %.12s): aan het nummer zijn zij niet te onderscheiden. Volgende stap: verhoog version in de specificatie; doorstroom spec diff OUD NIEUW zegt tot welke\n",
		"note: release %s is of version %s too, and was made with another specification (sha256 %.12s, now %.12s): the number does not tell them apart. Next: raise version in the specification; doorstroom spec diff OLD NEW says to which\n"),
		m.ID, m.Specification, m.SpecDigest, r.spec.Digest)
}

// charged refuses to go on where an earlier release has draws that the books do
// not know: they were lost or begun anew, and what was spent would be spent again.
func charged(account *budget.Account, m *release.Manifest) error {
	for _, g := range m.Groups {
		if g.Noise == nil {
			continue
		}
		for _, d := range g.Noise.Draws {
			if !account.Knows(g.Population, g.Cohort, d.Draw) {
				return saidf("uitgave %s heeft ruis van %s/%d, tabel %s, die niet in secret/%s staat: dat logboek is verloren of opnieuw begonnen, en wat is uitgegeven zou nog eens worden uitgegeven. Volgende stap: zet het logboek terug, met zijn kop",
					"release %s has noise of %s/%d, table %s, that secret/%s does not know: that ledger was lost or begun anew, and what was spent would be spent again. Next: put the ledger back, with its head", m.ID, g.Population, g.Cohort, d.Table, privacyLedger)
			}
		}
	}
	return nil
}

func (r *route) remember(old *release.Release, f release.File, groups []*group) error {
	t, known := r.spec.Transitions[f.Cube]
	at := slices.IndexFunc(old.Manifest().Groups, func(g release.Group) bool { return known && g.Population == t.Population && g.Cohort == f.Cohort })
	if at < 0 {
		return saidf("%s bevat kubus %s, die in deze specificatie niet bestaat of over andere personen gaat; wat daarvan bekend is, kan dan niet meetellen. Volgende stap: houd de kubus en zijn populatie in de specificatie",
			"%s holds cube %s, which this specification does not have or which is about other persons; what is known from it could then not count. Next: keep the cube and its population in the specification", old.Manifest().ID, f.Cube)
	}
	was := cmp.Or(old.Manifest().Regimes()[f.SHA256], release.RegimeExact)
	for _, g := range groups {
		if g.model.Population.ID != t.Population {
			continue
		}
		if otherWindow(g.model, &old.Manifest().Groups[at]) {
			g.overlaps = old.Manifest().ID // linked figures: refused, see keepRegimes
		}
		if g.model.Cohort != f.Cohort || g.overlaps != "" {
			continue
		}
		g.regime = was
		if was == release.RegimePerturbed {
			g.rounded = append(g.rounded, earlierFile{old.Manifest().ID, f})
		}
		if was != release.RegimeExact || g.model.Population.Formal() || g.model.Population.Perturbed() {
			return nil // binds no cell; figures of two kinds are refused, see keepRegimes
		}
		d, err := old.Partition(f.Cube, f.Table, f.Cohort)
		if err != nil {
			return err
		}
		for _, tab := range g.model.Tables {
			if tab.Cube == f.Cube && tab.Spec.ID == f.Table {
				statements := g.model.Statements(tab, d)
				if len(statements) != len(d.Observations) {
					return saidf("%s is eerder uitgegeven in %s met andere cellen; beide samen kan dit programma niet beschermen. Volgende stap: houd register en specificatie van dit cohort gelijk",
						"%s was released before in %s with other cells; this program cannot protect both together. Next: keep register and specification of this cohort as they were", g.model.Group(), old.Manifest().ID)
				}
				steps, err := coarser(old, f.Cube)
				g.said = append(g.said, earlierSaid{old.Manifest().ID, steps, statements})
				return err
			}
		}
		return saidf("uitgave %s bevat tabel %s van %s, die deze ronde niet telt. Volgende stap: houd de tabel in de specificatie en de overeenkomst",
			"release %s holds table %s of %s, which this round does not count. Next: keep the table in the specification and the agreement", old.Manifest().ID, f.Table, g.model.Group())
	}
	return nil
}

// earlierSaid are statements of one partition of an earlier release, and by
// which steps that showed small groups coarser.
type earlierSaid struct {
	id         string
	steps      []spec.Coarsen
	statements []sdc.Statement
}

// coarser returns the steps of a cube of an earlier release.
func coarser(old *release.Release, id string) ([]spec.Coarsen, error) {
	st, err := old.Structure()
	if err != nil {
		return nil, err
	}
	c, _ := st.Cube(id)
	var steps []spec.Coarsen
	for _, x := range c.Coarser {
		steps = append(steps, spec.Coarsen{Below: x.Below, Level: x.Level})
	}
	return steps, nil
}

// bind takes what earlier releases said of a group.
func (g *group) bind() error {
	hidden := map[int32]bool{} // cell -> so
	for _, e := range g.said {
		for _, s := range e.statements {
			hidden[s.Cell] = s.Hidden
		}
	}
	for _, e := range g.said {
		if len(e.steps) > 0 {
			g.mayBeEmpty(e, hidden)
		}
		if err := bind(g, e.statements, e.id); err != nil {
			return err
		}
	}
	return nil
}

// mayBeEmpty says of hidden cells that are too fine for their group, as far as
// readers can tell from the sizes that were shown, that these may be empty:
// such cells are not hidden for what they count.
func (g *group) mayBeEmpty(e earlierSaid, hidden map[int32]bool) {
	groups := g.model.Groups()
	groups = slices.DeleteFunc(groups, func(x cube.Group) bool { _, told := hidden[x.Size]; return !told })
	coarse := groups.Coarse(e.steps, g.problem.Counts, func(size int32) bool { return hidden[size] })
	for i := range e.statements {
		e.statements[i].Empty = e.statements[i].Hidden && coarse[e.statements[i].Cell]
	}
}

func bind(g *group, statements []sdc.Statement, id string) error {
	p := g.problem
	if p.Fixed == nil {
		p.Fixed, p.Kept = make([]bool, p.Cells), make([]bool, p.Cells)
	}
	p.Said = append(p.Said, statements...)
	for _, s := range statements {
		if s.Hidden && s.Empty && p.Counts[s.Cell] == 0 {
			continue
		}
		if s.Hidden {
			p.Kept[s.Cell] = true
			if cube.Rule(g.model.Population).Least() > p.Counts[s.Cell] {
				return saidf("%s: de gegevens zijn veranderd sinds uitgave %s, of hoe nullen worden behandeld is dat: zij verbergt cellen die nu leeg zijn, en nullen worden getoond. Volgende stap: houd de eerdere uitgave, of zeros: secondary of protected voor deze populatie",
					"%s: the data changed since release %s, or how zeros are treated did: it hides cells that are empty now, and zeros are shown. Next: keep the earlier release, or zeros: secondary or protected for this population", g.model.Group(), id)
			}
			continue
		}
		p.Fixed[s.Cell] = true
		if p.Counts[s.Cell] != s.Value {
			return saidf("%s: de gegevens zijn veranderd sinds uitgave %s; een tweede uitgave zou het verschil tonen, en dat gaat over weinig mensen. Volgende stap: houd de eerdere uitgave, of laat dit cohort uit de ronde",
				"%s: the data changed since release %s; a second release would show the difference, which is about few persons. Next: keep the earlier release, or leave this cohort out of the round", g.model.Group(), id)
		}
	}
	return nil
}
