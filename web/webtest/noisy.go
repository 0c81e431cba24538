package webtest

import (
	"slices"
	"strings"

	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// NoisyCube is the cube of NewNoisy of which every count has noise.
const NoisyCube = "MBO-HO"

// NoisyUnit is what its counts are multiples of, so that a test finds them on a
// page: those above zero have six figures.
const NoisyUnit = 10_007

// NewNoisy is New with one cube under formal privacy. The second school has so
// much noise that a share takes three cohorts.
func NewNoisy(id, audience, created string) *Release {
	return build(id, audience, created, func(s *sdmx.Structure) {
		for i := range s.Cubes {
			if s.Cubes[i].ID == NoisyCube {
				s.Cubes[i].Noise = &sdmx.Noise{Bands: sdmx.Bands, Reliability: 5}
				s.Cubes[i].Comparisons = []sdmx.Comparison{{Dimension: "school", By: "provincie", Label: sdmx.Text{NL: "Provincie", EN: "Province"}, Groups: []sdmx.Group{
					{ID: "Noord", Label: sdmx.Text{NL: "Noord", EN: "North"}, Members: []string{mboSchools()[1].ID, mboSchools()[2].ID}},
				}}}
			}
		}
	}, func(d *sdmx.Dataset) {
		if d.Cube != NoisyCube {
			return
		}
		second := mboSchools()[2].ID
		for i := range d.Observations {
			o := &d.Observations[i]
			deviation := int64(1_234)
			if slices.Contains(o.Key, second) {
				deviation = 100_000
			}
			v := o.Value * NoisyUnit
			*o = sdmx.Observation{Key: o.Key, Estimated: true, Value: v, Lower: max(0, v-2*deviation), Upper: v + 2*deviation, Estimate: 100*v + 17, Error: 100 * deviation}
		}
	}, func(m *release.Manifest) {
		for _, y := range cohorts {
			n := &release.Noise{
				Mechanism: "fixture", Neighbours: "one record more or less", Rho: "1/2", Epsilon: "5.23", Delta: "1e-06", YearCap: "1", Lifetime: "2", Bands: sdmx.Bands,
				Draws: []release.NoiseDraw{{Table: "MBO-HO/bestemming", Rho: "1/2", Variance: "1", Draw: strings.Repeat("0", 64), Entry: 1}}, Protected: true,
				Elsewhere: []sdmx.Words{{NL: "Gediplomeerden havo en vwo (VO)", EN: "Havo and vwo graduates (VO)"}, {NL: "Leerlingen (oud)"}},
			}
			for _, f := range m.Files {
				if f.Kind == release.KindPartition && f.Cube == NoisyCube && f.Cohort == y {
					n.Partitions = append(n.Partitions, f.SHA256)
				}
			}
			slices.Sort(n.Partitions)
			m.Groups = append(m.Groups, release.Group{Population: "MBO-DIPLOMA", Cohort: y, Regime: release.RegimeNoise, Noise: n})
		}
	})
}
