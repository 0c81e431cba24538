package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"aead.dev/minisign"

	"doorstroommonitor/sdmx"
)

// testKeys returns a key pair made of seed alone.
func testKeys(t testing.TB, seed byte) (minisign.PublicKey, minisign.PrivateKey) {
	t.Helper()
	pub, key, err := minisign.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{seed}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	return pub, key
}

// smallRelease returns a release of three files in memory. It is made here,
// step by step, and not by package seal, so that reader and writer are
// checked against each other.
func smallRelease(t testing.TB, key minisign.PrivateKey) fstest.MapFS {
	t.Helper()
	structure, err := json.Marshal(sdmx.Structure{Specification: "2026.1", Cubes: []sdmx.Cube{{ID: "VO-HO"}}})
	if err != nil {
		t.Fatal(err)
	}
	contents := map[string]string{
		"structure.json":           string(structure),
		"data/VO-HO/stad/2023.csv": "cube,table,cohort,soort,value,lower,upper,obs_status,conf_status\nVO-HO,stad,2023,_T,12,12,12,A,F\nVO-HO,stad,2023,HAVO,,1,11,Q,C\n",
		"README.txt":               "Uitgave\n",
	}
	records := map[string]File{
		"structure.json":           {Kind: KindStructure},
		"data/VO-HO/stad/2023.csv": {Kind: KindPartition, Cube: "VO-HO", Table: "stad", Cohort: 2023},
		"README.txt":               {Kind: KindMetadata},
	}
	m := &Manifest{
		Format: Format, ID: "public-2026.1", Audience: "public", Created: "2026-09-01T09:00:00Z", Program: "test",
		Specification: "2026.1", SpecDigest: hex.EncodeToString(make([]byte, 32)), Synthetic: true,
		Groups: []Group{}, Inputs: []Commitment{},
	}
	fsys := fstest.MapFS{}
	for _, p := range slices.Sorted(maps.Keys(contents)) {
		rec := records[p]
		sum := sha256.Sum256([]byte(contents[p]))
		rec.Path, rec.Size, rec.SHA256 = p, int64(len(contents[p])), hex.EncodeToString(sum[:])
		m.Files = append(m.Files, rec)
		fsys[p] = &fstest.MapFile{Data: []byte(contents[p]), Mode: 0o644}
	}
	resign(t, fsys, m, key)
	return fsys
}

// resign gives fsys the manifest m with a fresh root and signature.
func resign(t testing.TB, fsys fstest.MapFS, m *Manifest, key minisign.PrivateKey) {
	t.Helper()
	var err error
	if m.Tree, err = TreeRoot(m.Files); err != nil {
		t.Fatal(err)
	}
	resignAsIs(t, fsys, m, key)
}

func resignAsIs(t testing.TB, fsys fstest.MapFS, m *Manifest, key minisign.PrivateKey) {
	t.Helper()
	text, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	fsys[ManifestName] = &fstest.MapFile{Data: text, Mode: 0o644}
	fsys[SignatureName] = &fstest.MapFile{Data: signText(text, m.TrustedComment(), key), Mode: 0o644}
}

func signText(text []byte, comment string, key minisign.PrivateKey) []byte {
	r := minisign.NewReader(bytes.NewReader(text))
	io.Copy(io.Discard, r)
	return r.SignWithComments(key, comment, UntrustedComment)
}
