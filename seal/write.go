package seal

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/release"
)

// Entry is a file to be sealed: its record without size and digest, which are
// measured while Write writes it.
type Entry struct {
	release.File
	Write func(io.Writer) error
}

// ErrExists says that a release of that name exists with other contents. A
// release is never changed: the next one has another name.
var ErrExists = errors.New("a release of this name exists with other contents")

// write makes the signed release folder dir, named after m.ID, from files. It
// fills in Format, Created (now), Tree and Files. The folder appears whole or
// not at all; a half-written one of an earlier run is removed first. Where an
// identical release exists already nothing happens. Nothing is signed before
// approve has seen the digests of all files.
func write(dir string, m release.Manifest, files []Entry, approve func(dir string, files []release.File) error, key minisign.PrivateKey, now time.Time) error {
	if filepath.Base(dir) != m.ID {
		return fmt.Errorf("seal %s: the folder must be named after release %q", dir, m.ID)
	}
	pub, ok := key.Public().(minisign.PublicKey)
	if !ok {
		return fmt.Errorf("seal %s: not a signing key", m.ID)
	}
	tmp := dir + atomicfile.Suffix
	if err := os.RemoveAll(tmp); err != nil {
		return fmt.Errorf("seal %s: remove what an earlier run left: %w", m.ID, err)
	}
	defer os.RemoveAll(tmp) // without effect once it has its final name
	if err := os.Mkdir(tmp, 0o755); err != nil {
		return fmt.Errorf("seal %s: %w", m.ID, err)
	}
	if err := writeEntries(tmp, &m, files); err != nil {
		return fmt.Errorf("seal %s: %w", m.ID, err)
	}
	if err := approve(tmp, m.Files); err != nil {
		return fmt.Errorf("seal %s: %w", m.ID, err)
	}
	text, err := finish(&m, now)
	if err != nil {
		return fmt.Errorf("seal %s: %w", m.ID, err)
	}
	if _, err := os.Lstat(dir); err == nil {
		return compareExisting(dir, text, pub)
	}
	if err := writeSynced(filepath.Join(tmp, release.ManifestName), copyOf(text)); err != nil {
		return fmt.Errorf("seal %s: %w", m.ID, err)
	}
	if err := writeSynced(filepath.Join(tmp, release.SignatureName), copyOf(sign(text, &m, key))); err != nil {
		return fmt.Errorf("seal %s: %w", m.ID, err)
	}
	if err := settleFolders(tmp); err != nil {
		return fmt.Errorf("seal %s: %w", m.ID, err)
	}
	// The writer is not its own judge: what is about to be published is read
	// back the way a recipient reads it.
	if _, err := release.Verify(os.DirFS(tmp), pub); err != nil {
		return fmt.Errorf("seal %s: read back: %w", m.ID, err)
	}
	if err := atomicfile.ReplaceDir(tmp, dir); err != nil {
		return fmt.Errorf("seal %s: %w", m.ID, err)
	}
	return nil
}

// writeEntries writes files under dir and records them in m, ascending by
// path.
func writeEntries(dir string, m *release.Manifest, files []Entry) error {
	sorted := append([]Entry{}, files...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].Path < sorted[j].Path })
	m.Files = make([]release.File, 0, len(sorted))
	for i := range sorted {
		e := &sorted[i]
		if err := release.SafePath(e.Path); err != nil {
			return err
		}
		if i > 0 && sorted[i-1].Path == e.Path {
			return fmt.Errorf("%s: given twice", e.Path)
		}
		path := filepath.Join(dir, filepath.FromSlash(e.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		m.Files = append(m.Files, e.File)
		if err := writeMeasured(path, e.Write, &m.Files[i]); err != nil {
			return fmt.Errorf("%s: %w", e.Path, err)
		}
	}
	return nil
}

// writeMeasured writes one file and fills in size and digest of its record.
func writeMeasured(path string, write func(io.Writer) error, rec *release.File) error {
	h := sha256.New()
	var size counter
	err := writeSynced(path, func(w io.Writer) error { return write(io.MultiWriter(w, h, &size)) })
	rec.Size, rec.SHA256 = int64(size), hex.EncodeToString(h.Sum(nil))
	return err
}

// finish completes the manifest and returns its text.
func finish(m *release.Manifest, now time.Time) ([]byte, error) {
	m.Format = release.Format
	m.Created = now.UTC().Format(time.RFC3339)
	if m.Groups == nil {
		m.Groups = []release.Group{}
	}
	if m.Inputs == nil {
		m.Inputs = []release.Commitment{}
	}
	var err error
	if m.Tree, err = release.TreeRoot(m.Files); err != nil {
		return nil, err
	}
	if err := m.Check(); err != nil {
		return nil, err
	}
	return m.Encode()
}

// compareExisting allows a second run of the same sealing and nothing else.
func compareExisting(dir string, text []byte, pub minisign.PublicKey) error {
	old, err := os.ReadFile(filepath.Join(dir, release.ManifestName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("seal %s: %w", filepath.Base(dir), err)
	}
	if !bytes.Equal(old, text) {
		return fmt.Errorf("seal %s: %w; next: give the new release another id, or move %s away", filepath.Base(dir), ErrExists, dir)
	}
	if _, err := release.Verify(os.DirFS(dir), pub); err != nil {
		return fmt.Errorf("seal %s: the existing release is damaged: %w", filepath.Base(dir), err)
	}
	return nil
}

// sign makes a prehashed minisign signature without wall clock, see
// release.CheckSignature.
func sign(text []byte, m *release.Manifest, key minisign.PrivateKey) []byte {
	r := minisign.NewReader(bytes.NewReader(text))
	_, _ = io.Copy(io.Discard, r) // from memory to nowhere: cannot fail
	return r.SignWithComments(key, m.TrustedComment(), release.UntrustedComment)
}

func writeSynced(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	bw := bufio.NewWriterSize(f, 1<<16)
	if err := write(bw); err != nil {
		return err
	}
	if err := bw.Flush(); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil { // whatever the umask says
		return err
	}
	return f.Sync()
}

// settleFolders gives the folders their mode, whatever the umask, and makes
// the names in them durable.
func settleFolders(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if err := os.Chmod(path, 0o755); err != nil {
			return err
		}
		return atomicfile.SyncDir(path)
	})
}

func copyOf(b []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
}

// counter counts the bytes written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
