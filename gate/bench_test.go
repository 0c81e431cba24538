package gate_test

import (
	"context"
	"fmt"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/gate"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/noise"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
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
					r, err = gate.Run(context.Background(), m, p, []string{"public", "vo-raad", "vh", "unl"}, gate.Options{Method: protect.Suppress{}, Solver: solvers[name]})
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

// BenchmarkPrograms attacks what the gate would publish, with the search cut
// down to one dive, so that the rest falls to linear programs: what the gate
// pays where search fails. Without a solver the same cells stay unproven.
func BenchmarkPrograms(b *testing.B) {
	audiences := []string{"public", "vo-raad", "vh", "unl"}
	for _, schools := range []int{60, 120, 240} {
		m, p := world(b, schools, 60, 7)
		r, err := gate.Run(context.Background(), m, p, audiences, gate.Options{Method: protect.Suppress{}})
		if err != nil {
			b.Fatal(err)
		}
		var statements []sdc.Statement
		for _, a := range audiences {
			for _, d := range r.Datasets[a] {
				for _, t := range m.Tables {
					if t.Cube == d.Cube && t.Spec.ID == d.Table {
						statements = append(statements, m.Statements(t, d)...)
					}
				}
			}
		}
		k := p.Outsider(statements, sdc.Rule{})
		for name, solver := range map[string]lp.Solver{"lp=none": nil, "lp=clp": lp.New()} {
			if name == "lp=clp" && solver == nil {
				continue
			}
			b.Run(fmt.Sprintf("schools=%d/%s", schools, name), func(b *testing.B) {
				var f *audit.Findings
				for b.Loop() {
					if f, err = audit.Attack(context.Background(), k, audit.Options{Width: m.Population.Rule.Width, SkipMoves: true, Solver: solver}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(f.Open), "open")
				b.ReportMetric(float64(f.ByLP), "by-lp")
			})
		}
	}
}

// BenchmarkNoise takes a group of 700 schools through the gate under
// formal privacy, counted already.
func BenchmarkNoise(b *testing.B) {
	m, p, _ := noisyWorld(b, 700, 60, 1)
	b.ReportMetric(float64(m.Structure().Cells), "cells")
	b.ReportMetric(float64(measuresOf(b, m).Len()), "leaves")
	for b.Loop() {
		if _, err := draw(m, p, newBook(b), noise.SyntheticKey(1)); err != nil {
			b.Fatal(err)
		}
	}
}
