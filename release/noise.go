package release

import (
	"bufio"
	"io/fs"
	"slices"
	"strings"

	"doorstroommonitor/sdmx"
)

// Regimes of a protection group.
const (
	RegimeExact = "exact" // audited suppression: what is shown is the count
	RegimeNoise = "noise" // a privacy mechanism: every count has noise
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
	Elsewhere []string `json:"exact_elsewhere,omitempty"`
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

// NoisyPartitions returns the digests of all partitions that have evidence of
// a privacy mechanism.
func (m *Manifest) NoisyPartitions() map[string]bool {
	out := map[string]bool{}
	for i := range m.Groups {
		if n := m.Groups[i].Noise; n != nil {
			for _, d := range n.Partitions {
				out[d] = true
			}
		}
	}
	return out
}

// checkNoise checks that groups have the evidence of their regime, and that it
// is about partitions of the release and their cohort.
func (m *Manifest) checkNoise() error {
	cohort := map[string]int{}
	for i := range m.Files {
		if m.Files[i].partitionCSV() {
			cohort[m.Files[i].SHA256] = m.Files[i].Cohort
		}
	}
	seen := map[string]bool{}
	for i := range m.Groups {
		g := &m.Groups[i]
		switch {
		case g.Regime != RegimeExact && g.Regime != RegimeNoise:
			return fault(ManifestName, RuleEvidence, "group %s/%d: regime %q is not known", g.Population, g.Cohort, g.Regime)
		case g.Noise == nil && g.Regime == RegimeNoise && len(g.Withheld) == 0, g.Noise != nil && g.Regime == RegimeExact:
			return fault(ManifestName, RuleEvidence, "group %s/%d: regime %q has evidence of another kind", g.Population, g.Cohort, g.Regime)
		case g.Noise == nil:
			continue
		case !g.Noise.whole():
			return fault(ManifestName, RuleEvidence, "group %s/%d: the evidence of the noise is not complete", g.Population, g.Cohort)
		case !g.Noise.Protected && !m.Synthetic:
			return fault(ManifestName, RuleEvidence, "group %s/%d: noise that can be guessed, about persons who are not fictitious", g.Population, g.Cohort)
		case !slices.IsSorted(g.Noise.Partitions):
			return fault(ManifestName, RuleEvidence, "group %s/%d: partitions are not in ascending order", g.Population, g.Cohort)
		}
		for _, d := range g.Noise.Partitions {
			if seen[d] || cohort[d] != g.Cohort {
				return fault(ManifestName, RuleEvidence, "group %s/%d: partition %s is not one of its cohort, or has evidence twice", g.Population, g.Cohort, d)
			}
			seen[d] = true
		}
	}
	return nil
}

func (f *File) partitionCSV() bool {
	return f.Kind == KindPartition && strings.HasSuffix(f.Path, ".csv")
}

// checkRegime checks that a partition is of noisy figures where there is
// evidence of noise for it, and of exact ones elsewhere.
func checkRegime(fsys fs.FS, file *File, noisy bool) error {
	f, err := fsys.Open(file.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	line, _ := bufio.NewReader(f).ReadString('\n') // an empty file has no noisy figures
	switch found := sdmx.EstimatedHeader(line); {
	case found && !noisy:
		return fault(file.Path, RuleEvidence, "holds noisy figures, and the manifest has no evidence of a privacy mechanism for them")
	case !found && noisy:
		return fault(file.Path, RuleEvidence, "holds exact figures, and the manifest says that they have noise")
	}
	return nil
}
