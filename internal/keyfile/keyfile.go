// Package keyfile reads and makes the files in which secrets lie: hexadecimal
// characters on one line, for the owner alone.
//
// What belongs here: the form of the file and who may touch it. What does not:
// what a secret is used for.
package keyfile

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// ErrRefused is in every refusal of a key file for its mode, its owner or what
// it holds; errors.Is finds it.
var ErrRefused = errors.New("key file refused")

const (
	// minSecret is the least length of a secret in bytes: 256 bits.
	minSecret = 32
	// newSecret is the length of a new one.
	newSecret = 64
	// maxFile is the largest key file that is read, in bytes.
	maxFile = 4096
)

// Load reads the secret of at least 32 bytes in a key file; what names the key
// in errors, and harm says what whoever read it can do. A file that others than
// its owner may read or write, or that belongs to another user, is refused with
// the command that mends it.
func Load(path, what, harm string) ([]byte, error) {
	b, err := Read(path, what, harm)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w; make one with: doorstroom init", err)
	}
	if err != nil {
		return nil, err
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(secret) < minSecret {
		// The decoder's error would quote a character of the key.
		return nil, fmt.Errorf("%s key %s: %w: it must hold at least %d hexadecimal characters on one line", what, path, ErrRefused, 2*minSecret)
	}
	return secret, nil
}

// Read reads what is in a key file, in whatever form, and refuses it as Load
// does if others can get at it.
func Read(path, what, harm string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s key: %w", what, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("%s key: %w", what, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s key %s: %w: it is not a plain file", what, path, ErrRefused)
	}
	if extra := info.Mode().Perm() &^ 0o600; extra != 0 {
		return nil, fmt.Errorf("%s key %s: %w: mode %04o lets others at it; whoever read it can %s. If nobody did, type: chmod 600 %s",
			what, path, ErrRefused, info.Mode().Perm(), harm, path)
	}
	if err := checkOwner(path, what, info); err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s key: %w", what, err)
	}
	if len(b) > maxFile {
		return nil, fmt.Errorf("%s key %s: it is longer than %d bytes", what, path, maxFile)
	}
	return b, nil
}

// New writes 64 bytes from random to a new file of mode 0600. A file that is
// there is never overwritten: what its key made would be lost.
func New(path, what string, random io.Reader) (err error) {
	secret := make([]byte, newSecret)
	if _, err := io.ReadFull(random, secret); err != nil {
		return fmt.Errorf("new %s key: %w", what, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("new %s key: %w", what, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(path)
			err = fmt.Errorf("new %s key: %w", what, err)
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
