package release

import (
	"bytes"

	"aead.dev/minisign"
)

// UntrustedComment is the first line of every signature of this project. The
// signature does not cover it; readers demand this very text, so that no byte
// of the signature file can change unseen.
const UntrustedComment = "signature of the doorstroommonitor"

// ParsePublicKey reads a public key in the form of a minisign .pub file: a
// comment line and a line of base64.
func ParsePublicKey(text []byte) (minisign.PublicKey, error) {
	var key minisign.PublicKey
	if err := key.UnmarshalText(bytes.TrimSpace(text)); err != nil {
		return key, texts.Errorf("no public key of minisign: %v; next: give the .pub file of the supplier", err)
	}
	return key, nil
}

// TrustedComment is the signed comment of the manifest's signature. It holds
// no wall clock but the manifest's own time, so that sealing twice gives the
// same bytes.
func (m *Manifest) TrustedComment() string {
	return "doorstroommonitor release " + m.ID + " " + m.Created
}

// CheckSignature verifies a minisign signature over message in the one form
// that this project writes: prehashed, with UntrustedComment, with the trusted
// comment given, in canonical base64. The stricter form makes every changed
// byte of the signature file an error; the minisign program accepts it too.
func CheckSignature(message, signature []byte, comment string, pub minisign.PublicKey) error {
	var sig minisign.Signature
	if err := sig.UnmarshalText(signature); err != nil {
		return texts.Errorf("no signature of minisign: %v", err)
	}
	again, err := sig.MarshalText()
	if err != nil {
		return err
	}
	switch {
	case !bytes.Equal(again, signature):
		return texts.Errorf("the signature file is not in canonical form")
	case sig.Algorithm != minisign.HashEdDSA:
		return texts.Errorf("the signature is not of the prehashed kind")
	case sig.UntrustedComment != UntrustedComment:
		return texts.Errorf("the untrusted comment is not %q", UntrustedComment)
	case sig.KeyID != pub.ID():
		return texts.Errorf("signed with key %X, not with the given key %X", sig.KeyID, pub.ID())
	case !minisign.Verify(pub, message, signature):
		return texts.Errorf("the signature does not fit the text")
	case sig.TrustedComment != comment:
		return texts.Errorf("the trusted comment is %q, %q expected", sig.TrustedComment, comment)
	}
	return nil
}
