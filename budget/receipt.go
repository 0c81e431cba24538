package budget

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"

	"doorstroommonitor/formal"
	"doorstroommonitor/sdmx"
)

// Receipt says that datasets were made from charged draws of one group. Only
// Book.Draw makes one, and seal accepts nothing else as evidence of a privacy
// mechanism, so that noise nobody paid for opens no gate.
type Receipt struct {
	draws     []Drawn
	caps      Caps
	protected bool
	of        map[string]bool
}

// Drawn is one charged draw with its number in the ledger and the variance of
// each of its tables, as fractions.
type Drawn struct {
	Charge    Charge
	Entry     int64
	Variances []string
}

func newReceipt(charges []Charge, paid []paid, caps Caps, all []*formal.Measurements, datasets []*sdmx.Dataset) (*Receipt, error) {
	r := &Receipt{caps: caps, protected: true, of: map[string]bool{}}
	for i, m := range all {
		d := Drawn{Charge: charges[i], Entry: paid[i].entry}
		for _, t := range m.Tables {
			d.Variances = append(d.Variances, t.Variance.RatString())
		}
		r.draws, r.protected = append(r.draws, d), r.protected && m.Protected
	}
	for _, d := range datasets {
		if !d.Estimated() || d.Cohort != charges[0].Year {
			return nil, fmt.Errorf("privacy ledger: %s: %s %s %d is no dataset of these draws with bands", charges[0].group(), d.Cube, d.Table, d.Cohort)
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
func (r *Receipt) Group() string { return r.draws[0].Charge.group() }

// Covers reports whether the dataset with that digest was made from the draws.
func (r *Receipt) Covers(digest string) bool { return r.of[digest] }

// Draws returns what was charged.
func (r *Receipt) Draws() []Drawn { return slices.Clone(r.draws) }

// Caps returns what may be spent.
func (r *Receipt) Caps() Caps { return r.caps }

// Rho returns what the draws cost together.
func (r *Receipt) Rho() *big.Rat {
	sum := new(big.Rat)
	for i := range r.draws {
		rho, _ := r.draws[i].Charge.rho() // it was charged
		sum.Add(sum, rho)
	}
	return sum
}

// Epsilon returns what rho implies at Delta, rounded up to two decimals.
func (r *Receipt) Epsilon() (string, error) {
	e, err := formal.Epsilon(r.Rho(), Delta)
	return Say(e), err
}

// Say writes an epsilon with two decimals, rounded up: less would be promised
// than is proven.
func Say(epsilon float64) string { return strconv.FormatFloat(math.Ceil(100*epsilon)/100, 'f', 2, 64) }

// Protected is false where the noise came from a numeric seed.
func (r *Receipt) Protected() bool { return r.protected }
