package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"aead.dev/minisign"

	"doorstroommonitor/internal/atomicfile"
)

// HeadSuffix is added to the path of the ledger for its signed head.
const HeadSuffix = ".head"

// headComment is the untrusted comment of the head's signature. Readers
// demand this very text, so that no byte of the file can change unseen.
const headComment = "signature of the doorstroommonitor"

// Head names the last entry that a key holder saw. Without it, cutting whole
// lines off the end leaves a chain that fits.
type Head struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
}

// headFile is the content of the head file: the head, and a minisign
// signature over the compact JSON of the head followed by a line feed.
type headFile struct {
	Head      Head   `json:"head"`
	Signature string `json:"signature"`
}

func (h Head) text() ([]byte, error) {
	b, err := compact(h)
	return append(b, '\n'), err
}

func (h Head) comment() string { return fmt.Sprintf("doorstroommonitor ledger %d", h.Seq) }

// writeHead signs h and writes it, whole or not at all. The signature holds
// no wall clock.
func writeHead(path string, perm fs.FileMode, h Head, key minisign.PrivateKey) error {
	text, err := h.text()
	if err != nil {
		return err
	}
	r := minisign.NewReader(bytes.NewReader(text))
	_, _ = io.Copy(io.Discard, r) // from memory to nowhere: cannot fail
	b, err := encodeHead(headFile{h, string(r.SignWithComments(key, h.comment(), headComment))})
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(path+HeadSuffix, perm, b)
}

func encodeHead(f headFile) ([]byte, error) {
	b, err := compact(f)
	return append(b, '\n'), err
}

// readHead returns the head of the ledger at path after checking its
// signature. It returns an error that wraps fs.ErrNotExist where there is no
// head, and a *Fault where the head cannot be trusted.
func readHead(path string, pub minisign.PublicKey) (Head, error) {
	b, err := os.ReadFile(path + HeadSuffix)
	if err != nil {
		return Head{}, fmt.Errorf("head of ledger: %w", err)
	}
	h, err := parseHead(b, pub)
	if err != nil {
		return Head{}, &Fault{Path: path + HeadSuffix, Rule: RuleHead, Text: err.Error()}
	}
	return h, nil
}

func parseHead(b []byte, pub minisign.PublicKey) (Head, error) {
	var f headFile
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return Head{}, fmt.Errorf("not a signed head: %w", err)
	}
	again, err := encodeHead(f)
	if err != nil || !bytes.Equal(again, b) {
		return Head{}, errors.New("not in canonical form")
	}
	text, err := f.Head.text()
	if err != nil {
		return Head{}, err
	}
	return f.Head, checkSignature(text, []byte(f.Signature), f.Head.comment(), pub)
}

// checkSignature accepts the one form of signature that writeHead makes.
func checkSignature(text, signature []byte, comment string, pub minisign.PublicKey) error {
	var sig minisign.Signature
	if err := sig.UnmarshalText(signature); err != nil {
		return err
	}
	again, err := sig.MarshalText()
	switch {
	case err != nil || !bytes.Equal(again, signature):
		return errors.New("the signature is not in canonical form")
	case sig.KeyID != pub.ID():
		return fmt.Errorf("signed with key %X, not with the given key %X", sig.KeyID, pub.ID())
	case sig.Algorithm != minisign.HashEdDSA || sig.UntrustedComment != headComment || sig.TrustedComment != comment,
		!minisign.Verify(pub, text, signature):
		return errors.New("the signature does not fit the head")
	}
	return nil
}
