package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"doorstroommonitor/sdmx"
)

// Report ties verdicts to the very datasets that were attacked. Only
// NewReport makes one, and seal accepts nothing else as evidence of an audit,
// so that a report about other figures opens no gate.
type Report struct {
	group    string
	of       map[string]bool
	verdicts []*Verdict
	attempts []Attempt
}

// NewReport makes the report of an audit of datasets, all of one group.
// Attempts are those of every attacker, the ones of the verdicts included.
func NewReport(group string, datasets []*sdmx.Dataset, verdicts []*Verdict, attempts []Attempt) (*Report, error) {
	r := &Report{group: group, of: map[string]bool{}, verdicts: verdicts, attempts: attempts}
	for _, d := range datasets {
		h, err := Hash(d)
		if err != nil {
			return nil, err
		}
		r.of[h] = true
	}
	for _, v := range verdicts {
		if v.Group != group {
			return nil, fmt.Errorf("report on %s: a verdict is about %s", group, v.Group)
		}
	}
	return r, nil
}

// Hash is the SHA-256 (hexadecimal) of a dataset's canonical CSV: the digest
// of the partition file itself.
func Hash(d *sdmx.Dataset) (string, error) {
	h := sha256.New()
	if err := d.WriteCSV(h); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Group returns the protection group.
func (r *Report) Group() string { return r.group }

// Covers reports whether the dataset with that hash was attacked.
func (r *Report) Covers(hash string) bool { return r.of[hash] }

// Passed reports whether there is at least one verdict, every one passed, and
// so did the attempt of every attacker who is guarded against.
func (r *Report) Passed() bool {
	return len(r.verdicts) > 0 && !slices.ContainsFunc(r.verdicts, func(v *Verdict) bool { return !v.Passed() }) &&
		!slices.ContainsFunc(r.attempts, func(a Attempt) bool { return !a.Passed() })
}

// Attempts says what each attacker achieved, in order.
func (r *Report) Attempts() []Attempt { return slices.Clone(r.attempts) }

// Attackers lists the attackers, in order.
func (r *Report) Attackers() []string {
	var out []string
	for _, a := range r.attempts {
		if !slices.Contains(out, a.Attacker) {
			out = append(out, a.Attacker)
		}
	}
	return out
}

// ExactReveals adds up the cells that some attacker knows exactly.
func (r *Report) ExactReveals() int {
	n := 0
	for _, v := range r.verdicts {
		n += v.ExactReveals
	}
	return n
}
