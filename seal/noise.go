package seal

import (
	"fmt"
	"slices"
	"strconv"

	"doorstroommonitor/budget"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// Noise is what a manifest says of the draws of a group, for the datasets of
// one audience.
func Noise(r *budget.Receipt, datasets []*sdmx.Dataset) (*release.Noise, error) {
	draws, caps := r.Draws(), r.Caps()
	epsilon, err := r.Epsilon()
	if err != nil {
		return nil, err
	}
	c := draws[0].Charge
	n := &release.Noise{
		Mechanism: c.Mechanism, Neighbours: string(c.Neighbours), Rho: r.Rho().RatString(), Epsilon: epsilon, Delta: strconv.FormatFloat(budget.Delta, 'g', -1, 64),
		YearCap: caps.Year.RatString(), Lifetime: caps.Lifetime.RatString(), Bands: sdmx.Bands, Draws: manifestDraws(r), Protected: r.Protected(), Elsewhere: c.Elsewhere,
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

// manifestDraws lists the draws as a manifest does.
func manifestDraws(r *budget.Receipt) []release.NoiseDraw {
	var out []release.NoiseDraw
	for _, d := range r.Draws() {
		for i, v := range d.Variances {
			out = append(out, release.NoiseDraw{Table: d.Charge.Tables[i].ID, Rho: d.Charge.Rho, Variance: v, Draw: d.Charge.Draw, Entry: d.Entry})
		}
	}
	return out
}

// agree checks that what a manifest says of noise is what the receipts say.
func agree(m *release.Manifest, receipts map[string]*budget.Receipt) error {
	for _, g := range m.Groups {
		if g.Noise == nil {
			continue
		}
		r := receipts[fmt.Sprintf("%s/%d", g.Population, g.Cohort)]
		if r == nil || !slices.Equal(manifestDraws(r), g.Noise.Draws) || r.Rho().RatString() != g.Noise.Rho || r.Protected() != g.Noise.Protected {
			return fmt.Errorf("group %s/%d: the manifest tells of other draws than the receipt: %w", g.Population, g.Cohort, ErrEvidence)
		}
	}
	return nil
}
