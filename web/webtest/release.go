package webtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"aead.dev/minisign"

	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// Release is a release in memory.
type Release struct {
	Man   *release.Manifest
	St    *sdmx.Structure
	Parts map[string]*sdmx.Dataset // by path
	Files map[string][]byte        // by path
}

// Manifest returns the manifest.
func (r *Release) Manifest() *release.Manifest { return r.Man }

// Structure returns the metadata.
func (r *Release) Structure() (*sdmx.Structure, error) { return r.St, nil }

// Partition returns one partition.
func (r *Release) Partition(cube, table string, cohort int) (*sdmx.Dataset, error) {
	d, ok := r.Parts[release.PartitionPath(cube, table, cohort)]
	if !ok {
		return nil, fmt.Errorf("no partition %s %s %d", cube, table, cohort)
	}
	return d, nil
}

// File returns the bytes of a file.
func (r *Release) File(path string) ([]byte, error) {
	b, ok := r.Files[path]
	if !ok {
		return nil, fmt.Errorf("no file %q", path)
	}
	return b, nil
}

// New makes the fixture for an audience. Two calls give equal releases.
func New(id, audience, created string) *Release {
	return build(id, audience, created, func(*sdmx.Structure) {}, func(*sdmx.Dataset) {}, func(*release.Manifest) {})
}

// build makes the fixture; the functions change its parts on the way.
func build(id, audience, created string, cubes func(*sdmx.Structure), part func(*sdmx.Dataset), groups func(*release.Manifest)) *Release {
	r := &Release{St: structure(), Parts: map[string]*sdmx.Dataset{}, Files: map[string][]byte{}}
	cubes(r.St)
	r.Man = &release.Manifest{
		Format: release.Format, ID: id, Audience: audience, Created: created, Program: "doorstroom fixture", Specification: r.St.Specification,
		SpecDigest: strings.Repeat("0", 64), Synthetic: true, Inputs: []release.Commitment{},
	}
	cells, hidden := map[int]int{}, map[int]int{}
	for _, d := range datasets() {
		part(d)
		model(d)
		path := release.PartitionPath(d.Cube, d.Table, d.Cohort)
		r.Parts[path] = d
		var b bytes.Buffer
		if err := d.WriteCSV(&b); err != nil {
			panic(err) // a buffer does not fail
		}
		r.add(release.File{Path: path, Kind: release.KindPartition, Cube: d.Cube, Table: d.Table, Cohort: d.Cohort}, b.Bytes())
		r.add(release.File{Path: strings.TrimSuffix(path, ".csv") + ".parquet", Kind: release.KindProduct, Cube: d.Cube, Table: d.Table, Cohort: d.Cohort}, []byte("PAR1 stand-in\n"))
		for i := range d.Observations {
			cells[d.Cohort]++
			if d.Observations[i].Hidden {
				hidden[d.Cohort]++
			}
		}
	}
	for _, c := range r.St.Cubes {
		r.add(release.File{Path: "products/" + c.ID + ".xlsx", Kind: release.KindProduct, Cube: c.ID}, []byte("PK stand-in\n"))
	}
	b, err := json.Marshal(r.St)
	if err != nil {
		panic(err) // plain data
	}
	r.add(release.File{Path: release.StructureName, Kind: release.KindStructure}, append(b, '\n'))
	for i, y := range cohorts {
		var by []release.Attacker
		if i == len(cohorts)-1 { // releases of earlier programs have none
			width, alike, none := int64(5), 12, 0
			by = []release.Attacker{
				{ID: "outsider", Mode: "guard", Reach: &release.Reach{Cells: 1234, MinWidth: &width, Homogeneous: &alike, Unanimous: &none}},
				{ID: "contributor", Mode: "guard", Reach: &release.Reach{}},
				{ID: "institution", Mode: "report"},
			}
		}
		r.Man.Groups = append(r.Man.Groups, release.Group{
			Population: "VO-DIPLOMA", Cohort: y, Regime: "exact", Rule: release.Rule{Threshold: 5, Width: 5, Zeros: "published"},
			Audit: release.Audit{Attackers: []string{"outsider"}, Cells: cells[y], Hidden: hidden[y], DatasetHash: strings.Repeat("0", 64), By: by},
		})
	}
	groups(r.Man)
	slices.SortFunc(r.Man.Files, func(a, b release.File) int { return strings.Compare(a.Path, b.Path) })
	if r.Man.Tree, err = release.TreeRoot(r.Man.Files); err != nil {
		panic(err) // plain data
	}
	text, err := r.Man.Encode()
	if err != nil {
		panic(err) // plain data
	}
	r.Files[release.ManifestName] = text
	r.Files[release.SignatureName] = []byte("unsigned fixture\n")
	return r
}

func (r *Release) add(f release.File, b []byte) {
	sum := sha256.Sum256(b)
	f.Size, f.SHA256 = int64(len(b)), hex.EncodeToString(sum[:])
	r.Man.Files = append(r.Man.Files, f)
	r.Files[f.Path] = b
}

// WriteFolder writes the release as a folder below dir, signed with key.
func (r *Release) WriteFolder(dir string, key minisign.PrivateKey) error {
	text := r.Files[release.ManifestName]
	sr := minisign.NewReader(bytes.NewReader(text))
	if _, err := io.Copy(io.Discard, sr); err != nil {
		return err
	}
	r.Files[release.SignatureName] = sr.SignWithComments(key, r.Man.TrustedComment(), release.UntrustedComment)
	for path, b := range r.Files {
		to := filepath.Join(dir, r.Man.ID, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
