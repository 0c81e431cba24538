// Package seal is the gate's lock: the only maker of a release, and only with
// evidence that the very figures in it were attacked and held.
//
// What belongs here: checking evidence, writing the release folder, signing.
// What does not: attacks and judgements (audit), what a release looks like to
// its reader (release), choosing contents (cli), sending (deliver).
package seal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/audit"
	"doorstroommonitor/budget"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// ErrEvidence says that a partition has no evidence that opens the gate.
var ErrEvidence = errors.New("no evidence that opens the gate covers this partition")

// Draft is a release before it is sealed. Manifest holds everything but
// Format, Created, Tree, Files and the audit part of Groups.
type Draft struct {
	Manifest release.Manifest
	Files    []Entry
	// Evidence are the audit reports of groups with exact figures, Receipts the
	// paid draws of groups with noise: a group has one or the other.
	Evidence []*audit.Report
	Receipts []*budget.Receipt
}

// GroupOf names the protection group of a partition, such as
// "VO/2021".
type GroupOf func(f release.File) string

// Seal writes and signs the release folder dir. Every partition must be
// covered by the evidence of its own group, byte for byte: exact figures by a
// passed report, whose digest of what was attacked is that of the file; noisy
// figures by the receipt of their draw. Otherwise nothing appears and the error
// wraps ErrEvidence.
func Seal(dir string, d Draft, groupOf GroupOf, key minisign.PrivateKey, now time.Time) error {
	reports, receipts := map[string]*audit.Report{}, map[string]*budget.Receipt{}
	for _, r := range d.Evidence {
		if !r.Passed() {
			return fmt.Errorf("seal %s: group %s: %w", d.Manifest.ID, r.Group(), ErrEvidence)
		}
		reports[r.Group()] = r
	}
	for _, r := range d.Receipts {
		if reports[r.Group()] != nil {
			return fmt.Errorf("seal %s: group %s has an audit and a receipt of noise: exact figures beside noisy ones take the noise off: %w", d.Manifest.ID, r.Group(), ErrEvidence)
		}
		receipts[r.Group()] = r
	}
	if err := agree(&d.Manifest, receipts); err != nil {
		return fmt.Errorf("seal %s: %w", d.Manifest.ID, err)
	}
	approve := func(dir string, files []release.File) error {
		for _, f := range files {
			if f.Kind != release.KindPartition || !strings.HasSuffix(f.Path, ".csv") {
				continue
			}
			form, err := formOf(filepath.Join(dir, filepath.FromSlash(f.Path)))
			if err != nil {
				return err
			}
			noisy := form == sdmx.FormEstimated
			audited, paid := reports[groupOf(f)], receipts[groupOf(f)]
			switch {
			case noisy && (paid == nil || !paid.Covers(f.SHA256)):
				return fmt.Errorf("%s: noisy figures without the receipt of their draw: %w; next: charge and draw them (publish in the specification)", f.Path, ErrEvidence)
			case !noisy && (audited == nil || !audited.Covers(f.SHA256)):
				return fmt.Errorf("%s: %w; next: run the audit on exactly these figures", f.Path, ErrEvidence)
			}
		}
		return nil
	}
	return write(filepath.Clean(dir), d.Manifest, d.Files, approve, key, now)
}

// formOf reads in which form a partition was written.
func formOf(path string) (sdmx.Form, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadString('\n')
	if err != nil && err != io.EOF {
		return 0, err
	}
	return sdmx.HeaderForm(line), nil
}
