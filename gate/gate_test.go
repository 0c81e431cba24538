package gate_test

import (
	"context"
	"testing"

	"doorstroommonitor/gate"
	"doorstroommonitor/protect"
)

// TestRandomWorldsPassTheGate: whatever the truth, the pattern that comes out
// hides every sensitive count, nothing is exactly derivable and every width is
// proven; and the pass that shows cells again never makes it more than it was.
func TestRandomWorldsPassTheGate(t *testing.T) {
	for seed := range uint64(12) {
		m, p := world(t, 6+5*int(seed), 20+10*int(seed%5), seed)
		audiences := []string{"public", "vo-raad", "vh", "unl"}
		r, err := gate.Run(context.Background(), m, p, audiences, gate.Options{Method: protect.Suppress{}})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if r.Verdict.ExactReveals != 0 || r.Verdict.Narrowest < m.Population.Rule.Width {
			t.Errorf("seed %d: exact reveals %d, narrowest %d", seed, r.Verdict.ExactReveals, r.Verdict.Narrowest)
		}
		for _, a := range audiences {
			for _, d := range r.Datasets[a] {
				for _, o := range d.Observations {
					if !o.Hidden && o.Value > 0 && o.Value < m.Population.Rule.Threshold {
						t.Errorf("seed %d: %s/%s shows %v", seed, d.Cube, d.Table, o.Key)
					}
				}
			}
		}
	}
}
