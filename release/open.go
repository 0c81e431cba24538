package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"aead.dev/minisign"

	"doorstroommonitor/sdmx"
)

// Release is a verified release on disk. It keeps the verified manifest in
// memory and re-checks the digest of every file it reads, so that nothing is
// served that changed after Open. It holds no open files and is safe for use
// by several goroutines.
type Release struct {
	dir       string
	manifest  *Manifest
	text      []byte // manifest.json as verified
	signature []byte
}

// Open verifies the whole release in dir under pub, see Verify.
func Open(dir string, pub minisign.PublicKey) (*Release, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, texts.Wrap(err, "open release")
	}
	defer root.Close()
	m, text, sig, err := verify(root.FS(), pub)
	if err != nil {
		return nil, texts.Wrap(err, "release in %s", dir)
	}
	return &Release{dir: dir, manifest: m, text: text, signature: sig}, nil
}

// Manifest returns the verified manifest; callers must not change it.
func (r *Release) Manifest() *Manifest { return r.manifest }

// File returns the bytes of the file at path after checking its size and
// digest against the verified manifest. The manifest and its signature are
// returned as they were verified. A path that is not listed wraps
// ErrNotListed; a changed file is a *Fault.
func (r *Release) File(path string) ([]byte, error) {
	switch path {
	case ManifestName:
		return bytes.Clone(r.text), nil
	case SignatureName:
		return bytes.Clone(r.signature), nil
	}
	rec, ok := r.manifest.Lookup(path)
	if !ok {
		return nil, fmt.Errorf("%q: %w", path, ErrNotListed)
	}
	// OpenInRoot keeps a link that appeared after Open from leading outside.
	f, err := os.OpenInRoot(r.dir, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault(path, RuleMissing, "absent")
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, rec.Size+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	digest := sha256.Sum256(b)
	if err := compare(&rec, int64(len(b)), digest[:]); err != nil {
		return nil, err
	}
	return b, nil
}

// Structure returns the cubes, tables and codelists of the release.
func (r *Release) Structure() (*sdmx.Structure, error) {
	b, err := r.File(StructureName)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	s := &sdmx.Structure{}
	if err := dec.Decode(s); err != nil {
		return nil, fmt.Errorf("%s: %w", StructureName, err)
	}
	return s, nil
}

// PartitionPath is the place of the canonical CSV of one partition.
func PartitionPath(cube, table string, cohort int) string {
	return fmt.Sprintf("data/%s/%s/%d.csv", cube, table, cohort)
}

// Partition returns one partition. It wraps ErrNotListed where the release
// has none for that cube, table and cohort.
func (r *Release) Partition(cube, table string, cohort int) (*sdmx.Dataset, error) {
	path := PartitionPath(cube, table, cohort)
	b, err := r.File(path)
	if err != nil {
		return nil, err
	}
	d, err := sdmx.ReadCSV(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(d.Observations) == 0 { // a partition without cells names itself nowhere
		d.Cube, d.Table, d.Cohort = cube, table, cohort
	}
	if d.Cube != cube || d.Table != table || d.Cohort != cohort {
		return nil, fmt.Errorf("%s: holds partition %s %s %d", path, d.Cube, d.Table, d.Cohort)
	}
	return d, nil
}
