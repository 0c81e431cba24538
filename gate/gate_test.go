package gate_test

import (
	"context"
	"testing"
	"time"

	"doorstroommonitor/gate"
	"doorstroommonitor/protect"
)

func TestRandomWorldsPassTheGate(t *testing.T) {
	for _, c := range []struct{ schools, mean int }{{12, 40}, {30, 60}, {60, 60}} {
		m, p := world(t, c.schools, c.mean, 7)
		start := time.Now()
		r, err := gate.Run(context.Background(), m, p, []string{"public", "vo-raad", "vh", "unl"}, gate.Options{Method: protect.Complement{}})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, pub := range p.Published {
			if pub {
				n++
			}
		}
		t.Logf("schools %d cells %d (published %d) relations %d hidden %d sensitive %d rounds %d tables %d open %d elim %d narrowest %d: %v",
			c.schools, p.Cells, n, len(p.Relations), r.Verdict.Hidden, r.Verdict.Sensitive, r.Rounds, r.Findings.Tables, r.Findings.Open, r.Findings.ByElimination, r.Verdict.Narrowest, time.Since(start))
	}
}
