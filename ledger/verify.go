package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"aead.dev/minisign"
)

// Report says what a ledger holds that passed every check.
type Report struct {
	Entries     int64
	First, Last time.Time // times of the first and last entry
	Hash        string    // of the last entry; Genesis where there is none
	// Pending are the intents that no commit or note closed, oldest first:
	// actions that are under way or were cut short.
	Pending []int64
	// Head is the signed head; nil where Verify had no public key.
	Head *Head
	// Unsigned counts entries after the signed head. One is what a crash
	// between entry and head leaves; more come from writers without key.
	Unsigned int64
}

// Verify checks every line of the ledger at path and, where pub is given, that
// the signed head is part of it. The error names the first bad line (*Fault);
// the report covers what is good before it.
func Verify(path string, pub *minisign.PublicKey) (Report, error) {
	rep := Report{Hash: Genesis}
	// Wait for a writer between entry and head; a copy elsewhere has no lock
	// file and no writer.
	unlock, err := lock(path+LockSuffix, 0, true)
	if err == nil {
		defer unlock()
	} else if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
		return rep, fmt.Errorf("verify ledger: %w", err)
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := lost(path, pub); err != nil {
			return rep, err
		}
	}
	if err != nil {
		return rep, fmt.Errorf("verify ledger: %w", err)
	}
	defer f.Close()
	s := newScanner(path, f, newChain())
	for s.next() {
		if rep.Entries == 0 {
			rep.First = s.entry.Time
		}
		rep.Entries, rep.Last, rep.Hash = s.entry.Seq, s.entry.Time, s.entry.Hash
	}
	rep.Pending = s.chain.pending()
	if s.err != nil {
		return rep, s.err
	}
	if err := rep.checkHead(path, pub, s.chain); err != nil {
		return rep, err
	}
	if len(s.torn) > 0 {
		return rep, s.fault(RuleTorn, fmt.Sprintf("%d bytes without line feed at the end", len(s.torn)))
	}
	return rep, nil
}

// lost is a fault where a ledger is not there and its head knows entries.
func lost(path string, pub *minisign.PublicKey) error {
	if pub == nil {
		return nil
	}
	h, err := readHead(path, *pub)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return newChain().knows(path, h)
}

func (rep *Report) checkHead(path string, pub *minisign.PublicKey, c *chain) error {
	if pub == nil {
		return nil
	}
	h, err := readHead(path, *pub)
	if errors.Is(err, fs.ErrNotExist) {
		return &Fault{Path: path + HeadSuffix, Rule: RuleHead, Text: "absent, so that lines cut off the end cannot be found"}
	}
	if err != nil {
		return err
	}
	rep.Head = &h
	if err := c.knows(path, h); err != nil {
		return err
	}
	rep.Unsigned = c.seq - h.Seq
	return nil
}
