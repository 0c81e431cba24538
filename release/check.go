package release

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"time"

	"aead.dev/minisign"
)

// ParseManifest verifies the signature over the text of manifest.json and
// returns the manifest after every check that needs no other file: canonical
// form, format version, safe names, order, and the root of the hash tree.
// Errors are of type *Fault.
func ParseManifest(text, signature []byte, pub minisign.PublicKey) (*Manifest, error) {
	m, err := decodeManifest(text)
	if err != nil {
		// An unsigned text is reported as such first: what is wrong inside
		// it matters only when the supplier wrote it.
		if !minisign.Verify(pub, text, signature) {
			return nil, fault(SignatureName, RuleSignature, "the signature does not fit the text of %s and the given key", ManifestName)
		}
		return nil, err
	}
	if err := CheckSignature(text, signature, m.TrustedComment(), pub); err != nil {
		return nil, fault(SignatureName, RuleSignature, "%v", err)
	}
	if err := m.Check(); err != nil {
		return nil, err
	}
	return m, nil
}

func decodeManifest(text []byte) (*Manifest, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	m := &Manifest{}
	if err := dec.Decode(m); err != nil {
		return nil, fault(ManifestName, RuleForm, "not a manifest: %v", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fault(ManifestName, RuleForm, "text after the end of the manifest")
	}
	again, err := m.Encode()
	if err != nil || !bytes.Equal(again, text) {
		return nil, fault(ManifestName, RuleForm, "not in canonical form (indentation, order of members, escapes)")
	}
	return m, nil
}

// Check makes every check of a manifest that needs no other file and no key.
// The error is a *Fault.
func (m *Manifest) Check() error {
	if m.Format != Format {
		return fault(ManifestName, RuleFormat, "format %q, %q expected", m.Format, Format)
	}
	for _, s := range []struct{ name, value string }{{"id", m.ID}, {"audience", m.Audience}, {"specification", m.Specification}} {
		if !SafeName(s.value) {
			return fault(ManifestName, RuleName, "%s %q: only letters, digits, '.', '_' and '-' may stand in it", s.name, s.value)
		}
	}
	if _, err := time.Parse(time.RFC3339, m.Created); err != nil {
		return fault(ManifestName, RuleName, "created %q is not a time in RFC 3339", m.Created)
	}
	for i := range m.Files {
		if err := checkFile(&m.Files[i]); err != nil {
			return err
		}
		if i > 0 && m.Files[i-1].Path >= m.Files[i].Path {
			return fault(m.Files[i].Path, RuleOrder, "listed after %s", m.Files[i-1].Path)
		}
	}
	if _, ok := m.Lookup(StructureName); !ok {
		return fault(StructureName, RuleMissing, "not listed in the manifest")
	}
	tree, err := TreeRoot(m.Files)
	if err != nil {
		return fault(ManifestName, RuleTree, "%v", err)
	}
	if tree != m.Tree {
		return fault(ManifestName, RuleTree, "the listed files have root %s (%d files), the manifest says %s (%d)",
			tree.Root, tree.Size, m.Tree.Root, m.Tree.Size)
	}
	return m.checkEvidence()
}

// Lookup returns the record of the file at path.
func (m *Manifest) Lookup(path string) (File, bool) {
	for i := range m.Files {
		if m.Files[i].Path == path {
			return m.Files[i], true
		}
	}
	return File{}, false
}

func checkFile(f *File) error {
	if err := SafePath(f.Path); err != nil {
		return fault(ManifestName, RuleName, "%v", err)
	}
	switch f.Kind {
	case KindStructure, KindPartition, KindProduct, KindMetadata:
	default:
		return fault(f.Path, RuleName, "unknown kind %q", f.Kind)
	}
	if f.Kind == KindPartition && (f.Cube == "" || f.Table == "" || f.Cohort == 0) {
		return fault(f.Path, RuleName, "a partition without cube, table or cohort")
	}
	if f.Cube != "" && !SafeName(f.Cube) || f.Table != "" && !SafeName(f.Table) || f.Cohort < 0 || f.Size < 0 {
		return fault(f.Path, RuleName, "cube %q, table %q, cohort %d or size %d is out of range", f.Cube, f.Table, f.Cohort, f.Size)
	}
	if b, err := hex.DecodeString(f.SHA256); err != nil || len(b) != 32 || strings.ToLower(f.SHA256) != f.SHA256 {
		return fault(f.Path, RuleName, "sha256 %q is not 64 lower-case hexadecimal digits", f.SHA256)
	}
	return nil
}

// SafeName reports whether s can be one segment of a path on every system: a
// letter or digit, then letters, digits, '.', '_' and '-', ASCII only, at most
// 100 bytes, and not the name of a file that is being written.
func SafeName(s string) bool {
	if s == "" || len(s) > 100 || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ".part") {
		return false
	}
	for i := range len(s) {
		c := s[i]
		alnum := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !alnum && (i == 0 || c != '.' && c != '_' && c != '-') {
			return false
		}
	}
	return true
}

// SafePath says why path cannot be a file of a release: it must be relative,
// of safe segments divided by slashes, and not one of the two files that the
// tree cannot cover.
func SafePath(path string) error {
	if path == ManifestName || path == SignatureName {
		return texts.Errorf("path %q: the manifest cannot list itself or its signature", path)
	}
	for seg := range strings.SplitSeq(path, "/") {
		if !SafeName(seg) {
			return texts.Errorf("path %q: unsafe segment %q", path, seg)
		}
	}
	return nil
}
