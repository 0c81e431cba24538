package gate_test

import (
	"context"
	"fmt"
	"testing"

	"doorstroommonitor/gate"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/protect"
)

// BenchmarkGate takes one group of worlds of growing size through the gate:
// protection, attacks, bounds and verdict. docs/PERFORMANCE.md has the table.
func BenchmarkGate(b *testing.B) {
	solvers := map[string]lp.Solver{"lp=none": nil}
	order := []string{"lp=none"}
	if s := lp.New(); s != nil {
		solvers["lp=clp"] = s
		order = append(order, "lp=clp")
	}
	for _, schools := range []int{60, 120, 240} {
		m, p := world(b, schools, 60, 7)
		for _, name := range order {
			b.Run(fmt.Sprintf("schools=%d/%s", schools, name), func(b *testing.B) {
				var r *gate.Result
				for b.Loop() {
					var err error
					r, err = gate.Run(context.Background(), m, p, []string{"public", "vo-raad", "vh", "unl"}, gate.Options{Method: protect.Complement{}, Solver: solvers[name]})
					if err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(p.Cells), "cells")
				b.ReportMetric(float64(r.Verdict.Hidden), "hidden")
				b.ReportMetric(float64(r.Findings.Open), "open")
				b.ReportMetric(float64(r.Findings.ByLP), "by-lp")
				b.ReportMetric(float64(r.Rounds), "rounds")
			})
		}
	}
}
