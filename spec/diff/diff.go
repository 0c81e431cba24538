// Package diff compares two versions of the specification from the side of
// whoever receives the figures: what goes, what means something else, what
// comes along, and what only reads differently.
//
// What belongs here: the comparison, the grade of every kind of change with
// its reason (policy.go), proposals for carrying codes over (mapping.go), and
// the version number that follows. What does not: figures, the register, and
// which cells of last year are hit (impact).
package diff

import (
	"cmp"
	"slices"
	"strings"

	"doorstroommonitor/internal/version"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Kinds of change.
const (
	Added   = "added"
	Removed = "removed"
	Changed = "changed"
)

// Change is one difference.
type Change struct {
	// Path is that of the concept, and the key within it where it is not the
	// whole concept: population/VO/rule/threshold.
	Path  string        `json:"path"`
	Kind  string        `json:"kind"`
	Grade version.Grade `json:"grade"`
	Old   string        `json:"old,omitempty"`
	New   string        `json:"new,omitempty"`
	// Reason says why the grade is what it is.
	Reason sdmx.Text `json:"reason"`
}

// Report is the comparison of two versions.
type Report struct {
	From       string        `json:"from"`
	To         string        `json:"to"`
	FromDigest string        `json:"from_sha256"`
	ToDigest   string        `json:"to_sha256"`
	Grade      version.Grade `json:"grade"` // the highest of all changes
	// Next is the least version that may carry these changes; Fits says that
	// the version of the later specification is at least that.
	Next     string    `json:"next_version"`
	Fits     bool      `json:"version_fits"`
	Changes  []Change  `json:"changes"` // the gravest first, then by path
	Mappings []Mapping `json:"mappings"`
}

// Compare compares two specifications, the earlier first.
func Compare(a, b *spec.Specification) *Report {
	w := &walk{a: a, b: b, pub: usesOf(a, b)}
	w.specification()
	slices.SortStableFunc(w.changes, func(x, y Change) int {
		return cmp.Or(cmp.Compare(y.Grade, x.Grade), strings.Compare(x.Path, y.Path))
	})
	r := &Report{
		From: a.About.Version, To: b.About.Version, FromDigest: a.Digest, ToDigest: b.Digest,
		Changes: w.changes, Mappings: mappings(a, b),
	}
	for _, c := range r.Changes {
		r.Grade = max(r.Grade, c.Grade)
	}
	from, errFrom := version.Parse(a.About.Version)
	to, errTo := version.Parse(b.About.Version)
	if errFrom == nil && errTo == nil {
		next := from.Next(r.Grade)
		r.Next, r.Fits = next.String(), version.Compare(to, next) >= 0
	}
	return r
}
