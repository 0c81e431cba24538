package seal

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/release"
)

func testKeys(t testing.TB, seed byte) (minisign.PublicKey, minisign.PrivateKey) {
	t.Helper()
	pub, key, err := minisign.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{seed}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	return pub, key
}

var testNow = time.Date(2026, 9, 1, 11, 0, 0, 0, time.FixedZone("", 2*3600))

func testManifest() release.Manifest {
	return release.Manifest{ID: "public-2026.1", Audience: "public", Program: "test", Specification: "2026.1"}
}

func text(path, kind, s string) Entry {
	return Entry{File: release.File{Path: path, Kind: kind}, Write: func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}}
}

func testEntries() []Entry {
	p := text("data/VO-HO/stad/2023.csv", release.KindPartition, "cube,table,cohort\n")
	p.Cube, p.Table, p.Cohort = "VO-HO", "stad", 2023
	return []Entry{text("structure.json", release.KindStructure, "{}\n"), p, text("README.txt", release.KindMetadata, "Uitgave\n")}
}

// folderDigest is one line per file, mode and digest, of a folder.
func folderDigest(t *testing.T, dir string) string {
	t.Helper()
	var sb strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil || d.IsDir() {
			fmt.Fprintln(&sb, p, info.Mode())
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, p))
		fmt.Fprintf(&sb, "%s %s %x\n", p, info.Mode(), sha256.Sum256(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sb.String()
}

func TestWriteGivesAReleaseThatVerifies(t *testing.T) {
	pub, key := testKeys(t, 1)
	dir := filepath.Join(t.TempDir(), "public-2026.1")
	if err := write(dir, testManifest(), testEntries(), anything, key, testNow); err != nil {
		t.Fatal(err)
	}
	r, err := release.Open(dir, pub)
	if err != nil {
		t.Fatal(err)
	}
	m := r.Manifest()
	if m.Created != "2026-09-01T09:00:00Z" {
		t.Errorf("created %s: the clock argument in UTC expected", m.Created)
	}
	// Counted by hand: "Uitgave\n" has 8 bytes and comes first in order of
	// path; its digest is what sha256sum prints.
	if f := m.Files[0]; f.Path != "README.txt" || f.Size != 8 || f.SHA256 != fmt.Sprintf("%x", sha256.Sum256([]byte("Uitgave\n"))) {
		t.Errorf("first file %+v", f)
	}
}

func TestWriteTwiceGivesEqualBytes(t *testing.T) {
	_, key := testKeys(t, 1)
	a, b := filepath.Join(t.TempDir(), "public-2026.1"), filepath.Join(t.TempDir(), "public-2026.1")
	entries := testEntries()
	if err := write(a, testManifest(), entries, anything, key, testNow); err != nil {
		t.Fatal(err)
	}
	entries[0], entries[2] = entries[2], entries[0] // order of the caller has no effect
	if err := write(b, testManifest(), entries, anything, key, testNow.UTC()); err != nil {
		t.Fatal(err)
	}
	if x, y := folderDigest(t, a), folderDigest(t, b); x != y {
		t.Errorf("two sealings differ:\n%s\n%s", x, y)
	}
}

func TestWriteNeverChangesARelease(t *testing.T) {
	_, key := testKeys(t, 1)
	dir := filepath.Join(t.TempDir(), "public-2026.1")
	if err := write(dir, testManifest(), testEntries(), anything, key, testNow); err != nil {
		t.Fatal(err)
	}
	before := folderDigest(t, dir)
	if err := write(dir, testManifest(), testEntries(), anything, key, testNow); err != nil {
		t.Errorf("the same sealing again: %v", err)
	}
	other := testEntries()
	other[2] = text("README.txt", release.KindMetadata, "Anders\n")
	if err := write(dir, testManifest(), other, anything, key, testNow); !errors.Is(err, ErrExists) {
		t.Errorf("other contents under the same name: %v", err)
	}
	if err := write(dir, testManifest(), testEntries(), anything, key, testNow.Add(time.Second)); !errors.Is(err, ErrExists) {
		t.Errorf("another time under the same name: %v", err)
	}
	if after := folderDigest(t, dir); after != before {
		t.Errorf("the release changed:\n%s\n%s", before, after)
	}
	if _, err := os.Lstat(dir + ".part"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a half-written folder is left: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "README.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var f *release.Fault
	if err := write(dir, testManifest(), testEntries(), anything, key, testNow); !errors.As(err, &f) || f.Path != "README.txt" {
		t.Errorf("a damaged release is taken for whole: %v", err)
	}
}

func TestWriteLeavesNothingHalfDone(t *testing.T) {
	_, key := testKeys(t, 1)
	parent := t.TempDir()
	dir := filepath.Join(parent, "public-2026.1")
	// What a killed run leaves behind, a stray file included.
	if err := os.MkdirAll(filepath.Join(dir+".part", "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir+".part", "data", "stray"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	broken := testEntries()
	boom := errors.New("boom")
	broken[1].Write = func(w io.Writer) error { io.WriteString(w, "half"); return boom }
	if err := write(dir, testManifest(), broken, anything, key, testNow); !errors.Is(err, boom) {
		t.Errorf("error of a writer: %v", err)
	}
	if left, _ := os.ReadDir(parent); len(left) != 0 {
		t.Errorf("a failed sealing leaves %v", left)
	}
	bad := map[string]func(m *release.Manifest, e []Entry) []Entry{
		"a path that climbs out":   func(m *release.Manifest, e []Entry) []Entry { e[0].Path = "../x"; return e },
		"a path given twice":       func(m *release.Manifest, e []Entry) []Entry { e[0].Path = e[1].Path; return e },
		"a file in a file's place": func(m *release.Manifest, e []Entry) []Entry { e[1].Path = "README.txt/x"; return e },
		"the manifest as a file":   func(m *release.Manifest, e []Entry) []Entry { e[0].Path = "manifest.json"; return e },
		"no structure":             func(m *release.Manifest, e []Entry) []Entry { return e[1:] },
		"no audience":              func(m *release.Manifest, e []Entry) []Entry { m.Audience = ""; return e },
		"a name unlike the folder": func(m *release.Manifest, e []Entry) []Entry { m.ID = "x"; return e },
		"a partition of no cohort": func(m *release.Manifest, e []Entry) []Entry { e[1].Cohort = 0; return e },
	}
	for what, change := range bad {
		m, e := testManifest(), testEntries()
		e = change(&m, e)
		if err := write(dir, m, e, anything, key, testNow); err == nil {
			t.Errorf("%s is sealed", what)
		}
		if left, _ := os.ReadDir(parent); len(left) != 0 {
			t.Fatalf("%s leaves %v", what, left)
		}
	}
}

// The independent check: the minisign program, which shares no code with this
// project, accepts the signature and prints the trusted comment.
func TestMinisignProgramAcceptsTheSignature(t *testing.T) {
	program, err := exec.LookPath("minisign")
	if err != nil {
		t.Skip("minisign is not installed (Debian: apt-get install minisign); the check by an independent program is skipped")
	}
	pubText, secret, err := GenerateKey(bytes.NewReader(bytes.Repeat([]byte{7}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	parent := t.TempDir()
	keyPath, pubPath := filepath.Join(parent, "seal.key"), filepath.Join(parent, "seal.pub")
	if err := errors.Join(os.WriteFile(keyPath, secret, 0o600), os.WriteFile(pubPath, pubText, 0o644)); err != nil {
		t.Fatal(err)
	}
	key, err := LoadKey(keyPath)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(parent, "public-2026.1")
	if err := write(dir, testManifest(), testEntries(), anything, key, testNow); err != nil {
		t.Fatal(err)
	}
	verify := func() (string, error) {
		cmd := exec.Command(program, "-Vm", "manifest.json", "-p", pubPath)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	out, err := verify()
	if err != nil || !strings.Contains(out, "doorstroommonitor release public-2026.1 2026-09-01T09:00:00Z") {
		t.Errorf("minisign -V: %v\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(dir, "manifest.json"), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := verify(); err == nil {
		t.Errorf("minisign accepts a changed manifest:\n%s", out)
	}
}

// A key made by the minisign program without password can sign here.
func TestLoadKeyReadsKeysOfTheMinisignProgram(t *testing.T) {
	program, err := exec.LookPath("minisign")
	if err != nil {
		t.Skip("minisign is not installed (Debian: apt-get install minisign); the check with a foreign key is skipped")
	}
	dir := t.TempDir()
	keyPath, pubPath := filepath.Join(dir, "k"), filepath.Join(dir, "k.pub")
	if out, err := exec.Command(program, "-G", "-W", "-s", keyPath, "-p", pubPath).CombinedOutput(); err != nil {
		t.Skipf("this minisign cannot make a key without password: %s", out)
	}
	if err := os.Chmod(keyPath, 0o600); err != nil {
		t.Fatal(err)
	}
	key, err := LoadKey(keyPath)
	if err != nil {
		t.Fatal(err)
	}
	pubText, err := os.ReadFile(pubPath)
	if err != nil {
		t.Fatal(err)
	}
	pub, err := release.ParsePublicKey(pubText)
	if err != nil || !pub.Equal(key.Public()) {
		t.Errorf("the halves differ: %v", err)
	}
}
