package estimate

// Level says what a reader is shown of an indicator.
type Level int

// Levels, in the order in which they are tried.
const (
	Annual     Level = iota // the figure of this year, with its band
	ThreeYears              // that of three years, with its band
	Coarser                 // the destination above it, this year, with its band
	PeerOnly                // the band, and what peers have; no figure of its own
)

// Reliability is the rule of the gate: a figure is shown where its band, at
// the confidence of Z standard errors, is at most Half to either side.
type Reliability struct {
	Z    float64
	Half float64 // share, 0.05: 5 percentage points
}

// Choose returns the first level that is reliable enough. Later ones are nil
// where they do not exist. It looks at released figures only, so that the
// choice reveals nothing.
func (r Reliability) Choose(annual Share, threeYears, coarser *Share) (Level, Band) {
	band := annual.Band(r.Z)
	if band.Half() <= r.Half {
		return Annual, band
	}
	if threeYears != nil {
		if b := threeYears.Band(r.Z); b.Half() <= r.Half {
			return ThreeYears, b
		}
	}
	if coarser != nil {
		if b := coarser.Band(r.Z); b.Half() <= r.Half {
			return Coarser, b
		}
	}
	return PeerOnly, band
}
