package seal

import (
	"fmt"
	"slices"
	"strconv"

	"doorstroommonitor/budget"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// Noise is what a manifest says of a draw, for the datasets of one audience.
func Noise(r *budget.Receipt, datasets []*sdmx.Dataset) (*release.Noise, error) {
	c, caps := r.Charge(), r.Caps()
	epsilon, err := r.Epsilon()
	if err != nil {
		return nil, err
	}
	n := &release.Noise{
		Mechanism: c.Mechanism, Neighbours: string(c.Neighbours), Rho: c.Rho, Epsilon: epsilon, Delta: strconv.FormatFloat(budget.Delta, 'g', -1, 64),
		YearCap: caps.Year.RatString(), Lifetime: caps.Lifetime.RatString(), Bands: sdmx.Bands, Draw: c.Draw, Entry: r.Entry(), Protected: r.Protected(), Elsewhere: c.Elsewhere,
	}
	for i, v := range r.Variances() {
		n.Tables = append(n.Tables, release.NoiseTable{Table: c.Tables[i].ID, Variance: v})
	}
	for _, d := range datasets {
		digest, err := d.Digest()
		if err != nil {
			return nil, err
		}
		n.Partitions = append(n.Partitions, digest)
	}
	slices.Sort(n.Partitions)
	return n, nil
}

// agree checks that what a manifest says of noise is what the receipts say.
func agree(m *release.Manifest, receipts map[string]*budget.Receipt) error {
	for _, g := range m.Groups {
		if g.Noise == nil {
			continue
		}
		r := receipts[fmt.Sprintf("%s/%d", g.Population, g.Cohort)]
		if r == nil || r.Charge().Draw != g.Noise.Draw || r.Charge().Rho != g.Noise.Rho || r.Entry() != g.Noise.Entry || r.Protected() != g.Noise.Protected {
			return fmt.Errorf("group %s/%d: the manifest tells of another draw than the receipt: %w", g.Population, g.Cohort, ErrEvidence)
		}
	}
	return nil
}
