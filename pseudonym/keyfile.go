package pseudonym

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// ErrKeyFile is in every refusal of a key file for its mode, its owner or
// what it holds; errors.Is finds it.
var ErrKeyFile = errors.New("key file refused")

// maxKeyFile is the largest key file that is read, in bytes.
const maxKeyFile = 4096

// LoadKey reads a key file: hexadecimal characters of at least 32 bytes on
// one line. A file that others than its owner may read or write, or that
// belongs to another user, is refused with the command that mends it.
func LoadKey(path string) (*Key, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("pseudonym key: %w; make one with: doorstroom init", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("pseudonym key: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("pseudonym key %s: %w: it is not a plain file", path, ErrKeyFile)
	}
	if extra := info.Mode().Perm() &^ 0o600; extra != 0 {
		return nil, fmt.Errorf("pseudonym key %s: %w: mode %04o lets others at it; whoever read it can undo the pseudonyms. If nobody did, type: chmod 600 %s",
			path, ErrKeyFile, info.Mode().Perm(), path)
	}
	if err := checkOwner(path, info); err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return nil, fmt.Errorf("pseudonym key: %w", err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(secret) < minSecret {
		// The decoder's error would quote a character of the key.
		return nil, fmt.Errorf("pseudonym key %s: %w: it must hold at least %d hexadecimal characters on one line", path, ErrKeyFile, 2*minSecret)
	}
	return NewKey(secret)
}

// NewKeyFile writes 64 bytes from random, in hexadecimal, to a new file of
// mode 0600. A file that is there is never overwritten: with it, earlier
// pseudonyms would be lost.
func NewKeyFile(path string, random io.Reader) (err error) {
	secret := make([]byte, 64)
	if _, err := io.ReadFull(random, secret); err != nil {
		return fmt.Errorf("new pseudonym key: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("new pseudonym key: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(path)
			err = fmt.Errorf("new pseudonym key: %w", err)
		}
	}()
	if err := f.Chmod(0o600); err != nil {
		return err
	}
	if _, err := f.WriteString(hex.EncodeToString(secret) + "\n"); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}
