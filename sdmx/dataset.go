package sdmx

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
)

// Observation status (SDMX CL_OBS_STATUS) as this project uses it.
const (
	ObsNormal     = "A" // a count
	ObsSuppressed = "Q" // not shown; see the confidentiality status
	ObsEstimated  = "E" // a count with noise or rounded: read with its band or bounds
)

// Confidentiality status (SDMX CL_CONF_STATUS). Primary (A) and secondary (D)
// suppression are never told apart outside the gate: both are C.
const (
	ConfFree         = "F"
	ConfConfidential = "C"
)

// Observation is one cell of a published partition. Hidden says that the
// value is withheld; Value is then meaningless and zero. Lower and Upper are
// what any outsider can derive for a hidden cell (Upper -1: no bound); for a
// published cell both equal Value.
//
// Estimated says that noise protects the count: Value is whole, not negative
// and adds up with all others, and the truth is in Lower..Upper as often as the
// release says. Value is read with that band, never alone.
//
// Perturbed says of an estimated cell that a method changed the count by at
// most what the cube says: the truth is in Lower..Upper for certain. Value is
// read with these bounds; Estimate and Error have no meaning.
type Observation struct {
	Key          []string // one code per dimension, in the table's order
	Hidden       bool
	Estimated    bool
	Modelled     bool
	Perturbed    bool
	Value        int64
	Lower, Upper int64
	// Estimate of an estimated cell is right on average, for whoever adds up or
	// infers; Error is at least its standard error. Both are in hundredths. Of a
	// hidden cell that is Modelled, Estimate is what a model makes of the
	// published figures, within its bounds: it is no observation.
	Estimate, Error int64
}

// Exact reports whether the value is the count itself.
func (o *Observation) Exact() bool { return !o.Hidden && !o.Estimated }

// ModelFits reports whether the modelled estimate of a hidden cell lies within
// its bounds.
func (o *Observation) ModelFits() bool {
	return o.Estimate >= 100*o.Lower && (o.Upper < 0 || o.Estimate <= 100*o.Upper)
}

// Dataset is one partition: one table of one cube for one cohort year. Either
// all of its cells are estimated or none is.
type Dataset struct {
	Cube, Table string
	Cohort      int
	Dimensions  []string
	// Observations are ordered as the codelists order their codes, the first
	// dimension slowest.
	Observations []Observation
	// Modelled says that hidden cells, if there are any, carry a modelled
	// estimate.
	Modelled bool
	// Method is how perturbed cells were changed, if not by Rounding.
	Method string
	// Summed says that estimated cells are sums of published ones: what is shown
	// of a share is then what the sums of the estimates say, since whole numbers
	// add up what was cut off in each.
	Summed bool
}

// How says by which method perturbed cells were changed.
func (d *Dataset) How() string { return cmp.Or(d.Method, Rounding) }

// Estimated reports whether the cells are estimated.
func (d *Dataset) Estimated() bool { return len(d.Observations) > 0 && d.Observations[0].Estimated }

// Perturbed reports whether the cells are perturbed.
func (d *Dataset) Perturbed() bool { return d.Estimated() && d.Observations[0].Perturbed }

// Digest is the SHA-256 (hexadecimal) of the canonical CSV.
func (d *Dataset) Digest() (string, error) {
	h := sha256.New()
	if err := d.WriteCSV(h); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Lookup returns an index from joined key to observation; join keys with
// JoinKey.
func (d *Dataset) Lookup() map[string]*Observation {
	m := make(map[string]*Observation, len(d.Observations))
	for i := range d.Observations {
		m[JoinKey(d.Observations[i].Key...)] = &d.Observations[i]
	}
	return m
}

// JoinKey joins codes to one map key. Codes hold no control characters.
func JoinKey(codes ...string) string {
	n := 0
	for _, c := range codes {
		n += len(c) + 1
	}
	b := make([]byte, 0, n)
	for i, c := range codes {
		if i > 0 {
			b = append(b, 0x1f)
		}
		b = append(b, c...)
	}
	return string(b)
}
