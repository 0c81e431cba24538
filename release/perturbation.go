package release

import "doorstroommonitor/sdmx"

// Perturbation says how the counts of a group under RegimePerturbed were
// changed. Nothing in it depends on them: the parameters stand in the
// specification. What attackers make of the result is in Audit.
type Perturbation struct {
	Method    string `json:"method"`
	Base      int64  `json:"base,omitempty"` // what small inner counts became multiples of, under small count rounding
	Deviation int64  `json:"deviation"`      // how far a published count is off at most
	// Partitions are the digests of the partitions whose counts were changed,
	// ascending.
	Partitions []string `json:"partitions_sha256"`
}

// whole reports whether nothing of the evidence is missing.
func (p *Perturbation) whole() bool {
	known := p.Method == sdmx.Rounding && p.Base > 1 && p.Deviation >= p.Base-1 || p.Method == sdmx.CellKey && p.Base == 0 && p.Deviation > 0
	return known && len(p.Partitions) > 0
}
