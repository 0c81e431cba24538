package budget

import (
	"fmt"
	"math"
	"strconv"

	"doorstroommonitor/formal"
	"doorstroommonitor/sdmx"
)

// Receipt says that datasets were made from one charged draw. Only Book.Draw
// makes one, and seal accepts nothing else as evidence of a privacy mechanism,
// so that noise nobody paid for opens no gate.
type Receipt struct {
	charge    Charge
	entry     int64
	caps      Caps
	protected bool
	variances []string
	of        map[string]bool
}

func newReceipt(c Charge, entry int64, caps Caps, m *formal.Measurements, datasets []*sdmx.Dataset) (*Receipt, error) {
	if m.Draw != c.Draw || m.Population != c.Population || m.Year != c.Year || len(m.Tables) != len(c.Tables) {
		return nil, fmt.Errorf("privacy ledger: entry %d: what was drawn is not what was charged", entry)
	}
	r := &Receipt{charge: c, entry: entry, caps: caps, protected: m.Protected, of: map[string]bool{}}
	for _, t := range m.Tables {
		r.variances = append(r.variances, t.Variance.RatString())
	}
	for _, d := range datasets {
		if !d.Estimated() || d.Cohort != c.Year {
			return nil, fmt.Errorf("privacy ledger: entry %d: %s %s %d is no dataset of this draw with bands", entry, d.Cube, d.Table, d.Cohort)
		}
		digest, err := d.Digest()
		if err != nil {
			return nil, err
		}
		r.of[digest] = true
	}
	return r, nil
}

// Group returns the protection group.
func (r *Receipt) Group() string { return fmt.Sprintf("%s/%d", r.charge.Population, r.charge.Year) }

// Covers reports whether the dataset with that digest was made from the draw.
func (r *Receipt) Covers(digest string) bool { return r.of[digest] }

// Charge returns what was charged, and Entry its number in the ledger.
func (r *Receipt) Charge() Charge { return r.charge }

// Entry returns the number of the charge in the ledger.
func (r *Receipt) Entry() int64 { return r.entry }

// Caps returns what may be spent.
func (r *Receipt) Caps() Caps { return r.caps }

// Variances returns those of the charged tables, as fractions.
func (r *Receipt) Variances() []string { return r.variances }

// Epsilon returns what rho implies at Delta, rounded up to two decimals.
func (r *Receipt) Epsilon() (string, error) {
	rho, err := r.charge.rho()
	if err != nil {
		return "", err
	}
	e, err := formal.Epsilon(rho, Delta)
	return strconv.FormatFloat(math.Ceil(100*e)/100, 'f', 2, 64), err
}

// Protected is false where the noise came from a numeric seed.
func (r *Receipt) Protected() bool { return r.protected }
