package deliver

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

var testNow = time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)

func testKeys(t testing.TB, seed byte) (minisign.PublicKey, minisign.PrivateKey) {
	t.Helper()
	pub, key, err := minisign.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{seed}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	return pub, key
}

// testFiles are the files of a release for vh: two cubes of two tables and
// two cohorts, a workbook per cube, a product that mixes cubes, descriptions.
func testFiles() map[string]release.File {
	files := map[string]release.File{
		"structure.json":     {Kind: release.KindStructure},
		"datapackage.json":   {Kind: release.KindMetadata},
		"products/alle.xlsx": {Kind: release.KindProduct},
	}
	for _, cube := range []string{"VO-HO", "HBO-WO"} {
		files["products/"+cube+".xlsx"] = release.File{Kind: release.KindProduct, Cube: cube}
		for _, year := range []int{2022, 2023} {
			files[fmt.Sprintf("indicators/%s/%d.csv", cube, year)] = release.File{Kind: release.KindProduct, Cube: cube, Cohort: year}
			for _, table := range []string{"stroom", "status"} {
				files[release.PartitionPath(cube, table, year)] = release.File{Kind: release.KindPartition, Cube: cube, Table: table, Cohort: year}
			}
		}
	}
	return files
}

// testRelease writes a signed release after change had its way with the
// manifest, and opens it.
func testRelease(t testing.TB, seed byte, change func(*release.Manifest)) *release.Release {
	t.Helper()
	return testReleaseWith(t, seed, func(p string) []byte { return []byte("inhoud van " + p + "\n") }, change)
}

// noisyRelease is a release in which one cube has noise.
func noisyRelease(t testing.TB, cube string) *release.Release {
	t.Helper()
	text := func(p string) []byte {
		if strings.HasPrefix(p, "data/"+cube+"/") {
			return []byte("value,lower,upper,obs_status,conf_status,estimate,standard_error\n" + p + "\n")
		}
		return []byte(p + "\n")
	}
	return testReleaseWith(t, 1, text, func(m *release.Manifest) {
		for _, year := range []int{2022, 2023} {
			n := &release.Noise{Mechanism: "m", Neighbours: "n", Rho: "1/2", Epsilon: "6", Protected: true, Draws: []release.NoiseDraw{{Table: "t", Rho: "1/2", Variance: "1", Draw: "d", Entry: 1}}}
			for _, f := range m.Files {
				if f.Kind == release.KindPartition && f.Cube == cube && f.Cohort == year {
					n.Partitions = append(n.Partitions, f.SHA256)
				}
			}
			slices.Sort(n.Partitions)
			m.Groups = append(m.Groups, release.Group{Population: "noisy", Cohort: year, Regime: release.RegimeNoise, Noise: n})
		}
	})
}

func testReleaseWith(t testing.TB, seed byte, inside func(p string) []byte, change func(*release.Manifest)) *release.Release {
	t.Helper()
	pub, key := testKeys(t, seed)
	dir := t.TempDir()
	m := &release.Manifest{
		Format: release.Format, ID: "vh-2026.1", Audience: "vh", Created: "2026-09-01T09:00:00Z", Program: "test", Specification: "2026.1",
		Groups: []release.Group{{Population: "vo", Cohort: 2023, Regime: "exact"}}, Inputs: []release.Commitment{},
	}
	files := testFiles()
	for _, p := range slices.Sorted(maps.Keys(files)) {
		content := inside(p)
		if p == release.StructureName {
			content = testStructure(t)
		}
		rec, sum := files[p], sha256.Sum256(content)
		rec.Path, rec.Size, rec.SHA256 = p, int64(len(content)), hex.EncodeToString(sum[:])
		m.Files = append(m.Files, rec)
		put(t, filepath.Join(dir, p), content)
	}
	if change != nil {
		change(m)
	}
	var err error
	if m.Tree, err = release.TreeRoot(m.Files); err != nil {
		t.Fatal(err)
	}
	text, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, release.ManifestName), text)
	r := minisign.NewReader(bytes.NewReader(text))
	io.Copy(io.Discard, r)
	put(t, filepath.Join(dir, release.SignatureName), r.SignWithComments(key, m.TrustedComment(), release.UntrustedComment))
	rel, err := release.Open(dir, pub)
	if err != nil {
		t.Fatal(err)
	}
	return rel
}

// testStructure describes both cubes; the table status of HBO-WO reveals
// a special category.
func testStructure(t testing.TB) []byte {
	t.Helper()
	st := sdmx.Structure{Specification: "2026.1"}
	for _, cube := range []string{"VO-HO", "HBO-WO"} {
		c := sdmx.Cube{ID: cube}
		for _, table := range []string{"stroom", "status"} {
			c.Tables = append(c.Tables, sdmx.Table{ID: table})
		}
		st.Cubes = append(st.Cubes, c)
	}
	st.Cubes[1].Tables[1].Exceptions = []string{testException}
	text, err := json.Marshal(st)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// testException is what an agreement must cite to get the table status of
// HBO-WO.
const testException = "UAVG art. 24"

func put(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, b, 0o644)); err != nil {
		t.Fatal(err)
	}
}

// testAgreement covers the whole cube VO-HO for vh.
func testAgreement() *Agreement {
	return &Agreement{
		ID: "vh", Version: "1", Supplier: Supplier{"DUO"}, Recipient: Recipient{"vh", "Vereniging Hogescholen", "x@vh.example"},
		Purpose: []string{"a"}, LegalBasis: "voorbeeld", Cubes: []Grant{{Cube: "VO-HO"}}, Specification: "2026.*",
		Scenario: ScenarioSuppression, Term: Term{"2026-01-01", "2027-12-31"}, Signed: Signed{"2025-12-15", []string{"A", "B"}},
	}
}

func paths(files []release.File) []string {
	var out []string
	for _, f := range files {
		out = append(out, f.Path)
	}
	return out
}
