package release

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"aead.dev/minisign"
)

const (
	noisyCSV = "cube,table,cohort,soort,value,lower,upper,obs_status,conf_status,estimate,standard_error\nVO-HO,stad,2023,_T,12,8,17,E,F,12.31,2.30\n"
	exactCSV = "cube,table,cohort,soort,value,lower,upper,obs_status,conf_status\nVO-HO,stad,2023,_T,12,12,12,A,F\n"
)

// regimeRelease is the small release with these figures and this group.
func regimeRelease(t *testing.T, key minisign.PrivateKey, csv string, change func(g *Group)) fstest.MapFS {
	t.Helper()
	fsys := smallRelease(t, key)
	m, err := decodeManifest(fsys[ManifestName].Data)
	if err != nil {
		t.Fatal(err)
	}
	const path = "data/VO-HO/stad/2023.csv"
	sum := sha256.Sum256([]byte(csv))
	digest := hex.EncodeToString(sum[:])
	i := slices.IndexFunc(m.Files, func(f File) bool { return f.Path == path })
	m.Files[i].SHA256, m.Files[i].Size = digest, int64(len(csv))
	fsys[path] = &fstest.MapFile{Data: []byte(csv), Mode: 0o644}
	g := Group{Population: "P", Cohort: 2023, Regime: RegimeNoise, Noise: &Noise{
		Mechanism: "m", Neighbours: "n", Rho: "1/2", Epsilon: "5.23", Delta: "1e-06", YearCap: "1", Lifetime: "2", Bands: 95,
		Draws: []NoiseDraw{{"VO-HO/stad", "1/2", "2", "d", 1}}, Protected: true, Partitions: []string{digest},
	}}
	if change != nil {
		change(&g)
	}
	m.Groups, m.Synthetic = []Group{g}, false
	resign(t, fsys, m, key)
	return fsys
}

const perturbedCSV = "cube,table,cohort,soort,value,lower,upper,obs_status,conf_status,method\nVO-HO,stad,2023,_T,12,2,22,E,F,small_count_rounding\n"

// perturbed turns the group into one under perturbation.
func perturbed(change func(g *Group)) func(g *Group) {
	return func(g *Group) {
		g.Regime, g.Perturbation, g.Noise = RegimePerturbed, &Perturbation{Method: "small_count_rounding", Base: 6, Deviation: 10, Partitions: g.Noise.Partitions}, nil
		if change != nil {
			change(g)
		}
	}
}

// TestPerturbedFiguresNeedTheirEvidence: as TestNoisyFiguresNeedTheirEvidence.
func TestPerturbedFiguresNeedTheirEvidence(t *testing.T) {
	pub, key := testKeys(t, 1)
	if _, err := Verify(regimeRelease(t, key, perturbedCSV, perturbed(nil)), pub); err != nil {
		t.Fatal(err)
	}
	keyedCSV := strings.ReplaceAll(perturbedCSV, "small_count_rounding", "cell_key")
	keyed := func(g *Group) { g.Perturbation.Method, g.Perturbation.Base = "cell_key", 0 }
	if _, err := Verify(regimeRelease(t, key, keyedCSV, perturbed(keyed)), pub); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, csv string
		change    func(g *Group)
	}{
		{"cell keys with evidence of rounding", keyedCSV, perturbed(nil)},
		{"rounding with evidence of cell keys", perturbedCSV, perturbed(keyed)},
		{"cell keys with a base", keyedCSV, perturbed(func(g *Group) { g.Perturbation.Method = "cell_key" })},
		{"a method that is not known", perturbedCSV, perturbed(func(g *Group) { g.Perturbation.Method = "m" })},
		{"exact figures with evidence of perturbation", exactCSV, perturbed(nil)},
		{"noisy figures with evidence of perturbation", noisyCSV, perturbed(nil)},
		{"perturbed figures with evidence of noise", perturbedCSV, nil},
		{"perturbed figures without evidence", perturbedCSV, perturbed(func(g *Group) { g.Perturbation.Partitions = nil })},
		{"perturbed figures in an exact group", perturbedCSV, perturbed(func(g *Group) { g.Regime, g.Perturbation = RegimeExact, nil })},
		{"an exact group with evidence of perturbation", perturbedCSV, perturbed(func(g *Group) { g.Regime = RegimeExact })},
		{"no base", perturbedCSV, perturbed(func(g *Group) { g.Perturbation.Base = 0 })},
		{"a deviation below the base", perturbedCSV, perturbed(func(g *Group) { g.Perturbation.Deviation = 4 })},
		{"about another cohort", perturbedCSV, perturbed(func(g *Group) { g.Cohort = 2022 })},
	} {
		_, err := Verify(regimeRelease(t, key, c.csv, c.change), pub)
		var f *Fault
		if !errors.As(err, &f) || f.Rule != RuleEvidence {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestNoisyFiguresNeedTheirEvidence: figures of one kind under evidence of the
// other, evidence that is not complete or about other files, and a regime that
// nobody knows are found by rule R12.
func TestNoisyFiguresNeedTheirEvidence(t *testing.T) {
	pub, key := testKeys(t, 1)
	if _, err := Verify(regimeRelease(t, key, noisyCSV, nil), pub); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, csv string
		change    func(g *Group)
	}{
		{"exact figures with evidence of noise", exactCSV, nil},
		{"noisy figures without evidence", noisyCSV, func(g *Group) { g.Noise.Partitions = nil }},
		{"noisy figures in an exact group", noisyCSV, func(g *Group) { g.Regime, g.Noise = RegimeExact, nil }},
		{"an exact group with evidence of noise", noisyCSV, func(g *Group) { g.Regime = RegimeExact }},
		{"a noisy group without evidence", exactCSV, func(g *Group) { g.Noise = nil }},
		{"evidence without a budget", noisyCSV, func(g *Group) { g.Noise.Rho = "" }},
		{"noise that can be guessed", noisyCSV, func(g *Group) { g.Noise.Protected = false }},
		{"evidence without an entry", noisyCSV, func(g *Group) { g.Noise.Draws[0].Entry = 0 }},
		{"evidence about another file", noisyCSV, func(g *Group) { g.Noise.Partitions = []string{"00"} }},
		{"evidence about another cohort", noisyCSV, func(g *Group) { g.Cohort = 2022 }},
		{"evidence twice", noisyCSV, func(g *Group) { g.Noise.Partitions = append(g.Noise.Partitions, g.Noise.Partitions[0]) }},
		{"a regime that nobody knows", exactCSV, func(g *Group) { g.Regime, g.Noise = "rounded", nil }},
	} {
		_, err := Verify(regimeRelease(t, key, c.csv, c.change), pub)
		var f *Fault
		if !errors.As(err, &f) || f.Rule != RuleEvidence {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestNoTwoGroupsShareACohort: figures over some cohorts beside figures over
// others of them differ by a third.
func TestNoTwoGroupsShareACohort(t *testing.T) {
	pub, key := testKeys(t, 1)
	exact := func(cohort, since int) Group {
		return Group{Population: "P", Cohort: cohort, Since: since, Regime: RegimeExact, Audit: Audit{Attackers: []string{"outsider"}}}
	}
	other := exact(2022, 2020)
	other.Population = "Q"
	for name, c := range map[string]struct {
		groups []Group
		ok     bool
	}{
		"one after the other":  {[]Group{exact(2020, 2018), exact(2023, 2021)}, true},
		"of two populations":   {[]Group{exact(2023, 2021), other}, true},
		"one beside three":     {[]Group{exact(2023, 2021), exact(2022, 0)}, false},
		"windows that overlap": {[]Group{exact(2022, 2020), exact(2023, 2021)}, false},
		"the same twice":       {[]Group{exact(2023, 0), exact(2023, 0)}, false},
		"since the cohort":     {[]Group{exact(2023, 2023)}, false},
	} {
		fsys := smallRelease(t, key)
		m, err := decodeManifest(fsys[ManifestName].Data)
		if err != nil {
			t.Fatal(err)
		}
		m.Groups = c.groups
		resign(t, fsys, m, key)
		if _, err := Verify(fsys, pub); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
