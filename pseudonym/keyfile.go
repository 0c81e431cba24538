package pseudonym

import (
	"io"

	"doorstroommonitor/internal/keyfile"
)

// ErrKeyFile is in every refusal of a key file for its mode, its owner or
// what it holds; errors.Is finds it.
var ErrKeyFile = keyfile.ErrRefused

// LoadKey reads a key file: hexadecimal characters of at least 32 bytes on
// one line, that nobody but its owner may touch.
func LoadKey(path string) (*Key, error) {
	secret, err := keyfile.Load(path, "pseudonym", "undo the pseudonyms")
	if err != nil {
		return nil, err
	}
	return NewKey(secret)
}

// NewKeyFile writes a key from random to a new file. With a file that is there
// earlier pseudonyms would be lost: it is never overwritten.
func NewKeyFile(path string, random io.Reader) error {
	return keyfile.New(path, "pseudonym", random)
}
