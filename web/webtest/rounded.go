package webtest

import (
	"slices"

	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// NewRounded is New with the cube NoisyCube published with rounding. Its counts
// are multiples of NoisyUnit, as in NewNoisy.
func NewRounded(id, audience, created string) *Release {
	return newPerturbed(id, audience, created, &sdmx.Perturbation{Method: sdmx.Rounding, Base: 6, Deviation: 20_000})
}

// NewShifted is NewRounded with cell keys.
func NewShifted(id, audience, created string) *Release {
	return newPerturbed(id, audience, created, &sdmx.Perturbation{Method: sdmx.CellKey, Deviation: 20_000})
}

func newPerturbed(id, audience, created string, how *sdmx.Perturbation) *Release {
	return build(id, audience, created, func(s *sdmx.Structure) {
		for i := range s.Cubes {
			if s.Cubes[i].ID == NoisyCube {
				s.Cubes[i].Perturbation = how
			}
		}
	}, func(d *sdmx.Dataset) {
		if d.Cube != NoisyCube {
			return
		}
		if how.Method != sdmx.Rounding {
			d.Method = how.Method
		}
		for i := range d.Observations {
			o := &d.Observations[i]
			v := o.Value * NoisyUnit
			lower, upper := how.Bounds(v)
			*o = sdmx.Observation{Key: o.Key, Estimated: true, Perturbed: true, Value: v, Lower: lower, Upper: upper}
		}
	}, func(m *release.Manifest) {
		for _, y := range cohorts {
			p := &release.Perturbation{Method: how.Method, Base: how.Base, Deviation: how.Deviation}
			for _, f := range m.Files {
				if f.Kind == release.KindPartition && f.Cube == NoisyCube && f.Cohort == y {
					p.Partitions = append(p.Partitions, f.SHA256)
				}
			}
			slices.Sort(p.Partitions)
			m.Groups = append(m.Groups, release.Group{
				Population: "MBO-DIPLOMA", Cohort: y, Regime: release.RegimePerturbed, Rule: release.Rule{Threshold: 5, Width: 5, Zeros: "published"},
				Audit: release.Audit{Attackers: []string{"outsider"}, Cells: 10}, Perturbation: p,
			})
		}
	})
}
