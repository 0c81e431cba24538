package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Phases of an entry.
const (
	// PhaseIntent says what is about to be done.
	PhaseIntent = "intent"
	// PhaseCommit says that the intent at Ref was carried out, and with what
	// result.
	PhaseCommit = "commit"
	// PhaseNote records something that needs no second line. With a Ref it
	// says that the intent at Ref was given up.
	PhaseNote = "note"
)

// Entry is one line of the ledger.
type Entry struct {
	Seq   int64     `json:"seq"`  // 1, 2, 3 ... without gaps
	Time  time.Time `json:"time"` // UTC, whole seconds
	Kind  string    `json:"kind"` // lower-case word, e.g. "delivery"
	Phase string    `json:"phase"`
	// Ref is the Seq of the intent that a commit or note closes; 0: none.
	Ref  int64           `json:"ref,omitempty"`
	Body json.RawMessage `json:"body"` // canonical JSON, see Canonical
	Prev string          `json:"prev"` // Hash of the line before; Genesis on the first
	Hash string          `json:"hash"` // lower-case hexadecimal
}

// Genesis is Prev of the first entry.
const Genesis = "0000000000000000000000000000000000000000000000000000000000000000"

// maxLine bounds one line of the ledger, in bytes.
const maxLine = 1 << 20

// hashed is an Entry without Hash: the text whose SHA-256 is the hash.
type hashed struct {
	Seq   int64           `json:"seq"`
	Time  time.Time       `json:"time"`
	Kind  string          `json:"kind"`
	Phase string          `json:"phase"`
	Ref   int64           `json:"ref,omitempty"`
	Body  json.RawMessage `json:"body"`
	Prev  string          `json:"prev"`
}

// digest computes the hash of the entry from all its other members.
func (e *Entry) digest() (string, error) {
	b, err := compact(hashed{e.Seq, e.Time, e.Kind, e.Phase, e.Ref, e.Body, e.Prev})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// encode returns the line of the entry without its line feed.
func (e *Entry) encode() ([]byte, error) { return compact(e) }

// parseLine reads one line, without its line feed, in the only form in which
// encode writes it: any other spelling of the same entry is an error, so that
// no byte of a line is free to change.
func parseLine(line []byte) (Entry, error) {
	var e Entry
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&e); err != nil {
		return e, fmt.Errorf("not a ledger entry: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return e, errors.New("text after the entry")
	}
	again, err := e.encode()
	if err != nil {
		return e, fmt.Errorf("not a ledger entry: %w", err)
	}
	body, err := Canonical(e.Body)
	if err != nil {
		return e, fmt.Errorf("body: %w", err)
	}
	if !bytes.Equal(again, line) || !bytes.Equal(body, e.Body) {
		return e, errors.New("not in canonical form")
	}
	return e, e.checkForm()
}

func (e *Entry) checkForm() error {
	if !validKind(e.Kind) {
		return fmt.Errorf("kind %q is not a lower-case word", e.Kind)
	}
	if e.Time.Location() != time.UTC || e.Time.Nanosecond() != 0 {
		return fmt.Errorf("time %s is not in UTC and whole seconds", e.Time.Format(time.RFC3339Nano))
	}
	switch {
	case e.Phase == PhaseIntent && e.Ref == 0, e.Phase == PhaseNote && e.Ref >= 0, e.Phase == PhaseCommit && e.Ref > 0:
		return nil
	}
	return fmt.Errorf("phase %q with ref %d", e.Phase, e.Ref)
}

func validKind(s string) bool {
	return s != "" && len(s) <= 40 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz-") == ""
}

// Canonical returns the one form of a JSON value that a ledger holds: no white
// space, members ascending by name, no HTML escapes, numbers as they were
// written.
func Canonical(body []byte) (json.RawMessage, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("text after the JSON value")
	}
	return compact(v)
}

func compact(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}
