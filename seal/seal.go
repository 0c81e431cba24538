// Package seal is the gate's lock: the only maker of a release, and only with
// evidence that the very figures in it were attacked and held.
//
// What belongs here: checking evidence, writing the release folder, signing.
// What does not: attacks and judgements (audit), what a release looks like to
// its reader (release), choosing contents (cli), sending (deliver).
package seal

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/audit"
	"doorstroommonitor/release"
)

// ErrEvidence says that a partition has no evidence that opens the gate.
var ErrEvidence = errors.New("no passed audit covers this partition")

// Draft is a release before it is sealed. Manifest holds everything but
// Format, Created, Tree, Files and the audit part of Groups.
type Draft struct {
	Manifest release.Manifest
	Files    []Entry
	// Evidence are the audit reports, one a protection group. A privacy
	// mechanism's receipt will be a second kind.
	Evidence []*audit.Report
}

// GroupOf names the protection group of a partition, such as
// "VO-DIPLOMA/2021".
type GroupOf func(f release.File) string

// Seal writes and signs the release folder dir. Every partition must be
// covered by a passed report of its own group, byte for byte: the digest of
// the file that was written is the digest of the dataset that was attacked.
// Otherwise nothing appears and the error wraps ErrEvidence.
func Seal(dir string, d Draft, groupOf GroupOf, key minisign.PrivateKey, now time.Time) error {
	reports := map[string]*audit.Report{}
	for _, r := range d.Evidence {
		if !r.Passed() {
			return fmt.Errorf("seal %s: group %s: %w", d.Manifest.ID, r.Group(), ErrEvidence)
		}
		reports[r.Group()] = r
	}
	approve := func(files []release.File) error {
		for _, f := range files {
			if f.Kind != release.KindPartition || !strings.HasSuffix(f.Path, ".csv") {
				continue
			}
			r, ok := reports[groupOf(f)]
			if !ok || !r.Covers(f.SHA256) {
				return fmt.Errorf("%s: %w; next: run the audit on exactly these figures", f.Path, ErrEvidence)
			}
		}
		return nil
	}
	return write(filepath.Clean(dir), d.Manifest, d.Files, approve, key, now)
}
