package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"aead.dev/minisign"
)

// ErrKeyMode says that others than the owner may read or change a key file.
var ErrKeyMode = errors.New("key file is open to others")

// maxKeyFile is far above the 212 bytes of a minisign secret key.
const maxKeyFile = 4096

// GenerateKey makes a signing key from random and returns both halves in the
// file forms of the minisign program. The same 32 bytes of random give the
// same key. The secret half has no password: what guards it is the mode of
// its file, which LoadKey checks.
func GenerateKey(random io.Reader) (pub, secret []byte, err error) {
	if random == nil {
		return nil, nil, errors.New("generate signing key: a source of randomness is required")
	}
	p, s, err := minisign.GenerateKey(random)
	if err != nil {
		return nil, nil, fmt.Errorf("generate signing key: %w", err)
	}
	if pub, err = p.MarshalText(); err != nil {
		return nil, nil, fmt.Errorf("generate signing key: %w", err)
	}
	if secret, err = s.MarshalText(); err != nil {
		return nil, nil, fmt.Errorf("generate signing key: %w", err)
	}
	return append(pub, '\n'), append(secret, '\n'), nil
}

// LoadKey reads a secret key without password from a regular file that nobody
// but its owner may touch (mode 0600 or 0400). Other modes wrap ErrKeyMode
// and name the command that mends them. No error holds any part of the key.
func LoadKey(path string) (minisign.PrivateKey, error) {
	var none minisign.PrivateKey
	f, err := os.Open(path)
	if err != nil {
		return none, fmt.Errorf("signing key: %w", err)
	}
	defer f.Close()
	// The mode of the opened file, not of the name, which may be replaced.
	info, err := f.Stat()
	if err != nil {
		return none, fmt.Errorf("signing key: %w", err)
	}
	if !info.Mode().IsRegular() {
		return none, fmt.Errorf("signing key %s: not a regular file", path)
	}
	if perm := info.Mode().Perm(); perm&^0o600 != 0 {
		return none, fmt.Errorf("signing key %s: mode %#o: %w; next: chmod 600 %s, and make a new key if somebody may have read it",
			path, perm, ErrKeyMode, path)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return none, fmt.Errorf("signing key %s: %w", path, err)
	}
	return parseKey(path, text)
}

func parseKey(path string, text []byte) (minisign.PrivateKey, error) {
	var key, none minisign.PrivateKey
	if minisign.IsEncrypted(text) {
		return none, fmt.Errorf("signing key %s: has a password, which an unattended run cannot type; next: minisign -C -W -s %s takes it off", path, path)
	}
	if err := key.UnmarshalText(bytes.TrimSpace(text)); err != nil {
		return none, fmt.Errorf("signing key %s: not a minisign secret key; next: make one with minisign -G -W, or restore it", path)
	}
	// Without a password the file has no checksum: a damaged key is found by
	// what it signs.
	probe := []byte("probe")
	pub, ok := key.Public().(minisign.PublicKey)
	if !ok || !minisign.Verify(pub, probe, minisign.SignWithComments(key, probe, "", "")) {
		return none, fmt.Errorf("signing key %s: damaged, its halves do not fit; next: restore it", path)
	}
	return key, nil
}
