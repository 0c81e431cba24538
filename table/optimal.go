package table

import (
	"errors"

	"doorstroommonitor/internal/lp"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

// optimum is the pattern of least cost, found before it is asked for: only the
// search for it can fail. What an attack still finds is hidden by Suppress.
type optimum struct{ hidden sdc.Pattern }

// Apply implements protect.Method.
func (o optimum) Apply(*sdc.Problem, sdc.Rule) sdc.Pattern {
	return append(sdc.Pattern(nil), o.hidden...)
}

// Widen implements protect.Method.
func (optimum) Widen(p *sdc.Problem, rule sdc.Rule, hidden sdc.Pattern, failing []int32, bounds []sdc.Interval) int {
	return protect.Suppress{}.Widen(p, rule, hidden, failing, bounds)
}

// canOptimise refuses the method where the solver is not part of the program.
func (f *File) canOptimise() error {
	if lp.NewBinaries() == nil {
		return f.fault("F-SOLVER", "method", say("methode optimal: dit programma is gebouwd zonder de solver", "method optimal: built without the solver"),
			say("installeer coinor-libclp-dev en coinor-libcbc-dev en bouw opnieuw met de tag clp, of gebruik method: suppress",
				"install coinor-libclp-dev and coinor-libcbc-dev and build again with the tag clp, or use method: suppress"))
	}
	return nil
}

// optimal finds the pattern; widen asks for the width of the rule, else only
// exact derivation by sums is guarded against.
func (f *File) optimal(c *Cells, widen bool) (protect.Method, error) {
	hidden, err := protect.Optimal{Binaries: lp.NewBinaries(), Solver: lp.New(), Exact: !widen}.Solve(c.Problem, f.rule())
	if err == nil {
		return optimum{hidden}, nil
	}
	next := say("gebruik method: suppress, of neem grovere codes", "use method: suppress, or take coarser codes")
	if errors.Is(err, protect.ErrBeyondOptimal) {
		next = say("gebruik method: suppress, of neem een kleinere tabel: optimal is voor hooguit 400 cellen", "use method: suppress, or take a smaller table: optimal is for 400 cells at most")
	}
	return nil, &Fault{Rule: "R-OPTIMAL", File: f.path, Field: "method", err: err, what: say("het goedkoopste patroon is niet gevonden (%v); er is niets geschreven", "the cheapest pattern was not found (%v); nothing was written", err), next: next}
}
