// Package ledger is an append-only log whose lines hang together by hashes, so
// that a change to an old line, a line taken out or a line put in is found.
//
// What belongs here: appending under a lock by several processes, reading,
// verifying, and the signed head that makes cutting off the tail visible. What
// does not: what the entries mean; a body is JSON that the writer chose and is
// responsible for: it must hold no person number, pseudonym or hidden count.
//
// An action with effects outside is written twice: an intent before and a
// commit after it. After a crash an intent without commit shows what may be
// half done.
//
// The chain proves order and wholeness to whoever keeps an older head. It does
// not stop a key holder from writing a new history; only copies of heads held
// by others do. docs/format/ledger.md describes the files.
package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"aead.dev/minisign"
)

// LockSuffix is added to the path of the ledger for the file that is locked.
const LockSuffix = ".lock"

// Options says how a ledger is written.
type Options struct {
	// Now gives the time of an entry; it is required. Entries hold whole
	// seconds in UTC.
	Now func() time.Time
	// Key signs the head after every entry. Nil writes no head; entries are
	// then covered by the next writer that has the key.
	Key *minisign.PrivateKey
	// Perm is the mode of the files; 0 means 0600.
	Perm fs.FileMode
	// OnTorn, if set, is told the size of an incomplete last line that was
	// cut. The ledger records the same in an entry.
	OnTorn func(bytes int)
}

// Ledger appends entries to one file. It is safe for use by several
// goroutines, and several processes may have the same file open.
type Ledger struct {
	path string
	opt  Options

	mu    sync.Mutex
	chain *chain
	size  int64 // bytes of the file that chain has seen
}

// KindLedger is the kind of notes that the ledger writes about itself.
const KindLedger = "ledger"

// Open opens the ledger at path, or starts one, and checks the whole chain and
// the head. An incomplete last line, which only a crash leaves, is cut and
// recorded. The folder must exist.
func Open(path string, opt Options) (*Ledger, error) {
	if opt.Now == nil {
		return nil, errors.New("open ledger: a clock is required")
	}
	if opt.Perm == 0 {
		opt.Perm = 0o600
	}
	l := &Ledger{path: path, opt: opt, chain: newChain()}
	if err := l.locked((*writer).sweep); err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	return l, nil
}

// Intent records that an action of this kind is about to begin and returns
// the number to close it with.
func (l *Ledger) Intent(kind string, body any) (int64, error) {
	return l.add(Entry{Kind: kind, Phase: PhaseIntent}, body)
}

// Commit records that the intent ref was carried out, and its result.
func (l *Ledger) Commit(ref int64, result any) error {
	_, err := l.add(Entry{Phase: PhaseCommit, Ref: ref}, result)
	return err
}

// GiveUp records that the intent ref was not carried out.
func (l *Ledger) GiveUp(ref int64, body any) error {
	_, err := l.add(Entry{Phase: PhaseNote, Ref: ref}, body)
	return err
}

// Note records something that needs no second line.
func (l *Ledger) Note(kind string, body any) (int64, error) {
	return l.add(Entry{Kind: kind, Phase: PhaseNote}, body)
}

// Do records the intent, carries out the action and records its result as
// commit. Where the action fails, a note without the text of the error closes
// the intent, since an error may quote what a ledger must not hold.
func (l *Ledger) Do(kind string, body any, action func() (result any, err error)) error {
	ref, err := l.Intent(kind, body)
	if err != nil {
		return err
	}
	result, err := action()
	if err != nil {
		return errors.Join(err, l.GiveUp(ref, map[string]bool{"failed": true}))
	}
	return l.Commit(ref, result)
}

// add completes the entry and appends it. A closing entry takes the kind of
// its intent.
func (l *Ledger) add(e Entry, body any) (int64, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return 0, fmt.Errorf("ledger: body of kind %q: %w", e.Kind, err)
	}
	if e.Body, err = Canonical(raw); err != nil {
		return 0, fmt.Errorf("ledger: body of kind %q: %w", e.Kind, err)
	}
	var seq int64
	err = l.locked(func(w *writer) error {
		if e.Ref != 0 {
			kind, ok := l.chain.open[e.Ref]
			if !ok {
				return fmt.Errorf("%d is no open intent", e.Ref)
			}
			e.Kind = kind
		}
		seq, err = w.append(e)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("ledger: %w", err)
	}
	return seq, nil
}
