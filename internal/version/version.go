// Package version reads versions of the specification and ranges of them, and
// says which version a change asks for.
//
// A version is numbers divided by points: the year, the issue within the
// year, and a correction of that issue, as in 2026, 2026.1 and 2026.1.2. What
// is left out counts as zero. The package knows nothing of what is versioned.
package version

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Version is the numbers of a version, the most important first.
type Version []int

// Parse reads a version.
func Parse(s string) (Version, error) {
	var v Version
	for seg := range strings.SplitSeq(s, ".") {
		n, err := strconv.Atoi(seg)
		if err != nil || n < 0 || strings.Trim(seg, "0123456789") != "" {
			return nil, texts.Errorf("%q is no version; expected: numbers divided by points, such as 2026.1", s)
		}
		v = append(v, n)
	}
	return v, nil
}

// String writes the version as it was read.
func (v Version) String() string {
	var out []string
	for _, n := range v {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, ".")
}

// at returns the i-th number; zero where it is left out.
func (v Version) at(i int) int {
	if i < len(v) {
		return v[i]
	}
	return 0
}

// Compare orders two versions: -1, 0 or 1.
func Compare(a, b Version) int {
	for i := range max(len(a), len(b)) {
		if c := cmp.Compare(a.at(i), b.at(i)); c != 0 {
			return c
		}
	}
	return 0
}

// Grade says how much a change asks of whoever receives figures.
type Grade int

// Grades, the least first.
const (
	None  Grade = iota
	Patch       // nothing changes but words
	Minor       // something comes along; what there was stays as it was
	Major       // something goes, or means something else
)

// String is the English name.
func (g Grade) String() string { return [...]string{"none", "patch", "minor", "major"}[g] }

// MarshalText writes the English name.
func (g Grade) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// Next returns the least version that may follow v after a change: the first
// issue of the next year, the next issue, or the next correction.
func (v Version) Next(g Grade) Version {
	switch g {
	case Major:
		return Version{v.at(0) + 1, 1}
	case Minor:
		return Version{v.at(0), v.at(1) + 1}
	case Patch:
		return Version{v.at(0), v.at(1), v.at(2) + 1}
	}
	return slices.Clone(v)
}

// Range is a set of versions.
type Range struct{ conditions []condition }

type condition struct {
	op string
	v  Version
}

// operators, the longer ones first.
var operators = []string{">=", "<=", ">", "<", "="}

// ParseRange reads a range: one version (2026.1), all that begin with the same
// numbers (2026.*), or conditions divided by spaces that all hold
// (>=2026.1 <2027).
func ParseRange(s string) (Range, error) {
	var r Range
	for _, word := range strings.Fields(s) {
		c := condition{op: "="}
		for _, op := range operators {
			if rest, ok := strings.CutPrefix(word, op); ok {
				c.op, word = op, rest
				break
			}
		}
		if prefix, star := strings.CutSuffix(word, ".*"); star && c.op == "=" {
			c.op, word = "*", prefix
		}
		v, err := Parse(word)
		if err != nil {
			return Range{}, texts.Errorf("%q is no range of versions; expected: a version such as 2026.1, 2026.*, or >=2026.1 <2027", s)
		}
		c.v = v
		r.conditions = append(r.conditions, c)
	}
	if len(r.conditions) == 0 {
		return Range{}, texts.Errorf("%q is no range of versions; expected: a version such as 2026.1, 2026.*, or >=2026.1 <2027", s)
	}
	if r.empty() {
		return Range{}, texts.Errorf("no version lies in %q; give a first that is not after the last, such as >=2026.1 <2027", s)
	}
	return r, nil
}

// empty reports whether no version lies in the range. If one does, then one
// that a condition names does, or the first after it, or the first of all.
func (r Range) empty() bool {
	longest := 0
	for _, c := range r.conditions {
		longest = max(longest, len(c.v))
	}
	tries := []Version{{0}}
	for _, c := range r.conditions {
		padded := append(slices.Clone(c.v), make(Version, longest-len(c.v))...)
		tries = append(tries, c.v, padded, append(padded, 0, 1))
	}
	return !slices.ContainsFunc(tries, r.Holds)
}

// Holds reports whether a version lies in the range.
func (r Range) Holds(v Version) bool {
	for _, c := range r.conditions {
		d := Compare(v, c.v)
		ok := false
		switch c.op {
		case "=":
			ok = d == 0
		case ">=":
			ok = d >= 0
		case "<=":
			ok = d <= 0
		case ">":
			ok = d > 0
		case "<":
			ok = d < 0
		case "*":
			ok = len(v) >= len(c.v) && Compare(v[:len(c.v)], c.v) == 0
		}
		if !ok {
			return false
		}
	}
	return len(r.conditions) > 0
}

// In reports whether the version lies in the range, both as text; no text that
// cannot be read lies in any.
func In(v, wanted string) bool {
	parsed, err := Parse(v)
	if err != nil {
		return false
	}
	r, err := ParseRange(wanted)
	return err == nil && r.Holds(parsed)
}
