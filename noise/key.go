package noise

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// minSecret is the least length of a secret in bytes: 256 bits.
const minSecret = 32

// Key is the secret of all noise of one house. Who holds it can take the noise
// off; who loses it cannot repeat a draw. It never prints.
type Key struct {
	secret    []byte
	synthetic bool
}

// NewKey returns a key for a secret of at least 32 random bytes, of which it
// keeps a copy.
func NewKey(secret []byte) (*Key, error) {
	if len(secret) < minSecret {
		return nil, fmt.Errorf("noise key: the secret has %d bytes, not at least %d", len(secret), minSecret)
	}
	return &Key{secret: append([]byte(nil), secret...)}, nil
}

// RandomKey reads 32 bytes from random, a cryptographic source.
func RandomKey(random io.Reader) (*Key, error) {
	secret := make([]byte, minSecret)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("noise key: %w", err)
	}
	return NewKey(secret)
}

// SyntheticKey returns the key of a numeric seed, for fictitious data. Anybody
// can try all seeds, so a release made with it is unprotected.
func SyntheticKey(seed uint64) *Key {
	h := sha256.New()
	h.Write([]byte("doorstroommonitor synthetic noise\x00"))
	h.Write(binary.BigEndian.AppendUint64(nil, seed))
	return &Key{secret: h.Sum(nil), synthetic: true}
}

// Protects reports whether noise of this key protects anybody. A release made
// with a key that does not has to say so.
func (k *Key) Protects() bool { return !k.synthetic }

// Format keeps the secret out of every log.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "noise.Key(secret)") }

// MarshalText refuses to write the secret.
func (k Key) MarshalText() ([]byte, error) {
	return nil, errors.New("a noise key is not written")
}
