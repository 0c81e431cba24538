package deliver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"aead.dev/minisign"

	"doorstroommonitor/release"
)

// ProofsFormat names this version of proofs.json.
const ProofsFormat = "doorstroommonitor-delivery/1"

// Names of the files that a delivery adds to those of the release.
const (
	ProofsName          = "proofs.json"
	ProofsSignatureName = "proofs.json.minisig"
)

// Proofs is the list of what was delivered, with a proof for each file that
// it is part of the release. It is signed with the key of the release.
type Proofs struct {
	Format           string       `json:"format"`
	Agreement        string       `json:"agreement"`
	AgreementVersion string       `json:"agreement_version"`
	Recipient        string       `json:"recipient"`
	Release          string       `json:"release"`
	Created          string       `json:"created"` // RFC 3339, from the clock argument
	Tree             release.Tree `json:"tree"`    // that of the release
	Files            []Proven     `json:"files"`   // ascending by path
}

// Proven is one delivered file and the proof that it is part of the release.
type Proven struct {
	File  release.File  `json:"file"`
	Proof release.Proof `json:"proof"`
}

// comment is the signed comment of the signature over proofs.json.
func (p *Proofs) comment() string {
	return fmt.Sprintf("doorstroommonitor delivery %s %s %s", p.Agreement, p.Release, p.Created)
}

// encode returns the only text that readers accept for p.
func (p *Proofs) encode() ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(p)
	return buf.Bytes(), err
}

// sign makes a prehashed minisign signature without wall clock, see
// release.CheckSignature.
func (p *Proofs) sign(text []byte, key minisign.PrivateKey) []byte {
	r := minisign.NewReader(bytes.NewReader(text))
	_, _ = io.Copy(io.Discard, r) // from memory to nowhere: cannot fail
	return r.SignWithComments(key, p.comment(), release.UntrustedComment)
}

// ParseProofs verifies the signature of proofs.json and that every file it
// lists is proven to be part of the release with manifest m, which must come
// from release.ParseManifest. Errors are *release.Fault.
func ParseProofs(text, signature []byte, m *release.Manifest, pub minisign.PublicKey) (*Proofs, error) {
	p, err := decodeProofs(text)
	if err != nil {
		return nil, &release.Fault{Path: ProofsName, Rule: release.RuleForm, Text: texts.Say("%v", err)}
	}
	if err := release.CheckSignature(text, signature, p.comment(), pub); err != nil {
		return nil, &release.Fault{Path: ProofsSignatureName, Rule: release.RuleSignature, Text: texts.Say("%v", err)}
	}
	if err := p.check(m); err != nil {
		return nil, err
	}
	return p, nil
}

func decodeProofs(text []byte) (*Proofs, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	p := &Proofs{}
	if err := dec.Decode(p); err != nil {
		return nil, texts.Errorf("not a list of proofs: %v", err)
	}
	again, err := p.encode()
	if err != nil || !bytes.Equal(again, text) {
		return nil, texts.Errorf("not in canonical form (indentation, order of members, escapes)")
	}
	return p, nil
}

// check compares the list with the manifest of its release.
func (p *Proofs) check(m *release.Manifest) error {
	fault := func(path, rule, format string, args ...any) error {
		return &release.Fault{Path: path, Rule: rule, Text: texts.Say(format, args...)}
	}
	switch {
	case p.Format != ProofsFormat:
		return fault(ProofsName, release.RuleFormat, "format %q, %q expected", p.Format, ProofsFormat)
	case p.Release != m.ID || p.Recipient != m.Audience:
		return fault(ProofsName, release.RuleTree, "of release %s for %s, the manifest is of %s for %s", p.Release, p.Recipient, m.ID, m.Audience)
	case p.Tree != m.Tree:
		return fault(ProofsName, release.RuleTree, "root %s, the manifest has %s", p.Tree.Root, m.Tree.Root)
	}
	for i := range p.Files {
		f := p.Files[i].File
		if err := release.SafePath(f.Path); err != nil {
			return fault(ProofsName, release.RuleName, "%v", err)
		}
		if i > 0 && p.Files[i-1].File.Path >= f.Path {
			return fault(f.Path, release.RuleOrder, "listed after %s", p.Files[i-1].File.Path)
		}
		if err := release.CheckProof(f, p.Files[i].Proof, m.Tree); err != nil {
			return fault(f.Path, release.RuleTree, "%v", err)
		}
	}
	return nil
}
