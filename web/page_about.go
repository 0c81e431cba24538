package web

import (
	"fmt"
	"html/template"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"

	"doorstroommonitor/evaluate"
	"doorstroommonitor/ledger"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

type methodBody struct {
	Groups  []groupRow
	By      []attackerRow
	Rule    release.Rule
	HasRule bool
	Noisy   bool // some cubes have noise
	// Rounded says how counts were perturbed, where some cubes' are.
	Rounded []string
	// ModelledBounds is an example of bounds where some cubes have estimates of
	// what is hidden, else empty.
	ModelledBounds string
	// Coarser says how fine small groups are shown, where some cubes' are not
	// shown in full.
	Coarser []string
	// Pooled says over how many cohorts together figures are, where some cubes'
	// are.
	Pooled string
	// Unprotected says that the noise can be guessed.
	Unprotected bool
	// Own lists the institutions and boards that may hold their own rows exactly,
	// by code, and OwnNoise says that some figures beside these have noise.
	Own      []string
	OwnNoise bool
	Spec     string
	Cubes    []cubeCard
}

// groupRow is the evidence of one protection group.
type groupRow struct {
	Population, Regime, Attackers string
	Cohort                        string
	Cells, Hidden, Share, Reveals string
	Threshold, Width              int64
	Withheld                      []string
	Noise                         *release.Noise
	Elsewhere                     string // what the proof of the noise does not cover
}

// methodPage says how we count and how we protect, with the rule and the
// audit summary from the manifest.
func (h *portal) methodPage(r *request) (*page, error) {
	b := methodBody{Spec: r.e.man.Specification, By: r.byAttacker()}
	if slices.ContainsFunc(r.e.st.Cubes, func(c sdmx.Cube) bool { return c.Modelled }) {
		b.ModelledBounds = r.l.bounds(12, 19)
	}
	for i := range r.e.st.Cubes {
		c := &r.e.st.Cubes[i]
		for _, text := range r.l.perturbation(c.Perturbation) {
			if !slices.Contains(b.Rounded, text) {
				b.Rounded = append(b.Rounded, text)
			}
		}
		if len(b.Coarser) == 0 {
			b.Coarser = r.l.coarser(c)
		}
		if c.Together > 1 {
			b.Pooled = r.l.T("pooled.some", "n", strconv.Itoa(c.Together), "cube", c.Label.In(r.l.lang))
		}
	}
	for _, g := range r.e.man.Groups {
		row := groupRow{
			Population: g.Population, Cohort: years(&g), Regime: r.l.regime(g.Regime), Attackers: r.l.attackers(g.Audit.Attackers),
			Cells: r.l.num(int64(g.Audit.Cells)), Hidden: r.l.num(int64(g.Audit.Hidden)), Reveals: r.l.num(int64(g.Audit.ExactReveals)),
			Threshold: g.Rule.Threshold, Width: g.Rule.Width, Withheld: g.Withheld,
		}
		b.Own = slices.Concat(b.Own, ownCodes(&g))
		b.OwnNoise = b.OwnNoise || len(g.OwnData) > 0 && g.Regime == release.RegimeNoise
		if g.Regime == release.RegimeNoise {
			row.Noise, row.Cells, row.Hidden, row.Reveals, row.Attackers = g.Noise, "–", "–", "–", "–"
			row.Elsewhere = r.l.elsewhere(g.Noise)
			b.Noisy = true
			b.Unprotected = b.Unprotected || g.Noise != nil && !g.Noise.Protected
		}
		if g.Audit.Cells > 0 {
			row.Share = r.l.perMille(halfEven(int64(g.Audit.Hidden)*1000, int64(g.Audit.Cells)))
		}
		b.Groups = append(b.Groups, row)
		if g.Regime == release.RegimeExact && (!b.HasRule || g.Rule.Threshold < b.Rule.Threshold) {
			b.Rule, b.HasRule = g.Rule, true
		}
	}
	slices.Sort(b.Own)
	b.Own = slices.Compact(b.Own)
	for _, c := range r.e.st.Cubes {
		b.Cubes = append(b.Cubes, cubeCard{Label: c.Label.In(r.l.lang), Definition: c.Definition.In(r.l.lang), URL: r.l.url("/kubus/" + c.ID)})
	}
	return &page{Name: "method", Title: r.l.T("method.title"), Nav: "method", Path: "/methode", Body: b}, nil
}

// ownCodes lists whose own rows are held exactly by somebody.
func ownCodes(g *release.Group) []string {
	var out []string
	for _, o := range g.OwnData {
		out = slices.Concat(out, o.Institutions, o.Boards)
	}
	return out
}

// years names the cohorts of a group.
func years(g *release.Group) string {
	if g.First() < g.Cohort {
		return fmt.Sprintf("%d-%d", g.First(), g.Cohort)
	}
	return strconv.Itoa(g.Cohort)
}

// attackerRow is what one kind of attacker achieved, over all groups.
type attackerRow struct {
	Name, Mode                        string
	Kept                              bool // measured, and kept by the supplier
	Cells, Reveals, Narrowest, Groups string
}

// byAttacker adds up what the manifest says of each attacker; none where the
// release is from before it did.
func (r *request) byAttacker() []attackerRow {
	type sum struct {
		release.Attacker
		reach          release.Reach
		width, alike   int64
		counted, known bool
	}
	var all []*sum
	for _, g := range r.e.man.Groups {
		for _, a := range g.Audit.By {
			i := slices.IndexFunc(all, func(s *sum) bool { return s.ID == a.ID && s.Mode == a.Mode })
			if i < 0 {
				i, all = len(all), append(all, &sum{Attacker: a, width: -1})
			}
			s := all[i]
			if a.Reach == nil {
				continue
			}
			s.known = true
			s.reach.Cells += a.Reach.Cells
			s.reach.ExactReveals += a.Reach.ExactReveals
			if w := a.Reach.MinWidth; w != nil && (s.width < 0 || *w < s.width) {
				s.width = *w
			}
			if n := a.Reach.Homogeneous; n != nil {
				s.counted, s.alike = true, s.alike+int64(*n)
			}
		}
	}
	var rows []attackerRow
	for _, s := range all {
		row := attackerRow{Name: r.l.attackers([]string{s.ID}), Mode: r.l.T("attackers.mode." + s.Mode), Kept: !s.known, Cells: "–", Reveals: r.l.num(int64(s.reach.ExactReveals)), Narrowest: "–", Groups: "–"}
		if s.reach.Cells > 0 {
			row.Cells = r.l.num(int64(s.reach.Cells))
		}
		if s.width >= 0 {
			row.Narrowest = r.l.num(s.width)
		}
		if s.counted {
			row.Groups = r.l.num(s.alike)
		}
		rows = append(rows, row)
	}
	return rows
}

// attackers names the attackers that the catalogue knows; others keep the
// name that the release gives them.
func (c *catalogue) attackers(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id
		if slices.Contains(knownAttackers, id) {
			names[i] = c.T("attacker." + id)
		}
	}
	return c.list(names)
}

var knownAttackers = []string{"outsider", "earlier", "contributor", "institution", "board", "receivers", "shares", "elsewhere", "guesser", "own-data"}

func (c *catalogue) regime(s string) string {
	if s == "exact" || s == "noise" || s == "perturbed" {
		return c.T("regime." + s)
	}
	return s
}

type verifyBody struct {
	Release, Manifest, Signature string
	HasKey                       bool
	Files                        int
	Root                         string
}

// verifyPage says how anyone can check what they downloaded.
func (h *portal) verifyPage(r *request) (*page, error) {
	at := "/bestanden/" + r.e.man.ID + "/"
	return &page{Name: "verify", Title: r.l.T("verify.title"), Nav: "verify", Path: "/controleren", Body: verifyBody{
		Release: r.e.man.ID, Manifest: at + release.ManifestName, Signature: at + release.SignatureName,
		HasKey: len(h.opt.PublicKey) > 0, Files: len(r.e.man.Files), Root: r.e.man.Tree.Root,
	}}, nil
}

func (h *portal) accessPage(r *request) (*page, error) {
	return &page{Name: "access", Title: r.l.T("access.title"), Path: "/toegankelijkheid"}, nil
}

type releaseRow struct {
	ID, Created, Spec, Program, Files, Manifest, Signature string
	Newest, Synthetic                                      bool
	Data                                                   []download
}

// releasesPage lists the public releases, newest first.
func (h *portal) releasesPage(r *request) (*page, error) {
	var rows []releaseRow
	for i, e := range h.editions {
		at := "/bestanden/" + e.man.ID + "/"
		row := releaseRow{
			ID: e.man.ID, Created: r.l.day(e.man.Created), Spec: e.man.Specification, Program: e.man.Program, Files: r.l.num(int64(len(e.man.Files))),
			Manifest: at + release.ManifestName, Signature: at + release.SignatureName, Newest: i == 0, Synthetic: e.man.Synthetic,
		}
		for _, f := range e.man.Files {
			if f.Kind == release.KindMetadata || f.Kind == release.KindStructure || f.Kind == release.KindProduct && f.Table == "" && f.Cohort == 0 {
				row.Data = append(row.Data, download{f.Path + " (" + r.l.size(f.Size) + ")", at + f.Path, downloadName(f.Path)})
			}
		}
		rows = append(rows, row)
	}
	return &page{Name: "releases", Title: r.l.T("releases.title"), Nav: "releases", Path: "/releases", Body: rows}, nil
}

// evaluations keeps the last account of each year for as long as the ledger
// has not grown: making one reads every partition of the year's releases.
type evaluations struct {
	releases []evaluate.Release

	mu   sync.Mutex // one account is made at a time
	head string     // hash of the last ledger entry that made was made with
	made map[int]*evaluate.Evaluation
}

func newEvaluations(all []*edition) *evaluations {
	ev := &evaluations{made: map[int]*evaluate.Evaluation{}}
	for _, e := range all {
		ev.releases = append(ev.releases, e.rel)
	}
	return ev
}

// evaluationIndex leads to the newest year.
func (h *portal) evaluationIndex(r *request) (*page, error) {
	years, err := h.years()
	if err != nil {
		return nil, err
	}
	if len(years) == 0 {
		return nil, errNotFound
	}
	return nil, errMoved{"/evaluatie/" + strconv.Itoa(years[0])}
}

// years lists the years that can be accounted for, newest first.
func (h *portal) years() ([]int, error) {
	return evaluate.Years(h.evaluated.releases, h.ledger())
}

// ledger reads the public ledger, empty if there is none.
func (h *portal) ledger() iter.Seq2[ledger.Entry, error] {
	if h.opt.Ledger == nil {
		return func(func(ledger.Entry, error) bool) {}
	}
	return h.opt.Ledger()
}

type evaluationBody struct {
	Years []link
	Text  template.HTML
	JSON  string
}

func (h *portal) evaluationPage(r *request) (*page, error) {
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil {
		return nil, errNotFound
	}
	ev, years, err := h.evaluate(year)
	if err != nil {
		return nil, err
	}
	text, err := ev.HTML(r.l.lang)
	if err != nil {
		return nil, err
	}
	b := evaluationBody{Text: text, JSON: "/api/v1/evaluations/" + strconv.Itoa(year)}
	for _, y := range years {
		b.Years = append(b.Years, link{strconv.Itoa(y), r.l.url("/evaluatie/" + strconv.Itoa(y)), y == year})
	}
	return &page{Name: "evaluation", Title: r.l.T("evaluation.title", "year", strconv.Itoa(year)), Nav: "evaluation", Path: "/evaluatie/" + strconv.Itoa(year), Body: b}, nil
}

// evaluate makes the account of one year; errNotFound for a year with
// neither a release nor a ledger entry.
func (h *portal) evaluate(year int) (*evaluate.Evaluation, []int, error) {
	years, err := h.years()
	if err != nil {
		return nil, nil, err
	}
	if !slices.Contains(years, year) {
		return nil, nil, errNotFound
	}
	head := ""
	for e, err := range h.ledger() {
		if err != nil {
			return nil, nil, err
		}
		head = e.Hash
	}
	ev := h.evaluated
	ev.mu.Lock()
	defer ev.mu.Unlock()
	if ev.head != head {
		ev.head = head
		clear(ev.made)
	}
	if ev.made[year] == nil {
		made, err := evaluate.Report(year, ev.releases, h.ledger())
		if err != nil {
			return nil, nil, err
		}
		ev.made[year] = made
	}
	return ev.made[year], years, nil
}

// elsewhere lists what is published exactly about the same persons.
func (l *catalogue) elsewhere(n *release.Noise) string {
	if n == nil {
		return ""
	}
	var all []string
	for _, what := range n.Elsewhere {
		all = append(all, what.In(l.lang))
	}
	return strings.Join(all, "; ")
}
