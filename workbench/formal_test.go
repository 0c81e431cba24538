package workbench

import (
	"context"
	"testing"

	"doorstroommonitor/noise"
)

// BenchmarkFormal publishes five cohorts of the whole simulated country under
// formal privacy: noise, least squares, peers, bands, gate, integers.
func BenchmarkFormal(b *testing.B) {
	w, err := Simulation().World()
	if err != nil {
		b.Fatal(err)
	}
	all, err := Scenarios()
	if err != nil {
		b.Fatal(err)
	}
	for _, s := range all {
		if s.ID != "formal" {
			continue
		}
		for b.Loop() {
			if _, err := s.Release(context.Background(), w, noise.SyntheticKey(1)); err != nil {
				b.Fatal(err)
			}
		}
	}
}
