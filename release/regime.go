package release

import (
	"bufio"
	"cmp"
	"io/fs"
	"slices"
	"strings"

	"doorstroommonitor/internal/message"
	"doorstroommonitor/sdmx"
)

// Regimes of a protection group.
const (
	RegimeExact     = "exact"     // audited suppression: what is shown is the count
	RegimeNoise     = "noise"     // a privacy mechanism: every count has noise
	RegimePerturbed = "perturbed" // audited perturbation: every count is changed, within bounds
)

// Noise is the evidence of a group under RegimeNoise: what was drawn, and what
// it costs. Nothing in it depends on the counts.
type Noise struct {
	Mechanism  string      `json:"mechanism"`  // sampler and version
	Neighbours string      `json:"neighbours"` // the worlds that are hard to tell apart
	Rho        string      `json:"rho"`        // of all draws, a fraction (zero-concentrated differential privacy)
	Epsilon    string      `json:"epsilon"`    // what rho implies at Delta, rounded up
	Delta      string      `json:"delta"`
	YearCap    string      `json:"year_cap"`     // rho that all draws of the group may cost
	Lifetime   string      `json:"lifetime_cap"` // rho that all draws about one person may cost
	Bands      int         `json:"bands"`        // in how many of a hundred cases a band holds the truth
	Draws      []NoiseDraw `json:"draws"`
	// Protected is false where the noise came from a numeric seed: then it
	// protects nobody, which fictitious persons allow.
	Protected bool `json:"protected"`
	// Elsewhere lists what is published exactly about the same persons; the
	// guarantee does not cover it.
	Elsewhere []sdmx.Words `json:"exact_elsewhere,omitempty"`
	// Partitions are the digests of the partitions that were made from the draws
	// and nothing else, ascending.
	Partitions []string `json:"partitions_sha256"`
}

// NoiseDraw is the draw of one table. Draw identifies it, and Entry is its
// number in the ledger of charges, which stays with the supplier.
type NoiseDraw struct {
	Table    string `json:"table"`
	Rho      string `json:"rho"`
	Variance string `json:"variance"` // of the noise of every cell, a fraction
	Draw     string `json:"draw"`
	Entry    int64  `json:"ledger_entry"`
}

// whole reports whether nothing of the evidence is missing.
func (n *Noise) whole() bool {
	incomplete := func(d NoiseDraw) bool {
		return d.Table == "" || d.Rho == "" || d.Variance == "" || d.Draw == "" || d.Entry < 1
	}
	return n.Mechanism != "" && n.Rho != "" && n.Epsilon != "" && n.Neighbours != "" && len(n.Draws) > 0 && !slices.ContainsFunc(n.Draws, incomplete)
}

// Regimes returns for every partition that has evidence of it, by digest, under
// which regime it is; the others are exact.
func (m *Manifest) Regimes() map[string]string {
	out := map[string]string{}
	for i := range m.Groups {
		g := &m.Groups[i]
		for _, d := range g.partitions() {
			out[d] = g.Regime
		}
	}
	return out
}

// Method says how the counts of a partition were changed, by its digest; "" where
// they were not.
func (m *Manifest) Method(digest string) string {
	for i := range m.Groups {
		if p := m.Groups[i].Perturbation; p != nil && slices.Contains(p.Partitions, digest) {
			return p.Method
		}
	}
	return ""
}

// partitions are the digests that the evidence of a group is about, where it
// names them.
func (g *Group) partitions() []string {
	switch {
	case g.Noise != nil:
		return g.Noise.Partitions
	case g.Perturbation != nil:
		return g.Perturbation.Partitions
	}
	return nil
}

// First is the first cohort year of the group.
func (g *Group) First() int { return cmp.Or(g.Since, g.Cohort) }

// overlaps reports whether two groups are about some of the same persons: a
// figure over some cohorts and one over others of them differ by a third.
func (g *Group) overlaps(o Group) bool {
	return g.Population == o.Population && g.First() <= o.Cohort && o.First() <= g.Cohort
}

// checkEvidence checks that groups have the evidence of their regime, and that
// it is about partitions of the release and their cohort.
func (m *Manifest) checkEvidence() error {
	cohort := map[string]int{}
	for i := range m.Files {
		if m.Files[i].partitionCSV() {
			cohort[m.Files[i].SHA256] = m.Files[i].Cohort
		}
	}
	seen := map[string]bool{}
	for i := range m.Groups {
		g := &m.Groups[i]
		if g.Since != 0 && g.Since >= g.Cohort {
			return fault(ManifestName, RuleEvidence, "group %s: since %d is no year before cohort %d", g.Population, g.Since, g.Cohort)
		}
		if slices.ContainsFunc(m.Groups[:i], g.overlaps) {
			return fault(ManifestName, RuleEvidence, "group %s: two groups have a cohort of %d to %d", g.Population, g.First(), g.Cohort)
		}
		if wrong := g.evidence(m.Synthetic); wrong.EN != "" {
			return fault(ManifestName, RuleEvidence, "group %s/%d: %s", g.Population, g.Cohort, wrong)
		}
		for _, d := range g.partitions() {
			if seen[d] || cohort[d] != g.Cohort {
				return fault(ManifestName, RuleEvidence, "group %s/%d: partition %s is not one of its cohort, or has evidence twice", g.Population, g.Cohort, d)
			}
			seen[d] = true
		}
	}
	return nil
}

// evidence says what is wrong with the evidence of a group; nothing where
// nothing is. synthetic persons need no secret noise.
func (g *Group) evidence(synthetic bool) message.Text {
	withheld := len(g.Withheld) > 0
	switch {
	case g.Regime != RegimeExact && g.Regime != RegimeNoise && g.Regime != RegimePerturbed:
		return texts.Say("regime %q is not known", g.Regime)
	case (g.Noise != nil) != (g.Regime == RegimeNoise) && !(withheld && g.Noise == nil),
		(g.Perturbation != nil) != (g.Regime == RegimePerturbed) && !(withheld && g.Perturbation == nil):
		return texts.Say("regime %q has evidence of another kind", g.Regime)
	case g.Noise != nil && !g.Noise.whole():
		return texts.Say("the evidence of the noise is not complete")
	case g.Noise != nil && !g.Noise.Protected && !synthetic:
		return texts.Say("noise that can be guessed, about persons who are not fictitious")
	case g.Perturbation != nil && !g.Perturbation.whole():
		return texts.Say("the evidence of the perturbation is not complete")
	case !slices.IsSorted(g.partitions()):
		return texts.Say("partitions are not in ascending order")
	}
	return g.guarded()
}

// guarded says what is wrong with the evidence about recipients of own data;
// nothing where nothing is. Noise guards the others whoever knows what; figures that were
// attacked need the attempt of these, too.
func (g *Group) guarded() message.Text {
	for _, o := range g.OwnData {
		codes := slices.Concat(o.Institutions, o.Boards)
		if !SafeName(o.Recipient) || len(codes) == 0 || slices.ContainsFunc(codes, func(c string) bool { return !SafeName(c) }) {
			return texts.Say("recipient of own data %q without codes, or with unsafe ones", o.Recipient)
		}
	}
	passed := func(a Attacker) bool {
		return a.ID == OwnDataAttacker && a.Mode == "guard" && a.Reach != nil && a.Reach.ExactReveals == 0
	}
	if len(g.OwnData) > 0 && g.Noise == nil && !slices.ContainsFunc(g.Audit.By, passed) {
		return texts.Say("recipients of own data, and no attack that they were guarded against")
	}
	return message.Text{}
}

func (f *File) partitionCSV() bool {
	return f.Kind == KindPartition && strings.HasSuffix(f.Path, ".csv")
}

// checkRegime checks that a partition has the form of the regime for which
// there is evidence: noisy, perturbed by the method, or neither.
func checkRegime(fsys fs.FS, file *File, regime, method string) error {
	f, err := fsys.Open(file.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewReader(f)
	line, _ := lines.ReadString('\n') // an empty file has figures of no kind
	found := RegimeExact
	switch sdmx.HeaderForm(line) {
	case sdmx.FormEstimated:
		found = RegimeNoise
	case sdmx.FormPerturbed:
		found = RegimePerturbed
	}
	if regime == "" {
		regime = RegimeExact
	}
	if found != regime {
		return fault(file.Path, RuleEvidence, "holds figures under regime %q, and the evidence of the manifest is for regime %q", found, regime)
	}
	if first, _ := lines.ReadString('\n'); found == RegimePerturbed && first != "" && !strings.HasSuffix(strings.TrimRight(first, "\r\n"), ","+method) {
		return fault(file.Path, RuleEvidence, "holds counts that were changed otherwise than by method %q, of which the manifest has evidence", method)
	}
	return nil
}
