// Package deliver decides who may have what, and hands it over: agreements as
// data, the files of a release that an agreement covers, the proof that they
// belong to that release, and the recipient's receipt.
//
// What belongs here: choosing whole files of a sealed release. What does not:
// making other detail (that is another sealing), true counts, and writing the
// ledger, which the caller does around Plan.CarryOut with the bodies in
// receipt.go.
//
// A delivery is the folder OUT/AGREEMENT/RELEASE:
//
//	manifest.json, manifest.json.minisig   those of the release, unchanged
//	proofs.json, proofs.json.minisig       what was delivered, and its proofs
//	...                                    the files, under their own paths
package deliver

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/release"
)

// ErrExists says that another delivery lies where this one should come.
var ErrExists = errors.New("another delivery of this release under this agreement exists")

// Result is a delivery that was carried out.
type Result struct {
	Dir      string // OUT/AGREEMENT/RELEASE
	Existing bool   // the same delivery was there already; nothing was written
	Body     Body   // for the ledger
}

// Deliver plans a delivery and carries it out. A caller that keeps a ledger
// uses NewPlan and Plan.CarryOut, with the intent in between.
func Deliver(o Options) (*Result, error) {
	p, err := NewPlan(o)
	if err != nil {
		return nil, err
	}
	return p.CarryOut()
}

// CarryOut copies the files of the plan, each checked against the manifest as
// it is read. The delivery appears whole or not at all. Where the same one is
// there already, whatever its time, nothing is written.
func (p *Plan) CarryOut() (*Result, error) {
	res, err := p.carryOut()
	if err != nil {
		return nil, fmt.Errorf("deliver %s under %s: %w", p.opt.Release.Manifest().ID, p.opt.Agreement.ID, err)
	}
	return res, nil
}

func (p *Plan) carryOut() (*Result, error) {
	m := p.opt.Release.Manifest()
	proofs, err := p.proofs(m)
	if err != nil {
		return nil, err
	}
	parent := filepath.Join(p.opt.Out, p.opt.Agreement.ID)
	dir := filepath.Join(parent, m.ID)
	if _, err := os.Lstat(dir); err == nil {
		return p.existing(dir, proofs)
	}
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, err
	}
	tmp := dir + atomicfile.Suffix
	if err := os.RemoveAll(tmp); err != nil {
		return nil, fmt.Errorf("remove what an earlier run left: %w", err)
	}
	defer os.RemoveAll(tmp) // without effect once it has its final name
	digest, err := p.write(tmp, proofs)
	if err != nil {
		return nil, err
	}
	// What is about to be handed over is read back the way the recipient
	// reads it.
	if _, err := VerifyDelivery(tmp, p.pub()); err != nil {
		return nil, fmt.Errorf("read back: %w", err)
	}
	if err := atomicfile.ReplaceDir(tmp, dir); err != nil {
		return nil, err
	}
	return &Result{Dir: dir, Body: p.body(digest)}, nil
}

// proofs lists the files of the plan with their proofs.
func (p *Plan) proofs(m *release.Manifest) (*Proofs, error) {
	out := &Proofs{
		Format: ProofsFormat, Agreement: p.opt.Agreement.ID, AgreementVersion: p.opt.Agreement.Version,
		Recipient: p.opt.Agreement.Recipient.ID, Release: m.ID, Created: p.opt.Now.UTC().Format(time.RFC3339),
		Tree: m.Tree, Files: []Proven{},
	}
	for _, f := range p.Files {
		proof, err := release.Prove(m.Files, f.Path)
		if err != nil {
			return nil, err
		}
		out.Files = append(out.Files, Proven{f, proof})
	}
	return out, nil
}

// write fills the folder dir and returns the digest of proofs.json.
func (p *Plan) write(dir string, proofs *Proofs) (digest string, err error) {
	text, err := proofs.encode()
	if err != nil {
		return "", err
	}
	put := func(path string, b []byte) error {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		return atomicfile.WriteBytes(full, 0o644, b)
	}
	paths := []string{release.ManifestName, release.SignatureName}
	for _, f := range p.Files {
		paths = append(paths, f.Path)
	}
	for _, path := range paths {
		b, err := p.opt.Release.File(path)
		if err != nil {
			return "", err
		}
		if err := put(path, b); err != nil {
			return "", err
		}
	}
	if err := put(ProofsName, text); err != nil {
		return "", err
	}
	if err := put(ProofsSignatureName, proofs.sign(text, *p.opt.Key)); err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), syncFolders(dir)
}

// existing accepts a delivery that is there already if it is whole and the
// same but for its time.
func (p *Plan) existing(dir string, proofs *Proofs) (*Result, error) {
	old, err := VerifyDelivery(dir, p.pub())
	if err != nil {
		return nil, fmt.Errorf("the existing delivery is damaged: %w", err)
	}
	again := *proofs
	again.Created = old.Proofs.Created
	if !reflect.DeepEqual(&again, old.Proofs) {
		return nil, fmt.Errorf("%w; next: deliver to another folder, or move %s away", ErrExists, dir)
	}
	return &Result{Dir: dir, Existing: true, Body: p.body(old.digest)}, nil
}

func (p *Plan) pub() minisign.PublicKey {
	pub, _ := p.opt.Key.Public().(minisign.PublicKey) // by the contract of minisign
	return pub
}

func syncFolders(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return atomicfile.SyncDir(path)
	})
}
