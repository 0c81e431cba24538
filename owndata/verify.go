package owndata

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"aead.dev/minisign"

	"doorstroommonitor/release"
)

// Provision is a folder that was verified.
type Provision struct {
	Manifest *Manifest
	Digest   string // SHA-256 of own-data.json
}

// Is reports whether dir is the folder of a provision, by its name alone.
func Is(dir string) bool {
	_, err := os.Lstat(dir + string(os.PathSeparator) + ManifestName)
	return err == nil
}

// Verify checks a folder with nothing but the public key: the signature, every
// file unchanged, and that there is nothing else. All faulty files are reported
// (*release.Fault).
func Verify(dir string, pub minisign.PublicKey) (*Provision, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, texts.Wrap(err, "verify own data")
	}
	defer root.Close()
	p, err := verify(root.FS(), pub)
	if err != nil {
		return nil, texts.Wrap(err, "own data in %s", dir)
	}
	return p, nil
}

func verify(fsys fs.FS, pub minisign.PublicKey) (*Provision, error) {
	text := map[string][]byte{}
	listed := map[string]bool{}
	for _, name := range []string{ManifestName, SignatureName} {
		b, err := fs.ReadFile(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, &release.Fault{Path: name, Rule: release.RuleMissing, Text: texts.Say("absent, so this folder is no provision of own data")}
		}
		if err != nil {
			return nil, err
		}
		text[name], listed[name] = b, true
	}
	m, err := parse(text[ManifestName], text[SignatureName], pub)
	if err != nil {
		return nil, err
	}
	var faults []error
	for _, f := range m.Files {
		listed[f.Path] = true
		if err := release.CheckFile(fsys, release.File{Path: f.Path, Size: f.Size, SHA256: f.SHA256}); err != nil {
			faults = append(faults, err)
		}
	}
	if err := errors.Join(append(faults, release.OnlyListed(fsys, listed)...)...); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text[ManifestName])
	return &Provision{m, hex.EncodeToString(sum[:])}, nil
}

// parse verifies the signature and the form of own-data.json.
func parse(text, signature []byte, pub minisign.PublicKey) (*Manifest, error) {
	fault := func(path, rule, format string, args ...any) error {
		return &release.Fault{Path: path, Rule: rule, Text: texts.Say(format, args...)}
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	m := &Manifest{}
	if err := dec.Decode(m); err != nil {
		return nil, fault(ManifestName, release.RuleForm, "not a list of own data: %v", err)
	}
	if again, err := m.encode(); err != nil || !bytes.Equal(again, text) {
		return nil, fault(ManifestName, release.RuleForm, "not in canonical form (indentation, order of members, escapes)")
	}
	if err := release.CheckSignature(text, signature, m.comment(), pub); err != nil {
		return nil, fault(SignatureName, release.RuleSignature, "%v", err)
	}
	if m.Format != Format {
		return nil, fault(ManifestName, release.RuleFormat, "format %q, %q expected", m.Format, Format)
	}
	for i := range m.Files {
		f := &m.Files[i]
		if err := release.SafePath(f.Path); err != nil {
			return nil, fault(ManifestName, release.RuleName, "%v", err)
		}
		if i > 0 && m.Files[i-1].Path >= f.Path {
			return nil, fault(f.Path, release.RuleOrder, "listed after %s", m.Files[i-1].Path)
		}
	}
	return m, nil
}
