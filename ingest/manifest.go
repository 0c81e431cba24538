package ingest

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
	"reflect"
)

// Names in a store.
const (
	manifestName   = "manifest.json"
	receiptName    = "receipt.json"
	quarantineName = "quarantine.csv"
)

const storeFormat = "doorstroommonitor-store/1"

// Manifest says what is in a store and what it was made from.
type Manifest struct {
	Format   string `json:"format"`
	Program  string `json:"program"`
	Spec     string `json:"specification_sha256"`
	Register string `json:"register_sha256"`
	// Key tells pseudonym keys apart and reveals nothing of them.
	Key     string           `json:"key_check"`
	Buckets int              `json:"buckets"`
	Inputs  []ManifestInput  `json:"inputs"` // by name
	Records map[string]int64 `json:"records"`
	Files   []StoreFile      `json:"files"` // by path
}

// ManifestInput is one input. The commitment is HMAC-SHA-256 of its bytes
// under the commitment key: a plain digest would confirm guesses.
type ManifestInput struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Rows int64  `json:"rows"`
	HMAC string `json:"hmac_sha256"`
}

// StoreFile is one file of the store. Record is empty for the receipt and the
// quarantine.
type StoreFile struct {
	Path   string `json:"path"`
	Record string `json:"record,omitempty"`
	Year   int    `json:"year,omitempty"`
	Bucket int    `json:"bucket"`
	Rows   int64  `json:"rows"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// ReadManifest reads the manifest of a store. fs.ErrNotExist is in the error
// when dir is not there or is not a store.
func ReadManifest(dir string) (*Manifest, error) {
	b, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	m := new(Manifest)
	if err := dec.Decode(m); err != nil {
		return nil, fmt.Errorf("store %s: manifest: %w", dir, err)
	}
	if m.Format != storeFormat {
		return nil, fmt.Errorf("store %s: format %q, %q expected", dir, m.Format, storeFormat)
	}
	return m, nil
}

// CheckFiles compares every file of the store with its digest, and reports
// the first that differs, is missing or should not be there.
func (m *Manifest) CheckFiles(dir string) error {
	listed := map[string]bool{manifestName: true}
	for _, f := range m.Files {
		listed[f.Path] = true
		h, err := os.Open(filepath.Join(dir, filepath.FromSlash(f.Path)))
		if err != nil {
			return fmt.Errorf("store: %w", err)
		}
		sum := sha256.New()
		n, err := io.Copy(sum, h)
		h.Close()
		if err != nil {
			return fmt.Errorf("store: %s: %w", f.Path, err)
		}
		if n != f.Size || hex.EncodeToString(sum.Sum(nil)) != f.SHA256 {
			return fmt.Errorf("store: %s differs from the manifest", f.Path)
		}
	}
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err == nil && !listed[filepath.ToSlash(rel)] {
			err = fmt.Errorf("store: %s is not in the manifest", filepath.ToSlash(rel))
		}
		return err
	})
}

// reuse gives the receipt of the store that is there, if it was made from the
// same and is whole; nil if it has to be made. A folder that is no store is
// an error: it is not ours to replace.
func (s *intake) reuse() (*Receipt, error) {
	o := s.options
	info, err := os.Stat(o.Store)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	old, err := ReadManifest(o.Store)
	if errors.Is(err, fs.ErrNotExist) || !info.IsDir() {
		return nil, fmt.Errorf("store %s: there is something else of that name; name another folder, or remove it", o.Store)
	}
	if err != nil {
		return nil, nil // of another format, or damaged: made again
	}
	want := s.manifest()
	for i, f := range s.files {
		if want.Inputs[i].HMAC, err = commit(o.CommitmentKey, f.input.Path); err != nil {
			return nil, f.stopFor(ruleMissing, 0, err)
		}
		if i < len(old.Inputs) {
			want.Inputs[i].Rows = old.Inputs[i].Rows // follows from the bytes
		}
	}
	want.Records, want.Files = old.Records, old.Files
	if !reflect.DeepEqual(want, old) || old.CheckFiles(o.Store) != nil {
		return nil, nil
	}
	b, err := os.ReadFile(filepath.Join(o.Store, receiptName))
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	r := &Receipt{Reused: true}
	if err := json.Unmarshal(b, r); err != nil {
		return nil, fmt.Errorf("store: %s: %w", receiptName, err)
	}
	return r, nil
}

// manifest gives what is known before the files are.
func (s *intake) manifest() *Manifest {
	m := &Manifest{
		Format: storeFormat, Program: s.options.Program, Spec: s.options.Spec.Digest, Register: s.options.Register.Digest(),
		Key: s.options.Key.Check(), Buckets: s.options.Buckets,
	}
	for _, f := range s.files {
		m.Inputs = append(m.Inputs, ManifestInput{Name: f.input.Name, Kind: f.input.kind(), HMAC: f.digest})
	}
	return m
}

func marshal(v any) ([]byte, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	return append(b, '\n'), err
}
