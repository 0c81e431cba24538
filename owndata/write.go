package owndata

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"aead.dev/minisign"

	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/release"
)

// ErrExists says that something else lies where the provision should come.
var ErrExists = texts.Errorf("a provision of this name exists with other contents")

// Result is a provision that was carried out.
type Result struct {
	Manifest *Manifest
	Dir      string
	Digest   string // SHA-256 of own-data.json
	Existing bool   // the same provision was there already; nothing was written
}

// Write makes the folder PARENT/ID, readable by its owner alone: whole, signed
// and read back, or not at all. m says everything but Format and Files. Where
// the same provision is there already nothing is written.
func Write(parent string, m Manifest, tables []Table, key minisign.PrivateKey) (*Result, error) {
	res, err := write(parent, m, tables, key)
	if err != nil {
		return nil, fmt.Errorf("own data %s: %w", m.ID, err)
	}
	return res, nil
}

func write(parent string, m Manifest, tables []Table, key minisign.PrivateKey) (*Result, error) {
	pub, ok := key.Public().(minisign.PublicKey)
	if !ok {
		return nil, errors.New("not a signing key")
	}
	if !release.SafeName(m.ID) {
		return nil, fmt.Errorf("%q is no name of a folder", m.ID)
	}
	dir := filepath.Join(parent, m.ID)
	tmp := dir + atomicfile.Suffix
	if err := errors.Join(os.MkdirAll(parent, 0o700), os.RemoveAll(tmp)); err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp) // without effect once it has its final name
	m.Format, m.Files = Format, nil
	if err := writeTables(tmp, &m, tables); err != nil {
		return nil, err
	}
	slices.SortFunc(m.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	text, err := m.encode()
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(dir); err == nil {
		return existing(dir, text, pub)
	}
	if err := errors.Join(put(tmp, ManifestName, text), put(tmp, SignatureName, m.sign(text, key)), syncFolders(tmp)); err != nil {
		return nil, err
	}
	// What is about to be handed over is read back the way its recipient does.
	p, err := Verify(tmp, pub)
	if err != nil {
		return nil, fmt.Errorf("read back: %w", err)
	}
	if err := atomicfile.ReplaceDir(tmp, dir); err != nil {
		return nil, err
	}
	return &Result{Manifest: p.Manifest, Dir: dir, Digest: p.Digest}, nil
}

// writeTables writes all files that the manifest lists, and lists them.
func writeTables(dir string, m *Manifest, tables []Table) error {
	add := func(f File, b []byte) error {
		sum := sha256.Sum256(b)
		f.Size, f.SHA256 = int64(len(b)), hex.EncodeToString(sum[:])
		m.Files = append(m.Files, f)
		return put(dir, f.Path, b)
	}
	for i := range tables {
		t := &tables[i]
		if err := t.check(); err != nil {
			return err
		}
		for _, form := range []struct {
			ext   string
			write func(io.Writer, string) error
		}{{".csv", t.writeCSV}, {".parquet", t.writeParquet}} {
			var b bytes.Buffer
			if err := form.write(&b, m.ID); err != nil {
				return fmt.Errorf("%s/%s: %w", t.Cube, t.Table, err)
			}
			path := fmt.Sprintf("data/%s/%s/%d%s", t.Cube, t.Table, t.Cohort, form.ext)
			if err := add(File{Path: path, Cube: t.Cube, Table: t.Table, Cohort: t.Cohort, Since: t.Since, Rows: len(t.Rows)}, b.Bytes()); err != nil {
				return err
			}
		}
	}
	var readme bytes.Buffer // tells of the files
	if err := m.writeReadme(&readme); err != nil {
		return err
	}
	return add(File{Path: ReadmeName}, readme.Bytes())
}

func put(dir, path string, b []byte) error {
	full := filepath.Join(dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
		return err
	}
	return atomicfile.WriteBytes(full, 0o600, b)
}

func syncFolders(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return atomicfile.SyncDir(path)
	})
}

// existing accepts a provision that is there already if it is whole and the
// same.
func existing(dir string, text []byte, pub minisign.PublicKey) (*Result, error) {
	p, err := Verify(dir, pub)
	if err != nil {
		return nil, texts.Errorf("the existing provision is damaged: %v; next: move %s away", err, dir)
	}
	if again, err := p.Manifest.encode(); err != nil || !bytes.Equal(again, text) {
		return nil, errors.Join(texts.Wrap(ErrExists, "next: give another --decision, or move %s away", dir), err)
	}
	return &Result{Manifest: p.Manifest, Dir: dir, Digest: p.Digest, Existing: true}, nil
}

// encode returns the only text that readers accept for m.
func (m *Manifest) encode() ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(m)
	return buf.Bytes(), err
}

// comment is the signed comment of the signature over own-data.json.
func (m *Manifest) comment() string {
	return fmt.Sprintf("doorstroommonitor own data %s %s", m.ID, m.Created)
}

// sign makes a prehashed minisign signature without wall clock, see
// release.CheckSignature.
func (m *Manifest) sign(text []byte, key minisign.PrivateKey) []byte {
	r := minisign.NewReader(bytes.NewReader(text))
	_, _ = io.Copy(io.Discard, r) // from memory to nowhere: cannot fail
	return r.SignWithComments(key, m.comment(), release.UntrustedComment)
}
