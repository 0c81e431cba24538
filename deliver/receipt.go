package deliver

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// Kinds of the ledger entries about deliveries.
const (
	KindDelivery        = "delivery"        // Body, in intent and commit
	KindRefusal         = "refusal"         // RefusalBody, in a note
	KindAcknowledgement = "acknowledgement" // Acknowledgement, in a note
	KindProvision       = "own-data"        // ProvisionBody, in intent and commit
)

// Body is what the ledger records of a delivery. ProofsSHA256 fixes the exact
// list of files; it is known once the delivery was carried out.
type Body struct {
	Agreement     string `json:"agreement"`
	Version       string `json:"agreement_version"`
	Recipient     string `json:"recipient"`
	Release       string `json:"release"`
	Specification string `json:"specification"`
	Files         int    `json:"files"`
	Root          string `json:"root"`
	ProofsSHA256  string `json:"proofs_sha256,omitempty"`
}

// Body returns what the ledger records as intent.
func (p *Plan) Body() Body { return p.body("") }

func (p *Plan) body(proofs string) Body {
	a, m := p.opt.Agreement, p.opt.Release.Manifest()
	return Body{
		Agreement: a.ID, Version: a.Version, Recipient: a.Recipient.ID, Release: m.ID, Specification: m.Specification,
		Files: len(p.Files), Root: m.Tree.Root, ProofsSHA256: proofs,
	}
}

// ProvisionBody is what the ledger records of a provision of own data: who
// received some, by which law and decision, and the digest of its list of files,
// known once it was carried out. What was received is not in it.
type ProvisionBody struct {
	Agreement      string   `json:"agreement"`
	Version        string   `json:"agreement_version"`
	Recipient      string   `json:"recipient"`
	Provision      string   `json:"provision"`
	Institutions   []string `json:"institutions,omitempty"`
	Boards         []string `json:"boards,omitempty"`
	StatutoryBasis string   `json:"statutory_basis"`
	Decision       string   `json:"decision"`
	Specification  string   `json:"specification"`
	Files          int      `json:"files,omitempty"`
	SHA256         string   `json:"own_data_sha256,omitempty"`
}

// Provision returns what the ledger records as intent of a provision under the
// agreement, which must be one on own data.
func (a *Agreement) Provision(id, decision, specification string) ProvisionBody {
	return ProvisionBody{
		Agreement: a.ID, Version: a.Version, Recipient: a.Recipient.ID, Provision: id, Institutions: a.Own.Institutions, Boards: a.Own.Boards,
		StatutoryBasis: a.StatutoryBasis, Decision: decision, Specification: specification,
	}
}

// RefusalBody is what the ledger records of a refusal.
type RefusalBody struct {
	Agreement string    `json:"agreement"`
	Recipient string    `json:"recipient"`
	Clause    int       `json:"clause"`
	Text      sdmx.Text `json:"text"`
}

// Body returns what the ledger records of the refusal.
func (r *Refusal) Body() RefusalBody {
	return RefusalBody{r.Agreement, r.Recipient, int(r.Clause), r.Text}
}

// Acknowledgement is the receipt of a recipient that verified what it got.
// ProofsSHA256 ties it to one delivery.
type Acknowledgement struct {
	Agreement    string `json:"agreement"`
	Recipient    string `json:"recipient"`
	Release      string `json:"release"`
	Files        int    `json:"files"`
	Root         string `json:"root"`
	ProofsSHA256 string `json:"proofs_sha256"`
	Received     string `json:"received"` // RFC 3339, from the clock argument
}

// Delivery is a delivered folder that was verified.
type Delivery struct {
	Manifest *release.Manifest
	Proofs   *Proofs

	digest string // of proofs.json
}

// VerifyDelivery checks a delivered folder with nothing but the public key:
// both signatures, the proof of every delivered file, that all of them are
// there unchanged, and that there is nothing else. The other files of the
// release are not needed. All faulty files are reported (*release.Fault).
func VerifyDelivery(dir string, pub minisign.PublicKey) (*Delivery, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, texts.Wrap(err, "verify delivery")
	}
	defer root.Close()
	d, err := verifyFS(root.FS(), pub)
	if err != nil {
		return nil, texts.Wrap(err, "delivery in %s", dir)
	}
	return d, nil
}

func verifyFS(fsys fs.FS, pub minisign.PublicKey) (*Delivery, error) {
	text := map[string][]byte{}
	listed := map[string]bool{}
	for _, name := range []string{release.ManifestName, release.SignatureName, ProofsName, ProofsSignatureName} {
		b, err := fs.ReadFile(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, &release.Fault{Path: name, Rule: release.RuleMissing, Text: texts.Say("absent, so this folder is no delivery")}
		}
		if err != nil {
			return nil, err
		}
		text[name], listed[name] = b, true
	}
	m, err := release.ParseManifest(text[release.ManifestName], text[release.SignatureName], pub)
	if err != nil {
		return nil, err
	}
	p, err := ParseProofs(text[ProofsName], text[ProofsSignatureName], m, pub)
	if err != nil {
		return nil, err
	}
	var faults faultList
	for i := range p.Files {
		listed[p.Files[i].File.Path] = true
		if err := release.CheckFile(fsys, p.Files[i].File); err != nil {
			faults = append(faults, err)
		}
	}
	faults = append(faults, release.OnlyListed(fsys, listed)...)
	if err := faults.join(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text[ProofsName])
	return &Delivery{m, p, hex.EncodeToString(sum[:])}, nil
}

// Acknowledge verifies a delivered folder and returns the receipt for it: a
// recipient acknowledges only what it could check.
func Acknowledge(dir string, pub minisign.PublicKey, now time.Time) (*Acknowledgement, error) {
	d, err := VerifyDelivery(dir, pub)
	if err != nil {
		return nil, err
	}
	return &Acknowledgement{
		Agreement: d.Proofs.Agreement, Recipient: d.Proofs.Recipient, Release: d.Proofs.Release, Files: len(d.Proofs.Files),
		Root: d.Proofs.Tree.Root, ProofsSHA256: d.digest, Received: now.UTC().Format(time.RFC3339),
	}, nil
}
