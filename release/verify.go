package release

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"aead.dev/minisign"
)

// maxManifest bounds what is read before a signature was checked, in bytes.
const maxManifest = 64 << 20

// Verify checks a whole release: the signature under pub, the manifest, and
// that the folder holds every listed file with its size and digest and no
// other. All differing files are reported (errors.Join of *Fault; errors.As
// finds the first). The manifest is nil unless everything is right.
func Verify(fsys fs.FS, pub minisign.PublicKey) (*Manifest, error) {
	m, _, _, err := verify(fsys, pub)
	return m, err
}

func verify(fsys fs.FS, pub minisign.PublicKey) (m *Manifest, text, sig []byte, err error) {
	if text, err = readSmall(fsys, ManifestName); err != nil {
		return nil, nil, nil, err
	}
	if sig, err = readSmall(fsys, SignatureName); err != nil {
		return nil, nil, nil, err
	}
	if m, err = ParseManifest(text, sig, pub); err != nil {
		return nil, nil, nil, err
	}
	listed := make(map[string]bool, len(m.Files)+2)
	listed[ManifestName], listed[SignatureName] = true, true
	var faults []error
	regimes := m.Regimes()
	for i := range m.Files {
		f := &m.Files[i]
		listed[f.Path] = true
		if err := checkContent(fsys, f); err != nil {
			faults = append(faults, err)
		} else if f.partitionCSV() {
			if err := checkRegime(fsys, f, regimes[f.SHA256], m.Method(f.SHA256)); err != nil {
				faults = append(faults, err)
			}
		}
	}
	faults = append(faults, OnlyListed(fsys, listed)...)
	if err := errors.Join(faults...); err != nil {
		return nil, nil, nil, err
	}
	return m, text, sig, nil
}

// OnlyListed returns a *Fault for every file or folder of fsys that is not in
// listed or on the way to it, and for everything that is no regular file.
func OnlyListed(fsys fs.FS, listed map[string]bool) []error {
	folders := map[string]bool{".": true}
	for p := range listed {
		for d := path.Dir(p); !folders[d]; d = path.Dir(d) {
			folders[d] = true
		}
	}
	var faults []error
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && !folders[p]:
			faults = append(faults, fault(p, RuleUnlisted, "a folder that the manifest does not list"))
			return fs.SkipDir
		case d.IsDir():
		case !listed[p]:
			faults = append(faults, fault(p, RuleUnlisted, "a file that the manifest does not list"))
		case !d.Type().IsRegular():
			faults = append(faults, fault(p, RuleKind, "not a regular file (%s)", d.Type()))
		}
		return nil
	})
	if err != nil {
		faults = append(faults, fmt.Errorf("list the release: %w", err))
	}
	return faults
}

// CheckFile checks that fsys holds file with its size and digest.
func CheckFile(fsys fs.FS, file File) error { return checkContent(fsys, &file) }

func checkContent(fsys fs.FS, file *File) error {
	f, err := fsys.Open(file.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return fault(file.Path, RuleMissing, "absent")
	}
	if err != nil {
		return fmt.Errorf("open %s: %w", file.Path, err)
	}
	defer f.Close()
	h := sha256.New()
	// One byte more than listed shows that a file is too long without
	// reading all of it.
	n, err := io.Copy(h, io.LimitReader(f, file.Size+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", file.Path, err)
	}
	return compare(file, n, h.Sum(nil))
}

func compare(file *File, size int64, digest []byte) error {
	if size > file.Size {
		return fault(file.Path, RuleSize, "more than the %d bytes that the manifest says", file.Size)
	}
	if size != file.Size {
		return fault(file.Path, RuleSize, "%d bytes, the manifest says %d", size, file.Size)
	}
	if got := hex.EncodeToString(digest); got != file.SHA256 {
		return fault(file.Path, RuleDigest, "sha256 is %s, the manifest says %s", got, file.SHA256)
	}
	return nil
}

func readSmall(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault(name, RuleMissing, "absent, so this folder is no release")
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxManifest+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(b) > maxManifest {
		return nil, fault(name, RuleSize, "more than %d bytes", maxManifest)
	}
	return b, nil
}
