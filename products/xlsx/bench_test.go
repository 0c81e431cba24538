package xlsx

import (
	"fmt"
	"io"
	"testing"

	"doorstroommonitor/products/internal/fixture"
	"doorstroommonitor/sdmx"
)

// BenchmarkWrite writes one table of so many cells; it reports cells per
// second.
func BenchmarkWrite(b *testing.B) {
	for _, schools := range []int{1_000, 30_000} {
		cells := 3 * schools
		b.Run(fmt.Sprintf("cells=%d", cells), func(b *testing.B) {
			s, parts := country(schools)
			for b.Loop() {
				if err := Write(io.Discard, s, "VO-HO", parts, fixture.Info()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(cells)*float64(b.N)/b.Elapsed().Seconds(), "cells/s")
		})
	}
}

// country is the fixture with more schools, a third of them hidden.
func country(schools int) (*sdmx.Structure, []*sdmx.Dataset) {
	s := fixture.Structure()
	d := &sdmx.Dataset{Cube: "VO-HO", Table: "school_doel", Cohort: 2023, Dimensions: []string{"school", "doel"}}
	for i := range schools {
		id := fmt.Sprintf("S%05d", i)
		s.Codelists[0].Codes = append(s.Codelists[0].Codes, sdmx.Code{ID: id, Label: sdmx.Text{NL: "School " + id}})
		for _, doel := range []string{"_T", "HO", "GEEN"} {
			o := sdmx.Observation{Key: []string{id, doel}, Value: 30, Lower: 30, Upper: 30}
			if i%3 == 0 {
				o = sdmx.Observation{Key: o.Key, Hidden: true, Lower: 1, Upper: 30}
			}
			d.Observations = append(d.Observations, o)
		}
	}
	return s, []*sdmx.Dataset{d}
}
