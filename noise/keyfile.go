package noise

import (
	"io"

	"doorstroommonitor/internal/keyfile"
)

// LoadKey reads the key of a house from a file that nobody but its owner may
// touch.
func LoadKey(path string) (*Key, error) {
	secret, err := keyfile.Load(path, "noise", "take off the noise")
	if err != nil {
		return nil, err
	}
	return NewKey(secret)
}

// NewKeyFile writes a key from random to a new file. With another key a rerun
// would be a new draw: a file that is there is never overwritten.
func NewKeyFile(path string, random io.Reader) error {
	return keyfile.New(path, "noise", random)
}
