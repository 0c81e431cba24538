package release

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func TestVerifyAcceptsUnchangedRelease(t *testing.T) {
	pub, key := testKeys(t, 1)
	m, err := Verify(smallRelease(t, key), pub)
	if err != nil {
		t.Fatal(err)
	}
	if m.Tree.Size != 3 || len(m.Files) != 3 {
		t.Errorf("tree of %d, %d files; 3 expected", m.Tree.Size, len(m.Files))
	}
}

// Every byte of every file, the manifest and the signature included, is
// changed in three ways, and one byte is taken off and put on the end.
func TestVerifyFindsEveryChangedByte(t *testing.T) {
	pub, key := testKeys(t, 1)
	fsys := smallRelease(t, key)
	for path, f := range fsys {
		whole := f.Data
		for i := range whole {
			for _, flip := range []byte{0x01, 0x20, 0x80} {
				f.Data = bytes.Clone(whole)
				f.Data[i] ^= flip
				if _, err := Verify(fsys, pub); err == nil {
					t.Fatalf("%s: byte %d changed from %q to %q unseen", path, i, whole[i], f.Data[i])
				}
			}
		}
		for what, data := range map[string][]byte{
			"cut by one byte":      whole[:len(whole)-1],
			"longer by one byte":   append(bytes.Clone(whole), '\n'),
			"emptied":              nil,
			"with carriage return": bytes.Replace(whole, []byte("\n"), []byte("\r\n"), 1),
		} {
			if bytes.Equal(data, whole) {
				continue
			}
			f.Data = data
			if _, err := Verify(fsys, pub); err == nil {
				t.Errorf("%s %s unseen", path, what)
			}
		}
		f.Data = whole
	}
	if _, err := Verify(fsys, pub); err != nil {
		t.Fatalf("restored release: %v", err)
	}
}

func TestVerifyNamesFileAndRule(t *testing.T) {
	pub, key := testKeys(t, 1)
	_, other := testKeys(t, 2)
	const part = "data/VO-HO/stad/2023.csv"
	cases := []struct {
		what   string
		change func(fsys fstest.MapFS, m *Manifest)
		path   string
		rule   string
	}{
		{"a changed digit of the same length", func(f fstest.MapFS, m *Manifest) {
			f[part].Data = bytes.Replace(f[part].Data, []byte("12"), []byte("13"), 1)
		}, part, RuleDigest},
		{"a shortened file", func(f fstest.MapFS, m *Manifest) { f[part].Data = f[part].Data[:10] }, part, RuleSize},
		{"a lost file", func(f fstest.MapFS, m *Manifest) { delete(f, part) }, part, RuleMissing},
		{"a file put in beside", func(f fstest.MapFS, m *Manifest) { f["data/extra.csv"] = &fstest.MapFile{} }, "data/extra.csv", RuleUnlisted},
		{"a folder put in beside", func(f fstest.MapFS, m *Manifest) { f["leeg"] = &fstest.MapFile{Mode: fs.ModeDir | 0o755} }, "leeg", RuleUnlisted},
		{"a half-written file", func(f fstest.MapFS, m *Manifest) { f[part+".part"] = &fstest.MapFile{} }, part + ".part", RuleUnlisted},
		{"a link in place of a file", func(f fstest.MapFS, m *Manifest) {
			f["zcopy.csv"] = &fstest.MapFile{Data: f[part].Data}
			f[part] = &fstest.MapFile{Data: []byte("../../../zcopy.csv"), Mode: fs.ModeSymlink}
		}, part, RuleKind},
		{"no manifest", func(f fstest.MapFS, m *Manifest) { delete(f, ManifestName) }, ManifestName, RuleMissing},
		{"no signature", func(f fstest.MapFS, m *Manifest) { delete(f, SignatureName) }, SignatureName, RuleMissing},
		{"another key", func(f fstest.MapFS, m *Manifest) { resign(t, f, m, other) }, SignatureName, RuleSignature},
		{"the signature of another release by the same key", func(f fstest.MapFS, m *Manifest) {
			good := f[ManifestName]
			m.ID = "public-2027.1"
			resign(t, f, m, key)
			f[ManifestName] = good
		}, SignatureName, RuleSignature},
		{"an unknown member, signed", func(f fstest.MapFS, m *Manifest) {
			text := bytes.Replace(f[ManifestName].Data, []byte("{\n"), []byte("{\n  \"note\": \"x\",\n"), 1)
			f[ManifestName].Data = text
			f[SignatureName].Data = signText(text, m.TrustedComment(), key)
		}, ManifestName, RuleForm},
		{"other indentation, signed", func(f fstest.MapFS, m *Manifest) {
			text := bytes.ReplaceAll(f[ManifestName].Data, []byte("  "), []byte("\t"))
			f[ManifestName].Data = text
			f[SignatureName].Data = signText(text, m.TrustedComment(), key)
		}, ManifestName, RuleForm},
		{"another format, signed", func(f fstest.MapFS, m *Manifest) { m.Format += "0"; resign(t, f, m, key) }, ManifestName, RuleFormat},
		{"files out of order, signed", func(f fstest.MapFS, m *Manifest) {
			m.Files[0], m.Files[1] = m.Files[1], m.Files[0]
			resign(t, f, m, key)
		}, "README.txt", RuleOrder},
		{"a file listed twice, signed", func(f fstest.MapFS, m *Manifest) {
			m.Files = append(m.Files, m.Files[2])
			resign(t, f, m, key)
		}, StructureName, RuleOrder},
		{"a path that climbs out, signed", func(f fstest.MapFS, m *Manifest) {
			m.Files[0].Path = "../README.txt"
			resign(t, f, m, key)
		}, ManifestName, RuleName},
		{"a root of another list, signed", func(f fstest.MapFS, m *Manifest) {
			m.Files[0].Size++
			resignAsIs(t, f, m, key)
		}, ManifestName, RuleTree},
		{"no structure, signed", func(f fstest.MapFS, m *Manifest) {
			m.Files = m.Files[:2]
			resign(t, f, m, key)
		}, StructureName, RuleMissing},
	}
	for _, c := range cases {
		fsys := smallRelease(t, key)
		m, err := Verify(fsys, pub)
		if err != nil {
			t.Fatal(err)
		}
		c.change(fsys, m)
		m, err = Verify(fsys, pub)
		var f *Fault
		if !errors.As(err, &f) {
			t.Errorf("%s: error %v is no *Fault", c.what, err)
			continue
		}
		if m != nil {
			t.Errorf("%s: a manifest is returned beside the error", c.what)
		}
		if f.Path != c.path || f.Rule != c.rule {
			t.Errorf("%s: fault %s at %s, %s at %s expected (%v)", c.what, f.Rule, f.Path, c.rule, c.path, f)
		}
	}
}

func TestVerifyReportsAllDifferingFiles(t *testing.T) {
	pub, key := testKeys(t, 1)
	fsys := smallRelease(t, key)
	fsys["README.txt"].Data = []byte("anders!\n")
	delete(fsys, StructureName)
	_, err := Verify(fsys, pub)
	if err == nil || !strings.Contains(err.Error(), "README.txt: R09") || !strings.Contains(err.Error(), "structure.json: R07") {
		t.Errorf("both files should be named: %v", err)
	}
}

func TestOpenServesNothingThatChangedLater(t *testing.T) {
	pub, key := testKeys(t, 1)
	dir := t.TempDir()
	if err := os.CopyFS(dir, smallRelease(t, key)); err != nil {
		t.Fatal(err)
	}
	r, err := Open(dir, pub)
	if err != nil {
		t.Fatal(err)
	}
	d, err := r.Partition("VO-HO", "stad", 2023)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Observations) != 2 || d.Observations[0].Value != 12 || !d.Observations[1].Hidden {
		t.Errorf("partition read as %+v", d.Observations)
	}
	if s, err := r.Structure(); err != nil || len(s.Cubes) != 1 {
		t.Errorf("structure %+v, %v", s, err)
	}
	if _, err := r.File("../seal.key"); !errors.Is(err, ErrNotListed) {
		t.Errorf("a path outside the list: %v", err)
	}
	if _, err := r.Partition("VO-HO", "stad", 1999); !errors.Is(err, ErrNotListed) {
		t.Errorf("a cohort that is absent: %v", err)
	}

	path := filepath.Join(dir, "data/VO-HO/stad/2023.csv")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Replace(b, []byte("12"), []byte("13"), 3), 0o644); err != nil {
		t.Fatal(err)
	}
	var f *Fault
	if _, err := r.Partition("VO-HO", "stad", 2023); !errors.As(err, &f) || f.Rule != RuleDigest {
		t.Errorf("a file changed after Open: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, ManifestName), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	if b, err := r.File(ManifestName); err != nil || !bytes.Contains(b, []byte("public-2026.1")) {
		t.Errorf("the manifest as verified should be served, got %.20q, %v", b, err)
	}
}

func TestParsePublicKeyReadsFileForm(t *testing.T) {
	pub, _ := testKeys(t, 1)
	text, err := pub.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	for what, in := range map[string][]byte{
		"as minisign writes it": append(text, '\n'), "with CRLF": append(bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")), "\r\n"...),
	} {
		if got, err := ParsePublicKey(in); err != nil || !got.Equal(pub) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, in := range map[string]string{"empty": "", "a comment alone": "untrusted comment: x\n", "not base64": "untrusted comment: x\n!!!\n"} {
		if _, err := ParsePublicKey([]byte(in)); err == nil {
			t.Errorf("%s is accepted as a key", what)
		}
	}
}

func FuzzParseManifest(f *testing.F) {
	pub, key := testKeys(f, 1)
	fsys := smallRelease(f, key)
	f.Add(fsys[ManifestName].Data)
	f.Add([]byte(`{"format":"doorstroommonitor-release/1"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		// What the supplier signed is either refused or a manifest whose
		// text is the only text that means it.
		m, err := decodeManifest(text)
		if err != nil {
			return
		}
		if again, err := m.Encode(); err != nil || !bytes.Equal(again, text) {
			t.Fatalf("two texts for one manifest: %q and %q", text, again)
		}
		sig := signText(text, m.TrustedComment(), key)
		if m, err := ParseManifest(text, sig, pub); err == nil {
			for _, file := range m.Files {
				if !fs.ValidPath(file.Path) {
					t.Fatalf("path %q accepted", file.Path)
				}
			}
		}
	})
}
