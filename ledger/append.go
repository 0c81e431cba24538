package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/internal/atomicfile"
)

// writer is the ledger file while this process holds the lock.
type writer struct {
	*Ledger
	f *os.File
}

// locked runs do while no other process or goroutine writes, after reading
// and checking what others appended since.
func (l *Ledger) locked(do func(*writer) error) (err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	unlock, err := lock(l.path+LockSuffix, l.opt.Perm, false)
	if err != nil {
		return err
	}
	defer unlock()
	_, statErr := os.Lstat(l.path)
	f, err := os.OpenFile(l.path, os.O_RDWR|os.O_CREATE, l.opt.Perm)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if errors.Is(statErr, fs.ErrNotExist) {
		if err := atomicfile.SyncDir(filepath.Dir(l.path)); err != nil {
			return err
		}
	}
	w := &writer{l, f}
	if err := w.catchUp(); err != nil {
		return err
	}
	return do(w)
}

// catchUp reads what was appended since the last time, checks it and the
// signed head, and only then cuts an incomplete last line.
func (w *writer) catchUp() error {
	info, err := w.f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < w.size {
		return &Fault{Path: w.path, Rule: RuleShort, Text: fmt.Sprintf("%d bytes, there were %d", info.Size(), w.size)}
	}
	s := newScanner(w.path, io.NewSectionReader(w.f, w.size, info.Size()-w.size), w.chain)
	for s.next() {
	}
	w.size += s.size
	if s.err != nil {
		return s.err
	}
	if err := w.checkHead(); err != nil {
		return err
	}
	if len(s.torn) == 0 {
		return nil
	}
	return w.cut(s.torn)
}

// checkHead compares the chain with the signed head before anything is added
// to it. A new ledger gets the head of no entries, so that from the first
// entry on a missing head is a fault.
func (w *writer) checkHead() error {
	if w.opt.Key == nil {
		return nil
	}
	pub, ok := w.opt.Key.Public().(minisign.PublicKey)
	if !ok {
		return errors.New("not a signing key")
	}
	h, err := readHead(w.path, pub)
	if errors.Is(err, fs.ErrNotExist) {
		if w.chain.seq > 0 {
			return &Fault{Path: w.path + HeadSuffix, Rule: RuleHead, Text: fmt.Sprintf("absent, while the ledger has %d entries", w.chain.seq)}
		}
		return w.sign()
	}
	if err != nil {
		return err
	}
	return w.chain.knows(w.path, h)
}

// sweep removes a head that was being written when its writer died.
func (w *writer) sweep() error {
	err := os.Remove(w.path + HeadSuffix + atomicfile.Suffix)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (w *writer) sign() error {
	if w.opt.Key == nil {
		return nil
	}
	return writeHead(w.path, w.opt.Perm, Head{w.chain.seq, w.chain.hash}, *w.opt.Key)
}

// cut takes off what a writer that died left behind the last line feed, and
// records how much it was.
func (w *writer) cut(torn []byte) error {
	if err := w.f.Truncate(w.size); err != nil {
		return err
	}
	if err := w.f.Sync(); err != nil {
		return err
	}
	sum := sha256.Sum256(torn)
	body, err := compact(map[string]any{"cut_bytes": len(torn), "sha256": hex.EncodeToString(sum[:])})
	if err != nil {
		return err
	}
	if w.opt.OnTorn != nil {
		w.opt.OnTorn(len(torn))
	}
	_, err = w.append(Entry{Kind: KindLedger, Phase: PhaseNote, Body: body})
	return err
}

// append writes one whole line, waits until it is on the disk and then signs
// the new head. Where the line cannot be written whole, the file is put back.
func (w *writer) append(e Entry) (int64, error) {
	e.Seq, e.Prev = w.chain.seq+1, w.chain.hash
	e.Time = w.opt.Now().UTC().Truncate(time.Second)
	if err := e.checkForm(); err != nil {
		return 0, err
	}
	var err error
	if e.Hash, err = e.digest(); err != nil {
		return 0, err
	}
	line, err := e.encode()
	if err != nil {
		return 0, err
	}
	line = append(line, '\n')
	if len(line) > maxLine {
		return 0, fmt.Errorf("entry of kind %q has %d bytes, at most %d are allowed", e.Kind, len(line), maxLine)
	}
	if _, err := w.f.WriteAt(line, w.size); err != nil {
		return 0, errors.Join(err, w.f.Truncate(w.size))
	}
	if err := w.f.Sync(); err != nil {
		return 0, err
	}
	if rule, text := w.chain.follow(&e); rule != "" {
		return 0, fmt.Errorf("%s: %s", rule, text) // a mistake in this package
	}
	w.size += int64(len(line))
	if err := w.sign(); err != nil {
		return 0, fmt.Errorf("entry %d is written, its signed head is not: %w", e.Seq, err)
	}
	return e.Seq, nil
}
