// Package pseudonym replaces person numbers by pseudonyms and keeps the key
// that does so.
//
// What belongs here: the key file and the one computation. What does not:
// where numbers come from, and where pseudonyms go. A pseudonym is personal
// data still: whoever holds the key can try all numbers. Nothing here ever
// prints a key or a number.
//
// The pseudonym of a number is HMAC-SHA-256 over the label of its key space
// ("pgn"), a zero byte and the number in normal form, cut to 128 bits and
// written as 32 hexadecimal characters. Two of the 20 million persons of a
// register share one with a probability below 10^-24. The label keeps numbers
// of different kinds apart, even when their digits are equal.
package pseudonym

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
)

// PGN is the label of the key space of person numbers (persoonsgebonden
// nummers).
const PGN = "pgn"

// Size is the length of a pseudonym in bytes of text.
const Size = 32

// minSecret is the least length of a secret in bytes.
const minSecret = 32

// Key is the secret of one yearly round.
type Key struct {
	secret []byte
}

// NewKey makes a key of a secret of at least 32 bytes.
func NewKey(secret []byte) (*Key, error) {
	if len(secret) < minSecret {
		return nil, fmt.Errorf("pseudonym key: %d bytes, at least %d needed", len(secret), minSecret)
	}
	return &Key{append([]byte(nil), secret...)}, nil
}

// Derive gives 32 bytes for another purpose, named by label. They reveal
// nothing of the key or of what is derived for other labels.
func (k *Key) Derive(label string) []byte {
	m := hmac.New(sha256.New, k.secret)
	_, _ = io.WriteString(m, "derive\x00"+label)
	return m.Sum(nil)
}

// Check is a short public mark of the key: it tells two keys apart and
// reveals nothing else.
func (k *Key) Check() string { return hex.EncodeToString(k.Derive("check")[:8]) }

// Format prints a stand-in, whatever the verb, so that no slip of a log line
// can show the secret.
func (k Key) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "pseudonym key (not shown)") }

// MarshalText refuses: a key is written by NewKeyFile alone.
func (k Key) MarshalText() ([]byte, error) {
	return nil, fmt.Errorf("a pseudonym key is not written in this way")
}

// Maker makes pseudonyms of one key space without allocating. It is used by
// one goroutine at a time.
type Maker struct {
	mac   hash.Hash
	label []byte
	sum   [sha256.Size]byte
}

// Maker returns a maker for the key space with that label.
func (k *Key) Maker(label string) *Maker {
	return &Maker{mac: hmac.New(sha256.New, k.secret), label: append([]byte(label), 0)}
}

// Append adds the pseudonym of number, which is in normal form, to dst.
func (m *Maker) Append(dst, number []byte) []byte {
	m.mac.Reset()
	m.mac.Write(m.label)
	m.mac.Write(number)
	return hex.AppendEncode(dst, m.mac.Sum(m.sum[:0])[:Size/2])
}
